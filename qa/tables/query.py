"""The closed language that every computed question is turned into.

A query picks rows by conditions, groups them, orders and counts.  Nothing but these values is evaluated,
so a question can choose among them and never write code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Entity(StrEnum):
    """What is counted; BOTH are key and common indicators together."""

    INDICATOR = "indicator"
    COMMON = "common"
    BOTH = "both"
    REVIEW = "review"
    PROGRAMME = "programme"

    @property
    def level(self) -> str:
        """The measure of how much was achieved."""
        return {Entity.PROGRAMME: "completion", Entity.REVIEW: "difference"}.get(self, "attainment")


class Level(StrEnum):
    """What one line of the result is."""

    ROWS = "rows"
    DEPARTMENTS = "departments"
    GOALS = "goals"
    UNITS = "units"
    KINDS = "kinds"  # departments by what their names end in: 處 and 局


@dataclass(frozen=True)
class Range:
    """An interval; `None` is an open end, an end belongs to it unless said otherwise."""

    low: float | None = None
    high: float | None = None
    low_in: bool = True
    high_in: bool = True

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int | float):
            return False
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return above and below

    def meets(self, other: Range) -> Range | None:
        """What lies in both, None where nothing does."""
        low = max((self, other), key=lambda r: (float("-inf") if r.low is None else r.low, not r.low_in))
        high = min((self, other), key=lambda r: (float("inf") if r.high is None else r.high, r.high_in))
        if low.low is None or high.high is None:
            return Range(low.low, high.high, low.low_in, high.high_in)
        if low.low > high.high or (low.low == high.high and not (low.low_in and high.high_in)):
            return None
        return Range(low.low, high.high, low.low_in, high.high_in)


def exactly(value: float) -> Range:
    return Range(value, value)


@dataclass(frozen=True)
class Condition:
    """A test on one row.

    `of` is a measure (target, actual, attainment, ratio, gap, completion, difference), whose value has to lie
    in one of `ranges`; "unit" or "department", which have to be one of `words`; or a text (name, goal,
    reason, explanation, text for any of them), which has to hold one of `words`.  A row without the
    measure meets neither the condition nor its negation.
    """

    of: str
    ranges: tuple[Range, ...] = ()
    words: tuple[str, ...] = ()
    negated: bool = False

    def inverse(self) -> Condition:
        return Condition(self.of, self.ranges, self.words, not self.negated)


@dataclass(frozen=True)
class Predicate:
    """A test on a group: how many rows of an entity meet all conditions.

    `every` asks that all rows of the group meet them instead, and that there is one; with `by` the group's
    rate, missrate or mean lies in `count`.
    """

    entity: Entity
    conditions: tuple[Condition, ...] = ()
    count: Range = Range(low=1)
    every: bool = False
    goals: bool = False  # strategy goals are counted instead of rows
    by: str = ""


@dataclass(frozen=True)
class Order:
    """What lines are put in order by: a measure of rows, or count, share, rate, mean, goals, per_goal."""

    by: str
    descending: bool = True


@dataclass(frozen=True)
class Claim:
    """What is said to be so of a result.

    `places` are said to be at the end of its order; `count`: of so many rows, or groups where groups are
    picked; `share`: of so many per cent; `mean`: what rows reach on average; `value`: that of the line at
    the end; `every`: all rows of the scope are said to meet the conditions, `none`: none of them.
    """

    places: tuple[str, ...] = ()
    count: Range | None = None
    share: Range | None = None
    mean: Range | None = None
    value: Range | None = None
    every: bool = False
    none: bool = False


@dataclass(frozen=True)
class Query:
    """One computation.

    `conditions` pick rows; `predicates` pick groups where `level` is not ROWS; `orders` is empty, one order,
    or the two ends of one (highest and lowest); `ranks` keeps the lines of these ranks (1-based,
    inclusive, ties included), None all.  `asks` are what else is told: those of a frame, and reason.
    """

    entity: Entity = Entity.INDICATOR
    conditions: tuple[Condition, ...] = ()
    level: Level = Level.ROWS
    predicates: tuple[Predicate, ...] = ()
    orders: tuple[Order, ...] = ()
    ranks: tuple[int, int] | None = None
    asks: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()  # that the question names
    given: tuple[Condition, ...] | None = None  # shares are out of rows that meet these, None: of the scope
    goals: bool = False  # strategy goals are counted, not indicators
    claim: Claim | None = None  # what the question holds for true


def merge(conditions: Sequence[Condition]) -> list[Condition]:
    """Ranges of one measure hold together, or either where both cannot."""
    merged: list[Condition] = []
    for condition in conditions:
        for at, one in enumerate(merged):
            alike = one.of == condition.of and not (one.negated or condition.negated)
            if alike and one.ranges and condition.ranges:
                met = (mine.meets(its) for mine in one.ranges for its in condition.ranges)
                both = tuple(found for found in met if found is not None)
                merged[at] = Condition(one.of, both or (*one.ranges, *condition.ranges))
                break
        else:
            if condition not in merged:
                merged.append(condition)
    return merged
