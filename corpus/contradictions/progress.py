"""Programmes whose degree of completion is not the progress that their text reports."""

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


def find_progress(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield programmes that print one progress in their text, and another completion beside it."""
    programmes: dict[tuple[str, tuple[str, ...]], list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.section == Section.PROGRAMMES:
            programmes[(passage.department, passage.path)].append(passage)
    for parts in programmes.values():
        completions = [(one, found) for one in parts if (found := COMPLETION.search(one.text))]
        progress = [(one, found) for one in parts for found in PROGRESS.finditer(one.text)]
        if len(completions) != 1 or len(progress) != 1:
            continue
        (here, completion), (there, said) = completions[0], progress[0]
        if abs(float(completion["value"]) - float(said["value"])) <= 1:
            continue
        spot = Spot(here, completion.start("value"), completion.end())
        yield contradiction(
            f"{place_of(here)}的完成程度寫 {spot.text}，文字卻寫「{said.group().strip()}」",
            "progress",
            spot,
            Spot(there, *said.span()),
        )
