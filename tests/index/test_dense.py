"""Nearest vectors, found by looking at all of them."""

from __future__ import annotations

import numpy as np
import pytest

from index.dense import DenseIndex


def make_vectors(count: int) -> np.ndarray:
    """Vectors in 20 groups, so that some are near each other."""
    random = np.random.default_rng(5)
    vectors = random.normal(size=(20, 16))[random.integers(20, size=count)]
    vectors = vectors + 0.4 * random.normal(size=(count, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_few_vectors_are_searched_exactly():
    vectors = make_vectors(400)
    index = DenseIndex.build(vectors)
    ids, scores = index.search(vectors[7], 5)
    assert ids.tolist() == np.argsort(-(vectors @ vectors[7]), kind="stable")[:5].tolist()
    assert scores[0] == pytest.approx(1.0, abs=1e-5)


def test_saved_and_loaded_it_compares_and_gives_back_its_vectors(tmp_path):
    vectors = make_vectors(50)
    DenseIndex.build(vectors).save(tmp_path / "few.faiss")
    index = DenseIndex.load(tmp_path / "few.faiss")
    np.testing.assert_allclose(index.compare(vectors[3]), vectors @ vectors[3], rtol=1e-5)
    np.testing.assert_array_equal(index.vectors, vectors)


def test_no_vector_is_found_where_there_is_none():
    index = DenseIndex.build(np.zeros((0, 16), dtype=np.float32))
    assert [len(found) for found in index.search(np.ones(16, dtype=np.float32), 5)] == [0, 0]
