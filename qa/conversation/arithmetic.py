"""Reckon with figures shown earlier: sums, differences, shares, averages, the largest and the smallest.

The operands are printed figures of earlier answers, each with its source; the result says that it was
computed and shows how.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.numbers import read_han
from qa.answer import Answer
from qa.conversation.acts import OPERATIONS, find_acts, read_acts
from qa.conversation.ledger import Ledger
from qa.conversation.operands import SPANS, Group, find_operands, find_spans
from qa.conversation.reckoned import Sum, word_sum
from qa.conversation.shown import Shown, how_many
from qa.understand.question import find_language

RESULT_KIND = frozenset({"share", "change", "ratio", "per"})
"""Operations whose result is of another kind than what they reckon with."""
WHOLE = 100.0
"""The whole that a share in per cent is of."""
DENIED = 0.15
"""How likely it is that a share is asked of what is left of the whole."""
MOST_TRIED = 3
"""Groups of figures of which the likeliest that allows the operation is taken."""
_RANK = re.compile(r"第\s*([二三四五六七八九十])\s*[多大高少小低]")


class Reckoner:
    """Finds operands in a ledger and words the result."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._operands = find_operands(ledger)

    def weigh(self, text: str, operation: str) -> list[Group]:
        """The figures that an operation may be meant to be done with, or none, the likeliest first."""
        if not self._operands.places:
            return []
        asks = operation not in RESULT_KIND and self.ledger.asks_kind(text)
        return self._operands.weigh(text, operation, text if asks else "")

    def answer(self, text: str, operation: str) -> tuple[Answer, Group] | None:
        """The computed answer to a message from the likeliest figures; None where none fit it."""
        for group in self.weigh(text, operation)[:MOST_TRIED]:
            found = reckon(text, operation, group.figures)
            if found is not None:
                return word_sum(found, self.ledger, find_language(text)), group
        return None

    def names_each(self, text: str, figures: Sequence[Shown]) -> bool:
        """Does a message name each of the figures by a part of its own?"""
        return self._operands.names_each(text, figures)

    def apart(self, text: str) -> Answer | None:
        """That two figures that a message names cannot be held together; None where it names no such two."""
        named = self._operands.named(text)
        if how_many(text) == 2 and self._operands.places:
            newest = self._operands.ranked[self._operands.places[0]]
            named = [shown for shown in newest if shown.said] if len(named) < 2 else named
        if len(named) != 2 or named[0].like(named[1]):
            return None
        return word_sum(Sum("apart", (named[0], named[1]), 0.0, ""), self.ledger, find_language(text))


def reckon(text: str, operation: str, figures: tuple[Shown, ...]) -> Sum | None:
    """What is to be reckoned with figures in their order; None where they do not allow it."""
    if not figures:
        return None
    one, last = figures[0], figures[-1]
    if operation in ("largest", "smallest"):
        return _pick(text, operation, figures)
    total = sum(s.value for s in figures)
    if operation == "sum":
        return Sum("sum", figures, total, one.unit) if one.kind != "percent" else None
    if operation == "mean":
        return Sum("mean", figures, total / len(figures), one.unit)
    if operation in ("difference", "rest"):
        return _subtract(one, last)
    if operation == "ratio":
        return Sum("ratio", figures, one.value / last.value, "倍")
    if operation == "share":
        share = one.value / last.value * 100
        denied = read_acts(text)["rest"] > DENIED and share <= WHOLE  # 沒破的佔幾成
        return Sum("others" if denied else "share", figures, WHOLE - share if denied else share, "%")
    if operation == "change":
        return Sum("change", figures, (last.value - one.value) / one.value * 100, "%")
    if len(figures) == 1:
        span = next((SPANS[sign] for sign in find_spans(text)), None)
        return Sum("span", figures, one.value / span[0], one.unit, span) if span else None
    if any(s.kind == "percent" for s in figures):
        return None
    return Sum("per", figures, one.value / last.value, f"{one.unit}／{last.unit}")


def _pick(text: str, operation: str, figures: tuple[Shown, ...]) -> Sum | None:
    """The largest or the smallest, or the one of the rank that is asked for; how far both are apart."""
    ordered = sorted(figures, key=lambda s: s.value, reverse=operation == "largest")
    if {"largest", "smallest"} == set(find_acts(text, OPERATIONS)[:2]):
        return _subtract(*sorted((ordered[0], ordered[-1]), key=lambda s: -s.value))
    rank = _RANK.search(text)
    place = read_han(rank[1]) if rank else 1
    if place > len(ordered):
        return None
    chosen = ordered[place - 1]
    others = (s for s in ordered if s is not chosen)
    return Sum(operation, (chosen, *others), chosen.value, chosen.unit, rank=place)


def _subtract(large: Shown, small: Shown) -> Sum:
    unit = "個百分點" if large.kind == "percent" else large.unit
    return Sum("difference", (large, small), large.value - small.value, unit)
