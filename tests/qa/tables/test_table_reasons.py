"""Why targets were missed: each row with the printed reason of its review, shortened alike."""

from __future__ import annotations

import re

import pytest

from qa.tables.lists import _shorten
from qa.tables.query import MISSED
from qa.tables.telling import LONG

MARK = re.compile(r"\[[\d,]+\]")
QUOTE = re.compile(r"：「(.+)」\[(\d+)\]$")


@pytest.mark.parametrize(
    "question", ["{}哪些指標沒有達成？原因各是什麼？", "{}為什麼沒達標", "{}未達標的指標有哪些，為什麼沒達成"]
)
def test_each_missed_row_has_its_printed_reason(bundled, bundled_answerer, question):
    for department in bundled.departments:
        if not department.shortfalls:
            continue
        answer = bundled_answerer.answer(question.format(department.name))
        assert answer is not None and len(MARK.sub("", answer.answer)) <= LONG
        items = [line for line in answer.answer.splitlines() if re.match(r"\d+\. ", line)]
        key = [row for row in department.indicators if not row.common and row.attainment_percent in MISSED]
        assert len(items) == len(key)
        passages = {citation.n: citation.passage for citation in answer.citations}
        for item in items:
            found = QUOTE.search(item)
            assert found, item
            assert found[1].rstrip("…") in passages[int(found[2])].replace("\n", " ")


def test_too_many_for_reasons_says_so(bundled_answerer):
    answer = bundled_answerer.answer("哪些指標沒有達成？為什麼？")
    assert answer is not None
    assert "請指定一個局處" in answer.answer
    assert len(MARK.sub("", answer.answer)) <= LONG + 40


def test_nothing_to_explain_is_said(bundled_answerer):
    answer = bundled_answerer.answer("財政處哪些指標沒達成？為什麼？")
    assert answer is not None and "全部達成" in answer.answer


def test_one_rows_reason_is_left_to_the_passages(bundled_answerer):
    assert bundled_answerer.answer("急難救助為什麼沒達成？") is None


def test_reasons_in_english(bundled_answerer):
    answer = bundled_answerer.answer("Which indicators did the health bureau miss, and why?")
    assert answer is not None and answer.answer.count("「") >= 6


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("受疫情影響。", 20, "受疫情影響"),
        ("受疫情影響，場次減少，改於明年辦理。", 12, "受疫情影響，場次減少…"),
        ("目標值由12,345棟調降", 8, "目標值由…"),
    ],
)
def test_a_reason_is_shortened_at_clauses_and_never_within_a_number(text, most, short):
    assert _shorten(text, most) == short
