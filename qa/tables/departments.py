"""Answers that name departments: which ones, in which order, each with its value, two side by side."""

from __future__ import annotations

from collections.abc import Sequence

from qa.tables.database import Line
from qa.tables.lists import MOST_LISTED, tell_short
from qa.tables.phrasing import show_number
from qa.tables.plans import Plan
from qa.tables.query import CLASSES, FULL, MISSED, NONE, Group, Kind, Measure, Order, Query, Range, Scope
from qa.tables.telling import Teller, run_single

ADDED = frozenset({Measure.COUNT, Measure.GOALS, Measure.SHORTFALLS})
"""Measures whose values over the departments can be added up."""
_FEW = 5
"""Up to so many matching rows are named beside their departments."""


def tell_departments(teller: Teller, plan: Plan) -> str:
    """The departments that meet a condition, all of them by name."""
    query, words = plan.query, teller.words
    lines = teller.database.run(query)
    everyone = teller.departments(query.scope)
    kind = words.kind(query.scope)
    condition = words.condition(query.condition) if query.condition is not None else ""
    if not lines:
        mark = _mark(teller, query, teller.database.run(query.with_(having=None)))
        if query.having == NONE and query.condition == MISSED:
            return words.say("departments_empty_all", kind=kind, mark=mark)
        if query.measure is not Measure.COUNT or not condition:
            return words.say(
                "departments_empty_value", measure=words.measure(query), having=words.having(query), mark=mark
            )
        return words.say("departments_empty", kind=kind, condition=condition, mark=mark)
    share = query.measure in (Measure.SHARE, Measure.AVERAGE)
    plain = query.having == NONE
    few = query.condition is not None and not plain and sum(line.matched for line in lines) <= _FEW
    values = [
        line.department
        + ("" if plain else f" {words.value(query, line.value)}")
        + (words.say("ranking_detail", matched=line.matched, total=line.total) if share else "")
        + (_named(teller, line) if few else "")
        for line in lines
    ]
    if plain:
        items = [words.say("in_brackets", text=words.say("items", value=line.total)) for line in lines]
        values = [line.department + item for line, item in zip(lines, items, strict=True)]
        if query.scope.kind is not Kind.KEY:
            values = [line.department for line in lines]
    mark = _mark(teller, query, lines)
    teller.citations.note(f"{len(lines)} 個", len(lines), "個", mark)
    if few:
        mark = ""
    total = sum(line.total for line in teller.database.run(query.with_(having=None)))
    whole = words.scope(query.scope)
    shown = {
        "kind": kind,
        "matched": len(lines),
        "values": words.join(values),
        "mark": mark,
        "condition": condition,
    }
    shown |= {"total": total, "whole": whole}
    if plain and query.condition == MISSED:
        text = words.say("departments_all", **shown)
    elif plain:
        text = words.say("departments_none", **shown)
    elif query.having == Range(low=1) and query.measure is Measure.COUNT:
        text = words.say("departments_any", **shown)
    else:
        text = words.say(
            "departments_having", measure=words.measure(query), having=words.having(query), **shown
        )
    if query.scope.kind is not Kind.KEY:
        return text
    return text + _basis(teller, query, len(everyone)) + teller.check(query.scope)


