"""Numbers of a question: value and unit, in digits, Han numerals or English words, with 萬, 成 and 倍."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.units import UNIT, read_han

ENGLISH = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 50}
_HAN = "零〇一二兩三四五六七八九十百千仟萬億"
_NUMBER = re.compile(
    rf"(?P<share>百分之)?(?P<sign>[-負]\s?(?=[\d百]))?(?:(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)\s?(?P<scale>[百千仟]?[萬億]|[百千仟])?(?P<rest>\s?\d[\d,]*)?"
    rf"|(?P<han>[{_HAN}]+)|(?P<half>一半|半數)|(?P<word>\b(?:{'|'.join(ENGLISH)})\b))"
)
_SCALES = {"百": 100, "千": 1000, "仟": 1000, "萬": 10**4, "億": 10**8}
_MARKS = re.compile(
    r"\s?(?P<unit>%|趴|個?百分點|成(?![立長為果功效員])(?P<tenths>[一二三四五六七八九半]|\d(?!\d))?|倍|字頭|分(?!鐘|之|鍾|別|開)|percent(?:age points?)?|per cent|times|項|個|條|題|名|位)"
)
ITEMS = ("項", "個", "條", "題", "")
"""Counting words that count rows or groups of the table, and none."""


@dataclass(frozen=True)
class Number:
    """`value` in `unit` ("" where none stands), with where it ends; `decade` is 60 to 70 for 六字頭."""

    value: float
    unit: str
    end: int
    written: bool = False  # in words: 一 may count nothing
    decade: bool = False


def read_number(text: str, place: int) -> Number | None:
    """The number that begins at a place of a text, None where none does."""
    match = _NUMBER.match(text, place)
    if not match:
        return None
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        for sign in match["scale"] or "":
            value *= _SCALES[sign]
        if match["rest"] and match["scale"]:
            value += float(match["rest"].replace(",", "").strip())
    elif match["han"]:
        value = float(_read_han(match["han"]))
    elif match["half"]:
        return Number(50, "%", match.end())
    else:
        value = float(ENGLISH[match["word"]])
    end = match.end() if not match["rest"] or match["scale"] else match.start("rest")
    written = not match["digits"]
    value = -value if match["sign"] else value
    if match["share"]:
        return Number(value, "%", end, written)
    mark = _MARKS.match(text, end)
    if mark:
        unit = mark["unit"]
        if unit.startswith("成"):
            tenths = mark["tenths"]
            more = 0 if not tenths else 5 if tenths == "半" else read_han(tenths) if not tenths.isdigit() else int(tenths)
            return Number(value * 10 + more, "%", mark.end(), written)
        if unit == "字頭":
            return Number(value * 10 if value < 10 else value, "%", mark.end(), written, decade=True)
        if unit in ("趴", "%", "分") or "分點" in unit or unit.startswith("per"):
            return Number(value, "%", mark.end(), written)
        if unit in ("倍", "times"):
            return Number(value, "倍", mark.end(), written)
    named = UNIT.match(text, end)
    if named and named["unit"].startswith("個") and named["unit"] not in ("個", "個月"):
        named = None  # 三個單位 counts departments
    if named and (not mark or named.end() > mark.end()):
        return Number(value, named["unit"].strip("()"), named.end(), written)
    if mark:
        return Number(value, mark["unit"], mark.end(), written)
    return Number(value, "", end, written)


def _read_han(numeral: str) -> int:
    """百萬 is a million: a scale without a digit counts one."""
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,}", numeral):
        return int("".join(str(read_han(sign)) for sign in numeral))
    return read_han(numeral)
