"""The shipped decision model: it loads, and what is obvious moves it the obvious way."""

from __future__ import annotations

import json
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from qa.evidence.decision import BARE_MODEL, MODEL, Decision, DecisionModel, Judge, Tree, load_model
from qa.evidence.familiarity import Familiarity
from qa.evidence.signals import RESTING_ON_BANK, Features

STUMP = Tree(
    *(np.array(part) for part in ([0, 0, 0], [0.5, 0, 0], [1, -1, -1], [2, -1, -1], [0.0, -4.0, 4.0]))
)


def small_model(trees: tuple[Tree, ...] = ()) -> DecisionModel:
    return DecisionModel(("cover",), np.array([0.5]), np.array([0.25]), np.array([2.0]), 0.0, trees, 0.0, 0.5)


@pytest.fixture(scope="module")
def model() -> DecisionModel:
    return load_model()


HIT = {
    "score": 0.9,
    "margin": 0.3,
    "dense": 0.65,
    "dense_over_field": 0.2,
    "bank": 0.85,
    "bank_over_field": 0.4,
    "lexical": 1.0,
    "bank_lexical": 1.0,
    "gap": 0.4,
    "gap_over_bank": -0.45,
    "gaps_mean": 0.35,
    "banks_mean": 0.5,
    "gaps_over_banks": -0.15,
    "second_gap": -0.5,
    "gap_overlap": 0.1,
    "asked_overlap": 0.5,
    "overlap_difference": -0.4,
    "place_overlap": 0.5,
    "place_gap_overlap": 0.1,
    "place_overlap_difference": -0.4,
    "cover": 1.0,
    "cover_place": 1.0,
    "cover_known": 1.0,
    "asking_cover": 1.0,
    "asking_cover_place": 1.0,
    "asking_clause": 1.0,
    "asking_clauses": 1.0,
    "last_word": 1.0,
    "last_word_place": 1.0,
    "last_word_clause": 1.0,
    "last_word_weight": 0.6,
    "kinds_here": 1.0,
    "kinds_around": 1.0,
    "kinds_like_best": 1.0,
    "questions_here": 3.0,
    "demands": 1.0,
    "proved_share": 1.0,
    "words": 3.0,
    "length": 14.0,
    "asks_count": 1.0,
    "worth": 1.1,
    "worth_margin": 0.3,
    "same_passage": 2.0,
    "departments": 2.0,
}
MISS = HIT | {
    "score": 0.5,
    "margin": 0.02,
    "dense": 0.5,
    "dense_over_field": 0.05,
    "bank": 0.55,
    "bank_over_field": 0.1,
    "lexical": 0.4,
    "bank_lexical": 0.3,
    "gap": 0.8,
    "gap_over_bank": 0.25,
    "gap_here": 1.0,
    "gaps_mean": 0.6,
    "gaps_over_banks": 0.1,
    "gaps_here": 3.0,
    "gaps_nearer": 5.0,
    "second_gap": 0.15,
    "gap_overlap": 0.5,
    "asked_overlap": 0.15,
    "overlap_difference": 0.35,
    "place_overlap": 0.15,
    "place_gap_overlap": 0.5,
    "place_overlap_difference": 0.35,
    "cover": 0.4,
    "cover_place": 0.4,
    "cover_known": 0.4,
    "asking_cover": 0.4,
    "asking_cover_place": 0.4,
    "asking_clause": 0.3,
    "last_word": 0.0,
    "last_word_place": 0.0,
    "last_word_clause": 0.0,
    "kinds_here": 0.0,
    "kinds_around": 0.0,
    "kinds_in_vain": 1.0,
    "kinds_only_in_vain": 1.0,
    "kinds_like_gaps": 0.6,
    "kinds_like_best": 0.0,
    "gaps_at_place": 3.0,
    "gap_words": 1.0,
    "gap_words_weight": 0.9,
    "new_asking": 1.0,
    "new_asking_weight": 0.9,
    "unknown": 2.0,
    "unknown_weight": 2.0,
    "unknown_most": 1.0,
    "unsaid": 2.0,
    "unsaid_weight": 2.0,
    "unsaid_most": 1.0,
    "proved_share": 0.0,
    "unproved": 1.0,
    "absent": 1.0,
    "asks_count": -1.0,
    "worth": 0.6,
    "worth_margin": 0.02,
}


def test_the_shipped_model_is_plain_numbers(model):
    text = MODEL.read_text(encoding="utf-8")
    assert set(json.loads(text)) >= {"names", "mean", "scale", "weights", "bias", "trees", "threshold"}
    assert len(set(model.names)) == len(model.names)
    assert len(model.names) == len(model.mean) == len(model.scale) == len(model.weights)
    assert np.isfinite(model.weights).all()
    assert (model.scale > 0).all()
    assert 0 < model.threshold < 1


