"""What is measured of a question and its evidence, and what is named as missing."""

from __future__ import annotations

import math

import pytest

from qa.evidence.missing import MOST


@pytest.fixture(scope="module")
def describe(small_assistant):
    def run(question: str, gaps=None):
        understood = small_assistant.understand(question)
        candidates = small_assistant.index.search(understood.search_text, None, 40)
        ranked = small_assistant.weigher.rank(understood, candidates)
        chosen = small_assistant.weigher.choose(understood, ranked)
        if gaps is None:
            gaps = small_assistant.index.find_gaps(understood.search_text, 6)
        return small_assistant.stages.describer.describe(understood, ranked, chosen, gaps)

    return run


def test_a_question_with_all_accounted_for_lacks_nothing(describe):
    features = describe("績優鄰長有幾位獲得表揚？")
    assert features.missing == ()
    assert features.values["proved_place"] == 1.0
    assert features.values["unknown_most"] == 0
    assert features.values["asks_count"] == 1.0


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("111 年火災發生幾件？", "111 年"),
        ("高雄市的火災發生幾件？", "高雄市"),
        ("績優鄰長表揚的電話幾號？", "電話"),
        ("績優鄰長表揚花了多少錢？", "金額"),
        ("火災登月發生幾件？", "登月"),
    ],
)
def test_what_is_missing_is_named(describe, question, missing):
    assert missing in describe(question).missing


def test_what_is_missing_is_measured(describe):
    assert describe("111 年火災發生幾件？").values["other_year"] == 1
    assert describe("績優鄰長表揚的電話幾號？").values["proved_place"] < 1
    assert describe("火災登月發生幾件？").values["unknown_most"] > 0.9


def test_a_place_is_named_once_and_its_parts_are_not(describe):
    assert describe("高雄市廢食用油回收幾公噸？").missing == ("高雄市",)


def test_the_reports_own_year_is_not_missing(describe):
    features = describe("115 年火災發生幾件？")
    assert features.values["other_year"] == 0
    assert features.missing == ()


def test_a_year_that_the_passage_tells_of_is_not_missing(describe):
    assert describe("114 年火災發生幾件？").values["other_year"] == 0


def test_a_known_gap_is_measured_where_it_belongs(describe, small_source):
    gap = next(g for g in small_source.gaps if "死亡" in g.question)
    same = describe("火災造成幾人死亡？", [(gap, 1.0)])
    other = describe("績優鄰長有幾位？", [(gap, 0.4)])
    assert same.values["gap"] > other.values["gap"]


def test_without_known_gaps_nothing_speaks_of_them(describe):
    assert describe("績優鄰長有幾位？", []).values["gap"] == 0


def test_at_most_three_things_are_named_and_each_once(describe):
    features = describe("110 年、111 年高雄市登月太陽系火星的電話與金額？")
    assert len(features.missing) == MOST
    assert len(set(features.missing)) == len(features.missing)


@pytest.mark.parametrize(
    "question", ["有多少？", "How many fires?", "火災发生几件？", "?", "a", "目標？", "各區各月各校最多的？"]
)
def test_every_feature_is_a_finite_number(describe, question):
    assert all(math.isfinite(value) for value in describe(question).values.values())


def test_the_same_names_whatever_is_asked(describe):
    assert set(describe("有多少？", []).values) == set(describe("111 年高雄市的目標和電話？").values)


def test_what_is_asked_beyond_the_evidence_speaks_against_an_answer(describe):
    counted = describe("績優鄰長有幾位獲得表揚？").values["asks_new"]
    assert counted > describe("績優鄰長表揚的電話幾號？").values["asks_new"]


def test_what_is_told_beside_the_question_is_measured(small_assistant, describe):
    assert describe("績優鄰長有幾位？").values["told"] == 0


def test_a_year_that_is_not_there_is_named_and_does_not_silence_the_one_that_is(describe, small_assistant):
    both = describe("110 年和 115 年火災各發生幾件？")
    assert both.values["other_year"] == 0
    assert "110 年" in both.missing
    assert describe("110 年火災發生幾件？").values["other_year"] == 1
    answer = small_assistant.ask("110 年和 115 年火災各發生幾件？")
    assert answer.status == "answered"
