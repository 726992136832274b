"""Nearest vectors with FAISS: exact while they are few, an inverted file of 16-bit codes when many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

FLAT_LIMIT = 60_000
"""Vectors up to which exact search answers within a few milliseconds."""
RECALL_WANTED = 0.98
"""Share of the ten nearest that an index of codes has to find to be taken instead of exact search."""
RECALL_AT = 10
SAMPLE = 256
"""Queries by which an index of codes is measured when it is built."""
TRAINED = 48
"""Vectors for each list that its centre is learned from."""
LEAST_PROBES = 8
MOST_PROBES = 0.25
"""Share of the lists beyond which looking into them is no faster than exact search."""
SEED = 112


class DenseIndex:
    """Vectors of length 1, searched by cosine; row numbers are ids."""

    def __init__(self, index: Any) -> None:
        self.index = index

    @classmethod
    def build(cls, vectors: np.ndarray, asked: np.ndarray | None = None) -> DenseIndex:
        """Return the index that fits the number of vectors (float32, n × d).

        asked: vectors of questions such as will be asked; by them recall is measured where it matters.
        """
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        index = _build_coded(vectors, asked) if len(vectors) > FLAT_LIMIT else None
        if index is None:
            index = _faiss().IndexFlatIP(vectors.shape[1])
            index.add(vectors)
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
        """Write the index; raises OSError where there is no room for it."""
        try:
            _faiss().write_index(self.index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} 寫不完整") from error

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Raises RuntimeError where the file is no FAISS index."""
        return cls(_faiss().read_index(str(path)))


def find_exactly(vectors: np.ndarray, queries: np.ndarray, k: int = RECALL_AT) -> np.ndarray:
    """Return the ids (m × k) of the `k` vectors nearest to each query, by looking at all of them."""
    faiss = _faiss()
    return faiss.knn(queries, vectors, min(k, len(vectors)), metric=faiss.METRIC_INNER_PRODUCT)[1]


def measure_recall(found: np.ndarray, exact: np.ndarray) -> float:
    """Return the share of the exact ids (m × k) that are among those found, row by row."""
    hits = sum(len(np.intersect1d(*pair)) for pair in zip(found, exact, strict=True))
    return hits / max(exact.size, 1)


def _build_coded(vectors: np.ndarray, asked: np.ndarray | None) -> Any | None:
    """Return an inverted file of 16-bit codes that finds what is wanted, None where none does.

    As few lists are looked into as recall allows.  Without questions it is measured half way between two
    vectors each: a question is near several sentences, not upon one.  Codes of 8 bits would be half as
    large but mix up neighbours that are as near to each other as sentences of one kind are.
    """
    faiss = _faiss()
    random = np.random.default_rng(SEED)
    count, dimension = vectors.shape
    lists = round(count**0.5)
    index = faiss.index_factory(dimension, f"IVF{lists},SQfp16", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = 10
    index.train(vectors[np.sort(random.choice(count, min(count, TRAINED * lists), replace=False))])
    index.add(vectors)
    index.make_direct_map()  # so that stored vectors can be compared by id
    if asked is not None and len(asked):
        queries = np.ascontiguousarray(asked[random.permutation(len(asked))[:SAMPLE]], dtype=np.float32)
    else:
        queries = vectors[random.integers(count, size=SAMPLE)] + vectors[random.integers(count, size=SAMPLE)]
        queries /= np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-12)
    exact = find_exactly(vectors, queries)
    index.nprobe = min(LEAST_PROBES, lists)
    while measure_recall(index.search(queries, exact.shape[1])[1], exact) < RECALL_WANTED:
        if index.nprobe * 2 > MOST_PROBES * lists:
            return None
        index.nprobe *= 2
    return index


def _faiss() -> Any:
    import faiss

    return faiss
