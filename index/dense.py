"""Nearest vectors with FAISS: exact while they are few, an inverted file of small codes when many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

FLAT_LIMIT = 60_000
"""Vectors up to which exact search answers within a few milliseconds."""
RECALL_WANTED = 0.98
SAMPLE = 256


class DenseIndex:
    """Vectors of length 1, searched by cosine; row numbers are ids."""

    def __init__(self, index: Any) -> None:
        self.index = index

    @classmethod
    def build(cls, vectors: np.ndarray) -> DenseIndex:
        """Return the index that fits the number of vectors (float32, n × d)."""
        faiss = _faiss()
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self.index.ntotal)

    @property
    def kind(self) -> str:
        """The type of the FAISS index: IndexFlatIP, IndexIVFScalarQuantizer …"""
        return type(self.index).__name__

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the ids and cosines of the `k` nearest vectors, best first."""
        k = min(k, len(self))
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, ids = self.index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), k)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def compare(self, vector: np.ndarray, ids: np.ndarray) -> np.ndarray:
        """Return the cosines of the vectors `ids`."""
        if len(ids) == 0:
            return np.zeros(0, dtype=np.float32)
        stored = self.index.reconstruct_batch(np.ascontiguousarray(ids, dtype=np.int64))
        return stored @ np.asarray(vector, dtype=np.float32)

    def vectors(self) -> np.ndarray:
        """Return all vectors (n × d)."""
        return self.index.reconstruct_n(0, len(self))

    def save(self, path: Path) -> None:
        _faiss().write_index(self.index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Raises RuntimeError where the file is no FAISS index."""
        return cls(_faiss().read_index(str(path)))


def _faiss() -> Any:
    import faiss

    return faiss
