"""Say yes or no to a claim over a computed result."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from qa.tables.evaluate import OUTCOMES, Result
from qa.tables.query import Claim, Level, Query


def confirm(query: Query, result: Result, departments: int) -> bool:
    """Whether the result bears out the claim of a query."""
    claim = query.claim
    base = len(result.base)
    matched = len(result.all_groups[0].rows if len(result.all_groups) == 1 else result.rows)
    if query.orders or query.predicates:
        rows = () if query.predicates else result.rows
        groups = {group.key for group in result.groups} or {row.department for row in rows}
        if claim.portion is not None:
            return len(groups) / departments * 100 in claim.portion
        return _agrees(claim, groups)
    if claim.share is not None:
        return bool(base) and round(matched / base * 100, 1) in claim.share
    if claim.every:
        return bool(base) and matched == base and set(claim.numbers) <= {base, departments}
    if claim.none:
        return matched == 0
    counts = {matched, base, departments, len({row.department for row in result.rows})}
    if query.level is not Level.ROWS:
        counts |= {len(group.rows) for group in result.groups} | {len(result.groups)}
    if claim.numbers:
        return set(claim.numbers) <= counts and (matched in claim.numbers or not query.conditions)
    return matched > 0


def contradict(query: Query) -> Query:
    """The query for the rows that speak against what all are said to meet."""
    given = query.given or tuple(one for one in query.conditions if one.of not in OUTCOMES)
    claimed = (one.inverse() for one in query.conditions if one not in given)
    return replace(query, conditions=(*given, *claimed), level=Level.ROWS, predicates=())


def _agrees(claim: Claim, groups: Collection[str]) -> bool:
    if claim.groups is not None and len(groups) not in claim.groups:
        return False
    if claim.places:
        return set(claim.places) <= set(groups)
    if claim.groups is not None:
        return True
    return len(groups) in claim.numbers if claim.numbers else bool(groups)
