"""What a contradiction is: places of the report that cannot both be right."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Contradiction:
    """Places of the report that do not agree.

    what: one sentence without a full stop that names the thing and says what is wrong; kind: twin,
    sum, ratio, formula, change, attainment, shortfall, declared, claim, progress or date; values: as
    printed, one for each place; lines: the source line of each value; places: where each value stands.
    """

    what: str
    kind: str
    values: tuple[str, ...]
    lines: tuple[int, ...]
    places: tuple[Place, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the contradiction as `audit --json` prints it."""
        return {
            "what": self.what,
            "values": list(self.values),
            "lines": list(self.lines),
            "kind": self.kind,
        }


def contradiction(what: str, kind: str, *spots: Spot) -> Contradiction:
    """Return the contradiction between stretches of the report."""
    return Contradiction(
        what,
        kind,
        tuple(spot.text for spot in spots),
        tuple(spot.line for spot in spots),
        tuple((spot.passage.id, spot.start, spot.end) for spot in spots),
    )
