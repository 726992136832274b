"""Reckon with figures shown earlier: sums, differences, shares, averages, the largest and the smallest.

The operands are printed figures of earlier answers, each with its source; the result says that it was
computed and shows how.
"""

from __future__ import annotations

import re

from corpus.numbers import read_han
from qa.answer import Answer
from qa.conversation.choosing import hints
from qa.conversation.counting import how_many
from qa.conversation.ledger import Ledger
from qa.conversation.operands import NEAREST, Operands
from qa.conversation.reckoned import Sum, word_sum
from qa.conversation.shown import AIMED, Shown
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
PRINTED = 0.8
"""Share of a message's words that a figure bears which answers it as it is printed."""
PRINTED_AS = {
    "share": re.compile("[%％]|成"),
    "change": re.compile("[%％]|成"),
    "difference": re.compile("增|減|升|降|超|[賸剩]|差|多出|成長"),
    "per": re.compile("平均|每|均"),
}
"""What the report says of a figure that is a result of an operation."""
_RANK = re.compile(r"第\s*([二三四五六七八九十])\s*[多大高少小低]")
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

    def names(self, text: str) -> bool:
        """Does a message name figures shown, other than a rate, that it can be reckoned from?"""
        parts, pool = self._operands.parts(text), self._operands.pool
        return any(
            self._operands.worth(part, s) >= NEAREST for part in parts for s in pool if s.kind != "percent"
        )

    def is_printed(self, text: str, operation: str) -> bool:
        """Does the only turn, the report's own answer to a message, print what would be reckoned?

        A figure that bears the message's words, is of the kind asked for and is said to be what would come
        out: a percentage, a difference, an average.
        """
        said, kind = PRINTED_AS.get(operation), "%" if operation in ("share", "change") else text
        if said is None:
            return False
        for shown in self._operands.pool:
            fits = self._ledger.fits(shown, kind) or not self._ledger.asks_kind(kind)
            if fits and shown.said and said.search(f"{shown.label}{shown.text}{shown.after}"):
                if self._ledger.bears(text, shown) >= PRINTED:
                    return True
        return False

    def _rests(self, text: str, found: Sum) -> bool:
        """Does a sum rest on an earlier turn, or on figures that the message names each?"""
        newest = len(self._ledger.past) - 1
        earlier = any(shown.turn < newest for shown in found.operands)
        return earlier or bool(AIMED.search(text)) or len(self._operands.named(text, "")) >= 2

    def reckon(self, text: str, operation: str) -> Sum | None:
        """What is to be reckoned, where its operands account for the message."""
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

    def _compare(self, text: str, operation: str, kind: str) -> Sum | None:
        extremes = hints("largest", text) and hints("smallest", text)
        chosen = self._pool(text, kind) if extremes else self._operands.pair(text, kind)
        if chosen is None and operation == "difference":
            chosen = self._operands.pair(text, kind, alike=False)
        if chosen is None or len(chosen) < 2:
            return None
        if extremes:
            ordered = sorted(chosen, key=lambda s: -s.value)
            chosen = (ordered[0], ordered[-1])
        first, second = chosen[0], chosen[1]
        if not first.like(second):
            return Sum("apart", (first, second), abs(first.value - second.value), "")
        if operation == "share" and hints("sum", text):
            total = first.value + second.value
            return Sum("part", (first, second), first.value / total * 100, "%")
        if operation == "share":
            named = self._operands.named(text, kind)
            part = named[0] if named else self._operands.main()
            if part and (part.kind == "percent" or self._operands.has_rate(text, part)):
                return None  # the report has it
            whole = self._operands.whole(part) if part and len(named) < 2 else None
            first, second = (part, whole) if part and whole else (first, second)
        small, large = sorted((first, second), key=lambda s: s.value)
        if operation == "difference":
            unit = "個百分點" if first.kind == "percent" else first.unit
            return Sum("difference", (large, small), large.value - small.value, unit)
        if not small.value:
            return None
        if operation == "ratio":
            return Sum("ratio", (large, small), large.value / small.value, "倍")
        if operation == "change":
            earlier, later = sorted((first, second), key=lambda s: (s.turn, s.start))
            if hints("difference", earlier.item) or hints("difference", later.item):
                return Sum("share", (small, large), small.value / large.value * 100, "%")
            return Sum("change", (large, small), (large.value - small.value) / large.value * 100, "%")
        return Sum("share", (small, large), small.value / large.value * 100, "%")

    def _pool(self, text: str, kind: str) -> list[Shown]:
        """The figures among which the largest or the smallest is looked for."""
        count = how_many(text)
        named = self._operands.named(text, kind)
        if len(named) > 1:
            return named
        if hints("superlative", text):
            runs = [self._operands.series(place, kind) for place in self._operands.places[:3]]
            exact = [run for run in runs if len(run) == count]
            if exact or count is None:
                return max(exact or runs, key=len, default=[])
        pair = self._operands.pair(text, kind) if count in (None, 2) else None
        pair = pair or (self._operands.pair(text, kind, alike=False) if count in (None, 2) else None)
        return list(pair) if pair else self._operands.choose(kind, count)

    def _extreme(self, text: str, operation: str, kind: str) -> Sum | None:
        """The largest or the smallest of as many as the message says, or of the longest list shown."""
        if hints("largest", text) and hints("smallest", text):
            return self._compare(text, "difference", kind)
        pool = self._pool(text, kind)
        if len(pool) < 2:
            return None
        if len(pool) == 2 and not pool[0].like(pool[1]):
            return Sum("apart", tuple(pool), abs(pool[0].value - pool[1].value), "")
        ordered = sorted(pool, key=lambda s: s.value, reverse=operation == "largest")
        rank = _RANK.search(text)
        place = read_han(rank[1]) if rank else 1
        if place > len(ordered):
            return None
        chosen = ordered[place - 1]
        return Sum(
            operation,
            (chosen, *(s for s in ordered if s is not chosen)),
            chosen.value,
            chosen.unit,
            rank=place,
        )

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
        count = max(counted, key=lambda s: self._operands.focus(s, text, ""), default=None)
        if count is None and (span := next((_SPANS[sign] for sign in among if sign in _SPANS), None)):
            return Sum("span", (main,), main.value / span[0], main.unit, span)
        pair = self._operands.pair(text, kind, alike=False)
        if count and (pair is None or count not in pair):
            amounts = [s for s in self._operands.pool if not s.like(count)]
            amounts.sort(key=lambda s: -self._operands.focus(s, text, kind) - 0.5 * (s.kind == "money"))
            pair = (amounts[0], count) if amounts else None
        if pair is None or not all(s.value and s.kind in ("number", "money") for s in pair):
            return None
        amount, count = (pair[1], pair[0]) if pair[0] is count else pair
        fits = self._ledger.fits(amount, asked) - self._ledger.fits(count, asked)
        larger = not among and amount.value < count.value
        if count.kind == "money" or (amount.kind == "number" and (fits < 0 or (larger and not fits))):
            amount, count = count, amount
        return Sum("per", (amount, count), amount.value / count.value, f"{amount.unit}／{count.unit}")
