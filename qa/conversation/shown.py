"""The figures that a conversation has shown, each with what it counts, so that later turns can reckon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.figures import find_figures
from index.words import normalize
from qa.answer import Citation
from qa.conversation.state import Exchange
from qa.understand.demands import Asks, units_like

MARK = re.compile(r"\[(\d+)(?:\s*,\s*\d+)*\]")
_BREAK = re.compile(r"[，。；：:;、\n｜(（)）]")
_MONEY = re.compile(r"錢|金額|元|費用|經費|款|稅額|how much money")
_SHARE = re.compile(r"%|百分|比率|比例|率|幾成|幾趴|percent|rate")
_TOTAL = re.compile(r"共|合計|總|全部")
_HOW = re.compile(r"幾|多少|how (?:many|much)")
_JOINED = re.compile(r"[、和跟與及]|\band\b")
_EVERY = re.compile(r"各|分別|兩|哪些")
_EACH = re.compile(r"每[人位個戶月年件次名胎台]")
_ASKING = re.compile(r"請問|多少|什麼|哪些|哪個|有沒有|幾|去年|今年|[的了嗎呢啊有是]")
_AIMED = re.compile(r"(?<!成)目標|預[定計]|應達|成度")
NAMED = 24
"""Characters of a name for a figure."""
_YEARS = 50
"""From here on a number of years is the name of one (112 學年)."""
FIT = 5.0
"""What a figure of the kind that is asked for earns; its words earn about as much."""
MOST_PARTS = 40
"""Figures of one unit in an answer among which a total is looked for."""
LEAD = 60
"""Characters in front of a figure in which its subject is looked for."""
SAME = 0.6
"""Shared share of labels from which two figures tell the same of different things."""
RECKONED = ("依前面的數字計算：", "Computed from figures shown above: ")
"""How answers begin that were reckoned from earlier ones."""
COUNTED = frozenset({"number", "money", "percent", "date"})


@dataclass(frozen=True)
class Shown:
    """One figure as shown: `label` are the words in front of it, `clause` all around it.

    `lead` is what stands between it and the figure of its kind before, where its subject may be named.
    """

    value: float
    unit: str
    kind: str
    text: str
    label: str
    clause: str
    lead: str
    phrase: str  # the label from its clause's beginning, figures included: 下降至 112 年底
    turn: int  # place of its turn in the conversation
    start: int  # place in the answer's text
    citation: Citation | None
    around: str  # its own stretch: from the figure of its kind or the break before it to the next break

    def like(self, other: Shown) -> bool:
        """Can the two be reckoned with each other?"""
        return self.kind == other.kind and (self.unit == other.unit or self.unit in units_like(other.unit))


MOST_SHOWN = 100
"""Figures of one answer that later messages can mean."""


def statements(text: str) -> list[tuple[str, int | None, int]]:
    """The stretches of an answer with the first citation that each bears, and where they begin."""
    found, place = [], 0
    for mark in MARK.finditer(text):
        found.append((text[place : mark.start()], int(mark[1]), place))
        place = mark.end()
    if text[place:].strip():
        found.append((text[place:], None, place))
    return found


def find_shown(turn: Exchange, place: int) -> list[Shown]:
    """The figures of a turn's answer in order, at most `MOST_SHOWN`; years and ordinals count nothing."""
    if not turn.told:
        return []
    cited = {citation.n: citation for citation in turn.answer.citations}
    found = []
    for text, n, offset in statements(turn.answer.answer):
        figures = find_figures(text)[: MOST_SHOWN - len(found)]
        for number, figure in enumerate(figures):
            if figure.kind not in COUNTED or (figure.kind == "number" and not figure.unit):
                continue
            if "年" in figure.unit and figure.value >= _YEARS:
                continue
            before = figures[number - 1].end if number else 0
            label = text[before : figure.start]
            cuts = [cut.end() for cut in _BREAK.finditer(label) if label[cut.end() :].strip()]
            label = label[cuts[-1] :] if cuts else label
            clause = text[max(before - 12, 0) : figure.end + 6]
            same = [f.end for f in figures[:number] if (f.kind, f.unit) == (figure.kind, figure.unit)]
            lead = text[same[-1] if same else 0 : figure.start][-LEAD:]
            opening = [cut.end() for cut in _BREAK.finditer(text, 0, figure.start)]
            phrase = text[opening[-1] if opening else 0 : figure.start]
            phrase = phrase if phrase.strip() else label
            after = _BREAK.search(text, figure.end)
            following = [
                f.start for f in figures[number + 1 :] if (f.kind, f.unit) == (figure.kind, figure.unit)
            ]
            end = after.start() if after else len(text)
            end = figure.end if following and following[0] < end else end
            opening = max([*opening[-1:], *same[-1:]], default=0)
            around = text[opening:end]
            found.append(
                Shown(
                    figure.value,
                    figure.unit,
                    figure.kind,
                    figure.text,
                    _plain(label),
                    clause,
                    lead,
                    _plain(phrase),
                    place,
                    offset + figure.start,
                    cited.get(n) if n else None,
                    around,
                )
            )
    return found


