"""Reckon with figures shown earlier: sums, differences, shares, averages, the largest and the smallest.

The operands are printed figures of earlier answers, each with its source; the result says that it was
computed and shows how.
"""

from __future__ import annotations

import re

from corpus.numbers import read_han
from qa.answer import Answer
from qa.conversation.cues import hints
from qa.conversation.ledger import Ledger
from qa.conversation.operands import Operands
from qa.conversation.reckoned import Sum, word_sum
from qa.conversation.shown import AIMED, Shown, how_many
from qa.understand.demands import units_like
from qa.understand.question import find_language

ORDER = (
    "change", "share", "ratio", "per", "largest", "smallest", "difference", "sum", "rest"
)  # fmt: skip
"""Operations in the order in which their hints are looked for: the narrower ones first."""
RESULT_KIND = frozenset({"share", "change", "ratio", "per"})
"""Operations whose result is of another kind than what they reckon with."""
_SPANS = {"月": (12.0, "個月"), "天": (365.0, "天"), "日": (365.0, "天"), "週": (52.0, "週")}
"""Parts of the report's year that something is shared out over: how many there are, and their name."""
PRINTED_AS = {
    "share": re.compile("[%％]|成"),
    "change": re.compile("[%％]|成"),
    "difference": re.compile("增|減|升|降|超|[賸剩]|差|多出|成長"),
    "per": re.compile("平均|每|均"),
}
"""What the report says of a figure that is a result of an operation."""
_RANK = re.compile(r"第\s*([二三四五六七八九十])\s*[多大高少小低]")
_APART = re.compile(r"[差離]|落後")
"""Words with which what is largest is a distance from an aim."""
_EACH = re.compile(r"[一每]\s*個?\s*(\w)")


def find_operation(text: str) -> str | None:
    """The operation that a message hints at; None for none."""
    found = next((name for name in ORDER if hints(name, text)), None)
    return found or ("sum" if hints("total", text) else None)


