"""Frames of what people ask most: what falls short, what is highest, which departments have it."""

from __future__ import annotations

from dataclasses import replace

from qa.lab.frames.chances import DIFFERENCES, Chances
from qa.tables.frame import Frame, Test
from qa.tables.query import Entity, Level

TIMES = (1.5, 2, 3, 5, 10)
REACHED = (0, 1, 2, 3, 5, 8, 10, 15, 80, 90, 95, 98, 100)
"""Values of a common indicator, by the head or as percentages."""
MANY = (10, 15, 20, 30, 40)


def draw_status(chances: Chances) -> Frame:
    """Rows that met their target or missed it."""
    status = chances.pick(
        missed=6, full=2, over=3, exact=2, under=1, zero=1, percent=1, oneoff=1, unreviewed=1
    )
    places = chances.places(0.55, (1, 1, 1, 2))
    entity = Entity.BOTH if chances.happens(0.08) else Entity.INDICATOR
    return Frame(entity, status=status, places=places, asks=chances.rows_asked())


def draw_level(chances: Chances) -> Frame:
    """Rows by how much of their target they reached."""
    test = chances.compared("ratio", TIMES, gt=1, ge=2) if chances.happens(0.25) else chances.level()
    return Frame(tests=(test,), places=chances.places(0.3), asks=chances.rows_asked())


def draw_extreme(chances: Chances) -> Frame:
    """The row at the end of an order."""
    by = chances.pick(level=5, ratio=4, actual=3, target=1, gap=2)
    frame = Frame(
        places=chances.places(0.5), units=chances.unit() if by in ("actual", "target", "gap") else ()
    )
    if by == "level" and chances.happens(0.4):
        frame = chances.ordered(replace(frame, status="missed"), by, top=1, bottom=1, both=1)
        return replace(frame, ranks=None)
    orders = {"bottom": 5, "both": 1} if by == "level" else {"top": 5, "bottom": 4, "both": 1}
    return chances.ordered(frame, by, **orders)


def draw_ranking(chances: Chances) -> Frame:
    """The department at the end of an order."""
    by = chances.pick(count=8, rate=3, missrate=3, mean=2)
    status = chances.pick(_=3, missed=5, over=1, full=1, percent=1) if by == "count" else ""
    asks = "many" if by == "count" and chances.happens(0.6) else "list"
    frame = Frame(level=Level.DEPARTMENTS, status=status)
    return chances.ordered(frame, by, asks, top=6, bottom=4, both=1, down=1, up=1)


def draw_holding(chances: Chances) -> Frame:
    """The departments that have some, none or only rows of a kind."""
    frame = Frame(level=Level.DEPARTMENTS, asks=chances.groups_asked())
    kind = chances.pick(none=3, every=3, some=2, count=4, rate=3)
    if kind == "rate":
        return replace(frame, tests=(Test("rate", chances.percent()),))
    if kind == "every":
        return replace(frame, holds=kind, status=chances.pick(full=6, over=1))
    if kind == "count":
        status = chances.pick(missed=4, _=2, full=1)
        test = Test("count", chances.few()) if status else chances.compared("count", MANY, gt=1, lt=1, ge=1)
        return replace(frame, holds="some", status=status, tests=(test,))
    if chances.happens(0.5):
        return replace(
            frame, holds=kind, tests=(chances.compared("level", (50, 60, 70, 80, 90), lt=3, le=1),)
        )
    return replace(frame, holds=kind, status=chances.pick(missed=3, zero=1, percent=1, unreviewed=1))


def draw_common(chances: Chances) -> Frame:
    """One indicator that all departments have."""
    frame = chances.common_row()
    kind = chances.pick(end=5, test=5, average=3, status=3.3)
    if kind == "end":
        return chances.ordered(frame, "actual", top=4, bottom=4, both=2, down=1)
    if kind == "test":
        test = chances.compared("actual", REACHED, lt=2, le=1, gt=3, ge=2, eq=1)
        return replace(frame, tests=(test,), asks=chances.rows_asked())
    if kind == "average":
        return replace(frame, asks=chances.asks(mean=1, median=1))
    status = chances.pick(missed=2, full=1, up=2, down=2, same=1, moved=1)
    return replace(frame, status=status, asks=chances.rows_asked())


def draw_programme(chances: Chances) -> Frame:
    """Programmes and how far they are completed."""
    frame = Frame(Entity.PROGRAMME, places=chances.places(0.4))
    kind = chances.pick(test=5, missed=3, end=3, ranking=3, count=2, mean=1)
    if kind == "test":
        return replace(frame, tests=(chances.level(),), asks=chances.rows_asked())
    if kind == "missed":
        return replace(frame, status=chances.pick(missed=3, full=1, zero=1), asks=chances.rows_asked())
    if kind == "end":
        return chances.ordered(frame, "level", bottom=5, top=0.2)
    if kind == "ranking":
        status = chances.pick(missed=3, full=0.5)
        frame = replace(frame, places=(), level=Level.DEPARTMENTS, status=status)
        return replace(chances.ordered(frame, "count", "many", top=3, bottom=1, down=1), ranks=None)
    return replace(frame, asks=frozenset({"many" if kind == "count" else "mean"}))


