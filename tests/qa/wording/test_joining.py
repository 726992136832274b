"""Answers to several wishes joined into one."""

from __future__ import annotations

import pytest

from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.wording.joining import CITATIONS, join_answers


def cite(n: int, passage: str) -> Citation:
    return Citation(n, "社會處", "重要施政成果", ("社會部門",), 1, False, (n, n), passage, passage)


def answered(text: str, *passages: str) -> Answer:
    citations = tuple(cite(n, passage) for n, passage in enumerate(passages, 1))
    figures = tuple(ShownFigure(p, 1.0, "人", n) for n, p in enumerate(passages, 1) if p in text)
    return Answer(Status.ANSWERED, Route.PASSAGE, text, citations, figures, support=0.9)


def refused(missing: str, support: float = 0.1) -> Answer:
    return Answer(Status.NOT_FOUND, Route.PASSAGE, f"沒有{missing}。", missing=(missing,), support=support)


def test_citations_are_numbered_anew():
    joined = join_answers([answered("5 人[1]", "5 人"), answered("7 人[1]\n8 人[2]", "7 人", "8 人")], "zh")
    assert joined.answer == "5 人[1]\n7 人[2]\n8 人[3]"
    assert [(c.n, c.passage) for c in joined.citations] == [(1, "5 人"), (2, "7 人"), (3, "8 人")]
    assert [(f.text, f.n) for f in joined.figures] == [("5 人", 1), ("7 人", 2), ("8 人", 3)]


def test_a_place_is_cited_once_and_a_statement_made_once():
    joined = join_answers([answered("5 人[1]", "5 人"), answered("5 人[1]", "5 人")], "zh")
    assert joined.answer == "5 人[1]"
    assert len(joined.citations) == 1


def test_what_the_report_lacks_is_said_beside_what_it_has():
    joined = join_answers([answered("5 人[1]", "5 人"), refused("票價")], "zh")
    assert joined.status == Status.ANSWERED
    assert joined.missing == ("票價",)
    assert joined.answer.splitlines() == ["5 人[1]", "報告沒有寫到票價。"]


def test_of_several_refusals_the_likeliest_stands():
    joined = join_answers([refused("票價", 0.1), refused("班次", 0.3)], "zh")
    assert joined.status == Status.NOT_FOUND
    assert joined.answer == "沒有班次。"
    assert joined.missing == ("票價", "班次")


@pytest.mark.parametrize("count", [CITATIONS + 1, CITATIONS + 4])
def test_no_statement_stands_without_its_citation(count):
    answers = [answered(f"第 {n} 種[1]", f"第 {n} 種") for n in range(count)]
    joined = join_answers(answers, "zh")
    assert len(joined.citations) == CITATIONS
    assert len(joined.answer.splitlines()) == CITATIONS
