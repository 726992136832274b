"""Short answers: how many, which share, one average or sum."""

from __future__ import annotations

from qa.tables.lists import tell_common, tell_none, tell_short
from qa.tables.phrasing import show_number
from qa.tables.plans import Plan
from qa.tables.query import BELOW80, CLASSES, FULL, MISSED, PARTIAL, Group, Kind, Measure, Query, Scope
from qa.tables.rows import CLASS_NAMES, UNKNOWN_CLASS, Row
from qa.tables.telling import SHORT, Teller, correct_total, run_single, tell_classes

_MOST_CITED = 20
_FEW = 5
"""Up to so many counted rows are named beside their number."""


def tell_overview(teller: Teller, plan: Plan) -> str:
    """All classes of one scope side by side, with the goals where those are asked for."""
    scope = plan.query.scope
    lines = teller.database.run(Query(Measure.GOALS, scope))
    goals = int(lines[0].value or 0) if lines else 0
    counts = teller.classes(scope)
    total = sum(counts.values())
    mark = teller.mark_scope(scope, lines[0].ids if lines else ())
    teller.citations.note(f"{total} 項", total, "項", mark)
    say = teller.words.say
    common = {"scope": teller.words.scope(scope), "total": total, "kind": teller.words.kind(scope)}
    lead = correct_total(teller, plan, total)
    if plan.query.measure is Measure.GOALS:
        teller.citations.note(f"{goals} 個", goals, "個", mark)
        return lead + say("goals", goals=goals, mark=mark, **common) + teller.check(scope)
    full, partial, below80 = (counts[CLASS_NAMES[c]] for c in (FULL, PARTIAL, BELOW80))
    unknown = counts[UNKNOWN_CLASS]
    for number in (full, partial, below80):
        teller.citations.note(f"{number} 項", number, "項", mark)
    plain = scope.kind is Kind.KEY and not teller.words.filter(scope)
    sentence = say(
        "overview",
        goals=say("overview_goals", goals=goals) if plain else "",
        full=full,
        full_share=teller.share(full, total),
        partial=partial,
        partial_share=teller.share(partial, total),
        below80=below80,
        below80_share=teller.share(below80, total),
        unknown=say("overview_unknown", unknown=unknown) if unknown else "",
        mark=mark,
        **common,
    )
    return lead + sentence + teller.check(scope)


def tell_count(teller: Teller, plan: Plan) -> str:
    """How many rows meet a condition, of how many, and the share; a few are named."""
    query, scope = plan.query, plan.query.scope
    condition = query.condition or FULL
    line = run_single(teller, query)
    lead = correct_total(teller, plan, line.total)
    if plan.threshold is not None and line.total:
        held = 100 * line.matched / line.total in plan.threshold
        lead += teller.words.say("held" if held else "not_held")
    if condition == MISSED and not line.matched:
        told = tell_none(teller, query, line.total) + tell_common(teller, query, all_met=True)
        return lead + told + teller.check(scope)
    if condition in CLASSES or condition == MISSED or len(line.ids) > _MOST_CITED:
        mark = teller.mark_scope(scope, line.ids)
    else:
        # The departments' tables count three classes only; another range stands in the rows alone.
        mark = teller.citations.mark_each(teller.rows(line.ids)) or teller.mark_scope(scope)
    teller.citations.note(f"{line.matched} 項", line.matched, "項", mark)
    words = teller.words
    text = lead + words.say(
        "count",
        scope=words.scope(scope),
        total=line.total,
        kind=words.kind(scope),
        condition=words.condition(condition),
        matched=line.matched,
        share=teller.share(line.matched, line.total),
        mark=mark,
    )
    tail = (tell_classes(teller, query) if line.total else "") + tell_common(teller, query)
    tail += teller.check(scope)
    if 0 < line.matched <= _FEW and condition != FULL:
        names = words.say("count_names", names=tell_short(teller, teller.rows(line.ids)))
        if teller.length(text + names + tail) <= SHORT:
            return text + names + tail
    return text + tail


