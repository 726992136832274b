"""Vectors kept by text and model: what comes back, what is computed, what damage does."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from index.known import KnownVectors, encode_known, key_of, load_known
from tests.index.counting import Counting
from tests.qa.fakes import FakeEmbedder

TEXTS = [f"第 {number} 件：清疏側溝 {number * 7} 公里，種樹 {number + 3} 棵" for number in range(40)]


def make_known(model: str = FakeEmbedder.name, dimension: int = 24) -> KnownVectors:
    """Vectors that lie near each other, as a model's do."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(len(TEXTS), dimension)) + 2 * random.normal(size=dimension)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return KnownVectors.of(model, [key_of(text, False) for text in TEXTS], vectors.astype(np.float32))


@pytest.mark.parametrize("small", [False, True])
def test_round_trip(tmp_path, small):
    known = make_known()
    known.save(tmp_path / "known.npz", small=small)
    loaded = load_known(tmp_path / "known.npz")
    assert loaded.model == known.model
    assert loaded.rows == known.rows
    cosines = (known.vectors * np.asarray(loaded.vectors, dtype=np.float32)).sum(axis=1)
    assert cosines.min() > 0.998


def test_the_small_form_is_smaller(tmp_path):
    known = make_known(dimension=384)
    known.save(tmp_path / "large.npz")
    known.save(tmp_path / "small.npz", small=True)
    assert (tmp_path / "small.npz").stat().st_size < 0.6 * (tmp_path / "large.npz").stat().st_size


def test_only_what_is_not_known_is_computed():
    embedder = Counting()
    vectors = FakeEmbedder().encode_passages(TEXTS[:30])
    known = KnownVectors.of(embedder.name, [key_of(text, False) for text in TEXTS[:30]], vectors)
    encoded = encode_known(embedder, TEXTS, False, [known])
    assert sorted(embedder.computed) == sorted(TEXTS[30:])
    assert np.allclose(encoded, FakeEmbedder().encode_passages(TEXTS), atol=1e-6)


def test_a_text_is_known_as_passage_or_as_question():
    embedder = Counting()
    known = KnownVectors.of(
        embedder.name, [key_of(TEXTS[0], False)], FakeEmbedder().encode_passages(TEXTS[:1])
    )
    encode_known(embedder, TEXTS[:1], True, [known])
    assert embedder.computed == TEXTS[:1]


@pytest.mark.parametrize("known", [make_known("another", 512), make_known(dimension=24)])
def test_vectors_of_another_model_do_not_count(known):
    embedder = Counting()
    encode_known(embedder, TEXTS, False, [known])
    assert sorted(embedder.computed) == sorted(TEXTS)


def damage(data: bytes) -> dict[str, bytes]:
    middle = len(data) // 2
    changed = bytes(byte ^ 0x55 for byte in data[middle : middle + 40])
    return {
        "cut off": data[:middle],
        "changed": data[:middle] + changed + data[middle + 40 :],
        "empty": b"",
        "text": "這不是向量檔".encode(),
    }


@pytest.mark.parametrize("kind", damage(b""))
@pytest.mark.parametrize("small", [False, True])
def test_a_damaged_file_is_left_out_with_a_warning(tmp_path, caplog, kind, small):
    path = tmp_path / "known.npz"
    make_known(dimension=384).save(path, small=small)
    path.write_bytes(damage(path.read_bytes())[kind])
    with caplog.at_level(logging.WARNING):
        assert load_known(path) is None
    assert str(path) in caplog.text
    assert "已損壞" in caplog.text


def test_values_that_are_no_vectors_are_left_out(tmp_path, caplog):
    known = make_known()
    known.vectors[3, 2] = np.nan
    known.save(tmp_path / "known.npz")
    assert load_known(tmp_path / "known.npz") is None
    assert "已損壞" in caplog.text


def test_no_file_is_no_damage(tmp_path, caplog):
    assert load_known(tmp_path / "known.npz") is None
    assert caplog.text == ""