class Ledger:
    """The figures of a whole conversation."""

    def __init__(self, past: Sequence[Exchange], asks: Asks) -> None:
        self.past = past
        self._find_demands = cache(asks.find_demands)  # of few questions, asked for every figure
        self.turns = [find_shown(turn, place) for place, turn in enumerate(past)]

    def fits(self, shown: Shown, question: str) -> float:
        """How far a figure is of a kind that a question asks for: 1 it is, 0.6 counted in a like unit."""
        text = normalize(question)
        best = 0.0
        if shown.kind == "money" and _MONEY.search(text):
            best = 1.0
        if shown.kind == "percent" and _SHARE.search(text):
            best = 1.0
        if len(shown.unit) > 1 and shown.kind == "number" and shown.unit in text:
            best = 1.0
        for demand in self._find_demands(text):
            if demand.kind == "date" and shown.kind == "date":
                best = 1.0
            if demand.unit and shown.unit in units_like(demand.unit):
                best = max(best, 1.0 if shown.unit == demand.unit else 0.6)
        return best

    def asks_kind(self, question: str) -> bool:
        """Does a question say what kind of figure it asks for?"""
        text = normalize(question)
        units = [d for d in self._find_demands(text) if d.unit or d.kind == "date"]
        return bool(units or _MONEY.search(text) or _SHARE.search(text))

    def several(self, place: int) -> int:
        """How many figures of one kind the question of a turn asked for: 1, as many as it says, or 9."""
        question = self.past[place].question
        units = {demand.unit for demand in self._find_demands(normalize(question)) if demand.unit}
        if len(units) > 1:
            return 1
        times = len(_HOW.findall(question))
        if times > 1 or _TOTAL.search(question):
            return max(times, 1)
        return 9 if _EVERY.search(question) or self._tells_sides(place, question) else 1

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
        """The figures of a turn, those that answer what was asked first.

        A figure answers by its kind (of the question, or of the one it rests on where it names none), by
        the words in front of it, and by being new: what an earlier turn had shown was not asked again.
        """
        turn = self.past[place]
        if turn.answer.route == "table" and len(turn.answer.figures) == 1:
            result = turn.answer.figures[0].text  # a sum or a difference: its result is what was asked
            own = [s for s in self.turns[place] if s.text in result or result.endswith(s.text)]
            return own[-1:] + [s for s in self.turns[place] if s not in own]
        asked = turn.question if self.asks_kind(turn.question) else turn.asked
        before = (
            {(s.text, s.label) for shown in self.turns[:place] for s in shown} if turn.answer.asked else set()
        )

        own = 0.7 if turn.answer.asked else 2.0

        def worth(shown: Shown) -> float:
            named = own * recalled(turn.question, shown.around) + recalled(turn.question, shown.lead)
            named += 1.3 * recalled(turn.asked, shown.around) + 0.5 * recalled(turn.asked, shown.lead)
            named += shared(turn.question, shown.label) + 0.5 * shared(turn.asked, shown.label)
            aimed = _AIMED.search(shown.label) and not _AIMED.search(turn.question)
            known = 1.5 * ((shown.text, shown.label) in before) + 10.0 * bool(aimed)
            whole = _TOTAL.search(shown.around) or is_total(shown, self.turns[place])
            total = (2.0 if _TOTAL.search(turn.question) else 0.9) * bool(whole)
            each = 1.5 * bool(_EACH.search(shown.label) and "每" not in turn.question)
            return FIT * self.fits(shown, asked) + named + total - known - each

        return sorted(self.turns[place], key=lambda s: (-worth(s), s.start))

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
            if self.turns[place] and not self.past[place].answer.answer.startswith(RECKONED)
        ]

    def name(self, shown: Shown) -> str:
        """What a figure counts, in words; with its question where another turn has the same."""
        name = shown.phrase[-NAMED:]
        twin = any(
            s.phrase == shown.phrase
            for place, own in enumerate(self.turns)
            if place != shown.turn
            for s in own
        )
        question = self.past[shown.turn].question[:NAMED].rstrip("？?，。")
        return f"{name}（{question}）" if twin else name or f"（{question}）"


def _plain(label: str) -> str:
    """A label without what only leads on to its figure."""
    return label.strip(" 計共約為達有：:＋－÷＝/(（")


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
