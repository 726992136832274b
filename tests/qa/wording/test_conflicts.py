"""Where the report gives two figures for one thing, an answer with one shows the other."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction
from qa.wording.conflicts import Conflicts
from qa.wording.extractive import Draft
from qa.wording.phrases import CHINESE


def place(passages, part: str):
    passage = next(p for p in passages if part in p.text)
    start = passage.text.index(part)
    return passage, (passage.id, start, start + len(part))


@pytest.fixture
def passages(small_source):
    return small_source.passages


def conflicts(passages, kind="twin"):
    one, first = place(passages, "364 位")
    other, second = place(passages, "2,871 人")
    lines = (one.lines[0], other.lines[0])
    found = Contradiction(
        what="鄰長", kind=kind, values=("364 位", "2,871 人"), lines=lines, places=(first, second)
    )
    return Conflicts([found], passages)


def draft_of(passages, *parts: str) -> Draft:
    draft = Draft()
    for part in parts:
        passage, _ = place(passages, part)
        draft.state(part, draft.cite(passage, 0, len(passage.text)))
    return draft


def test_the_other_figure_is_added_with_its_place(passages):
    draft = draft_of(passages, "364 位")
    conflicts(passages).mention(draft, CHINESE, 400)
    assert len(draft.statements) == 2
    assert "2,871 人" in draft.statements[1]
    assert draft.statements[1].endswith("[2]")
    assert draft.citations[1].quote in draft.citations[1].passage


def test_it_works_from_either_side(passages):
    draft = draft_of(passages, "2,871 人")
    conflicts(passages).mention(draft, CHINESE, 400)
    assert "364 位" in draft.statements[1]


@pytest.mark.parametrize("parts", [("46 場次",), ("364 位", "2,871 人"), ("績優鄰長",)])
def test_nothing_is_added_where_it_is_not_shown_or_already_said(passages, parts):
    draft = draft_of(passages, *parts)
    conflicts(passages).mention(draft, CHINESE, 400)
    assert len(draft.statements) == len(parts)


def test_nothing_is_added_where_there_is_no_room(passages):
    draft = draft_of(passages, "364 位")
    conflicts(passages).mention(draft, CHINESE, 20)
    assert draft.text == "364 位[1]"


def test_sums_and_ratios_have_their_own_page(passages):
    draft = draft_of(passages, "364 位")
    conflicts(passages, kind="sum").mention(draft, CHINESE, 400)
    assert len(draft.statements) == 1


def test_all_contradictions_are_kept(passages):
    assert len(conflicts(passages, kind="sum").all) == 1
    assert Conflicts([], passages).all == ()
