"""What a question over many rows asks, as slots: the state that a conversation about tables keeps.

A frame is the meaning of a question before the report completes it; a follow-up changes some of its slots
and leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

from qa.tables.query import Claim, Condition, Entity, Level, Order, Predicate, Query, Range, exactly, merge

BELOW, FULL = Range(high=100, high_in=False), Range(low=100)
ABOVE, UNDER = Range(low=0, low_in=False), Range(high=0, high_in=False)
STATUS = {
    "missed": Condition("level", (BELOW,)),
    "full": Condition("level", (FULL,)),
    "over": Condition("gap", (ABOVE,)),
    "exact": Condition("gap", (exactly(0),)),
    "under": Condition("gap", (UNDER,)),
    "zero": Condition("level", (exactly(0),)),
    "percent": Condition("unit", (), ("%",)),
    "oneoff": Condition("target", (exactly(1),)),
    "unreviewed": Condition("reviewed", (exactly(0),)),
    "up": Condition("change", (ABOVE,)),
    "down": Condition("change", (UNDER,)),
    "same": Condition("change", (exactly(0),)),
    "moved": Condition("change", (exactly(0),), negated=True),
}
"""Tests on a row that a question has one word for."""
OPPOSITE = {"missed": "full", "full": "missed"}
LEVELS = ("missed", "full", "zero")
"""Status that compares what a number may be compared with too."""
MEASURES = ("level", "attainment", "completion", "target", "actual", "ratio", "gap", "difference")
"""What is compared or put in order of rows."""
CLAIMED = ("n", "share", "portion", "mean", "value")
ORDERS = ("top", "bottom", "down", "up", "both")
TEXTS = ("name", "text", "goal", "reason", "explanation")
_NAMED = (*TEXTS, "unit")
_PICKED = ("missed", "over", "under", "oneoff")
"""Status that picks the rows which a number beside it is said of."""
MOST = 50
"""Values that one slot holds at most."""
GROUPED = ("count", "rate", "mean", "goals")
"""Measures of a group of rows, not of one row."""
OF_GROUPS = (*GROUPED, "share", "missrate", "per_goal")
"""What groups are put in order by."""
SPAN = {
    "lt": lambda n: Range(high=n, high_in=False),
    "le": lambda n: Range(high=n),
    "gt": lambda n: Range(low=n, low_in=False),
    "ge": lambda n: Range(low=n),
    "eq": exactly,
}


@dataclass(frozen=True)
class Test:
    """A number of the question with what it is compared with; `of` a measure of a row or of a group."""

    of: str
    span: Range


@dataclass(frozen=True)
class Frame:
    """The slots of one question.

    `holds` says for how many rows of a department `status`, `tests` and `words` are to hold: "" where rows
    are asked for, else some, none or every.  `order` is "", top, bottom, down, up or both; down and up put
    all lines in order, the others keep those of `ranks`.  `words` are (text, forms): the text that has to
    hold one of the forms.  `asks` are what is told: list, many, share (of the scope), portion (of all rows
    that meet the conditions), sum, mean, median, difference, multiple, why, each.

    Of what the message holds for true, `claims` are numbers: n (of rows or groups), share (per cent), mean
    or value (of the line at an end); `said` are the departments at the end of the order.  `holds` is a claim
    where rows are asked for: that every one or none of them is so.
    """

    entity: Entity = Entity.INDICATOR
    level: Level = Level.ROWS
    status: str = ""
    holds: str = ""
    places: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: str = ""
    by: str = ""
    ranks: tuple[int, int] | None = None
    goals: bool = False
    asks: frozenset[str] = frozenset()
    claims: tuple[Test, ...] = ()
    said: tuple[str, ...] = ()


def canonical(frame: Frame) -> Frame:
    """A frame as one of its meaning is written.

    Of departments that have none that fell short every row is full, and of those that have none that is full
    every one fell short; a status that no row has with the numbers beside it is not meant.
    """
    own = STATUS[frame.status].ranges if frame.status in LEVELS else ()
    tests = [test.span for test in frame.tests if test.of == "level"]
    if own and tests and not any(one.meets(span) for one in own for span in tests):
        return replace(frame, status="")
    if frame.holds != "none" or frame.level is Level.ROWS or frame.status not in OPPOSITE or frame.tests:
        return frame
    return replace(frame, holds="every", status=OPPOSITE[frame.status])


def to_query(frame: Frame) -> Query:
    """The computation that a frame stands for."""
    conditions = [STATUS[frame.status]] if frame.status else []
    conditions += [Condition(test.of, (test.span,)) for test in frame.tests if test.of not in GROUPED]
    conditions += [Condition(of, (), forms) for of, forms in frame.words]
    conditions += [Condition("unit", (), frame.units)] if frame.units else []
    conditions = merge(conditions)
    grouped = [test for test in frame.tests if test.of in GROUPED]
    predicates: list[Predicate] = []
    own = tuple(conditions)
    if frame.level in (Level.DEPARTMENTS, Level.GOALS, Level.UNITS):
        for test in grouped:
            if test.of in ("rate", "mean"):
                predicates.append(Predicate(frame.entity, (), test.span, by=test.of))
            else:
                predicates.append(Predicate(frame.entity, own, test.span, goals=test.of == "goals"))
        if frame.holds == "every":
            predicates.append(Predicate(frame.entity, own, every=True))
        elif frame.holds == "none":
            predicates.append(Predicate(frame.entity, own, exactly(0)))
        elif frame.holds == "some" and (not predicates or (own and all(one.by for one in predicates))):
            predicates.append(Predicate(frame.entity, own))
        if frame.holds in ("every", "none"):
            conditions = []
    scope = [Condition("department", (), frame.places)] if frame.places else []
    scope += [Condition("department", (), frame.excluded, True)] if frame.excluded else []
    scope += [Condition("kind", (), frame.kinds)] if len(frame.kinds) == 1 else []
    level = Level.KINDS if len(frame.kinds) > 1 else frame.level
    by = frame.by or ("count" if level is not Level.ROWS else "level")
    if level is not Level.ROWS and by not in OF_GROUPS:
        by = "mean" if by == "level" else "count"
    average = frame.entity is Entity.COMMON and not frame.order
    orders: tuple[Order, ...] = ()
    if frame.order:
        down, up = Order(by, True), Order(by, False)
        orders = {"top": (down,), "down": (down,), "bottom": (up,), "up": (up,)}.get(frame.order, (down, up))
    ends = frame.order in ("top", "bottom", "both")
    if frame.level is Level.DEPARTMENTS and len(frame.places) > 1 and not (frame.said or frame.ranks):
        ends = False  # of departments that are named each is told
    return Query(
        frame.entity,
        tuple(dict.fromkeys([*conditions, *scope])),
        level,
        tuple(predicates),
        orders,
        (frame.ranks or (1, 1)) if ends else None,
        frame.asks | ({"reason"} if _tells_why(frame) else frozenset()),
        frozenset({"actual"} if average else {by} if frame.by else ()),
        _given(frame, conditions, scope),
        frame.goals or by in ("goals", "per_goal"),
        _claim_of(frame),
    )


def _tells_why(frame: Frame) -> bool:
    """Whether the reasons of the rows are told: where asked for, or where rows are picked by them."""
    picked = any(of == "reason" for of, _ in frame.words) and frame.asks != {"many"}
    return "why" in frame.asks or picked


def _given(frame: Frame, conditions: list[Condition], scope: list[Condition]) -> tuple[Condition, ...] | None:
    """What the rows are a share of, where that is not the scope: all that meet the conditions, or all of the
    status that is named beside a number (of those that fell short, all reached 95).
    """
    if "portion" in frame.asks or any(test.of == "portion" for test in frame.claims):
        return tuple(conditions)
    tests = [test for test in frame.tests if test.of not in GROUPED]
    if frame.level is not Level.ROWS or frame.status not in _PICKED or not tests:
        return None
    claimed = {Condition(test.of, (test.span,)) for test in tests}
    named = [STATUS[frame.status], *(one for one in conditions if one.of in _NAMED), *scope]
    return tuple(one for one in dict.fromkeys(named) if one not in claimed)


def is_claim(frame: Frame) -> bool:
    """Whether a frame holds something for true."""
    return bool(frame.claims or frame.said or (frame.holds and frame.level is Level.ROWS))


def _claim_of(frame: Frame) -> Claim | None:
    """What a frame holds for true; None where it only asks."""
    if not is_claim(frame):
        return None
    held = frame.holds if frame.level is Level.ROWS else ""
    spans = {test.of: test.span for test in frame.claims}
    return Claim(
        frame.said,
        spans.get("n"),
        spans.get("share") or spans.get("portion"),
        spans.get("mean"),
        spans.get("value"),
        held == "every",
        held == "none",
    )


def to_json(frame: Frame) -> dict[str, Any]:
    """A frame as JSON; what is empty is left out."""
    plain = asdict(frame) | {
        "asks": sorted(frame.asks),
        "entity": str(frame.entity),
        "level": str(frame.level),
    }
    return {key: value for key, value in plain.items() if value or key in ("entity", "level")}


def from_json(plain: Mapping[str, Any]) -> Frame:
    """A frame from the JSON of `to_json`; raises ValueError for anything else."""
    try:
        own = dict(plain)
        ranks = own.pop("ranks", None)
        frame = Frame(
            Entity(own.pop("entity")),
            Level(own.pop("level")),
            tests=_tests(own.pop("tests", ())),
            claims=_tests(own.pop("claims", ()), CLAIMED),
            words=tuple((_one(of, TEXTS), _texts(forms)) for of, forms in own.pop("words", ())),
            ranks=_ranks(ranks) if ranks else None,
            asks=frozenset(_texts(own.pop("asks", ()))),
            goals=bool(own.pop("goals", False)),
            status=_one(own.pop("status", ""), ("", *STATUS)),
            order=_one(own.pop("order", ""), ("", *ORDERS)),
            by=_one(own.pop("by", ""), ("", *MEASURES, *OF_GROUPS)),
            holds=_one(own.pop("holds", ""), ("", "some", "none", "every")),
            **{key: _texts(own.pop(key, ())) for key in ("places", "excluded", "kinds", "units", "said")},
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("No frame of a question over rows") from error
    if own:
        raise ValueError("No frame of a question over rows")
    return frame


def _tests(items: Sequence[Mapping[str, Any]], of: Sequence[str] = ()) -> tuple[Test, ...]:
    found = []
    for one in items[:MOST]:
        span = Range(**one["span"])
        if not all(end is None or isfinite(end) for end in (span.low, span.high)):
            raise ValueError("No number")
        found.append(Test(_one(one["of"], of or (*MEASURES, *OF_GROUPS)), span))
    return tuple(found)


def _one(value: Any, of: Sequence[str]) -> str:
    if value not in of:
        raise ValueError(f"Not one of {', '.join(of)}")
    return str(value)


def _ranks(values: Any) -> tuple[int, int]:
    first, last = values
    if not (isinstance(first, int) and isinstance(last, int) and 0 < first <= last):
        raise ValueError("No ranks")
    return first, last


def _texts(items: Any) -> tuple[str, ...]:
    if not isinstance(items, list | tuple) or not all(isinstance(one, str) for one in items):
        raise TypeError("Expected a list of texts")
    return tuple(items[:MOST])
