"""What a message points to in an answer: the second one, the last, the first that was said.

Members of a list are read from the answer's text, in its order: numbered items, then stretches that tell
the same of several things (so many 戶, so many 戶), then names between 、.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.figures import find_figures
from corpus.numbers import read_han
from corpus.reading.items import find_markers
from index.words import normalize
from qa.answer import MARK, Citation, Route
from qa.conversation.shown import find_rows, find_source, name_row, statements
from qa.conversation.state import Exchange

T = TypeVar("T")
LISTS = 3
"""Told turns in which a list is looked for."""
MIDDLE = 0
"""The ordinal of the one in the middle."""
_ORDINAL = re.compile(
    r"(?:第|[#＃]|\bno\.?)\s*(?P<n>[一二三四五六七八九十]|\d{1,2})\s*(?P<of>個|項|家|點|名|種|處|筆|件|場|梯|位|條|款|座|次|者|間|所|站|組)?"
    r"|(?P<last>最後(?:面)?(?:那|一|的)?|後面那|倒數第一|末)(?:一)?(?:個|項|家|點|名|種|處|筆|件|場|梯|位|條|款|座|次|者|間|所|站|組)"
    r"|(?P<head>頭一|首(?=[個項條家位名座])|打頭)(?:個|項|家|點|名|種|處|筆|件|場|條|位|間|所)?"
    r"|(?P<middle>中間那?一?(?:個|項|家|點|名|種|處|筆|件|場|條|位|間|所))"
    r"|(?P<former>前者|前面那一?(?:個|項|梯|家))|(?P<latter>後者)"
    r"|\b(?P<en>first|second|third|fourth|fifth|last)\b(?: one)?"
)
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_PICK = re.compile(r"^\s*(?:選|要|我要|我選|就|的)*\s*(?P<n>\d|[一二三四五])\s*(?:號|個|吧|好了|啦|\.)?\s*$")
LEAD = 40
"""Characters in front of a list that tell of what it is one."""
_DEPARTMENT = re.compile(r"^[^*]*\*\*[^*]+\*\*：", re.DOTALL)
"""What stands in front of the first clause of a department in an overview."""
_SEPARATED = re.compile(
    r"[^，。；：:、()（）\n｜]{2,30}(?:、[^，。；：:()（）\n｜、]{2,30})+(?:(?:及|和|與|以及)[^，。；：:()（）\n｜、]{2,20})?"
)


@dataclass(frozen=True)
class Listing:
    """Members in order, the words in front of them, and whether the answer itself showed them."""

    members: list[Member]
    lead: str
    shown: bool


@dataclass(frozen=True)
class Member:
    """One thing of a list as printed: its stretch of the text, and the citation it bears."""

    text: str
    citation: Citation | None
    name: str = ""  # what it is called, where its text tells more than that


def find_ordinal(text: str) -> int | None:
    """Which one a message means, from 1; -1 is the last, 0 the middle; None where it means none."""
    flat = normalize(text).lower()
    match = _ORDINAL.search(flat)
    if match is None:
        return None
    if match["n"]:
        return read_han(match["n"]) or None
    if match["en"]:
        return _ENGLISH[match["en"]]
    if match["middle"]:
        return MIDDLE
    return 1 if match["former"] or match["head"] else 2 if match["latter"] else -1


def take(lines: Sequence[T], place: int) -> T | None:
    """The line that an ordinal means; None where there are not so many."""
    if place == MIDDLE:
        return lines[(len(lines) - 1) // 2] if len(lines) > 2 else None
    if not abs(place) <= len(lines):
        return None
    return lines[place - 1 if place > 0 else place]


def ordinal_with_next(text: str) -> str:
    """An ordinal number with the sign behind it, as a name may begin (第二中隊: 第二中); "" without one."""
    flat = normalize(text)
    match = re.search(r"第\s*[一二三四五六七八九十\d]+", flat)
    return flat[match.start() : match.end() + 1].strip("，。？? ") if match else ""


def find_pick(text: str) -> int | None:
    """Which of offered choices a message picks: 2, 第二個, 最後一個."""
    match = _PICK.match(normalize(text))
    if match:
        return read_han(match["n"])
    return find_ordinal(text)


def strip_ordinal(text: str) -> str:
    """A message without the words that point."""
    return _ORDINAL.sub("", normalize(text)).strip(" ，。？?的那")


def find_lists(turn: Exchange) -> list[Listing]:
    """The lists of a turn's answer and of the passages it quotes."""
    cited = {citation.n: citation for citation in turn.answer.citations}
    lists: list[Listing] = []
    rows = find_rows(turn.answer.answer)
    if rows:
        members = [
            Member(
                " ".join(f"{head} {cell}" if find_figures(cell) else cell for head, cell in row),
                find_source(row, number, turn),
                name_row(row),
            )
            for number, row in enumerate(rows)
        ]
        lists.append(Listing(members, turn.question, True))
    told = statements(turn.answer.answer)
    if turn.answer.route in (Route.OVERVIEW, Route.SURVEY):
        clauses = [(_clean(_DEPARTMENT.sub("", text)), n) for text, n, _ in told if n]
        members = [Member(clause, cited.get(n), clause) for clause, n in clauses]
        lists.append(Listing(members, turn.question, True))
    numbered = _numbered(turn.answer.answer)
    if len(numbered) >= 2:
        by_start = [(start, n) for _, n, start in told]
        members = [Member(_clean(text), cited.get(_mark_at(by_start, start))) for start, text in numbered]
        lists.append(Listing(members, turn.answer.answer[: numbered[0][0]][-LEAD:], True))
    texts = [(text, cited.get(n), True) for text, n, _ in told if n]
    texts += [(citation.passage, citation, False) for citation in turn.answer.citations[:2]]
    for text, citation, shown in texts:
        runs = _separated(text)
        if not shown:
            items = _numbered(text)
            runs.append([_clean(item) for _, item in items])
        for run in runs:
            if len(run) >= 2:
                place = max(text.find(run[0]), 0)
                members = [Member(item, citation) for item in run]
                lists.append(Listing(members, text[max(place - LEAD, 0) : place], shown))
    return lists


def _numbered(text: str) -> list[tuple[int, str]]:
    """The numbered items of a text, of the style that begins first and runs on: (place, item)."""
    markers = find_markers(text)
    styles = {marker.style for marker in markers}
    best: list[tuple[int, str]] = []
    for style in styles:
        own = [marker for marker in markers if marker.style == style]
        if len(own) > len(best):
            ends = [marker.start for marker in own[1:]] + [len(text)]
            best = [(m.start, text[m.end : end]) for m, end in zip(own, ends, strict=True)]
    return best


def _mark_at(marks: list[tuple[int, int | None]], place: int) -> int | None:
    return next((n for start, n in reversed(marks) if start <= place), None)


def _separated(text: str) -> list[list[str]]:
    runs = []
    for match in _SEPARATED.finditer(text):
        items = [item for item in re.split(r"、|以及|(?<=.)及(?=.)", match.group()) if item.strip()]
        if len(items) >= 2:
            runs.append([item.strip() for item in items])
    return sorted(runs, key=lambda run: -len(run))


def _clean(text: str) -> str:
    return MARK.sub("", text).strip(" ，；。、\n")
