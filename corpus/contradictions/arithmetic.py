"""Printed calculations read and computed: (1,041 ÷ (66 × 20) × 100%), A － B ÷ C, 449/533.

Words between the numbers (經常門業務費預算數(不含臨時人員薪資)57,944,302) are passed over, brackets
that hold no number are dropped, and so is × 100 %: it only makes a percentage of the result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.figures import find_figures

OPERATORS = dict.fromkeys("÷/／", "/") | dict.fromkeys("×*＊", "*") | dict.fromkeys("+＋", "+")
OPERATORS |= dict.fromkeys("-－—–−", "-") | dict.fromkeys("([（【〔", "(") | dict.fromkeys(")]）】〕", ")")
WORDS_IN_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】\d]*[)）\]】]")
HUNDRED = re.compile(r"[×*＊]\s?100(?:\.0*)?(?![\d,.])\s?%?")
SIGN = re.compile(r"[-—－–−]\s?")

Token = float | str


@dataclass(frozen=True)
class Calculation:
    """A stretch of text that calculates, and its tokens: numbers, + - * / and brackets.

    percent: whether it multiplies by 100, which is not among the tokens.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    percent: bool = False

    @property
    def bare(self) -> list[Token]:
        """The tokens without brackets: numbers with operators between them."""
        return [one for one in self.tokens if one not in ("(", ")")]


def read_calculation(text: str, start: int, end: int) -> Calculation | None:
    """Return what `text[start:end]` calculates, None where numbers or operators are lacking."""
    tokens = _tokenize(text[start:end])
    while tokens and tokens[0][2] in ("*", "/", "+", "-", ")"):
        tokens.pop(0)
    while tokens and tokens[-1][2] == "(":
        tokens.pop()
    while tokens and tokens[0][2] == "(" and _open(tokens) > 0:
        tokens.pop(0)
    while tokens and tokens[-1][2] == ")" and _open(tokens) < 0:
        tokens.pop()
    if tokens and tokens[-1][2] in ("*", "/", "+", "-"):
        return None
    values = [token for _, _, token in tokens]
    if sum(isinstance(one, float) for one in values) < 2 or not {"+", "-", "*", "/"} & set(values):
        return None
    percent = bool(HUNDRED.search(text, start, end))
    return Calculation(start + tokens[0][0], start + tokens[-1][1], tuple(values), percent)


def _open(tokens: list[tuple[int, int, Token]]) -> int:
    """Return how many more brackets open than close."""
    return sum({"(": 1, ")": -1}.get(token, 0) for _, _, token in tokens if isinstance(token, str))


def _tokenize(text: str) -> list[tuple[int, int, Token]]:
    """Return each number and sign with where it stands."""
    while match := WORDS_IN_BRACKETS.search(text):
        text = text[: match.start()] + "　" * len(match.group()) + text[match.end() :]
    plain = text.replace("/", "÷")  # 11/11 is no date here
    tokens: list[tuple[int, int, Token]] = []
    place = 0
    for figure in find_figures(plain):
        first, value = figure.start, figure.value
        if figure.kind in ("year", "ordinal", "date"):
            tokens += _signs(plain, place, first)
            place = figure.end
            continue
        if (sign := SIGN.match(plain, first)) and tokens and isinstance(tokens[-1][2], float):
            first, value = sign.end(), -value
        tokens += _signs(plain, place, first)
        if value == 100 and tokens and tokens[-1][2] == "*":
            tokens.pop()
        else:
            tokens.append((first, figure.end, float(value)))
        place = figure.end
    return tokens + _signs(plain, place, len(plain))


def _signs(text: str, start: int, end: int) -> list[tuple[int, int, Token]]:
    return [(at, at + 1, OPERATORS[text[at]]) for at in range(start, end) if text[at] in OPERATORS]


def results_of(calculation: Calculation) -> list[float]:
    """Return what a calculation can mean, as a plain number (0.84 for 449/533); empty if unreadable.

    As it is bracketed; where brackets are lost, also as a surplus by what there was (A - B ÷ A) and
    as each part of it behind an operator.
    """
    bare = calculation.bare
    results = [_evaluate(list(calculation.tokens)), _evaluate(bare)]
    if len(bare) >= 5 and bare[1] == "-" and bare[3] == "/":
        first, second, whole = bare[0], bare[2], bare[4]
        if isinstance(first, float) and isinstance(second, float) and isinstance(whole, float) and whole:
            results.append((first - second) / whole)
    if calculation.tokens.count("(") != calculation.tokens.count(")"):
        results += [_evaluate(bare[place:]) for place in range(2, len(bare) - 2, 2)]
    return [value for value in results if value is not None]


def _evaluate(tokens: Sequence[Token]) -> float | None:
    """Return the value of a whole expression, None where it is none or divides by zero."""
    try:
        value, rest = _sum(tokens)
    except (ValueError, ArithmeticError):
        return None
    return None if rest else value


def _sum(tokens: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    """Return what the tokens begin with amounts to, products first, and the tokens behind it."""
    value, tokens = _product(tokens)
    while tokens and tokens[0] in ("+", "-"):
        more, rest = _product(tokens[1:])
        value, tokens = (value + more if tokens[0] == "+" else value - more), rest
    return value, tokens


def _product(tokens: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    value, tokens = _operand(tokens)
    while tokens and tokens[0] in ("*", "/"):
        more, rest = _operand(tokens[1:])
        value, tokens = (value * more if tokens[0] == "*" else value / more), rest
    return value, tokens


def _operand(tokens: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    """A number, a bracket, or either behind a minus; raises ValueError where none stands there."""
    first, rest = (tokens[0], tokens[1:]) if tokens else ("", ())
    if isinstance(first, float):
        return first, rest
    if first == "-":
        value, rest = _operand(rest)
        return -value, rest
    if first != "(":
        raise ValueError("no number where an operand should be")
    value, rest = _sum(rest)
    if not rest or rest[0] != ")":
        raise ValueError("a bracket is not closed")
    return value, rest[1:]
