"""Plans for questions about departments: which ones, in which order, each of them, two side by side."""

from __future__ import annotations

from qa.tables.choosing import ORDERED, choose_measure, only_condition, orders_rows, quantify, read_order
from qa.tables.plans import Form, Plan
from qa.tables.query import ANY, FULL, MISSED, Group, Measure, Query, Scope
from qa.tables.reading import Reading

_RATES = ("RATE", "RATE_MISSED")
_ORDERED_VALUES = ("MOST", "LEAST", "BEST", "WORST")


def plan_rank(reading: Reading, scope: Scope) -> Plan | None:
    """The place of one department among all: 「衛生局的達標率排第幾」."""
    if len(reading.departments) != 1 or orders_rows(reading):
        return None
    # 「某處的達標率墊底嗎」「某處的指標是不是最多」 ask for its place too.
    supposed = reading.has(*_ORDERED_VALUES) and (
        reading.has(*_RATES)
        or (reading.has("YES_NO", "INDICATOR") and not reading.has("ATTAIN", "GAP", "OVER"))
    )
    ranked = reading.has("WHICH_RANK") or (reading.has("RANKING") and reading.has(*_RATES))
    if not (ranked or supposed) or reading.has("COMPARE"):
        return None
    measure, condition = choose_measure(reading)
    if measure is Measure.COUNT and condition is None and not reading.has("INDICATOR"):
        measure, condition = Measure.SHARE, FULL
    order, _ = read_order(reading, measure, condition)
    whole = Scope(kind=scope.kind)
    query = Query(measure, whole, condition, Group.DEPARTMENT, order=order)
    return Plan(Form.RANK, query, focus=reading.departments[0])


def plan_against_all(reading: Reading, scope: Scope) -> Plan | None:
    """One department against the whole government: 「某處的達標率比全府高嗎」."""
    whole = reading.has("ALL_DEPARTMENTS", "AVERAGE")
    if len(reading.departments) != 1 or not (reading.has("COMPARE") and whole):
        return None
    measure = Measure.AVERAGE if reading.has("ATTAIN") else Measure.SHARE
    condition = None if measure is Measure.AVERAGE else only_condition(reading) or FULL
    return Plan(Form.AGAINST_ALL, Query(measure, scope, condition))


def plan_comparison(reading: Reading, scope: Scope) -> Plan | None:
    """Two or more named departments side by side."""
    if len(reading.departments) < 2:
        return None
    if (
        reading.has("YES_NO")
        and reading.conditions.ranges == (FULL,)
        and not reading.has("COMPARE", "HOW_MANY")
    ):
        return None
    names = reading.has("WHICH", "LIST") and not reading.has("COMPARE", "HOW_MANY", "RATE", *ORDERED)
    if names and reading.conditions.ranges:
        return None
    measure, condition = choose_measure(reading)
    return Plan(Form.COMPARISON, Query(measure, scope, condition, Group.DEPARTMENT))


def plan_per_department(reading: Reading, scope: Scope) -> Plan | None:
    """「平均每個局處幾項」, and 「最多和最少的局處」."""
    each = reading.has("EACH_DEPARTMENT", "DEPARTMENT", "WHICH_DEPARTMENT")
    both = reading.has("MOST", "BEST") and reading.has("LEAST", "WORST")
    averaged = reading.has("AVERAGE") and not reading.has("WHICH_DEPARTMENT", *ORDERED)
    if not each or not (both or averaged) or reading.departments or reading.has("ATTAIN", "SHARE", *_RATES):
        return None
    measure = Measure.GOALS if reading.has("GOAL") and not reading.has("INDICATOR") else Measure.COUNT
    return Plan(Form.PER_DEPARTMENT, Query(measure, scope, only_condition(reading), Group.DEPARTMENT))


