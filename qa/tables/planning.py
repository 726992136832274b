"""Turn what a question says into a query of the closed language, or refuse it.

A question is refused (None) when a word of it is not understood, when nothing in it speaks of the
indicator table, or when it asks for something that is not computed over several rows.
"""

from __future__ import annotations

from collections.abc import Callable

from qa.tables.choosing import (
    choose_measure,
    names_several,
    only_condition,
    orders_rows,
    quantify,
    read_numbers,
    read_order,
)
from qa.tables.plans import Form, Plan
from qa.tables.query import (
    ANY,
    FULL,
    MISSED,
    Group,
    Kind,
    Measure,
    Order,
    Query,
    Scope,
)
from qa.tables.reading import Reading

STRONG = (
    "INDICATOR", "COMMON", "GOAL", "ATTAIN", "RATE", "RATE_MISSED", "SHORTFALL", "WHICH_GOAL", "EACH_GOAL",
    "MISSED", "OVER",
)  # fmt: skip
WEAK = ("AIM", "ITEM")
_ORDERED = ("MOST", "LEAST", "BEST", "WORST", "RANKING", "RANKING_UP")
_ASKED = (
    "HOW_MANY", "HOW_MUCH", "SHARE", "WHICH", "WHICH_NUMBER", "LIST", "WHICH_DEPARTMENT", "COUNT_DEPARTMENT",
    "EACH_DEPARTMENT", "AVERAGE", "MEDIAN", "SUM", "YES_NO", "COMPARE", "OVERVIEW", "RATE", "RATE_MISSED", "GAP",
    "WHICH_GOAL", "EACH_GOAL", "EACH_CLASS", "RANKS", "PERFORMANCE", *_ORDERED,
)  # fmt: skip


def make_plan(reading: Reading, scope: Scope) -> Plan | None:
    """The plan for a reading whose rest is understood; `scope` holds departments, topic and kind."""
    if not _speaks_of_table(reading):
        return None
    for rule in _RULES:
        plan = rule(reading, scope)
        if plan is not None:
            return plan
    return None


def choose_kind(reading: Reading) -> Kind:
    """Which indicators a question means: common ones only when it says so."""
    if not reading.has("COMMON"):
        return Kind.KEY
    return Kind.ALL if reading.has("AND") and reading.has("INDICATOR") else Kind.COMMON


def _speaks_of_table(reading: Reading) -> bool:
    """Is there a word that only the table is spoken of with, or a looser one with a condition beside it?"""
    if reading.has(*STRONG):
        return True
    counted = reading.has("HOW_MANY") and bool(reading.departments) and reading.has("AIM")
    ranges = bool(reading.conditions.ranges)
    by_department = reading.has("WHICH_DEPARTMENT", "EACH_DEPARTMENT", "COUNT_DEPARTMENT", "DEPARTMENT")
    graded = reading.has("PERFORMANCE", "ITEM") and by_department and reading.has(*_ORDERED)
    if reading.has(*WEAK) and (counted or ranges):
        return True
    plainly = any(
        token.kind == "FULL" and ("達標" in token.text or "達成" in token.text) for token in reading.tokens
    )
    return graded or (plainly and (bool(reading.departments) or by_department))


def _plan_comparison(reading: Reading, scope: Scope) -> Plan | None:
    """Two or more named departments side by side."""
    if len(reading.departments) < 2 or reading.has("SUM"):
        return None
    names = reading.has("WHICH", "LIST") and not reading.has("COMPARE", "HOW_MANY", "RATE", *_ORDERED)
    if names and reading.conditions.ranges:
        return None
    measure, condition = choose_measure(reading)
    return Plan(Form.COMPARISON, Query(measure, scope, condition, Group.DEPARTMENT))


def _plan_per_department(reading: Reading, scope: Scope) -> Plan | None:
    """「平均每個局處幾項」."""
    each = reading.has("EACH_DEPARTMENT", "DEPARTMENT", "WHICH_DEPARTMENT")
    if not (reading.has("AVERAGE") and each) or reading.has("ATTAIN", "RATE", "WHICH_DEPARTMENT", *_ORDERED):
        return None
    measure = Measure.GOALS if reading.has("GOAL") and not reading.has("INDICATOR") else Measure.COUNT
    return Plan(Form.PER_DEPARTMENT, Query(measure, scope, only_condition(reading), Group.DEPARTMENT))


