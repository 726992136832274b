"""A copy of a report with every figure changed: other digits in the same places, the structure as it was."""

from __future__ import annotations

import re

DIGITS = str.maketrans("1234567890", "7583924610")
"""Each digit becomes another; 0 stays, so that no number begins with one."""

FIGURE = re.compile(r"(?<![\d.,/:-])\d[\d,]*(?:, \d{3})*(?:\.\d+)?(?=\s*(?P<unit>[^\W\d]|[%％]))")
KEPT = re.compile(r"[年月日號時點分週季期學國歲科屆級條款項目第之]|[A-Za-z_]")
"""What makes a number no figure: dates, ordinals, and numbers of items or of other texts."""


def change_figures(text: str) -> str:
    """The text with its counts, amounts and rates changed; a line keeps its length.

    Left as they are: what stands in front of the first department, dates and years, 100 % (on which the
    counting of attained indicators rests), and numbers without a unit, which may be an item's.
    """
    start = text.index("壹、前言")
    return text[:start] + FIGURE.sub(_change, text[start:])


def _change(match: re.Match[str]) -> str:
    number, unit = match.group(), match["unit"]
    before = match.string[max(match.start() - 2, 0) : match.start()]
    if KEPT.match(unit) or number.strip("0,.") in ("", "1") or before.strip().endswith(("第", "民國")):
        return number
    if match.start() == 0 or match.string[match.start() - 1] in "\n\t":
        cell = re.match(r"[\d,. ]+[^\s\d]{1,6}(?=[\t\n])", match.string[match.start() : match.start() + 40])
        if cell is None:
            return number
    return number.translate(DIGITS)
