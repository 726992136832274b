"""The shipped decision model: it loads, and what is obvious moves it the obvious way."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from qa.evidence.decision import BARE_MODEL, FAR, MODEL, Decision, DecisionModel, Judge, expand, load_model
from qa.evidence.signals import OVER_BANK, Features


def small_model() -> DecisionModel:
    return DecisionModel(("cover",), np.array([0.5]), np.array([0.25]), np.array([2.0, 1.0]), 0.0, 0.5)


@pytest.fixture(scope="module")
def model() -> DecisionModel:
    return load_model()


HIT = {
    "gap": 0.4,
    "gap_over_bank": -0.5,
    "gaps_over_banks": -0.15,
    "worth": 1.1,
    "nearest": 0.9,
    "asks_held": 2.0,
    "asks_new": 0.0,
    "length": 2.7,
    "asking_cover_place": 1.0,
    "unknown_most": 0.0,
    "proved_place": 1.0,
    "asks_count": 1.0,
}
MISS = {
    "gap": 0.8,
    "gap_over_bank": 0.3,
    "gaps_over_banks": 0.1,
    "worth": 0.6,
    "nearest": 0.5,
    "asks_held": 0.0,
    "asks_new": -3.0,
    "length": 2.7,
    "asking_cover_place": 0.4,
    "unknown_most": 1.0,
    "proved_place": 0.0,
    "asks_count": -1.0,
}


def test_the_shipped_model_is_plain_numbers(model):
    text = MODEL.read_text(encoding="utf-8")
    assert set(json.loads(text)) >= {"names", "mean", "scale", "weights", "bias", "threshold"}
    assert len(set(model.names)) == len(model.names)
    assert len(model.names) == len(model.mean) == len(model.scale)
    assert expand(model.mean).shape == model.weights.shape
    assert np.isfinite(model.weights).all()
    assert (model.scale > 0).all()
    assert 0 < model.threshold < 1


def test_the_model_knows_the_features_that_are_measured(model, small_assistant):
    answer = small_assistant.ask("火災發生幾件？", explain=True)
    measured = set(answer.trace["decision"]["features"])
    assert measured <= set(model.names)


def test_a_hit_is_answered_and_a_miss_is_not(model):
    assert model.probability(HIT) > 0.8
    assert model.probability(MISS) < 0.3
    assert model.probability(MISS) < model.threshold < model.probability(HIT)


@pytest.mark.parametrize(
    "against",
    [
        {"unknown_most": 1.0, "asking_cover_place": 0.4},
        {"other_year": 1.0},
        {"gap": 0.95, "gap_over_bank": 0.05},
        {"asks_new": -3.0},
    ],
)
def test_what_speaks_against_an_answer_lowers_its_chance(model, against):
    assert model.probability(HIT | against) < model.probability(HIT)


def test_all_demands_proved_scores_higher_than_none(model):
    assert model.probability(HIT) > model.probability(HIT | {"proved_place": 0.0, "asks_count": -1.0})


@pytest.mark.parametrize(
    "values", [{}, dict.fromkeys(HIT, 1e9), dict.fromkeys(HIT, -1e9), {"no such feature": 1.0}]
)
def test_a_probability_lies_between_none_and_all(model, values):
    assert 0.0 <= model.probability(values) <= 1.0


def test_a_probability_grows_with_what_speaks_for_it():
    assert small_model().probability({"cover": 0.5}) == pytest.approx(0.5)
    # two deviations above the mean: 2 · 2 and the square, 1 · 4
    assert small_model().probability({"cover": 1.0}) == pytest.approx(1 / (1 + np.exp(-8.0)))


def test_each_two_features_have_one_product_and_none_goes_too_far():
    assert expand(np.array([2.0, 3.0])).tolist() == [2.0, 3.0, 4.0, 6.0, 9.0]
    assert expand(np.array([[1e9]])).tolist() == [[FAR, FAR * FAR]]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"names": 1}', "null", '"x"'])
def test_a_file_that_is_no_model_is_refused(tmp_path, text):
    path = tmp_path / "decision.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no decision model"):
        load_model(path)


def test_a_model_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no decision model"):
        load_model(tmp_path / "none.json")


def test_a_decision_shows_only_the_features_that_speak():
    decision = Decision(False, 0.12345, ("金額",), values={"cover": 0.98765, "absent": 0.0})
    assert decision.to_dict() == {
        "answers": False,
        "probability": 0.123,
        "missing": ["金額"],
        "features": {"cover": 0.988},
    }


def test_where_no_question_was_anticipated_the_evidence_alone_decides(small_source):

    asked = small_source.bank[0].passage_id
    known = {question.passage_id for question in small_source.bank}
    unasked = next(p.id for p in small_source.passages if p.id not in known)

    class Fixed:
        threshold = 0.5

        def __init__(self, probability):
            self._probability = probability

        def probability(self, values):
            return self._probability

    class Describer:
        def is_anticipated(self, passage):
            return passage in known

        def describe(self, *_):
            return Features({}, ("年份",))

    def evidence(passage):
        candidate = SimpleNamespace(score=0.9)
        return [SimpleNamespace(passage=SimpleNamespace(id=passage), candidate=candidate)]

    judge = Judge(Describer(), Fixed(0.1), Fixed(0.9))
    assert not judge.decide(None, evidence(asked), evidence(asked), []).answers
    assert judge.decide(None, evidence(unasked), evidence(unasked), []).answers
    one = Judge(Describer(), Fixed(0.1))
    assert not one.decide(None, evidence(unasked), evidence(unasked), []).answers
    # what a known gap lacks is said of a question that is almost the same, not of one that is only near it
    gap = SimpleNamespace(missing="里別數字")
    for similarity, missing in ((0.95, "里別數字"), (0.7, "年份"), (0.1, "年份")):
        decision = one.decide(None, evidence(asked), evidence(asked), [(gap, similarity)])
        assert decision.missing == (missing,)


def test_the_model_for_unanticipated_places_looks_at_no_question_and_no_score(model):
    bare = load_model(BARE_MODEL)
    assert set(bare.names) < set(model.names)
    assert not OVER_BANK & set(bare.names)
    assert {"asks_new", "unknown_most", "other_year"} <= set(bare.names)
    values = {name: value for name, value in HIT.items() if name in bare.names}
    worse = {name: value for name, value in MISS.items() if name in bare.names}
    assert bare.threshold < bare.probability(values)
    assert bare.probability(worse) < bare.probability(values) - 0.3