def draw_review(chances: Chances) -> Frame:
    """Reviews of what fell short."""
    frame = Frame(Entity.REVIEW, places=chances.places(0.25))
    kind = chances.pick(word=5, count=2, ranking=2, end=3, test=2)
    if kind == "word":
        return replace(frame, words=chances.word(Entity.REVIEW), asks=chances.named_asked("list"))
    if kind == "end":
        return chances.ordered(frame, "difference", bottom=4, top=1)
    if kind == "test":
        test = chances.compared("difference", DIFFERENCES, lt=1, le=1)
        return replace(frame, tests=(test,), asks=chances.rows_asked())
    if kind == "ranking":
        return chances.ordered(replace(frame, places=(), level=Level.DEPARTMENTS), "count", "many", top=1)
    return replace(frame, asks=frozenset({"many"}))


def draw_unit(chances: Chances) -> Frame:
    """Rows by what their targets are counted in, and what most are counted in."""
    if chances.happens(0.3):
        frame = Frame(level=Level.UNITS, places=chances.places(0.5))
        return chances.ordered(frame, "count", "many", top=3, down=1)
    if chances.happens(0.3):
        frame = Frame(level=Level.DEPARTMENTS, units=chances.unit())
        return replace(chances.ordered(frame, "count", "many", top=1), ranks=None)
    return Frame(units=chances.unit(), places=chances.places(0.5), asks=chances.rows_asked())


def draw_word(chances: Chances) -> Frame:
    """Rows with a word in their name."""
    entity = Entity(chances.pick(indicator=3, programme=1))
    frame = Frame(entity, words=chances.word(entity), asks=chances.named_asked("many"))
    kind = chances.pick(plain=3, missed=1, mean=1, end=2)
    if kind == "missed":
        return replace(frame, status="missed")
    if kind == "mean":
        return replace(frame, asks=frozenset({"mean"}))
    if kind == "end" and entity is Entity.INDICATOR:
        frame = chances.ordered(frame, chances.pick(actual=1, level=1, ratio=1), top=1, bottom=1)
        return replace(frame, ranks=None)
    return frame


def draw_goal(chances: Chances) -> Frame:
    """How many strategic goals there are, and who has most of them."""
    if (by := chances.pick(_=3, goals=3, per_goal=2)) == "":
        return Frame(places=chances.places(0.6), goals=True, asks=frozenset({"many"}))
    frame = Frame(level=Level.DEPARTMENTS, goals=True)
    return replace(chances.ordered(frame, by, top=2, bottom=2, both=1), asks=frozenset({"many"}))


def draw_kinds(chances: Chances) -> Frame:
    """Departments of one kind of name against those of the other."""
    status = chances.pick(missed=3, full=1)
    return Frame(
        level=Level.KINDS, kinds=("處", "局"), status=status, asks=chances.asks(many=1, share=1, mean=1)
    )


def draw_pair(chances: Chances) -> Frame:
    """Two or three departments side by side."""
    by = chances.pick(count=4, rate=3)
    return Frame(
        level=Level.DEPARTMENTS,
        places=chances.places(sizes=(2, 2, 3)),
        status=chances.pick(_=2, missed=3, full=1) if by == "count" else "",
        by=by,
        order=chances.pick(top=1, _=2),
        asks=chances.asks(each=2, difference=2, sum=1, share=0.5),
    )


def draw_sum(chances: Chances) -> Frame:
    """Rows with a word in their name, added up."""
    return Frame(words=chances.word(Entity.INDICATOR), asks=frozenset({"sum"}))


def draw_average(chances: Chances) -> Frame:
    """What rows reach on average, and how many a department has on average."""
    asks, kind = chances.asks(mean=3, median=1), chances.pick(level=3, missed=1, count=2)
    if kind == "count":
        return Frame(level=Level.DEPARTMENTS, by="count", status=chances.pick(missed=1, _=2), asks=asks)
    status = "missed" if kind == "missed" else ""
    return Frame(status=status, places=chances.places(0.5), by="level", asks=asks)


FAMILIES = {
    draw_status: 14,
    draw_level: 10,
    draw_extreme: 12,
    draw_ranking: 14,
    draw_holding: 11,
    draw_common: 14,
    draw_programme: 10,
    draw_review: 8,
    draw_unit: 6,
    draw_word: 7,
    draw_goal: 5,
    draw_kinds: 2,
    draw_pair: 6,
    draw_sum: 4,
    draw_average: 5,
}


def draw_plain(chances: Chances) -> Frame:
    """A frame of one of these families; now and then departments are left out."""
    frame = chances.draw(FAMILIES)
    if frame.places or frame.kinds or not chances.happens(0.07):
        return frame
    return replace(frame, excluded=chances.places(sizes=(1, 1, 2)))
