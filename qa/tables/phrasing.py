"""Words for the parts of a query, in Traditional Chinese or English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
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
_GROUPS = {
    Group.DEPARTMENT: "依局處分組",
    Group.GOAL: "依策略目標分組",
    Group.CLASS: "依達成區間分組",
    Group.INDICATOR: "逐項列出",
}


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
            return show_number(value) + ("%" if query.scope.unit == "%" else "")
        return self.say("goals_unit" if query.measure is Measure.GOALS else "items", value=show_number(value))

    def order(self, order: Order) -> str:
        return self.say("lowest" if order is Order.LOWEST else "highest")

    def having(self, query: Query) -> str:
        """The condition on groups in words, without the measure."""
        if query.having is None:
            return ""
        return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", _bounds(query.having, lambda v: self.value(query, v)))

    def _interval(self, interval: Range) -> str:
        low, high = interval.low, interval.high
        shown = {"low": show_number(low or 0), "high": show_number(high or 0)}
        if low is not None and low == high:
            key = "exactly"
        elif high is None:
            key = "at_least" if interval.low_included else "above"
        elif low is None:
            key = "at_most" if interval.high_included else "below"
        else:
            key = "between_included" if interval.high_included else "between"
        return self.say(f"condition_{key}", **shown)


def describe(query: Query) -> str:
    """How a query computes, in Traditional Chinese: what users read behind 「計算方式：」."""
    words = Phrases("chinese", 0)
    scope = words.join(list(query.scope.departments)) or "全市府"
    parts = [f"{scope}的{words.kind(query.scope)}", f"計算{words.measure(query)}"]
    if query.condition is not None and query.measure not in (Measure.SHARE, Measure.COUNT):
        parts.insert(1, f"只取{words.condition(query.condition)}")
    if query.group in _GROUPS:
        parts.append(_GROUPS[query.group])
    if query.having is not None:
        parts.append(f"只取值{words.having(query)}的")
    if query.order is not Order.PRINTED:
        parts.append(f"由{'低到高' if query.order is Order.LOWEST else '高到低'}排列")
    if query.limit is not None:
        parts.append(f"取前 {query.limit} 名（同名次並列）")
    return "；".join(parts)


def show_number(value: float) -> str:
    """A number with thousands commas and at most one decimal."""
    rounded = round(value + 1e-9, 1)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"


def _bounds(interval: Range, show: Callable[[float], str]) -> str:
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return f"為 {show(low)}"
    if low is not None and high is not None:
        return f"在 {show(low)} 到 {show(high)} 之間"
    if low is not None:
        return f"在 {show(low)} 以上" if interval.low_included else f"超過 {show(low)}"
    return f"在 {show(high)} 以下" if interval.high_included else f"不到 {show(high)}"


@cache
def _load() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.tables").joinpath("phrases.toml").read_text(encoding="utf-8"))
