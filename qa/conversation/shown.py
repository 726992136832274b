"""The figures that a conversation has shown, each with what it counts, so that later turns can reckon.

A turn shows the figures of its answer; behind it stand those of the passages that it cites, which it did
not quote, and of an indicator's row what was aimed at and what was reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.figures import find_figures
from corpus.model import Passage
from corpus.reading.items import find_markers
from index.words import normalize
from qa.answer import Citation
from qa.conversation.state import Exchange
from qa.understand.demands import UNIT_GROUPS, Asks, units_like

MARK = re.compile(r"\[(\d+)(?:\s*,\s*\d+)*\]")
_BREAK = re.compile(r"[，。；：:;、\n｜(（)）]")
_ITEM = re.compile(r"[。\n｜]")
_MONEY = re.compile(r"錢|金額|元|費|款|稅額|市價|how much money")
_SHARE = re.compile(r"%|百分|比率|比例|率|幾成|幾趴|percent|rate")
_NUMBER_OF = re.compile(rf"(?:{'|'.join(sorted(frozenset().union(*UNIT_GROUPS)))})數")
_TOTAL = re.compile(r"共|合計|總|全部")
_EACH = re.compile(r"每[人位個戶月年件次名胎台]")
_ASKING = re.compile(r"請問|多少|什麼|哪些|哪個|有沒有|幾|去年|今年|[的了嗎呢啊有是]")
_HOW = re.compile(r"幾|多少|how (?:many|much)")
_JOINED = re.compile(r"[、，,和跟與及]|\band\b")
_EVERY = re.compile(r"各|分別|兩|哪些")
AIMED = re.compile(r"(?<!成)目標|預[定計]|應達|成度")
TARGET, ACTUAL = "原定目標值", "達成目標值"
"""What the figures of an indicator's row are called where an answer tells them."""
NAMED = 16
"""Characters of each half of a name for a figure."""
_YEARS = 50
"""From here on a number of years is the name of one (112 學年)."""
FIT = 5.0
"""What a figure of the kind that is asked for earns; its words earn about as much."""
MOST_PARTS = 40
"""Figures of one unit in an answer among which a total is looked for."""
LEAD = 60
"""Characters in front of a figure in which its subject is looked for."""
MOST_SHOWN = 100
"""Figures of one answer that later messages can mean."""
BEHIND = 3
"""Cited passages of a turn whose unquoted figures can be meant."""
SAME = 0.6
"""Shared share of labels from which two figures tell the same of different things."""
RECKONED = ("依前面的數字計算：", "Computed from figures shown above: ")
"""How answers begin that were reckoned from earlier ones."""
COUNTED = frozenset({"number", "money", "percent", "date"})
FindPassage = Callable[[Citation], Passage | None]


@dataclass(frozen=True)
class Shown:
    """One figure: `label` are the words in front of it, `item` all of its list item or sentence before it.

    `lead` is what stands between it and the figure of its kind before, where its subject may be named;
    `around` is its own stretch, to the next break; `said` tells whether the answer itself had it.
    """

    value: float
    unit: str
    kind: str
    text: str
    label: str
    item: str
    lead: str
    around: str
    turn: int  # place of its turn in the conversation
    start: int  # place in the answer's text; of what stands behind it, after all of the answer
    citation: Citation | None
    said: bool

    def like(self, other: Shown) -> bool:
        """Can the two be reckoned with each other?"""
        return self.kind == other.kind and (self.unit == other.unit or self.unit in units_like(other.unit))

    @property
    def place(self) -> tuple[str, ...]:
        """The names of the report's place that it stands in."""
        return (self.citation.department, *self.citation.path) if self.citation else ()


def statements(text: str) -> list[tuple[str, int | None, int]]:
    """The stretches of an answer with the first citation that each bears, and where they begin."""
    found, place = [], 0
    for mark in MARK.finditer(text):
        found.append((text[place : mark.start()], int(mark[1]), place))
        place = mark.end()
    if text[place:].strip():
        found.append((text[place:], None, place))
    return found


