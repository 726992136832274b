"""Queries and numbers in words, in the language of the question."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from qa.tables.evaluate import PLACES
from qa.tables.query import Condition, Predicate, Query, Range


@cache
def load_phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.tables").joinpath("phrases.toml").read_text(encoding="utf-8"))


RATES = ("attainment", "completion", "difference", "rate")
"""Measures in per cent."""
_SIGNS = {
    (Range(0, 0),): "exact",
    (Range(low=0, low_in=False),): "over",
    (Range(high=0, high_in=False),): "under",
}


class Words:
    """The words of one language; `english` maps a department's name to its English one.

    `form`: table or list, where all lines are to be told so; short, where the first are enough; "" as fits.
    """

    def __init__(self, language: str, english: Mapping[str, str], form: str = "") -> None:
        self._phrases = load_phrases()[language]
        self.language, self._zh = language, language == "zh"
        self._english = english
        self.form, self.short = form, form == "short"

    def say(self, key: str, **values: Any) -> str:
        return self._phrases[key].format(**values)

    def name(self, department: str) -> str:
        if self._zh:
            return {"處": "名稱為處的單位", "局": "名稱為局的單位"}.get(department, department)
        return f"{self._english[department]} ({department})" if department in self._english else department

    def tell_way(self, query: Query) -> str:
        """Which end of an order is told: 最高, 第 3 低."""
        end = "highest" if query.orders[0].descending else "lowest"
        if query.ranks is None or not is_nth(query):
            return self.say(end)
        ranks = dict.fromkeys(query.ranks)
        return self.say("nth", n="–".join(map(str, ranks)), way=self.say(f"way_{end}"))

    def describe(self, query: Query) -> str:
        """What rows a query picks, in words."""
        conditions = [c for c in query.conditions if c.of not in PLACES]
        places = [c for c in query.conditions if c.of in PLACES]
        where = self.say("comma").join(
            self.say("except" if c.negated else "of", places=self.say("comma").join(map(self.name, c.words)))
            for c in places
        ) or self.say("city")
        told = self.say("and").join(map(self.describe_condition, conditions))
        noun = self.say("noun_goal" if query.goals and not conditions else f"noun_{query.entity}")
        return self.say("scope" if told else "scope_all", where=where, noun=noun, told=told)

    def describe_predicate(self, predicate: Predicate) -> str:
        told = self.say("and").join(map(self.describe_condition, predicate.conditions))
        noun = self.say("noun_goal" if predicate.goals else f"noun_{predicate.entity}")
        scope = self.say("scope_rows", noun=noun, told=told) if told else noun
        if predicate.by:
            told = self._range(predicate.count, "%")
            return self.say("rated", noun=noun, by=self.say(f"by_{predicate.by}"), range=told)
        if predicate.every:
            return self.say("every", noun=noun, told=told)
        if predicate.count == Range(0, 0):
            return self.say("none", scope=scope)
        if predicate.count == Range(low=1):
            return self.say("some", scope=scope)
        return self.say("counted", scope=scope, range=self._range(predicate.count, ""))

    def describe_condition(self, condition: Condition) -> str:
        quoted = condition.words and condition.of != "unit"
        negated = self.say("not_holding" if quoted else "not") if condition.negated else ""
        if quoted:
            words = self.say("or").join(f"「{word}」" for word in condition.words)
            return self.say("contains", negated=negated, of=self.say(f"text_{condition.of}"), words=words)
        if condition.words:
            return self.say("unit", negated=negated, words=self.say("or").join(condition.words))
        unit = "%" if condition.of in RATES else self.say("times_unit") if condition.of == "ratio" else ""
        ranges = self.say("or").join(self._range(one, unit) for one in condition.ranges)
        if condition.of == "gap" and (key := _SIGNS.get(condition.ranges)):
            return negated + self.say(key)
        return self.say("within", of=self.say(f"by_{condition.of}"), negated=negated, ranges=ranges)

    def _range(self, one: Range, unit: str) -> str:
        if one.low is not None and one.low == one.high:
            return self.say("equal", n=number(one.low), unit=unit)
        parts = []
        if one.low is not None:
            parts.append(self.say("at_least" if one.low_in else "more", n=number(one.low), unit=unit))
        if one.high is not None:
            parts.append(self.say("at_most" if one.high_in else "less", n=number(one.high), unit=unit))
        return self.say("range_and").join(parts)


def is_nth(query: Query) -> bool:
    """Whether ranks further down than the first are asked for alone: 第三低."""
    return query.ranks is not None and query.ranks[0] > 1


def shorten(name: str, length: int) -> str:
    name = name.replace("|", "／").replace("\n", " ")
    return name if len(name) <= length else f"{name[: length - 1]}…"


def number(value: float, places: int = 4) -> str:
    rounded = round(value + 1e-9 * (value > 0), places)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.{places}f}".rstrip("0")


def near(value: float) -> str:
    """A number to one decimal, or to two where it would seem a whole one (99.97)."""
    return number(value, 1 if round(value, 1) % 1 or round(value, 2) == round(value) else 2)


def signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"
