"""Numbers as people and reports write them, in one reader: where each stands and what it amounts to.

Digits with thousands commas, also as converters break them (90,80 0); Chinese numerals, plain, formal and
digit by digit (一千三百四十二, 參佰, 一三四二, 廿三); both with 十 百 千 萬 億 兆 in any mixture
(2 億 4,285.8 萬, 3 千 5 百, 5 仟萬); the last scale left out as in speech (2萬5 is 25,000, 二百五 is 250);
shares (八成, 六成五, 一半, 三分之一); English numbers (5.941 billion, twenty-three, two thirds, half of).

Nothing is interpreted here: that 112 is a year, that 3. counts the items of a list or that 19 is part of
COVID-19 is for the callers to see (`corpus.figures`, `qa.check.numerals`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SAME_LENGTH = str.maketrans("０１２３４５６７８９，．％－−–／（）＋万亿两", "0123456789,.%---/()+萬億兩")
"""Signs that are read alike; a text keeps its length."""

_PLAIN = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "兩": 2}
_FORMAL = {sign: value for value, sign in enumerate("壹貳參肆伍陸柒捌玖", 1)}
HAN_DIGITS = _PLAIN | _FORMAL
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES |= {"萬": 10**4, "億": 10**8, "兆": 10**12}
_MYRIAD = 10**4
"""From 萬 on a scale multiplies all that stands before it since the last such scale."""

DIGITS = (
    r"\d{1,3}(?:,\s?\d{3,4})+(?!\d)(?:\.\d+)?"
    r"|(?:\d{4,}|\d+\.\d+|\d{1,3}(?:,\d{3})*,\d{1,2})\s\d{1,2}(?!\d|\s?[.、),:/%]|\s?[年月日])"
    r"|\d+(?:\.\d+)?"
)
"""Digits as printed, also where the converter broke them: 86 萬 2, 000, 19010 0, 12.82 5."""
_BAD_GROUP = re.compile(r",\d{4}")
"""A misprint inside a larger number: 1 億 3,244 萬 3,6505 元."""

_SIGN = "[" + "".join(HAN_DIGITS) + "]"
_PLAIN_SIGN = "[" + "".join(_PLAIN) + "]"
_TERM = re.compile(
    rf"(?P<digits>{DIGITS})|(?P<tens>[廿卅])(?P<ones>{_PLAIN_SIGN})?"
    rf"|(?P<han>{_SIGN}+)(?:點(?P<point>{_PLAIN_SIGN}+)(?![十分]))?"
)
_SCALE = re.compile(
    r"\s?(?P<scale>[十拾](?!字|分[^鐘之])|[佰仟億兆]|百(?![貨合花葉岳分])|千(?!禧)|萬(?![里安華]))(?P<more>\s?[餘多幾](?!少))?"
)
_ALONE = r"(?:(?<=[近逾破上])|(?<=超過)|(?<=不到))[百千萬](?![貨里分])"
"""A scale as a number of its own: 近百人, 破萬."""
_BEFORE_NEXT = re.compile(r"\s?(?=[^\W\d]|\d)|\s?[,、]\s?(?=\d{3}|\d{1,2},\d{3})")
_ITEM = re.compile(r"\s?\d{1,2}\s?[.、](?!\d)")
_TENTHS = re.compile(r"\s?成(?![立長為果功效員分年本就交人不])(?P<rest>[一二三四五六七八九半](?!成))?")
_PARTS_OF = re.compile(rf"(?P<whole>{_SIGN}|[百千十]|\d+)\s?分之\s?(?={_SIGN}|[十百\d])")
_HALF = re.compile(
    r"一半|過半(?!夜|數)|半數|\b(?<!first )(?<!second )(?<!last )half(?=\s+(?:of|the)\b)", re.IGNORECASE
)

_WORDS = (
    "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 "
    "dozen 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 "
    "twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90"
)
_ENGLISH = {word: int(value) for word, value in re.findall(r"(\w+) (\d+)", _WORDS)}
_ENGLISH_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = "|".join(sorted([*_ENGLISH, *_ENGLISH_SCALES], key=len, reverse=True))
_ENGLISH_RUN = re.compile(rf"\b(?:{_WORD})s?(?:[\s-]+(?:and\s+)?(?:{_WORD})s?)*\b", re.IGNORECASE)
_BEHIND_DIGITS = re.compile(rf"\s?(?P<word>{'|'.join(_ENGLISH_SCALES)}|bn)s?(?![A-Za-z])", re.IGNORECASE)
_FRACTION = re.compile(r"[\s-](?P<part>half|third|quarter|fifth|tenth)s?\b", re.IGNORECASE)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

START = rf"\d|{_SIGN}|[十拾廿卅]|{_ALONE}|[百千]分之|過半(?!夜|數)|半數|\b(?:{_WORD}|half)(?=\b|s\b)"
"""Where a number may begin, as a pattern for texts in `SAME_LENGTH` signs."""
_START = re.compile(START, re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number of a text, `text[start:end]`, and what it amounts to.

    share: the value is in per cent without a per cent sign (八成 is 80, 三分之一 is 33.3…).
    more: a sign adds an unknown rest (五萬多, 三十幾).
    """

    value: Decimal
    start: int
    end: int
    digits: bool  # written in digits, at least in part
    scaled: bool = False  # with 十 百 千 萬, million; not digits or signs alone
    share: bool = False
    more: bool = False


