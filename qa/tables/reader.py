"""Read a question over the whole report's figures: words fill slots in any order, slots make queries.

A question is cut at its punctuation into parts.  Each part fills its slots by itself (a number belongs to the
measure before it, a negation to the condition behind it); parts make wishes, and a later wish goes on from
the one before: 「有幾項？衛生局占幾項」 asks the second over the rows of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.tables.building import build
from qa.tables.filling import fill, split
from qa.tables.parts import Part
from qa.tables.query import Entity, Query, Range
from qa.tables.segment import Token

ROW_ASKS = frozenset(
    {"many", "much", "which", "item", "whose", "list", "department", "departments", "each", "goal", "why"}
)
ENDINGS = ("?", "？", "!", "！", "。", "\n")


@dataclass(frozen=True)
class Reading:
    """The queries of a question in order; `unknown` are its words that were neither read nor stand in a row.

    `anchored`: it speaks of indicators, reviews or attainments as such; `explicit`: it says that rows or
    departments are what it is about (指標, 幾項, 哪些局處); `literal`: it names words of rows; `weight`: how
    much of it was read, in words or characters, `loose`: how much was not.
    """

    queries: tuple[Query, ...]
    unknown: tuple[str, ...]
    anchored: bool
    explicit: bool
    literal: bool
    city: bool
    weight: int
    loose: int
    years: tuple[int, ...]  # that it names, as 民國 years; those of words as 1 (after) and -1 (before)


def read(tokens: Sequence[Token]) -> Reading:
    parts = [fill(tokens_of) for tokens_of in split(tokens)]
    parts = _leave_background(parts, tokens)
    _explain(parts)
    told = [part for part in parts if not part.empty] if len(parts) > 1 else parts
    unknown = [word for part in told for word in part.unknown]
    unknown += [
        part.second_text
        for part in told
        if part.second and not part.grouped and "department" not in part.asks
    ]
    literal = any(token.kind == "literal" for token in tokens)
    anchored = any(part.anchored for part in parts)
    queries: list[Query] = []
    wish: list[Part] = []
    before: Query | None = None
    for position, part in enumerate(told):
        asked = any(_asks(one) for one in wish)
        later = any(_asks(one) for one in told[position:])
        if asked and later and part.selects and not _goes_on(wish, part):
            before = build(wish, before)
            queries.append(before)
            wish = []
        wish.append(part)
    if wish:
        queries.append(build(wish, before))
    picks = any(part.conditions or part.count or part.ranks or part.ends for part in parts)
    explicit = any(_is_explicit(token) for part in parts for token in part.tokens) or any(
        (part.ends and {"attainment", "rate", "missrate"} & set(part.measures))
        or ((part.grouped or part.kinds) and picks)
        or ("count" in part.measures)
        or part.units
        or "item" in part.asks
        or (part.asks & {"mean", "median"} and "attainment" in part.measures)
        or part.spoken
        or (part.entity is Entity.PROGRAMME and any(c.of in ("level", "percent") for c in part.conditions))
        for part in parts
    )
    read_tokens = [
        token
        for part in parts
        for token in part.tokens
        if token.kind not in ("filler", "unknown", "literal", "joint")
    ]
    return Reading(
        tuple(dict.fromkeys(queries)),
        tuple(unknown),
        anchored,
        explicit,
        literal,
        any(part.city for part in parts),
        sum(_weigh(token.text) for token in read_tokens),
        sum(map(_weigh, unknown)),
        _years(tokens),
    )


def _years(tokens: Sequence[Token]) -> tuple[int, ...]:
    named = [int(token.number.value) for token in tokens if token.kind == "year" and token.number]
    spoken = [
        1 if token.key == "future" else -1
        for token in tokens
        if token.kind == "scope" and token.key in ("past", "future")
    ]
    return (*(year - 1911 if year > 1911 else year for year in named), *spoken)


def _weigh(text: str) -> int:
    """Words of Latin letters, characters of Chinese."""
    return len(text.split()) if text.isascii() else len(text)


def _is_explicit(token: Token) -> bool:
    if token.kind == "entity":
        return token.key not in ("department", "programme")
    if token.kind == "both" or (token.kind == "number" and token.key in ("項", "條", "題")):
        return True
    if token.kind == "ask":
        return token.key in ("department", "departments", "each", "goal", "eachgoal") or any(
            word in token.text for word in ("項", "條", "指標")
        )
    return False


def _leave_background(parts: list[Part], tokens: Sequence[Token]) -> list[Part]:
    """The parts of the sentences that ask: another sentence with words of its own tells why it is asked."""
    sentences: list[list[Part]] = [[]]
    for part in parts:
        end = next(
            (token.start for token in tokens if token.text in ENDINGS and token.start > part.tokens[0].start),
            None,
        )
        if sentences[-1] and part.tokens[0].start > sentences[-1][0].sentence_end:
            sentences.append([])
        part.sentence_end = float("inf") if end is None else end
        sentences[-1].append(part)
    asking = [any(_asks(part) for part in sentence) for sentence in sentences]
    if not any(asking):
        return parts
    kept = [
        part
        for sentence, asks in zip(sentences, asking, strict=True)
        for part in sentence
        if asks or not any(one.unknown for one in sentence) or any(one.entity for one in sentence)
    ]
    return kept


def _explain(parts: list[Part]) -> None:
    """A part that only repeats a number of the part before says how it counts: 三倍以上(含三倍)."""
    for before, part in pairwise(parts):
        values = {token.number.value for token in before.tokens if token.number}
        own = {token.number.value for token in part.tokens if token.number}
        for at, condition in enumerate(before.conditions):
            ranges = tuple(_bounded(one, part.bounds) for one in condition.ranges)
            before.conditions[at] = replace(condition, ranges=ranges)
        if own and own <= values and not part.entity and not part.asks & ROW_ASKS and not part.places:
            part.conditions, part.count, part.stated = [], None, []


def _bounded(one: Range, bounds: Sequence[tuple[float, bool]]) -> Range:
    for value, included in bounds:
        if one.low == value:
            one = replace(one, low_in=included)
        if one.high == value:
            one = replace(one, high_in=included)
    return one


def _asks(part: Part) -> bool:
    return bool(
        part.asks & ROW_ASKS
        or part.asks & {"sum", "mean", "median", "share", "difference"}
        or part.ends
        or part.sort
    )


def _goes_on(wish: list[Part], part: Part) -> bool:
    """Whether a part says more of the same wish: an end beside the other end, departments beside others."""
    return bool(
        part.ends
        and not part.conditions
        and not part.entity
        and any(one.ends for one in wish)
        and not part.measures
    )
