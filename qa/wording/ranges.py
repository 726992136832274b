"""Which step of a scale a question falls into: 150 戶 is in 「101 戶至 200 戶」, not in 「50 戶以下」."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numbers import read_han

_UNIT = "戶|人|歲|名|坪|樓|層|年|個月|天|日|公里|公尺|平方公尺|公頃|公斤|公噸|噸|元|萬元|班|床|輛|件|次|小時"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\d.第])(?P<number>{_DIGITS}|[一二兩三四五六七八九十百千]{{2,}}|[二兩三四五六七八九十])\s*(?:多|幾|來)?\s*(?P<unit>{_UNIT})"
)
_SPAN = re.compile(
    rf"(?P<low>{_DIGITS})\s*(?:{_UNIT})?\s*(?:以上)?\s*(?:至|到|[-~～－—–])\s*(?:未滿)?\s*(?P<high>{_DIGITS})\s*(?P<unit>{_UNIT})"
    rf"|(?P<low2>{_DIGITS})\s*(?:{_UNIT})\s*以上\s*[,，、]?\s*(?:未滿|不滿)?\s*(?P<high2>{_DIGITS})\s*(?P<unit2>{_UNIT})(?:以下)?"
)
_OPEN = re.compile(
    rf"(?:(?P<under>未滿|不滿|未達|不到)|(?P<over>滿|逾|超過))?\s*(?P<number>{_DIGITS})\s*(?P<unit>{_UNIT})\s*(?P<side>\(含\)以上|以上|以下|以內|未滿|不到)?"
)
_UPWARDS, _DOWNWARDS = ("以上", "(含)以上"), ("以下", "以內", "未滿", "不到")


@dataclass(frozen=True)
class Step:
    """A stretch of a scale, both ends included."""

    low: float
    high: float
    unit: str


def find_quantities(question: str) -> tuple[tuple[float, str], ...]:
    """The quantities with a unit that a normalised question states."""
    found = []
    for match in _QUANTITY.finditer(question):
        value = _read(match["number"])
        if value is not None:
            found.append((value, match["unit"]))
    return tuple(found)


def find_steps(text: str) -> list[Step]:
    """The steps of scales in a normalised text: 「51 戶至 100 戶」, 「1001 戶以上」, 「未滿 3 歲」."""
    steps = []
    for match in _SPAN.finditer(text):
        low, high = match["low"] or match["low2"], match["high"] or match["high2"]
        ends = _number(low), _number(high)
        if ends[0] < ends[1]:
            steps.append(Step(*ends, match["unit"] or match["unit2"]))
    for match in _OPEN.finditer(_SPAN.sub(" ", text)):
        value = _number(match["number"])
        if match["under"] or match["side"] in _DOWNWARDS:
            steps.append(Step(-math.inf, value, match["unit"]))
        elif match["over"] or match["side"] in _UPWARDS:
            steps.append(Step(value, math.inf, match["unit"]))
    return steps


def fits(quantities: Sequence[tuple[float, str]], text: str) -> bool | None:
    """Does a step of the text hold one of the quantities?  None where it has no step of their units."""
    steps = [(step, value) for step in find_steps(text) for value, unit in quantities if unit == step.unit]
    return any(step.low <= value <= step.high for step, value in steps) if steps else None


def _read(text: str) -> float | None:
    return _number(text) if text[0].isdigit() else float(read_han(text) or 0)


def _number(text: str) -> float:
    return float(text.replace(",", ""))
