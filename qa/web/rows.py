"""The indicator rows of a report: bands of attainment, and what a search looks in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Indicator, Passage
from index.words import fold


class Band(StrEnum):
    """How far a target was reached, as the report's own table counts it."""

    FULL = "full"  # 100 % and more
    PARTIAL = "partial"  # 80 to 100 %
    BELOW80 = "below80"
    UNSTATED = "unstated"  # the report prints no number

    @property
    def missed(self) -> bool:
        return self in (Band.PARTIAL, Band.BELOW80)


MISSED = "missed"
"""A filter for both bands below 100 %."""


@dataclass(frozen=True)
class Row:
    """An indicator with the passage that prints it; `number` is its place in the report, from 0."""

    number: int
    indicator: Indicator
    passage: Passage
    haystack: str  # what the search looks in

    @property
    def band(self) -> Band:
        return band_of(self.indicator.attainment_percent)

    @property
    def missed(self) -> bool:
        return self.band.missed


def collect_rows(passages: Iterable[Passage]) -> list[Row]:
    """Every indicator row, in the order of the report."""
    found = []
    for passage in passages:
        row = passage.indicator
        if row is not None:
            text = " ".join((row.department, row.goal, row.name, row.target, row.actual, row.explanation))
            found.append(Row(len(found), row, passage, fold(text)))
    return found


def band_of(percent: float | None) -> Band:
    if percent is None:
        return Band.UNSTATED
    return Band.FULL if percent >= 100 else Band.PARTIAL if percent >= 80 else Band.BELOW80


def goals_of(rows: Iterable[Row], department: str = "") -> list[str]:
    """The goals that rows of a department (or all) stand under, in the report's order."""
    return list(
        dict.fromkeys(
            row.indicator.goal
            for row in rows
            if row.indicator.goal and (not department or row.indicator.department == department)
        )
    )
