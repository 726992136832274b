"""The report's own counts of its departments, held against the parsed rows."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Report
from qa.tables.rows import CLASS_NAMES, Row


@dataclass(frozen=True)
class Disagreement:
    """A count that a department's 達成一覽表 declares and its rows do not have.

    `what` is one of goals, indicators, full, partial, below80.
    """

    department: str
    what: str
    declared: int
    counted: int


class Summaries:
    """Names of the departments in printed order and where their tables disagree with their rows."""

    def __init__(self, report: Report, rows: tuple[Row, ...]) -> None:
        self.names = [department.name for department in report.departments]
        self._found = [found for department in report.departments for found in _compare(department, rows)]

    def disagreements(self, departments: list[str]) -> list[Disagreement]:
        """Those of the given departments."""
        return [found for found in self._found if found.department in departments]


def _compare(department, rows: tuple[Row, ...]) -> list[Disagreement]:
    declared = department.summary
    if declared is None:
        return []
    own = [row for row in rows if row.department == department.name and not row.indicator.common]
    by_class = [sum(row.class_name == name for row in own) for name in CLASS_NAMES.values()]
    counted = {
        "goals": len({(row.indicator.goal_number, row.indicator.goal) for row in own}),
        "indicators": len(own),
        **dict(zip(("full", "partial", "below80"), by_class, strict=True)),
    }
    return [
        Disagreement(department.name, what, getattr(declared, what), number)
        for what, number in counted.items()
        if getattr(declared, what) != number
    ]
