"""Rows of the indicator tables whose own explanation tells something else than their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.attainments import LOWER_IS_BETTER
from corpus.contradictions.cells import cells_of, figures_in, only_figure
from corpus.contradictions.finding import Contradiction, Spot, contradiction, spot_of
from corpus.contradictions.measures import agree, is_amount, slack_of, unit_of
from corpus.contradictions.naming import place_of, quote
from corpus.model import Figure, Indicator, Passage
from corpus.reading.markup import squeeze

TOTAL = re.compile(r"(?:共|計(?![畫劃]))[^\d，,。；、：:()（）]{0,8}$")
WHOLE = re.compile(r"(?:合計|總計|總共)[^\d，,。；、：:()（）]{0,4}$")
MORE = re.compile(r"另|此外|其他|以及辦理")
SUBSET = re.compile(r"其中|包[含括]|內含")
EXCEEDED = re.compile(r"(?:超過|超越|超出|高於|優於)(?:原[定訂])?目標值?(?!\d)")
SINCE = re.compile(
    r"[自從]\s?(?:民國)?\s?(?P<year>\d{2,3})\s?(?:學年|年)[^。；\n]{0,20}(?:累計|累積)[^。；，\n]{0,8}$"
)
ENDS = re.compile(r"[。；;\n]")
LARGE = 100
NEAR = 0.02
"""A large number this near the actual value is meant to be the same."""
COPIED = 12
"""Characters from which two rows do not come to the same explanation by chance."""


def find_explanations(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield rows that their explanation does not bear out, and those with another row's explanation."""
    for passage in passages:
        indicator, cells = passage.indicator, cells_of(passage)
        actual = only_figure(cells.get("actual"))
        if indicator is None or indicator.common or actual is None or "explanation" not in cells:
            continue
        explanation = cells["explanation"]
        target = only_figure(cells.get("target"))
        if target is not None:
            yield from _not_exceeded(passage, indicator, target, actual)
        yield from _since_years(passage, indicator, explanation, actual)
        other = _other_total(explanation, actual) or _other_amount(explanation, actual)
        if other:
            yield contradiction(
                f"{place_of_row(passage)}的達成目標值寫 {cells['actual'].text}，說明卻寫 {other.text}",
                "attainment",
                cells["actual"],
                spot_of(passage, other),
            )
    yield from _copied(passages)


def place_of_row(passage: Passage) -> str:
    """Return the department with the name of a row."""
    return f"{passage.department}{quote(passage.indicator.name if passage.indicator else '')}"


def _other_total(explanation: Spot, actual: Figure) -> Figure | None:
    """Return the only total of an explanation, where it is not the actual value and no part of it."""
    if not actual.unit or actual.unit == "%" or not actual.value or MORE.search(explanation.text):
        return None
    figures = [one for one in figures_in(explanation) if one.kind in ("number", "money")]
    if any(abs(one.value - actual.value) <= slack_of(actual) * 2 for one in figures):
        return None
    passage = explanation.passage
    outside = [one for one in figures if _is_outside(explanation, one)]
    counted = [one for one in outside if unit_of(one) == unit_of(actual)]
    totals = [
        one
        for one in counted
        if WHOLE.search(passage.text, explanation.start, one.start)
        or (
            len(counted) == 1
            and TOTAL.search(passage.text, explanation.start, one.start)
            and not ENDS.search(passage.text, explanation.start, one.start)
        )
    ]
    if len(totals) != 1 or abs(totals[0].value - actual.value) <= slack_of(actual) + slack_of(totals[0]):
        return None
    total = totals[0]
    behind = ENDS.search(passage.text, total.end, explanation.end)
    end = behind.start() if behind else explanation.end
    beside = [one for one in outside if total.end <= one.start < end and one.kind == "number"]
    if total.value + sum(one.value for one in beside) == actual.value:
        return None
    return total


