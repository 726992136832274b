"""Reckon with figures shown earlier: sums, differences, shares, averages, the largest and the smallest.

The operands are printed figures of earlier answers, each with its source; the result says that it was
computed and shows how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from qa.answer import Answer
from qa.conversation.choosing import hints
from qa.conversation.counting import how_many
from qa.conversation.operands import Operands
from qa.conversation.reckoned import Sum, word_sum
from qa.conversation.shown import Ledger, Shown
from qa.understand.question import find_language
from qa.understand.words import ContentWord

ORDER = (
    "change", "share", "ratio", "days", "product", "per", "largest", "smallest", "difference", "sum"
)  # fmt: skip
"""Operations in the order in which their hints are looked for: the narrower ones first."""
_FIRST_YEAR = 1911
_MONTHLY = re.compile(r"月|month")
_EACH = re.compile(r"[一每]\s*(\w)")


def find_operation(text: str) -> str | None:
    """The operation that a message hints at; None for none."""
    found = next((name for name in ORDER if hints(name, text)), None)
    return found or ("sum" if hints("total", text) else "share" if hints("rate", text) else None)


class Reckoner:
    """Finds operands in a ledger and words the result."""

    def __init__(self, ledger: Ledger, find_words: Callable[[str], Sequence[ContentWord]]) -> None:
        self._ledger = ledger
        self._operands = Operands(ledger, find_words)
        self._places = self._operands.places

    def answer(self, text: str, operation: str, bare: bool = False) -> Answer | None:
        """The computed answer to a message; None where the figures shown do not fit it.

        `bare`: the message has no words of its own, so that figures of two units are told to be that.
        """
        if not self._places:
            return None
        if self._operands.before and not self._ledger.asks_kind(text) and how_many(text):
            text = f"{text}（{self._operands.before}）"
        found = self._reckon(text, operation)
        if found is None and bare and operation != "per" and (apart := self._apart()):
            found = Sum("apart", apart, 0.0, "")
        return word_sum(found, self._ledger, find_language(text)) if found else None

    def _apart(self) -> tuple[Shown, Shown] | None:
        """The figures of the two newest turns where they are of units that cannot be held together."""
        mains = [self._ledger.measures(place)[:1] for place in self._places[:2]]
        if len(mains) < 2 or not all(mains) or mains[0][0].like(mains[1][0]):
            return None
        return mains[0][0], mains[1][0]

    def _reckon(self, text: str, operation: str) -> Sum | None:
        if operation in ("largest", "smallest") and not (hints("largest", text) and hints("smallest", text)):
            return self._extreme(text, operation)
        if operation == "days":
            return self._days()
        if operation == "product":
            return self._product()
        if operation == "per":
            return self._average(text)
        kind = "" if operation in ("share", "change", "ratio") else text  # % is the result's kind there
        operands = self._operands.choose(text, operation, kind)
        if len(operands) < 2:
            return None
        if operation == "sum":
            total = sum(operand.value for operand in operands)
            return Sum("sum", tuple(operands), total, operands[0].unit)
        first, second = operands[0], operands[1]
        if operation in ("difference", "largest", "smallest"):
            operation = "difference"
            first, second = sorted((first, second), key=lambda s: -s.value)
            unit = "個百分點" if first.kind == "percent" else first.unit
            return Sum("difference", (first, second), first.value - second.value, unit)
        small, large = sorted((first, second), key=lambda s: s.value)
        if not small.value or not large.value:
            return None
        if operation == "ratio":
            return Sum("ratio", (large, small), large.value / small.value, "倍")
        if operation == "change":
            if first.turn == second.turn and first.start > second.start:
                first, second = second, first
            earlier, later = (first, second) if first.turn <= second.turn else (second, first)
            if hints("difference", earlier.clause) or "減少" in later.clause or "減少" in earlier.clause:
                return Sum("share", (small, large), small.value / large.value * 100, "%")
            return Sum("change", (large, small), (large.value - small.value) / large.value * 100, "%")
        return Sum("share", (small, large), small.value / large.value * 100, "%")

    def _extreme(self, text: str, operation: str) -> Sum | None:
        """The largest or the smallest of as many as the message says, or of the longest list shown."""
        wanted = how_many(text)
        named = self._operands.named(text)
        pool = named if len(named) > 1 else self._operands.series(text)
        pair = not hints("superlative", text) and wanted is None and len(self._places) > 1
        pool = pool[:2] if pair else pool
        for place in self._places[:3] if not pair else ():
            main = self._ledger.measures(place, text)
            own = [s for s in self._ledger.turns[place] if main and s.like(main[0])]
            if len(own) > max(2, len(pool)) and wanted is None:
                pool = own
        pool = pool[:wanted] if wanted else pool
        if len(pool) < 2:
            return None
        ordered = sorted(pool, key=lambda s: s.value, reverse=operation == "largest")
        return Sum(operation, tuple(ordered), ordered[0].value, ordered[0].unit)

    def _average(self, text: str) -> Sum | None:
        """One figure over another of another unit: so much for each, as the message or the latest turns say.

        幾人, 多少錢 name the unit of what is shared out, 每場, 一件 the unit of what it is shared among;
        money is shared out, and else the larger figure of the newest turns.  By month it is over twelve.
        """
        everything = [
            s for p in self._places[:3] for s in self._ledger.answering(p) if s.kind in ("number", "money")
        ]
        if not everything:
            return None
        if _MONTHLY.search(text):
            base = everything[0]
            return Sum("month", (base,), base.value / 12, base.unit)
        among = _EACH.search(text)
        counts = [s for s in everything if s.kind == "number" and s.unit and s.value]
        named = [s for s in counts if among and s.unit[0] == among[1]]
        asked = [s for s in everything if self._ledger.fits(s, text) > 0 and s not in named]
        amounts = [s for s in everything if s.kind == "money"]
        if named:
            count = named[0]
            amount = next(iter([*asked, *amounts, *(s for s in everything if s.unit != count.unit)]), None)
        else:
            amount = next(iter([*asked[:1], *amounts]), None) or max(
                counts[:2], key=lambda s: s.value, default=None
            )
            count = next((s for s in counts if amount and s.unit != amount.unit), None)
        if count is None or amount is None or amount is count:
            return None
        same = [
            s
            for s in amounts
            if amount.kind == "money" and s.citation == count.citation and s.turn == count.turn
        ]
        amount = next(iter(same), amount)
        return Sum("per", (amount, count), amount.value / count.value, f"{amount.unit}／{count.unit}")

    def _days(self) -> Sum | None:
        for place in self._places:
            dates = [s for s in self._ledger.turns[place] if s.kind == "date"]
            for first, second in pairwise(dates):
                span = _day_of(second, first) - _day_of(first, first)
                if span > 0:
                    return Sum("days", (first, second), span + 1, "天")
        return None

    def _product(self) -> Sum | None:
        pool = [s for place in self._places[:3] for s in self._ledger.answering(place) if s.kind != "date"]
        for total in pool:
            for one in pool:
                for other in pool:
                    if one is other or one.kind == other.kind or total in (one, other):
                        continue
                    if one.value > 1 and other.value > 1 and one.value * other.value == total.value:
                        return Sum("product", (one, other, total), total.value, total.unit)
        return None


def _day_of(shown: Shown, first: Shown) -> int:
    year, rest = divmod(int(shown.value), 10000)
    year = year or int(first.value) // 10000 or 1
    month, day = divmod(rest, 100)
    year = year if year > _FIRST_YEAR else year + _FIRST_YEAR  # of the Republic
    try:
        return date(year, month, day or 1).toordinal()
    except ValueError:
        return 0
