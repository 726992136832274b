"""All figures of a conversation: which of them answered each turn, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.figures import find_figures
from index.words import normalize
from qa.conversation.scope import Scope
from qa.conversation.shown import AIMED, FindPassage, Shown, find_shown, plain_label, shared
from qa.conversation.state import Exchange
from qa.evidence.weighing import Weigher
from qa.understand.demands import UNIT_GROUPS, Asks, units_like
from qa.understand.words import WordMatcher

_MONEY = re.compile(r"錢|金額|元|費|款|稅額|市價|how much money")
_SHARE = re.compile(r"%|百分[比點]|比率|比例|率|幾成|幾趴|percent|rate")
_NUMBER_OF = re.compile(rf"(?:{'|'.join(sorted(frozenset().union(*UNIT_GROUPS)))})數")
FIT = 5.0
"""What a figure of the kind that is asked for earns; its words earn about as much."""
NAMED = 16
"""Characters of each half of a name for a figure."""
RECKONED = ("依前面的數字計算：", "Computed from figures shown above: ")
"""How answers begin that were reckoned from earlier ones."""


class Ledger:
    """The figures of a whole conversation."""

    def __init__(
        self, past: Sequence[Exchange], asks: Asks, matcher: WordMatcher, find: FindPassage = lambda _: None
    ) -> None:
        """`find` gives the passage that a citation was made from."""
        self.past = past
        self.matcher = matcher
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

    def answering(self, place: int) -> list[Shown]:
        """The figures of a turn's answer, those that answer what was asked first."""
        return [shown for shown in self.ranked(place) if shown.said]

    def ranked(self, place: int) -> list[Shown]:
        """The figures of a turn, those that answer what was asked first, then those behind it.

        A figure answers by its kind (of the question, or of the one it rests on where it names none) and by
        the words around it; what was aimed at answers no question that does not ask for that.
        """
        turn = self.past[place]
        if turn.answer.route == "table" and len(turn.answer.figures) == 1:
            result = turn.answer.figures[0].text  # a sum or a difference: its result is what was asked
            own = [s for s in self.turns[place] if s.text in result or result.endswith(s.text)]
            return own[-1:] + [s for s in self.everything[place] if s not in own]
        asked = turn.question if self.asks_kind(turn.question) else turn.asked
        cover, find_words = self.matcher.cover, self.matcher.find_words
        own, whole = find_words(normalize(turn.question)), find_words(normalize(turn.asked))
        fit = FIT if asked is turn.question else FIT / 2
        aims = AIMED.search(turn.question)

        def worth(shown: Shown) -> float:
            around, lead = normalize(shown.around).lower(), normalize(shown.lead).lower()
            named = 2.0 * cover(own, around) + cover(own, lead) if own else 0.0
            named += 1.3 * cover(whole, around) + 0.5 * cover(whole, lead)
            aimed = bool(AIMED.search(shown.label)) and not aims
            return named + fit * self.fits(shown, asked) - 2 * FIT * aimed

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
        alike = [s for s in found if s.like(main) and main.tells_same(s)]
        return [main, *sorted((s for s in alike if s is not main), key=lambda s: s.start)]

    def printed(self) -> list[int]:
        """The turns with figures of the report, newest first; those that were reckoned are left out."""
        return [
            place
            for place in range(len(self.past) - 1, -1, -1)
            if self.everything[place] and not self.past[place].answer.answer.startswith(RECKONED)
        ]

    def place_of(self, turn: Exchange) -> int:
        """Which turn of the conversation one is."""
        return next(place for place, known in enumerate(self.past) if known is turn)

    def name(self, shown: Shown) -> str:
        """What a figure counts: its row or the subject of its sentence, and the words in front of it."""
        figures = find_figures(shown.item)
        subject = plain_label(shown.item[: figures[0].start] if figures else shown.item)
        label = shown.label[-NAMED:]
        name = subject[-2 * NAMED :] if label in subject else f"{subject[-NAMED:]}…{label}"
        name = name if subject else label
        row = shown.place[-1][:NAMED] if len(shown.place) > 1 else ""
        return name if shared(name, row) >= 0.5 else f"{row} {name}".strip()


def make_ledger(past: Sequence[Exchange], weigher: Weigher, scope: Scope) -> Ledger:
    """The figures that some turns showed, with those behind them in the report."""
    return Ledger(past, weigher.asks, weigher.matcher, scope.find)