def _plan_departments(reading: Reading, scope: Scope) -> Plan | None:
    """Which departments, how many of them, or each of them."""
    counts = reading.conditions.counts
    asks = reading.has("WHICH_DEPARTMENT", "COUNT_DEPARTMENT") or (
        reading.has("DEPARTMENT") and (counts is not None or reading.has("WHICH", "LIST", "RANKS", *_ORDERED))
    )
    # 「達成率最差的前三名」 ranks departments: an indicator has an attainment, a department a rate.
    asks |= (
        reading.has("RATE", "RATE_MISSED")
        and reading.has("RANKS", *_ORDERED)
        and not reading.has("INDICATOR", "COMMON", "ITEM")
    )
    each = reading.has("EACH_DEPARTMENT")
    if reading.departments or not (asks or each) or orders_rows(reading):
        return None
    measure, condition = choose_measure(reading)
    query = Query(measure, scope, condition, Group.DEPARTMENT)
    if reading.has("RANKS", *_ORDERED) and not (reading.conditions.counts and asks):
        order, limit = read_order(reading, measure, condition)
        # 「各局處…，最低的是誰」 wants all of them and the last one pointed out.
        form = Form.TABLE if each and not asks and limit is None else Form.RANKING
        return Plan(form, query.with_(order=order, limit=limit))
    rated = reading.has("RATE", "RATE_MISSED")
    if counts is not None:
        return Plan(Form.DEPARTMENTS, query.with_(having=counts))
    if rated and reading.conditions.explicit:
        share = Query(Measure.SHARE, scope, MISSED if reading.has("RATE_MISSED") else FULL, Group.DEPARTMENT)
        return Plan(Form.DEPARTMENTS, share.with_(having=reading.conditions.ranges[0]))
    if asks and condition is not None and not reading.has("HOW_MUCH", "SHARE"):
        return Plan(Form.DEPARTMENTS, quantify(reading, query, condition))
    if asks and not each and condition is None and not scope.names and not scope.words:
        return None
    return Plan(Form.TABLE, query)


def _plan_rows_in_order(reading: Reading, scope: Scope) -> Plan | None:
    """The indicators at the top or the bottom: 「達成度最低的五項指標」."""
    if not reading.has("RANKS", *_ORDERED) or reading.has("AVERAGE", "MEDIAN"):
        return None
    if reading.has("EACH_GOAL", "WHICH_GOAL", "GOAL") and not reading.has("ATTAIN"):
        return None
    if not (
        reading.has("ATTAIN", "RATE", "GAP", "OVER")
        or reading.conditions.ranges
        or reading.has("BEST", "WORST")
    ):
        return None
    measure = Measure.RATIO if reading.has("OVER") else Measure.ATTAINMENT
    order, limit = read_order(reading, measure, None)
    if reading.has("GAP") and order is Order.HIGHEST:
        order = Order.LOWEST  # the widest gap is the lowest attainment
    if reading.conditions.ranges == (MISSED,) and reading.has("WORST"):
        order = Order.LOWEST
    if reading.ranks is None:
        numbers = [
            token.value
            for token in reading.tokens
            if token.kind in ("NUMBER", "WHICH_NUMBER") and token.value
        ]
        limit = int(numbers[0]) if numbers else limit or 1
    return Plan(
        Form.LIST, Query(measure, scope, only_condition(reading), Group.INDICATOR, order=order, limit=limit)
    )


def _plan_value(reading: Reading, scope: Scope) -> Plan | None:
    """An average, a median or a sum."""
    if reading.has("SUM") and reading.has("TARGET", "ACTUAL"):
        measure = Measure.ACTUALS if reading.has("ACTUAL") else Measure.TARGETS
        return Plan(Form.VALUE, Query(measure, scope, only_condition(reading)))
    if reading.has("MEDIAN"):
        return Plan(Form.VALUE, Query(Measure.MEDIAN, scope))
    if reading.has("AVERAGE") and reading.has("ATTAIN", "RATE", "ATTAIN_WEAK"):
        return Plan(Form.VALUE, Query(Measure.AVERAGE, scope))
    return None


