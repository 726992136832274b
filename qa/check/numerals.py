"""Every number of a text as it is written: digits with their scale and unit, Chinese numerals, English words.

`corpus.figures` reads what a number of the report means; here nothing is interpreted and nothing may
slip through, since what is read decides whether a sentence may be shown.  The same reading is applied to
answers and to the passages that they cite, so a quotation always agrees with its source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from corpus.numbers import Number, scan_numbers
from corpus.units import UNIT

MARK = re.compile(r"\[\d+(?:\s*[,、]\s*\d+)*\]")
LIST_MARK = "#"
"""The unit of a number that only counts a list's items."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_SIMPLIFIED = str.maketrans("臺万亿两贰叁陆", "台萬億兩貳參陸")
_FORMAL = str.maketrans("壹貳參肆伍陸柒捌玖拾佰仟", "一二三四五六七八九十百千") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_EXTRA_UNIT = re.compile(r"\s?(?P<unit>頁|‰)")
_PAGE_BEFORE = re.compile(r"(?:\bpages?|\bp\.)\s?$", re.IGNORECASE)
_SIGN = re.compile(r"(?:^|[｜|:=(,、])\s?-\s?$|[^\da-zA-Z)%]-$")  # 862 - 350 has none
_LIST_ITEM = re.compile(r"(?:^|(?<=[\s｜。；：;:]))\(?(\d{1,2})\s?[.、)](?!\d)", re.MULTILINE)
_HAN_IDIOM = re.compile(
    r"一(?:起|樣|度|道|線|點|時|面|部分|次性|對一|些|班|期一會|口|群|片|體|旦|併|律|致|直|向)|十分(?!鐘|之)|萬一"
)
_NOT_COUNTING = frozenset("每這那此各同另任某唯單逐統")


@dataclass(frozen=True)
class Numeral:
    """A number as written: `key` is its normalised form, `value` what it amounts to."""

    text: str
    key: str
    value: Decimal
    unit: str
    negative: bool
    start: int  # offsets into the flattened text
    end: int
    digits: bool  # written in digits, not in words


def flatten(text: str) -> str:
    """Width, 臺/台, dashes, formal numerals and thousands commas made alike; [n] marks left out.

    Invisible characters go, so that none can hide inside a number.
    """
    text = MARK.sub(" ", unicodedata.normalize("NFKC", text)).translate(_DASHES)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn", "Me"))
    text = text.translate(_SIMPLIFIED).translate(_FORMAL)
    return re.sub(r"(?<=\d)[^\S\n]?,[^\S\n]?(?=\d{3}(?!\d))", "", text)


def join_digits(flat: str) -> str:
    """The flattened text with digits that stand apart only by blanks moved together: 1 5 7 is 157."""
    return re.sub(r"(?<=\d)[^\S\n]+(?=\d)", "", flat)


def read_numerals(flat: str) -> list[Numeral]:
    """All numbers of a flattened text in order."""
    items = {match.start(1) for match in _LIST_ITEM.finditer(flat)}
    return [numeral for number in scan_numbers(flat) if (numeral := _read(number, flat, items)) is not None]


def _read(number: Number, flat: str, items: set[int]) -> Numeral | None:
    """A number as written; None for Chinese signs that count nothing: 一般, 七堵, 每一個."""
    start, end = number.start, number.end
    key = re.sub(r"\s", "", flat[start:end]).lower()
    unit, stop = _read_unit(flat, end)
    before = flat[max(0, start - 6) : start]
    negative = number.digits and bool(_SIGN.search(before if start <= 6 else f"x{before}"))
    if start in items:
        unit, stop = LIST_MARK, end
    elif _PAGE_BEFORE.search(before):
        unit = "頁"
    elif not number.digits and key.isascii():
        key = re.sub(r"[\s-]+", " ", flat[start:end].lower())
    elif not number.digits:
        if _HAN_IDIOM.match(flat, start) or before[-1:] in _NOT_COUNTING:
            return None
        if before.endswith("第"):
            start, key = start - 1, f"第{key}"
        elif not ((number.scaled and len(key) > 1) or unit or number.share):
            return None
    unit = "%" if number.share else unit
    return Numeral(flat[start:stop], key, number.value, unit, negative, start, stop, number.digits)


def _read_unit(flat: str, place: int) -> tuple[str, int]:
    """The counting word behind a number, "" when there is none, and where it ends."""
    if percent := _PERCENT.match(flat, place):
        return "%", percent.end()
    found = _EXTRA_UNIT.match(flat, place) or UNIT.match(flat, place)
    return (found["unit"].strip("()"), found.end()) if found else ("", place)
