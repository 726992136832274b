"""What a message says besides its frame: years, rows that it names, words that are not understood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.model import ROC_OFFSET
from qa.tables.lexicon import load_words
from qa.tables.segment import Token

LEAST_MEASURE = 3
"""Characters from which on the name of a measure is none of everyday speech."""


def find_needed(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The unknown words that an end, a comparison or an exception rests on: 滿意度 of 滿意度最高, of the
    highest satisfaction the last.
    """
    told = [token for token in tokens if token.kind != "filler"]
    needed: list[str] = []
    for one, other in pairwise(told):
        for unknown, beside in ((one, other), (other, one)):
            if unknown.kind != "unknown" or len(unknown.text) < 2:
                continue
            ordered = beside.kind in ("direction", "order") and unknown.text.isascii() == (unknown is other)
            if ordered or (beside.kind == "except" and unknown is other):
                needed.append(unknown.text)
        if one.kind == "compare" and (other.kind, other.key) == ("aggregate", "mean"):
            needed.append(one.text + other.text)
    return tuple(dict.fromkeys(needed))


def names_one(token: Token) -> bool:
    """Whether a word stands in the names of some rows."""
    return token.kind == "literal"


def names_rows(token: Token) -> bool:
    """Whether a word names the rows of the tables, or a measure that only they have: 指標, 局處, 達成度."""
    if token.kind == "ask":  # 有哪些指標
        return any(form in token.text for forms in load_words()["entity"].values() for form in forms)
    return token.kind in ("entity", "both", "unitmark") or (
        token.kind == "measure" and len(token.text) >= LEAST_MEASURE
    )


def find_years(tokens: Sequence[Token]) -> list[int]:
    """The years that a message names; words for the next one as 1 and for earlier ones as -1."""
    named = [int(token.number.value) for token in tokens if token.kind == "year" and token.number]
    turns = {"future": 1, "past": -1}
    spoken = [turns[one.key] for one in tokens if one.kind == "scope" and one.key in turns]
    return [*(year - ROC_OFFSET if year > ROC_OFFSET else year for year in named), *spoken]
