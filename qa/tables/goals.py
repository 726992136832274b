"""Answers that name strategy goals with the number of their indicators."""

from __future__ import annotations

from qa.tables.plans import Plan
from qa.tables.query import Order
from qa.tables.telling import LONG, Teller

_HEAD = 200
"""Characters kept for what stands around the names."""


def tell_goals(teller: Teller, plan: Plan) -> str:
    """The goals of a scope with their counts; over several departments, each with its department."""
    query, words = plan.query, teller.words
    lines = teller.database.run(query)
    wide = len(query.scope.departments) != 1
    if not lines:
        shown = {"scope": words.scope(query.scope), "measure": words.measure(query)}
        return words.say("goals_empty", mark=teller.mark_scope(query.scope), **shown)
    shown = []
    for line in lines:
        name = line.label.replace(" ", "、", 1) + (f"（{line.department}）" if wide else "")
        shown.append(name + words.say("in_brackets", text=words.value(query, line.value)))
    if wide:
        mark = teller.citations.mark_summaries(list(dict.fromkeys(line.department for line in lines)))
    else:
        # The name of a goal stands in its first row.
        mark = teller.citations.mark_each(teller.rows([line.first for line in lines]))
    teller.citations.note(f"{len(lines)} 個", len(lines), "個", mark)
    key = "goals_list" if query.order is Order.PRINTED else "goals_ranked"
    values = words.join(shown)
    if len(values) > LONG - _HEAD:
        kept = []
        for item in shown:
            if sum(map(len, kept)) + len(item) > LONG - _HEAD:
                break
            kept.append(item)
        values = words.join([*kept, words.say("others", rest=len(shown) - len(kept))])
    return words.say(
        key,
        scope=words.scope(query.scope),
        matched=len(lines),
        values=values,
        mark=mark,
        measure=words.measure(query),
        order=words.order(query),
    )