def tell_ranking(teller: Teller, plan: Plan) -> str:
    """Departments by value, ties on the same rank; zeros at the end are only counted."""
    query, words = plan.query, teller.words
    lines = list(teller.database.run(query))
    zeros = 0
    if query.order is Order.HIGHEST and query.condition is not None and len(lines) > 1:
        nonzero = [line for line in lines if line.value]
        zeros, lines = len(lines) - len(nonzero), nonzero or lines
        zeros = zeros if nonzero else 0
    items, rank = [], 0
    for position, line in enumerate(lines, start=1):
        if position == 1 or line.value != lines[position - 2].value:
            rank = position
        mark = _mark(teller, query, [line])
        teller.citations.note(words.value(query, line.value), round(line.value or 0, 1), "", mark)
        items.append(
            words.say(
                "ranking_item",
                rank=rank,
                department=line.department,
                value=words.value(query, line.value),
                detail=_detail(teller, query, line),
                mark=mark,
            )
        )
    if zeros and query.limit is None:
        items.append(words.say("ranking_zeros", zeros=zeros))
    shown = {"measure": words.measure(query), "values": words.join(items)}
    if query.limit is None:
        text = words.say("ranking_all", direction=words.direction(query.order), **shown)
    else:
        ranks = words.say("ranking_first" if query.limit == 1 else "ranking_some", limit=query.limit)
        text = words.say("ranking", order=words.order(query), ranks=ranks, **shown)
    return text + _basis(teller, query, len(teller.departments(query.scope))) + teller.check(query.scope)


def tell_rank(teller: Teller, plan: Plan) -> str:
    """The place of one department among all, ties on the same place."""
    query, words = plan.query, teller.words
    lines = teller.database.run(query)
    own = next(line for line in lines if line.department == plan.focus)
    place = 1 + sum(line.value != own.value for line in lines[: lines.index(own)])
    ties = [line.department for line in lines if line.value == own.value and line is not own]
    mark = _mark(teller, query, [own])
    teller.citations.note(f"第 {place} 名", place, "名", mark)
    text = words.say(
        "rank",
        department=plan.focus,
        measure=words.measure(query),
        value=words.value(query, own.value) + _detail(teller, query, own),
        departments=len(lines),
        direction=words.direction(query.order),
        place=place,
        ties=words.say("rank_ties", departments=words.join(ties)) if ties else "",
        mark=mark,
    )
    return text + _basis(teller, query, len(lines)) + teller.check(query.scope)


def tell_against_all(teller: Teller, plan: Plan) -> str:
    """The value of one department beside that of the whole government."""
    query, words = plan.query, teller.words
    whole = query.with_(scope=Scope(kind=query.scope.kind))
    own, every = run_single(teller, query), run_single(teller, whole)
    name = words.join(list(query.scope.departments))
    shown = []
    for label, part, line in ((name, query, own), (words.scope(whole.scope), whole, every)):
        mark = teller.citations.mark_summaries(teller.departments(part.scope))
        value = words.value(query, line.value)
        teller.citations.note(value, round(line.value or 0, 1), "%", mark)
        shown.append(f"{label} {value}{_detail(teller, query, line)}{mark}")
    text = words.say("comparison", measure=words.measure(query), values=words.join(shown))
    difference = (own.value or 0) - (every.value or 0)
    if not difference:
        return text + words.say("comparison_same")
    first, second = (name, words.scope(whole.scope)) if difference > 0 else (words.scope(whole.scope), name)
    points = words.say("points", value=show_number(abs(difference)))
    return text + words.say("comparison_higher", first=first, second=second, difference=points)


def tell_table(teller: Teller, plan: Plan) -> str:
    """Every department with its value, in printed order or by value."""
    query, words = plan.query, teller.words
    lines = teller.database.run(query)
    items = [
        f"{line.department} {words.value(query, line.value)}{_detail(teller, query, line)}" for line in lines
    ]
    return (
        words.say("table", measure=words.measure(query), values=words.join(items))
        + _sum_up(teller, query, lines)
        + _basis(teller, query, len(lines))
        + teller.check(query.scope)
    )


def _sum_up(teller: Teller, query: Query, lines: Sequence[Line]) -> str:
    """The total of counts over the departments; "" for what cannot be added up."""
    values = [line.value for line in lines if line.value is not None]
    if query.measure not in ADDED or len(values) < 2:
        return ""
    return teller.words.say("table_total", value=teller.words.value(query, sum(values)))


