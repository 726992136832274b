"""The indicator table as plain rows: what the database holds and what the page lists."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.model import Department, Indicator, Report
from qa.tables.amounts import read_amount
from qa.tables.query import BELOW80, CLASSES, FULL, PARTIAL, Range

CLASS_NAMES: dict[Range, str] = {FULL: "100%", PARTIAL: "80%以上未滿100%", BELOW80: "未滿80%"}
UNKNOWN_CLASS = "未載明"

COLUMNS = {
    "department": "局處",
    "kind": "類別",
    "goal_number": "策略目標編號",
    "goal": "策略目標",
    "number": "指標編號",
    "name": "指標",
    "target": "原定目標值",
    "actual": "達成目標值",
    "attainment": "達成度",
    "attainment_class": "達成區間",
    "explanation": "說明",
    "page": "頁碼",
    "line": "原文行",
}
"""Keys of `list_rows` with the heading that users see."""


@dataclass(frozen=True)
class Row:
    """An indicator with what was read from its cells.

    `percent` is the printed attainment; `class_name` one of CLASS_NAMES or UNKNOWN_CLASS; `unit` is the
    unit that target and actual agree in, "" when they do not; both values are None when a cell holds no
    single number.
    """

    id: int
    indicator: Indicator
    class_name: str
    unit: str
    target_value: float | None
    actual_value: float | None
    actual_missing: bool  # 達成目標值 is empty or holds no number

    @property
    def department(self) -> str:
        return self.indicator.department

    @property
    def percent(self) -> float | None:
        return self.indicator.attainment_percent

    @property
    def gap(self) -> float | None:
        """Actual − target in `unit`; None where they cannot be subtracted."""
        if self.target_value is None or self.actual_value is None:
            return None
        return round(self.actual_value - self.target_value, 6)


def read_rows(report: Report) -> tuple[Row, ...]:
    """All rows of a report, key and common indicators, in printed order; `id` counts from 0."""
    rows: list[Row] = []
    for department in report.departments:
        classes = _classify(department)
        for indicator, class_name in zip(department.indicators, classes, strict=True):
            rows.append(_read_row(len(rows), indicator, class_name))
    return tuple(rows)


def list_rows(report: Report) -> list[dict[str, Any]]:
    """The rows as dictionaries with the keys of COLUMNS, numbers as numbers, for a table or a download."""
    return [
        {
            "department": row.department,
            "kind": "共同性指標" if row.indicator.common else "關鍵績效指標",
            "goal_number": row.indicator.goal_number,
            "goal": row.indicator.goal,
            "number": row.indicator.number,
            "name": row.indicator.name,
            "target": row.indicator.target,
            "actual": row.indicator.actual,
            "attainment": row.percent if row.percent is not None else row.indicator.attainment,
            "attainment_class": row.class_name,
            "explanation": row.indicator.explanation,
            "page": row.indicator.page.number,
            "line": row.indicator.lines[0],
        }
        for row in read_rows(report)
    ]


def write_csv(rows: Iterable[dict[str, Any]]) -> str:
    """The rows of `list_rows` as CSV with Chinese headings; begins with a BOM so that Excel reads UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(COLUMNS), lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows({key: _disarm(value) for key, value in row.items()} for row in rows)
    return "\ufeff" + out.getvalue()


def classify_percent(percent: float | None) -> str:
    """The class of an attainment, UNKNOWN_CLASS for None."""
    return next((CLASS_NAMES[c] for c in CLASSES if percent in c), UNKNOWN_CLASS)


def _classify(department: Department) -> list[str]:
    """The class of each row of a department.

    A key indicator without a printed number takes the class that the department's own count leaves over,
    when it leaves over exactly one.
    """
    classes = [classify_percent(indicator.attainment_percent) for indicator in department.indicators]
    open_rows = [
        position
        for position, indicator in enumerate(department.indicators)
        if classes[position] == UNKNOWN_CLASS and not indicator.common
    ]
    if not open_rows or department.summary is None:
        return classes
    counted: dict[str, int] = defaultdict(int)
    for indicator, name in zip(department.indicators, classes, strict=True):
        counted[name] += not indicator.common
    declared = department.summary
    left_over = {
        name: number - counted[name]
        for name, number in zip(
            CLASS_NAMES.values(), (declared.full, declared.partial, declared.below80), strict=True
        )
        if number != counted[name]
    }
    if list(left_over.values()) == [len(open_rows)]:
        for position in open_rows:
            classes[position] = next(iter(left_over))
    return classes


def _read_row(number: int, indicator: Indicator, class_name: str) -> Row:
    target, actual = read_amount(indicator.target), read_amount(indicator.actual)
    missing = not any(character.isdigit() for character in indicator.actual)
    if target and actual and (target.unit == actual.unit or not (target.unit and actual.unit)):
        # A unit printed once holds for both cells: 「0%」 against 「0」.
        unit = target.unit or actual.unit
        return Row(number, indicator, class_name, unit, target.value, actual.value, missing)
    return Row(number, indicator, class_name, "", None, None, missing)


def _disarm(value: Any) -> Any:
    """A cell that a spreadsheet would take for a formula is kept as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "@"):
        return "'" + value
    return value
