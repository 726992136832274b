"""Nearest vectors with FAISS, by looking at all of them.

Exact search over the half million sentences of a hundred reports takes less time than the vector of the
question (`python app.py bench --scale 1,10,100`); what is larger than that belongs into a server.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np


class DenseIndex:
    """Vectors of length 1, searched by cosine; row numbers are ids."""

    def __init__(self, index: Any) -> None:
        self.index = index

    @classmethod
    def build(cls, vectors: np.ndarray) -> DenseIndex:
        """Return the index of vectors (float32, n × d)."""
        index = _faiss().IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the ids and cosines of the `k` nearest vectors, best first."""
        k = min(k, len(self))
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, ids = self.index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), k)
        return ids[0], scores[0]

    def compare(self, vector: np.ndarray) -> np.ndarray:
        """Return the cosines of all vectors: float32 (n,)."""
        # Not `@`: for so little work the threads of a BLAS wait longer for each other than they reckon.
        return np.einsum("ij,j->i", self.vectors, np.asarray(vector, dtype=np.float32))

    @cached_property
    def vectors(self) -> np.ndarray:
        """All vectors (n × d), as FAISS has them in memory; not to be changed."""
        if not len(self):
            return np.zeros((0, self.index.d), dtype=np.float32)
        view = _faiss().rev_swig_ptr(self.index.get_xb(), len(self) * self.index.d)
        return view.reshape(len(self), self.index.d)

    def save(self, path: Path) -> None:
        """Write the index; raises OSError where there is no room for it."""
        try:
            _faiss().write_index(self.index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} 寫不完整") from error

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Raises RuntimeError where the file is no FAISS index."""
        return cls(_faiss().read_index(str(path)))


def _faiss() -> Any:
    import faiss

    return faiss
