"""Questions that the report can answer, offered beside an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.understand.words import ContentWord
from qa.wording.suggestions import MOST, Suggester
from tests.qa import small_report

ASKABLE = {question for questions in small_report.BANK.values() for question, _ in questions}


@pytest.fixture(scope="module")
def suggester(small_assistant) -> Suggester:
    return Suggester(small_assistant.index)


@pytest.fixture(scope="module")
def rank(small_assistant):
    def run(question: str):
        understood = small_assistant.understand(question)
        candidates = small_assistant.index.search(understood.search_text, None, 40)
        return understood, small_assistant.weigher.rank(understood, candidates)

    return run


def test_related_questions_are_answerable_and_not_the_one_asked(suggester, rank):
    understood, ranked = rank("績優鄰長有幾位獲得表揚？")
    related = suggester.related(understood, ranked[0], ranked[1:])
    assert 1 <= len(related) <= MOST
    assert set(related) <= ASKABLE - {"績優鄰長有幾位獲得表揚？"}
    assert len(set(related)) == len(related)


def test_the_question_just_asked_is_known_in_other_width(suggester, rank):
    understood, ranked = rank("績優鄰長有幾位獲得表揚?")
    assert "績優鄰長有幾位獲得表揚？" not in suggester.related(understood, ranked[0], ranked[1:])


def test_questions_about_the_nearest_come_first_and_stay_in_its_department(suggester, rank):
    understood, ranked = rank("親子館有幾坪？")
    about = suggester.related(understood, ranked[0])
    assert "親子館" in about[0]
    assert set(about) <= {question for question, _ in small_report.BANK[ranked[0].passage.department]}


def test_what_stands_beside_is_offered_only_where_it_says_a_word_of_the_question(suggester, rank):
    understood, ranked = rank("親子館服務了多少人次？")
    assert "親子館有哪些區域？" in suggester.related(understood, ranked[0], ranked[1:])
    assert not any("鄰長" in text for text in suggester.related(understood, ranked[0], ranked[1:]))


def test_a_light_word_alone_leads_to_nothing_else(suggester, rank):
    understood, ranked = rank("救護車平均幾分鐘到？")
    words = (ContentWord("救護車", 1.0), ContentWord("公共", 0.3), ContentWord("消防", 0.3))
    related = suggester.related(replace(understood, words=words, typed="救護車呢"), ranked[0], ranked[1:])
    assert related == ("救護車平均幾分鐘到？",)


@pytest.mark.parametrize("most", [1, 3, 5])
def test_questions_over_the_whole_report(suggester, most):
    found = suggester.anything(most=most)
    assert len(found) == most
    assert set(found) <= ASKABLE
    assert found == suggester.anything(most=most)


def test_another_seed_gives_others(suggester):
    assert suggester.anything(0) != suggester.anything(1)


def test_more_than_there_are_gives_no_more_than_there_are(suggester):
    assert len(suggester.anything(most=500)) <= len(ASKABLE)
