"""What was read, held against what the report says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.contradictions import Contradiction
from corpus.model import Department, LeftOut, Passage, Report
from corpus.traced import Traced

REPEATED = "重複印出的名稱、編號或完成程度"
UNPLACED = "未歸入任何段落"
COUNTS = ("goals", "indicators", "full", "partial", "below80")
"""What the report's own table declares of a department."""
COUNTED = (*COUNTS, "common", "shortfalls", "programmes", "passages")


@dataclass(frozen=True)
class DepartmentAudit:
    """The counts of a department; `declared` is what its table says, None where it has none."""

    name: str
    goals: int
    indicators: int
    full: int
    partial: int
    below80: int
    common: int
    shortfalls: int
    programmes: int
    passages: int
    declared: dict[str, int] | None

    @property
    def agrees(self) -> bool | None:
        """Whether the counts are those declared; None where nothing is declared."""
        if self.declared is None:
            return None
        return all(getattr(self, name) == self.declared[name] for name in COUNTS)


@dataclass(frozen=True)
class Partly:
    """A source line of which some characters stand in no passage."""

    line: int
    characters: int
    why: str


@dataclass(frozen=True)
class Audit:
    """A report's audit.

    Characters are counted without white space and markup, from the first department's title on:
    source_characters all there are, passage_characters those that stand in a passage,
    left_out_characters those on lines that are left out for a reason, twice those in two passages.
    """

    report: str
    departments: tuple[DepartmentAudit, ...]
    source_characters: int
    passage_characters: int
    left_out_characters: int
    twice: int
    left_out: tuple[LeftOut, ...]
    partly: tuple[Partly, ...]
    contradictions: tuple[Contradiction, ...] = ()
    lacking: tuple[str, ...] = ()  # what of the report the file does not have, a sentence each

    @property
    def share(self) -> float:
        """Share of the characters not left out by their line that stand in exactly one passage."""
        kept = self.source_characters - self.left_out_characters
        return (self.passage_characters - self.twice) / kept if kept else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as plain data, as `audit --json` prints it."""
        return {
            "report": self.report,
            "lacking": list(self.lacking),
            "departments": [_department_dict(one) for one in self.departments],
            "text": {
                "source_characters": self.source_characters,
                "passage_characters": self.passage_characters,
                "left_out_characters": self.left_out_characters,
                "twice": self.twice,
                "share": round(self.share, 5),
                "left_out": [{"line": one.line, "why": one.why} for one in self.left_out],
                "partly": [
                    {"line": one.line, "characters": one.characters, "why": one.why} for one in self.partly
                ],
            },
            "contradictions": [one.to_dict() for one in self.contradictions],
        }


def _department_dict(one: DepartmentAudit) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in COUNTED}
    return {"name": one.name, **counts, "declared": one.declared, "agrees": one.agrees}


def audit_report(
    report: Report, passages: Sequence[Passage], contradictions: Sequence[Contradiction] = ()
) -> Audit:
    """Return the audit of a report that was just parsed and cut.

    The passages' texts must still know their source lines (those of a loaded index do not).
    """
    start = report.departments[0].lines[0] if report.departments else 1
    printed = {line: n for line, n in enumerate(report.characters, 1) if line >= start and n}
    found: dict[int, int] = {}
    for passage in passages:
        text = passage.text if isinstance(passage.text, Traced) else Traced(passage.text)
        for line, number in text.counts().items():
            found[line] = found.get(line, 0) + number
    whole = {one.line: one for one in report.left_out if not one.partly and one.line >= start}
    some = {one.line: one.why for one in report.left_out if one.partly}
    for line in printed:
        if line not in found and line not in whole:
            whole[line] = LeftOut(line, UNPLACED)
    missing = {line: n - found.get(line, 0) for line, n in printed.items() if line not in whole}
    return Audit(
        str(report.id),
        tuple(_audit_department(one, passages) for one in report.departments),
        sum(printed.values()),
        sum(found.values()),
        sum(printed.get(line, 0) for line, one in whole.items() if one.why != UNPLACED),
        sum(max(found[line] - printed.get(line, 0), 0) for line in found),
        tuple(whole[line] for line in sorted(whole)),
        tuple(Partly(line, n, some.get(line, REPEATED)) for line, n in sorted(missing.items()) if n > 0),
        tuple(contradictions),
        report.lacking,
    )


def _audit_department(department: Department, passages: Sequence[Passage]) -> DepartmentAudit:
    indicators = [one for one in department.indicators if not one.common]
    attained = [one.attainment_percent for one in indicators if one.attainment_percent is not None]
    summary = department.summary
    return DepartmentAudit(
        department.name,
        len({(one.goal_number, one.goal) for one in indicators}),
        len(indicators),
        sum(value >= 100 for value in attained),
        sum(80 <= value < 100 for value in attained),
        sum(value < 80 for value in attained),
        len(department.indicators) - len(indicators),
        len(department.shortfalls),
        len(department.programmes),
        sum(passage.department == department.name for passage in passages),
        {name: getattr(summary, name) for name in COUNTS} if summary else None,
    )
