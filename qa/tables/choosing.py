"""Choose measure, order, quantifier and numbers from what a question says."""

from __future__ import annotations

from qa.tables.lexicon import DEPARTMENT_NUMBER, NUMBER
from qa.tables.query import ANY, FULL, MISSED, NONE, Measure, Order, Query, Range
from qa.tables.reading import Reading

ORDERED = ("MOST", "LEAST", "BEST", "WORST", "RANKING", "RANKING_UP", "WHICH_RANK")
_FROM_THE_END = ("後", "倒數", "最後", "末", "倒數第", "倒數前", "bottom", "last")
FEW_DEPARTMENTS = 10
"""A number up to this beside 最低 is how many are asked for; a larger one is how many there are."""
_BAD = ("worst", "lowest", "poorest")


def choose_measure(reading: Reading) -> tuple[Measure, Range | None]:
    """What is measured for each department, with the condition that it counts."""
    condition = only_condition(reading)
    if reading.has("SHORTFALL"):
        return Measure.SHORTFALLS, None
    if reading.has("MEDIAN"):
        return Measure.MEDIAN, None
    if reading.has("AVERAGE") and reading.has("ATTAIN", "RATE", "ATTAIN_WEAK"):
        return Measure.AVERAGE, None
    if reading.has("GOAL") and not reading.has("INDICATOR") and condition is None:
        return Measure.GOALS, None
    if reading.has("RATE_MISSED"):
        return Measure.SHARE, MISSED
    many = reading.has("HOW_MANY", "MOST", "LEAST") and condition is not None
    # 「未達標最多的局處占幾成」 ranks by number; 「未達標占比最高」 by share.
    ranked_by_number = (
        condition is not None
        and reading.has("MOST", "LEAST")
        and not reading.follows(("SHARE", "RATE"), ("MOST", "LEAST", "ALL"))
    )
    if reading.has("RATE") or (reading.has("SHARE") and not ranked_by_number):
        return Measure.SHARE, condition or FULL
    counted = any(
        (token.kind == "INDICATOR" and token.text.endswith(("數", "數量")))
        or (token.kind in ("RANKING", "RANKING_UP") and ("多" in token.text or "少" in token.text))
        for token in reading.tokens
    )
    if counted:
        return Measure.COUNT, condition
    if (
        condition is None
        and reading.has("BEST", "WORST", "ATTAIN", "PERFORMANCE", "OVERVIEW", "RANKING", "WHICH_RANK", "ITEM")
        and not many
    ):
        if reading.has("HOW_MANY") and not reading.has("BEST", "WORST", "ATTAIN"):
            return Measure.COUNT, None
        return Measure.SHARE, FULL
    if condition is not None and reading.has("BEST", "WORST") and not reading.has("HOW_MANY"):
        return Measure.SHARE, condition
    return Measure.COUNT, condition


def read_order(reading: Reading, measure: Measure, condition: Range | None) -> tuple[Order, int | None]:
    """Highest or lowest first, and how many ranks; None keeps all."""
    ranks = reading.ranks
    bad_is_high = condition not in (None, FULL) and measure in (Measure.SHARE, Measure.COUNT)
    if reading.has("WORST"):
        order = Order.HIGHEST if bad_is_high else Order.LOWEST
    elif reading.has("BEST"):
        order = Order.LOWEST if bad_is_high else Order.HIGHEST
    elif reading.has("LEAST", "RANKING_UP"):
        order = Order.LOWEST
    else:
        order = Order.HIGHEST
    if ranks is not None:
        if ranks.name in _FROM_THE_END and not reading.has("LEAST", "WORST"):
            order = Order.LOWEST if order is Order.HIGHEST else Order.HIGHEST
        if ranks.name in _BAD:
            order = Order.HIGHEST if bad_is_high else Order.LOWEST
        return order, max(int(ranks.value or 1), 1)
    if reading.has("RANKING", "RANKING_UP"):
        return order, None
    return order, _number_of_departments(reading) or 1


def _number_of_departments(reading: Reading) -> int | None:
    """「最低的三個局處」「哪三個局處…最多」; not the 20 of 「20 個局處中最低的」."""
    ordered = [token.start for token in reading.tokens if token.kind in ORDERED]
    for token in reading.tokens:
        behind = bool(ordered) and token.start > min(ordered)
        if token.kind == "WHICH_DEPARTMENT" and token.value:
            return int(token.value)
        limits = behind or reading.english
        few = bool(token.value) and token.value <= FEW_DEPARTMENTS
        plain = token.kind == NUMBER and behind and "項" not in token.text
        if few and (plain or (token.kind == DEPARTMENT_NUMBER and limits)):
            return int(token.value or 0)
    return None


def orders_rows(reading: Reading) -> bool:
    """Does 最低 or 前三 speak of indicators (「達成度最低的指標是哪個局處的」), not of departments?"""
    return reading.has("ATTAIN", "OVER", "GAP", "RATE") and reading.follows(
        ("MOST", "LEAST", "BEST", "WORST", "RANKS", "NUMBER"), ("INDICATOR", "ITEM", "COMMON")
    )


def quantify(reading: Reading, query: Query, condition: Range) -> Query:
    """Departments with all, some or none: 全部達成 means that none is below 100 %."""
    query = query.with_(measure=Measure.COUNT)
    if condition == FULL:
        return query.with_(condition=MISSED, having=NONE)
    return query.with_(having=NONE if reading.has("NONE") else ANY)


def _doubts(reading: Reading) -> bool:
    """Is a number of missed items put up for confirmation: 「有 5 項未達標，對嗎」?"""
    judged = [
        token.start for token in reading.tokens if token.kind in ("MISSED", "PARTIAL", "BELOW80", "ZERO")
    ]
    asked = [token.start for token in reading.tokens if token.kind == "YES_NO"]
    return bool(judged and asked) and (reading.english or max(asked) > max(judged))


def names_several(reading: Reading) -> bool:
    """Does the question ask for names in the plural: 哪些, 哪幾項, a list?"""
    return reading.has("LIST") or any(
        token.kind == "WHICH" and (reading.english or "些" in token.text or "幾" in token.text)
        for token in reading.tokens
    )


def only_condition(reading: Reading) -> Range | None:
    """The one condition of a question, None when there is none."""
    ranges = reading.conditions.ranges
    return ranges[0] if ranges else None


def read_numbers(reading: Reading) -> tuple[int | None, int | None]:
    """(claimed matches, stated total): 「有 3 項沒達標，是哪 3 項」 against 「20 項指標有幾項達標」."""
    numbers = [int(number) for number in reading.conditions.numbers]
    which = next((token for token in reading.tokens if token.kind == "WHICH_NUMBER" and token.value), None)
    if which is not None:
        return int(which.value or 0), next((n for n in numbers if n != int(which.value or 0)), None)
    if reading.has("ONLY"):
        return 1, numbers[0] if numbers else None
    if _doubts(reading) and len(numbers) == 1:
        return numbers[0], None
    if reading.has("HOW_MANY", "RATE", "SHARE", "ALL", "YES_NO") and not reading.has("WHICH", "LIST"):
        return None, numbers[0] if numbers else None
    if numbers:
        return numbers[0], numbers[1] if len(numbers) > 1 else None
    return None, None
