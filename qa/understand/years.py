"""Which years a question or a sentence speaks of, as 民國 years.

Texts are normalised (`index.words.normalize`): 民國一百一十三年 and 一一三年 are 113年 by then.  A bare
Western year counts from 2000 to 2029 only: 1999, 1966 and 1922 are hotlines, 2030 and 2050 are goals.
"""

from __future__ import annotations

import re

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
    years |= {
        int(match["named"] or match["led"] or match["bare"]) - 1911 for match in _WESTERN.finditer(text)
    }
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
