"""Questions over one common indicator in all departments: 「各局處的學習時數比率是多少、誰最低」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.tables.choosing import read_order
from qa.tables.lists import clean
from qa.tables.phrasing import show_number
from qa.tables.plans import Form, Plan
from qa.tables.query import FULL, MISSED, Group, Kind, Measure, Order, Query, Scope
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
    if reading.departments or not whole:
        return None
    query = Query(Measure.ACTUALS, Scope(kind=Kind.COMMON, names=names), group=Group.INDICATOR)
    ranges = reading.conditions.ranges
    if reading.has("AVERAGE"):
        return Plan(Form.SHARED, query.with_(group=Group.NONE))
    if reading.has("MOST", "LEAST", "BEST", "WORST", "RANKING", "RANKING_UP", "RANKS"):
        order, limit = read_order(reading, Measure.ACTUALS, None)
        return Plan(Form.SHARED, query.with_(order=order, limit=limit))
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
    everything = teller.database.run(Query(Measure.ACTUALS, query.scope, group=Group.INDICATOR))
    rows = teller.rows([number for line in everything for number in line.ids])
    if query.group is Group.NONE:
        known = [row for row in rows if row.actual_value is not None]
        mean = sum(row.actual_value or 0 for row in known) / max(len(known), 1)
        value = show_number(mean) + (known[0].unit if known else "")
        mark = teller.citations.mark_each(known)
        teller.citations.note(value, round(mean, 1), known[0].unit if known else "", mark)
        return words.say("common_average", total=len(known), name=name, value=value, mark=mark)
    lines = teller.database.run(query)
    chosen = teller.rows([number for line in lines for number in line.ids])
    if query.condition is not None:
        if query.condition == MISSED and not chosen:
            return words.say(
                "common_all_met", total=len(rows), name=name, mark=teller.citations.mark_each(rows)
            )
        values = words.join(
            [f"{row.department} {_show(row)}{teller.citations.mark_each([row])}" for row in chosen]
        )
        condition = words.condition(query.condition)
        return words.say(
            "common_missed",
            total=len(rows),
            name=name,
            condition=condition,
            matched=len(chosen),
            values=values or "—",
            mark="",
        )
    if query.limit is not None:
        values = words.join([f"{row.department} {_show(row)}" for row in chosen])
        mark = teller.citations.mark_each(chosen)
        text = words.say(
            "common_extreme", order=f"{words.order(query.order)}（{name}）", values=values, mark=mark
        )
        rest = words.say(
            "common_table",
            name=name,
            target=_target(rows),
            values=_by_value(rows, query.order),
            mark=teller.citations.mark_each(rows),
        )
        return text + rest.removeprefix("經計算，").removeprefix("Computed: ")
    return words.say(
        "common_table",
        name=name,
        target=_target(rows),
        values=_by_value(rows, query.order),
        mark=teller.citations.mark_each(rows),
    )


def _by_value(rows: Sequence[Row], order: Order) -> str:
    """「100%：甲處、乙處；97%：丙處」, the highest value first, or the lowest."""
    values: dict[str, list[Row]] = {}
    for row in rows:
        values.setdefault(clean(row.indicator.actual), []).append(row)

    def size(actual: str) -> float:
        value = values[actual][0].actual_value
        return -(value if value is not None else float("-inf"))

    ordered = sorted(values, key=size, reverse=order is Order.LOWEST)
    return "；".join(f"{actual}：{'、'.join(row.department for row in values[actual])}" for actual in ordered)


def _show(row: Row) -> str:
    return f"{clean(row.indicator.actual)}（達成度 {clean(row.indicator.attainment)}）"


def _target(rows: Sequence[Row]) -> str:
    return "、".join(dict.fromkeys(clean(row.indicator.target) for row in rows))


def _key(name: str) -> str:
    return "".join(character for character in name if character.isalnum())[-6:]


def _pairs(text: str) -> set[str]:
    letters = _FILLING.sub(" ", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1) if " " not in letters[i : i + 2]}
