"""How printed numbers are compared: units that count the same, rounding and truncation."""

from __future__ import annotations

import math
import re

from corpus.model import Figure
from corpus.numbers import SCALES

SAME_UNITS = (
    ("場", "場次"),
    ("人", "名", "位"),
    ("件", "案"),
    ("台", "臺"),
    ("家", "家次", "店家", "店"),
    ("次", "件次", "處次", "點次"),
    ("所", "校", "間"),
    ("戶", "家戶"),
    ("梯", "梯次"),
    ("班", "班次"),
)
"""Counting words that reports use for one and the same thing."""

_FIRST = {unit: group[0] for group in SAME_UNITS for unit in group}
_LAST = re.compile(r"\d+(?:\.(\d+))?([百千仟萬億]*)")
VAGUE = re.compile(r"[餘多]|以上|左右|上下")
LOOSE = 0.006
"""Share of a number by which another may differ where one of them is rounded: 97.6 % and 98 %."""
ROUGH = 0.05


def unit_of(figure: Figure) -> str:
    """Return the unit that a figure is compared by (名 and 位 are 人)."""
    return _FIRST.get(figure.unit, figure.unit)


def is_amount(figure: Figure) -> bool:
    """Whether a figure counts or measures something: no date, year or ordinal."""
    return figure.kind in ("number", "money", "percent") and not is_year(figure)


def is_year(figure: Figure) -> bool:
    """Whether a figure is a calendar year, of the Republic or of our era."""
    year = figure.unit == "年" and (100 <= figure.value < 200 or 1900 <= figure.value < 2100)
    return figure.kind == "year" or (figure.kind == "number" and year)


def step_of(text: str) -> float:
    """Return what one in the last printed digit is worth: 0.1 for 95.8 %, 1 for 97 % and 7.9 成."""
    match = re.search(r"\d[\d,]*(?:\.(\d+))?", text)
    step = 10.0 ** -len(match[1]) if match and match[1] else 1.0
    return step * 10 if "成" in text else step


def shows(text: str, printed: float, computed: float) -> bool:
    """Whether a printed number is a computed one, rounded or cut at its last digit."""
    return abs(printed - computed) < step_of(text) * 1.0000001


def slack_of(figure: Figure) -> float:
    """Return how far a figure may be from the exact value because of how it is printed.

    Half a step of the last digit, 萬 and 億 counted in; 0 for a whole number printed in full.
    """
    numbers = _LAST.findall(re.sub(r"[\s,]", "", figure.text))
    if not numbers:
        return 0.0
    decimals, scales = numbers[-1]
    scale = math.prod(float(SCALES[sign]) for sign in scales)
    return scale * 10.0 ** -len(decimals) / 2 if decimals or scales else 0.0


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures can be the same number, one of them printed less exactly."""
    if _covers(one, other.value) or _covers(other, one.value):
        return True
    near = slack_of(one) + slack_of(other)
    loose = max(abs(one.value), abs(other.value)) * LOOSE if near else 0.0
    return abs(one.value - other.value) <= max(near * 2, loose, 1e-9)


def _covers(figure: Figure, value: float) -> bool:
    """Whether a figure with 餘, 以上 or 左右 behind it can be `value`: 3,500 餘 is up to 3,600."""
    vague = VAGUE.search(figure.text)
    if not vague:
        return False
    if vague.group() == "以上":
        return value >= figure.value
    if vague.group() in "餘多":
        step = 1.0
        while figure.value and figure.value % (step * 10) == 0:
            step *= 10
        return figure.value <= value < figure.value + step
    return abs(value - figure.value) <= figure.value * ROUGH


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ in one digit, or two neighbours changed places."""
    if len(one) != len(other):
        return False
    places = [place for place, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours]
    return len(places) == 1 or (
        len(places) == 2 and one[places[0] : places[1] + 1] == other[places[0] : places[1] + 1][::-1]
    )


def write_number(value: float) -> str:
    """Return a computed number in digits, at most two places: 1,553 and 84.24."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
