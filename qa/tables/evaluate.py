"""Evaluate queries over the rows in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.tables.query import Condition, Entity, Level, Order, Predicate, Query
from qa.tables.records import Record

PLACES = ("department", "kind")
_WHOLE: dict[str, Callable[[Record], str]] = {
    "department": lambda row: row.department,
    "kind": lambda row: row.department[-1],
    "unit": lambda row: row.unit,
}
"""What of a row is compared as a whole, not looked for words in."""


@dataclass(frozen=True)
class Group:
    """A line of a grouped result: the rows that meet the conditions, out of all rows of the group.

    `base` are the rows of the entity in the group before conditions on what was achieved.
    """

    key: str
    rows: tuple[Record, ...]
    base: tuple[Record, ...]
    value: float | None = None  # what the group was ordered by


@dataclass(frozen=True)
class Result:
    """`rows` meet the conditions, out of `base`; `groups` where the query groups, `all_groups` before ranks.

    `everywhere` are the rows of all departments that meet the conditions other than on departments; `among`
    is how many groups there are before any is picked.
    """

    rows: tuple[Record, ...]
    base: tuple[Record, ...]
    groups: tuple[Group, ...] = ()
    all_groups: tuple[Group, ...] = ()
    everywhere: tuple[Record, ...] = ()
    among: int = 0


def of_entity(rows: Sequence[Record], entity: Entity) -> list[Record]:
    wanted = (Entity.INDICATOR, Entity.COMMON) if entity is Entity.BOTH else (entity,)
    return [row for row in rows if row.entity in wanted]


def select(rows: Sequence[Record], conditions: Sequence[Condition]) -> list[Record]:
    """The rows that meet all conditions."""
    found = list(rows)
    for condition in conditions:
        meets_it = _test_of(condition)
        found = [row for row in found if meets_it(row)]
    return found


def _test_of(condition: Condition) -> Callable[[Record], bool]:
    """Whether a row meets a condition; one without a number is neither in a range nor out of it."""
    of, negated = condition.of, condition.negated
    if of in _WHOLE:
        tell = _WHOLE[of]
        return lambda row: (tell(row) in condition.words) is not negated
    words = [word.lower() for word in condition.words]

    def has_a_word(row: Record) -> bool:
        text = row.flat.get(of, "")
        for word in words:
            if word in text:
                return not negated
        return negated

    def is_inside(row: Record) -> bool:
        number = row.numbers.get(of)
        return number is not None and any(number in one for one in condition.ranges) is not negated

    return has_a_word if words else is_inside


OUTCOMES = ("attainment", "reviewed", "actual", "ratio", "gap", "completion", "difference", "reason")
"""Conditions on what was achieved: rows are counted out of those that meet all the other conditions."""


def run(query: Query, rows: Sequence[Record]) -> Result:
    """Evaluate a query."""
    entity_rows = of_entity(rows, query.entity)
    places = [condition for condition in query.conditions if condition.of in PLACES]
    scope = [condition for condition in query.conditions if condition.of not in OUTCOMES]
    if len(scope) == len(query.conditions):  # without a condition on the outcome: of what is not narrowed
        scope = places if len(places) < len(scope) or "share" not in query.asks else []
    base = select(entity_rows, scope if query.given is None else query.given)
    matched = select(entity_rows, query.conditions)
    if query.level is not Level.ROWS:
        return _group(query, rows, select(rows, places), matched, base)
    ranked = [
        _rank(matched, order, query, lambda row, by=order.by: row.numbers.get(by)) for order in query.orders
    ]
    chosen = list(dict.fromkeys(row for part in ranked for row in part)) if query.orders else matched
    return Result(tuple(chosen), tuple(base), all_groups=(Group("", tuple(matched), tuple(base)),))


_KEYS: dict[Level, Callable[[Record], str]] = {
    Level.DEPARTMENTS: _WHOLE["department"],
    Level.GOALS: lambda row: f"{row.department}｜{row.goal}",
    Level.UNITS: _WHOLE["unit"],
    Level.KINDS: _WHOLE["kind"],
}


def _group(
    query: Query,
    every: Sequence[Record],
    placed: Sequence[Record],
    matched: Sequence[Record],
    base: Sequence[Record],
) -> Result:
    key = _KEYS[query.level]
    wide = [c for c in query.conditions if c.of not in PLACES]
    everywhere = select(of_entity(every, query.entity), wide)
    universe = placed if query.level in (Level.DEPARTMENTS, Level.KINDS) else base
    keys = list(dict.fromkeys(key(row) for row in universe if key(row)))
    groups = []
    for name in keys:
        own = [row for row in placed if key(row) == name]
        if all(meets(predicate, own) for predicate in query.predicates):
            inside = tuple(row for row in matched if key(row) == name)
            groups.append(Group(name, inside, tuple(row for row in base if key(row) == name)))
    if not query.predicates and query.level is Level.UNITS:
        groups = [group for group in groups if group.rows]
    chosen: list[Group] = []
    for order in query.orders:
        valued = [replace(group, value=measure(order.by, group)) for group in groups]
        known = {group.key for group in chosen}
        chosen += [g for g in _rank(valued, order, query, lambda group: group.value) if g.key not in known]
    shown = chosen if query.orders else groups
    return Result(tuple(matched), tuple(base), tuple(shown), tuple(groups), tuple(everywhere), len(keys))


def meets(predicate: Predicate, own: Sequence[Record]) -> bool:
    rows = of_entity(own, predicate.entity)
    found = select(rows, predicate.conditions)
    if predicate.by:
        return measure(predicate.by, Group("", tuple(rows), tuple(rows))) in predicate.count
    if predicate.every:  # of the rows that print the measures at all
        known = [
            row for row in rows if all(not c.ranges or c.of in row.numbers for c in predicate.conditions)
        ]
        return bool(known) and len(found) == len(known)
    return (count_goals(found) if predicate.goals else len(found)) in predicate.count


def count_goals(rows: Sequence[Record]) -> int:
    return len({(row.department, row.goal) for row in rows})


def count_full(group: Group) -> int:
    """How many rows of a group are fully attained."""
    return sum((_level(row) or 0) >= 100 for row in group.base)


def measure(by: str, group: Group) -> float | None:
    """The value of a group; None where it has none."""
    levels = [value for row in group.rows if (value := _level(row)) is not None]
    if by == "count":
        return len(group.rows)
    if by == "goals":
        return count_goals(group.rows)
    if by == "per_goal":
        return len(group.rows) / count_goals(group.rows) if group.rows else None
    if by == "share":
        return len(group.rows) / len(group.base) * 100 if group.base else None
    if by == "rate":
        return count_full(group) / len(group.base) * 100 if group.base else None
    if by == "missrate":
        return 100 - count_full(group) / len(group.base) * 100 if group.base else None
    if by == "mean":
        return sum(levels) / len(levels) if levels else None
    values = [row.numbers[by] for row in group.rows if by in row.numbers]
    return sum(values) if values else None


def _level(row: Record) -> float | None:
    return row.numbers.get(row.entity.level)


def _rank(lines: Sequence, order: Order, query: Query, value: Callable) -> list:
    known = [line for line in lines if value(line) is not None]
    return keep_ranks(sorted(known, key=value, reverse=order.descending), query, value)


def keep_ranks(ordered: list, query: Query, value: Callable) -> list:
    """The lines of the asked ranks; equal values share a rank, the next one follows at once."""
    if query.ranks is None:
        return ordered
    first, last = query.ranks
    if not ordered or first > len(ordered):
        return []
    low = value(ordered[first - 1])
    high = value(ordered[min(last, len(ordered)) - 1])
    inside = (min(low, high), max(low, high))
    return [line for line in ordered if inside[0] <= value(line) <= inside[1]]


def total(rows: Sequence[Record], measure_name: str) -> dict[str, float]:
    """The sum of a measure by unit."""
    sums: dict[str, float] = {}
    for row in rows:
        if measure_name in row.numbers and "gap" in row.numbers:
            sums[row.unit] = sums.get(row.unit, 0) + row.numbers[measure_name]
    return {unit: round(value, 4) for unit, value in sums.items()}
