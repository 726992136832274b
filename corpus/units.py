"""Counting words of official reports, and the values of written-out numerals."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.bundled import DATA


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _read_units() -> re.Pattern[str]:
    """Return what matches a unit behind a number: 人次, 餘件, (件), kg."""
    lines = (DATA / "units.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    plain = _any_of([word for word in words if not word.isascii()])
    latin = _any_of([word for word in words if word.isascii()])
    return re.compile(rf"\s?(?:[餘多]\s?)?(?P<unit>{plain}|(?:{latin})(?![A-Za-z])|(?<=\d)\((?:{plain})\))")


UNIT = _read_units()
MONEY = ("元",)

HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2}
HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "仟": 1000}
SCALES = {
    "百": Decimal(100),
    "千": Decimal(1000),
    "仟": Decimal(1000),
    "萬": Decimal(10**4),
    "億": Decimal(10**8),
}


def read_han(numeral: str) -> int:
    """Return the value of a numeral written in Chinese (二萬, 三千五百, 十二, 五仟萬)."""
    total = section = digit = 0
    for sign in numeral:
        if sign in HAN_DIGITS:
            digit = HAN_DIGITS[sign]
        elif sign in HAN_SCALES:
            section += (digit or 1) * HAN_SCALES[sign]
            digit = 0
        elif sign == "萬":
            total += (section + digit or 1) * 10**4
            section = digit = 0
        elif sign == "億":
            total = (total + section + digit or 1) * 10**8
            section = digit = 0
    return total + section + digit
