"""Dates that cannot be: a wrong weekday, a day that no month has, an end before its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.contradictions.finding import Contradiction, Spot, contradiction, spot_of
from corpus.contradictions.measures import is_year
from corpus.contradictions.naming import place_of
from corpus.model import Figure, Passage

WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(
    r"\s?(?:[(（]\s?)?(?P<prefix>星期|週|禮拜)?(?P<day>[一二三四五六日天])(?P<closing>\s?[)）])?"
)
RANGE = re.compile(r"\s?(?:起)?(?:至|到|迄|~|～|-|－|–|—)\s?")
UNTIL = re.compile(r"(?:截至|截止|統計至|累計至|迄至)(?:民國)?\s?$")
LEAP = 2024
"""A year that has all days that any year has."""
COUNTED = re.compile(r"度?[^，。；\d]{0,14}(?:共計?|合計|總計|計)\s?\d")


def find_dates(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield impossible dates; years are those of the Republic, or of our era where they have 4 digits."""
    for passage in passages:
        dates = [one for one in passage.figures if one.kind == "date" or is_year(one)]
        for place, figure in enumerate(dates):
            yield from _weekday(passage, figure)
            yield from _no_such_day(passage, figure)
            yield from _too_late(passage, figure)
            if place + 1 < len(dates):
                yield from _backwards(passage, figure, dates[place + 1])


def _parts(figure: Figure) -> tuple[int, int, int]:
    """Return year, month and day, the year of our era; 0 for what is not printed."""
    value = int(figure.value)
    year, month, day = (value, 0, 0) if is_year(figure) else (value // 10000, value // 100 % 100, value % 100)
    return (year + 1911 if 0 < year < 1000 else year), month, day


def _weekday(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    match = WEEKDAY.match(passage.text, figure.end)
    if not match or not (match["prefix"] or (match["closing"] and "(" in match.group().replace("（", "("))):
        return
    year, month, day = _parts(figure)
    if not year:
        year = passage.report.year + 1911
    try:
        real = WEEKDAYS[date(year, month, day).weekday()]
    except ValueError:
        return
    said = match["day"].replace("天", "日")
    if said == real:
        return
    spot = Spot(passage, figure.start, match.end())
    yield contradiction(
        f"{place_of(passage)}寫 {spot.text.strip()}，但 {figure.text} 是星期{real}",
        "date",
        spot,
    )


def _no_such_day(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    year, month, day = _parts(figure)
    if not day or not month:
        return
    try:
        date(year or LEAP, month, day)
    except ValueError:
        yield contradiction(
            f"{place_of(passage)}寫 {figure.text}，但 {month} 月沒有 {day} 日",
            "date",
            spot_of(passage, figure),
        )


def _too_late(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    """Yield what is counted in or up to a year that the report cannot know yet."""
    if _parts(figure)[0] <= passage.report.year + 1911 + 1:
        return
    until = UNTIL.search(passage.text, max(0, figure.start - 8), figure.start)
    if until or COUNTED.match(passage.text, figure.end):
        spot = Spot(passage, until.start() if until else figure.start, figure.end)
        yield contradiction(
            f"{place_of(passage)}統計的時間寫「{spot.text}」，但這是 {passage.report.year} 年度的報告",
            "date",
            spot,
        )


def _backwards(passage: Passage, first: Figure, second: Figure) -> Iterator[Contradiction]:
    between = passage.text[first.end : second.start]
    if not RANGE.fullmatch(between):
        return
    start, end = _parts(first), _parts(second)
    if not start[0] or not end[0] or not start[1] or not end[1]:
        return
    if end >= start or (end[:2] == start[:2] and not (start[2] and end[2])):
        return
    yield contradiction(
        f"{place_of(passage)}的期間寫 {first.text} 到 {second.text}，結束早於開始",
        "date",
        spot_of(passage, first),
        spot_of(passage, second),
    )
