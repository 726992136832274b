"""Numbers of a text as data: as printed, their value, their unit and what kind they are.

Values are computed as decimals and given as floats: 萬 and 億 multiplied out (1 萬 4,562 筆 is 14562
筆), numbers that the converter broke mended (19010 0 is 190100), 成 as per cent (6 成 is 60 %).
A year's value is the year as printed (112, 2023).  A date's value is year × 10000 + month × 100 +
day with 0 for what is not printed (112 年 8 月 26 日 is 1120826, 8 月 is 800).  Numbers of list items,
parts of names (COVID-19, B00) and telephone numbers are no figures.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.model import Figure
from corpus.reading.items import find_markers
from corpus.units import MONEY, SCALES, UNIT, read_han

SAME_LENGTH = str.maketrans("０１２３４５６７８９，．％－−–／（）＋", "0123456789,.%---/()+")
DIGITS = (
    r"\d{1,3}(?:,\s?\d{3,4})+(?!\d)(?:\.\d+)?"
    r"|(?:\d{4,}|\d+\.\d+|\d{1,3}(?:,\d{3})*,\d{1,2})\s\d{1,2}(?!\d|\s?[.、),:/%]|\s?[年月日])"
    r"|\d+(?:\.\d+)?"
)
NUMBER = re.compile(DIGITS)
BAD_GROUP = re.compile(r",\d{4}")
"""A misprint inside a larger number: 1 億 3,244 萬 3,6505 元."""
SCALE = re.compile(r"\s?(?P<scale>[百千仟]?[萬億]|[千仟])(?P<more>[餘多])?")
BETWEEN = re.compile(r"\s?[,、]?\s?(?=\d)")
HAN_NUMERAL = "[二兩三四五六七八九十百千仟]"
HAN_FIRST = "[二兩三四五六七八九十]"
TOKEN = re.compile(
    r"(?P<phone>(?<!\d)0\d{1,3}[-)]\s?\d{3,4}-?\d{3,4}(?!\d))"
    r"|(?P<ymd>(?<![\d.])(?:1\d\d|20\d\d)\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)"
    r"|(?P<dotted>(?<![\d.,])(?:1\d\d|20\d\d)\s?(?P<dot>[./-])\s?(?:0?[1-9]|1[0-2])\s?(?P=dot)\s?\d{1,2}(?!\d)(?:\s?日)?)"
    r"|(?P<md>(?<![\d.])(?:0?[1-9]|1[0-2])\s?月(?!份證)(?:\s?\d{1,2}\s?日)?)"
    r"|(?P<slash>(?<![\d./%])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/%]|\s?[*×xX÷=%)])(?<!\d\d\d))"
    r"|(?P<year>(?<![\d.,])(?:民國\s?)?(?:1\d\d|19\d\d|20\d\d)\s?(?:學年|年)度?(?!期|資|級))"
    rf"|第\s?(?P<ordinal>\d+|[一二三四五六七八九十]{{1,3}})\s?(?P<of>名|屆|期|次|季|學期|年|階段|版|場次|場|梯次|號|條|級|位|組|類|週|代)"
    r"|(?P<share>百分之\s?(?:\d+(?:\.\d+)?|[一二三四五六七八九十百]+))"
    rf"|(?P<han>(?<![第約每這那某何任一]){HAN_FIRST}{HAN_NUMERAL}{{0,4}}(?:[萬億]{HAN_NUMERAL}{{0,6}})?)"
    r"(?=\s?(?:元|人次|場次|梯次|家次|件|場|人|案|次|處|座|家|位|名|個月|天|小時|班|台|輛|株|萬))"
    rf"|(?P<number>{DIGITS})"
)
PERCENT = re.compile(r"\s?%|\s?個?百分[點比]")
TENTHS = re.compile(r"\s?成(?![立長為果功效員分年本就])")
SIGN = re.compile(r"(?:^|[\s｜(=:：為率達值減增、，。])(-|—)\s?$")
OPERANDS = tuple("0123456789)）】]％%")
NAME_BEFORE = re.compile(r"[A-Za-z_]-?$|#$")


def find_figures(text: str) -> list[Figure]:
    """Return the figures of a text in order; offsets are those of `text`."""
    plain = text.translate(SAME_LENGTH)
    items = _item_numbers(plain)
    figures: list[Figure] = []
    place = 0
    while match := TOKEN.search(plain, place):
        place = match.end()
        if match.start() in items or (
            match.start() and plain[match.start() - 1] in "(（" and match.start() - 1 in items
        ):
            continue
        figure = _read(match, plain, text)
        if figure is None:
            continue
        figures.append(figure)
        place = max(place, figure.end)
    return figures


def _item_numbers(plain: str) -> set[int]:
    """Return where list items' numbers begin, in each cell and paragraph."""
    starts: set[int] = set()
    last: dict[str, int] = {}
    for cell in re.finditer(r"[^｜\n]+", plain):
        starts.update(cell.start() + marker.start for marker in find_markers(cell.group(), last))
    return starts


