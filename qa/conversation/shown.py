"""The figures that a conversation has shown, each with what it counts, so that later turns can reckon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.figures import find_figures
from index.words import normalize
from qa.answer import Citation
from qa.conversation.state import Exchange
from qa.understand.demands import Asks, units_like

MARK = re.compile(r"\[(\d+)(?:\s*,\s*\d+)*\]")
_BREAK = re.compile(r"[，。；：:;、\n｜(（)）]")
COUNTED = frozenset({"number", "money", "percent", "date"})


@dataclass(frozen=True)
class Shown:
    """One figure as shown: `label` are the words in front of it, `clause` all around it."""

    value: float
    unit: str
    kind: str
    text: str
    label: str
    clause: str
    turn: int  # place of its turn in the conversation
    start: int  # place in the answer's text
    citation: Citation | None

    def like(self, other: Shown) -> bool:
        """Can the two be reckoned with each other?"""
        return self.kind == other.kind and (self.unit == other.unit or self.unit in units_like(other.unit))


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
    """The figures of a turn's answer in order; years and ordinals count nothing."""
    if not turn.told:
        return []
    cited = {citation.n: citation for citation in turn.answer.citations}
    found = []
    for text, n, offset in statements(turn.answer.answer):
        figures = find_figures(text)
        for number, figure in enumerate(figures):
            if figure.kind not in COUNTED or (figure.kind == "number" and not figure.unit):
                continue
            before = figures[number - 1].end if number else 0
            label = text[before : figure.start]
            cuts = [cut.end() for cut in _BREAK.finditer(label) if label[cut.end() :].strip()]
            label = label[cuts[-1] :] if cuts else label
            clause = text[max(before - 12, 0) : figure.end + 6]
            found.append(
                Shown(
                    figure.value,
                    figure.unit,
                    figure.kind,
                    figure.text,
                    label.strip(" 計共約為達有：:"),
                    clause,
                    place,
                    offset + figure.start,
                    cited.get(n) if n else None,
                )
            )
    return found


class Ledger:
    """The figures of a whole conversation."""

    def __init__(self, past: Sequence[Exchange], asks: Asks) -> None:
        self.past = past
        self._asks = asks
        self.turns = [find_shown(turn, place) for place, turn in enumerate(past)]

    def fits(self, shown: Shown, question: str) -> bool:
        """Is a figure of a kind that a question asks for?"""
        for demand in self._asks.find_demands(normalize(question)):
            if demand.kind == "amount" and shown.kind == "money":
                return True
            if demand.kind == "percent" and shown.kind == "percent":
                return True
            if demand.kind == "date" and shown.kind == "date":
                return True
            if demand.unit and shown.unit in units_like(demand.unit):
                return True
        return False

    def answering(self, place: int) -> list[Shown]:
        """The figures of a turn that answer what was asked, best first; all others behind."""
        turn = self.past[place]
        if turn.answer.figures and turn.answer.route == "table" and len(turn.answer.figures) == 1:
            result = turn.answer.figures[0].text  # a sum or a difference: its result is what was asked
            own = [s for s in self.turns[place] if s.text == result]
            return own[-1:] + [s for s in self.turns[place] if s.text != result]
        return sorted(
            self.turns[place],
            key=lambda s: (
                -2.0 * self.fits(s, turn.question)
                - 1.0 * self.fits(s, turn.asked)
                - 2.0 * shared(turn.question, s.label)
                - 1.0 * shared(turn.question, s.clause)
                + 0.0005 * s.start
            ),
        )

    def name(self, shown: Shown) -> str:
        """What a figure counts, in words for the user."""
        label = shown.label if len(shown.label) <= 24 else shown.label[-24:]
        return label or self.past[shown.turn].question[:24]


def shared(question: str, text: str) -> float:
    """Share of a text's pairs of characters, or of its only character, that a question has."""
    text, question = normalize(text).lower(), normalize(question).lower()
    if len(text) < 2:
        return float(bool(text) and text in question)
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    return sum(pair in question for pair in pairs) / len(pairs)


_HOW_MANY = re.compile(
    r"(?<![第\d])([兩二三四五六七八九十]|\d{1,2})\s*(?:個|項|筆|件|種|家|處|所|則|者|樣|次|位|題)"
)
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"兩": 2}


def how_many(text: str) -> int | None:
    """How many things a message says that it means (四個加起來), from 2 to 10; None where it does not."""
    match = _HOW_MANY.search(text)
    if match is None:
        return None
    value = _HAN.get(match[1]) or (int(match[1]) if match[1].isdigit() else 0)
    return value if 2 <= value <= 10 else None
