"""Read conditions on attainment and on counts from the tokens of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.tables.lexicon import NUMBER, PERCENT, ROUGHLY, Token
from qa.tables.query import BELOW80, FULL, MISSED, PARTIAL, ZERO, Range

_WORDS: dict[str, Range] = {
    "FULL": FULL,
    "MISSED": MISSED,
    "PARTIAL": PARTIAL,
    "BELOW80": BELOW80,
    "ZERO": ZERO,
}
_OPEN_ENDED = {"BELOW", "ABOVE", "AT_LEAST", "AT_MOST", "EXACTLY"}
_BARE_PERCENT_AFTER = {"ATTAIN", "RATE", "RATE_MISSED", *_OPEN_ENDED, "BETWEEN", "TO"}


@dataclass(frozen=True)
class Conditions:
    """What a question says of attainments and counts.

    `ranges` are conditions on attainment in the question's order; `counts` a condition on a number of
    items (3 項以上); `numbers` the plain numbers of items that the question states.
    """

    ranges: tuple[Range, ...] = ()
    counts: Range | None = None
    numbers: tuple[float, ...] = ()
    explicit: bool = False  # some range was given in percent
    words: tuple[Range, ...] = ()  # those of the ranges that a word gave (達標, 未達成)
    percents: tuple[Range, ...] = ()  # those that a percentage gave


def read_conditions(tokens: Sequence[Token]) -> Conditions:
    """The conditions of a question."""
    tokens = [token for token in _as_percents(tokens) if token.kind not in ("ALL", "ATTAIN_WEAK")]
    kinds = [token.kind for token in tokens]
    ranges: list[Range] = []
    percents: list[Range] = []
    counts: Range | None = None
    numbers: list[float] = []
    position = 0
    while position < len(tokens):
        token, following = tokens[position], kinds[position + 1 :]
        step = 1
        if token.kind == PERCENT and token.value is not None:
            interval, step = _read_percent(tokens, position)
            if ranges and kinds[position - 1] in ("FULL", "MISSED") and interval != FULL:
                ranges.pop()
            percents.append(interval)
            ranges.append(interval)
        elif token.kind == NUMBER and token.value is not None:
            before = kinds[position - 1] if position else ""
            bound = _read_bound(token.value, before, following[:1])
            if following[:2] == ["TO", NUMBER]:
                counts = Range(token.value, tokens[position + 2].value, high_included=True)
                step = 3
            elif bound is None:
                numbers.append(token.value)
            else:
                counts = bound
        elif token.kind in _WORDS:
            ranges.append(_WORDS[token.kind])
        position += step
    explicit = any(interval not in (FULL, MISSED) for interval in percents)
    words = tuple(_WORDS[kind] for kind in kinds if kind in _WORDS)
    return Conditions(_without_vague(ranges, kinds), counts, tuple(numbers), explicit, words, tuple(percents))


def _read_percent(tokens: Sequence[Token], position: int) -> tuple[Range, int]:
    """The range around a percentage, and how many tokens it takes from there on."""
    value = tokens[position].value or 0.0
    kinds = [token.kind for token in tokens]
    before = kinds[position - 1] if position else ""
    after = kinds[position + 1 : position + 3]
    if len(after) == 2 and after[1] == PERCENT:
        second = tokens[position + 2].value or 0.0
        if after[0] == "TO" or (after[0] == "AND" and ("BETWEEN" in kinds or "BETWEEN_END" in kinds)):
            return Range(min(value, second), max(value, second), high_included=max(value, second) < 100), 3
    if after[:1] == ["AT_LEAST"] and kinds[position + 2 : position + 4] in (
        ["BELOW", PERCENT],
        ["MISSED", PERCENT],
        ["TO", PERCENT],
    ):
        return Range(value, tokens[position + 3].value), 4
    bound = _read_bound(value, before, ())
    if bound is not None:
        return bound, 1
    # In 「60% 以上、低於 80%」 the 低於 belongs to the second percentage.
    bound = _read_bound(value, "", after[:1] if after[1:] != [PERCENT] or after[0] != "BELOW" else ())
    if bound is not None:
        return bound, 2
    if before == "MISSED":
        return Range(high=value), 1
    if after[:1] == ["MISSED"]:
        return Range(high=value), 2
    if value >= 100:
        return FULL, 1
    if before == "FULL" and tokens[position].name != ROUGHLY:
        return Range(low=value), 1
    if tokens[position].name == ROUGHLY and value % 10 == 0:
        return Range(value, value + 10), 1
    return Range(value, value, high_included=True), 1


def _read_bound(value: float, before: str, after: Sequence[str]) -> Range | None:
    """The half-open range of 「不到 80%」「80% 以上」; None when no bound stands beside the value."""
    following = after[0] if after else ""
    if following == "AT_LEAST" or before == "AT_LEAST":
        return Range(low=value)
    if following == "AT_MOST" or before == "AT_MOST":
        return Range(high=value, high_included=True)
    if before == "BELOW" or following == "BELOW":
        return Range(high=value)
    if before == "ABOVE":
        return Range(low=value, low_included=False)
    if before == "EXACTLY":
        return FULL if value == 100 else Range(value, value, high_included=True)
    return None


def _as_percents(tokens: Sequence[Token]) -> list[Token]:
    """A bare number behind 達成度 or a bound (「達成度低於 80 的」) is meant in percent."""
    result: list[Token] = []
    measured = False
    for position, token in enumerate(tokens):
        measured |= token.kind in ("ATTAIN", "RATE", "RATE_MISSED", PERCENT)
        before = tokens[position - 1].kind if position else ""
        bare = (
            token.kind == NUMBER and token.text.isdigit() and (token.value == 0 or (token.value or 0) >= 20)
        )
        if bare and measured and before in _BARE_PERCENT_AFTER:
            token = Token(PERCENT, token.text, token.start, token.end, token.value)
        result.append(token)
    return result


def _without_vague(ranges: Sequence[Range], kinds: Sequence[str]) -> tuple[Range, ...]:
    """Each range once; a vague word beside a closer one (「差一點沒達標」) falls away.

    Two questions in one (「幾項達標、幾項沒達標」) keep both.
    """
    unique = list(dict.fromkeys(ranges))
    if "ATTAIN" in kinds or kinds.count(PERCENT) == 2:
        # 「達成度 60% 以上但未達標」, 「高於 60%、低於 80%」: one range with both ends.
        floors = [i for i in unique if i.high is None and i != FULL]
        ceilings = [i for i in unique if i.low is None]
        if len(floors) == len(ceilings) == 1 == len(unique) - 1:
            low, high = floors[0], ceilings[0]
            return (Range(low.low, high.high, low.low_included, high.high_included),)
    asked = sum(kind in ("HOW_MANY", "HOW_MUCH", "SHARE", "WHICH") for kind in kinds)
    closer = [interval for interval in unique if interval not in (FULL, MISSED)]
    if closer and asked < 2:
        return tuple(closer)
    return tuple(unique)
