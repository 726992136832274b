"""Entries of 未達成目標項目檢討, and which indicator each is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from corpus.indicators import percent_of
from corpus.joins import mend, mend_paragraphs, strip_name
from corpus.markup import clean_inline, squeeze
from corpus.model import Indicator, LeftOut, Page, Repair, Shortfall
from corpus.rows import ORPHAN, Row, Segment
from corpus.traced import Traced, join

DIFFERENCE = re.compile(r"[-－−—+＋]?\s*\d{1,4}(?:[.．]\d+)?\s*[%％]?")
LABEL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[.．、])\s*")


@dataclass
class ShortfallDraft:
    """An entry while its row may still go on over the page."""

    goal: Traced
    own_goal: bool
    name: Traced
    difference: Traced
    text: list[Traced]
    line: int
    repairs: list[Repair] = field(default_factory=list)


def read_shortfalls(segments: list[Segment], left_out: list[LeftOut]) -> list[ShortfallDraft]:
    """Return the entries of the table, continued rows joined and goals filled down.

    A row without a difference that stands above all others goes on with nothing and is left out.
    """
    drafts: list[ShortfallDraft] = []
    for row in (row for segment in segments for row in segment.rows):
        place = _find_difference(row)
        if place is None:
            if drafts:
                _continue_entry(drafts[-1], row)
            else:
                left_out.append(LeftOut(row.line, ORPHAN))
            continue
        head = [strip_name(clean_inline(row.cells[column])) for column in row.filled() if column < place]
        own_goal = len(head) > 1
        goal = head[0] if own_goal else drafts[-1].goal if drafts else Traced()
        text = [part for column in row.filled() if column > place for part in row.paragraphs(column)]
        name = head[-1] if head else Traced()
        drafts.append(ShortfallDraft(goal, own_goal, name, clean_inline(row.cells[place]), text, row.line))
    return drafts


def _find_difference(row: Row) -> int | None:
    filled = row.filled()
    for column in filled:
        if column and DIFFERENCE.fullmatch(row.cells[column].strip()) and column != filled[0]:
            return column
    return None


def _continue_entry(draft: ShortfallDraft, row: Row) -> None:
    filled = row.filled()
    for column in filled:
        if column == filled[-1]:
            draft.text = mend_paragraphs(draft.text, row.paragraphs(column))
        elif column == 0:
            draft.goal = strip_name(mend(draft.goal, strip_name(clean_inline(row.cells[column]))))
        else:
            draft.name = strip_name(mend(draft.name, strip_name(clean_inline(row.cells[column]))))
    draft.repairs.append(
        Repair((draft.line, row.line), "joined-page-break", f"第 {row.line} 行接續第 {draft.line} 行。")
    )


def finish_shortfall(draft: ShortfallDraft, department: str, page: Page) -> Shortfall:
    """Return the draft as an entry."""
    lines = join([draft.name, draft.difference, *draft.text]).span() or (draft.line, draft.line)
    return Shortfall(
        department,
        draft.goal,
        draft.name,
        draft.difference,
        percent_of(draft.difference),
        join(draft.text, "\n"),
        lines,
        page,
        tuple(draft.repairs),
    )


def match(shortfall: Shortfall, indicators: tuple[Indicator, ...]) -> Indicator | None:
    """Return the indicator that an entry is about, None where no name is near enough.

    An entry repeats the indicator's name, often with its number; where two bear the same name the
    goal decides, and then the one that was missed.
    """
    name = _bare(shortfall.name)
    goal = _bare(shortfall.goal)
    best: Indicator | None = None
    best_score = 0.0
    for indicator in indicators:
        if indicator.department != shortfall.department:
            continue
        own = _bare(indicator.name)
        if not own or not name:
            continue
        score = 1.0 if own == name else SequenceMatcher(None, own, name, autojunk=False).ratio()
        if own in name or name in own:
            score = max(score, 0.9)
        if goal and _bare(indicator.goal):
            score += 0.2 * SequenceMatcher(None, _bare(indicator.goal), goal, autojunk=False).ratio()
        if indicator.attainment_percent is not None and indicator.attainment_percent < 100:
            score += 0.15
        if score > best_score:
            best, best_score = indicator, score
    return best if best_score >= 0.75 else None


def _bare(name: str) -> str:
    return squeeze(LABEL.sub("", name.strip()))