def tell_comparison(teller: Teller, plan: Plan) -> str:
    """Two or more departments side by side with the difference of the first two in value."""
    query, words = plan.query, teller.words
    lines = sorted(
        teller.database.run(query), key=lambda line: query.scope.departments.index(line.department)
    )
    shown = []
    for line in lines:
        mark = _mark(teller, query, [line])
        teller.citations.note(words.value(query, line.value), round(line.value or 0, 1), "", mark)
        shown.append(
            f"{line.department} {words.value(query, line.value)}{_detail(teller, query, line)}{mark}"
        )
    text = words.say("comparison", measure=words.measure(query), values=words.join(shown))
    ordered = sorted(lines, key=lambda line: -(line.value or 0))
    first, second = ordered[0], ordered[-1]
    difference = (first.value or 0) - (second.value or 0)
    percent = query.measure in (Measure.SHARE, Measure.AVERAGE, Measure.MEDIAN)
    together = ""
    if not percent:
        together = words.say(
            "comparison_total", total=words.value(query, sum(line.value or 0 for line in lines))
        )
    if not difference:
        return text + words.say("comparison_same") + together
    shown_difference = (
        words.say("points", value=show_number(difference)) if percent else words.value(query, difference)
    )
    key = "comparison_higher" if percent else "comparison_differs"
    return (
        text
        + words.say(key, first=first.department, second=second.department, difference=shown_difference)
        + together
        + teller.check(query.scope)
    )


def _named(teller: Teller, line: Line) -> str:
    rows = teller.rows(line.ids)
    return f"：{tell_short(teller, rows)}" if not teller.words.english else f": {tell_short(teller, rows)}"


def _detail(teller: Teller, query: Query, line: Line) -> str:
    """「（14/20 項）」 behind a share, and behind a count with a condition."""
    if query.measure is Measure.SHARE or (
        query.measure is Measure.COUNT and query.condition is not None and line.value
    ):
        share = "" if query.measure is Measure.SHARE else teller.share(line.matched, line.total)
        key = "ranking_detail_share" if share else "ranking_detail"
        return teller.words.say(key, matched=line.matched, total=line.total, share=share)
    return ""


def _basis(teller: Teller, query: Query, number: int) -> str:
    """On what the whole answer rests: all departments' own tables."""
    if query.measure is Measure.SHORTFALLS:
        mark = teller.citations.mark_shortfalls(teller.departments(query.scope))
        return teller.words.say("basis_reviews", mark=mark)
    if query.scope.kind is not Kind.KEY:
        return teller.words.say("basis_common", mark=_mark_common(teller, query))
    other_range = query.condition is not None and query.condition not in (*CLASSES, MISSED)
    averaged = query.measure in (Measure.AVERAGE, Measure.MEDIAN)
    disagrees = teller.summaries.disagreeing(teller.departments(query.scope))
    by_row = averaged or other_range or bool(disagrees) or bool(teller.words.filter(query.scope))
    mark = teller.citations.mark_summaries(teller.departments(query.scope))
    return teller.words.say("basis_rows" if by_row else "basis", departments=number, mark=mark)


def _mark_common(teller: Teller, query: Query) -> str:
    """The rows of common indicators: all of them when they are few, else each department's first."""
    lines = teller.database.run(Query(Measure.COUNT, query.scope, group=Group.DEPARTMENT))
    ids = [number for line in lines for number in line.ids]
    if len(ids) > MOST_LISTED:
        ids = [line.first for line in lines if line.first >= 0]
    return teller.citations.mark_each(teller.rows(ids))


def _mark(teller: Teller, query: Query, lines: Sequence[Line]) -> str:
    """The tables of the departments; common indicators stand in none, so their rows."""
    if query.measure is Measure.SHORTFALLS:
        return teller.citations.mark_shortfalls([line.department for line in lines])
    if query.scope.kind is not Kind.KEY:
        narrow = query.condition not in (None, FULL)
        ids = [number for line in lines for number in line.ids] if narrow else []
        if not ids or len(ids) > MOST_LISTED:
            ids = [line.first for line in lines if line.first >= 0]
        return teller.citations.mark_each(teller.rows(ids))
    return teller.citations.mark_summaries([line.department for line in lines])
