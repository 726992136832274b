"""The learned ranking: trained by LightGBM, kept as numbers, evaluated alike without it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from index.errors import IndexError_
from index.examples import Example
from index.features import NAMES
from index.ranking import RANKING, load_ranker
from index.search import Index
from index.store import build_index
from index.train import PARAMETERS, cross_validate, read_trees, tell_ranks, train
from tests.qa.fakes import FakeEmbedder

DEPARTMENTS = ("一", "二", "三", "四", "五")


def make_examples(count=60, seed=3):
    """Questions whose answer the first feature tells and the plain score does not."""
    random = np.random.default_rng(seed)
    examples = []
    for number in range(count):
        features = random.random((12, len(NAMES))).astype(np.float32)
        labels = np.zeros(12, dtype=np.int64)
        labels[features[:, 0].argmax()] = 2
        fused = random.random(12) * 0.1
        examples.append(Example(DEPARTMENTS[number % 5], number % 2 == 0, features, fused, labels))
    return examples


def test_trees_learn_what_the_plain_score_gets_wrong():
    ranker = train(make_examples())
    fresh = make_examples(seed=4)
    plain = [one.rank(one.fused) for one in fresh]
    learned = [one.rank(one.fused + ranker.correct(one.features)) for one in fresh]
    assert np.mean(np.array(learned) == 1) > np.mean(np.array(plain) == 1) + 0.3


def test_the_arrays_give_what_lightgbm_gives():
    import lightgbm

    examples = make_examples()
    table = np.concatenate([one.features for one in examples])
    data = lightgbm.Dataset(
        table, label=np.concatenate([one.labels for one in examples]), group=[12] * len(examples)
    )
    booster = lightgbm.train(PARAMETERS, data, 20)
    ranker = read_trees(booster.dump_model()["tree_info"])
    np.testing.assert_allclose(ranker.correct(table) / ranker.weight, booster.predict(table), atol=1e-6)


def test_written_and_read_they_say_the_same(tmp_path):
    examples = make_examples()
    ranker = train(examples)
    path = tmp_path / "ranking.json"
    path.write_text(json.dumps(ranker.to_record()), encoding="utf-8")
    features = examples[0].features
    np.testing.assert_allclose(load_ranker(path).correct(features), ranker.correct(features), atol=1e-4)


@pytest.mark.parametrize("text", ["", "{}", '{"features": ["other"], "trees": []}', "[1]"])
def test_a_file_that_is_no_ranking_is_named(tmp_path, text):
    path = tmp_path / "ranking.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IndexError_, match=r"index\.train"):
        load_ranker(path)
    with pytest.raises(IndexError_):
        load_ranker(tmp_path / "none.json")


def test_the_shipped_ranking_fits_the_features_and_moves_scores_only_a_little(small_source, tmp_path):
    plain = build_index(small_source, tmp_path, FakeEmbedder())
    ranked = Index(plain.source, plain.parts, plain.embedder, plain.vocabulary, ranking=RANKING)
    for question in small_source.bank[:8]:
        before = {(one.passage.id, one.sentence_index): one.score for one in plain.search(question.question)}
        after = ranked.search(question.question)
        changes = [one.score - before.get((one.passage.id, one.sentence_index), one.score) for one in after]
        assert any(changes)
        assert np.abs(changes).max() < 0.6


def test_folds_tell_plain_and_learned_for_both_kinds_of_example():
    lines = cross_validate(make_examples())
    assert len(lines) == 4
    assert sum("learned" in line for line in lines) == 2


def test_ranks_in_words():
    assert tell_ranks([1, 2, 0, 10]) == "@1 0.250  @5 0.500  @10 0.750  MRR 0.400"
    example = Example("一", True, np.zeros((3, 1)), np.zeros(3), np.array([0, 1, 2]))
    assert example.rank(np.array([0.9, 0.1, 0.5])) == 2
    assert Example("一", True, np.zeros((1, 1)), np.zeros(1), np.array([0])).rank(np.ones(1)) == 0
