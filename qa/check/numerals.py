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

from corpus.units import UNIT, read_han

MARK = re.compile(r"\[\d+(?:\s*[,、]\s*\d+)*\]")
LIST_MARK = "#"
"""The unit of a number that only counts a list's items."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_SIMPLIFIED = str.maketrans("臺万亿两贰叁陆", "台萬億兩貳參陸")
_FORMAL = str.maketrans("壹貳參肆伍陸柒捌玖拾佰仟", "一二三四五六七八九十百千") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_DIGITS = r"\d+(?:\.\d+)?"
_SCALE = r"(?:[十百千仟萬億兆]+|(?:hundred|thousand|million|billion|trillion|k|m|bn)\b)"
_AMOUNT = re.compile(rf"{_DIGITS}(?:\s?{_SCALE}(?:\s?{_DIGITS})?)*", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_EXTRA_UNIT = re.compile(r"\s?(?P<unit>成(?![立長為果功效員])|頁|‰)")
_PAGE_BEFORE = re.compile(r"(?:\bpages?|\bp\.)\s?$", re.IGNORECASE)
_SIGN = re.compile(r"(?:^|[｜|:=(,、])\s?-\s?$|[^\da-zA-Z)%]-$")  # 862 - 350 has none
_LIST_ITEM = re.compile(r"(?:^|(?<=[\s｜。；：;:]))\(?(\d{1,2})\s?[.、)](?!\d)", re.MULTILINE)
_HAN = re.compile(r"第?[〇零一二兩三四五六七八九十百千萬億]+(?:分之[一二兩三四五六七八九十百千]+)?")
_HAN_IDIOM = re.compile(
    r"一(?:起|樣|度|道|線|點|時|面|部分|次性|對一|些|班|期一會|口|群|片|體|旦|併|律|致|直|向)|十分(?!鐘|之)|萬一"
)
_NOT_COUNTING = frozenset("每這那此各同另任某唯單逐統")
_ENGLISH_VALUES = (
    "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 "
    "eleven 11 twelve 12 dozen 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 "
    "seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 "
    "seventy 70 eighty 80 ninety 90 "
    "third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10"
)
_ENGLISH = {word: int(value) for word, value in re.findall(r"(\w+) (\d+)", _ENGLISH_VALUES)}
_ENGLISH_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ENGLISH_WORD = "|".join(sorted([*_ENGLISH, *_ENGLISH_SCALES], key=len, reverse=True))
_ENGLISH_RUN = re.compile(
    rf"\b(?:{_ENGLISH_WORD})s?(?:[\s-]+(?:and\s+)?(?:{_ENGLISH_WORD})s?)*\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Numeral:
    """A number as written: `key` is its normalised form, `value` what it says or None if unreadable."""

    text: str
    key: str
    value: Decimal | None
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
    found = [_read_amount(match, flat, items) for match in _AMOUNT.finditer(flat)]
    covered = [(numeral.start, numeral.end) for numeral in found]
    for pattern, read in ((_HAN, _read_han), (_ENGLISH_RUN, _read_english)):
        for match in pattern.finditer(flat):
            if not any(start < match.end() and match.start() < end for start, end in covered):
                numeral = read(match, flat)
                if numeral is not None:
                    found.append(numeral)
    return sorted(found, key=lambda numeral: numeral.start)


def _read_amount(match: re.Match[str], flat: str, items: set[int]) -> Numeral:
    start, end = match.span()
    key = re.sub(r"\s", "", match.group()).lower()
    value = Decimal(key) if re.fullmatch(r"[0-9.]+", key) else None
    before = flat[max(0, start - 6) : start]
    negative = bool(_SIGN.search(before if start <= 6 else f"x{before}"))
    unit, stop = _read_unit(flat, end)
    if start in items:
        unit, stop = LIST_MARK, end
    elif _PAGE_BEFORE.search(before):
        unit = "頁"
    return Numeral(flat[start:stop], key, value, unit, negative, start, stop, True)


def _read_unit(flat: str, place: int) -> tuple[str, int]:
    """The counting word behind a number, "" when there is none, and where it ends."""
    if percent := _PERCENT.match(flat, place):
        return "%", percent.end()
    found = _EXTRA_UNIT.match(flat, place) or UNIT.match(flat, place)
    return (found["unit"].strip("()"), found.end()) if found else ("", place)


def _read_han(match: re.Match[str], flat: str) -> Numeral | None:
    """A Chinese numeral that counts something; None for 一般, 萬里, 每一個."""
    start, end = match.span()
    numeral = match.group()
    unit, stop = _read_unit(flat, end)
    if _HAN_IDIOM.match(flat, start) or (start and flat[start - 1] in _NOT_COUNTING):
        return None
    ordinal, bare = numeral.startswith("第"), numeral.removeprefix("第")
    if not bare:
        return None
    scaled = len(bare) > 1 and re.search("[一二兩三四五六七八九]", bare) and re.search("[十百千萬億]", bare)
    if not (ordinal or scaled or unit or "分之" in bare):
        return None
    value = None
    if bare.startswith("百分之"):
        value, unit = Decimal(read_han(bare.removeprefix("百分之"))), "%"
    elif "分之" not in bare:
        value = Decimal(read_han(bare))
    return Numeral(flat[start:stop], numeral, value, unit, False, start, stop, False)


def _read_english(match: re.Match[str], flat: str) -> Numeral | None:
    """An English number word; None for `one of`, where nothing is counted."""
    words = re.split(r"[\s-]+", match.group().lower())
    words = [
        word if word in _ENGLISH or word in _ENGLISH_SCALES else word.removesuffix("s") for word in words
    ]
    if words == ["one"] and re.match(r"\s+of\b", flat[match.end() :], re.IGNORECASE):
        return None
    total = section = 0
    for word in words:
        if word in _ENGLISH:
            section += _ENGLISH[word]
        elif word == "hundred":
            section = max(section, 1) * 100
        elif word in _ENGLISH_SCALES:
            total, section = total + max(section, 1) * _ENGLISH_SCALES[word], 0
    key = " ".join(words)
    return Numeral(match.group(), key, Decimal(total + section), "", False, *match.span(), False)
