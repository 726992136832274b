"""Numbers of a text as data: as printed, their value, their unit and what kind they are.

Values are computed as decimals and given as floats: 萬 and 億 multiplied out (1 萬 4,562 筆 is 14562
筆), numbers that the converter broke mended (19010 0 is 190100), 成 as per cent (6 成 is 60 %).
A year's value is the year as printed (112, 2023).  A date's value is year × 10000 + month × 100 +
day with 0 for what is not printed (112 年 8 月 26 日 is 1120826, 8 月 is 800).  Numbers of list items,
parts of names (COVID-19, B00) and telephone numbers are no figures.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.model import Figure
from corpus.numbers import SAME_LENGTH, START, Number, read_han, read_number
from corpus.reading.items import find_markers
from corpus.units import MONEY, UNIT

TOKEN = re.compile(
    r"(?P<phone>(?<!\d)0\d{1,3}[-)]\s?\d{3,4}-?\d{3,4}(?!\d))"
    r"|(?P<ymd>(?<![\d.])(?:1\d\d|20\d\d)\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)"
    r"|(?P<dotted>(?<![\d.,])(?:1\d\d|20\d\d)\s?(?P<dot>[./-])\s?(?:0?[1-9]|1[0-2])\s?(?P=dot)\s?\d{1,2}(?!\d)(?:\s?日)?)"
    r"|(?P<md>(?<![\d.])(?:0?[1-9]|1[0-2])\s?月(?!份證)(?:\s?\d{1,2}\s?日)?)"
    r"|(?P<slash>(?<![\d./%])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/%]|\s?[*×xX÷=%)])(?<!\d\d\d))"
    r"|(?P<year>(?<![\d.,])(?:民國\s?\d{2,3}|1\d\d|19\d\d|20\d\d)\s?(?:學年|年)度?(?!期|資|級))"
    rf"|第\s?(?P<ordinal>\d+|[一二三四五六七八九十]{{1,3}})\s?(?P<of>名|屆|期|次|季|學期|年|階段|版|場次|場|梯次|號|條|級|位|組|類|週|代)"
    rf"|(?P<number>{START})",
    re.IGNORECASE,
)
NOT_FIRST = re.compile(r"0\d{3}|0,\d")
"""Digits that no quantity begins with: 0800."""
ITEM = re.compile(r"\d*")
YEAR_BEHIND = re.compile(r"\s?(?:學年|年)度?(?!期|資|級|來|內|前|後|間)")
COUNTING_UP = "一二三四五六七八九"
"""一二三樓 are three floors, not floor 123."""
PERCENT = re.compile(r"\s?%|\s?趴|\s?percent\b|\s?個?百分[點比]")
SIGN = re.compile(r"(?:^|[\s｜(=:：為率達值減增、，。])(-|—)\s?$")
OPERANDS = tuple("0123456789)）】]％%")
NAME_BEFORE = re.compile(r"[A-Za-z_]-?$|[#^]$")
NOT_COUNTING = frozenset("第每這那哪某何任一數幾")
"""Signs before a Chinese numeral that then counts nothing: 每三人, 數十人."""
NAMING = frozenset("份分里區面時點年月日級號線口段度門國村對期節屆周週秒代團道")
"""Counting words that make a name or a time with one Chinese sign: 九份, 十分, 七里, 三面, 二手."""
LISTED = re.compile(r"\s?[、及和與]\s?")
"""What stands between two numbers of one unit."""
COUNTED = ("number", "money", "percent")
LEAST_BARE = 100
"""A Chinese numeral from which it counts without a counting word: 兩萬三千, but not 二十四節氣."""


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a text in order; offsets are those of `text`."""
    plain = text.translate(SAME_LENGTH)
    if TOKEN.search(plain) is None:
        return []
    items = _item_numbers(plain)
    figures: list[Figure] = []
    place = 0
    while match := TOKEN.search(plain, place):
        start = match.start()
        number = read_number(plain, start) if match["number"] else None
        place = number.end if number else match.end()
        if start in items or (start and plain[start - 1] in "(（" and start - 1 in items):
            place = ITEM.match(plain, match.end()).end() if match["number"] else match.end()
            continue
        figure = _read(match, number, plain, text)
        if figure is not None:
            figures.append(figure)
            place = max(place, figure.end)
    return _share_units(figures, plain)


