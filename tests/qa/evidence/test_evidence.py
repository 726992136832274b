"""Weighing candidates, and choosing what is told."""

from __future__ import annotations

import re

import pytest

from corpus.model import Section
from qa.evidence.weighing import BEHIND


@pytest.fixture(scope="module")
def weigher(small_assistant):
    return small_assistant.weigher


@pytest.fixture(scope="module")
def weigh(small_assistant, weigher):
    def run(question: str, part: str):
        """The sentence with `part` in it, weighed for a question."""
        understood = small_assistant.understand(question)
        candidates = small_assistant.index.search(understood.search_text, None, 99)
        return weigher.weigh(understood, next(c for c in candidates if part in c.text))

    return run


@pytest.fixture(scope="module")
def choose(small_assistant, weigher):
    def run(question: str):
        understood = small_assistant.understand(question)
        ranked = weigher.rank(understood, small_assistant.index.search(understood.search_text, None, 40))
        return ranked, weigher.choose(understood, ranked)

    return run


def test_what_a_sentence_proves_and_covers(weigh):
    evidence = weigh("績優鄰長有幾位獲得表揚？", "364 位")
    assert [demand.unit for demand in evidence.proved] == ["位"]
    assert evidence.cover > 0.5
    assert evidence.text.endswith("364 位。")


def test_a_sentence_without_the_kind_asked_for_proves_nothing(weigh):
    assert weigh("績優鄰長表揚花了多少錢？", "364 位").proved == ()


def test_a_sentence_is_worth_more_with_what_is_asked_for(weigh):
    with_count = weigh("績優鄰長有幾位獲得表揚？", "364 位")
    without = weigh("績優鄰長表揚花了多少錢？", "364 位")
    assert with_count.worth - with_count.candidate.score > without.worth - without.candidate.score


def test_a_sentence_with_more_of_the_words_is_worth_more(weigh):
    with_all, with_none = (weigh("海灘淨灘垃圾？", part) for part in ("海灘淨灘 24 場次", "2,871 人"))
    assert with_all.proved == with_none.proved
    more = with_none.worth - with_none.candidate.score + 0.05
    assert with_all.worth - with_all.candidate.score > more


def test_of_sentences_with_the_same_words_the_one_with_what_is_asked_for_is_worth_more(weigh):
    day, amount = (weigh(f"公害稽查裁處罰鍰{asked}？", "罰鍰 287 萬元") for asked in ("是哪一天", "多少錢"))
    assert day.cover == pytest.approx(amount.cover, abs=0.05)
    assert amount.worth - amount.candidate.score > day.worth - day.candidate.score + 0.03


def test_the_row_is_worth_more_where_its_cells_are_asked_for(weigh):
    row = weigh("公害稽查的目標是多少？", "640 件")
    assert {demand.kind for demand in row.proved} >= {"target"}
    plain = weigh("公害稽查罰鍰多少錢？", "640 件")
    assert row.worth - row.candidate.score > plain.worth - plain.candidate.score


def test_the_review_is_worth_more_where_a_reason_is_asked_for(weigh):
    asked = weigh("公共場所安全檢查為什麼沒達標？", "調度不足")
    other = weigh("公共場所安全檢查有幾家？", "調度不足")
    assert asked.passage.section == Section.SHORTFALLS
    assert asked.worth - asked.candidate.score > other.worth - other.candidate.score


def test_ranking_is_by_worth_and_stable(small_assistant, weigher):
    understood = small_assistant.understand("火災發生幾件？")
    candidates = small_assistant.index.search(understood.search_text, None, 40)
    ranked = weigher.rank(understood, candidates)
    assert [e.worth for e in ranked] == sorted((e.worth for e in ranked), reverse=True)
    assert [e.key for e in ranked] == [e.key for e in weigher.rank(understood, candidates)]
    assert "73 件" in ranked[0].text


def test_nothing_comes_of_no_candidates(small_assistant, weigher):
    understood = small_assistant.understand("火災發生幾件？")
    assert weigher.rank(understood, []) == []
    assert weigher.choose(understood, []) == []


def test_the_second_sentence_is_the_best_of_another_passage(choose):
    ranked, chosen = choose("績優鄰長有幾位？淨灘清除幾公噸？")
    assert chosen[0] == ranked[0]
    text = " ".join(e.passage.text for e in chosen)
    assert "364 位" in text
    assert "52 公噸" in text


def test_a_second_sentence_is_nearly_as_good_and_has_more_to_tell(choose):
    for question in ("補助汰換老舊機車幾輛？", "有哪些補助？", "火災、淨灘、稽查、回收各辦了幾次？"):
        _, (first, *others) = choose(question)
        assert len(others) <= 1
        for other in others:
            assert other.worth >= first.worth - BEHIND
            assert other.passage.id != first.passage.id
            new = set(re.findall(r"\d+", other.text)) - set(re.findall(r"\d+", first.passage.text))
            assert new or other.cover > 0


def test_nothing_that_is_far_behind_is_told_too(choose):
    _, chosen = choose("補助汰換老舊機車幾輛？每輛補助多少錢？")
    assert len(chosen) == 1
    assert "1,176 輛" in chosen[0].text
