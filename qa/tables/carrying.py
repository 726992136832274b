"""Numbers of a message as tests, and what a follow-up keeps of the frame before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from qa.tables.frame import GROUPED, SPAN, Frame, Test
from qa.tables.lexicon import load_words
from qa.tables.query import Range
from qa.tables.segment import Token


def span_of(role: str, op: str, value: float) -> Range:
    """The values that a number with its comparison means; a difference is told by its size, and negative."""
    if role == "difference" and value > 0:
        mirrored = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
        return SPAN[mirrored.get(op, op)](-value)
    return SPAN[op](value)


def add_bound(tests: list[Test], role: str, op: str, value: float) -> bool:
    """Whether a number only says again where a range ends and if that is in it: 不到 90（90 不含）."""
    for at, one in enumerate(tests):
        span = one.span
        if one.of == role and value in (span.low, span.high) and span.low != span.high:
            inside = op in ("eq", "ge", "le")
            low = {"low_in": inside} if value == span.low else {"high_in": inside}
            tests[at] = Test(role, span if op == "eq" else replace(span, **low))
            return True
    return False


def find_bound(tokens: Sequence[Token], at: int) -> str:
    """How a number ends a range where it is said to be in it or not: 含剛好五倍, 不含 90; else ""."""
    near = [one for one in tokens[max(at - 2, 0) : at + 3] if one.kind == "bound"]
    return {"included": "ge", "excluded": "gt"}[near[0].key] if near else ""


def widen(span: Range, tokens: Sequence[Token], at: int) -> Range:
    """The values that a number said to be so stands for: as exact as it is said, or a tenth about it."""
    number = tokens[at].number
    if number is None or number.unit not in ("%", "倍", ""):
        return span
    around = "".join(one.text for one in tokens[max(at - 2, 0) : at + 2])
    text = tokens[at].text
    digits = len(text.split(".")[1].rstrip("%趴倍成 ")) if "." in text else 0
    near = 10 if number.unit == "%" and number.written and number.value % 10 == 0 else 10**-digits
    if any(word in around for word in load_words()["about"]["any"]):
        near = max(near, number.value / 5)
    return Range(span.low - near / 2, span.high + near / 2) if near != 1 or number.unit == "%" else span


def merge_tests(tests: Sequence[Test]) -> list[Test]:
    """Two ends of one measure are one range."""
    merged: list[Test] = []
    for test in tests:
        for at, one in enumerate(merged):
            if one.of == test.of and (both := one.span.meets(test.span)) is not None:
                merged[at] = Test(one.of, both)
                break
        else:
            merged.append(test)
    return merged


def move(before: Frame, test: Test) -> Test:
    """A number that is only named takes the place of the one before, compared as that was: 改成 90% 呢."""
    last = next((one.span for one in before.tests if one.of == test.of), None)
    open_ = last is not None and (last.low is None) != (last.high is None)
    if not open_ or test.span.low is None or test.span.low != test.span.high:
        return test
    value = test.span.low
    return Test(test.of, replace(last, low=value) if last.low is not None else replace(last, high=value))


def carry(frame: Frame, before: Frame, wide: bool, compared: bool = False, added: bool = False) -> Frame:
    """A follow-up's frame with what it leaves as it was.

    `compared`: it says how its numbers are meant; `added`: its places go beside those of before.
    """
    tests = frame.tests if compared else tuple(map(partial(move, before), frame.tests))
    kept = [one for one in before.tests if all(one.of != own.of for own in tests)]
    if frame.status and frame.status != before.status:  # 掛零的呢, after those below 80
        kept = [one for one in kept if one.of != "level"]
    if frame.level is not before.level:
        kept = [one for one in kept if one.of not in GROUPED]
    named = frame.places or wide
    places = tuple(sorted({*before.places, *frame.places})) if added else frame.places
    return replace(
        frame,
        places=places if named else before.places,
        excluded=frame.excluded or (() if frame.places else before.excluded),
        kinds=frame.kinds or before.kinds,
        units=frame.units or before.units,
        words=frame.words or before.words,
        tests=(*kept, *tests),
        ranks=frame.ranks or (before.ranks if (frame.order, frame.by) == (before.order, before.by) else None),
        asks=frame.asks or before.asks,
    )