def scan_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in order, without overlaps."""
    plain = text.translate(SAME_LENGTH)
    place = 0
    while found := _START.search(plain, place):
        number = read_number(plain, found.start())
        place = number.end if number else found.start() + 1
        if number:
            yield number


def read_number(plain: str, start: int) -> Number | None:
    """The number that begins at `start` of a text in `SAME_LENGTH` signs; None where none does."""
    if half := _HALF.match(plain, start):
        return Number(Decimal(50), start, half.end(), False, share=True)
    if parts := _PARTS_OF.match(plain, start):
        among, whole = _read_amount(plain, parts.end()), read_han(parts["whole"])
        if among and whole:
            return Number(among.value * 100 / whole, start, among.end, among.digits, share=True)
    if words := _ENGLISH_RUN.match(plain, start):
        return _read_english(words, plain)
    number = _read_amount(plain, start)
    if number and number.value <= 10 and (tenths := _TENTHS.match(plain, number.end)):
        rest = {None: 0, "半": 5}.get(tenths["rest"]) or HAN_DIGITS.get(tenths["rest"], 0)
        return Number(number.value * 10 + rest, start, tenths.end(), number.digits, share=True)
    return number


def read_han(numeral: str) -> int | None:
    """What a whole numeral amounts to (二萬, 十二, 一三四二, 百, 112); None where it is none."""
    if numeral in SCALES:
        return SCALES[numeral]
    number = _read_amount(numeral.translate(SAME_LENGTH), 0)
    return int(number.value) if number and number.end == len(numeral) else None


@dataclass(frozen=True)
class _Term:
    """A number before its scale; `single` where one sign stands for it, which speech may leave a scale to."""

    value: Decimal
    end: int
    digits: bool
    single: bool
    misprint: bool = False
    more: bool = False
    tens: bool = False


def _read_amount(plain: str, start: int) -> Number | None:
    """Terms with their scales, as long as each is smaller than the scale before it."""
    total = section = Decimal(0)  # beyond the last 萬 or 億, and since
    large, small, last = 10**16, _MYRIAD, 0  # what the next scales stay below; the scale before
    place = end = start
    digits = more = False
    while True:
        term = _read_term(plain, place)
        if term and last and term.value >= last and not term.misprint:
            break
        scale = _SCALE.match(plain, term.end if term else place)
        if scale and scale["scale"] in "十拾" and term and term.digits:
            scale = None  # 5 十 is no number
        if scale is None:
            if term is None:
                break
            spoken = term.single and last > 10 and not re.match(r"[\d.]", plain[term.end : term.end + 1])
            section += term.value * last / 10 if spoken else term.value
            digits, end = digits or term.digits, term.end
            if not last and term.digits and (word := _BEHIND_DIGITS.match(plain, end)):
                last, end = _ENGLISH_SCALES.get(word["word"].lower(), 10**9), word.end()
                section *= last
            last = last or (10 if term.tens else 1)
            break
        factor = SCALES[scale["scale"]]
        if factor > large == _MYRIAD and not re.search(r"\s", plain[start : scale.end()]):
            large = 10**16  # 一萬五千億: all before it counts 億
            section, total = section + total, Decimal(0)
        if factor >= (small if factor < _MYRIAD else large) or (not term and last and factor < _MYRIAD):
            break
        value = term.value if term else Decimal(0)
        if factor < _MYRIAD:
            section, small = section + (value if term else 1) * factor, factor
        else:
            total, section = total + (section + value or 1) * factor, Decimal(0)
            small, large = _MYRIAD, factor
        digits, more = digits or bool(term and term.digits), bool(scale["more"] or (term and term.more))
        last, end = factor, scale.end()
        following = _SCALE.match(plain, end)
        if following and SCALES[following["scale"]] >= _MYRIAD > factor:
            place = end  # 5 仟萬, 五十幾萬
            continue
        gap = None if scale["more"] or _ITEM.match(plain, end) else _BEFORE_NEXT.match(plain, end)
        if gap is None:
            break
        place = gap.end()
    return Number(total + section, start, end, digits, last > 1, False, more) if last else None


def _read_term(plain: str, place: int) -> _Term | None:
    match = _TERM.match(plain, place)
    if match is None:
        return None
    if match["digits"]:
        printed = re.sub(r"[,\s]", "", match["digits"])
        misprint = bool(_BAD_GROUP.search(match["digits"]))
        return _Term(Decimal(printed), match.end(), True, len(printed) == 1, misprint)
    if match["tens"]:
        value = {"廿": 20, "卅": 30}[match["tens"]] + (_PLAIN[match["ones"]] if match["ones"] else 0)
        return _Term(Decimal(value), match.end(), False, False, tens=True)
    signs = "".join(str(HAN_DIGITS[sign]) for sign in match["han"])
    if len(signs) == 2 and signs[0] != "0" and not match["point"] and _SCALE.match(plain, match.end()):
        return _Term(Decimal(signs[0]), match.end(), False, False, more=True)  # 二三十: twenty or thirty
    if match["point"]:
        signs += "." + "".join(str(_PLAIN[sign]) for sign in match["point"])
    return _Term(Decimal(signs), match.end(), False, len(signs) == 1)


def _read_english(match: re.Match[str], plain: str) -> Number | None:
    """English words: twenty-three, two million, two thirds; None for `one of`, where nothing is counted."""
    words = [word.lower() for word in re.split(r"[\s-]+", match.group()) if word.lower() != "and"]
    words = [
        word if word in _ENGLISH or word in _ENGLISH_SCALES else word.removesuffix("s") for word in words
    ]
    if words == ["one"] and re.match(r"\s+of\b", plain[match.end() :], re.IGNORECASE):
        return None
    total = section = 0
    for word in words:
        if word in _ENGLISH:
            section += _ENGLISH[word]
        elif word == "hundred":
            section = max(section, 1) * 100
        else:
            total, section = total + max(section, 1) * _ENGLISH_SCALES[word], 0
    value = Decimal(total + section)
    if part := _FRACTION.match(plain, match.end()):
        return Number(
            value * 100 / _PARTS[part["part"].lower()], match.start(), part.end(), False, share=True
        )
    return Number(value, match.start(), match.end(), False, len(words) > 1 or bool(total))
