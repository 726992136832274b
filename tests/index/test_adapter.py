"""Maps of a model's vectors: learned from a bank, kept in a small file, part of what an index is known by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.adapter import Adapter, adapter_path, load_adapter
from index.errors import IndexError_
from index.store import load_index, open_index
from qa.lab.train_adapter import Material, collect, cross_validate, learn
from tests.qa.fakes import FakeEmbedder

DIMENSION = 32
ITEMS = 40


def make_material() -> Material:
    """Items whose two questions agree in a few dimensions only; the others are loud and mean nothing."""
    random = np.random.default_rng(0)
    meaning = random.normal(size=(ITEMS, 6))

    def vectors(items, loud=1.0):
        noise = loud * random.normal(size=(len(items), DIMENSION - 6))
        whole = np.concatenate([meaning[items] + 0.1 * random.normal(size=(len(items), 6)), noise], axis=1)
        return (whole / np.linalg.norm(whole, axis=1, keepdims=True)).astype(np.float32)

    owners = np.repeat(np.arange(ITEMS), 3)
    gaps = np.arange(0, ITEMS, 2)
    return Material(
        vectors(owners),
        vectors((gaps + 1) % ITEMS),
        vectors(np.arange(ITEMS)),
        owners,
        gaps,
        [f"p{item // 2}" for item in range(ITEMS)],
        ["甲處" if item < ITEMS // 2 else "乙處" for item in range(ITEMS)],
    )


def nearest_is_own(vectors: np.ndarray, owners: np.ndarray) -> float:
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -2)
    return float(np.mean(owners[scores.argmax(axis=1)] == owners))


@pytest.fixture(scope="module")
def material() -> Material:
    return make_material()


@pytest.fixture(scope="module")
def adapter(material) -> Adapter:
    return learn(material, steps=300)


def test_questions_of_one_item_come_together(material, adapter):
    before = nearest_is_own(material.questions, material.owners)
    after = nearest_is_own(adapter.adapt_questions(material.questions), material.owners)
    assert after > before + 0.1


def test_adapted_vectors_have_length_1_and_none_stay_none(material, adapter):
    for adapt in (adapter.adapt_questions, adapter.adapt_passages):
        adapted = adapt(material.questions)
        assert adapted.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(adapted, axis=1), 1.0, atol=1e-5)
        assert adapt(np.zeros((0, DIMENSION), dtype=np.float32)).shape == (0, DIMENSION)
        assert np.isfinite(adapt(np.zeros((1, DIMENSION), dtype=np.float32))).all()


def test_learning_twice_gives_the_same_maps(material):
    assert learn(material, steps=5).digest == learn(material, steps=5).digest


def test_a_department_left_out_teaches_nothing(material):
    left_out = np.array([material.departments[owner] == "乙處" for owner in material.owners])
    noisy = material.questions.copy()
    noisy[left_out] = np.roll(noisy[left_out], 1, axis=1)
    changed = Material(noisy, *list(vars(material).values())[1:])
    one, other = learn(material, ["乙處"], steps=5), learn(changed, ["乙處"], steps=5)
    # The mean over all questions is the only thing that knows of the department.
    np.testing.assert_allclose(one.question_map, other.question_map, atol=0.02)
    with pytest.raises(IndexError_, match="無從學習"):
        learn(material, ["甲處", "乙處"], steps=5)


def test_a_saved_adapter_is_read_back_to_the_digit(adapter, tmp_path):
    adapter.save(adapter_path("some/model", tmp_path))
    read = load_adapter("some/model", DIMENSION, tmp_path)
    assert read is not None and read.digest == adapter.digest
    assert load_adapter("another", DIMENSION, tmp_path) is None


@pytest.mark.parametrize("harm", ["cut", "junk", "dimension"])
def test_a_damaged_adapter_is_refused_by_name(adapter, tmp_path, harm):
    path = adapter_path("model", tmp_path)
    adapter.save(path)
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:200])
    elif harm == "junk":
        path.write_bytes(b"junk")
    with pytest.raises(IndexError_, match=r"model\.npz"):
        load_adapter("model", DIMENSION + (harm == "dimension"), tmp_path)


class Adapted(FakeEmbedder):
    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter
        self.space = f"fake+{adapter.digest}"

    def adapt_queries(self, vectors):
        return self.adapter.adapt_questions(vectors)

    def adapt_passages(self, vectors):
        return self.adapter.adapt_passages(vectors)


def test_an_adapter_is_learned_from_a_report_and_finds_in_its_index(small_source, tmp_path):
    embedder = FakeEmbedder()
    adapter = learn(collect(small_source, embedder), steps=20)
    open_index(small_source, tmp_path, embedder)
    index = open_index(small_source, tmp_path, Adapted(adapter))
    for question in small_source.bank[:5]:
        assert index.search(question.question)[0].passage.id == question.passage_id
    # Each space has an index of its own; neither is taken for the other's.
    raw = load_index(small_source, tmp_path, embedder)
    assert not np.allclose(raw.parts.questions.vectors, index.parts.questions.vectors)
    np.testing.assert_allclose(
        load_index(small_source, tmp_path, Adapted(adapter)).parts.questions.vectors,
        index.parts.questions.vectors,
        atol=1e-6,
    )


def test_gain_is_measured_with_and_without_maps(small_source, monkeypatch, tmp_path):
    asked = {question.passage_id for question in small_source.bank}
    names = sorted({p.department for p in small_source.passages if p.id in asked})
    lines = [
        f'{{"question": "火災發生幾件？", "answerable": true, "lines": [1], "dept": "{name}"}}'
        for name in names
    ]
    (tmp_path / "decide-x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr("qa.lab.train_adapter.GOLD", tmp_path)
    embedder, source = FakeEmbedder(), replace(small_source, bank=small_source.bank * 2)
    own, adapted = cross_validate(source, embedder, collect(source, embedder), folds=2, steps=3)
    # Line 1 is the cover's, so nothing can be found there, with maps or without.
    assert f"n={len(names)}  nearest question 0.000  nearest sentence 0.000" in own
    assert f"n={len(names)}  nearest question 0.000  nearest sentence 0.000" in adapted


def test_the_shipped_adapter_spreads_the_bundled_model():
    from index.embedding import load_embedder

    embedder = load_embedder()
    assert embedder.adapter is not None
    assert embedder.space.startswith(embedder.name) and embedder.space != embedder.name
    assert embedder.without_adapter().space == embedder.name
    raw = embedder.encode_queries(["孩子早療的車錢有補助嗎", "早期療育交通費補助幾人次？", "路燈壞了幾盞？"])
    adapted = embedder.adapt_queries(raw)
    assert raw[0] @ raw[2] > 0.7
    assert adapted[0] @ adapted[2] < 0.3 < adapted[0] @ adapted[1]
