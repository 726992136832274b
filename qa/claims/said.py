"""What a figure that somebody says covers: 「七萬多」, 「不到一億」, 「大約 3.4 萬」, 「八成」, 「1,342」.

A claim is held against the report at the precision it is made with: 73,586 is 「七萬多」 and
「約 7.4 萬」, not 「超過八萬」.  So a figure with the words around it is a range of values.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from corpus.model import Figure

ROUGH = 0.02
"""Share of a value by which 約 and 大約 may miss it; people round 655 萬 to 650 萬."""
COUNTED = 1000
"""A value in words below which people count and do not round: 三十件 are thirty, 三千件 about that many."""

_AROUND = {
    "at most": r"(?:沒有?|未|不)超過\s*<|(?:最多|頂多|at most|no more than)\s*<",
    "short": r"(?:不到|未達|不足|低於|少於|未滿|不滿|小於|(?:沒|未|不)[^，,。]{0,3}?(?:達|到|過|滿|破)"
    r"[^，,。0-9]{0,4}|\b(?:under|below|less than|fewer than))\s*<"
    r"|>(?:[^，,。]{0,2}(?:都不到|不到|都沒)|以下|以內)",
    "over": r"(?:超過|逾|破|高於|多於|大於|不[只止]|超出|\b(?:over|above|more than)|exceed\w*)(?:了)?\s*<",
    "more": r"<[^>]*[多餘幾]|>(?:多|餘|出頭)",
    "at least": r"(?:至少|達|滿|到|\b(?:at least|reach(?:ed)?))(?:到|了|有)*\s*<"
    r"|>(?:的)?(?:以上|起跳|\s*or more)",
    "nearly": r"(?:將近|接近|逼近|快要?|近|\b(?:almost|nearly|close to))\s*<",
    "about": r"(?:約|大約|大概|差不多|\b(?:about|around|roughly|approximately|some))\s*(?:是|有|為)?\s*<"
    r"|>(?:左右|上下)",
}
"""What stands around a figure, which is written <…>; the first that does counts."""


@dataclass(frozen=True)
class Said:
    """The values from `low` to `high`, both included, in `unit` ("" where none is said)."""

    low: float
    high: float
    unit: str
    bound: bool = False  # only one end is said: 超過, 不到

    def covers(self, value: float) -> bool:
        return self.low <= value <= self.high


def read_said(text: str, figure: Figure) -> Said:
    """What a figure of a text says, with 超過, 不到, 約, 多 and their like around it."""
    value, unit = figure.value, figure.unit
    step, tiny = step_of(figure), abs(figure.value) * 1e-9
    before, behind = text[max(0, figure.start - 14) : figure.start], text[figure.end : figure.end + 6]
    around = f"{before}<{figure.text}>{behind}"
    slack = max(step / 2, ROUGH * value)
    spans = {
        "at most": (-math.inf, value),
        "short": (-math.inf, value - tiny),
        "over": (value + tiny, math.inf),
        "more": (value, value + step - tiny),
        "at least": (value, math.inf),
        "nearly": (value - slack, value * (1 + ROUGH / 2)),
        "about": (value - slack, value + slack),
    }
    for key, form in _AROUND.items():
        if re.search(form, around, re.IGNORECASE):
            return Said(*spans[key], unit, math.inf in map(abs, spans[key]))
    slack = 0.0
    if unit == "倍":
        slack = 0.1 * value
    elif (
        unit == "%"
        or "." in figure.text
        or (value >= COUNTED and re.search(r"[成半萬億千百]|[^\d]分之", figure.text))
    ):
        slack = step / 2
    return Said(value - slack, value + slack, unit)


def step_of(figure: Figure) -> float:
    """The worth of the last digit that is said: 10,000 for 五萬 and 50,000, 0.01 for 71.54 %, 10 for 八成."""
    if re.search(r"半|分之|成.", figure.text):
        return 10.0 if "半" in figure.text and "成" not in figure.text else 1.0
    if "成" in figure.text:
        return 10.0
    value = figure.value
    if value != int(value):
        return 10.0 ** -len(f"{value:.6f}".rstrip("0").partition(".")[2])
    if figure.unit in ("%", "倍"):
        return 1.0
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step
