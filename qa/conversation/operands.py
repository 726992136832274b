"""Which figures shown earlier a message means: those it names, as many as it says, or the latest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.words import normalize
from qa.conversation.choosing import strip, strip_all
from qa.conversation.counting import HOW_MANY, how_many
from qa.conversation.ledger import Ledger
from qa.conversation.shown import AIMED, Shown, recalled, shared
from qa.understand.demands import UNIT_GROUPS
from qa.understand.words import ContentWord

_JOINTS = re.compile(
    r"除以|加上|加|和|跟|與|及|比|減去|減|扣掉|扣除|扣|、|，|,|[占佔]|是|啦|\s|\band\b|\bplus\b|\bminus\b"
)
_UNITS = "|".join(sorted(map(re.escape, frozenset().union(*UNIT_GROUPS)), key=len, reverse=True))
_COUNTED = re.compile(
    rf"哪[一幾]?\S|(?:[幾每這那]|多少)\s*個?\s*(?:{_UNITS}|百分點)|(?:{_UNITS})數"
    r"|[這那]?[兩一二三四五六七八九十]\s*[個項種筆類家件輛車案](?!月)"
)
_ASKED = re.compile(r"[幾每]|多少|\d+到\d+")
_TOTAL = re.compile(r"共|合計|總|全部")
_HOW = re.compile(r"幾|多少|how (?:many|much)")
_EVERY = re.compile(r"各|分別|兩|哪些")
_YEAR = re.compile(r"(?<!\d)(\d{3})\s*年")
_DIGITS = re.compile(r"[\d,.\s]+")
_ALL = re.compile(r"各|全部|都|這些|那些|all")
OPERATIONS = ("largest", "smallest", "difference", "share", "per", "ratio", "change", "rest")
LOOKED_BACK = 5
"""Turns whose figures can be operands."""
LEAST = 6
"""Characters in front of two figures that are alike where they are one."""
TRIED = 6
"""Figures of a turn that are tried for a pair; what stands behind its answer is tried where named."""
NAMES = 0.5
"""Share of a part's words that a figure has to bear to be named by it."""
ACCOUNTED = 0.5
"""Share of a message's words that its operands have to account for."""


