"""A question taken apart: language, demands, words, years, places."""

from __future__ import annotations

import pytest

from qa.understand.question import find_language
from tests.qa import small_report


@pytest.fixture(scope="module")
def understand(small_assistant):
    return small_assistant.understanding.understand


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("海灘淨灘辦了幾場？", "zh"),
        ("海滩净滩办了几场？", "hans"),
        ("How many beach cleanups were held?", "en"),
        ("AQI 年平均是多少？", "zh"),
        ("How many people visited 信義親子館 in 2026?", "en"),
        ("里鄰長", "zh"),
        ("", "zh"),
        ("12345", "zh"),
        ("OK", "zh"),
    ],
)
def test_the_language_of_a_question(text, language):
    assert find_language(text) == language


def test_one_latin_word_is_of_the_language_of_what_was_asked_before():
    assert find_language("Why?", "How many beach cleanups were held?") == "en"
    assert find_language("Why?", "淨灘辦了幾場？") == "zh"
    assert find_language("為什麼", "How many beach cleanups were held?") == "zh"


def test_simplified_characters_that_hong_kong_knows_are_simplified():
    assert find_language("火灾警报器补助了几户？") == "hans"
    assert find_language("警報器补助了几户？") == "hans"


def test_traditional_questions_are_not_taken_for_simplified():
    for questions in small_report.BANK.values():
        assert {find_language(question) for question, _ in questions} == {"zh"}


def test_a_question_is_put_into_one_form(understand):
    question = understand("海滩净滩办了几场？")
    assert question.language == "hans"
    assert "淨灘" in question.text
    assert question.typed == "海滩净滩办了几场？"
    assert any(demand.unit == "場" for demand in question.demands)


def test_years_and_figures_of_the_question_are_known(understand):
    question = understand("115 年的 742 件是什麼？")
    assert question.years == {115}
    assert {"115", "742"} <= question.given


def test_other_places_are_found_and_the_own_city_is_none(understand):
    assert understand("高雄市的火災有幾件？").places == ("高雄市",)
    assert understand("東港市政府的火災有幾件？").places == ()
    assert understand("How many fires in Kaohsiung?").places == ("kaohsiung",)
    assert understand("海灘淨灘").places == ()


def test_years_in_words_are_counted_from_the_reports(understand):
    assert understand("前一年呢？", subject="辦了幾場？").years == {114}
    assert understand("明年要辦幾場？").years == {116}
    assert understand("明年 115 年的計畫？").years == {115}
    assert understand("辦了幾場？").years == frozenset()


def test_what_a_question_is_after(understand):
    assert understand("零星工程的目標是多少？").indicator
    assert understand("為什麼沒達成？").reason
    assert understand("親子館有哪些區域？").listing
    plain = understand("績優鄰長有幾位？")
    assert not (plain.indicator or plain.reason or plain.listing)


def test_a_followup_has_the_words_and_years_of_what_it_rests_on(understand):
    question = understand("那金額呢？", text="那金額呢？", subject="114 年滅火器補助幾案？")
    assert any("滅火器" in word.text for word in question.words)
    assert question.years == {114}
    assert "114" in question.given
    assert question.search_text == f"{question.subject} {question.text}"
    assert {demand.kind for demand in question.demands} >= {"amount"}
    assert not any(demand.unit for demand in question.demands)


def test_a_followup_without_a_kind_of_its_own_asks_for_the_same_kind(understand):
    question = understand("那鄰長研習呢？", subject="績優鄰長有幾位？")
    assert any(demand.unit == "位" for demand in question.demands)


def test_what_is_kept_of_the_asking(understand):
    question = understand("有幾人？", "消防局", note="接續")
    assert question.department == "消防局"
    assert question.note == "接續"
    assert question.subject == ""


@pytest.mark.parametrize("text", ["?", "？？", "1", "a", "\u3000", "。。。", "🙂", "[1]"])
def test_a_question_of_nothing_is_understood_as_nothing(understand, text):
    question = understand(text)
    assert question.words == ()
    assert question.places == ()


def test_a_year_that_is_told_counts_only_in_figures(small_assistant):
    def years(message: str) -> frozenset[int]:
        return small_assistant.understanding.understand(message, text="搬了幾座？", message=message).years

    assert years("阿公的塔位前年遷走，搬了幾座？") == frozenset()
    assert years("113 年要遷塔，搬了幾座？") == {113}


@pytest.mark.parametrize(
    ("text", "words"),
    [("收了多少稅？", ["稅"]), ("多少錢", []), ("有幾個", []), ("查了幾次", [])],
)
def test_what_an_amount_is_asked_of_may_be_a_word_of_one_sign(small_assistant, text, words):
    assert [word.text for word in small_assistant.understand(text).words] == words
