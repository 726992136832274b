"""What a contradiction is: places of the report that cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Figure, Passage
from corpus.traced import Traced

Place = tuple[str, int, int]
"""A passage's id and where in its text a value begins and ends."""


@dataclass(frozen=True)
class Spot:
    """A printed stretch of a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return str(self.passage.text[self.start : self.end])

    @property
    def line(self) -> int:
        """The source line where the stretch begins.

        A passage that no longer knows the line of each character gives that of the sentence.
        """
        text = self.passage.text
        if isinstance(text, Traced) and (line := text.line_at(self.start)):
            return line
        for sentence in self.passage.sentences:
            if sentence.start <= self.start < sentence.end:
                return sentence.lines[0]
        return self.passage.lines[0]


def spot_of(passage: Passage, figure: Figure) -> Spot:
    """Return where a passage prints one of its figures."""
    return Spot(passage, figure.start, figure.end)


WEIGHTS = {
    "claim": 4, "attainment": 4, "target": 4, "shortfall": 4, "progress": 4, "statement": 4,
    "twin": 3, "sum": 3, "ratio": 3, "formula": 3, "change": 3, "declared": 3,
    "date": 2, "name": 1,
}  # fmt: skip
"""How much a kind matters: what was reached and what was counted before dates and names."""
LEAST = 0.001
"""Differences below this share of a number count as none."""


@dataclass(frozen=True)
class Contradiction:
    """Places of the report that do not agree.

    what: one sentence without a full stop that names the thing and says what is wrong; kind: twin,
    sum, ratio, formula, change, attainment, target, shortfall, declared, claim, progress, statement,
    name or date; values: as printed, one for each place; lines: the source line of each value; places:
    where each value stands; departments: whose places these are; weight: how much it matters, 0 to 6;
    echoes: further places that print one of the values in the same words.
    """

    what: str
    kind: str
    values: tuple[str, ...]
    lines: tuple[int, ...]
    places: tuple[Place, ...]
    departments: tuple[str, ...] = ()
    weight: float = 0.0
    echoes: tuple[Place, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the contradiction as `audit --json` prints it."""
        return {
            "what": self.what,
            "values": list(self.values),
            "lines": list(self.lines),
            "kind": self.kind,
            "departments": list(self.departments),
            "weight": self.weight,
        }


def contradiction(what: str, kind: str, *spots: Spot) -> Contradiction:
    """Return the contradiction between stretches of the report."""
    return Contradiction(
        what,
        kind,
        tuple(spot.text for spot in spots),
        tuple(spot.line for spot in spots),
        tuple((spot.passage.id, spot.start, spot.end) for spot in spots),
        tuple(dict.fromkeys(spot.passage.department for spot in spots)),
        _weigh(kind, spots),
    )


def _weigh(kind: str, spots: tuple[Spot, ...]) -> float:
    """Return the weight of the kind, 1 more for money, and up to 1 for how far two values are apart.

    A single place, a slip that shows by itself like a wrong weekday, matters half as much.
    """
    figures = [
        one
        for spot in spots[:2]
        for one in spot.passage.figures
        if spot.start <= one.start and one.end <= spot.end and one.kind in ("number", "money", "percent")
    ]
    values = [abs(one.value) for one in figures[:2]]
    apart = 1 - min(values) / max(values) if len(values) == 2 and max(values) else 0.0
    weight = WEIGHTS[kind] + (apart if apart > LEAST else 0.0) + any(one.kind == "money" for one in figures)
    return round(weight / 2 if len(spots) == 1 else weight, 2)


def merge_same(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Return contradictions in the order of the report, each once.

    Places that print the same values for the same reason, a row and the review that copies it, are one.
    """
    merged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Contradiction] = {}
    for one in sorted(found, key=lambda one: (min(one.lines), one.kind, one.places)):
        key = (one.kind, one.departments, tuple(re.sub(r"\s", "", value) for value in one.values))
        first = merged.get(key)
        if first is None or len(one.values) < 2:
            merged[key if first is None else (*key[:2], (*key[2], str(one.places)))] = one
            continue
        new = [place for place in one.places if place not in first.places]
        if len(new) in (0, len(one.places)):
            merged[key] = replace(
                first,
                values=first.values + (one.values if new else ()),
                lines=first.lines + (one.lines if new else ()),
                places=(*first.places, *new),
            )
        else:
            merged[(*key[:2], (*key[2], str(one.places)))] = one
    return list(merged.values())
