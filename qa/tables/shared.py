"""Questions over one common indicator in all departments: 「各局處的學習時數比率是多少、誰最低」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.tables.choosing import ORDERED, read_order
from qa.tables.lexicon import PERCENT
from qa.tables.lists import clean
from qa.tables.phrasing import show_number
from qa.tables.plans import Form, Plan
from qa.tables.query import FULL, MISSED, Group, Kind, Measure, Order, Query, Range, Scope
from qa.tables.reading import Reading
from qa.tables.rows import Row
from qa.tables.telling import Teller

_COVERED = 0.6
_FEWEST_PAIRS = 2
_FILLING = re.compile(r"[的之與和及]|比率|比例|百分比|指標|單位|各")


def find_shared(rest: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The names of the common indicator that a rest of a question means, () when it means none.

    Pairs of neighbouring characters of the rest must stand in name and goal of one indicator, and of no
    other as many.
    """
    wanted = _pairs(rest)
    if len(wanted) < _FEWEST_PAIRS:
        return ()
    covered: dict[str, float] = {}
    for row in rows:
        if row.indicator.common:
            known = _pairs(row.indicator.name) | _pairs(row.indicator.goal)
            share = len(wanted & known) / len(wanted)
            covered[row.indicator.name] = max(covered.get(row.indicator.name, 0), share)
    best = max(covered.values(), default=0)
    names = tuple(name for name, share in covered.items() if share == best)
    # Names that differ between departments by a word are one indicator; different ones are none.
    return names if best >= _COVERED and len({_key(name) for name in names}) == 1 else ()


def plan_shared(reading: Reading, names: tuple[str, ...]) -> Plan | None:
    """The plan for one common indicator over all departments; None for a question about one department."""
    whole = reading.has(
        "EACH_DEPARTMENT", "WHICH_DEPARTMENT", "COUNT_DEPARTMENT", "DEPARTMENT", "DEPARTMENT_NUMBER"
    )
    whole |= reading.has("ALL_DEPARTMENTS") and reading.has("AVERAGE")
    if reading.departments or not whole or reading.counts_something_else():
        return None
    query = Query(Measure.ACTUALS, Scope(kind=Kind.COMMON, names=names), group=Group.INDICATOR)
    ranges = reading.conditions.ranges
    if reading.has("AVERAGE"):
        return Plan(Form.SHARED, query.with_(group=Group.NONE))
    if reading.has("RANKS", *ORDERED):
        order, limit = read_order(reading, Measure.ACTUALS, None)
        return Plan(Form.SHARED, query.with_(order=order, limit=limit))
    if ranges and any(token.kind == PERCENT for token in reading.tokens):
        # A percentage beside an indicator that is one itself means its value, not its attainment.
        value = Range(100, 100, high_included=True) if ranges[0] == FULL else ranges[0]
        return Plan(Form.SHARED, query.with_(having=value))
    if ranges:
        condition = MISSED if ranges[0] == FULL and reading.has("ALL", "YES_NO") else ranges[0]
        return Plan(Form.SHARED, query.with_(condition=condition))
    if reading.has("HOW_MUCH", "EACH_DEPARTMENT", "LIST", "OVERVIEW", "WHICH", "HOW_MANY"):
        return Plan(Form.SHARED, query)
    return None


def tell_shared(teller: Teller, plan: Plan) -> str:
    """All departments' values of one common indicator, the extremes, the mean, or who missed it."""
    query, words = plan.query, teller.words
    name = query.scope.names[0]
    rows = _find_rows(teller, Query(Measure.ACTUALS, query.scope, group=Group.INDICATOR))
    if query.group is Group.NONE:
        return _tell_mean(teller, name, rows)
    chosen = _find_rows(teller, query)
    shown = {"total": len(rows), "name": name, "matched": len(chosen)}
    if query.condition == MISSED and not chosen:
        return words.say("common_all_met", mark=teller.citations.mark_each(rows), **shown)
    if query.condition is not None or query.having is not None:
        shown["mark"] = teller.citations.mark_each(chosen or rows)
        shown["values"] = words.join([_show(row, query.having is not None) for row in chosen])
        none = "" if chosen else "_none"
        if query.condition is None:
            return words.say(f"common_having{none}", having=words.having(query), **shown)
        key = "common_missed" if chosen else "common_none"
        return words.say(key, condition=words.condition(query.condition), **shown)
    table = words.say(
        "common_table",
        name=name,
        target=_target(rows),
        values=_by_value(rows, query.order),
        mark=teller.citations.mark_each(rows),
    )
    if query.limit is None:
        return table
    values = words.join([_show(row) for row in chosen])
    mark = teller.citations.mark_each(chosen)
    lead = words.say("common_extreme", order=words.order(query), name=name, values=values, mark=mark)
    return lead + table.removeprefix("經計算，").removeprefix("Computed: ")


def tell_names(teller: Teller, plan: Plan) -> str:
    """The common indicators by name, with how many departments have each."""
    rows = _find_rows(teller, plan.query)
    names: dict[str, list[Row]] = {}
    for row in rows:
        names.setdefault(clean(row.indicator.name), []).append(row)
    mark = teller.citations.mark_each([members[0] for members in names.values()])
    values = teller.words.join(list(names))
    departments = len({row.department for row in rows})
    return teller.words.say(
        "common_names", number=len(names), departments=departments, values=values, mark=mark
    )


def _tell_mean(teller: Teller, name: str, rows: list[Row]) -> str:
    known = [row for row in rows if row.actual_value is not None]
    unit = known[0].unit if known else ""
    mean = sum(row.actual_value or 0 for row in known) / max(len(known), 1)
    value = show_number(mean) + unit
    mark = teller.citations.mark_each(known)
    teller.citations.note(value, round(mean, 1), unit, mark)
    return teller.words.say("common_average", total=len(known), name=name, value=value, mark=mark)


def _find_rows(teller: Teller, query: Query) -> list[Row]:
    return teller.rows([number for line in teller.database.run(query) for number in line.ids])


def _by_value(rows: Sequence[Row], order: Order) -> str:
    """「100%：甲處、乙處；97%：丙處」, the highest value first, or the lowest.

    A value printed with and without its unit (「0」, 「0%」) is one value.
    """
    values: dict[float | str, list[Row]] = {}
    for row in rows:
        key = row.actual_value if row.actual_value is not None else clean(row.indicator.actual)
        values.setdefault(key, []).append(row)
    numbers = sorted((key for key in values if isinstance(key, float)), reverse=order is not Order.LOWEST)
    parts = []
    for key in [*numbers, *(key for key in values if isinstance(key, str))]:
        printed = max((clean(row.indicator.actual) for row in values[key]), key=len)
        parts.append(f"{printed}：{'、'.join(row.department for row in values[key])}")
    return "；".join(parts)


def _show(row: Row, plain: bool = False) -> str:
    value = f"{row.department} {clean(row.indicator.actual)}"
    return value if plain else f"{value}（達成度 {clean(row.indicator.attainment)}）"


def _target(rows: Sequence[Row]) -> str:
    return "、".join(dict.fromkeys(clean(row.indicator.target) for row in rows))


def _key(name: str) -> str:
    return "".join(character for character in name if character.isalnum())[-6:]


def _pairs(text: str) -> set[str]:
    letters = _FILLING.sub(" ", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1) if " " not in letters[i : i + 2]}
