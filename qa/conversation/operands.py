"""Which figures shown earlier a message means: those it names, as many as it says, or the latest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from itertools import permutations

from corpus.figures import find_figures
from index.words import normalize
from qa.conversation.ledger import NAMES, WHOLE, Ledger
from qa.conversation.shown import (
    AIMED,
    Shown,
    counts,
    distinct,
    how_many,
    parallel,
    same,
    same_row,
    same_source,
)

_JOINTS = re.compile(
    r"除以|加上|加|和|跟|與|及|比|減去|減|扣掉|扣除|扣|去?除|乘|、|，|,|[占佔]|是|啦|的(?=[^，]*率)"
    r"|\s|\band\b|\bplus\b|\bminus\b"
)
_TOTAL = re.compile(r"共|合計|總|全部")
_EVERY = re.compile(r"各|分別|兩|哪些|哪幾|全部|都|這些|那些|all")
_PICKED = re.compile(r"最[大小]的是|較[大小]的是|第.[大小]的是|the (largest|smallest)")
LOOKED_BACK = 5
"""Turns whose figures can be operands."""
LONGER = 0.05
"""What each further figure of a group adds where a message does not say how many it means."""
ANSWERED, SAID = 0.3, 0.8
"""What a group earns that turns were answered with, and a figure that an answer itself showed."""
ROW = 1.0
"""How much likelier a target is held against its result."""
UNNAMED = 0.5
"""What counts that was talked of where a message names something."""
TRIED = 20
"""Figures that are tried for a pair, the likeliest of all turns."""
AGED = 0.3
"""What a figure is less likely meant for each turn that was told since."""
ASKED = 0.5
"""What words count that the question of a turn has of the figure that answers it."""
NEAREST = 0.9
"""Share of a part's words from which two figures both are what it names: their own words have them."""
ACCOUNTED = 0.3
"""Share of a message's words that its operands have to account for."""


