"""One part of a question, between two stops, and what stands beside a word in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.tables.query import Condition, Entity, Range
from qa.tables.segment import Token

NEUTRAL = ("filler", "scope", "ask", "contains", "bound", "within")
"""Words that may stand between two that belong together."""


@dataclass
class Part:
    """What one part of a question says."""

    tokens: list[Token]
    entity: Entity | None = None
    second_text: str = ""
    second: Entity | None = None  # another kind of rows that the same is said of
    goals: bool = False
    conditions: list[Condition] = field(default_factory=list)
    count: Range | None = None  # how many rows a group has
    rated: tuple[str, Range] | None = None  # what a group reaches on the whole: rate, missrate or mean
    quantifier: str = ""  # none | all
    places: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    bounds: list[tuple[float, bool]] = field(
        default_factory=list
    )  # (含 5): whether an end belongs to its range
    ends: list[str] = field(default_factory=list)  # most, least, highest, lowest
    sort: str = ""
    ranks: tuple[int, int] | None = None
    reverse: bool = False
    measures: list[str] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    city: bool = False
    unknown: list[str] = field(default_factory=list)
    negated: bool = False
    anchored: bool = False
    spoken: bool = False  # says what reasons or measures hold
    units: bool = False  # speaks of a unit as such
    within: bool = False  # what follows is counted out of what stands before: 其中
    sentence_end: float = float("inf")
    grouped: bool = False  # speaks of departments as such

    @property
    def empty(self) -> bool:
        """Nothing is asked or picked: background, where it holds unknown words besides."""
        compares = any(token.kind == "compare" for token in self.tokens)
        picks = self.selects or compares or self.goals or self.sort or self.asks or self.ranks
        return not (picks or ((self.measures or self.quantifier) and not self.unknown))

    @property
    def selects(self) -> bool:
        return bool(
            self.conditions
            or self.count
            or self.places
            or self.excluded
            or self.ends
            or self.entity
            or self.kinds
        )


def word_before(tokens: Sequence[Token], position: int, skip: Sequence[str] = NEUTRAL) -> Token | None:
    return next((token for token in reversed(tokens[:position]) if token.kind not in skip), None)


def word_behind(tokens: Sequence[Token], position: int, skip: Sequence[str] = NEUTRAL) -> Token | None:
    return next((token for token in tokens[position + 1 :] if token.kind not in skip), None)


def is_negated(part: Part, position: int) -> bool:
    """Whether a negation stands right before a word, with nothing but adverbs between."""
    last = word_before(part.tokens, position, (*NEUTRAL, "quantifier", "unitmark", "joint"))
    return last is not None and last.kind == "negation"


def is_excepted(part: Part, position: int) -> bool:
    """Whether a word stands in an exception: 除了 A 和 B 以外, A 不算."""
    opened = False
    for token in part.tokens[:position]:
        if token.kind == "except":
            opened = token.key == "open"
        elif opened and token.kind in ("ask", "entity"):
            opened = False
    behind = word_behind(part.tokens, position)
    return opened or (behind is not None and behind.kind == "except" and behind.key == "close")


def is_number(token: Token | None) -> bool:
    return token is not None and token.kind == "number"


def is_measured(token: Token | None) -> bool:
    return token is not None and token.number is not None and token.number.unit in ("%", "倍")
