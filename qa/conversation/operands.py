"""Which figures shown earlier a message means: those it names, as many as it says, or the latest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.figures import find_figures
from index.words import normalize
from qa.conversation.choosing import hints, strip
from qa.conversation.counting import how_many
from qa.conversation.shown import RECKONED, Ledger, Shown, recalled
from qa.understand.words import ContentWord

_JOINTS = re.compile(r"加上|加|和|跟|與|及|比|減去|減|、|，|,|\band\b|\bplus\b|\bminus\b")
_ITS = re.compile(r"它|那個|這個|其|前者|後者|\bit\b")
BEST = 4
"""Figures of the newest turn among which one is looked for that the turn before has one like."""
LOOKED_BACK = 5
"""Turns whose figures can be operands."""


class Operands:
    """Finds in a ledger the figures that a message means."""

    def __init__(self, ledger: Ledger, find_words: Callable[[str], Sequence[ContentWord]]) -> None:
        self._ledger = ledger
        self._find_words = find_words
        self.places = self._places = ledger.printed()[:LOOKED_BACK]
        last = ledger.past[-1]
        self.before = self._before = last.question if last.answer.answer.startswith(RECKONED) else ""

    def choose(self, text: str, operation: str, kind: str) -> list[Shown]:
        """The figures that a message means: those it names, as many as it says, or the latest.

        `kind` says what kind of figures they are, where the message does.
        """
        named = self.named(text)
        if len(named) < 2 and self._before and self._ledger.asks_kind(text):
            named = self.named(f"{self._before}，{text}")
        if len(named) >= 2:
            return named
        stated = self._stated(text)
        if stated is not None and operation != "sum":
            latest = self._ledger.measures(self._places[0], kind)
            if latest:
                return [latest[0], stated]
        if len(named) == 1 and operation != "sum" and (other := self._beside(named[0], operation)):
            return [named[0], other]
        series = self.series(kind)
        extremes = hints("largest", text) and hints("smallest", text)
        if extremes and len(series) >= 2:
            ordered = sorted(series, key=lambda s: -s.value)
            return [ordered[0], ordered[-1]]
        wanted = how_many(text)
        if operation == "share" and series and (whole := self._beside(series[0], operation)):
            return [series[0], whole]
        if operation == "sum" and wanted is None:
            first = [s for s in series if s.turn == series[0].turn]
            return first if len(first) >= 2 and series[1].turn == series[0].turn else series[:2]
        return series[: wanted or 2]

    def _beside(self, shown: Shown, operation: str) -> Shown | None:
        """What a figure is held against: the figure that an earlier or its own turn was answered with.

        For a share one that is larger, if there is one; where a question of its own was asked last, the
        turn before it comes first, else the same turn does.
        """
        last = self._ledger.past[self._places[0]]
        earlier = [s for p in self._places if p != shown.turn for s in self._ledger.measures(p)[:1]]
        own = [s for s in self._ledger.answering(shown.turn) if s is not shown]
        several = self._ledger.several(shown.turn) > 1
        pool = [*own, *earlier] if several or last.answer.asked else [*earlier, *own]
        pool = [s for s in pool if s.like(shown) and s.value != shown.value]
        if operation == "share":
            pool = [s for s in pool if s.value > shown.value] or pool
        return next((s for s in pool if s.unit == shown.unit), pool[0] if pool else None)

    def series(self, text: str) -> list[Shown]:
        """Figures of one unit that go together.

        Those of the newest turn where its question asked for several or no other turn has such a figure;
        else that turn's figure and those of the turns before it, newest first.
        """
        latest = self._ledger.measures(self._places[0], text)
        if not latest:
            return []
        asked = self._ledger.past[self._places[0]].question
        several = self._ledger.several(self._places[0])
        if several == 1:
            latest = self._fitting(text) or latest
        own = [s for s in self._ledger.answering(self._places[0]) if s.like(latest[0]) and s not in latest]
        known, others = {s.value for s in latest[: len(latest) if several > 1 else 1]}, []
        for place in self._places[1:]:
            more = [s for s in self._ledger.answering(place) if s.like(latest[0])]
            others += [s for s in more[:1] if s.value not in known]
            known |= {s.value for s in others}
        if several > 1:
            if several < 9:
                latest = sorted([*latest, *own][:several], key=lambda s: s.start)
            elif len(latest) == 1:
                latest += [s for s in own if recalled(asked, s.around) > 0][:2]
            return [*latest, *others]
        same = [s for s in others if s.unit == latest[0].unit]
        others = [*same, *(s for s in others if s not in same)]
        return [latest[0], *others, *latest[1:], *own] if others else [*latest, *own]

    def _fitting(self, text: str) -> list[Shown]:
        """Of the newest turn's best figures the first that the turn before has one like, alone."""
        best = [s for s in self._ledger.answering(self._places[0]) if s.kind != "date"][:BEST]
        most = max((self._ledger.fits(s, text) for s in best), default=0.0)
        before = [s for place in self._places[1:2] for s in self._ledger.measures(place, text)[:1]]
        fitting = (s for s in best if self._ledger.fits(s, text) == most and any(map(s.like, before)))
        return list(fitting)[:1]

    def named(self, text: str) -> list[Shown]:
        """The figures whose subjects a message names one by one (居家加日照); 它 is the last."""
        found: list[Shown] = []
        parts = _JOINTS.split(strip("generic", _bare(text)))
        last = self._ledger.measures(self._places[0], text)[:1] if any(map(_ITS.search, parts)) else []
        for part in parts:
            best, most = None, 0.34
            for age, place in enumerate(self._places):
                pool = [s for s in self._ledger.answering(place) if s.kind != "date"]
                fit = max((self._ledger.fits(s, text) for s in pool), default=0.0)
                for shown in pool:
                    score = max(self._names(part, shown.label), 0.9 * self._names(part, shown.lead))
                    score -= 0.02 * age
                    if (
                        self._ledger.fits(shown, text) == fit
                        and score > most
                        and shown not in [*found, *last]
                    ):
                        best, most = shown, score
            if best is None and last and _ITS.search(part):
                best = last.pop()
            if best is not None:
                found.append(best)
        return found if all(s.like(found[0]) for s in found) else []

    def _names(self, part: str, label: str) -> float:
        """How far a part of a message names what a label says: by its words, or by its characters."""
        words = [word.text for word in self._find_words(strip("generic", part))]
        flat = normalize(label).lower()
        return max(sum(word in flat for word in words) / len(words) if words else 0.0, _names(part, label))

    def _stated(self, text: str) -> Shown | None:
        """A figure that the message itself states (占 419 處的幾成), where an earlier answer has it."""
        for figure in find_figures(text):
            for place in self._places:
                for shown in self._ledger.turns[place]:
                    if shown.value == figure.value and figure.kind in ("number", "money"):
                        return shown
        return None


def _bare(text: str) -> str:
    """A message without the hints of operations that do not join things."""
    for kind in ("largest", "smallest", "difference", "share", "per", "ratio", "change"):
        text = strip(kind, text)
    return text


def _names(part: str, label: str) -> float:
    """How far a part of a message names what a label says: by pairs of characters of the shorter one."""
    part = re.sub(r"[幾多少個人件次錢元總共計的了啦呢嗎?？。\s]", "", part)
    label = normalize(label)
    if not part or not label:
        return 0.0
    if len(part) < 2:
        return 0.0
    pairs = [part[place : place + 2] for place in range(len(part) - 1)]
    short = 0.5 * (len(part) == 2 and all(sign in label for sign in part))
    return max(sum(pair in label for pair in pairs) / len(pairs), short)