def find_rows(text: str) -> list[list[tuple[str, str]]]:
    """The rows of an answer's Markdown table, each as cells with the heads of their columns."""
    lines = [line.strip().strip("|").split("|") for line in text.split("\n") if line.startswith("|")]
    cells = [[MARK.sub("", cell).strip() for cell in line] for line in lines]
    return [list(zip(cells[0], row, strict=False)) for row in cells[2:]]


def find_shown(turn: Exchange, place: int, find: FindPassage = lambda _: None) -> list[Shown]:
    """The figures of a turn, those of its answer first; years and ordinals count nothing."""
    if not turn.answer.citations:
        return []
    cited = {citation.n: citation for citation in turn.answer.citations}
    text = turn.answer.answer
    found: list[Shown] = []
    if turn.told:
        for stretch, n, offset in statements(re.sub(r"(?m)^\|.*$", "", text)):
            found += _read(stretch, place, offset, cited.get(n) if n else None, True)
        for number, row in enumerate(find_rows(text)):
            found += _read_row(row, place, len(text) + number, find_source(row, number, turn))
    offset = 2 * len(text)
    for citation in turn.answer.citations[:BEHIND]:
        known = {(s.value, s.label[-4:]) for s in found if s.citation == citation}
        passage = find(citation)
        behind = [*_read_indicator(passage, place, offset, citation)]
        text = passage.indicator.explanation if passage and passage.indicator else citation.passage
        behind += _read(text, place, offset, citation, False)
        found += [s for s in behind if (s.value, s.label[-4:]) not in known and not s.label.endswith("｜")]
        offset += len(citation.passage)
    return found[:MOST_SHOWN]


def _read(text: str, turn: int, offset: int, citation: Citation | None, said: bool) -> Iterator[Shown]:
    """The figures of a stretch of an answer or of a passage."""
    figures = find_figures(text)
    cuts = sorted([*(m.end() for m in _ITEM.finditer(text)), *(m.end for m in find_markers(text))])
    for number, figure in enumerate(figures):
        if figure.kind not in COUNTED or (figure.kind == "number" and not figure.unit):
            continue
        if "年" in figure.unit and figure.value >= _YEARS:
            continue
        before = figures[number - 1].end if number else 0
        label = text[before : figure.start]
        inside = [cut.end() for cut in _BREAK.finditer(label) if label[cut.end() :].strip()]
        same = [f for f in figures if (f.kind, f.unit) == (figure.kind, figure.unit)]
        last = max((f.end for f in same if f.end <= figure.start), default=0)
        after = _BREAK.search(text, figure.end)
        following = min((f.start for f in same if f.start > figure.start), default=len(text))
        end = min(after.start() if after else len(text), max(following, figure.end))
        opening = max([last, *(cut.end() for cut in _BREAK.finditer(text, 0, figure.start))][-1], last)
        yield Shown(
            figure.value,
            figure.unit,
            figure.kind,
            figure.text,
            _plain(label[inside[-1] if inside else 0 :]),
            text[max((cut for cut in cuts if cut <= figure.start), default=0) : figure.start],
            text[last : figure.start][-LEAD:],
            text[opening:end],
            turn,
            offset + figure.start,
            citation,
            said,
        )


def _read_row(
    row: list[tuple[str, str]], turn: int, offset: int, citation: Citation | None
) -> Iterator[Shown]:
    """The figures of a row of a computed table: named by the row's words and the column's head."""
    name = name_row(row)
    for head, cell in row:
        for figure in find_figures(cell)[:1]:
            if figure.kind in COUNTED:
                named = (head, f"{name} {head}", f"{name} {head}", f"{name} {head}")
                found = (figure.value, figure.unit, figure.kind, figure.text, *named)
                yield Shown(*found, turn, offset, citation, True)


def name_row(row: list[tuple[str, str]]) -> str:
    """What a row of a table is about: its longest cell without a figure."""
    return max((cell for _, cell in row if not find_figures(cell)), key=len, default="")


def find_source(row: list[tuple[str, str]], number: int, turn: Exchange) -> Citation | None:
    """The citation of a table's row: that with its words, or the one of its number."""
    names = [cell for _, cell in row if len(cell) > 3 and not find_figures(cell)]
    holding = (c for c in turn.answer.citations if any(name in c.passage for name in names))
    at = turn.answer.citations[number : number + 1]
    return next(holding, at[0] if at else None)


