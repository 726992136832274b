"""What the classifiers of the tracker see of a message, and of each thing that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from qa.tables.frame import Frame
from qa.tables.lexicon import KINDS
from qa.tables.segment import Token
from qa.understand.linear import grams

_MASK = {"place": "＠", "literal": "□", "unitword": "△", "year": "年"}
_AMONG = {"common": "◇", "programme": "○", "indicator": "□"}
_QUIET = frozenset({"filler", "break", "unknown"})
WINDOW = 5
MENTIONS = {
    "break": "break",
    "number": "number",
    "ordinal": "number",
    "place": "place",
    "unitword": "unit",
    "literal": "word",
}
"""The classifier of each kind of token that names something."""


def mask(tokens: Sequence[Token]) -> str:
    """The message without what it names: 社會處低於 80% → 處低於#%."""
    parts = []
    for token in tokens:
        if token.number is not None:
            parts.append(f"#{token.number.unit}")
        else:
            parts.append(_AMONG.get(token.among) or _MASK.get(token.kind, token.text))
    return "".join(parts)


def describe_message(tokens: Sequence[Token], before: Frame | None) -> list[str]:
    """The features of a whole message, those of its closed words among them."""
    keys = [
        f"{one.kind}:{one.key}" if one.number is None else f"n:{one.number.unit}"
        for one in tokens
        if one.kind not in _QUIET
    ]
    keys = [
        key if not key.startswith(("place", "literal", "unitword", "year")) else key.split(":")[0]
        for key in keys
    ]
    among = {one.among for one in tokens if one.kind == "literal"}
    features = [f"g{gram}" for gram in grams(mask(tokens))]
    features += [f"k{key}" for key in keys]
    features += [f"p{one}>{other}" for one, other in pairwise(keys)]
    features += [f"among={one}" for one in among]
    features += [f"l{min(len(mask(tokens)) // 8, 6)}", f"places{min(keys.count('place'), 3)}"]
    if before is not None:
        features += ["before", f"b_level={before.level}", f"b_order={before.order}", f"b_by={before.by}"]
        features += [f"b_entity={before.entity}", f"b_status={before.status}", f"b_holds={before.holds}"]
        features += [f"b{before.level}&g{gram}" for gram in grams(mask(tokens), 2)]
    return features


def name_core(core: Mapping[str, str]) -> list[str]:
    """The features of the slots that are chosen first."""
    return [f"{slot}={value}" for slot, value in core.items()]


def name_before(before: Frame | None) -> dict[str, str]:
    """What of the frame before tells how the things that a follow-up names are meant."""
    if before is None:
        return {"follows": "no"}
    tests = ",".join(sorted({test.of for test in before.tests}))
    return {"follows": "yes", "before_tests": tests, "before_places": str(min(len(before.places), 2))}


def describe_mention(tokens: Sequence[Token], at: int, core: Mapping[str, str]) -> list[str]:
    """The features of one number, department, unit or word of rows: what stands beside it."""
    own = tokens[at]
    left, right = mask(tokens[:at])[-WINDOW:], mask(tokens[at + 1 :])[:WINDOW]
    features = [f"L{left[-size:]}" for size in range(1, len(left) + 1)]
    features += [f"R{right[:size]}" for size in range(1, len(right) + 1)]
    features += [f"l{one}" for one in left] + [f"r{one}" for one in right]
    ahead = [one for one in tokens[:at] if one.kind != "filler"][-3:]
    behind = [one for one in tokens[at + 1 :] if one.kind != "filler"][:3]
    for side, near in (("A", ahead[::-1]), ("B", behind)):
        features += [
            f"{side}{place}{one.kind}:{one.key if one.kind not in _MASK else ''}"
            for place, one in enumerate(near)
        ]
    features += [f"kind={own.kind}", f"among={own.among}", f"quoted={own.quoted}"]
    if own.number is not None:
        value = own.number.value
        size = next((limit for limit in (1, 5, 10, 20, 50, 99, 100) if value <= limit), "more")
        features += [f"unit={own.number.unit}", f"size={size}", f"unit={own.number.unit}&size={size}"]
        features += [f"written={own.number.written}"]
    features += name_core(core)
    unit = own.number.unit if own.number is not None else ""
    features += [f"{slot}={value}&unit={unit}" for slot, value in core.items()]
    features += [
        f"has{key}"
        for key in {
            f"{one.kind}:{one.key}" for one in tokens if one.kind in ("measure", "entity", "rank", "status")
        }
    ]
    return features


def slot_of(token: Token) -> str:
    """The classifier that says what a token is in the frame; "" for none."""
    if token.text in KINDS or token.kind == "kind":
        return "kind"
    if (token.kind, token.key) == ("status", "percent"):
        return "unit"
    return "" if token.kind == "number" and token.number is None else MENTIONS.get(token.kind, "")


def unit_of(token: Token) -> str:
    """The unit that a word names: 百分比 the per cent."""
    return "%" if token.kind == "status" else token.key


def sign_of(token: Token) -> str:
    """處 or 局, of a token that is either."""
    return next(sign for sign in KINDS if sign in token.text)