def test_the_model_knows_the_features_that_are_measured(model, small_assistant):
    answer = small_assistant.ask("火災發生幾件？", explain=True)
    measured = set(answer.trace["decision"]["features"])
    assert measured <= set(model.names)


def test_trees_lead_from_every_node_to_a_leaf(model):
    for tree in model.trees:
        inner = tree.left >= 0
        assert (tree.left[inner] > np.flatnonzero(inner)).all()
        assert (tree.right[inner] > np.flatnonzero(inner)).all()
        assert (tree.feature[inner] < len(model.names)).all()


def test_a_hit_is_answered_and_a_miss_is_not(model):
    assert model.probability(HIT) > 0.8
    assert model.probability(MISS) < 0.3
    assert model.probability(MISS) < model.threshold < model.probability(HIT)


@pytest.mark.parametrize("names", [("absent", "unproved"), ("unknown_weight", "unknown_most", "unknown")])
def test_more_that_is_missing_never_speaks_for_an_answer(model, names):
    scores = [model.probability(HIT | dict.fromkeys(names, float(amount))) for amount in range(4)]
    assert all(after <= before + 0.02 for before, after in pairwise(scores))
    assert scores[-1] < scores[0]


def test_all_demands_proved_scores_higher_than_none(model):
    proved = HIT | {"demands": 2.0}
    unproved = proved | {"proved_share": 0.0, "unproved": 2.0, "absent": 2.0, "asks_count": -1.0}
    assert model.probability(proved) > model.probability(unproved)


@pytest.mark.parametrize("name", ["other_year", "foreign", "future"])
def test_another_year_place_or_the_future_never_speaks_for_an_answer(model, name):
    assert model.probability(HIT | {name: 1.0}) <= model.probability(HIT)


def test_what_a_report_never_holds_speaks_against(model):
    never = {"never": 1.0, "never_unproved": 1.0, "unproved": 1.0, "proved_share": 0.0, "absent": 1.0}
    assert model.probability(HIT | never) < model.probability(HIT)


@pytest.mark.parametrize(
    "values", [{}, dict.fromkeys(HIT, 1e9), dict.fromkeys(HIT, -1e9), {"no such feature": 1.0}]
)
def test_a_probability_lies_between_none_and_all(model, values):
    assert 0.0 <= model.probability(values) <= 1.0


def test_the_two_halves_are_averaged():
    assert small_model().probability({"cover": 0.5}) == pytest.approx(0.5)
    assert small_model().probability({"cover": 1.0}) == pytest.approx((0.9820 + 0.5) / 2, abs=1e-4)
    assert small_model((STUMP,)).probability({"cover": 0.5}) == pytest.approx((0.5 + 0.0180) / 2, abs=1e-4)
    assert small_model((STUMP,)).probability({"cover": 0.51}) > 0.7


def test_effects_name_the_weights():
    assert small_model().effects == {"cover": 2.0}


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
    familiarity = Familiarity(None, small_source.bank, small_source.gaps)
    unasked = next(p.id for p in small_source.passages if not familiarity.knows(p.id))

    class Fixed:
        threshold = 0.5

        def __init__(self, probability):
            self._probability = probability

        def probability(self, values):
            return self._probability

    class Describer:
        def is_anticipated(self, passage):
            return familiarity.knows(passage)

        def describe(self, *_):
            return Features({"gap_overlap": 0.0}, ())

    def evidence(passage):
        candidate = SimpleNamespace(score=0.9)
        return [SimpleNamespace(passage=SimpleNamespace(id=passage), candidate=candidate)]

    judge = Judge(Describer(), Fixed(0.1), Fixed(0.9))
    assert not judge.decide(None, evidence(asked), evidence(asked), []).answers
    assert judge.decide(None, evidence(unasked), evidence(unasked), []).answers
    one = Judge(Describer(), Fixed(0.1))
    assert not one.decide(None, evidence(unasked), evidence(unasked), []).answers


def test_the_model_for_unanticipated_places_looks_at_no_question_and_no_score(model):
    bare = load_model(BARE_MODEL)
    assert set(bare.names) < set(model.names)
    assert not [name for name in bare.names if RESTING_ON_BANK.search(name)]
    assert {"cover", "absent", "other_year", "asking_clause"} <= set(bare.names)
    values = {name: value for name, value in HIT.items() if name in bare.names}
    worse = {name: value for name, value in MISS.items() if name in bare.names}
    assert bare.threshold < bare.probability(values)
    assert bare.probability(worse) < bare.probability(values) - 0.3