def plan_departments(reading: Reading, scope: Scope) -> Plan | None:
    """Which departments, how many of them, or each of them."""
    if reading.departments or orders_rows(reading):
        return None
    asks, each = _asks_departments(reading), reading.has("EACH_DEPARTMENT")
    if not (asks or each):
        return None
    measure, condition = choose_measure(reading)
    counts = reading.conditions.counts
    if condition is not None and _names_rows(reading):
        return None
    query = Query(measure, scope, condition, Group.DEPARTMENT)
    if reading.has("RANKS", *ORDERED) and counts is None:
        order, limit = read_order(reading, measure, condition)
        if reading.has("MOST", "BEST") and reading.has("LEAST", "WORST"):
            limit = None
        return Plan(Form.RANKING, query.with_(order=order, limit=limit))
    if counts is not None:
        return Plan(Form.DEPARTMENTS, query.with_(having=counts))
    words, percents = reading.conditions.words, reading.conditions.percents
    if words and percents and words != percents and not reading.has("ATTAIN", *_RATES):
        # 「超過三成沒達標的局處」: the percentage is a share of the items, not their attainment.
        share = query.with_(measure=Measure.SHARE, condition=words[0])
        return Plan(Form.DEPARTMENTS, share.with_(having=percents[0]))
    if measure in (Measure.AVERAGE, Measure.MEDIAN) and percents:
        return Plan(Form.DEPARTMENTS, query.with_(having=percents[0]))
    if reading.has(*_RATES) and reading.conditions.explicit:
        share = query.with_(measure=Measure.SHARE, condition=MISSED if reading.has("RATE_MISSED") else FULL)
        return Plan(Form.DEPARTMENTS, share.with_(having=reading.conditions.ranges[0]))
    if each and condition == FULL and reading.has("YES_NO"):
        # 「各局處都達標了嗎」 is answered by those that missed something.
        return Plan(Form.DEPARTMENTS, query.with_(measure=Measure.COUNT, condition=MISSED, having=ANY))
    if asks and condition is not None and not reading.has("HOW_MUCH", "SHARE"):
        return Plan(Form.DEPARTMENTS, quantify(reading, query, condition))
    if asks and not each and condition is None and not scope.words:
        return None
    return Plan(Form.TABLE, query)


def _names_rows(reading: Reading) -> bool:
    """「哪些指標沒達標？哪個局處的？」: indicators are to be named, with their departments."""
    listed = reading.follows(("INDICATOR", "ITEM", "COMMON"), ("WHICH", "LIST", "WHICH_NUMBER"))
    listed |= reading.follows(("WHICH",), ("INDICATOR", "ITEM", "COMMON"))
    return listed and not reading.has("RANKS", *ORDERED) and reading.conditions.counts is None


def plan_part(reading: Reading, scope: Scope) -> Plan | None:
    """What one department makes up of the whole: 「某處占全府未達成的幾成」."""
    if len(reading.departments) != 1 or not (reading.has("SHARE") and reading.has("ALL_DEPARTMENTS")):
        return None
    if reading.has("RATE", "COMPARE", *ORDERED):
        return None
    return Plan(Form.PART, Query(Measure.COUNT, scope, only_condition(reading)))


def _asks_departments(reading: Reading) -> bool:
    """Is it departments that the question wants named or counted?"""
    # 「全部達標的局處」 asks for them as well as 「哪些局處」 does.
    if reading.has("WHICH_DEPARTMENT", "COUNT_DEPARTMENT") or reading.tokens[-1].kind == "DEPARTMENT":
        return True
    numbered = reading.has("DEPARTMENT_NUMBER")
    if numbered and any(token.kind == "HOW_MANY" and "項" not in token.text for token in reading.tokens):
        return True
    if (numbered or reading.has("DEPARTMENT")) and (
        reading.conditions.counts is not None or reading.has("WHICH", "LIST", "RANKS", "YES_NO", *ORDERED)
    ):
        return True
    # 「達成率最差的前三名」 ranks departments: an indicator has an attainment, a department a rate or a mark.
    ranked = reading.has("RANKS", *ORDERED)
    if reading.has(*_RATES) and ranked and not reading.has("INDICATOR", "COMMON", "ITEM"):
        return True
    items = [token.text for token in reading.tokens if token.kind == "ITEM"]
    return ranked and any("成績" in text or "考" in text for text in items)
