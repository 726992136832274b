"""Frames put together of slots that are drawn each for itself, as no family of questions has them."""

from __future__ import annotations

from dataclasses import replace

from qa.lab.frames.chances import DIFFERENCES, Chances
from qa.tables.frame import Frame, Test
from qa.tables.query import Entity, Level

CONDITIONS: dict[Entity, dict[str, float]] = {
    Entity.INDICATOR: {"status": 5, "level": 4, "ratio": 1, "target": 2, "actual": 3, "unit": 2, "word": 3},
    Entity.COMMON: {"status": 3, "actual": 4},
    Entity.REVIEW: {"word": 3, "difference": 2},
    Entity.PROGRAMME: {"status": 3, "level": 4, "word": 2},
}
"""How often each kind of condition is set on each kind of rows."""
STATUSES: dict[Entity, dict[str, float]] = {
    Entity.INDICATOR: {
        "missed": 5,
        "full": 2,
        "over": 3,
        "exact": 2,
        "under": 1,
        "zero": 1,
        "percent": 2,
        "oneoff": 1,
        "unreviewed": 1,
    },
    Entity.COMMON: {"missed": 2, "full": 1, "up": 2, "down": 2, "same": 1, "moved": 1},
    Entity.PROGRAMME: {"missed": 3, "full": 1, "zero": 1},
}
LEVELS = {Entity.COMMON: "actual", Entity.REVIEW: "difference"}
"""What rows are put in order by, where it is not how much of a target they reached."""
TIMES = (0.5, 1.5, 2, 3, 5, 10)


def draw_composed(chances: Chances) -> Frame:
    """Up to two conditions on one kind of rows, where they are looked for, and what is told of them."""
    entity = Entity(chances.pick(indicator=12, common=4, review=3, programme=3))
    frame = chances.common_row() if entity is Entity.COMMON else Frame(entity)
    for _ in range(chances.random.choice([0, 1, 1, 1, 2, 2])):
        frame = narrow(chances, frame)
    where = chances.pick(places=35, excluded=10, kinds=7, _=48)
    if where == "places":
        frame = replace(frame, places=chances.places(sizes=(1, 1, 1, 1, 2, 3)))
    elif where == "excluded":
        frame = replace(frame, excluded=chances.places(sizes=(1, 1, 2)))
    elif where == "kinds":
        frame = replace(frame, kinds=(chances.random.choice("處局"),))
    return _ask(chances, frame)


def narrow(chances: Chances, frame: Frame) -> Frame:
    """A frame with one more condition, or as it is where it has one of that kind."""
    kind = chances.pick(**CONDITIONS[frame.entity])
    if any(test.of == kind for test in frame.tests):
        return frame
    if kind == "word":
        return frame if frame.words else replace(frame, words=chances.word(frame.entity))
    if kind == "unit":
        return frame if frame.units else replace(frame, units=chances.unit())
    if kind == "status":
        return replace(frame, status=frame.status or chances.pick(**STATUSES[frame.entity]))
    if kind in ("target", "actual"):
        return _compare_with_row(chances, frame, kind)
    if kind == "ratio":
        test = chances.compared(kind, TIMES, gt=1, ge=2, lt=1)
    elif kind == "difference":
        test = chances.compared(kind, DIFFERENCES, lt=1, le=1, gt=1)
    else:
        test = chances.level()
    return replace(frame, tests=(*frame.tests, test))


def _compare_with_row(chances: Chances, frame: Frame, of: str) -> Frame:
    """A target or what was reached compared with that of some row, in the row's unit."""
    row = chances.random.choice([row for row in chances.rows_of(frame.entity) if of in row.numbers])
    test = chances.compared(of, (row.numbers[of],), eq=4, ge=2, gt=2, lt=2, le=1)
    frame = replace(frame, tests=(*frame.tests, test))
    if frame.entity is not Entity.INDICATOR or not row.unit:
        return frame
    if row.unit == "%":
        return replace(frame, status=frame.status or "percent")
    return replace(frame, units=frame.units or (row.unit,))


def _ask(chances: Chances, frame: Frame) -> Frame:
    """A frame with what is to be told of its rows."""
    kind = chances.pick(rows=6, extreme=4, ends=2, average=3, sum=1, ranking=4, groups=3)
    level = LEVELS.get(frame.entity, "level")
    own = frame.entity is Entity.INDICATOR
    grouped = not frame.places and frame.entity is not Entity.COMMON
    if kind == "extreme":
        by = chances.pick(level=4, ratio=2, actual=2, target=1) if own else level
        if own and by in ("actual", "target"):
            frame = replace(frame, units=frame.units or chances.unit())
        return chances.ordered(frame, by, top=1, bottom=1, down=0.3, up=0.3)
    if kind == "ends":
        return chances.ordered(frame, level, both=1)
    if kind == "average":
        return replace(frame, by=level if level == "level" else "", asks=chances.asks(mean=2, median=1))
    if kind == "sum" and frame.units:
        return replace(frame, asks=frozenset({"sum"}))
    if kind == "ranking" and grouped:
        some = frame.status or frame.tests or frame.words
        by = chances.pick(count=5, share=2) if some else chances.pick(count=3, rate=2, missrate=2, mean=1)
        frame = replace(frame, level=Level.DEPARTMENTS)
        return chances.ordered(frame, by, "many", top=5, bottom=2, down=1, both=1)
    if kind == "groups" and grouped and (frame.status or frame.tests):
        return _hold(chances, frame)
    return replace(frame, asks=chances.rows_asked())


def _hold(chances: Chances, frame: Frame) -> Frame:
    """The departments that have some, none or only rows of a frame."""
    holds = chances.pick(some=3, none=3, every=1)
    frame = replace(frame, level=Level.DEPARTMENTS, holds=holds, asks=chances.groups_asked())
    if holds != "some" or chances.happens(0.5):
        return frame
    return replace(frame, tests=(*frame.tests, Test("count", chances.few())))
