"""Growth: a report many times as long, made without embedding again, and what is measured of it."""

from __future__ import annotations

import numpy as np

from index.lexical import LexicalIndex
from qa.lab.growth import measure_scale, multiply_vectors
from tests.qa.fakes import FakeEmbedder

DOCUMENTS = [["清疏", "側溝"], ["種樹", "側溝", "公園"], ["公園"], []]


def test_copies_have_vectors_of_their_own():
    random = np.random.default_rng(2)
    vectors = random.normal(size=(50, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    grown = multiply_vectors(vectors, 4)
    assert grown.shape == (200, 8)
    assert np.array_equal(grown[:50], vectors)
    assert np.allclose(np.linalg.norm(grown, axis=1), 1.0, atol=1e-5)
    assert len(np.unique(grown.round(5), axis=0)) >= 190


def test_repeated_documents_score_like_the_first(tmp_path):
    index = LexicalIndex.build(DOCUMENTS)
    index.repeat(3).save(tmp_path / "words")
    repeated = LexicalIndex.load(tmp_path / "words", 12)
    for words in (["側溝"], ["公園", "種樹"], ["無"]):
        assert np.allclose(repeated.score(words), np.tile(index.score(words), 3))
    assert len(repeated) == 12


def test_no_words_stay_none():
    index = LexicalIndex.build([[], []]).repeat(5)
    assert index.score(["側溝"]).tolist() == [0.0] * 10


def test_a_scale_is_measured(small_folder, monkeypatch):
    monkeypatch.setattr("qa.lab.growth.load_embedder", lambda name: FakeEmbedder())
    one, three = (measure_scale(small_folder / "report.txt", None, scale) for scale in (1, 3))
    assert (one["scale"], three["scale"]) == (1, 3)
    assert three["sentences"] == 3 * one["sentences"]
    assert three["index_mb"] > one["index_mb"]
    for row in (one, three):
        assert 0 < row["search_p50_seconds"] <= row["search_p95_seconds"]
        assert row["peak_memory_mb"] > 1
