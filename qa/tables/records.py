"""Everything countable of a report as plain rows, each value as printed and as a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.figures import find_figures
from corpus.model import Indicator, Passage, Programme, Report, Section, Shortfall
from corpus.reading.shortfalls import match_reviews
from qa.tables.query import Entity
from qa.tables.segment import flat


@dataclass(frozen=True, eq=False)
class Record:
    """One row: an indicator, a review or a programme.

    `numbers` holds the measures that the row has: target, actual, attainment (percent), ratio
    (actual ÷ target), gap (actual − target), completion (percent), difference (percentage points),
    reviewed (1 where its review is printed, else 0);
    `printed` the cells they stand in; `unit` that of the target; `texts` what words are looked for in.
    """

    entity: Entity
    department: str
    name: str
    goal: str
    numbers: Mapping[str, float]
    printed: Mapping[str, str]
    texts: Mapping[str, str]
    unit: str
    passage: Passage | None = field(default=None, compare=False, repr=False)
    review: Passage | None = field(default=None, compare=False, repr=False)  # where it says why it was missed

    @cached_property
    def flat(self) -> dict[str, str]:
        """The texts as words are looked for in them; "text" is all that names the row or a review's row."""
        own = {key: flat(text) for key, text in self.texts.items()}
        keys = ("name", "goal", "reason") if self.entity is Entity.REVIEW else ("name", "goal")
        return own | {"text": "\n".join(own.get(key, "") for key in keys)}


def read_records(report: Report, passages: Sequence[Passage]) -> tuple[Record, ...]:
    """All rows of a report in printed order."""
    of_indicator = {passage.indicator: passage for passage in passages if passage.indicator is not None}
    of_review = {passage.shortfall: passage for passage in passages if passage.shortfall is not None}
    of_line: dict[tuple[str, int], Passage] = {}
    for passage in passages:
        if passage.section is Section.PROGRAMMES:
            for line in range(passage.lines[0], passage.lines[1] + 1):
                of_line.setdefault((passage.path[-1] if passage.path else "", line), passage)
    reviewed = {row.indicator: review for row, review in match_reviews(passages)}
    records: list[Record] = []
    for department in report.departments:
        records += [
            _of_indicator(one, of_indicator.get(one), reviewed.get(one)) for one in department.indicators
        ]
        records += [_of_review(one, of_review.get(one)) for one in department.shortfalls]
        records += [_of_programme(one, of_line) for one in department.programmes]
    return tuple(records)


def _of_indicator(row: Indicator, passage: Passage | None, review: Passage | None) -> Record:
    target, actual = _read_cell(row.target), _read_cell(row.actual)
    numbers: dict[str, float] = {}
    if target:
        numbers["target"] = target[0]
    if actual:
        numbers["actual"] = actual[0]
    if target and actual and target[1].endswith(actual[1]) | actual[1].endswith(target[1]):
        # A unit printed once holds for both cells, as does its end: 「0%」 「0」, 「1 場次」 「1 次」.
        numbers["gap"] = round(actual[0] - target[0], 6)
        if target[0] > 0:
            numbers["ratio"] = actual[0] / target[0]
    if not row.common:
        numbers["reviewed"] = float(review is not None)
    if row.attainment_percent is not None:
        numbers["attainment"] = row.attainment_percent
    printed = {"target": row.target, "actual": row.actual, "attainment": row.attainment}
    texts = {
        "name": row.name,
        "goal": row.goal,
        "explanation": row.explanation,
        "reason": review.shortfall.text if review and review.shortfall else "",
    }
    return Record(
        Entity.COMMON if row.common else Entity.INDICATOR,
        row.department,
        row.name or row.goal,
        f"{row.goal_number} {row.goal}".strip(),
        numbers,
        printed,
        texts,
        target[1] if target else "",
        passage,
        review,
    )


def _read_cell(cell: str) -> tuple[float, str] | None:
    """The one amount of a cell and its unit; None where it holds no number or several (「3 場 120 人」)."""
    figures = find_figures(cell)
    if len(figures) != 1:
        return None
    figure = figures[0]
    if figure.unit == "%" and figure.text.endswith("成"):
        return figure.value / 10, "成"  # a target of 6 成 is none in per cent
    return figure.value, figure.unit


def _of_review(row: Shortfall, passage: Passage | None) -> Record:
    numbers = {} if row.difference_percent is None else {"difference": row.difference_percent}
    return Record(
        Entity.REVIEW,
        row.department,
        re.sub(r"^\d{1,2}[.．、]\s*", "", row.name),
        row.goal,
        numbers,
        {"difference": row.difference},
        {"name": row.name, "goal": row.goal, "reason": row.text},
        "",
        passage,
    )


def _of_programme(row: Programme, of_line: Mapping[tuple[str, int], Passage]) -> Record:
    number = re.search(r"-?\d+(?:\.\d+)?", row.completion)
    name = row.subitem or row.item or row.category
    found = [
        passage
        for line in range(row.lines[0], row.lines[1] + 1)
        for key in (row.subitem, row.item)
        if (passage := of_line.get((key, line))) is not None
    ]
    texts = {"name": f"{row.item} {row.subitem}", "goal": row.category}
    texts["explanation"] = "\n".join(paragraph.text for paragraph in row.paragraphs)
    return Record(
        Entity.PROGRAMME,
        row.department,
        name,
        row.item,
        {"completion": float(number.group())} if number else {},
        {"completion": row.completion if "%" in row.completion or not number else f"{row.completion}%"},
        texts,
        "",
        found[0] if found else None,
    )