class Operands:
    """Finds in a ledger the figures that a message means."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._matcher = ledger, ledger.matcher
        self.places = ledger.printed()[:LOOKED_BACK]
        self.own_words = cache(self._own_words)  # of few parts, asked for every figure
        self.ranked = {
            p: [s for s in ledger.ranked(p) if s.kind != "date" and s.citation] for p in self.places
        }

    # what a message names

    def _own_words(self, text: str) -> list[ContentWord]:
        """The words of a message that name something, not what is to be done."""
        bare = HOW_MANY.sub(" ", text)
        bare = _COUNTED.sub(lambda m: "幾" if m[0][0] in "幾多" else " ", bare)
        bare = strip_all(bare, (*OPERATIONS, "sum", "total", "agrees", "superlative", "generic"))
        bare = _ASKED.sub(" ", bare)
        words = self._matcher.find_words(bare) or self._matcher.find_any(bare)
        return [*words, *(ContentWord(f"{year}年", 1.0) for year in _YEAR.findall(text))]

    def accounted(self, text: str, operands: Sequence[Shown]) -> bool:
        """Do some figures account for what a message names?"""
        place = " ".join(
            f"{s.item} {s.label} {s.text} {' '.join(s.place)} {self._ledger.past[s.turn].asked}"
            for s in operands
        )
        if how_many(text) or _ALL.search(text):
            return True
        words = [word for word in self.own_words(text) if len(word.text) > 1]
        return self._matcher.cover(words, normalize(place).lower()) >= ACCOUNTED

    def bears(self, part: str, shown: Shown) -> float:
        """How far a figure bears the name that a part of a message has.

        The words in front of it bear a name whole, those of its stretch and of the head of its item less, the
        others of the item, its question and its place in the report least.
        """
        words = self.own_words(part)
        if not words:
            return 0.0
        question = self._ledger.past[shown.turn].question
        head, _, under = shown.item.partition("；")
        levels = (
            (shown.label, 1.0),
            (f"{shown.lead} {shown.around}", 0.95),
            (head if under else "", 0.95),
            (shown.item, 0.8),
            (f"{question} {shown.item} {' '.join(shown.place)}", 0.6),
        )
        return max(
            weight
            * max(self._matcher.cover(words, "".join(normalize(text).lower().split())), recalled(part, text))
            for text, weight in levels
        )

    def named(self, text: str, kind: str, places: Sequence[int] | None = None) -> list[Shown]:
        """The figures whose subjects a message names one by one (居家加日照), of all turns or of some."""
        found: list[Shown] = []
        base = self.main(kind)
        for part in _JOINTS.split(strip("generic", strip_all(text, OPERATIONS))):
            best, most = None, NAMES
            if not self.own_words(part) and self._ledger.asks_kind(part):
                best = self.main(part)
                found += [best] if best and not any(_same(best, s) for s in found) else []
                continue
            for age, place in enumerate(self.places if places is None else places):
                pool = self.ranked[place]
                fit = max((self._ledger.fits(s, kind) for s in pool), default=0.0)
                for rank, shown in enumerate(pool):
                    known = any(_same(shown, s) for s in found)
                    if known or self._ledger.fits(shown, kind) < fit:
                        continue
                    if (bears := self.bears(part, shown)) < NAMES:
                        continue
                    score = bears - 0.02 * age - 0.002 * min(rank, 20)
                    if anchor := (found[0] if found else base):
                        score += (0.03 if found else 0.1) * self._parallel(anchor, shown)
                    if score > most:
                        best, most = shown, score
            if best is not None:
                found.append(best)
        return found

    # what the latest turns were answered with

    def main(self, kind: str = "") -> Shown | None:
        """What the newest turn was answered with, of the kind that is asked for."""
        for place in self.places:
            pool = self.ranked[place]
            best = max((self._ledger.fits(s, kind) for s in pool), default=0.0)
            if found := next((s for s in pool if self._ledger.fits(s, kind) == best), None):
                return found
        return None

    def whole(self, part: Shown) -> Shown | None:
        """The largest of what the turns were answered with, and of its item, that a figure can be part of."""
        pool = [s for place in self.places for s in self.ranked[place][:1]]
        pool += [s for s in self.ranked.get(part.turn, ()) if part.item.startswith(s.item)]
        larger = [s for s in pool if s.like(part) and s.value > part.value]
        return max(
            larger, key=lambda s: (s.unit == part.unit, s.citation == part.citation, s.value), default=None
        )

    def has_rate(self, text: str, part: Shown) -> bool:
        """Is the rate that a message names (達成率) printed where a figure was shown?"""
        pool = (shown for shown in self.ranked[part.turn] if shown.kind == "percent")
        return "率" in text and any("率" in s.around or self.bears(text, s) >= NAMES for s in pool)

    def mains(self) -> tuple[Shown, Shown] | None:
        """What the two newest turns were answered with."""
        found = [self.ranked[place][0] for place in self.places[:2] if self.ranked[place]]
        return (found[0], found[1]) if len(found) == 2 else None

    def _parallel(self, one: Shown, other: Shown) -> float:
        """How far two figures tell the same of different things, 0 to 3."""
        if not one.like(other):
            return 0.0
        if one is other:
            return 2.0
        return (
            shared(one.label, other.label) + (one.unit == other.unit) + shared(_run_up(one), _run_up(other))
        )

    def pair(self, text: str, kind: str) -> tuple[Shown, Shown] | None:
        """The two figures that are most likely held against each other: the newest first.

        Both answer the question of their turn and the message's words; they tell the same of two things,
        in two turns, or in one where its question asked for several or nothing else is like it.
        """
        if not self.places:
            return None
        newest, words = self.places[0], bool(self.own_words(text))
        if len(sides := self.sides(kind)) == 2:
            return sides[0], sides[1]
        several = self.several()

        def worth(shown: Shown, rank: int) -> float:
            aimed = AIMED.search(shown.label) and not AIMED.search(self._ledger.past[shown.turn].question)
            named = 2.0 * self.bears(text, shown) if words else 0.0
            return 2.0 * self._ledger.fits(shown, kind) + named - 0.3 * rank - bool(aimed)

        tried = {
            place: [(worth(s, n), s) for n, s in enumerate(pool) if n < TRIED or AIMED.search(s.label)]
            for place, pool in self.ranked.items()
        }
        best, most = None, float("-inf")
        for first_worth, first in tried[newest]:
            for age, place in enumerate(self.places):
                for other_worth, other in tried[place]:
                    if other.value == first.value or not first.like(other):
                        continue
                    within = (1.5 if several else -1.5) * (place == newest)
                    score = first_worth + other_worth + self._parallel(first, other) + within - 0.4 * age
                    if score > most:
                        best, most = (first, other), score
        return best

    def series(self, place: int, kind: str) -> list[Shown]:
        """The figures of a turn that tell the same of several things: the run of its best one.

        They stand in one sentence, or bear the same words in the items of one passage; a total of the
        others is none of them.
        """
        best: list[Shown] = []
        pool = [s for s in self.ranked[place] if self._ledger.fits(s, kind) or not kind]
        for head in pool[: 2 * TRIED]:
            run = self._run(head, place)
            if len(run) > 1 and (not best or len(run) > 2 * len(best)):
                best = run
        return best

    def _run(self, head: Shown, place: int) -> list[Shown]:
        near = [s for s in self.ranked[place] if s.citation == head.citation or (s.said and head.said)]
        alike = [s for s in near if s.like(head) and s.unit == head.unit]
        alike = list({(s.value, s.label): s for s in reversed(alike)}.values())
        beside = [s for s in alike if s.item.startswith(head.item) or head.item.startswith(s.item)]
        labelled = [s for s in alike if head.tells_same(s)]
        run = sorted(max(beside, labelled, key=len), key=lambda s: s.start)
        total = sum(s.value for s in run)
        return [s for s in run if len(run) < 3 or 2 * s.value != total]

    def each(self, kind: str, count: int | None) -> list[Shown]:
        """What the newest turns were answered with, of one unit, newest first; as many as `count`."""
        head = self.main(kind)
        if head is None:
            return []
        found = [head]
        pools = [[s for s in self.ranked[p] if s.said and s.like(head)] for p in self.places]
        for pool in pools:
            rest = [s for s in pool if s.value not in {f.value for f in found} and s.turn != head.turn]
            found += [max(rest, key=lambda s: self._parallel(head, s))] if rest else []
        if count and len(found) < count:  # several of one turn
            rest = [s for pool in pools for s in pool if s.value not in {f.value for f in found}]
            rest = list({s.value: s for s in reversed(rest)}.values())[::-1]
            found += sorted(rest, key=lambda s: -self._parallel(head, s))[: count - len(found)]
        return found[: count or 2]

    def sides(self, kind: str) -> list[Shown]:
        """The figures of the newest turn that the parts of its question name, where there are several."""
        newest = self.places[0]
        question = self._ledger.past[newest].question
        if _TOTAL.search(question) and not _EVERY.search(question):
            return []
        found = self.named(question, kind, [newest])
        return [s for s in found if s.said and s.like(found[0])]

    def several(self) -> bool:
        """Did the newest turn's question ask for several figures of one kind?"""
        question = self._ledger.past[self.places[0]].question
        if _EVERY.search(question):
            return True
        return not _TOTAL.search(question) and (len(_HOW.findall(question)) > 1 or len(self.sides("")) > 1)

    def choose(self, kind: str, count: int | None) -> list[Shown]:
        """The figures that a message means to be taken together, without naming each."""
        if not self.places:
            return []
        sides = self.sides(kind)
        run, each = self.series(self.places[0], kind), self.each(kind, count)
        several = self.several()
        ways = [sides, run, each] if several else [each, run]
        if count:
            exact = [found for found in ways if len(found) == count]
            return exact[0] if exact else next((way[:count] for way in ways if len(way) >= count), each)
        return next((way for way in ways if len(way) >= 2), [])


def _run_up(shown: Shown) -> str:
    """The last signs in front of a figure, without the figures before it."""
    return _DIGITS.sub("", shown.lead)[-LEAST - 2 :]


def _same(one: Shown, other: Shown) -> bool:
    """Are two figures one, shown in two turns or told twice?"""
    return (
        (one.value, one.unit) == (other.value, other.unit)
        and one.tells_same(other)
        and (one.item[-LEAST:] == other.item[-LEAST:])
    )
