"""Frames of what plain and composed ones ask seldom: rows by name, portions, values as rows have them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import median

from qa.lab.frames.chances import FULL, Chances
from qa.lab.frames.claimed import claim_composed
from qa.lab.frames.composed import LEVELS, narrow
from qa.lab.frames.plain import draw_extreme, draw_ranking
from qa.tables.frame import Frame, Test
from qa.tables.query import Entity, Level
from qa.tables.segment import flat


def draw_names(chances: Chances) -> Frame:
    """Two or three rows by name, which are added up or compared."""
    unit = chances.random.choice([*chances.units, "元", "%"])
    rows = [row for row in chances.rows_of(Entity.INDICATOR) if row.unit == unit]
    first = chances.random.choice(rows)
    near = [row for row in rows if row.department == first.department and row.name != first.name] or rows
    others = chances.random.sample(near, min(len(near), chances.random.choice([1, 1, 2])))
    names = tuple(dict.fromkeys(row.name for row in (first, *others)))
    added = unit != "%" and chances.happens(0.6)
    asks = frozenset({"sum"}) if added else chances.asks(difference=3, multiple=1, mean=1)
    return Frame(words=(("name", names),), asks=asks)


def draw_portion(chances: Chances) -> Frame:
    """The part of all rows of a kind that some departments have."""
    frame = replace(narrow(chances, Frame()), places=chances.places(sizes=(1, 2, 3)))
    return replace(frame, asks=frozenset({"portion"}))


def draw_value(chances: Chances) -> Frame:
    """Rows that reached just what some row did, or so much and more."""
    entity = Entity(chances.pick(indicator=2, programme=3, common=1, review=1))
    of = LEVELS.get(entity, entity.level)
    values = [row.numbers[of] for row in chances.rows_of(entity) if of in row.numbers]
    under = [value for value in values if value < 100]
    test = chances.compared(LEVELS.get(entity, "level"), under, eq=3, ge=1, le=1)
    frame = chances.common_row() if entity is Entity.COMMON else Frame(entity)
    return replace(frame, tests=(test,), asks=chances.rows_asked(), places=chances.places(0.4))


def draw_ranks(chances: Chances) -> Frame:
    """The first and second department of an order, or those behind the first."""
    ranks = chances.random.choice([(1, 2), (2, 3), (2, 2)])
    return replace(draw_ranking(chances), order=chances.pick(top=2, bottom=1), ranks=ranks)


def draw_reason(chances: Chances) -> Frame:
    """Reviews with a word in their reason."""
    return Frame(
        Entity.REVIEW,
        words=chances.word(Entity.REVIEW),
        asks=chances.named_asked("many"),
        places=chances.places(0.5),
    )


def draw_whole(chances: Chances) -> Frame:
    """Rows whose target is all of something, in per cent, and that reached it or did not."""
    return Frame(
        status=chances.pick(missed=3, full=1),
        units=("%",),
        tests=(chances.compared("target", (100, 100, 80, 90, 50), eq=1),),
        places=chances.places(0.3),
        asks=chances.rows_asked(),
    )


def draw_goals(chances: Chances) -> Frame:
    """Departments by how many strategic goals they have."""
    few = chances.happens(0.5)
    test = Test("goals", chances.few()) if few else chances.compared("goals", range(4, 15), eq=1)
    return Frame(level=Level.DEPARTMENTS, goals=True, tests=(test,), asks=chances.groups_asked())


def draw_goal_rows(chances: Chances) -> Frame:
    """The rows of one strategic goal, which is named: how many, which fell short, what part they are."""
    rows = chances.rows_of(Entity.INDICATOR)
    goals = [goal for goal, n in Counter(row.texts["goal"] for row in rows).items() if n > 1]
    frame = Frame(words=(("goal", (flat(chances.random.choice(goals)),)),))
    if chances.happens(0.2):
        return chances.ordered(frame, chances.pick(level=2, actual=1, ratio=1), top=1, bottom=1)
    status = chances.pick(_=3, missed=4, full=2, over=2)
    return replace(frame, status=status, asks=chances.asks(many=3, list=2, many_list=3, share=1, mean=1))


def draw_works(chances: Chances) -> Frame:
    """Programmes with a word in their name or of a department, by how far they are completed."""
    words = chances.word(Entity.PROGRAMME) if chances.happens(0.5) else ()
    frame = Frame(Entity.PROGRAMME, words=words, places=() if words else chances.places(0.7))
    if chances.happens(0.3):
        return chances.ordered(frame, "level", top=1, bottom=3)
    test = draw_value(chances).tests if chances.happens(0.4) else (chances.level(),)
    status = chances.pick(missed=2, full=1)
    asks = chances.asks(list=3, many=3, many_list=3)
    return replace(frame, asks=asks, **({"tests": test} if chances.happens(0.7) else {"status": status}))


def draw_everyone(chances: Chances) -> Frame:
    """A common indicator of which most departments reached all, and some did not."""
    reached: dict[str, list[float]] = {}
    for row in chances.rows_of(Entity.COMMON):
        reached.setdefault(row.name, []).append(row.numbers.get("actual", 0))
    whole = [name for name, values in reached.items() if median(values) == FULL]
    frame = Frame(Entity.COMMON, words=(("name", (chances.random.choice(whole),)),)) if whole else Frame()
    test = chances.compared("actual", (FULL,), lt=3, eq=1)
    return replace(frame, tests=(test,), asks=chances.rows_asked())


def draw_alike(chances: Chances) -> Frame:
    """The rows with a word in their name: what they reach on average, which of them is at an end."""
    frame = Frame(words=chances.word(Entity.INDICATOR), units=())
    if chances.happens(0.5):
        return replace(frame, asks=frozenset({"mean"}))
    return chances.ordered(frame, chances.pick(actual=2, level=1, ratio=1), top=1, bottom=1, both=2)


def draw_row_ranks(chances: Chances) -> Frame:
    """The first and second row of an order, or those behind the first."""
    frame = draw_extreme(chances) if chances.happens(0.6) else chances.common_row()
    by = frame.by or "actual"
    ranks = chances.random.choice([(1, 2), (1, 2), (2, 3), (2, 2)])
    return replace(frame, order=chances.pick(top=1, bottom=1), by=by, ranks=ranks, asks=frozenset({"list"}))


FAMILIES = {
    draw_names: 4,
    claim_composed: 8,
    draw_portion: 3,
    draw_value: 4,
    draw_ranks: 2,
    draw_reason: 3,
    draw_whole: 3,
    draw_goals: 2,
    draw_goal_rows: 4,
    draw_works: 4,
    draw_everyone: 1,
    draw_alike: 2,
    draw_row_ranks: 2,
}
