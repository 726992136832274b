"""Frames that a second question is joined to in one message, and what that asks besides."""

from __future__ import annotations

from dataclasses import replace

from qa.lab.frames.chances import Chances
from qa.lab.frames.following import change, choose
from qa.tables.frame import Frame
from qa.tables.query import Entity, Level


def draw_total(chances: Chances) -> Frame:
    """Rows of one unit, added up."""
    return Frame(units=chances.unit(), places=chances.places(0.6), asks=frozenset({"sum"}))


def draw_commons(chances: Chances) -> Frame:
    """The indicators that all departments have, taken together."""
    status, asks = chances.pick(missed=4, full=1), _asked(chances)
    frame = Frame(Entity.COMMON, status=status, asks=asks | {"share"} if chances.happens(0.2) else asks)
    if chances.happens(0.6):
        return frame
    return replace(frame, level=Level.DEPARTMENTS, holds=chances.pick(some=2, none=2))


def draw_goals(chances: Chances) -> Frame:
    """Strategic goals by how many indicators they have."""
    frame = Frame(level=Level.GOALS, asks=_asked(chances), places=chances.places(0.3))
    if chances.happens(0.5):
        return replace(chances.ordered(frame, "count", top=3, bottom=1), asks=frame.asks)
    test = chances.compared("count", range(1, 7), eq=3, ge=1, gt=1)
    return replace(frame, holds="some", tests=(test,))


def draw_kinds(chances: Chances) -> Frame:
    """Departments of one kind of name against those of the other, by a measure."""
    return Frame(
        level=Level.KINDS,
        kinds=("處", "局"),
        status=chances.pick(missed=3, full=1, _=1),
        by=chances.pick(missrate=1, rate=1, count=1),
        asks=chances.asks(each=3, difference=1),
    )


def draw_departments(chances: Chances) -> Frame:
    """Departments by how many of their rows meet a condition, or what part of them."""
    status, asks = chances.pick(percent=3, missed=2, over=1, zero=1, oneoff=1), _asked(chances)
    frame = Frame(level=Level.DEPARTMENTS, status=status, asks=asks)
    if chances.happens(0.5):
        return replace(chances.ordered(frame, chances.pick(share=2, count=1), top=3, bottom=2), asks=asks)
    return replace(frame, holds=chances.pick(none=2, some=1))


def draw_two(chances: Chances) -> Frame:
    """How the numbers of two departments stand to each other."""
    return Frame(
        level=Level.DEPARTMENTS,
        places=chances.places(sizes=(2,)),
        by="count",
        status=chances.pick(missed=1, _=2),
        asks=chances.asks(multiple=2, difference=2, sum=1, share=1),
    )


def draw_reviewed(chances: Chances) -> Frame:
    """Departments with reviews or without."""
    holds = chances.pick(none=2, some=1)
    return Frame(Entity.REVIEW, level=Level.DEPARTMENTS, holds=holds, asks=_asked(chances))


def draw_number(chances: Chances) -> Frame:
    """How many rows fell short or did better."""
    status = chances.pick(missed=3, zero=2, over=1, exact=1)
    return Frame(status=status, places=chances.places(0.4), asks=frozenset({"many"}))


def draw_reason(chances: Chances) -> Frame:
    """Reviews with a word in their reason."""
    words, places = chances.word(Entity.REVIEW), chances.places(0.4)
    return Frame(Entity.REVIEW, words=words, places=places, asks=_asked(chances))


def draw_common_end(chances: Chances) -> Frame:
    """Who is at an end of a common indicator, or next to it."""
    order = chances.pick(top=1, bottom=1)
    ranks = chances.random.choice([None, (2, 2), (2, 3), (1, 2), (1, 3)])
    asks = frozenset({"list"})
    return replace(chances.common_row(), order=order, by="actual", ranks=ranks, asks=asks)


def _asked(chances: Chances) -> frozenset[str]:
    return chances.asks(list=3, many=3, many_list=2)


FAMILIES = {
    draw_total: 4,
    draw_commons: 3,
    draw_goals: 3,
    draw_kinds: 2,
    draw_departments: 3,
    draw_two: 2,
    draw_reviewed: 2,
    draw_number: 3,
    draw_reason: 2,
    draw_common_end: 3,
}


def join(chances: Chances, frame: Frame) -> Frame:
    """What one message asks besides: a part of the rows, their end, who has most of them, or any change."""
    options = [(3, change(chances, frame))]
    if frame.level is Level.ROWS and not frame.order and frame.entity is not Entity.COMMON:
        options += _join_rows(chances, frame)
    if frame.entity is Entity.COMMON and frame.words and not (frame.tests or frame.status):
        plain = replace(frame, order="", by="", ranks=None)
        status = chances.pick(missed=2, full=1)
        options += [
            (2, replace(plain, status=status, asks=frozenset({"many"}))),
            (3, replace(chances.ordered(plain, "actual", top=1, bottom=1), ranks=None)),
            (1, replace(plain, asks=frozenset({"mean"}))),
        ]
    if frame.order in ("top", "bottom"):
        other = "bottom" if frame.order == "top" else "top"
        ranks = chances.random.choice([(2, 2), (2, 3), (3, 3)])
        options += [(3, replace(frame, ranks=ranks)), (3, replace(frame, order=other, ranks=None))]
    return choose(chances, options)


def _join_rows(chances: Chances, frame: Frame) -> list[tuple[float, Frame]]:
    """What is asked of rows in no order besides."""
    level = "difference" if frame.entity is Entity.REVIEW else "level"
    most = replace(frame, level=Level.DEPARTMENTS, order="top", by="count", asks=frozenset({"many"}))
    options = [(3, chances.ordered(frame, level, bottom=3, top=2)), (3, most)]
    if not frame.places:
        asks = chances.asks(many=2, portion=2)
        options.append((3, replace(frame, places=chances.places(), asks=asks)))
    if not frame.tests:
        test = chances.level() if level == "level" else chances.compared(level, (-20,), lt=1)
        asks = chances.asks(many=3, list=1, share=1)
        options.append((3, replace(frame, tests=(test,), asks=asks)))
    if not frame.status and frame.entity is Entity.INDICATOR:
        status = chances.pick(missed=3, over=1, zero=1)
        options.append((2, replace(frame, status=status, asks=frozenset({"many"}))))
    return options
