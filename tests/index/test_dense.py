"""Nearest vectors: exact while few, coded when many, and measured before it is trusted."""

from __future__ import annotations

import numpy as np
import pytest

from index import dense
from index.dense import DenseIndex, find_exactly, measure_recall


def make_vectors(count: int, dimension: int = 16) -> np.ndarray:
    """Vectors in 20 groups, so that an inverted file has something to go by."""
    random = np.random.default_rng(5)
    vectors = random.normal(size=(20, dimension))[random.integers(20, size=count)]
    vectors = vectors + 0.4 * random.normal(size=(count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def few_are_many(monkeypatch):
    monkeypatch.setattr(dense, "FLAT_LIMIT", 500)


def test_few_vectors_are_searched_exactly():
    vectors = make_vectors(400)
    index = DenseIndex.build(vectors)
    assert index.kind == "IndexFlatIP"
    ids, scores = index.search(vectors[7], 5)
    assert ids.tolist() == np.argsort(-(vectors @ vectors[7]), kind="stable")[:5].tolist()
    assert scores[0] == pytest.approx(1.0, abs=1e-5)


def test_many_vectors_are_coded_and_found_again(few_are_many, tmp_path):
    vectors, queries = make_vectors(3000), make_vectors(3050)[3000:]
    DenseIndex.build(vectors).save(tmp_path / "many.faiss")
    index = DenseIndex.load(tmp_path / "many.faiss")
    assert index.kind == "IndexIVFScalarQuantizer"
    found = np.array([index.search(query, 10)[0] for query in queries])
    assert measure_recall(found, find_exactly(vectors, queries)) > 0.9
    assert np.abs(index.compare(queries[0], np.arange(50)) - vectors[:50] @ queries[0]).max() < 0.02
    assert index.vectors().shape == vectors.shape


def test_questions_choose_how_much_is_looked_into(few_are_many, monkeypatch):
    monkeypatch.setattr(dense, "RECALL_WANTED", 0.9)
    monkeypatch.setattr(dense, "MOST_PROBES", 1.0)
    monkeypatch.setattr(dense, "LEAST_PROBES", 1)
    vectors = make_vectors(3000)
    between = np.random.default_rng(6).normal(size=(100, 16)).astype(np.float32)
    near, wide = DenseIndex.build(vectors, vectors[:100]), DenseIndex.build(vectors, between)
    assert near.index.nprobe < wide.index.nprobe


def test_an_index_that_misses_too_much_is_not_taken(few_are_many, monkeypatch):
    monkeypatch.setattr(dense, "RECALL_WANTED", 1.01)
    assert DenseIndex.build(make_vectors(1000)).kind == "IndexFlatIP"


def test_recall_is_the_share_that_was_found():
    assert measure_recall(np.array([[1, 2], [3, 9]]), np.array([[2, 1], [3, 4]])) == 0.75
