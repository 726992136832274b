"""Rates in words that the numbers in front of them do not give: 515 人, … 270 人，開戶率 73%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.measures import is_amount, shows, slack_of, unit_of, write_number
from corpus.contradictions.naming import place_of
from corpus.model import Figure, Passage, Sentence

RATE = re.compile(r"(?P<name>[\u4e00-\u9fff]{0,12}(?:率|百分比))(?:[為達約僅計是]|[:：])*\s*$")
GROWTH = re.compile(r"成長率|增加率|減少率|增加比例|增幅|減幅|年增率")
OTHER_BASE = re.compile(r"涵蓋率|普及率|接管率|債務比率|負債比率")
"""Rates whose whole is seldom one of the numbers beside them."""
BY_TARGET = re.compile(r"目標|預定|預計|基準")
FROM_TO = re.compile(r"[由自從]|(?:提升|提高|增加|成長|下降|減少|降低|調[升降])[至到為]|[增降]至")
TIMES = ("歲", "年", "個月", "月", "週", "天", "日", "小時", "時", "分鐘", "分")
GAP = re.compile(r"[。\n｜\d]")
LONGEST_GAP = 16


def find_ratios(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield rates that no two numbers of their sentence give.

    Only rates with two numbers of one unit right before them, under 100 %.
    """
    for passage in passages:
        for sentence in passage.sentences:
            figures = [one for one in passage.figures if sentence.start <= one.start < sentence.end]
            for place, figure in enumerate(figures):
                if figure.kind == "percent":
                    found = _check(passage, sentence, figures, place)
                    if found:
                        yield found


def _check(passage: Passage, sentence: Sentence, figures: list[Figure], place: int) -> Contradiction | None:
    rate = figures[place]
    name = RATE.search(passage.text, max(sentence.start, rate.start - 20), rate.start)
    if not name:
        return None
    before = [one for one in figures[:place] if is_amount(one) and one.kind != "percent"]
    before = [one for one in before if one.unit not in TIMES]
    if len(before) < 2:
        return None
    whole, part = before[-2:]
    if not part.unit or unit_of(whole) != unit_of(part):
        return None
    gap = passage.text[part.end : name.start("name")] + name["name"]
    if GAP.search(gap) or len(gap) > LONGEST_GAP:
        return None
    if GROWTH.search(name["name"]):
        return _check_growth(passage, whole, part, rate, name["name"])
    if not 0 < rate.value < 100 or OTHER_BASE.search(name["name"]):
        return None
    if FROM_TO.search(passage.text[max(0, whole.start - 6) : part.start]):
        return None
    if "達成" in name["name"] and BY_TARGET.search(passage.text[sentence.start : rate.start]):
        return None
    after = [one for one in figures[place + 1 : place + 3] if is_amount(one) and one.kind != "percent"]
    near = [one for one in before[-6:] + after if unit_of(one) == unit_of(part)]
    if any(_gives(one, other, rate) for one, other in permutations(near, 2)):
        return None
    if whole.value == part.value:
        return None
    parts = [one for one in before[-3:] if unit_of(one) == unit_of(part)]
    return contradiction(
        f"{place_of(passage)}的{name['name']}寫 {rate.text}，{_describe(parts, name['name'])}",
        "ratio",
        *(spot_of(passage, one) for one in (rate, *parts)),
    )


def _describe(numbers: list[Figure], name: str) -> str:
    if len(numbers) > 2:
        return f"但前面的 {'、'.join(one.text for one in numbers)} 兩兩相除都得不出"
    small, large = sorted(numbers, key=lambda one: one.value)
    share = small.value / large.value
    computed = 1 - share if "賸餘" in name or "剩餘" in name else share
    return f"但 {numbers[0].text} 與 {numbers[1].text} 算出 {write_number(computed * 100)}%"


def _gives(one: Figure, other: Figure, rate: Figure) -> bool:
    """Whether a rate is a share of one number in another, or what remains of it."""
    if not other.value:
        return False
    share = one.value / other.value * 100
    slack = (slack_of(one) + share / 100 * slack_of(other)) / other.value * 100
    return any(
        shows(rate.text, rate.value, value) or abs(rate.value - value) <= slack
        for value in (share, 100 - share)
    )


def _check_growth(
    passage: Passage, first: Figure, second: Figure, rate: Figure, name: str
) -> Contradiction | None:
    """Return a growth that the number of the year before and that of this year do not give."""
    words = passage.text[max(0, first.start - 40) : first.start]
    between = passage.text[first.end : second.start]
    earlier = r"上年度?|去年|前一?年|前年度|上一年度?"
    if re.search(earlier, words) and not re.search(earlier, between):
        old, new = first, second
    elif re.search(earlier, between) and not re.search(earlier, words):
        old, new = second, first
    else:
        return None
    if not old.value:
        return None
    growth = (new.value - old.value) / old.value * 100
    if shows(rate.text, abs(rate.value), abs(growth)):
        return None
    return contradiction(
        f"{place_of(passage)}的{name}寫 {rate.text}，"
        f"但由 {old.text} 到 {new.text} 是 {write_number(growth)}%",
        "ratio",
        spot_of(passage, rate),
        spot_of(passage, old),
        spot_of(passage, new),
    )
