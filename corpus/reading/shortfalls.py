"""Entries of 未達成目標項目檢討, and which indicator each is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from corpus.model import Indicator, LeftOut, Page, Passage, Repair, Shortfall
from corpus.reading.indicators import percent_of
from corpus.reading.joins import mend, mend_paragraphs, strip_name
from corpus.reading.markup import squeeze
from corpus.reading.rows import ORPHAN, Row, Segment
from corpus.traced import Traced, join

DIFFERENCE = re.compile(r"[-－−—+＋]?\s*\d{1,4}(?:[.．]\d+)?\s*[%％]?")
LABEL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[.．、])\s*")

NEAR_ENOUGH = 0.75
SAME_GOAL = 0.8


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
        head = [strip_name(row.plain(column)) for column in row.filled() if column < place]
        own_goal = len(head) > 1
        goal = head[0] if own_goal else drafts[-1].goal if drafts else Traced()
        text = [part for column in row.filled() if column > place for part in row.paragraphs(column)]
        name = head[-1] if head else Traced()
        drafts.append(ShortfallDraft(goal, own_goal, name, row.plain(place), text, row.line))
    return drafts


def _find_difference(row: Row) -> int | None:
    filled = row.filled()
    for column in filled:
        if column and DIFFERENCE.fullmatch(row.plain(column)) and column != filled[0]:
            return column
    return None


def _continue_entry(draft: ShortfallDraft, row: Row) -> None:
    filled = row.filled()
    for column in filled:
        if column == filled[-1]:
            draft.text = mend_paragraphs(draft.text, row.paragraphs(column))
        elif column == 0:
            draft.goal = strip_name(mend(draft.goal, strip_name(row.plain(column))))
        else:
            draft.name = strip_name(mend(draft.name, strip_name(row.plain(column))))
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


def match_reviews(passages: Iterable[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Yield the passage of each indicator that an entry is about, and the entry's, in printed order."""
    rows: dict[str, dict[Indicator, Passage]] = defaultdict(dict)
    entries = []
    for passage in passages:
        if passage.indicator is not None:
            rows[passage.department][passage.indicator] = passage
        elif passage.shortfall is not None:
            entries.append(passage)
    for entry in entries:
        own = rows[entry.department]
        indicator = match(entry.shortfall, tuple(own)) if entry.shortfall else None
        if indicator is not None:
            yield own[indicator], entry


def match(shortfall: Shortfall, indicators: tuple[Indicator, ...]) -> Indicator | None:
    """Return the indicator that an entry is about, None where none is near enough.

    An entry repeats the indicator's name, often with its number; where two bear the same name the
    goal decides, and then the one that was missed.  An entry whose name is another's is that of its
    goal when only one indicator of the goal was missed.
    """
    own = [one for one in indicators if one.department == shortfall.department]
    scored = [(_nearness(shortfall, one), one) for one in own]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if best[0] >= NEAR_ENOUGH:
        return best[1]
    goal = _bare(shortfall.goal)
    missed = [one for one in own if _is_missed(one) and goal and _ratio(_bare(one.goal), goal) > SAME_GOAL]
    return missed[0] if len(missed) == 1 else None


def _nearness(shortfall: Shortfall, indicator: Indicator) -> float:
    name, other = _bare(shortfall.name), _bare(indicator.name)
    if not name or not other:
        return 0.0
    score = _ratio(other, name)
    if (other in name or name in other) and 2 * min(len(name), len(other)) >= max(len(name), len(other)):
        score = max(score, 0.9)
    goal = _bare(shortfall.goal)
    if goal and indicator.goal:
        score += 0.2 * _ratio(_bare(indicator.goal), goal)
    return score + 0.15 * _is_missed(indicator)


def _is_missed(indicator: Indicator) -> bool:
    return indicator.attainment_percent is not None and indicator.attainment_percent < 100


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(name: str) -> str:
    return squeeze(LABEL.sub("", name.strip()))
