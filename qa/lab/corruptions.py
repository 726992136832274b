"""True sentences about a report and false ones made from them, to examine what checks a language model.

Each is what a model might write, with the printed sentence that it points at.  All come from the passages
by rule and from a fixed seed, so an examination can be repeated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.figures import find_figures
from corpus.model import Figure, Passage
from qa.llm.sources import Line, read_lines

TRUE = "true"
SHORTEST, LONGEST = 18, 110  # characters of the printed sentences that are used
_COUNTED = frozenset({"number", "money", "percent"})
_SAID = {"辦理": "舉辦", "共計": "總共", "計有": "有", "受理": "收到", "民眾": "市民", "提昇": "提升"}
"""Words of the report as people say them."""
_DEED = re.compile(r"(?:完成|辦理|舉辦|達成|提供|設置|補助|受理|參加|通過|增加|減少|裝設|發放|取得|推動)")
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}[.、)]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、])\s*")
_INVENTED = (
    "承辦人員因造假遭到懲處",
    "市長對此表示不滿並要求重做",
    "廠商事後退還全部款項",
    "中央政府已要求停止這項計畫",
    "其他縣市都比不上這個成績",
)
_FOREIGN = (
    "The officials in charge were dismissed for falsifying this figure",
    "この事業は大成功でした",
    "이 사업은 크게 성공했습니다",
    "Этот проект был успешным",
)


@dataclass(frozen=True)
class Case:
    """A sentence with what it points at; `kind` is TRUE or the way in which it is false."""

    kind: str
    text: str
    line: Line


def make_cases(passages: Sequence[Passage], count: int) -> list[Case]:
    """About `count` false sentences, evenly over their kinds, and half as many true ones, mixed."""
    chance = random.Random(1)
    lines = [line for passage in passages for line in read_lines(passage) if _is_usable(line)]
    chance.shuffle(lines)
    kinds: dict[str, list[Case]] = {}
    for place, line in enumerate(lines[: 20 * count]):
        other = lines[place - 1]
        for case in _corrupt(line, other, chance):
            kinds.setdefault(case.kind, []).append(case)
        kinds.setdefault(TRUE, []).append(Case(TRUE, _say(line, chance), line))
    true = kinds.pop(TRUE, [])[: count // 2]
    each = -(-count // max(len(kinds), 1))
    cases = [case for group in kinds.values() for case in group[:each]] + true
    chance.shuffle(cases)
    return cases


def _is_usable(line: Line) -> bool:
    row = line.passage.indicator
    if line.text.startswith("指標："):
        return row is not None and row.target != row.actual and bool(row.target and row.actual)
    return (
        SHORTEST <= len(line.text) <= LONGEST
        and line.text.endswith("。")
        and "｜" not in line.text
        and bool(_figures(line.text))
    )


def _figures(text: str) -> list[Figure]:
    return [figure for figure in find_figures(text) if figure.kind in _COUNTED and figure.unit]


def _plain(line: Line) -> str:
    """A printed sentence as a statement: without its number in a list; a row with its fields told."""
    if line.text.startswith("指標：") and (row := line.passage.indicator):
        return f"{row.name}的目標是 {row.target}，實際是 {row.actual}，達成度 {row.attainment}"
    return _NUMBERING.sub("", line.text).rstrip("。；")


def _say(line: Line, chance: random.Random) -> str:
    """A true sentence in slightly other words, sometimes only a part of what is printed."""
    text = _plain(line)
    for printed, said in _SAID.items():
        text = text.replace(printed, said)
    clauses = re.split(r"(?<=[，；])", text)
    if len(clauses) > 2 and chance.random() < 0.5 and _figures(part := "".join(clauses[-2:])):
        text = part
    lead = chance.choice(["", "", f"{line.passage.report.year} 年，", f"{line.passage.department}："])
    return lead + text


def _corrupt(line: Line, other: Line, chance: random.Random) -> Iterator[Case]:
    text = _plain(line)
    figures = _figures(text)
    row = line.passage.indicator if line.text.startswith("指標：") else None
    if row is not None:
        swapped = f"{row.name}的目標是 {row.actual}，實際是 {row.target}，達成度 {row.attainment}"
        yield Case("target for actual", swapped, line)
    for one, two in pairwise(figures):
        if row is None and one.unit == two.unit and one.text != two.text:
            swapped = text[: one.start] + two.text + text[one.end : two.start] + one.text + text[two.end :]
            yield Case("figures swapped", swapped, line)
            clause = max(text.rfind(mark, 0, one.start) for mark in "，、；。") + 1
            other_figure = text[clause : one.start] + two.text + text[one.end : two.start]
            yield Case("another figure", other_figure.rstrip("，、；及和"), line)
            break
    if figures:
        figure = chance.choice(figures)
        near = [
            f
            for f in _figures(line.passage.text)
            if f.unit == figure.unit and f.text != figure.text and f.text not in line.text
        ]
        if near:
            put = chance.choice(near).text
            yield Case("figure of a neighbour", text[: figure.start] + put + text[figure.end :], line)
        digits = re.sub(r"\d(?!.*\d)", lambda m: str((int(m[0]) + 3) % 10), figure.text)
        yield Case("made-up figure", text[: figure.start] + digits + text[figure.end :], line)
    if deed := _DEED.search(text):
        denied = chance.choice(["未", "沒有"])
        yield Case("denied", text[: deed.start()] + denied + text[deed.start() :], line)
    yield Case("doubted", f"{text}，這個說法並不屬實", line)
    yield Case("invented", f"{_subject(line)}{chance.choice(_INVENTED)}", line)
    yield Case("invented and true", f"{text}，{chance.choice(_INVENTED)}", line)
    yield Case("another language", chance.choice(_FOREIGN), line)
    yield Case("another sentence", _plain(other), line)
    members = re.split(r"、", text)
    if len(members) >= 4 and len(strange := re.split(r"[，、；]", _plain(other))[0]) <= 16:
        place = chance.randrange(1, len(members) - 1)
        yield Case("strange member", "、".join([*members[:place], strange, *members[place + 1 :]]), line)


def _subject(line: Line) -> str:
    return line.passage.path[-1] if line.passage.path else line.passage.department
