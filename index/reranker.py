"""Reranking by a cross-encoder of sentence-transformers, which reads question and sentence together.

Off unless a model is named: it takes a model of its own and much longer than the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import RerankerError
from index.texts import dense_text

if TYPE_CHECKING:
    from index.search import Candidate

READ = 20
"""Best candidates that are read again."""


class Reranker:
    """Puts the best candidates into the order of a cross-encoder; safe to use from several threads."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidates with the first READ in the order of the cross-encoder.

        The scores stay where they are and the candidates change places, so that a score means the same
        with a cross-encoder and without; its own opinion is in `legs["reranker"]`.
        """
        head = list(candidates[:READ])
        if not head:
            return []
        pairs = [(question, dense_text(one.passage, one.sentence)) for one in head]
        opinions = np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)
        order = np.argsort(-opinions, kind="stable")
        reranked = [
            replace(
                head[place], score=seat.score, legs={**head[place].legs, "reranker": float(opinions[place])}
            )
            for place, seat in zip(order, head, strict=True)
        ]
        return [*reranked, *candidates[READ:]]


def load_reranker(name: str) -> Reranker:
    """Return the cross-encoder of a name or a folder; raises RerankerError where it cannot be had."""
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, device="cpu")
    # The hub, transformers and torch each raise errors of their own for a name that leads nowhere.
    except Exception as error:
        raise RerankerError(
            f"載入不了重排模型「{name}」。"
            "RERANKER_MODEL 要是 sentence-transformers 的 CrossEncoder 名稱或資料夾；不設就不重排。"
        ) from error
    if model.num_labels != 1:
        raise RerankerError(
            f"重排模型「{name}」輸出 {model.num_labels} 個分數，RERANKER_MODEL 要只輸出一個。"
        )
    return Reranker(model)
