"""Numbers of a part: what each is compared with, by the words around it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from qa.tables.numbers import ITEMS, Number
from qa.tables.parts import Part, is_excepted, is_number, word_before, word_behind
from qa.tables.query import Condition, Range, exactly

BELOW = Range(high=100, high_in=False)
COMPARING = {"over": "gt", "under": "lt", "exact": "eq", "missed": "lt"}
"""Words on what was achieved that compare with a number behind them: 超過目標五倍, 沒有做到百分之百."""


def read_numbers(part: Part) -> None:
    tokens = part.tokens
    joined: dict[int, int] = {}
    positions = [at for at, token in enumerate(tokens) if token.kind == "number"]
    for first, second in pairwise(positions):
        between = [token for token in tokens[first + 1 : second] if token.kind != "filler"]
        texts = {token.text for token in tokens[first + 1 : second]}
        begun = any(token.kind == "range" and token.key == "begin" for token in tokens[:first])
        ended = any(token.kind == "range" and token.key == "end" for token in tokens[second:])
        if (
            (between and all(token.kind == "range" for token in between))
            or (
                texts & {"到", "至", "~", "-"}
                and not [token for token in between if token.kind not in ("range", "joint")]
            )
            or ((begun or ended) and not [t for t in between if t.kind not in ("joint", "range", "behind")])
        ):
            joined[first] = second
    skip: set[int] = set()
    for at in positions:
        if at in skip:
            continue
        number = tokens[at].number
        assert number is not None
        if at in joined:
            other = tokens[joined[at]].number
            assert other is not None
            skip.add(joined[at])
            unit = other.unit or number.unit
            low = _with_unit(number, unit)
            _place_number(
                part,
                at,
                Number(low.value, unit, 0),
                Range(min(low.value, other.value), max(low.value, other.value)),
                True,
            )
            continue
        span, compared = _compare(part, at, number)
        _place_number(part, at, number, span, compared)


def _with_unit(number: Number, unit: str) -> Number:
    return replace(
        number,
        value=number.value * 10 if unit == "%" and number.unit == "" and number.written else number.value,
        unit=unit,
    )


def _compare(part: Part, at: int, number: Number) -> tuple[Range, bool]:
    """The values that a number with the words around it means, and whether it is compared at all."""
    tokens = part.tokens
    if number.decade:
        return Range(number.value, number.value + 10, True, False), True
    if number.least:
        return Range(low=number.value), True
    quiet = ("filler", "contains", "unitmark", "scope", "quantifier")
    ahead = word_before(tokens, at, quiet)
    if ahead is not None and ahead.kind == "measure":  # 超過原定目標值五倍
        further = word_before(tokens, tokens.index(ahead), quiet)
        ahead = further if further is not None and further.kind == "compare" else ahead
    behind = word_behind(tokens, at, ("filler", "contains", "measure"))
    key = negated = ""
    if ahead is not None and ahead.kind == "compare":
        key = ahead.key
        index = next(i for i, token in enumerate(tokens) if token is ahead)
        further = word_before(tokens, index, ("filler", "quantifier"))
        negated = "not" if further is not None and further.kind == "negation" else ""
        grouped = part.grouped or part.asks & {"department", "departments"}
        if (
            negated
            and grouped
            and any(token.kind == "entity" and token.key != "department" for token in tokens[at:])
        ):
            part.quantifier, negated = "none", ""  # 哪些局處沒有低於80%的指標
    elif ahead is not None and ahead.kind == "status" and ahead.key in COMPARING:
        key = COMPARING[ahead.key]
    elif ahead is not None and ahead.kind == "negation":
        key, negated = "eq", "not"
    suffix = (
        behind is not None
        and behind.kind in ("behind", "compare")
        and not (
            behind.kind == "compare" and is_number(word_behind(tokens, tokens.index(behind), ("filler",)))
        )
    )
    if suffix and behind is not None and (behind.kind == "behind" or behind.key in ("lt", "le")):
        key = behind.key if not key or key == "eq" else key
    elif behind is not None and behind.kind == "behind":
        key = behind.key
    value = number.value
    spans = {
        "lt": Range(high=value, high_in=False),
        "le": Range(high=value),
        "gt": Range(low=value, low_in=False),
        "ge": Range(low=value),
        "eq": exactly(value),
    }
    opposite = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "eq"}
    if negated and key == "eq":
        return (BELOW if value == 100 else Range(high=value, high_in=False)), True
    if negated and key:
        key = opposite[key]
    return spans[key or "eq"], bool(key)


def _place_number(part: Part, at: int, number: Number, span: Range, compared: bool) -> None:
    tokens = part.tokens
    ahead, behind = tokens[:at], tokens[at + 1 :]
    next_token = behind[0] if behind else None
    last = next((token for token in reversed(ahead) if token.kind not in ("filler", "joint")), None)
    measures = [token for token in ahead if token.kind == "measure" and token.key not in ("count", "unit")]
    measure = (
        measures[-1].key
        if measures
        else next(
            (
                token.key
                for token in behind
                if token.kind == "measure" and token.key not in ("count", "unit", "target", "actual")
            ),
            "",
        )
    )
    if measure == "reached":  # 做到 80% is the attainment, 做到 80 次 the actual value
        measure = "" if number.unit == "%" else "actual"
    if any(token.kind == "bound" for token in ahead):
        part.bounds.append(
            (number.value, next(t.key for t in reversed(ahead) if t.kind == "bound") == "included")
        )
        return
    if last is not None and last.kind == "rank":
        if last.key == "nth" or last.text.startswith("倒數第"):
            first = int(number.value)
            part.ranks = (min(first, part.ranks[0]) if part.ranks else first, first)
        else:
            part.ranks = (1, int(number.value))
        return
    if number.unit == "名" and part.ranks:
        part.ranks = (part.ranks[0], int(number.value))
        return
    if number.unit == "倍":
        _add(part, "ratio", span if compared else exactly(number.value))
        part.anchored = True
        return
    grouped = next_token is not None and next_token.kind == "entity" and next_token.key == "department"
    called = next_token.text[:1] if next_token is not None else ""
    if (
        number.unit in ("個", "")
        and called in ("處", "局")
        and next_token is not None
        and len(next_token.text) == 1
    ) or number.unit in ("處", "局"):
        part.kinds.append(called if called in ("處", "局") else number.unit)
        part.stated.append(number.value)
        return
    if number.unit in ITEMS and grouped and not compared:
        part.grouped = True
        if any(token.kind == "direction" for token in tokens):
            part.ranks = (1, int(number.value))
        else:
            part.stated.append(number.value)
        return
    if number.unit == "" and any(token.kind == "literal" for token in ahead) and not measures:
        _add(part, "percent", span)
        return
    if number.unit == "%" and compared and measure in ("rate", "missrate"):
        part.rated = (measure, span)
        return
    if number.unit == "%" and compared and "mean" in part.asks and measure in ("attainment", ""):
        part.rated = ("mean", span)
        return
    if number.unit == "%" and is_excepted(part, at):
        part.conditions.append(Condition(_percent_measure(part, measure), (span,), (), True))
        return
    if number.unit == "%":
        _add(part, _percent_measure(part, measure), span)
        if measure in ("target", "actual"):
            part.conditions.append(Condition("unit", (), ("%",)))
        return
    counted = next_token is not None and next_token.kind == "entity" and next_token.key != "department"
    if number.unit in ("項", "個", "條") and counted and not compared:
        part.stated.append(number.value)
        return
    near = bool(measures) and not any(
        token.kind in ("entity", "literal", "place") for token in ahead[ahead.index(measures[-1]) :]
    )
    if measure in ("target", "actual") and near and number.unit != "名":
        _add(part, measure, span)
        if number.unit and number.unit not in ("個", "項", "條", "題"):
            part.conditions.append(Condition("unit", (), (number.unit,)))
        return
    if measure in ("attainment", "completion", "difference") and number.unit == "" and compared:
        _add(part, _percent_measure(part, measure), span)
        return
    if number.unit in (*ITEMS, "件", "名", "位"):
        if any(token.kind == "direction" for token in tokens) and not compared:
            part.ranks = (1, int(number.value))
        elif compared:
            part.count = part.count.meets(span) or span if part.count else span
        elif number.value > 1:
            part.stated.append(number.value)
        return
    if number.unit:
        _add(part, measure if measure in ("target", "actual") else "actual", span)
        part.conditions.append(Condition("unit", (), (number.unit,)))
        return
    part.unknown.append(tokens[at].text)


def _percent_measure(part: Part, measure: str) -> str:
    if measure in ("target", "actual", "difference", "share", "gap"):
        return measure
    return "percent"


def _add(part: Part, of: str, span: Range) -> None:
    """A range beside another of the same measure: both hold, or either where both cannot."""
    for at, condition in enumerate(part.conditions):
        if condition.of == of and condition.ranges and not condition.negated:
            both = [common for one in condition.ranges if (common := one.meets(span)) is not None]
            part.conditions[at] = Condition(of, tuple(both) or (*condition.ranges, span))
            return
    part.conditions.append(Condition(of, (span,)))
