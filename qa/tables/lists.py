"""Answers that name indicators: who missed, who is lowest, what a topic holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from qa.tables.phrasing import show_number
from qa.tables.plans import Plan
from qa.tables.query import BELOW80, FULL, MISSED, PARTIAL, ZERO, Group, Kind, Measure, Order, Query, Scope
from qa.tables.rows import CLASS_NAMES, Row
from qa.tables.telling import LONG, SHORT, Teller, tell_classes
from qa.wording.quoting import split_clauses

SHORTFALL_CONDITIONS = (MISSED, PARTIAL, BELOW80, ZERO)
_MANY_TIED = 12
_LEAST_REASON = 24
"""Characters of each reason below which reasons are left out: there are too many rows for them."""
_MOST_REASON = 260
_FEW = 3
"""Rows up to which target and actual value are told beside the reason."""
MOST_LISTED = 20
"""Up to so many listed rows carry a citation each."""


def tell_list(teller: Teller, plan: Plan) -> str:
    """The rows that meet a condition, or that a topic picks, complete; corrected where the question errs."""
    query, words, say = plan.query, teller.words, teller.words.say
    scope, condition = query.scope, query.condition
    if query.order is not Order.PRINTED:
        return _tell_extreme(teller, plan)
    rows = teller.rows([number for line in teller.database.run(query) for number in line.ids])
    everything = teller.database.run(Query(Measure.COUNT, scope))
    total = everything[0].total if everything else 0
    if condition is not None and not rows:
        return (
            tell_none(teller, query, total)
            + tell_common(teller, query, all_met=condition == MISSED)
            + teller.check(scope)
        )
    lead = _lead(teller, plan, len(rows), len(_missed_common(teller, query)))
    head_key = "list_plain" if condition is None else "list_head"
    head = lead + say(
        head_key,
        scope=words.scope(scope),
        filter=words.filter(scope),
        total=total,
        kind=words.kind(scope if condition is not None else Scope(kind=scope.kind)),
        condition=words.condition(condition) if condition is not None else "",
        matched=len(rows),
        share=teller.share(len(rows), total),
    )
    tail = tell_common(teller, query) + teller.check(scope)
    ask_reasons = say("ask_reasons") if plan.asks_reason else ""
    limit = SHORT if plan.asks_whether else LONG
    room = limit - teller.length(head + tail + ask_reasons)
    body = _fit_reasons(teller, rows, room) if plan.asks_reason else ""
    tail += "" if body else ask_reasons
    body = body or _fit(teller, rows, room, plan, wide=not scope.departments)
    # The share of a department's items stands in its own table; over all, the listed rows say enough.
    counted = len(scope.departments) == 1 and scope.kind is Kind.KEY and not words.filter(scope)
    mark = teller.mark_scope(scope) if counted or len(rows) > MOST_LISTED else ""
    teller.citations.note(f"{len(rows)} 項", len(rows), "項", mark or teller.citations.mark_each(rows))
    return (
        head.removesuffix("：").removesuffix(":") + mark + ("：" if not words.english else ":") + body + tail
    )


def tell_short(teller: Teller, rows: list[Row]) -> str:
    """A few rows by name, department where they are of several, and attainment, with their citations."""
    wide = len({row.department for row in rows}) > 1
    shown = [_placed(teller, row, wide=wide) + teller.citations.mark_each([row]) for row in rows]
    return teller.words.join(shown)


def show_gap(row: Row) -> str:
    """Actual − target with sign and unit; "" where they cannot be subtracted."""
    if row.gap is None:
        return ""
    unit = "個百分點" if row.unit in ("%", "％") else row.unit
    sign = "+" if row.gap > 0 else ""
    number = f"{row.gap:,.4f}".rstrip("0").rstrip(".")
    return f"{sign}{number} {unit}".strip()


def _lead(teller: Teller, plan: Plan, matched: int, common: int) -> str:
    """What is put right first: a wrong number in the question, or the answer to 「都達標了嗎」."""
    say = teller.words.say
    if plan.claimed is not None and plan.claimed not in (matched, matched + common):
        return say("premise_count", claimed=plan.claimed, matched=matched)
    if plan.claimed is not None and plan.asks_whether:
        return say("all_met")
    if plan.asks_whether:
        return say("not_all_met") if plan.asks_all else say("some")
    return ""


def tell_none(teller: Teller, query: Query, total: int) -> str:
    """That nothing meets the condition; for missed targets, that all were met."""
    words, scope = teller.words, query.scope
    mark = teller.mark_scope(scope, [row.id for row in _scope_rows(teller, scope)])
    everything = query.condition is not None and not any(
        line.matched for line in teller.database.run(Query(Measure.COUNT, scope, MISSED))
    )
    key = "none_missed" if everything else "list_empty"
    if everything and len(scope.departments) == 1:
        mark += teller.citations.mark_assessment(scope.departments[0], total)
    teller.citations.note(f"{total} 項", total, "項", mark)
    condition = words.condition(query.condition) if query.condition is not None else words.say("comparable")
    text = words.say(
        key, scope=words.scope(scope), total=total, kind=words.kind(scope), condition=condition, mark=mark
    )
    if key == "list_empty":
        text += tell_classes(teller, query)
    return text


def _missed_common(teller: Teller, query: Query) -> list[Row]:
    """Common indicators of one department that a question for missed ones should hear of too."""
    scope = query.scope
    narrowed = scope.words or scope.goal or scope.unit
    if (
        query.condition not in SHORTFALL_CONDITIONS
        or scope.kind is not Kind.KEY
        or len(scope.departments) != 1
        or narrowed
    ):
        return []
    common = Query(query.measure, Scope(scope.departments, Kind.COMMON), query.condition, Group.INDICATOR)
    return teller.rows([number for line in teller.database.run(common) for number in line.ids])


def tell_common(teller: Teller, query: Query, *, all_met: bool = False) -> str:
    """What a question for one department's missed targets should hear of its common indicators, else ""."""
    words, scope = teller.words, query.scope
    rows = _missed_common(teller, query)
    if rows:
        items = words.join([_short(teller, row) for row in rows])
        return words.say("and_common", matched=len(rows), items=items, mark=teller.citations.mark_rows(rows))
    if all_met and scope.kind is Kind.KEY and len(scope.departments) == 1 and not scope.words:
        common = _scope_rows(teller, Scope(scope.departments, Kind.COMMON))
        if common and all(row.percent is not None and row.percent >= 100 for row in common):
            return words.say("common_met", total=len(common), mark=teller.citations.mark_rows(common))
    return ""