def tell_part(teller: Teller, plan: Plan) -> str:
    """How many of all such rows are one department's."""
    query, words = plan.query, teller.words
    every = query.with_(scope=Scope(kind=query.scope.kind))
    own, whole = run_single(teller, query), run_single(teller, every)
    mark = teller.mark_scope(query.scope, own.ids)
    teller.citations.note(f"{own.matched} 項", own.matched, "項", mark)
    return words.say(
        "part",
        whole=words.scope(every.scope),
        total=whole.matched,
        measure=words.kind(query.scope) if query.condition is None else words.measure(query),
        scope=words.scope(query.scope),
        matched=own.matched,
        share=teller.share(own.matched, whole.matched),
        mark=mark,
        all=teller.mark_scope(every.scope),
    ) + teller.check(every.scope)


def tell_value(teller: Teller, plan: Plan) -> str:
    """One average, median or sum."""
    query, words, say = plan.query, teller.words, teller.words.say
    scope = query.scope
    if query.measure in (Measure.TARGETS, Measure.ACTUALS):
        return _tell_sum(teller, query)
    line = run_single(teller, query)
    value = words.value(query, line.value)
    shortfalls = query.measure is Measure.SHORTFALLS
    departments = teller.departments(scope)
    mark = teller.citations.mark_shortfalls(departments) if shortfalls else teller.mark_scope(scope, line.ids)
    teller.citations.note(value, round(line.value or 0, 1), value.strip("0123456789., "), mark)
    if shortfalls:
        groups = teller.database.run(query.with_(group=Group.DEPARTMENT))
        shown = [f"{g.department} {show_number(g.value or 0)}" for g in groups if g.value]
        detail = say("shortfalls_detail", values=words.join(shown)) if len(groups) > 1 else ""
        return say(
            "shortfalls",
            scope=words.scope(scope),
            value=show_number(line.value or 0),
            detail=detail,
            mark=mark,
        )
    key = "median" if query.measure is Measure.MEDIAN else "average"
    return say(
        key, scope=words.scope(scope), total=line.total, kind=words.kind(scope), value=value, mark=mark
    )


def tell_per_department(teller: Teller, plan: Plan) -> str:
    """The mean number of items of a department, with the extremes."""
    query, words = plan.query, teller.words
    lines = teller.database.run(query)
    values = [line.value or 0 for line in lines]
    extremes = {}
    for key, extreme in (("most", max(values)), ("least", min(values))):
        names = [line.department for line in lines if line.value == extreme]
        extremes[key] = f"{words.join(names)} {words.value(query, extreme)}"
    mark = teller.citations.mark_summaries([line.department for line in lines])
    mean = sum(values) / len(values)
    teller.citations.note(f"{show_number(mean)} 項", round(mean, 1), "項", mark)
    return words.say(
        "per_department_average",
        departments=len(lines),
        total=words.value(query, sum(values)),
        measure=words.measure(query),
        value=words.value(query, mean),
        mark=mark,
        **extremes,
    )


def _tell_sum(teller: Teller, query: Query) -> str:
    """The sum over rows of one unit; several units are given one by one."""
    words, scope = teller.words, query.scope
    rows = teller.rows(run_single(teller, query).ids)
    units: dict[str, list[Row]] = {}
    for row in rows:
        if row.target_value is not None:
            units.setdefault(row.unit, []).append(row)
    shown, total = [], 0.0
    for unit, members in units.items():
        total = sum(
            (m.actual_value if query.measure is Measure.ACTUALS else m.target_value) or 0 for m in members
        )
        shown.append(f"{show_number(total)} {unit}".strip())
    mark = teller.citations.mark_rows([row for members in units.values() for row in members])
    common = {
        "scope": words.scope(scope),
        "filter": words.filter(scope),
        "kind": words.kind(Scope(kind=scope.kind)),
    }
    if len(units) != 1:
        return words.say("sum_units", values=words.join(shown), mark=mark, **common)
    unit = next(iter(units))
    teller.citations.note(shown[0], total, unit, mark)
    return words.say(
        "sum",
        measure=words.measure(query),
        unit=unit,
        total=len(units[unit]),
        value=shown[0],
        mark=mark,
        **common,
    )
