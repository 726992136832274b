"""The stretch of a passage that is quoted."""

from __future__ import annotations

import pytest

from corpus.model import Page, Passage, ReportId, Section, Sentence
from qa.wording.quoting import Taste, choose_stretch, split_clauses, widen


def passage(*sentences: str) -> Passage:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Sentence(len(text), len(text) + len(sentence), (1, 1)))
        text += sentence
    return Passage(
        "p",
        ReportId("東港市政府", 115),
        "民政處",
        Section.PROGRAMMES,
        (),
        text,
        (1, 1),
        Page(1),
        tuple(spans),
    )


def indifferent(text: str) -> float:
    return 0.0


def wants(*words: str):
    return lambda text: sum(word in text for word in words)


def quote(place: Passage, number: int, taste: Taste, lowest: int = 0) -> str:
    start, end = choose_stretch(place, number, taste, lowest)
    return place.text[start:end]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("甲，乙；丙。", ["甲，", "乙；", "丙。"]),
        ("計 1,342 人,共 2 班", ["計 1,342 人,", "共 2 班"]),
        ("設有（甲，乙）二區，免費。", ["設有（甲，乙）二區，", "免費。"]),
        ("「甲。」乙。", ["「甲。」乙。"]),
        ("沒有標點", ["沒有標點"]),
        ("），甲", ["），", "甲"]),
        ("（，甲", ["（，甲"]),
        ("", []),
    ],
)
def test_clauses_end_outside_brackets_and_never_inside_a_figure(text, clauses):
    spans = split_clauses(text)
    assert [text[start:end] for start, end in spans] == clauses
    assert "".join(clauses) == text


def test_the_sentence_alone_where_nothing_else_is_worth_more():
    place = passage("甲事辦理完成。", "乙事計有 5 位。", "丙事辦理完成。")
    assert quote(place, 1, Taste(indifferent, 100)) == "乙事計有 5 位。"


def test_the_sentence_beside_is_taken_in_for_what_it_is_worth():
    place = passage("甲事辦理完成。", "乙事計有 5 位。", "丙事計 7 元。")
    assert quote(place, 1, Taste(wants("5位", "7元"), 100)) == "乙事計有 5 位。丙事計 7 元。"


def test_sentences_in_front_are_left_out_where_they_must_be():
    place = passage("甲事計 7 元。", "乙事計有 5 位。")
    assert quote(place, 1, Taste(wants("7元"), 100)) == "甲事計 7 元。乙事計有 5 位。"
    assert quote(place, 1, Taste(wants("7元"), 100), lowest=1) == "乙事計有 5 位。"


def test_a_long_sentence_is_cut_at_clauses_around_what_is_worth_most():
    place = passage("一" * 300 + "，計有 5 位，" + "二" * 300 + "。")
    assert quote(place, 0, Taste(wants("5位"), 400)) == "計有 5 位，"


@pytest.mark.parametrize("limit", [1, 5, 10, 33, 100, 200])
def test_the_limit_holds(limit):
    place = passage("甲" * 30 + "，" + "乙" * 30 + "。", "計有 12,345,678 人，" + "丙" * 60 + "。")
    for number in (0, 1):
        assert 0 < len(quote(place, number, Taste(indifferent, limit))) <= limit


def test_no_figure_is_cut_in_two_where_a_clause_is_too_long():
    text = "參加人數總計" + "12,345,678" + "人沒有任何標點可以斷開的句子" * 3
    for limit in range(8, 17):
        cut = quote(passage(text), 0, Taste(indifferent, limit))
        assert text.startswith(cut)
        assert cut == "參加人數總計" or not cut[-1].isdigit() or cut.endswith("12,345,678")


def test_a_stretch_stays_inside_its_passage():
    place = passage("甲。")
    assert choose_stretch(place, 0, Taste(indifferent, 1000)) == (0, 2)


WIDENED = [
    (100, "甲事辦理完成。乙事計有 5 位。丙事 3 件。"),
    (17, "乙事計有 5 位。丙事 3 件。"),
    (12, "乙事計有 5 位。"),
    (3, "計有 5 位"),
]


@pytest.mark.parametrize(("limit", "expected"), WIDENED)
def test_whole_neighbours_are_taken_in_those_behind_first_as_far_as_there_is_room(limit, expected):
    place = passage("甲事辦理完成。", "乙事計有 5 位。", "丙事 3 件。")
    start = place.text.index("計有")
    low, high = widen(place, start, start + len("計有 5 位"), limit)
    assert place.text[low:high] == expected


def test_no_neighbour_is_taken_in_over_a_bar_or_from_the_cells_of_a_row():
    place = passage("甲指標｜5 位｜", "乙事計有 5 位。", "完成程度｜100%")
    start = place.text.index("乙事")
    end = start + len("乙事計有 5 位。")
    assert widen(place, start, end, 100, lowest=1) == (start, end)


def test_a_part_of_another_sentence_is_taken_in_only_for_much():
    place = passage("乙事計有 5 位。", "丙事 3 件，" + "一" * 200 + "。")
    for worth, expected in ((0.08, "乙事計有 5 位。"), (0.3, "乙事計有 5 位。丙事 3 件，")):
        taste = Taste(lambda text, worth=worth: worth * ("3件" in text), 400)
        assert quote(place, 0, taste) == expected