def _share_units(figures: list[Figure], plain: str) -> list[Figure]:
    """The figures, of which bare ones in a list have the unit of the last: 88、103 及 87 人次."""
    for at in range(len(figures) - 2, -1, -1):
        one, last = figures[at : at + 2]
        listed = one.kind == "number" and not one.unit and LISTED.fullmatch(plain, one.end, last.start)
        if listed and last.unit and last.kind in COUNTED:
            figures[at] = replace(one, unit=last.unit, kind=last.kind)
    return figures


def _item_numbers(plain: str) -> set[int]:
    """Return where list items' numbers begin, in each cell and paragraph."""
    starts: set[int] = set()
    last: dict[str, int] = {}
    for cell in re.finditer(r"[^｜\n]+", plain):
        starts.update(cell.start() + marker.start for marker in find_markers(cell.group(), last))
    return starts


def _read(match: re.Match[str], number: Number | None, plain: str, text: str) -> Figure | None:
    start, end = match.span()
    if match["phone"] or (match["number"] and number is None):
        return None
    if number is not None:
        return _read_digits(number, plain, text) if number.digits else _read_words(number, plain, text)
    if match["ymd"] or match["dotted"] or match["md"] or match["slash"]:
        parts = [int(part) for part in re.findall(r"\d+", match.group())]
        if parts[0] < 100 or match["md"] or match["slash"]:
            parts = [0, *parts]
        year, month, day = (*parts, 0, 0)[:3]
        if not 1 <= month <= 12 or day > 31:
            return None
        return Figure(text[start:end], float(year * 10000 + month * 100 + day), "", start, end, "date")
    if match["year"]:
        year = int(re.findall(r"\d+", match.group())[0])
        return Figure(text[start:end], float(year), "年", start, end, "year")
    value = read_han(match["ordinal"]) or 0
    return Figure(text[start:end], float(value), match["of"], start, end, "ordinal")


def _read_words(number: Number, plain: str, text: str) -> Figure | None:
    """A number in Chinese signs or English words where it counts something; None for 一般, 七堵, 每三人."""
    start, end, before = number.start, number.end, plain[: number.start][-1:]
    percent = PERCENT.match(plain, end)
    if number.share or percent:
        end = percent.end() if percent else end
        return Figure(text[start:end], float(number.value), "%", start, end, "percent")
    signs = plain[start:end]
    if signs.isascii():  # English
        unit = None
        counts = number.value > 1
    else:
        if year := YEAR_BEHIND.match(plain, end):
            named = plain[:start].rstrip().endswith("民國")
            if named or 1900 <= number.value <= 2100 or (100 < number.value < 200 and len(signs) > 2):
                return Figure(text[start : year.end()], float(number.value), "年", start, year.end(), "year")
        unit = UNIT.match(plain, end)
        counted = unit is not None and unit["unit"] not in NAMING and before not in NOT_COUNTING
        if number.scaled:
            counts = before != "第" and (counted or number.value >= LEAST_BARE)
        elif len(signs) == 1:
            counts = counted and signs in COUNTING_UP[1:] + "兩"
        else:
            counts = counted and len(signs) > 2 and signs not in COUNTING_UP
    if not counts:
        return None
    stop = unit.end() if unit else end
    name = unit["unit"].strip("()") if unit else ""
    return Figure(
        text[start:stop], float(number.value), name, start, stop, "money" if name in MONEY else "number"
    )


def _read_digits(number: Number, plain: str, text: str) -> Figure | None:
    start, end, value = number.start, number.end, number.value
    before = plain[max(0, start - 3) : start]
    sign = SIGN.search(before)
    if sign and plain[: start - len(before) + sign.start(1)].rstrip().endswith(OPERANDS):
        sign = None  # a minus between two numbers
    if not sign and (NAME_BEFORE.search(before) or NOT_FIRST.match(plain, start)):
        return None
    if sign:
        start -= len(before) - sign.start(1)
        value = -value
    if percent := PERCENT.match(plain, end):
        end = percent.end()
    if percent or number.share:
        return Figure(text[start:end], float(value), "%", start, end, "percent")
    unit = UNIT.match(plain, end)
    name = unit["unit"].strip("()") if unit else ""
    end = unit.end() if unit else end
    if not unit and not number.scaled and plain[end : end + 1].isascii() and plain[end : end + 1].isalpha():
        return None
    return Figure(text[start:end], float(value), name, start, end, "money" if name in MONEY else "number")
