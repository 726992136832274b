"""One row whole: its values, how far it is from its target, its explanation, and why it was missed."""

from __future__ import annotations

from qa.tables.citing import Citations
from qa.tables.describing import Words, number, shorten, signed
from qa.tables.query import Entity
from qa.tables.records import Record
from qa.wording.phrases import phrases_for, tell_table_row

EXPLAINED, REASON = 120, 260
"""Characters of a row's explanation and of a review."""


def tell_card(row: Record, words: Words, citations: Citations) -> str:
    """All that the report says of a row, with its sources; in short without its explanation and review."""
    parts: list[str] = []
    phrases, short = phrases_for(words.language), words.short
    if row.passage is not None:
        own = tell_table_row(row.passage, phrases) or row.name
        more = "" if row.review or short else shorten(row.texts.get("explanation", ""), EXPLAINED)
        parts.append(f"{own}{more}{citations.mark_passages([row.passage])}{tell_apart(row, words)}")
    review = row.review or (row.passage if row.entity is Entity.REVIEW else None)
    if review is not None and not (short and parts):
        missed = "" if review is row.passage else tell_table_row(review, phrases)
        mark = citations.mark_passages([review])
        parts += [f"{told}{mark}" for told in (missed, shorten(row.texts["reason"], REASON)) if told]
    return "\n\n".join(parts)


def tell_apart(row: Record, words: Words) -> str:
    """How far a row is from its target, as computed; "" where its cells do not allow it."""
    if not row.numbers.get("gap"):
        return ""
    gap, unit = signed(row.numbers["gap"]), words.say("points") if row.unit == "%" else row.unit
    ratio = row.numbers.get("ratio")
    if ratio is None:
        return words.say("from_nought", gap=gap, unit=unit)
    share = number(ratio * 100 - 100, 2)
    return words.say("from_target", gap=gap, unit=unit, times=number(ratio, 2), share=share)