class Operands:
    """Finds in a ledger the figures that a message means."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.parts = cache(self._parts)  # of few texts, asked for every figure
        self.worth = cache(self._worth)
        self.places = ledger.printed()[:LOOKED_BACK]
        self.ranked = {p: [s for s in ledger.ranked(p) if s.citation and counts(s)] for p in self.places}
        self.mains = {place: self._find_mains(place) for place in self.places}
        self._ages = self._find_ages()
        self._newest = self.mains[self.places[0]][:1] if self.places else []
        self.pool = [shown for place in self.places for shown in self.ranked[place]]

    # what turns were answered with

    def _find_mains(self, place: int) -> list[Shown]:
        """The figures that answer a turn: one for each thing that its question names, in order."""
        pool = [shown for shown in self.ranked[place] if shown.said] or self.ranked[place]
        if not pool:
            return []
        question = self._ledger.past[place].question
        parts = [part for part in _JOINTS.split(question) if self._ledger.own_words(part)]
        found: list[Shown] = []
        if len(parts) > 1:
            for part in parts:
                kind = part if self._ledger.asks_kind(part) else question
                best = max(pool, key=lambda s: self._ledger.bears(part, s) + self._ledger.fits(s, kind))
                named = self._ledger.bears(part, best) >= NEAREST
                found += [best] if named and not any(same(best, s) for s in found) else []
        run = self._run(pool[0], place) if _EVERY.search(question) else []
        if len(run) > 1 and (len(found) < 2 or len(run) == len(parts)):
            return run
        return found if len(found) > 1 else pool[:1]

    def _find_ages(self) -> dict[int, int]:
        """How many turns ago each figure was what a turn was answered with, by its id.

        What was reckoned was answered with its operands, or with the largest or smallest of them.
        """
        ages: dict[int, int] = {}
        past = self._ledger.past
        turns = [place for place in range(len(past) - 1, -1, -1) if self._ledger.everything[place]]
        for age, place in enumerate(turns[: LOOKED_BACK + 1]):
            mains = self.mains.get(place)
            if mains is None:
                known = [s for p in self.places for s in self.ranked[p]]
                told = self._ledger.turns[place]
                mains = [next((k for k in known if same_source(k, s)), s) for s in told]
                mains = mains[:1] if _PICKED.search(past[place].answer.answer) else mains
            for shown in mains:
                ages.setdefault(id(shown), age)
        return ages

    def main(self, kind: str = "") -> Shown | None:
        """What the newest turn was answered with, of the kind that is asked for."""
        return max(self.pool, key=lambda s: self.focus(s, kind, kind), default=None)

    def focus(self, shown: Shown, text: str, kind: str) -> float:
        """How far a figure is what was talked of last, and of the kind that a message asks for."""
        place = shown.turn
        aims = AIMED.search(f"{text} {self._ledger.past[place].question}")
        age = self._ages.get(id(shown))
        worth = SAID * shown.said - AGED * self.places.index(place) if age is None else 1.0 - AGED * age
        worth += self._ledger.fits(shown, kind) if kind else 0.3 * any(shown.like(s) for s in self._newest)
        return worth - bool(AIMED.search(shown.label) and not aims)

    def names(self, part: str, shown: Shown) -> bool:
        """Is a figure surely the one that a part of a message names?"""
        return self.worth(part, shown) >= NEAREST or self._asked(part, shown) >= NEAREST

    # what a message names

    def _parts(self, text: str) -> list[str]:
        """The stretches of a message that name something each: words of their own, or a figure."""
        return [p for p in _JOINTS.split(text) if self._ledger.own_words(p) or find_figures(p)]

    def _worth(self, part: str, shown: Shown) -> float:
        """How far a figure is the one that a part of a message names, by its words or by its value."""
        if any(abs(f.value - shown.value) < 1e-9 for f in find_figures(part)):
            return 1.5
        worth = self._ledger.bears(part, shown)
        worth = max(worth, ASKED * self._asked(part, shown))
        whole = _TOTAL.search(part) and WHOLE.search(shown.label) and self._ledger.fits(shown, part)
        return max(worth, ASKED if whole else 0.0)

    def _asked(self, part: str, shown: Shown) -> float:
        """Share of a part's words that the question has of a turn that a figure answered."""
        words = self._ledger.own_words(part)
        if id(shown) not in self._ages or not words:
            return 0.0
        question = normalize(self._ledger.past[shown.turn].question).lower()
        return self._ledger.matcher.cover(words, question)

    def named(self, text: str, kind: str = "") -> list[Shown]:
        """The figures whose subjects a message names one by one (居家加日照), in its order."""
        found: list[Shown] = []
        for part in self.parts(text):
            pool = [s for s in self.pool if self.worth(part, s) >= NAMES]
            if not pool:
                continue
            kinds = kind or (part if self._ledger.asks_kind(part) else "")
            best = max(pool, key=partial(self._near, text, part, kinds, found[:1]))
            found += [best] if not any(same(best, s) for s in found) else []
        return found

    def meant(self, text: str, shown: Shown, kind: str = "") -> float:
        """How likely a figure is meant: by the words of one part of a message, and by what was talked of."""
        named = max((self.worth(part, shown) for part in self.parts(text)), default=0.0)
        return self.focus(shown, text, kind) + 2 * named

    def _near(self, text: str, part: str, kind: str, first: Sequence[Shown], shown: Shown) -> float:
        """How far a figure is the one that a part of a message names, and tells the same as its first one."""
        alike = sum(parallel(one, shown) for one in first) / 3
        return 2 * self.worth(part, shown) + 0.5 * self.focus(shown, text, kind) + alike

    def pair(self, text: str, kind: str = "", alike: bool = True) -> tuple[Shown, Shown] | None:
        """The two figures that are held against each other: in the order of their names, or of their turns.

        Each is named by a part of the message of its own, or was talked of last; one part names both only
        where their own words have it.  `alike`: of like units, or else of units that are not.
        """
        parts = self.parts(text)[:3]
        worths = {id(s): [self.worth(part, s) for part in parts] for s in self.pool}
        focus = {id(s): self.focus(s, text, kind) for s in self.pool}

        def worth(one: Shown, other: Shown) -> float:
            own, others, talked = worths[id(one)], worths[id(other)], focus[id(one)] + focus[id(other)]
            sides = list(zip(own, others, strict=True))
            slots = [a + b for i, a in enumerate(own) for b in others[i + 1 :]]
            slots += [a + b for a, b in sides if min(a, b) >= NEAREST]
            slots += [named for a, b in sides for named in (a + focus[id(other)], b + focus[id(one)])]
            row = ROW * (how_many(text) is None and same_row(one, other))
            newest = 0.01 * (
                max(slots, default=0) < NAMES and (one.turn, -one.start) > (other.turn, -other.start)
            )
            filled = max([*slots, talked * (UNNAMED if parts else 1)])
            return filled + parallel(one, other) + row + newest

        tried = sorted(self.pool, key=lambda s: -self.meant(text, s, kind))[:TRIED]
        pairs = [
            (one, other)
            for one, other in permutations(tried, 2)
            if one.like(other) == alike and one.value != other.value
        ]
        return max(pairs, key=lambda pair: worth(*pair), default=None)

    def accounted(self, text: str, operands: Sequence[Shown]) -> bool:
        """Do some figures account for what a message names?"""
        if how_many(text) or _EVERY.search(text):
            return True
        place = " ".join(
            f"{s.item} {s.label} {s.after} {s.text} {' '.join(s.place)} {self._ledger.past[s.turn].asked}"
            for s in operands
        )
        words = [word for word in self._ledger.own_words(text) if len(word.text) > 1]
        return self._ledger.matcher.cover(words, normalize(place).lower()) >= ACCOUNTED

    # what belongs together

    def whole(self, part: Shown) -> Shown | None:
        """The figure that another is part of: of what was talked of, or at the head of its item."""
        heads = [s for s in self.ranked.get(part.turn, ()) if part.item.startswith(s.item)]
        talked = [shown for mains in self.mains.values() for shown in mains]
        larger = [s for s in (*talked, *heads) if s.like(part) and s.value > part.value]
        return max(
            larger, key=lambda s: (s.unit == part.unit, s.citation == part.citation, s.value), default=None
        )

    def has_rate(self, text: str) -> bool:
        """Is the rate that a message names (達成率) printed where figures were shown?"""
        rates = (s for s in self.pool if s.kind == "percent" and "率" in text)
        return any(self._ledger.bears(text, s) >= NAMES and "率" in s.label for s in rates)

    def _run(self, head: Shown, place: int) -> list[Shown]:
        """Figures that stand in one sentence, or bear the same words in the items of one passage; a total
        of the others is none of them.
        """
        near = [s for s in self.ranked[place] if s.citation == head.citation or (s.said and head.said)]
        aimed = bool(AIMED.search(head.label))
        alike = [s for s in near if s.unit == head.unit and s.kind == head.kind]
        alike = [s for s in alike if bool(AIMED.search(s.label)) == aimed]
        alike = distinct(alike)
        beside = [s for s in alike if s.item.startswith(head.item) or head.item.startswith(s.item)]
        labelled = [s for s in alike if head.tells_same(s)]
        run = sorted(max(beside, labelled, key=len), key=lambda s: s.start)
        total = sum(s.value for s in run)
        return [s for s in run if len(run) < 3 or 2 * s.value != total]

    def each(self, head: Shown, kind: str) -> list[Shown]:
        """What the newest turns were answered with, of the unit of one of them, newest first."""
        found: list[Shown] = []
        for place in self.places:
            mains = [s for s in self.mains[place] if s.like(head)]
            said = [s for s in self.ranked[place] if s.said and s.like(head)]
            mains = mains or sorted(said, key=lambda s: -self.focus(s, kind, kind))[:1]
            found += [s for s in mains if not any((s.value, s.unit) == (f.value, f.unit) for f in found)]
        return found

    def choose(self, kind: str, count: int | None, text: str = "") -> list[Shown]:
        """The figures that a message means to be taken together, without naming each: the likeliest group.

        A group are figures of one turn that tell the same of several things, or what the newest turns were
        answered with.  It is as likely as its figures are on average, as they tell the same, and as it has
        as many as the message counts.
        """
        told = [self.mains[place] for place in self.places[:1]]
        if count or all(len(sides) < 2 for sides in told):
            heads = {s.unit: s for place in self.places for s in self.mains[place]}
            for mains in (self.each(head, kind) for head in heads.values()):
                told.append(mains[:count] if count else [s for s in mains if s.turn in self.places[:2]])
        runs = [self._run(head, place) for place in self.places for head in self.ranked[place][:TRIED]]

        def worth(group: list[Shown]) -> float:
            meant = sum(self.meant(text, s, kind) for s in group) / len(group)
            alike = sum(parallel(group[0], s) for s in group[1:]) / (len(group) - 1) / 2
            counted = len(group) == count if count else LONGER * len(group)
            return meant + alike + counted + ANSWERED * (group in told)

        groups = [g for g in (*told, *runs) if all(s.like(g[0]) for s in g) and len({s.value for s in g}) > 1]
        return max(groups, key=worth, default=[])
