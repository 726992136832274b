"""The closed language that every computed question is turned into.

Nothing but these values reaches the database: a question can choose among them, never write SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Measure(StrEnum):
    """What is computed; counts in 項, shares and attainments in percent."""

    COUNT = "count"  # rows that meet the condition
    SHARE = "share"  # rows that meet the condition ÷ rows of the scope × 100
    ATTAINMENT = "attainment"  # of one row, as printed
    AVERAGE = "average"  # mean of the printed attainments
    MEDIAN = "median"  # median of the printed attainments
    GAP = "gap"  # actual − target, in the row's unit, where both agree in unit
    RATIO = "ratio"  # actual ÷ target × 100, where both agree in unit
    TARGETS = "targets"  # sum of the targets of one unit
    ACTUALS = "actuals"  # sum of the actual values of one unit
    GOALS = "goals"  # strategy goals
    DEPARTMENTS = "departments"  # departments that meet `having`
    SHORTFALLS = "shortfalls"  # entries of 未達成目標項目檢討


class Kind(StrEnum):
    """Which indicators are meant; the value is the name shown to users."""

    KEY = "關鍵績效指標"
    COMMON = "共同性指標"
    ALL = "指標"


class Group(StrEnum):
    NONE = "none"
    INDICATOR = "indicator"  # one line per row: a list
    DEPARTMENT = "department"
    GOAL = "goal"
    CLASS = "class"


class Order(StrEnum):
    PRINTED = "printed"  # as the report prints them
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True)
class Range:
    """An interval of attainments in percent, or of the values of groups; `None` is an open end.

    The lower end belongs to it when `low_included`, the upper when `high_included`.
    """

    low: float | None = None
    high: float | None = None
    low_included: bool = True
    high_included: bool = False

    def __contains__(self, percent: object) -> bool:
        if not isinstance(percent, int | float):
            return False
        above = self.low is None or percent > self.low or (self.low_included and percent == self.low)
        below = self.high is None or percent < self.high or (self.high_included and percent == self.high)
        return above and below


FULL = Range(low=100)
PARTIAL = Range(low=80, high=100)
BELOW80 = Range(high=80)
MISSED = Range(high=100)
ZERO = Range(low=0, high=0, high_included=True)
CLASSES: tuple[Range, ...] = (FULL, PARTIAL, BELOW80)
"""The three classes of the report's own table, 達成一覽表."""


@dataclass(frozen=True)
class Scope:
    """The rows that are looked at, before any condition on their attainment.

    Empty fields do not restrict.  `words` must all stand in the name or the goal of a row; `common_goal`
    picks one common indicator across the departments, by any of the names it is printed with.
    """

    departments: tuple[str, ...] = ()
    kind: Kind = Kind.KEY
    goal: str = ""
    words: tuple[str, ...] = ()
    unit: str = ""
    names: tuple[str, ...] = ()
    actual_missing: bool = False  # 達成目標值 is empty or holds no number


ANY = Range(low=1)
NONE = Range(low=0, high=0, high_included=True)
"""Conditions on the value of a group: at least one row, and none."""


@dataclass(frozen=True)
class Query:
    """One computation over the indicator table.

    `having` keeps the groups whose value lies in it: 「未達成 3 項以上的局處」.  `limit` keeps that many
    ranks, ties included; None keeps all.
    """

    measure: Measure
    scope: Scope = Scope()
    condition: Range | None = None
    group: Group = Group.NONE
    having: Range | None = None
    order: Order = Order.PRINTED
    limit: int | None = None

    def with_(self, **changes: Any) -> Query:
        """A copy with some fields replaced."""
        return replace(self, **changes)
