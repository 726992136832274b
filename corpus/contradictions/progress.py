"""Degrees of completion that the text of their programme denies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.naming import place_of
from corpus.model import Passage, Section

COMPLETION = re.compile(r"｜完成程度 (?P<value>\d+(?:\.\d+)?)\s?[%％]?$")
PROGRESS = re.compile(
    r"(?:執行|工程|施工|履約|整體|辦理|計畫)進度[^\d，。；、\n%％]{0,12}(?P<value>\d+(?:\.\d+)?)\s?[%％]"
)
PENDING = re.compile(
    r"(?:尚?待|尚未|仍未|刻正|俟)[^。；，]{0,8}?(?:驗收|打造|完工|竣工|交貨|交車|施工|安裝|開工|履約|決標|發包)"
)


def find_progress(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield a degree of completion that is not the progress in the text, or is 100 % of what is under way."""
    programmes: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.section == Section.PROGRAMMES:
            programmes[(passage.department, *passage.path)].append(passage)
    for parts in programmes.values():
        found = [(one, match) for one in parts if (match := COMPLETION.search(one.text))]
        if len(found) != 1:
            continue
        passage, completion = found[0]
        value = float(completion["value"])
        denied = [(one, match) for one in parts for match in PROGRESS.finditer(one.text)]
        if len(denied) != 1 or abs(value - float(denied[0][1]["value"])) <= 1:
            denied = [(one, match) for one in parts for match in PENDING.finditer(one.text) if value >= 100]
        for there, match in denied[:1]:
            spot = Spot(passage, completion.start("value"), completion.end())
            yield contradiction(
                f"{place_of(passage)}的完成程度寫 {spot.text}，文字卻寫「{match.group().strip()}」",
                "progress",
                spot,
                Spot(there, *match.span()),
            )