def _tell_extreme(teller: Teller, plan: Plan) -> str:
    """The rows at the top or the bottom; many that tie are counted, not listed."""
    query, words, scope = plan.query, teller.words, plan.query.scope
    lines = teller.database.run(query)
    rows = teller.rows([number for line in lines for number in line.ids])
    total = len(_scope_rows(teller, scope))
    if not rows:
        return tell_none(teller, query, total)
    shown = {
        "scope": words.scope(scope),
        "total": total,
        "kind": words.kind(scope),
        "measure": words.measure(query),
        "order": words.order(query),
    }
    if len(rows) > _MANY_TIED and len({line.value for line in lines}) == 1:
        mark = teller.citations.mark_rows(rows)
        value = words.value(query, lines[0].value)
        return words.say("extreme_many", value=value, matched=len(rows), mark=mark, **shown)
    head = words.say("extreme", **shown)
    body = _fit(teller, rows, LONG - len(head), plan, wide=len(scope.departments) != 1)
    if rows and lines[0].value is not None:
        value = words.value(query, lines[0].value)
        teller.citations.note(value, lines[0].value, "%", teller.citations.mark_rows(rows))
    return head + body


def _fit(teller: Teller, rows: list[Row], room: int, plan: Plan, *, wide: bool) -> str:
    """The rows with as much detail as the room allows; departments with counts when names do not fit."""
    wide = wide or len({row.department for row in rows}) > 1
    full = _numbered(rows, lambda row: _full(teller, row, gap=plan.asks_gap, wide=wide), teller)
    if teller.length(full) <= room:
        return full
    for show in (_short,) if plan.asks_attainment else (_short, _name):
        text = _by_department(teller, rows, show) if wide else _inline(teller, rows, show)
        if teller.length(text) <= room:
            return text
    if plan.asks_attainment and not wide:
        # Those at 100 % are the many: they are counted where not all fit.
        rest = [row for row in rows if row.class_name != CLASS_NAMES[FULL]]
        mark = teller.citations.mark_rows(rows)
        return _inline(teller, rest, _short) + teller.words.say(
            "others_met", number=len(rows) - len(rest), mark=mark
        )
    counts = Counter(row.department for row in rows)
    words = teller.words
    values = words.join([f"{name} {words.say('items', value=number)}" for name, number in counts.items()])
    return "\n" + words.say("per_department", values=values, mark=teller.citations.mark_rows(rows))