def _read_indicator(passage: Passage | None, turn: int, offset: int, citation: Citation) -> Iterator[Shown]:
    """What an indicator's row aimed at and what it reached."""
    if passage is None or passage.indicator is None:
        return
    row = passage.indicator
    for label, cell in ((TARGET, row.target), (ACTUAL, row.actual)):
        for figure in find_figures(cell)[-1:]:
            named = (label, f"「{row.name}」{label}", f"「{row.name}」{label}", f"{label} {cell}")
            found = (figure.value, figure.unit, figure.kind, figure.text, *named)
            yield Shown(*found, turn, offset, citation, False)


class Ledger:
    """The figures of a whole conversation."""

    def __init__(self, past: Sequence[Exchange], asks: Asks, find: FindPassage = lambda _: None) -> None:
        """`find` gives the passage that a citation was made from."""
        self.past = past
        self._find_demands = cache(asks.find_demands)  # of few questions, asked for every figure
        self.everything = [find_shown(turn, place, find) for place, turn in enumerate(past)]
        self.turns = [[s for s in shown if s.said] for shown in self.everything]

    def fits(self, shown: Shown, question: str) -> float:
        """How far a figure is of a kind that a question asks for: 1 it is, 0.6 counted in a like unit."""
        text = normalize(question)
        best = 0.0
        if shown.kind == "money" and _MONEY.search(text):
            best = 1.0
        if shown.kind == "percent" and _SHARE.search(text):
            best = 1.0
        if shown.kind == "number" and shown.unit and (len(shown.unit) > 1 or f"{shown.unit}數" in text):
            best = float(shown.unit in text)
        for demand in self._find_demands(text):
            if demand.kind == "date" and shown.kind == "date":
                best = 1.0
            if demand.unit and shown.unit in units_like(demand.unit):
                best = max(best, 1.0 if shown.unit == demand.unit else 0.6)
        return best

    def asks_kind(self, question: str) -> bool:
        """Does a question say what kind of figure it asks for?"""
        text = normalize(question)
        units = [d for d in self._find_demands(text) if d.unit not in ("", "個") or d.kind == "date"]
        return bool(units or _NUMBER_OF.search(text) or _MONEY.search(text) or _SHARE.search(text))

    def several(self, place: int) -> int:
        """How many figures of one kind the question of a turn asked for: 1, as many as it says, or 9."""
        question = self.past[place].question
        units = {demand.unit for demand in self._find_demands(normalize(question)) if demand.unit}
        if len(units) > 1:
            return 1
        times = len(_HOW.findall(question))
        if _EVERY.search(question):
            return 9
        if times > 1 or _TOTAL.search(question):
            return max(times, 1)
        return 9 if self._tells_sides(place, question) else 1

    def _tells_sides(self, place: int, question: str) -> bool:
        """Does each side of a question's 和 have a figure of its own in the answer?"""
        sides = [side for side in _JOINED.split(question) if len(side) > 1]
        tellers = [{s.start for s in self.turns[place] if recalled(side, s.around) > 0} for side in sides]
        return (
            len(sides) > 1
            and all(tellers)
            and bool(tellers[0] - tellers[1])
            and bool(tellers[1] - tellers[0])
        )

    def answering(self, place: int) -> list[Shown]:
        """The figures of a turn's answer, those that answer what was asked first."""
        return [shown for shown in self.ranked(place) if shown.said]

    def ranked(self, place: int) -> list[Shown]:
        """The figures of a turn, those that answer what was asked first, then those behind it.

        A figure answers by its kind (of the question, or of the one it rests on where it names none), by
        the words in front of it, and by being new: what an earlier turn had shown was not asked again.
        """
        turn = self.past[place]
        if turn.answer.route == "table" and len(turn.answer.figures) == 1:
            result = turn.answer.figures[0].text  # a sum or a difference: its result is what was asked
            own = [s for s in self.turns[place] if s.text in result or result.endswith(s.text)]
            return own[-1:] + [s for s in self.everything[place] if s not in own]
        asked = turn.question if self.asks_kind(turn.question) else turn.asked
        before = (
            {(s.text, s.label) for shown in self.turns[:place] for s in shown} if turn.answer.asked else set()
        )
        own = 0.7 if turn.answer.asked else 2.0

        def worth(shown: Shown) -> float:
            named = own * recalled(turn.question, shown.around) + recalled(turn.question, shown.lead)
            named += 1.3 * recalled(turn.asked, shown.around) + 0.5 * recalled(turn.asked, shown.lead)
            named += shared(turn.question, shown.label) + 0.5 * shared(turn.asked, shown.label)
            aimed = AIMED.search(shown.label) and not AIMED.search(turn.question)
            known = 1.5 * ((shown.text, shown.label) in before) + 10.0 * bool(aimed)
            whole = _TOTAL.search(shown.around) or is_total(shown, self.turns[place])
            total = (2.0 if _TOTAL.search(turn.question) else 0.9) * bool(whole)
            each = 1.5 * bool(_EACH.search(shown.label) and "每" not in turn.question)
            return FIT * self.fits(shown, asked) + named + total - known - each

        return sorted(self.everything[place], key=lambda s: (not s.said, -worth(s), s.start))

    def measures(self, place: int, text: str = "") -> list[Shown]:
        """The figure that answers a turn and those beside it that tell the same of other things, in order.

        Where `text` names a kind of figure, of that kind.
        """
        found = [s for s in self.answering(place) if s.kind != "date"]
        best = max((self.fits(s, text) for s in found), default=0.0)
        found = [s for s in found if self.fits(s, text) == best]
        if not found:
            return []
        main = found[0]
        alike = [s for s in found if s.like(main) and (shared(main.label, s.label) >= SAME or s is main)]
        return [main, *sorted((s for s in alike if s is not main), key=lambda s: s.start)]

    def printed(self) -> list[int]:
        """The turns with figures of the report, newest first; those that were reckoned are left out."""
        return [
            place
            for place in range(len(self.past) - 1, -1, -1)
            if self.everything[place] and not self.past[place].answer.answer.startswith(RECKONED)
        ]

    def name(self, shown: Shown) -> str:
        """What a figure counts: its row or the subject of its sentence, and the words in front of it."""
        figures = find_figures(shown.item)
        subject = _plain(shown.item[: figures[0].start] if figures else shown.item)
        label = shown.label[-NAMED:]
        name = subject[-2 * NAMED :] if label in subject else f"{subject[-NAMED:]}…{label}"
        name = name if subject else label
        row = shown.place[-1][:NAMED] if len(shown.place) > 1 else ""
        return name if shared(name, row) >= 0.5 else f"{row} {name}".strip()


