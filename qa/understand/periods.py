"""The time that a text speaks of: years as 民國 years, parts of a year and runs of years.

Texts are normalised (`index.words.normalize`): 民國一百一十三年 and 一一三年 are 113年 by then.  A bare
Western year counts from 2000 to 2029 only: 1999, 1966 and 1922 are hotlines, 2030 and 2050 are goals.

A report of a year's results mostly has the figures of the whole year.  Asked for the first half or for May,
it answers only where a sentence is about a stretch inside of it; asked for so much a month, a person or a
household, only where the text tells a rate of that kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import ROC_OFFSET
from corpus.numbers import read_han

_AGE = r"級|次|齡|資|輕|來|前|內|以|間|滿|度?計畫期|份"
_ROC = re.compile(rf"(?<![\d./])(?<!\d,)(?:民國\s*)?(\d{{2,3}})\s*(?:學?年(?!{_AGE})|年度)")
_ROC_DOTTED = re.compile(r"(?<![\d.])(?<!\d,)(1\d{2})\s*[./]\s*\d{1,2}\s*[./]\s*\d{1,2}")
_ROC_MONTH = re.compile(r"(?<![\d.])(?<!\d,)(1\d{2})\s*年\s*\d{1,2}\s*月")
_WESTERN = re.compile(
    r"(?<![\d.$])(?<!\d,)(?:(?P<named>(?:19|20)\d{2})\s*年(?!前)|(?:西元|\b(?:in|of|for|since|by|during|year)\s)\s*(?P<led>(?:19|20)\d{2})"
    r"|(?P<bare>20[0-2]\d)(?=\s*(?:$|[^\d,\sa-z%元人件次萬戶份座處個場格項歲]|[a-z]{2})))(?![\d,]\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<!\d)(1\d{2})\s*[-~～至到、及和與]\s*(1\d{2})\s*(?:學?年|年度)")
_LIST = re.compile(r"(?<!\d)1\d{2}(?:\s*[、,，和及與]\s*1\d{2})+(?=\s*[一兩二三四五這]*\s*年)")

_RELATIVE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (-2, re.compile(r"(?<!比)(?<!較)大前年")),
    (
        -1,
        re.compile(
            r"(?<![比較目當以大])(?:前年(?!度)|前一年度?|上一?年度?(?!終))|the year before\b|previous year",
            re.IGNORECASE,
        ),
    ),
    (1, re.compile(r"明年|隔年|下一?年度?|next year|the year after", re.IGNORECASE)),
    (2, re.compile(r"後年(?!級)")),
)
"""Years counted from the report's, whose own year people call 去年 or 今年."""
FARTHEST = 20
"""Years from the report's beyond which a year is a goal or a founding, and is not asked about."""


def find_years(text: str) -> frozenset[int]:
    """The 民國 years that a text names: 112 for 「112 年」, 「112.8.26」 and 2023."""
    years = {int(year) for pattern in (_ROC, _ROC_DOTTED, _ROC_MONTH) for year in pattern.findall(text)}
    years |= {int(year) for pair in _RANGE.findall(text) for year in pair}
    years |= {int(year) for run in _LIST.findall(text) for year in re.findall(r"1\d{2}", run)}
    western = (int(match["named"] or match["led"] or match["bare"]) for match in _WESTERN.finditer(text))
    years |= {year - ROC_OFFSET for year in western}
    return frozenset(year for year in years if 30 <= year <= 150)


def find_near_years(text: str, year: int) -> frozenset[int]:
    """The years that a text names in figures and that a report of `year` may tell of."""
    return frozenset(one for one in find_years(text) if abs(one - year) <= FARTHEST)


def find_asked_years(text: str, year: int) -> frozenset[int]:
    """The years that a question asks about, those in words counted from the report's `year`; none is () ."""
    return find_near_years(text, year) or frozenset(
        year + away for away, words in _RELATIVE if words.search(text)
    )