class Reckoner:
    """Finds operands in a ledger and words the result."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._operands = Operands(ledger)

    def answer(self, text: str, operation: str, fetched: bool = False) -> Answer | None:
        """The computed answer to a message; None where the figures shown do not fit it.

        `fetched`: the newest turn is the report's own answer to the message, which alone is none to reckon
        with unless the message names both figures.
        """
        if not self._operands.places:
            return None
        found = self.reckon(text, operation)
        if found and fetched and not self._rests(text, found):
            return None
        return word_sum(found, self._ledger, find_language(text)) if found else None

    def names(self, text: str, operation: str) -> bool:
        """Does a message name figures shown that it can be reckoned from: none that is a result itself?"""
        parts, said = self._operands.parts(text), PRINTED_AS.get(operation)
        return any(
            self._operands.names(part, s)
            for s in self._operands.pool
            if not (said and _says(s, said))
            for part in parts
        )

    def _rests(self, text: str, found: Sum) -> bool:
        """Does a sum rest on an earlier turn, or on figures that the message names each?"""
        newest = len(self._ledger.past) - 1
        earlier = any(shown.turn < newest for shown in found.operands)
        return earlier or bool(AIMED.search(text)) or len(self._operands.named(text, "")) >= 2

    def reckon(self, text: str, operation: str) -> Sum | None:
        """What is to be reckoned, where its operands account for the message."""
        if operation == "share" and self._operands.parts(text) and not self.names(text, operation):
            return None
        kind = text if operation not in RESULT_KIND and self._ledger.asks_kind(text) else ""
        make = {
            "largest": self._extreme,
            "smallest": self._extreme,
            "per": self._average,
            "sum": self._sum,
            "rest": self._rest,
        }.get(operation, self._compare)
        found = make(text, operation, kind)
        if found is None or not self._operands.accounted(text, found.operands):
            return None
        asks = kind and operation != "rest"
        if asks and not any(self._ledger.fits(s, kind) for s in found.operands):
            return None
        return found

    def _sum(self, text: str, operation: str, kind: str) -> Sum | None:
        named = self._operands.named(text, kind)
        same = [s for s in named if s.like(named[0])]
        chosen = same if len(same) > 1 else self._operands.choose(kind, how_many(text), text)
        if len(chosen) < 2 or chosen[0].kind == "percent":
            return None
        return Sum("sum", tuple(chosen), sum(s.value for s in chosen), chosen[0].unit)

    def _rest(self, text: str, operation: str, kind: str) -> Sum | None:
        """What is left of a whole without the part that is denied (沒破的): the whole less that part."""
        named = self._operands.named(text, kind)
        part = named[-1] if named else None
        whole = self._operands.whole(part) if part and part.kind != "percent" else None
        if part is None or whole is None:
            return None
        return Sum("difference", (whole, part), whole.value - part.value, whole.unit)

    def _apart(self, text: str, kind: str) -> Sum | None:
        """Two figures of unlike units that a message holds against each other; None where it means no two."""
        two = len(self._operands.named(text, kind)) > 1 or how_many(text) == 2
        pair = self._operands.pair(text, kind, alike=False) if two else None
        return Sum("apart", pair, 0.0, "") if pair else None

    def _compare(self, text: str, operation: str, kind: str) -> Sum | None:
        """Two figures held against each other, the larger first; of a share the part first."""
        pair = self._operands.pair(text, kind)
        if pair is None:
            return self._apart(text, kind)
        if operation == "share":
            return self._share(text, kind, pair)
        small, large = sorted(pair, key=lambda s: s.value)
        if operation == "difference":
            return _subtract(large, small)
        if not small.value or not large.value:
            return None
        if operation == "ratio":
            return Sum("ratio", (large, small), large.value / small.value, "倍")
        if any(hints("difference", s.item) for s in pair):  # one is how much it changed
            return Sum("share", (small, large), small.value / large.value * 100, "%")
        return Sum("change", (large, small), (large.value - small.value) / large.value * 100, "%")

    def _share(self, text: str, kind: str, pair: tuple[Shown, Shown]) -> Sum | None:
        """What a figure that the message names, or the newest, is of its whole; None for a printed rate."""
        named = [s for s in self._operands.named(text, kind) if s.kind != "percent"]
        part = named[0] if named else self._operands.main()
        if part and (part.kind == "percent" or self._operands.has_rate(text)):
            return None
        whole = self._operands.whole(part) if part and len(named) < 2 else None
        small, large = sorted((part, whole) if part and whole else pair, key=lambda s: s.value)
        if AIMED.search(text) and AIMED.search(small.label):  # of what was aimed at, though more was reached
            small, large = large, small
        return Sum("share", (small, large), small.value / large.value * 100, "%") if large.value else None

    def _pool(self, text: str, kind: str) -> list[Shown]:
        """The figures among which the largest or the smallest is looked for."""
        count = how_many(text)
        named = self._operands.named(text, kind)
        if len(named) > 1:
            return named
        return self._operands.choose(kind, count, text)

    def _extreme(self, text: str, operation: str, kind: str) -> Sum | None:
        """The largest or the smallest of as many as the message says, or of the longest list shown."""
        attained = [s for s in self._operands.ranked[self._operands.places[0]] if s.label == "達成度"]
        if operation == "largest" and _APART.search(text) and len(attained) > 1:
            operation, pool = "smallest", attained  # what is furthest from its aim was attained least
        else:
            pool = self._pool(text, kind)
        if len({s.value for s in pool}) < 2:
            return self._apart(text, kind)
        ordered = sorted(pool, key=lambda s: s.value, reverse=operation == "largest")
        if hints("largest", text) and hints("smallest", text):
            return _subtract(*sorted((ordered[0], ordered[-1]), key=lambda s: -s.value))
        rank = _RANK.search(text)
        place = read_han(rank[1]) if rank else 1
        if place > len(ordered):
            return None
        chosen = ordered[place - 1]
        others = (s for s in ordered if s is not chosen)
        return Sum(operation, (chosen, *others), chosen.value, chosen.unit, rank=place)

    def _average(self, text: str, operation: str, kind: str) -> Sum | None:
        """One figure over another of another unit: so much for each, as the message or the latest turns say.

        幾人, 多少錢 name the unit of what is shared out, 每場, 一件 the unit of what it is shared among;
        money is shared out, and else the larger figure of the newest turns.  By month it is over twelve.
        """
        main = self._operands.main()
        if main is None:
            return None
        among, asked = _EACH.findall(text), _EACH.sub(" ", text)
        kind = asked if self._ledger.asks_kind(asked) else "多少錢"
        counted = [s for s in self._operands.pool if s.said or self._operands.worth(text, s)]
        counted = [s for s in counted if any(s.unit in units_like(sign) for sign in among)]
        count = max(
            counted, key=lambda s: self._operands.focus(s, text, "") + (s.unit[0] in among), default=None
        )
        if count is None and (span := next((_SPANS[sign] for sign in among if sign in _SPANS), None)):
            return Sum("span", (main,), main.value / span[0], main.unit, span)
        pair = self._operands.pair(text, kind, alike=False)
        if count and (pair is None or count not in pair):
            amounts = [s for s in self._operands.pool if not s.like(count)]
            amounts.sort(key=lambda s: -self._operands.meant(text, s) - 0.5 * (s.kind == "money"))
            pair = (amounts[0], count) if amounts else None
        if pair is None or not all(s.value and s.kind in ("number", "money") for s in pair):
            return None
        if self._ledger.asks_kind(asked) and not any(self._ledger.fits(s, asked) for s in pair):
            return None
        amount, count = (pair[1], pair[0]) if pair[0] is count else pair
        fits = self._ledger.fits(amount, asked) - self._ledger.fits(count, asked)
        larger = not among and amount.value < count.value
        if count.kind == "money" or (amount.kind == "number" and (fits < 0 or (larger and not fits))):
            amount, count = count, amount
        return Sum("per", (amount, count), amount.value / count.value, f"{amount.unit}／{count.unit}")


def _subtract(large: Shown, small: Shown) -> Sum:
    unit = "個百分點" if large.kind == "percent" else large.unit
    return Sum("difference", (large, small), large.value - small.value, unit)


def _says(shown: Shown, said: re.Pattern[str]) -> bool:
    """Do a figure and the words at it say what would come out of an operation?"""
    return said.search(f"{shown.label}{shown.text}{shown.after}") is not None
