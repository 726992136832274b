"""Statements of one programme or row that deny each other: done and not yet done, none and some."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.naming import place_of
from corpus.contradictions.records import pairs_of
from corpus.model import Passage, Section, Sentence

COMPLETION = re.compile(r"｜完成程度 (?P<value>\d+(?:\.\d+)?)\s?[%％]?$")
PROGRESS = re.compile(
    r"(?:執行|工程|施工|履約|整體|辦理|計畫)進度[^\d，。；、\n%％]{0,12}(?P<value>\d+(?:\.\d+)?)\s?[%％]"
)
STAGE = "驗收|打造|完工|竣工|交貨|交車|施工|安裝|開工|履約|決標|發包"
PENDING = re.compile(rf"(?:尚?待|尚未|仍未|刻正|俟)[^。；，]{{0,8}}?(?:{STAGE})")
TO_DO = re.compile(r"(?:待|尚未|仍未)[^。；，]{0,12}?(?P<what>[\u4e00-\u9fff]{2})(?=[。；，\n]|$)")
DONE = "(?:合格|完成|完竣|通過|完畢)"
NONE_YET = re.compile(r"未(?P<what>[\u4e00-\u9fff]{2})")
EXCEPT = re.compile(r"除[^。；]*外|如|若|倘|者")
BEHIND = 45
"""Characters around a count that tell what is counted."""


@dataclass(frozen=True)
class Said:
    """A sentence where it stands."""

    passage: Passage
    sentence: Sentence

    @property
    def text(self) -> str:
        return self.passage.sentence_text(self.sentence)

    def spot(self, span: tuple[int, int]) -> Spot:
        return Spot(self.passage, self.sentence.start + span[0], self.sentence.start + span[1])


def find_statements(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield what a programme or row says of itself in two ways that exclude each other."""
    blocks: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in passages:
        programme = passage.section == Section.PROGRAMMES
        blocks[(passage.department, *(passage.path if programme else (passage.id,)))].append(passage)
    for parts in blocks.values():
        said = [Said(passage, sentence) for passage in parts for sentence in passage.sentences]
        yield from _completion(parts, said)
        yield from _done_and_pending(said)
        yield from _none_and_some(said)


def _completion(parts: list[Passage], said: list[Said]) -> Iterator[Contradiction]:
    """Yield a degree of completion that is not the progress in the text, or is 100 % of what is under way."""
    found = [(one, match) for one in parts if (match := COMPLETION.search(one.text))]
    if len(found) != 1:
        return
    passage, completion = found[0]
    spot = Spot(passage, completion.start("value"), completion.end())
    progress = [(one, match) for one in said for match in PROGRESS.finditer(one.text)]
    if len(progress) == 1 and abs(float(completion["value"]) - float(progress[0][1]["value"])) > 1:
        there, match = progress[0]
        yield contradiction(
            f"{place_of(passage)}的完成程度寫 {spot.text}，文字卻寫「{match.group().strip()}」",
            "progress",
            spot,
            there.spot(match.span()),
        )
    elif float(completion["value"]) >= 100:
        pending = next(((one, match) for one in said if (match := PENDING.search(one.text))), None)
        if pending:
            there, match = pending
            yield contradiction(
                f"{place_of(passage)}的完成程度寫 {spot.text}，文字卻寫「{match.group().strip()}」",
                "progress",
                spot,
                there.spot(match.span()),
            )


def _done_and_pending(said: list[Said]) -> Iterator[Contradiction]:
    """Yield what is done in one sentence and waits to be done in another: 驗收合格, 待釐清後辦理驗收."""
    for one in said:
        for waiting in TO_DO.finditer(one.text):
            done = re.compile(rf"(?<![未再])(?:[^，。；]{{0,20}})?{waiting['what']}{DONE}")
            for other in said:
                match = done.search(other.text)
                if match and other is not one:
                    yield contradiction(
                        f"{place_of(one.passage)}寫「{match.group().strip()}」，又寫「{waiting.group()}」",
                        "statement",
                        other.spot(match.span()),
                        one.spot(waiting.span()),
                    )


def _none_and_some(said: list[Said]) -> Iterator[Contradiction]:
    """Yield what did not happen in one sentence and is counted in another: 未查獲機台, 查獲機台 3 檯."""
    for one in said:
        for denied in NONE_YET.finditer(one.text):
            if EXCEPT.search(one.text):
                break
            what = pairs_of(one.text[denied.end() : denied.end() + 10])
            for other in said:
                if other is one or (other.sentence is other.passage.sentences[0] and other.passage.indicator):
                    continue
                counted = re.search(
                    rf"(?<![未無或]){denied['what']}[^，。；、\d]{{0,12}}\d[\d,]*\s?[^\d%％\s]", other.text
                )
                said_so = one.text[denied.start() : denied.end() + 8].strip("。，； ")
                if counted and what & pairs_of(other.text[counted.end() : counted.end() + BEHIND]):
                    yield contradiction(
                        f"{place_of(one.passage)}寫「{said_so}」，又寫「{counted.group().strip()}」",
                        "statement",
                        one.spot(denied.span()),
                        other.spot(counted.span()),
                    )
