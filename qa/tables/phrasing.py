"""Words for the parts of a query, in Traditional Chinese or English."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from qa.tables.query import (
    BELOW80,
    FULL,
    MISSED,
    PARTIAL,
    Group,
    Kind,
    Measure,
    Order,
    Query,
    Range,
    Scope,
)

_NAMED: dict[Range, str] = {FULL: "full", PARTIAL: "partial", BELOW80: "below80", MISSED: "missed"}
_KINDS = {Kind.KEY: "key", Kind.COMMON: "common", Kind.ALL: "all"}


class Phrases:
    """The sentences of one language, and words for departments, conditions, measures and numbers."""

    def __init__(self, language: str, department_count: int) -> None:
        self._templates = _load()[language]
        self._departments = department_count
        self.english = language == "english"

    def say(self, key: str, **values: object) -> str:
        """The sentence of phrases.toml with its gaps filled."""
        text = self._templates[key].format(**values)
        return text if self.english else re.sub(r"(?<=[%\d])(?=[的之])", " ", text)

    def join(self, parts: list[str]) -> str:
        return self.say("join").join(parts)

    def scope(self, scope: Scope) -> str:
        """Whose indicators: the named departments or the whole government."""
        if scope.departments:
            return self.join(list(scope.departments))
        return self.say("whole", departments=self._departments)

    def kind(self, scope: Scope) -> str:
        """Which indicators, with topic and goal where the scope has them."""
        kind = self.say(_KINDS[scope.kind])
        extras = self.filter(scope)
        return f"{kind}{extras}" if self.english else f"{extras}{kind}"

    def filter(self, scope: Scope) -> str:
        """What restricts the rows beside departments and kind, "" when nothing does."""
        parts = []
        if scope.goal:
            parts.append(self.say("goal_filter", goal=scope.goal))
        if scope.words:
            parts.append(self.say("topic", words="」「".join(scope.words)))
        if scope.unit:
            parts.append(self.say("unit_filter", unit=scope.unit))
        if scope.actual_missing:
            parts.append(self.say("actual_missing"))
        return "".join(parts)

    def condition(self, condition: Range) -> str:
        """A range of attainment in words."""
        if condition in _NAMED:
            return self.say(f"condition_{_NAMED[condition]}")
        return self._interval(condition)

    def measure(self, query: Query) -> str:
        """What is computed, in words."""
        condition = query.condition
        plain = query.scope.kind is Kind.KEY and not self.filter(query.scope)
        if query.measure in (Measure.SHARE, Measure.AVERAGE, Measure.MEDIAN) and not plain:
            kind, usual = self.kind(query.scope), self.measure(query.with_(scope=Scope()))
            return self.say("measure_of_kind", kind=kind, measure=usual)
        if query.measure is Measure.SHARE:
            known = {FULL: "measure_share_full", MISSED: "measure_share_missed"}
            if condition in known:
                return self.say(known[condition])
            return self.say("measure_share", condition=self.condition(condition or FULL))
        if query.measure is Measure.COUNT and condition is not None:
            return self.say(
                "measure_count_condition", condition=self.condition(condition), kind=self.kind(query.scope)
            )
        return self.say(f"measure_{query.measure.value}", kind=self.kind(query.scope))

    def value(self, query: Query, value: float | None) -> str:
        """A value of the query's measure with its unit."""
        if value is None:
            return "—"
        if query.measure in (
            Measure.SHARE,
            Measure.ATTAINMENT,
            Measure.AVERAGE,
            Measure.MEDIAN,
            Measure.RATIO,
        ):
            return f"{show_number(value)}%"
        if query.measure in (Measure.TARGETS, Measure.ACTUALS, Measure.GAP):
            return show_number(value) + ("%" if query.scope.unit == "%" or query.scope.names else "")
        return self.say("goals_unit" if query.measure is Measure.GOALS else "items", value=show_number(value))

    def order(self, query: Query) -> str:
        """最高 or 最低; 最多 or 最少 of a number."""
        counted = query.measure in (Measure.COUNT, Measure.GOALS, Measure.SHORTFALLS)
        if query.order is Order.LOWEST:
            return self.say("fewest" if counted else "lowest")
        return self.say("most" if counted else "highest")

    def direction(self, order: Order) -> str:
        """由高到低 or 由低到高."""
        return self.say("lowest_first" if order is Order.LOWEST else "highest_first")

    def having(self, query: Query) -> str:
        """The condition on groups in words, without the measure; "" for none."""
        interval = query.having
        if interval is None:
            return ""
        shown = {
            name: self.value(query, bound) for name, bound in (("low", interval.low), ("high", interval.high))
        }
        return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", self.say(f"having_{_shape(interval)}", **shown))

    def _interval(self, interval: Range) -> str:
        shown = {"low": show_number(interval.low or 0), "high": show_number(interval.high or 0)}
        shape = _shape(interval)
        if shape == "between" and interval.high_included:
            shape = "between_included"
        elif shape == "between" and not interval.low_included:
            shape = "between_open"
        return self.say(f"condition_{shape}", **shown)


def describe(query: Query, language: str = "chinese") -> str:
    """How a query computes, in words: what users read behind 「計算方式：」."""
    words = Phrases(language, 0)
    scope = words.join(list(query.scope.departments)) or words.say("describe_whole")
    parts = [words.say("describe_scope", scope=scope, kind=words.kind(query.scope))]
    if query.condition is not None and query.measure not in (Measure.SHARE, Measure.COUNT):
        parts.append(words.say("describe_only", condition=words.condition(query.condition)))
    parts.append(words.say("describe_measure", measure=words.measure(query)))
    if query.group is not Group.NONE:
        parts.append(words.say(f"describe_{query.group.value}"))
    if query.having is not None:
        parts.append(words.say("describe_having", having=words.having(query)))
    if query.order is not Order.PRINTED:
        parts.append(words.say("describe_order", direction=words.direction(query.order)))
    if query.limit is not None:
        parts.append(words.say("describe_limit", limit=query.limit))
    return words.say("describe_join").join(parts)


def show_number(value: float) -> str:
    """A number with thousands commas and at most one decimal."""
    rounded = round(value + 1e-9, 1)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"


def _shape(interval: Range) -> str:
    """Which of the phrases an interval is told with."""
    if interval.low is not None and interval.low == interval.high:
        return "exactly"
    if interval.low is not None and interval.high is not None:
        return "between"
    if interval.low is not None:
        return "at_least" if interval.low_included else "above"
    return "at_most" if interval.high_included else "below"


@cache
def _load() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.tables").joinpath("phrases.toml").read_text(encoding="utf-8"))