def _plain(label: str) -> str:
    """A label without what only leads on to its figure."""
    return label.strip(" 計共約為達有：:＋－÷＝/(（，、")


def is_total(shown: Shown, others: Sequence[Shown]) -> bool:
    """Is a figure the sum of two or more neighbours of its unit, all in front of it or all behind?"""
    like = sorted((s for s in others if s.unit == shown.unit and s.kind == shown.kind), key=lambda s: s.start)
    if shown not in like or shown.kind not in ("number", "money") or not 3 <= len(like) <= MOST_PARTS:
        return False
    place = like.index(shown)
    for run in (like[:place][::-1], like[place + 1 :]):
        total = 0.0
        for count, part in enumerate(run, 1):
            total += part.value
            if count > 1 and total == shown.value:
                return True
    return False


def recalled(question: str, text: str) -> float:
    """Share of a question's pairs of characters that a text has, those of asking words aside."""
    flat, text = _ASKING.sub(" ", normalize(question).lower()), normalize(text).lower()
    pairs = {flat[place : place + 2] for place in range(len(flat) - 1)}
    pairs = {pair for pair in pairs if not any(sign in " ，。？?、" for sign in pair)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def shared(question: str, text: str) -> float:
    """Share of a text's pairs of characters, or of its only character, that a question has."""
    text, question = normalize(text).lower(), normalize(question).lower()
    if len(text) < 2:
        return float(bool(text) and text in question)
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    return sum(pair in question for pair in pairs) / len(pairs)