def find_year_spans(text: str) -> list[tuple[int, int]]:
    """Where a text names years (of a date the year alone), else where words like 上一年 do."""
    found = [match.span() for pattern in (_RANGE, _LIST, _ROC, _WESTERN) for match in pattern.finditer(text)]
    found += [(match.start(), text.index("年", match.end(1)) + 1) for match in _ROC_MONTH.finditer(text)]
    found = found or [match.span() for _, words in _RELATIVE for match in words.finditer(text)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


_NUMERAL = r"(?:\d{1,2}|[一二兩三四五六七八九十]{1,2})"
_HALF = re.compile(r"(?P<half>[上下])半年度?|(?P<english>first|second) half(?: of| year)", re.IGNORECASE)
_QUARTER = re.compile(
    r"第\s?(?P<n>[1-4一二三四])\s?季(?!刊)|(?<![a-z])Q(?P<q>[1-4])(?!\d)"
    r"|(?P<word>first|second|third|fourth) quarter",
    re.IGNORECASE,
)
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_MONTHS = re.compile(
    rf"(?<![\d.個])(?P<first>{_NUMERAL})\s*月?份?(?:\s*\d{{1,2}}\s*日?)?\s*(?:至|到|[-~～－])\s*(?:1\d\d\s*年\s*)?(?P<last>{_NUMERAL})\s*月"
    rf"|(?<![\d.個每])(?P<one>{_NUMERAL})\s*月(?!大|底)"
)
_ASKED = r"(?!次)[^,，。;；？?]{0,8}?(?:多少|幾(?![月號點]))"
_RATES = {
    name: (
        re.compile(rf"(?:{one})(?:{_ASKED}|平均)|平均(?:{one})|{english}", re.IGNORECASE),
        re.compile(told),
    )
    for name, one, english, told in (
        (
            "每月",
            "每個?月|一個月|月(?=平均)",
            r"per month|a month\b|monthly average",
            "每個?月|月均|按月|平均",
        ),
        (
            "每人",
            "每個?人|每[名位]|一個?人",
            "per person|per capita",
            r"每[^,，。;；\d]{0,8}[人名位員生童胎]|人均|平均",
        ),
        ("每戶", "[每一]戶", "per household", r"每[^,，。;；\d]{0,8}[戶家]|戶均|平均"),
    )
}
"""Rates by their names for the user: how a question asks for one, how a text tells it."""

_RUN = re.compile(
    rf"(?:近|過去|最近|這)\s*(?![一1]\s*年){_NUMERAL}\s*年|歷年|逐年|每年各|over the years|past \w+ years",
    re.IGNORECASE,
)
_RUN_SHOWN = re.compile(r"歷年|歷屆|累計|逐年|近.{1,3}年|年起|自.{1,6}年")

_WHOLE = re.compile(r"全年(?!級)|整年|(?:whole|entire|full) year", re.IGNORECASE)
_DAYS = re.compile(
    r"(?P<first>\d{1,2})\s*月\s*\d{1,2}\s*日[^，。；月]{0,14}?(?:至|到|[-~～－])\s*(?:同年|\d{2,3}\s*年)?\s*"
    r"(?P<last>\d{1,2})\s*月\s*\d{1,2}\s*日"
)
KEPT = 64  # questions whose rates are kept: each candidate is held against the same
SEASON = 6  # months from which a stretch of days can stand for the year


@dataclass(frozen=True)
class Period:
    """A stretch of months of a year, both ends included, as the question calls it."""

    name: str
    first: int
    last: int

    def holds(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last


def find_periods(text: str) -> tuple[Period, ...]:
    """The parts of a year that a text names: half-years, quarters, months and stretches of them."""
    found = []
    for match in _HALF.finditer(text):
        first = 1 if match["half"] == "上" or (match["english"] or "").lower() == "first" else 7
        found.append(Period(match.group(), first, first + 5))
    for match in _QUARTER.finditer(text):
        quarter = _ORDER.get((match["word"] or "").lower()) or read_han(match["n"] or match["q"]) or 1
        found.append(Period(match.group(), 3 * quarter - 2, 3 * quarter))
    for match in _MONTHS.finditer(text):
        first, last = read_han(match["first"] or match["one"]), read_han(match["last"] or match["one"])
        if first and last and 1 <= first <= last <= 12:
            found.append(Period(match.group(), first, last))
    return tuple(found)


def find_run(text: str) -> tuple[int, int] | None:
    """Where a normalised text names a run of years (歷年, 近三年), None where it does not."""
    match = _RUN.search(text)
    return match.span() if match else None


def asks_whole_year(text: str) -> bool:
    """Whether a normalised question asks for the whole year by name."""
    return _WHOLE.search(text) is not None


def find_days(text: str) -> str:
    """The stretch of days, less than half a year, that a normalised text is about, "" for none."""
    match = _DAYS.search(text)
    return match.group() if match and 0 <= int(match["last"]) - int(match["first"]) < SEASON else ""


@lru_cache(maxsize=KEPT)
def find_rates(question: str) -> list[tuple[str, re.Pattern[str]]]:
    """The rates that a normalised question asks for, by name, each with how a text tells it."""
    return [(name, told) for name, (asked, told) in _RATES.items() if asked.search(question)]


def lacks_period(question: str, evidence: str) -> str:
    """The rate or period that a normalised question asks for and the evidence has not, "" for none."""
    for name, told in find_rates(question):
        if not told.search(evidence):
            return name
    shown = find_periods(evidence)
    for asked in find_periods(question):
        if (asked.first, asked.last) != (1, 12) and not any(asked.holds(one) for one in shown):
            return asked.name
    if (match := _RUN.search(question)) and not _RUN_SHOWN.search(evidence):
        return match.group()
    return ""
