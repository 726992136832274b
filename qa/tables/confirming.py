"""Say yes or no to a claim over a computed result."""

from __future__ import annotations

from dataclasses import replace

from qa.tables.evaluate import OUTCOMES, Group, Result, count_goals, measure
from qa.tables.query import Level, Query


def confirm(query: Query, result: Result, departments: int) -> bool:
    """Whether the result bears out all that the claim of a query says; `departments`: how many there are."""
    claim = query.claim
    base = len(result.base)
    rows = result.all_groups[0].rows if len(result.all_groups) == 1 else result.rows
    matched = count_goals(rows) if query.goals else len(rows)
    told: list[bool] = []
    if claim.places:
        ends = {group.key for group in result.groups} or {row.department for row in result.rows}
        told.append(set(claim.places) <= ends)
    if claim.value is not None:
        told.append(any(value in claim.value for value in _values(query, result)))
    if claim.count is not None:
        told.append((len(result.groups) if query.predicates else matched) in claim.count)
    if claim.share is not None:
        part, whole = (len(result.groups), departments) if query.predicates else (matched, base)
        told.append(bool(whole) and part / whole * 100 in claim.share)
    if claim.mean is not None:
        told.append(_mean(query, result) in claim.mean)
    if claim.every:
        told.append(bool(base) and matched == base)
    if claim.none:
        told.append(matched == 0)
    return all(told) if told else matched > 0


def _values(query: Query, result: Result) -> list[float]:
    """What the lines at the end of an order have of what they are put in order by, or all lines of what is
    looked at.
    """
    of = query.orders[0].by if query.orders else next(iter(sorted(query.measures)), query.entity.level)
    values = [value for group in result.groups if (value := measure(of, group)) is not None]
    return [*values, *(row.numbers[of] for row in result.rows if not values and of in row.numbers)]


def _mean(query: Query, result: Result) -> float | None:
    if "actual" in query.measures:
        values = [row.numbers["actual"] for row in result.rows if "actual" in row.numbers]
        return sum(values) / len(values) if values else None
    return measure("mean", Group("", result.rows, result.base))


def contradict(query: Query) -> Query:
    """The query for the rows that speak against what all are said to meet."""
    given = query.given or tuple(one for one in query.conditions if one.of not in OUTCOMES)
    claimed = (one.inverse() for one in query.conditions if one not in given)
    return replace(query, conditions=(*given, *claimed), level=Level.ROWS, predicates=())
