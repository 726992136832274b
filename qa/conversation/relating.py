"""How the figures of a passage belong together by their values: parts of a total, a printed gap or share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.conversation.shown import Shown

NEAR = 1e-6
"""How far values may be apart that are one."""
SMALL = 10
"""Below this a figure that is printed as no total may be what others come to by chance."""
MOST_PARTS = 12
"""Figures beside each other that may be the parts of one total."""


@dataclass
class Relations:
    """Relations between the figures of one passage that one turn showed; figures are known by identity.

    `wholes` holds for a figure those that are the total of like figures beside each other, it among them.
    """

    wholes: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    totals: set[frozenset[int]] = field(default_factory=set)
    near: dict[int, Sequence[Shown]] = field(default_factory=dict)

    def is_part(self, one: Shown, whole: Shown) -> bool:
        """Is a figure one of the parts that a total is of?"""
        return id(whole) in self.wholes.get(id(one), ())

    def adds_up(self, figures: Iterable[Shown]) -> bool:
        """Are figures all the parts of a total?"""
        return frozenset(map(id, figures)) in self.totals

    def prints_gap(self, one: Shown, other: Shown) -> bool:
        """Does the passage of a figure print how far two are apart?"""
        gap = abs(one.value - other.value)
        others = (s for s in self.near.get(id(one), ()) if s is not one and s is not other)
        return gap > NEAR and any(s.like(one) and abs(s.value - gap) < NEAR for s in others)

    def prints_share(self, one: Shown, whole: Shown) -> bool:
        """Does the passage of a figure print what share it is of another, as exactly as it is printed?"""
        if not whole.value:
            return False
        share = one.value / whole.value * 100
        return any(
            abs(s.value - share) <= 0.5 * 10.0 ** -_decimals(s.text) + NEAR
            for s in self.near.get(id(one), ())
            if s.kind == "percent" and s is not one
        )


def relate(figures: Sequence[Shown]) -> Relations:
    """The relations within each passage that each turn showed."""
    passages: dict[tuple, list[Shown]] = defaultdict(list)
    for shown in figures:
        if shown.citation is not None:
            passages[shown.turn, shown.citation.department, shown.citation.lines].append(shown)
    found = Relations()
    for beside in passages.values():
        beside.sort(key=lambda s: s.start)
        for shown in beside:
            found.near[id(shown)] = beside
        _find_totals(beside, found)
    return found


def _find_totals(figures: Sequence[Shown], found: Relations) -> None:
    """Put down each total of two or more like figures that stand one after the other."""
    for first in figures:
        alike = [s for s in figures if s.unit == first.unit and s.kind == first.kind]
        if alike[0] is not first:
            continue  # each unit once
        outside = [s for s in alike if not is_bracketed(s)]  # 20 人（含住宿 12 人）、15 人
        for row in (alike, outside) if len(outside) < len(alike) else (alike,):
            _find_runs(row, alike, found)


def _find_runs(row: Sequence[Shown], alike: Sequence[Shown], found: Relations) -> None:
    """Put down the runs of a row of figures that make a total among those alike."""
    for start in range(len(row)):
        total = row[start].value
        for end in range(start + 1, min(start + MOST_PARTS, len(row))):
            total += row[end].value
            parts = row[start : end + 1]
            wholes = [s for s in alike if abs(s.value - total) < NEAR and s not in parts]
            wholes = [s for s in wholes if s.whole or total >= SMALL]
            if wholes and all(s.value > 0 for s in parts):
                found.totals.add(frozenset(map(id, parts)))
                for part in parts:
                    found.wholes[id(part)] |= set(map(id, wholes))


def is_bracketed(shown: Shown) -> bool:
    """Does a figure stand in brackets, which tell of what stands before them?"""
    item = shown.item.replace("（", "(").replace("）", ")")
    return item.count("(") > item.count(")")


def _decimals(text: str) -> int:
    """How many decimals a figure is printed with."""
    digits = text.rstrip("% ％趴成").partition(".")[2]
    return sum(sign.isdigit() for sign in digits)