def _plan_goals(reading: Reading, scope: Scope) -> Plan | None:
    """How many strategy goals, which ones, or a count for each."""
    if not reading.has("GOAL", "EACH_GOAL", "WHICH_GOAL"):
        return None
    if reading.has("EACH_GOAL", "WHICH_GOAL") and (reading.has("INDICATOR") or reading.conditions.ranges):
        order, limit = (
            read_order(reading, Measure.COUNT, None) if reading.has(*_ORDERED) else (Order.PRINTED, None)
        )
        query = Query(Measure.COUNT, scope, only_condition(reading), Group.GOAL, order=order, limit=limit)
        if reading.conditions.ranges and limit is None:
            query = query.with_(having=reading.conditions.counts or ANY)
        return Plan(Form.GOALS, query)
    if reading.conditions.ranges:
        return None
    listed = reading.has("WHICH", "LIST", "WHICH_NUMBER") or (reading.english and reading.has("HOW_MUCH"))
    if reading.has("HOW_MANY") or not listed:
        return Plan(Form.OVERVIEW, Query(Measure.GOALS, scope))
    if len(scope.departments) != 1:
        return None
    return Plan(Form.GOALS, Query(Measure.COUNT, scope, group=Group.GOAL))


def _plan_shortfalls(reading: Reading, scope: Scope) -> Plan | None:
    """How many entries the review of missed targets has."""
    if not reading.has("SHORTFALL"):
        return None
    return Plan(Form.VALUE, Query(Measure.SHORTFALLS, scope))


def _plan_list(reading: Reading, scope: Scope) -> Plan | None:
    """Rows by name: 「哪些沒達標」「有沒有不到八成的」."""
    ranges = reading.conditions.ranges
    names = reading.has("WHICH", "WHICH_NUMBER", "LIST", "GAP", "ONLY")
    whether = reading.has("YES_NO", "NONE") and not reading.has("HOW_MANY", "SHARE")
    narrowed = bool(scope.words or scope.unit or scope.actual_missing)
    if not ranges and narrowed and reading.has("HOW_MANY"):
        return Plan(Form.LIST, Query(Measure.ATTAINMENT, scope, group=Group.INDICATOR))
    if not ranges and not names_several(reading):
        return None
    if not ranges and not narrowed:
        if (
            names
            and not reading.has("WHICH_NUMBER", "GAP", "ONLY", "AIM")
            and reading.has("INDICATOR", "COMMON")
            and scope.departments
        ):
            return Plan(Form.LIST, Query(Measure.ATTAINMENT, scope, group=Group.INDICATOR))
        return None
    if len(ranges) > 1 or not (names or whether):
        return None
    condition = ranges[0] if ranges else None
    if condition == FULL and whether and not names:
        # 「都達標了嗎」 is answered by what was missed.
        condition = MISSED
    claimed, stated = read_numbers(reading)
    query = Query(Measure.ATTAINMENT, scope, condition, Group.INDICATOR)
    return Plan(
        Form.LIST,
        query,
        claimed,
        stated,
        asks_whether=whether and not names,
        asks_all=ranges == (FULL,),
        asks_gap=reading.has("GAP"),
    )


def _plan_count(reading: Reading, scope: Scope) -> Plan | None:
    """How many, or which share."""
    ranges = reading.conditions.ranges
    if not reading.has(*_ASKED) and not ranges:
        return None
    condition = ranges[0] if len(ranges) == 1 else None
    if reading.has("RATE", "RATE_MISSED") and not ranges:
        condition = MISSED if reading.has("RATE_MISSED") else FULL
    claimed, stated = read_numbers(reading)
    query = Query(Measure.COUNT, scope, condition)
    if condition is None or reading.has("OVERVIEW", "EACH_CLASS", "PERFORMANCE"):
        if not (ranges or reading.has("HOW_MANY", "OVERVIEW", "EACH_CLASS", "PERFORMANCE", "SHARE")):
            return None
        return Plan(Form.OVERVIEW, query.with_(group=Group.CLASS, condition=None), stated=stated or claimed)
    if not reading.has(*_ASKED):
        return Plan(Form.LIST, query.with_(measure=Measure.ATTAINMENT, group=Group.INDICATOR), claimed)
    return Plan(Form.COUNT, query, claimed, stated)


_RULES: tuple[Callable[[Reading, Scope], Plan | None], ...] = (
    _plan_comparison,
    _plan_per_department,
    _plan_departments,
    _plan_rows_in_order,
    _plan_value,
    _plan_goals,
    _plan_shortfalls,
    _plan_list,
    _plan_count,
)
