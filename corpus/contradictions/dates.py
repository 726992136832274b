"""Dates that cannot be: a wrong weekday, a day that no month has, an end before its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.contradictions.finding import Contradiction, Spot, contradiction, spot_of
from corpus.contradictions.measures import is_year
from corpus.contradictions.naming import place_of
from corpus.model import ROC_OFFSET, Figure, Passage

WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(
    r"\s?(?:[(（]\s?)?(?P<prefix>星期|週|禮拜)?(?P<day>[一二三四五六日天])(?P<closing>\s?[)）])?"
)
RANGE = re.compile(r"\s?(?:起)?(?:至|到|迄|~|～|-|－|–|—)\s?")
UNTIL = re.compile(r"(?:截至|截止|統計至|累計至|迄至)(?:民國)?\s?$")
COUNTED = re.compile(r"度?[^，。；\d]{0,14}(?:共計?|合計|總計|計)\s?\d")
SCHOOL_YEAR = re.compile(r"(?P<words>(?P<year>1\d\d)\s?學年度)[^。；\n｜]{0,30}$")
LISTED = re.compile(r"[\s、,，及與和]*")
PLANNED = re.compile(r"預[計定估]|將|規劃|訂於|擬|暫定|期限|持續|未來|明年|期程")
PRINTED = 4
"""The month of the next year by whose beginning a year's report is printed."""
STAGE_WORDS = {
    1: ("決標",),
    2: ("開工", "動工"),
    3: ("完工", "竣工"),
    4: ("驗收",),
    5: ("通車", "啟用", "營運", "開館", "開放"),
}
"""The stages of a work in their order."""
STAGE_NAMES = {number: words[0] for number, words in STAGE_WORDS.items()}
STAGES = re.compile("|".join(word for words in STAGE_WORDS.values() for word in words))
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def find_dates(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield impossible dates; years are those of the Republic, or of our era where they have 4 digits."""
    for passage in passages:
        dates = [one for one in passage.figures if one.kind == "date" or is_year(one)]
        yield from _out_of_order(passage)
        for place, figure in enumerate(dates):
            wrong_day = list(_weekday(passage, figure))
            yield from wrong_day or _after_printing(passage, dates[: place + 1])
            yield from _no_such_day(passage, figure)
            yield from _too_late(passage, figure)
            yield from _before_school_year(passage, figure)
            if place + 1 < len(dates):
                yield from _backwards(passage, figure, dates[place + 1])


def _parts(figure: Figure) -> tuple[int, int, int]:
    """Return year, month and day, the year of our era; 0 for what is not printed."""
    value = int(figure.value)
    year, month, day = (value, 0, 0) if is_year(figure) else (value // 10000, value // 100 % 100, value % 100)
    return (year + ROC_OFFSET if 0 < year < 1000 else year), month, day


def _weekday(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    match = WEEKDAY.match(passage.text, figure.end)
    if not match or not (match["prefix"] or (match["closing"] and "(" in match.group().replace("（", "("))):
        return
    year, month, day = _parts(figure)
    if not year:
        year = passage.report.western
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
    last = MONTH_DAYS[month - 1]
    if month == 2 and year and (year % 4 or (year % 100 == 0 and year % 400)):
        last = 28
    if day > last:
        yield contradiction(
            f"{place_of(passage)}寫 {figure.text}，但 {month} 月沒有 {day} 日",
            "date",
            spot_of(passage, figure),
        )


def _too_late(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    """Yield what is counted in or up to a year that the report cannot know yet."""
    if _parts(figure)[0] <= passage.report.western + 1:
        return
    until = UNTIL.search(passage.text, max(0, figure.start - 8), figure.start)
    if until or COUNTED.match(passage.text, figure.end):
        spot = Spot(passage, until.start() if until else figure.start, figure.end)
        yield contradiction(
            f"{place_of(passage)}統計的時間寫「{spot.text}」，但這是 {passage.report.year} 年度的報告",
            "date",
            spot,
        )


def _after_printing(passage: Passage, dates: list[Figure]) -> Iterator[Contradiction]:
    """Yield a day of the next year that a report tells of as past, though it was printed before."""
    figure = dates[-1]
    year, month, _ = _parts(figure)
    if not year and len(dates) > 1 and LISTED.fullmatch(passage.text[dates[-2].end : figure.start]):
        year = _parts(dates[-2])[0]
    if year != passage.report.western + 1 or month < PRINTED:
        return
    sentence = next(one for one in passage.sentences if one.start <= figure.start < one.end)
    if (
        PLANNED.search(passage.sentence_text(sentence))
        or passage.text[: figure.start].rstrip()[-1:] in "至到迄"
    ):
        return
    said = figure.text if _parts(figure)[0] else f"{year - ROC_OFFSET} 年的 {figure.text}"
    yield contradiction(
        f"{place_of(passage)}寫 {said}，但這是 {passage.report.year} 年度的報告，印在那之前",
        "date",
        Spot(passage, sentence.start, figure.end)
        if figure.end - sentence.start < 60
        else spot_of(passage, figure),
    )


def _out_of_order(passage: Passage) -> Iterator[Contradiction]:
    """Yield stages of a work whose days are in the wrong order: opened before it is finished."""
    for sentence in passage.sentences:
        dates = [
            one
            for one in passage.figures
            if one.kind == "date" and sentence.start <= one.start < sentence.end
        ]
        staged: list[tuple[int, tuple[int, int, int], Figure]] = []
        year = 0
        for figure in dates:
            printed, month, day = _parts(figure)
            year = printed or year
            stage = _stage_of(passage.text, figure)
            if stage and month and day:
                staged.append((stage, (year, month, day), figure))
        for earlier, (stage, date_, figure) in ((a, b) for a in staged for b in staged):
            if earlier[0] < stage and earlier[1] > date_ and earlier[1][0] and date_[0]:
                yield contradiction(
                    f"{place_of(passage)}寫 {earlier[2].text} {STAGE_NAMES[earlier[0]]}，"
                    f"卻寫 {figure.text} 就{STAGE_NAMES[stage]}",
                    "date",
                    spot_of(passage, earlier[2]),
                    spot_of(passage, figure),
                )


def _stage_of(text: str, figure: Figure) -> int:
    """Return which stage of a work a date is of, 0 for none: its word stands right before or behind it."""
    behind = re.match(r"[^，。；、\d]{0,4}?(" + STAGES.pattern + ")", text[figure.end : figure.end + 10])
    before = re.search("(" + STAGES.pattern + r")(?:日期|日)?[^，。；、\d]{0,2}$", text[: figure.start][-8:])
    word = behind or before
    return next(number for number, words in STAGE_WORDS.items() if word[1] in words) if word else 0


def _before_school_year(passage: Passage, figure: Figure) -> Iterator[Contradiction]:
    """Yield what a school year held before the year in which it begins."""
    school = SCHOOL_YEAR.search(passage.text, max(0, figure.start - 50), figure.start)
    year, month, _ = _parts(figure)
    if not school or not month or not year or year >= int(school["year"]) + ROC_OFFSET:
        return
    if RANGE.match(passage.text, figure.end):
        return
    yield contradiction(
        f"{place_of(passage)}寫 {school['year']} 學年度的活動在 {figure.text} 辦理，早於該學年度",
        "date",
        Spot(passage, *school.span("words")),
        spot_of(passage, figure),
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
