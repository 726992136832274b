"""Calculations that a sentence shows: 「862 − 350 = 512」 is worked out again, so that 512 may be shown.

Only what is written out counts: operands, operators and the result behind an equals sign.  A result may
be rounded to the digits that it shows; a result in per cent may leave out the times one hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, localcontext

from corpus.expressions import evaluate
from qa.check.numerals import Numeral

_OPERATORS = {"+": "+", "-": "-", "×": "*", "x": "*", "X": "*", "*": "*", "÷": "/", "/": "/"}
MOST_OPERANDS = 12


def find_calculated(flat: str, numerals: list[Numeral], stands: Callable[[Numeral], bool]) -> set[str]:
    """The keys of the numbers of right calculations shown in the flattened text, results and operands.

    `stands` tells whether an operand stands in a cited passage; 100 may always be used.
    """
    calculated: set[str] = set()
    for equals in re.finditer("=", flat):
        result = next((n for n in numerals if n.start >= equals.end()), None)
        if result is None or flat[equals.end() : result.start].strip(" 約(-") or not result.digits:
            continue
        tokens = _tokens_before(flat, equals.start(), numerals)
        operands = [token for token in tokens if isinstance(token, Numeral)]
        if not 2 <= len(operands) <= MOST_OPERANDS or not _agrees(tokens, result):
            continue
        if all(stands(n) or n.key in calculated or n.key == "100" for n in operands):
            calculated |= {result.key, *(n.key for n in operands)}
    return calculated


def amount_of(numeral: Numeral) -> Decimal:
    """What a number amounts to, 萬 and 億 multiplied out, with its sign."""
    return -numeral.value if numeral.negative else numeral.value


def _tokens_before(flat: str, stop: int, numerals: list[Numeral]) -> list[Numeral | str]:
    """The longest run of numbers, operators and brackets that ends at `stop`."""
    ends = {n.end: n for n in numerals if n.end <= stop}
    tokens: list[Numeral | str] = []
    place = stop
    while place > 0 and len(tokens) < 4 * MOST_OPERANDS:
        if place in ends:
            # A dash before it is read as an operator, whatever it looked like.
            tokens.append(replace(ends[place], negative=False))
            place = ends[place].start
        elif flat[place - 1] in _OPERATORS:
            tokens.append(_OPERATORS[flat[place - 1]])
            place -= 1
        elif flat[place - 1] in "()":
            tokens.append(flat[place - 1])
            place -= 1
        elif flat[place - 1] == " ":
            place -= 1
        else:
            break
    return tokens[::-1]


def _agrees(tokens: list[Numeral | str], result: Numeral) -> bool:
    shown = amount_of(result)
    with localcontext() as context:
        context.prec = 40
        try:
            value = evaluate([amount_of(one) if isinstance(one, Numeral) else one for one in tokens])
        except (ValueError, ArithmeticError):
            return False
        decimals = len(result.key.partition(".")[2]) if re.fullmatch(r"[\d.]+", result.key) else 0
        slack = Decimal(1).scaleb(-decimals) / 2
        worths = [value, value * 100] if result.unit == "%" else [value]
        return any(
            abs(worth - shown) <= (slack if decimals or worth != int(worth) else 0) for worth in worths
        )
