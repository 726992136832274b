"""Where the report contradicts what an answer shows, the answer names the other side."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction
from qa.answer import Answer, Route, Status
from qa.check.grounding import check_answer
from qa.wording.conflicts import Conflicts, limit_of
from qa.wording.extractive import make_citation
from qa.wording.phrases import CHINESE, ENGLISH


def place(passages, part: str):
    passage = next(p for p in passages if part in p.text)
    start = passage.text.index(part)
    return passage, (passage.id, start, start + len(part))


@pytest.fixture
def passages(small_source):
    return small_source.passages


def conflicts(passages, *parts: str, kind="twin"):
    found = [place(passages, part) for part in parts or ("364 位", "2,871 人")]
    one = Contradiction(
        what="民政處「鄰長」寫法不同",
        kind=kind,
        values=tuple(passage.text[start:end] for passage, (_, start, end) in found),
        lines=tuple(passage.lines[0] for passage, _ in found),
        places=tuple(where for _, where in found),
    )
    return Conflicts([one], passages)


def answer_of(passages, *parts: str, route=Route.PASSAGE) -> Answer:
    text, citations = [], []
    for n, part in enumerate(parts, start=1):
        passage, (_, start, end) = place(passages, part)
        citations.append(make_citation(n, passage, 0, len(passage.text)))
        text.append(f"{passage.text[max(0, start - 4) : end]}[{n}]")
    return Answer(Status.ANSWERED, route, "\n".join(text), tuple(citations))


@pytest.mark.parametrize("route", [Route.PASSAGE, Route.KPI, Route.TABLE, Route.OVERVIEW])
def test_the_other_figure_is_added_with_its_place(passages, route):
    answer = conflicts(passages).tell(answer_of(passages, "364 位", route=route), CHINESE, 400)
    _, second = answer.answer.split("\n")
    assert "2,871 人" in second and second.endswith("[2]")
    assert answer.citations[1].quote in answer.citations[1].passage
    assert any(one.text == "2,871 人" and one.n == 2 for one in answer.figures)
    assert not check_answer(answer, "有幾位？", ())


def test_it_works_from_either_side_and_in_english(passages):
    answer = conflicts(passages).tell(answer_of(passages, "2,871 人"), ENGLISH, 400)
    assert "364 位" in answer.answer and "Elsewhere" in answer.answer


@pytest.mark.parametrize("kind", ["sum", "attainment", "statement"])
def test_all_kinds_are_told(passages, kind):
    answer = conflicts(passages, kind=kind).tell(answer_of(passages, "364 位"), CHINESE, 400)
    assert "2,871 人" in answer.answer


@pytest.mark.parametrize("parts", [("46 場次",), ("績優鄰長",)])
def test_nothing_is_added_where_no_side_is_shown(passages, parts):
    answer = answer_of(passages, *parts)
    assert conflicts(passages).tell(answer, CHINESE, 400) is answer


def test_a_longer_number_with_the_same_digits_is_no_side(passages):
    answer = answer_of(passages, "364 位")
    longer = answer.with_(answer="1,364 位[1]")
    assert conflicts(passages).tell(longer, CHINESE, 400) is longer


def test_the_same_figure_of_another_place_is_no_side(passages):
    answer = answer_of(passages, "364 位")
    elsewhere = answer.with_(answer="另有里長 364 位志工[1]")
    assert conflicts(passages).tell(elsewhere, CHINESE, 400) is elsewhere


def test_both_sides_shown_are_said_not_to_fit(passages):
    answer = conflicts(passages).tell(answer_of(passages, "364 位", "2,871 人"), CHINESE, 400)
    assert answer.answer.endswith("「鄰長」的數字彼此不合：「364 位」「2,871 人」[1,2]")
    assert len(answer.citations) == 2
    assert not check_answer(answer, "有幾位？", ())


def test_parts_of_a_total_are_said_not_to_add_up(passages):
    answer = conflicts(passages, kind="sum").tell(answer_of(passages, "364 位"), CHINESE, 400)
    assert "相加與此不符" in answer.answer


def test_a_single_place_is_called_a_slip(passages):
    answer = conflicts(passages, "364 位").tell(answer_of(passages, "364 位"), CHINESE, 400)
    assert "誤植" in answer.answer and answer.answer.endswith("[1]")


def test_the_quotation_shrinks_to_the_figure_and_then_nothing_is_said(passages):
    answer = answer_of(passages, "364 位")
    whole = conflicts(passages).tell(answer, CHINESE, 400)
    tight = conflicts(passages).tell(answer, CHINESE, len(answer.answer) + 36)
    assert len(tight.answer) < len(whole.answer)
    assert "2,871 人" in tight.answer and len(tight.answer) <= len(answer.answer) + 36
    assert conflicts(passages).tell(answer, CHINESE, 20) is answer


def test_what_was_not_found_stays_as_it_is(passages):
    answer = answer_of(passages, "364 位").with_(status=Status.NOT_FOUND)
    assert conflicts(passages).tell(answer, CHINESE, 400) is answer


def test_computed_answers_may_grow(passages):
    assert limit_of(answer_of(passages, "364 位"), 100) == 100
    assert limit_of(answer_of(passages, "364 位", route=Route.TABLE), 1) > 100


def test_all_contradictions_are_kept(passages):
    assert len(conflicts(passages, kind="sum").all) == 1
    assert Conflicts([], passages).all == ()
