"""Turn what a question says into a query of the closed language, or refuse it.

A question is refused (None) when a word of it is not understood, when nothing in it speaks of the
indicator table, or when it asks for something that is not computed over several rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qa.tables.choosing import (
    FEW_DEPARTMENTS,
    ORDERED,
    names_several,
    only_condition,
    read_numbers,
    read_order,
)
from qa.tables.department_plans import (
    plan_against_all,
    plan_comparison,
    plan_departments,
    plan_part,
    plan_per_department,
    plan_rank,
)
from qa.tables.lexicon import DEPARTMENT_NUMBER, NUMBER, PERCENT
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
    "OVER",
)  # fmt: skip
WEAK = ("AIM", "ITEM")
_COUNTED = ("WHICH", "WHICH_NUMBER", "HOW_MANY", "NUMBER", "ONLY")
_DEPARTMENTS = ("WHICH_DEPARTMENT", "EACH_DEPARTMENT", "COUNT_DEPARTMENT", "DEPARTMENT")
_ASKED = (
    "HOW_MANY", "HOW_MUCH", "SHARE", "WHICH", "WHICH_NUMBER", "LIST", "WHICH_DEPARTMENT", "COUNT_DEPARTMENT",
    "EACH_DEPARTMENT", "AVERAGE", "MEDIAN", "SUM", "YES_NO", "COMPARE", "OVERVIEW", "RATE", "RATE_MISSED",
    "GAP", "WHICH_GOAL", "EACH_GOAL", "EACH_CLASS", "RANKS", "PERFORMANCE", *ORDERED,
)  # fmt: skip


def make_plan(reading: Reading, scope: Scope) -> Plan | None:
    """The plan for a reading whose rest is understood; `scope` holds departments, topic and kind."""
    if not _speaks_of_table(reading):
        return None
    stated = next((int(t.value or 0) for t in reading.tokens if t.kind == DEPARTMENT_NUMBER), None)
    if reading.has("WHICH_DEPARTMENT", *ORDERED) and stated is not None and stated <= FEW_DEPARTMENTS:
        stated = None
    for rule in _RULES:
        plan = rule(reading, scope)
        if plan is not None:
            return replace(plan, stated_departments=stated) if _uses_everything(reading, plan) else None
    return None


def _uses_everything(reading: Reading, plan: Plan) -> bool:
    """Has the plan a use for each word that changes what is computed?  An unused one is not understood."""
    query = plan.query
    unordered = query.order is Order.PRINTED and plan.form not in (
        Form.COMPARISON,
        Form.PER_DEPARTMENT,
        Form.AGAINST_ALL,
    )
    words, percents = reading.conditions.words, reading.conditions.percents
    above = any(interval.high is None and interval != FULL for interval in percents)
    share_of_items = MISSED in words and above and not reading.has("ATTAIN")
    counts = plan.form in (Form.OVERVIEW, Form.COUNT, Form.DEPARTMENTS, Form.GOALS)
    averaged = query.measure in (Measure.AVERAGE, Measure.MEDIAN)
    averaged |= plan.form in (Form.PER_DEPARTMENT, Form.AGAINST_ALL)
    return not (
        (share_of_items and query.measure is not Measure.SHARE)
        or (unordered and reading.has("RANKS", *ORDERED))
        or (counts and reading.has("TARGET", "ACTUAL", "GAP"))
        or (reading.has("AVERAGE", "MEDIAN") and not averaged)
        or (reading.has("OVER") and query.measure is not Measure.RATIO)
        or reading.follows(("TARGET", "ACTUAL"), (PERCENT, NUMBER, "EXACTLY", "BELOW", "ABOVE", "AT_LEAST"))
        or (reading.has("COUNT_DEPARTMENT") and plan.form is not Form.DEPARTMENTS)
        or (reading.has("ATTAIN_WEAK", "RATE_WEAK") and not reading.has("INDICATOR", "COMMON"))
    )


def choose_kind(reading: Reading) -> Kind:
    """Which indicators a question means: common ones only when it says so."""
    if not reading.has("COMMON"):
        return Kind.KEY
    return Kind.ALL if reading.has("AND") and reading.has("INDICATOR") else Kind.COMMON


def _speaks_of_table(reading: Reading) -> bool:
    """Is there a word that only the table is spoken of with, or looser ones that together speak of it?"""
    if reading.has(*STRONG):
        return True
    if reading.conditions.ranges and _judges_items(reading):
        return True
    if reading.has("SUM") and any("值" in t.text for t in reading.tokens if t.kind in ("TARGET", "ACTUAL")):
        return True
    outcome = any(t.kind == "OVERVIEW" and ("達標" in t.text or "達成" in t.text) for t in reading.tokens)
    if outcome and (reading.departments or reading.has("EACH_DEPARTMENT")):
        return True
    if reading.has("HOW_MANY") and reading.has("AIM"):
        return bool(reading.departments)
    return reading.has("PERFORMANCE", "ITEM") and reading.has(*_DEPARTMENTS) and reading.has(*ORDERED)


def _judges_items(reading: Reading) -> bool:
    """Does the condition speak of items of the table: 「目標沒過關」, 「沒達標的有哪些」, 「哪項沒做到」?"""
    if reading.has(*WEAK):
        return True
    asked = reading.has("HOW_MANY", "WHICH", "YES_NO")
    judged = [token.text for token in reading.tokens if token.kind in ("MISSED", "FULL")]
    if any(word in text for text in judged for word in ("達標", "達成", "目標", "target", "goal")):
        return bool(reading.departments) or asked or reading.has(*_DEPARTMENTS)
    counted = any(token.kind in _COUNTED and "項" in token.text for token in reading.tokens)
    in_percent = asked and any(token.kind == PERCENT for token in reading.tokens)
    return bool(reading.departments) and (counted or in_percent)


def _plan_rows_in_order(reading: Reading, scope: Scope) -> Plan | None:
    """The indicators at the top or the bottom: 「達成度最低的五項指標」."""
    if not reading.has("RANKS", *ORDERED) or reading.has("AVERAGE", "MEDIAN"):
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
    narrowed = bool(scope.departments or scope.words or scope.unit)
    if reading.has("SUM") and reading.has("TARGET", "ACTUAL") and narrowed:
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
            read_order(reading, Measure.COUNT, None) if reading.has(*ORDERED) else (Order.PRINTED, None)
        )
        query = Query(Measure.COUNT, scope, only_condition(reading), Group.GOAL, order=order, limit=limit)
        if reading.conditions.ranges and limit is None:
            query = query.with_(having=reading.conditions.counts or ANY)
        return Plan(Form.GOALS, query)
    if reading.conditions.ranges:
        return None
    listed = reading.has("WHICH", "LIST", "WHICH_NUMBER", "WHICH_GOAL") or (
        reading.english and reading.has("HOW_MUCH")
    )
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
    if _measures_rate(reading):
        return None
    names = reading.has("WHICH", "WHICH_NUMBER", "LIST", "GAP", "ONLY") or _each_attainment(reading)
    whether = reading.has("YES_NO", "NONE") and not reading.has("HOW_MANY", "SHARE")
    narrowed = bool(scope.words or scope.unit or scope.actual_missing)
    if not ranges and narrowed and reading.has("HOW_MANY"):
        return Plan(Form.LIST, Query(Measure.ATTAINMENT, scope, group=Group.INDICATOR))
    if not ranges and not (names_several(reading) or _each_attainment(reading)):
        return None
    if not ranges and not narrowed:
        if (
            names
            and not reading.has("WHICH_NUMBER", "GAP", "ONLY", "AIM")
            and reading.has("INDICATOR", "COMMON")
            and scope.departments
        ):
            rows = Query(Measure.ATTAINMENT, scope, group=Group.INDICATOR)
            return Plan(Form.LIST, rows, asks_attainment=reading.has("ATTAIN"))
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


def _each_attainment(reading: Reading) -> bool:
    """「某處的指標達成度各是多少」 asks for a list too."""
    each = any(token.kind == "HOW_MUCH" and "各" in token.text for token in reading.tokens)
    return each and reading.has("INDICATOR") and reading.has("ATTAIN")


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
    if _measures_rate(reading):
        met = query.with_(condition=MISSED if reading.has("RATE_MISSED") else FULL)
        return Plan(Form.COUNT, met, stated=stated, threshold=reading.conditions.percents[0])
    if condition is None or reading.has("OVERVIEW", "EACH_CLASS", "PERFORMANCE"):
        if not (ranges or reading.has("HOW_MANY", "OVERVIEW", "EACH_CLASS", "PERFORMANCE", "SHARE")):
            return None
        return Plan(Form.OVERVIEW, query.with_(group=Group.CLASS, condition=None), stated=stated or claimed)
    if not reading.has(*_ASKED):
        return Plan(Form.LIST, query.with_(measure=Measure.ATTAINMENT, group=Group.INDICATOR), claimed)
    return Plan(Form.COUNT, query, claimed, stated)


def _measures_rate(reading: Reading) -> bool:
    """Is a rate held against a percentage (「達標率有超過九成嗎」), not the attainment of indicators?"""
    percents = [token.start for token in reading.tokens if token.kind == PERCENT]
    named = [token.start for token in reading.tokens if token.kind in ("INDICATOR", "COMMON", "ITEM")]
    if not (percents and reading.has("RATE", "RATE_MISSED")):
        return False
    return reading.conditions.explicit and max(named, default=-1) < percents[0]


def _plan_names(reading: Reading, scope: Scope) -> Plan | None:
    """Which common indicators there are, over all departments."""
    if scope.kind is not Kind.COMMON or scope.departments or reading.conditions.ranges:
        return None
    if reading.has("WHICH", "WHICH_NUMBER", "LIST") and not reading.has("HOW_MANY", *_DEPARTMENTS):
        return Plan(Form.NAMES, Query(Measure.COUNT, scope, group=Group.INDICATOR))
    return None


_RULES: tuple[Callable[[Reading, Scope], Plan | None], ...] = (
    plan_against_all,
    plan_part,
    plan_rank,
    plan_comparison,
    plan_per_department,
    plan_departments,
    _plan_rows_in_order,
    _plan_value,
    _plan_goals,
    _plan_shortfalls,
    _plan_names,
    _plan_list,
    _plan_count,
)