def _read(match: re.Match[str], plain: str, text: str) -> Figure | None:
    start, end = match.span()
    if match["phone"]:
        return None
    if match["number"]:
        return _read_number(match, plain, text)
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
    if match["ordinal"]:
        number = match["ordinal"]
        value = int(number) if number.isdigit() else read_han(number)
        return Figure(text[start:end], float(value), match["of"], start, end, "ordinal")
    if match["share"]:
        number = match["share"].removeprefix("百分之").strip()
        value = float(number) if number[0].isdigit() else float(read_han(number))
        return Figure(text[start:end], value, "%", start, end, "percent")
    unit = UNIT.match(plain, end)
    stop = unit.end() if unit else end
    name = unit["unit"] if unit else ""
    kind = "money" if name in MONEY else "number"
    return Figure(text[start:stop], float(read_han(match["han"])), name, start, stop, kind)


def _read_number(match: re.Match[str], plain: str, text: str) -> Figure | None:
    start, end = match.span()
    before = plain[max(0, start - 3) : start]
    sign = SIGN.search(before)
    if sign and plain[: start - len(before) + sign.start(1)].rstrip().endswith(OPERANDS):
        sign = None  # a minus between two numbers
    if not sign and (
        NAME_BEFORE.search(before) or (match.group().startswith("0") and len(match.group()) > 3)
    ):
        return None
    value, end = _read_amount(plain, start)
    if value is None:
        return None
    if sign:
        start -= len(before) - sign.start(1)
        value = -value
    if percent := PERCENT.match(plain, end):
        end = percent.end()
        return Figure(text[start:end], float(value), "%", start, end, "percent")
    if tenths := TENTHS.match(plain, end):
        end = tenths.end()
        return Figure(text[start:end], float(value * 10), "%", start, end, "percent")
    unit = UNIT.match(plain, end)
    name = unit["unit"].strip("()") if unit else ""
    end = unit.end() if unit else end
    if plain[end : end + 1].isascii() and plain[end : end + 1].isalpha() and not unit:
        return None
    return Figure(text[start:end], float(value), name, start, end, "money" if name in MONEY else "number")


def _read_amount(plain: str, place: int) -> tuple[Decimal | None, int]:
    """Return the value of a number with its scales (3 億 3,355 萬) and where it ends."""
    total = Decimal(0)
    limit: Decimal | None = None
    end = place
    while number := NUMBER.match(plain, place):
        value = Decimal(re.sub(r"[,\s]", "", number.group()))
        if limit is not None and value >= limit and not BAD_GROUP.search(number.group()):
            break
        scale = SCALE.match(plain, number.end())
        if scale is None or _is_word(plain, scale):
            return total + value, number.end()
        factor = Decimal(1)
        for sign in scale["scale"]:
            factor *= SCALES[sign]
        if limit is not None and factor >= limit:
            break
        total, limit, end = total + value * factor, factor, scale.end()
        if scale["more"]:
            end -= 1
            break
        between = BETWEEN.match(plain, end)
        if between is None or re.match(r"\s?\d+\s?[.、](?!\d)", plain[end : end + 6]):
            break
        place = between.end()
    else:
        return (None, end) if limit is None else (total, end)
    return total, end


def _is_word(plain: str, scale: re.Match[str]) -> bool:
    """Whether the sign behind a number begins a word: 千禧, 萬里."""
    return plain.startswith(("禧", "里", "安", "華"), scale.end("scale"))
