"""Numbers of a question with the unit that tells what they are compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbers import SAME_LENGTH
from corpus.numbers import read_number as read_value
from corpus.units import UNIT

_MARKS = re.compile(
    r"\s?(?P<unit>%|趴|個?百分點|分(?!鐘|之|鍾|別|開)|percent(?:age points?)?|per cent|倍|times|字頭"
    r"|項|個|條|題|名|位)"
)
_PERCENT = ("%", "趴", "分", "百分點", "個百分點")
_COUNTED = ("個", "個月")
"""Counting words that begin with 個; 個單位 and 個機關 count departments, which are read as such."""


@dataclass(frozen=True)
class Number:
    """`value` in `unit` ("" where none stands), with where it ends; `decade`: 六字頭, from 60 to 70."""

    value: float
    unit: str
    end: int
    written: bool = False  # in words: 一 may count nothing
    decade: bool = False
    latin: bool = False  # an English word


def read_number(text: str, place: int) -> Number | None:
    """The number that begins at a place of a text, None where none does."""
    negative = re.compile(r"[-負]\s?(?=\d|百分之)").match(text, place)
    start = negative.end() if negative else place
    found = read_value(text.translate(SAME_LENGTH), start)
    if found is None:
        return None
    value = -float(found.value) if negative else float(found.value)
    if found.share:
        return Number(value, "%", found.end, True)
    mark, named = _MARKS.match(text, found.end), UNIT.match(text, found.end)
    if named and named["unit"].startswith("個") and named["unit"] not in _COUNTED:
        named = None
    if named and (mark is None or named.end() > mark.end()):
        return Number(value, named["unit"].strip("()"), named.end(), not found.digits)
    if mark is None:
        latin = text[found.end - 1].isascii()
        return Number(value, "", found.end, not found.digits, latin=latin and not found.digits)
    unit = mark["unit"]
    if unit == "字頭":
        return Number(value * 10 if value < 10 else value, "%", mark.end(), True, decade=True)
    if unit in _PERCENT or unit.startswith("per"):
        unit = "%"
    return Number(value, "倍" if unit == "times" else unit, mark.end(), not found.digits)