def _fit_reasons(teller: Teller, rows: list[Row], room: int) -> str:
    """Each row with why it was missed, as printed, shortened alike; "" where the rows are too many."""
    wide = len({row.department for row in rows}) > 1
    if len(rows) <= _FEW:
        heads = [_full(teller, row, gap=False, wide=wide) for row in rows]
    else:
        heads = [_placed(teller, row, wide=wide) for row in rows]
    heads = [head + teller.citations.mark_each([row]) for head, row in zip(heads, rows, strict=True)]
    plain = teller.length("".join(heads)) + 12 * len(rows)
    share = min((room - plain) // max(len(rows), 1), _MOST_REASON)
    if share < _LEAST_REASON:
        return ""
    lines = []
    for position, (row, head) in enumerate(zip(rows, heads, strict=True), start=1):
        found = teller.citations.find_reason(row)
        if found is None:
            told = teller.words.say("no_reason")
        else:
            quote = _shorten(found[0], share)
            told = teller.words.say("reason", quote=quote) + teller.citations.mark_quote(
                found[1], quote.rstrip("…")
            )
        lines.append(f"\n{position}. {head}{told}")
    return "".join(lines) + "\n"


def _shorten(text: str, most: int) -> str:
    """The first clauses of a text that fit, or as many characters; never half a number."""
    text = text.replace("\n", " ").strip().rstrip("。；;")
    if len(text) <= most:
        return text
    ends = [end for _, end in split_clauses(text) if end <= most]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]].rstrip("。，,；;：: ") + "…"
    return re.sub(r"[\d,.，．]+$", "", text[:most]).rstrip() + "…"


def _numbered(rows: list[Row], show: Callable[[Row], str], teller: Teller) -> str:
    few = len(rows) <= MOST_LISTED
    lines = []
    for position, row in enumerate(rows, start=1):
        text = show(row)
        mark = teller.citations.mark_each([row]) if few else ""
        lines.append(f"\n{position}. {text}{mark}")
    return "".join(lines) + "\n"


def _full(teller: Teller, row: Row, *, gap: bool, wide: bool) -> str:
    words, indicator = teller.words, row.indicator
    text = words.say(
        "list_item",
        name=_with_department(teller, row) if wide else clean(indicator.name),
        target=clean(indicator.target),
        actual=clean(indicator.actual),
        attainment=clean(indicator.attainment),
    )
    if gap:
        difference = show_gap(row)
        text += words.say("list_gap", gap=difference) if difference else ""
        printed = teller.citations.shortfall_difference(row)
        text += words.say("list_difference", difference=printed) if printed else ""
        if printed:
            text += teller.citations.mark_shortfall(row)
    return text


def _short(teller: Teller, row: Row) -> str:
    return teller.words.say(
        "list_item_short", name=clean(row.indicator.name), attainment=clean(row.indicator.attainment)
    )


def _placed(teller: Teller, row: Row, *, wide: bool) -> str:
    return (f"{row.department} " if wide else "") + _short(teller, row)


def _name(teller: Teller, row: Row) -> str:
    return clean(row.indicator.name)


def _with_department(teller: Teller, row: Row) -> str:
    return clean(row.indicator.name) + teller.words.say("list_department", department=row.department)


def _inline(teller: Teller, rows: list[Row], show: Callable[..., str]) -> str:
    mark = teller.citations.mark_each(rows) if len(rows) <= MOST_LISTED else ""
    return (
        teller.words.join([show(teller, row) for row in rows])
        + f"{mark}"
        + ("。" if not teller.words.english else ".")
    )


def _by_department(teller: Teller, rows: list[Row], show: Callable[..., str]) -> str:
    lines = []
    for department in dict.fromkeys(row.department for row in rows):
        own = [row for row in rows if row.department == department]
        few = len(rows) <= MOST_LISTED
        mark = teller.citations.mark_each(own) if few else teller.citations.mark_summaries([department])
        names = teller.words.join([show(teller, row) for row in own])
        lines.append(f"\n- {department} {show_number(len(own))}：{names}{mark}")
    return "".join(lines) + "\n"


def clean(cell: str) -> str:
    """A cell without the blanks that narrow columns break words and numbers with."""
    text = re.sub(r"(?<=[\d.,])\s+(?=\d)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", cell.strip())
    return re.sub(r"\s+(?=%)", "", text)


def _scope_rows(teller: Teller, scope: Scope) -> list[Row]:
    lines = teller.database.run(Query(Measure.COUNT, scope))
    return teller.rows(lines[0].ids) if lines else []
