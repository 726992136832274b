"""The report's own counts of its departments, held against the parsed rows."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Department, Report
from qa.tables.rows import CLASS_NAMES, Row

COUNTS = ("goals", "indicators", "full", "partial", "below80")
"""What a 達成一覽表 counts, by the names of `corpus.model.Summary`."""


class Summaries:
    """Names of the departments in printed order, what their tables declare, and which are wrong."""

    def __init__(self, report: Report, rows: Sequence[Row]) -> None:
        self.names = [department.name for department in report.departments]
        self._summaries = {department.name: department.summary for department in report.departments}
        self._disagreeing = {d.name for d in report.departments if _disagrees(d, rows)}

    def disagreeing(self, departments: Sequence[str]) -> list[str]:
        """Those of the departments whose own table counts otherwise than its rows."""
        return [name for name in departments if name in self._disagreeing]

    def declared(self, departments: Sequence[str]) -> dict[str, int]:
        """The sums of what the tables of the departments declare, by the names of COUNTS."""
        known = [summary for name in departments if (summary := self._summaries[name]) is not None]
        return {what: sum(getattr(summary, what) for summary in known) for what in COUNTS}


def count_rows(department: str, rows: Sequence[Row]) -> dict[str, int]:
    """What the key indicators of a department count, by the names of COUNTS."""
    own = [row for row in rows if row.department == department and not row.indicator.common]
    by_class = [sum(row.class_name == name for row in own) for name in CLASS_NAMES.values()]
    goals = {(row.indicator.goal_number, row.indicator.goal) for row in own}
    return dict(zip(COUNTS, (len(goals), len(own), *by_class), strict=True))


def _disagrees(department: Department, rows: Sequence[Row]) -> bool:
    if department.summary is None:
        return False
    counted = count_rows(department.name, rows)
    return any(getattr(department.summary, what) != counted[what] for what in COUNTS)