def _other_amount(explanation: Spot, actual: Figure) -> Figure | None:
    """Return a large number of an explanation that is nearly the actual value, not by rounding."""
    figures = [one for one in figures_in(explanation) if is_amount(one) and one.kind != "percent"]
    size = abs(actual.value)
    if (
        size < LARGE
        or actual.kind == "percent"
        or any(abs(one.value) == size or agree(one, actual) for one in figures)
    ):
        return None
    near = [one for one in figures if 0 < abs(abs(one.value) - size) <= NEAR * size]
    return near[0] if len(near) == 1 else None


def _is_outside(explanation: Spot, figure: Figure) -> bool:
    """Whether a figure stands in no bracket and behind no word for a part."""
    before = explanation.passage.text[explanation.start : figure.start]
    if sum(before.count(sign) for sign in "(（[【") > sum(before.count(sign) for sign in ")）]】"):
        return False
    return not SUBSET.search(ENDS.split(before)[-1])


def _not_exceeded(
    row: Passage, indicator: Indicator, target: Figure, actual: Figure
) -> Iterator[Contradiction]:
    """Yield an explanation that says the target was passed where the actual value only equals it."""
    cells = cells_of(row)
    if unit_of(target) != unit_of(actual) or actual.value > target.value:
        return
    said = EXCEEDED.search(row.text, cells["explanation"].start, cells["explanation"].end)
    if said and not LOWER_IS_BETTER.search(indicator.name):
        yield contradiction(
            f"{place_of_row(row)}的說明寫「{said.group()}」，"
            f"但達成目標值 {actual.text} 並未超過原定目標值 {target.text}",
            "target",
            Spot(row, *said.span()),
            cells["actual"],
            cells["target"],
        )


def _since_years(
    row: Passage, indicator: Indicator, explanation: Spot, actual: Figure
) -> Iterator[Contradiction]:
    """Yield an actual value of the year that its explanation gives as the sum of several years."""
    if re.search("累計|累積", f"{indicator.name}{indicator.target}{indicator.actual}"):
        return
    for figure in figures_in(explanation):
        since = SINCE.search(row.text, explanation.start, figure.start)
        if since and int(since["year"]) < row.report.year and figure.value == actual.value and actual.value:
            cells = cells_of(row)
            yield contradiction(
                f"{place_of_row(row)}的達成目標值寫 {actual.text}，"
                f"說明卻說這是自 {since['year']} 年起累計的數字，原定目標值 {indicator.target} 則是一年的",
                "target",
                cells["actual"],
                Spot(row, since.start(), figure.end),
                cells["target"],
            )


def _copied(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield rows whose explanation is word for word that of another row, whose actual value it tells."""
    owners: dict[tuple[str, str], Passage] = {}
    rows = [one for one in passages if one.indicator and not one.indicator.common]
    for row in rows:
        if _tells_actual(row):
            owners[_explanation(row)] = row
    for row in rows:
        owner = owners.get(_explanation(row))
        if owner is None or owner is row or _tells_actual(row):
            continue
        figure = next(one for one in figures_in(cells_of(owner)["explanation"]) if one.value)
        here = cells_of(row)["explanation"]
        yield contradiction(
            f"{place_of(row)}的說明與{place_of(owner)}的說明一字不差，講的是後者的 {figure.text}",
            "statement",
            here,
            cells_of(owner)["explanation"],
        )


def _explanation(row: Passage) -> tuple[str, str]:
    return row.department, squeeze(row.indicator.explanation if row.indicator else "")


def _tells_actual(row: Passage) -> bool:
    """Whether a row's explanation, long enough to be its own, prints the actual value."""
    cells = cells_of(row)
    actual = only_figure(cells.get("actual"))
    if actual is None or "explanation" not in cells or len(_explanation(row)[1]) < COPIED:
        return False
    return any(
        one.value == actual.value and unit_of(one) == unit_of(actual)
        for one in figures_in(cells["explanation"])
    )
