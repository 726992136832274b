"""Calculations that the report prints with another result than they give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.arithmetic import HUNDRED, Calculation, read_calculation, results_of
from corpus.contradictions.cells import cells_of, only_figure
from corpus.contradictions.finding import Contradiction, Spot, contradiction, spot_of
from corpus.contradictions.measures import is_slip, shows, write_number
from corpus.contradictions.naming import name_of, place_of
from corpus.model import Passage

EQUALS = re.compile(r"(?<![<>≤≥＜＞=])[=＝]\s*約?\s*(?P<result>[-－−]?\s?\d[\d,]*(?:\.\d+)?(?:\s?[%％])?)")
BOUND = re.compile(r"[，。；;\n｜=＝]|,(?!\d)|(?<!\d),")
IN_BRACKETS = re.compile(r"\s?[（(](?P<inner>[\d,.\s]+(?:[÷/×*＊+][\d,.\s]+)+(?:×\s?100\s?%)?)[)）]")
CLAUSE = re.compile(r"[^，。；;\n｜]+")
DIVIDES = re.compile(r"÷|[×*＊]\s?100")
LONGEST = 260
GROWTH = re.compile(r"成長率|增加率|減少率|增長率")
SLIP = 1000
"""Smaller numbers come near each other by chance."""


def find_formulas(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield calculations whose printed result they do not give, rounding and truncation allowed."""
    for passage in passages:
        if not re.search(r"[÷/×*＊=＝]", passage.text):
            continue
        seen: set[int] = set()
        for calculation, result in [*_with_equals(passage), *_in_brackets(passage), *_of_rows(passage)]:
            if calculation.start in seen:
                continue
            yield from _slips(passage, calculation)
            if _fits(calculation, result):
                yield from _wrong_base(passage, calculation, result)
                continue
            seen.add(calculation.start)
            yield _describe(passage, calculation, result)


def _with_equals(passage: Passage) -> Iterator[tuple[Calculation, Spot]]:
    """Yield what stands left of an equals sign with the number right of it."""
    text = passage.text
    last = 0
    for sign in EQUALS.finditer(text):
        start = max(last, sign.start() - LONGEST)
        for bound in BOUND.finditer(text, start, sign.start()):
            start = bound.end()
        last = sign.end()
        calculation = read_calculation(text, start, sign.start())
        if calculation:
            yield calculation, Spot(passage, *sign.span("result"))


def _in_brackets(passage: Passage) -> Iterator[tuple[Calculation, Spot]]:
    """Yield a rate with the fraction in brackets behind it: 89.31%(449/533)."""
    for figure in passage.figures:
        if figure.kind not in ("percent", "number") or figure.unit not in ("%", ""):
            continue
        match = IN_BRACKETS.match(passage.text, figure.end)
        calculation = read_calculation(passage.text, *match.span("inner")) if match else None
        if calculation and (figure.kind == "percent" or "/" in calculation.tokens):
            yield calculation, spot_of(passage, figure)


def _of_rows(passage: Passage) -> Iterator[tuple[Calculation, Spot]]:
    """Yield a row's calculation that prints no result, with the row's actual value."""
    cells = cells_of(passage)
    actual = only_figure(cells.get("actual"))
    if actual is None or actual.kind != "percent" or "explanation" not in cells:
        return
    start, stop = cells["explanation"].start, cells["explanation"].end
    for clause in CLAUSE.finditer(passage.text, start, stop):
        if not DIVIDES.search(clause.group()) or EQUALS.search(clause.group()):
            continue
        hundred = HUNDRED.search(passage.text, *clause.span())
        calculation = read_calculation(
            passage.text, clause.start(), hundred.end() if hundred else clause.end()
        )
        if calculation and "/" in calculation.tokens:
            yield calculation, cells["actual"]


def _wrong_base(passage: Passage, calculation: Calculation, result: Spot) -> Iterator[Contradiction]:
    """Yield a growth that is divided by the new number and not by the old one: (3 - 4) ÷ 3."""
    bare = calculation.bare
    if len(bare) != 5 or (bare[1], bare[3]) != ("-", "/") or not GROWTH.search(name_of(passage)):
        return
    new, old, base = bare[0], bare[2], bare[4]
    if not (isinstance(new, float) and isinstance(old, float)) or base == old or base != new or not old:
        return
    yield contradiction(
        f"{place_of(passage)}寫 {result.text}，除的是本年度的數字；除以上年度的 {write_number(old)} "
        f"是 {write_number((new - old) / old * 100)}%",
        "formula",
        result,
        Spot(passage, calculation.start, calculation.end),
    )


def _slips(passage: Passage, calculation: Calculation) -> Iterator[Contradiction]:
    """Yield a number of a calculation that the text beside it prints with one digit, or two, otherwise."""
    inside = [one for one in passage.figures if calculation.start <= one.start < calculation.end]
    outside = [one for one in passage.figures if one not in inside]
    for token in calculation.bare:
        if not isinstance(token, float) or token < SLIP or any(one.value == token for one in outside):
            continue
        near = [one for one in outside if is_slip(f"{token:.0f}", f"{one.value:.0f}")]
        if len(near) == 1 and token == int(token):
            yield contradiction(
                f"{place_of(passage)}的文字寫 {near[0].text}，算式裡卻是 {token:.0f}",
                "formula",
                spot_of(passage, near[0]),
                Spot(passage, calculation.start, calculation.end),
            )


def _fits(calculation: Calculation, result: Spot) -> bool:
    """Whether some reading of a calculation gives its result, or it has no reading at all."""
    values = results_of(calculation)
    number, percent = _read(result)
    divides = "/" in calculation.tokens
    if calculation.percent or percent:
        values = [value * 100 for value in values]
    elif divides and number >= 1:
        values += [value * 100 for value in values]
    return not values or any(shows(result.text, number, value) for value in values)


def _read(result: Spot) -> tuple[float, bool]:
    """Return a printed result's value (79 for 7.9 成) and whether it is a percentage."""
    text = re.sub(r"[\s,]", "", result.text).translate(str.maketrans("－−％", "--%"))
    number = re.search(r"-?\d+(?:\.\d+)?", text)
    value = float(number.group()) if number else 0.0
    return (value * 10 if "成" in text else value), "%" in text or "成" in text


def _describe(passage: Passage, calculation: Calculation, result: Spot) -> Contradiction:
    percent = _read(result)[1] or calculation.percent
    values = results_of(calculation)
    value = min(values, key=lambda one: abs(one * (100 if percent else 1) - _read(result)[0]))
    computed = f"{write_number(value * 100)}%" if percent else _write_small(value)
    return contradiction(
        f"{place_of(passage)}的算式算出 {computed}，寫的卻是 {result.text}",
        "formula",
        result,
        Spot(passage, calculation.start, calculation.end),
    )


def _write_small(value: float) -> str:
    return write_number(value) if abs(value) >= 1 else f"{value:.4g}"
