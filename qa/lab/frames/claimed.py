"""Frames with what somebody holds for true of their result; it is so half of the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.lab.frames import plain
from qa.lab.frames.chances import Chances
from qa.lab.frames.composed import draw_composed
from qa.tables.evaluate import Result
from qa.tables.frame import SPAN, Frame, Test
from qa.tables.query import Entity, Level, Range

OTHERS = (-3, -2, -1, 1, 2, 4)
"""How far a wrong number of rows is from the right one."""
OTHER_SHARES = (-15, -10, -5, 5, 12)
"""How many per cent a wrong share is from the right one."""
PORTIONS = (20, 30, 33, 40, 50, 60, 66, 75)
MEANS = (60, 70, 80, 90, 95, 98)


def claim_number(chances: Chances) -> Frame:
    """That so many rows meet the conditions."""
    return _claim_number(chances, _draw_rows(chances))


def claim_groups(chances: Chances) -> Frame:
    """That so many departments do."""
    return _claim_number(chances, _bare(plain.draw_holding(chances)))


def claim_share(chances: Chances) -> Frame:
    """That so many per cent of the rows do."""
    return _claim_share(chances, _draw_rows(chances))


def claim_end(chances: Chances) -> Frame:
    """That a department is at the end of an order."""
    frame = replace(plain.draw_ranking(chances), order=chances.pick(top=4, bottom=2))
    return _claim_end(chances, _bare(frame))


def claim_common(chances: Chances) -> Frame:
    """That a department has most or least of a common indicator."""
    frame = replace(chances.common_row(), order=chances.pick(top=3, bottom=2), by="actual")
    return _claim_end(chances, frame)


def claim_every(chances: Chances) -> Frame:
    """That all rows or none meet a condition."""
    frame = Frame(
        Entity(chances.pick(indicator=4, programme=1)),
        holds=chances.pick(every=3, none=2),
        places=chances.places(0.7),
    )
    if frame.holds == "every":
        return replace(frame, status="full")
    if chances.happens(0.5):
        return replace(frame, status=chances.pick(missed=3, over=1))
    return replace(frame, tests=(chances.compared("level", (50, 60, 80, 90), lt=1),))


def claim_mean(chances: Chances) -> Frame:
    """That rows reach so much on average."""
    common = chances.happens(0.5)
    frame = chances.common_row() if common else replace(plain.draw_average(chances), by="level")
    frame = _bare(replace(frame, level=Level.ROWS))
    of = "actual" if common else "attainment"
    values = [row.numbers[of] for row in chances.run(frame).rows if of in row.numbers]
    mean = sum(values) / len(values) if values else 0.0
    said = mean if chances.happens(0.5) else mean * chances.random.uniform(0.7, 1.2)
    return replace(frame, claims=(Test("mean", about(chances, round(said, 1))),))


def claim_pair(chances: Chances) -> Frame:
    """That one department has more than another."""
    places, by = chances.places(sizes=(2,)), chances.pick(count=3, rate=1)
    status = chances.pick(missed=1, _=1) if by == "count" else ""
    said = (chances.random.choice(places),)
    return Frame(level=Level.DEPARTMENTS, places=places, by=by, status=status, order="top", said=said)


FAMILIES = {
    claim_number: 6,
    claim_groups: 5,
    claim_share: 4,
    claim_end: 6,
    claim_every: 5,
    claim_mean: 2,
    claim_pair: 3,
    claim_common: 4,
}


def claim_composed(chances: Chances) -> Frame:
    """A claim on a composed frame that has a result."""
    while True:
        frame = _bare(draw_composed(chances), ranks=True)
        if frame.order in ("both", "down", "up") or frame.ranks not in (None, (1, 1)):
            continue
        result = chances.run(frame)
        if result.rows or result.groups:
            return _claim_of(chances, frame, result)


def _claim_of(chances: Chances, frame: Frame, result: Result) -> Frame:
    """A composed frame with what can be held for true of its result."""
    if frame.order:
        return _claim_end(chances, frame, result)
    kind, rows = chances.pick(n=4, share=3, none=3, every=3, mean=1, portion=2), frame.level is Level.ROWS
    if kind == "mean" and rows and frame.by == "level":
        return replace(frame, claims=(_about_one(chances, kind, MEANS),))
    frame = replace(frame, by="")
    if kind in ("none", "every") and rows and (frame.status or frame.tests):
        return replace(frame, holds=kind)
    if kind == "share" and rows and frame.entity is not Entity.REVIEW:
        return _claim_share(chances, frame, result)
    if kind == "portion" and rows and frame.places:
        return replace(frame, claims=(_about_one(chances, kind, PORTIONS),))
    return _claim_number(chances, frame, result)


def _draw_rows(chances: Chances) -> Frame:
    """A plain frame that picks rows and puts them in no order."""
    draws = (
        plain.draw_status,
        plain.draw_level,
        plain.draw_programme,
        plain.draw_review,
        plain.draw_unit,
        plain.draw_goal,
    )
    frame = chances.random.choice(draws)(chances)
    return _bare(plain.draw_status(chances) if frame.order or frame.level is not Level.ROWS else frame)


def _bare(frame: Frame, ranks: bool = False) -> Frame:
    """A frame that asks nothing, with its `ranks` or without."""
    return replace(frame, asks=frozenset(), excluded=(), ranks=frame.ranks if ranks else None)


def _claim_number(chances: Chances, frame: Frame, result: Result | None = None) -> Frame:
    result = result or chances.run(frame)
    n = len(result.rows if frame.level is Level.ROWS else result.groups)
    return replace(frame, claims=(Test("n", about(chances, _right_or(chances, n, OTHERS))),))


def _claim_share(chances: Chances, frame: Frame, result: Result | None = None) -> Frame:
    result = result or chances.run(frame)
    share = len(result.rows) / max(1, len(result.base)) * 100
    value = round(share, chances.random.choice([0, 0, 1]))
    return replace(frame, claims=(Test("share", about(chances, _right_or(chances, value, OTHER_SHARES))),))


def _claim_end(chances: Chances, frame: Frame, result: Result | None = None) -> Frame:
    """A frame with the department said to be at the end of its order, and now and then what it has."""
    result = result or chances.run(frame)
    lines = [group.key for group in result.groups] or [row.department for row in result.rows]
    right = chances.happens(0.5) and lines
    said = (chances.random.choice(lines),) if right else chances.places()
    value = _value_at_end(frame, result)
    told = value is not None and chances.happens(0.4)
    claims = (Test("value", about(chances, round(value, 1))),) if told else ()
    return replace(frame, ranks=None, said=said, claims=claims)


def _value_at_end(frame: Frame, result: Result) -> float | None:
    """What the first line at the end of an order has of what it is put in order by."""
    if result.groups:
        return result.groups[0].value
    level = "actual" if frame.entity is Entity.COMMON else frame.entity.level
    of = level if frame.by == "level" else frame.by
    return result.rows[0].numbers.get(of) if result.rows else None


def _right_or(chances: Chances, value: float, others: Sequence[float]) -> float:
    """A value, or half of the time another that somebody might hold for it."""
    return value if chances.happens(0.5) else max(1, value + chances.random.choice(others))


def _about_one(chances: Chances, of: str, values: Sequence[float]) -> Test:
    return Test(of, about(chances, chances.random.choice(values)))


def about(chances: Chances, value: float) -> Range:
    """What is said of a value: just it, or more or less than a round one."""
    way = chances.pick(eq=6, gt=1, lt=1, ge=1)
    return SPAN[way](value if way == "eq" else float(round(value)))
