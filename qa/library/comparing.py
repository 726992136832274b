"""One indicator of several reports side by side: a table, the differences, and what else changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.model import ReportId
from index.words import plain_number
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.library.phrases import Phrases
from qa.tables.records import Record

CELLS = ("target", "actual", "attainment")
MEASURED = ("actual", "target")


@dataclass(frozen=True)
class Side:
    """A report with its row, None where it has no such indicator; `renamed` where that has another name."""

    report: ReportId
    row: Record | None
    renamed: bool = False


def compare_rows(sides: Sequence[Side], base: ReportId, phrases: Phrases) -> Answer:
    """The answer for one indicator; `sides` in the order to tell them, with the base's own row among them."""
    among = [side.report for side in sides]
    own = next(side for side in sides if side.report == base)
    citations = cite_rows([(side.row, side.report) for side in sides if side.row])
    marks = dict(zip([side.row for side in sides if side.row], citations, strict=True))
    row = own.row
    lines = [
        phrases(
            "title" if row.goal else "title_bare", name=row.name, department=row.department, goal=row.goal
        )
    ]
    lines += ["", f"| {phrases('report')} | {' | '.join(map(phrases, CELLS))} |", "|---" * 4 + "|"]
    for side in sides:
        cells = [side.row.printed[cell] for cell in CELLS] if side.row else [phrases("none"), "", ""]
        mark = f" [{marks[side.row].n}]" if side.row else ""
        lines.append(f"| {phrases.label(side.report, among)}{mark} | {' | '.join(cells)} |")
    lines.append("")
    there = [side for side in sides if side.row]
    pairs = list(pairwise(there))
    if len(there) > 2:
        pairs.append((there[0], there[-1]))
    for measure in MEASURED:
        lines += [line for old, new in pairs if (line := _tell_change(old, new, measure, among, phrases))]
    for side in sides:
        label = phrases.label(side.report, among)
        if side.row is None:
            lines.append(phrases("lacking", report=label))
        elif side.row is not row and (side.renamed or side.row.name != row.name):
            moved = side.row.department != row.department
            department = phrases("elsewhere", department=side.row.department) if moved else ""
            mark = f"[{marks[side.row].n}]"
            key = "renamed" if side.renamed else "called"
            lines.append(phrases(key, report=label, name=side.row.name, department=department, mark=mark))
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer="\n".join(lines),
        citations=citations,
        figures=tuple(_figures(marks)),
        support=1.0,
        table=_table(sides, phrases),
    )


def cite_rows(rows: Sequence[tuple[Record, ReportId]]) -> tuple[Citation, ...]:
    """A citation of each row, numbered from 1, with the report that it stands in."""
    return tuple(
        replace(Citation.of(n, row.passage, row.passage.text), report=str(report))
        for n, (row, report) in enumerate(rows, start=1)
    )


def difference(old: Record, new: Record, measure: str) -> tuple[float, str] | None:
    """How much more the new row has of a measure, and the unit; None where they do not compare."""
    if old.unit != new.unit or measure not in old.numbers or measure not in new.numbers:
        return None
    if measure == "actual" and ("gap" in old.numbers) != ("gap" in new.numbers):
        return None  # one of the two is printed in another unit than its target
    return round(new.numbers[measure] - old.numbers[measure], 6), new.unit


def _tell_change(old: Side, new: Side, measure: str, among: Sequence[ReportId], phrases: Phrases) -> str:
    """What became of a measure from one report to the next; "" where nothing can be said."""
    said = {
        "what": phrases(measure),
        "old": phrases.label(old.report, among),
        "new": phrases.label(new.report, among),
        "a": new.row.printed[measure],
        "b": old.row.printed[measure],
    }
    found = difference(old.row, new.row, measure)
    if said["a"] == said["b"]:
        return phrases("same", printed=said["a"], **said) if said["a"] else ""
    if found is None:
        return phrases("reworded", **said) if measure == "target" and said["a"] and said["b"] else ""
    amount, unit = found
    if amount == 0:
        return phrases("same", printed=said["a"], **said)
    number = f"{abs(amount):,.0f}" if amount == int(amount) else plain_number(abs(amount))
    told = phrases("points", n=number) if unit == "%" else f"{number} {unit}".strip()
    if measure == "target" and old.report.city == new.report.city:
        return phrases("raised" if amount > 0 else "lowered", amount=told, **said)
    return phrases("more" if amount > 0 else "less", amount=told, **said)


def _figures(marks: dict[Record, Citation]) -> list[ShownFigure]:
    return [
        ShownFigure(row.printed[measure], row.numbers[measure], row.unit, citation.n)
        for row, citation in marks.items()
        for measure in ("target", "actual")
        if measure in row.numbers
    ]


def _table(sides: Sequence[Side], phrases: Phrases) -> dict:
    columns = [{"key": "report", "label": phrases("report")}]
    columns += [{"key": cell, "label": phrases(cell)} for cell in CELLS]
    rows = [
        {"report": str(side.report)}
        | {cell: side.row.numbers.get(cell) for cell in CELLS}
        | {f"{cell}_printed": side.row.printed[cell] for cell in CELLS}
        for side in sides
        if side.row
    ]
    return {"columns": columns, "rows": rows}
