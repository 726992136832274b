"""The value of a written calculation: numbers, + - * / and brackets, in the order of arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

Number = TypeVar("Number", float, Decimal)


def evaluate(tokens: Sequence[Number | str]) -> Number:
    """Return what the whole of some tokens amounts to.

    Raises ValueError where they are no expression, ArithmeticError where one divides by zero.
    """
    value, rest = _sum(tokens)
    if rest:
        raise ValueError("an expression ends before its tokens do")
    return value


def _sum(tokens: Sequence[Number | str]) -> tuple[Number, Sequence[Number | str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in ("+", "-"):
        more, rest = _product(tokens[1:])
        value = value + more if tokens[0] == "+" else value - more
        tokens = rest
    return value, tokens


def _product(tokens: Sequence[Number | str]) -> tuple[Number, Sequence[Number | str]]:
    value, tokens = _operand(tokens)
    while tokens and tokens[0] in ("*", "/"):
        more, rest = _operand(tokens[1:])
        value = value * more if tokens[0] == "*" else value / more
        tokens = rest
    return value, tokens


def _operand(tokens: Sequence[Number | str]) -> tuple[Number, Sequence[Number | str]]:
    """A number, a bracket, or either behind a minus."""
    if not tokens:
        raise ValueError("an operand is missing")
    first, rest = tokens[0], tokens[1:]
    if first == "-":
        value, rest = _operand(rest)
        return -value, rest
    if first == "(":
        value, rest = _sum(rest)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        return value, rest[1:]
    if isinstance(first, str):
        raise ValueError("no number where an operand should be")
    return first, rest
