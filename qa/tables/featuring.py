"""What the network of the tracker sees of a message, and which slot each thing that it names fills."""

from __future__ import annotations

from collections.abc import Sequence

from qa.tables.frame import Frame
from qa.tables.lexicon import KINDS
from qa.tables.segment import Token
from qa.understand.network import Cell

_MASK = {"place": "＠", "literal": "□", "unitword": "△", "year": "年"}
_AMONG = {"common": "◇", "programme": "○", "indicator": "□"}
_OPEN = frozenset({*_MASK, "unknown", "filler"})
"""Kinds of tokens whose words are not told apart."""
SIZES = (1, 5, 10, 20, 50, 99, 100)
MENTIONS = {
    "break": "break",
    "number": "number",
    "ordinal": "number",
    "place": "place",
    "unitword": "unit",
    "literal": "word",
}
"""The classifier of each kind of token that names something."""


def describe(tokens: Sequence[Token]) -> list[Cell]:
    """The words of a message without what they name: 社會處低於 80% as 處低於#%."""
    return [_describe(token) for token in tokens]


def _describe(token: Token) -> Cell:
    if token.number is not None:
        size = next((limit for limit in SIZES if token.number.value <= limit), "more")
        return Cell(f"#{token.number.unit}", f"number:{token.number.unit}", f"size={size}")
    shown = _AMONG.get(token.among) or _MASK.get(token.kind, token.text)
    key = token.kind if token.kind in _OPEN else f"{token.kind}:{token.key}"
    return Cell(shown, key, f"among={token.among}&quoted={token.quoted}")


def describe_before(before: Frame | None) -> list[str]:
    """What the network knows of the frame that a message goes on from."""
    if before is None:
        return ["alone"]
    slots = ("entity", "level", "status", "holds", "order", "by", "goals")
    names = [f"{slot}={getattr(before, slot)}" for slot in slots]
    names += [f"test={test.of}" for test in before.tests] + [f"ask={ask}" for ask in sorted(before.asks)]
    names += [f"word={of}" for of, _ in before.words] + [f"places={min(len(before.places), 2)}"]
    return ["follows", *names]


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
