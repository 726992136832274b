"""Read the one amount of a target or actual-value cell: number and unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = re.compile(
    r"(?P<sign>-\s*)?(?P<digits>\d+(?:,\s?\d{3})*(?:\.\d+)?)\s*(?P<scale>[千仟萬億]?)(?P<more>餘|多)?"
)
_UNIT = re.compile(r"\s*(?P<unit>%|‰|[^\s\d、，,;；。()（）:：/÷×=+~～-]{1,6})")
_SCALES = {"": 1, "千": 1e3, "仟": 1e3, "萬": 1e4, "億": 1e8}


@dataclass(frozen=True)
class Amount:
    """`value` in `unit`, 萬 and 億 multiplied out; `unit` is "" where none is printed."""

    value: float
    unit: str


def read_amount(cell: str) -> Amount | None:
    """The amount of a cell; None when the cell holds no number or several of them.

    Several numbers (「3 場 120 人」) name no single amount, except when one number is written with
    mixed scales (「2 萬 2,299 張」).
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    # Narrow columns break numbers and words: 「19010 0」, 「12.82 5」, 「平方 公尺」.
    text = re.sub(r"(?<=[\d.,])\s+(?=\d)|(?<=[^\W\d])\s+(?=[^\W\d])", "", text)
    matches = list(_NUMBER.finditer(text))
    if not matches or any(not _goes_on(a, b, text) for a, b in pairwise(matches)):
        return None
    value = sum(float(re.sub(r"[,\s]", "", m["digits"])) * _SCALES[m["scale"]] for m in matches)
    unit = _UNIT.match(text, matches[-1].end())
    name = re.sub(r"(?:以上|以下|以內|之內|內)$", "", unit["unit"]) if unit else ""
    return Amount(-value if matches[0]["sign"] else value, name)


def _goes_on(first: re.Match[str], second: re.Match[str], text: str) -> bool:
    """Does the second number continue the first, as in 「2 萬 2,299」?"""
    between = text[first.end() : second.start()]
    return bool(first["scale"]) and not between.strip() and _SCALES[second["scale"]] < _SCALES[first["scale"]]
