"""Wording out of printed sentences: quotations, rows, limits."""

from __future__ import annotations

import pytest

from qa.wording.extractive import FIGURE, LIST, MOST, Draft, Extractor, limit_for
from qa.wording.phrases import CHINESE, ENGLISH


@pytest.fixture(scope="module")
def extract(small_assistant):
    def run(question: str, part: str, phrases=CHINESE):
        """The draft that quotes the sentence with `part` in it."""
        understood = small_assistant.understand(question)
        candidates = small_assistant.index.search(understood.search_text, None, 99)
        evidence = small_assistant.weigher.weigh(understood, next(c for c in candidates if part in c.text))
        return Extractor(small_assistant.weigher).quote(understood, [evidence], phrases)

    return run


@pytest.fixture(scope="module")
def tell(small_assistant, small_source):
    def run(question: str, part: str, phrases=CHINESE, reviewed: bool = False):
        """The draft that tells the row with `part` in it."""
        understood = small_assistant.understand(question)
        candidates = small_assistant.index.search(understood.search_text, None, 99)
        row = next(c for c in candidates if c.passage.indicator and part in c.text)
        evidence = small_assistant.weigher.weigh(understood, row)
        review = next(p for p in small_source.passages if p.shortfall and "調度不足" in p.text)
        given = review if reviewed else None
        return Extractor(small_assistant.weigher).tell_row(understood, evidence, phrases, given)

    return run


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("績優鄰長有幾位？", FIGURE),
        ("公害稽查的目標是多少？", FIGURE),
        ("什麼時候揭牌？", FIGURE),
        ("海滩净滩怎么办的？", MOST),
        ("親子館有哪些區域？", LIST),
        ("有哪四個區域？", LIST),
        ("公共場所安全檢查為什麼沒達標？", MOST),
        ("親子館提供什麼服務？", MOST),
    ],
)
def test_how_long_an_answer_may_be(small_assistant, question, limit):
    assert limit_for(small_assistant.understand(question)) == limit


def test_the_limits_are_those_of_the_contract():
    assert FIGURE <= 250
    assert MOST <= 400
    assert LIST <= 800


def test_a_sentence_is_quoted_as_printed_with_its_number(extract):
    draft = extract("里鄰長研習有幾人參加？", "2,871 人")
    assert draft.text == "辦理里鄰長研習，參加里鄰長 2,871 人。[1]"
    (citation,) = draft.citations
    assert citation.n == 1
    assert citation.quote in citation.passage
    assert "2,871 人" in citation.quote


def test_an_english_question_gets_english_around_the_printed_words(extract):
    draft = extract("How many neighbourhood chiefs?", "2,871 人", ENGLISH)
    assert draft.text.startswith("The report says: 「")
    assert "參加里鄰長 2,871 人" in draft.text


def test_the_department_is_named_where_the_unit_is_asked_for(extract):
    assert extract("海灘淨灘是哪個單位辦的？", "24 場次").text.startswith("環境保護局：")


def test_a_row_is_told_with_its_cells_and_what_explains_them(tell):
    draft = tell("公害稽查的目標是多少？", "640 件")
    first, second = draft.statements
    assert first == "「公害稽查」原定目標值 640 件，達成目標值 695 件，達成度 100%。[1]"
    assert "稽查 695 件" in second
    assert "640 件" in draft.citations[0].quote


def test_a_row_is_told_in_english(tell):
    assert tell("What is the target of 公害稽查?", "640 件", ENGLISH).text.startswith(
        "The indicator 公害稽查 — target: 640 件;"
    )


def test_the_explanation_is_added_where_it_has_what_is_asked(tell):
    draft = tell("公害稽查的目標是多少？罰了多少錢？", "640 件")
    assert "罰鍰 287 萬元" in draft.text
    assert len(draft.citations) == 1


def test_the_reason_is_added_from_the_review(tell):
    draft = tell("公共場所安全檢查的目標為什麼沒達到，怎麼改善？", "820 家次", reviewed=True)
    first, second = draft.statements
    assert first.startswith("「公共場所安全檢查」原定目標值 820 家次")
    assert second.startswith("未達成原因暨因應策略：")
    assert "調度不足" in second
    assert "增聘約用人員" in second
    assert [citation.n for citation in draft.citations] == [1, 2]


def test_without_the_question_for_a_reason_the_review_is_left_out(tell):
    draft = tell("公共場所安全檢查的目標是多少？", "820 家次", reviewed=True)
    assert len(draft.citations) == 1


def test_one_passage_is_cited_under_one_number(small_source):
    draft = Draft()
    one, other = small_source.passages[:2]
    assert [draft.cite(p, 0, 5) for p in (one, other, one)] == [1, 2, 1]
    draft.state("甲", 1)
    draft.state("乙", 1, 2)
    assert draft.text == "甲[1]\n乙[1,2]"
    assert draft.length == len("甲[1]") + len("乙[1,2]")


def test_a_citation_has_the_place_of_its_passage(small_source):
    passage = next(p for p in small_source.passages if "24 場次" in p.text)
    draft = Draft()
    draft.cite(passage, 3, 9)
    (citation,) = draft.citations
    assert citation.department == "環境保護局"
    assert citation.section == "重要施政成果"
    assert citation.path == passage.path
    assert citation.lines == passage.lines
    assert citation.page == passage.page.number
    assert citation.passage == passage.text
    assert citation.quote == passage.text[3:9]


@pytest.mark.parametrize("longer_first", [True, False])
def test_what_two_places_say_alike_is_told_once_with_both_sources(longer_first):
    told = ["112 年淨灘活動共辦理 24 場次。", "淨灘活動共辦理 24 場次，計 900 人參加。"]
    draft = Draft()
    for number, text in enumerate(reversed(told) if longer_first else told, 1):
        draft.state(text, number)
    assert draft.text == "淨灘活動共辦理 24 場次，計 900 人參加。[1,2]"


def test_another_figure_of_the_same_thing_is_told_beside_it():
    draft = Draft()
    draft.state("淨灘活動共辦理 24 場次。", 1)
    draft.state("淨灘活動共辦理 25 場次。", 2)
    assert draft.text.splitlines() == ["淨灘活動共辦理 24 場次。[1]", "淨灘活動共辦理 25 場次。[2]"]
