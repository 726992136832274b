"""BM25 over tokens (bm25s), with weights for the tokens of a question."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

K1 = 1.2
B = 0.4
"""Sentences are short and of one kind, so length counts less than in BM25 over documents."""


class LexicalIndex:
    """Token lists, scored by BM25; row numbers are ids."""

    def __init__(self, bm25: Any, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> LexicalIndex:
        """Return the index of token lists; no document at all gives an index that finds nothing."""
        if not any(documents):
            return cls(None, len(documents))
        bm25 = _bm25s().BM25(k1=K1, b=B)
        bm25.index([list(document) for document in documents], show_progress=False)
        return cls(bm25, len(documents))

    def __len__(self) -> int:
        return self._size

    def repeat(self, times: int) -> LexicalIndex:
        """Return the index of the same documents `times` over, one series after the other.

        Their scores stay: a token's share of the documents does.  Serves to measure growth.
        """
        if self._bm25 is None:
            return LexicalIndex(None, self._size * times)
        scores = self._bm25.scores
        tokens = np.repeat(np.arange(len(scores["indptr"]) - 1, dtype=np.int32), np.diff(scores["indptr"]))
        order = np.argsort(np.tile(tokens, times), kind="stable")
        series = np.repeat(np.arange(times, dtype=np.int32) * self._size, len(tokens))
        bm25 = copy(self._bm25)
        bm25.scores = {
            **scores,
            "data": np.tile(scores["data"], times)[order],
            "indices": (np.tile(scores["indices"], times) + series)[order],
            "indptr": scores["indptr"] * times,
            "num_docs": self._size * times,
        }
        return LexicalIndex(bm25, self._size * times)

    def score(self, tokens: Sequence[str]) -> np.ndarray:
        """Return each document's BM25 score, float32 (n,); tokens that no document has count nothing."""
        known = self._bm25.get_tokens_ids(list(dict.fromkeys(tokens))) if self._bm25 else []
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return self._bm25.get_scores_from_ids(known)

    @property
    def vocabulary(self) -> dict[str, int]:
        """The number of each token that documents have."""
        return dict(self._bm25.vocab_dict) if self._bm25 else {}

    def weights(self) -> list[dict[int, float]]:
        """Of each document what each of its tokens, by number, adds to the score of a question with it."""
        found: list[dict[int, float]] = [{} for _ in range(self._size)]
        scores = self._bm25.scores if self._bm25 else {"indptr": [0], "indices": [], "data": []}
        for token, (start, end) in enumerate(pairwise(scores["indptr"])):
            rows, added = scores["indices"][start:end].tolist(), scores["data"][start:end].tolist()
            for row, weight in zip(rows, added, strict=True):
                found[row][token] = weight
        return found

    def save(self, folder: Path) -> None:
        folder.mkdir()
        if self._bm25:
            self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Return the index of a folder; `size` is the number of documents it was built of.

        Raises OSError, ValueError or KeyError where the files are not those of such an index.
        """
        if not any(folder.iterdir()):
            return cls(None, size)
        return cls(_bm25s().BM25.load(folder, show_progress=False), size)


def _bm25s() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s
