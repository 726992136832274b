"""What changed in the indicators from one report to another: renamed, new, dropped, other targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from corpus.model import ReportId
from qa.answer import Answer, Route, Status
from qa.library.comparing import cite_rows, difference
from qa.library.matching import Twin, office_of
from qa.library.phrases import Phrases
from qa.tables.query import Entity
from qa.tables.records import Record

CELLS = ("department", "name", "target", "actual", "attainment")
LISTED = 5
"""Rows that each list shows; an answer has at most about 800 characters."""


def tell_changes(
    new: tuple[ReportId, Sequence[Record]],
    old: tuple[ReportId, Sequence[Record]],
    twins: Mapping[Record, Twin],
    departments: Collection[str],
    phrases: Phrases,
) -> Answer:
    """The answer on all key indicators, or those of some departments; `twins` leads from new rows to old."""
    offices = {office_of(name) for name in departments}
    rows = _key_rows(new[1], offices)
    met = {id(twin.row) for twin in twins.values()}
    both = [(row, twins[row]) for row in rows if row in twins]
    added = [row for row in rows if row not in twins]
    dropped = [row for row in _key_rows(old[1], offices) if id(row) not in met]
    renamed = [(row, twin.row) for row, twin in both if twin.renamed]
    moves = [
        (found[0], row, twin.row) for row, twin in both if (found := difference(twin.row, row, "target"))
    ]
    moves = sorted((move for move in moves if move[0]), key=lambda move: -abs(move[0]) / _size(move[2]))
    among = (new[0], old[0])
    said = {"new": phrases.label(new[0], among), "old": phrases.label(old[0], among)}
    where = phrases("of_department", departments=phrases.join(departments)) if departments else ""
    lines = [
        phrases(
            "changes" if new[0].city == old[0].city else "changes_places",
            where=where,
            both=len(both),
            renamed=len(renamed),
            added=len(added),
            dropped=len(dropped),
            raised=sum(move[0] > 0 for move in moves),
            lowered=sum(move[0] < 0 for move in moves),
            **said,
        )
    ]
    cited: list[tuple[Record, ReportId]] = []

    def cite(*places: tuple[Record, ReportId]) -> str:
        cited.extend(places)
        return f" [{','.join(str(len(cited) - len(places) + n + 1) for n in range(len(places)))}]"

    def tell(key: str, items: Sequence[str], total: int) -> None:
        if items:
            lines.extend(["", phrases(key, **said), *(f"- {item}" for item in items)])
            if total > len(items):
                lines.append(phrases("rest", n=total - len(items)))

    shown = [
        phrases(
            "item_renamed",
            department=row.department,
            old=other.name,
            new=row.name,
            mark=cite((row, new[0]), (other, old[0])),
        )
        for row, other in renamed[:LISTED]
    ]
    tell("list_renamed", shown, len(renamed))
    for key, found, report in (("list_added", added, new[0]), ("list_dropped", dropped, old[0])):
        shown = [
            phrases("item_row", department=row.department, name=row.name, mark=cite((row, report)))
            for row in found[:LISTED]
        ]
        tell(key, shown, len(found))
    shown = [
        phrases(
            "item_target",
            department=row.department,
            name=row.name,
            old=other.printed["target"],
            new=row.printed["target"],
            mark=cite((other, old[0]), (row, new[0])),
        )
        for _, row, other in moves[:LISTED]
    ]
    tell("list_targets", shown, len(moves))
    changes = [("renamed" if twin.renamed else "both", twin.row, row) for row, twin in both]
    changes += [("added", None, row) for row in added] + [("dropped", row, None) for row in dropped]
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer="\n".join(lines),
        citations=cite_rows(cited),
        support=1.0,
        table=_table(changes, said, phrases),
    )


def _table(
    pairs: Sequence[tuple[str, Record | None, Record | None]], labels: Mapping[str, str], phrases: Phrases
) -> dict[str, Any]:
    """All rows, also those that are not listed: what became of each, and its cells in both reports."""
    columns = [{"key": "change", "label": phrases("change")}]
    columns += [
        {"key": f"{side}_{cell}", "label": f"{labels[side]} {phrases(cell)}"}
        for side in ("old", "new")
        for cell in CELLS
    ]
    rows = [{"change": change} | _cells("old", old) | _cells("new", new) for change, old, new in pairs]
    return {"columns": columns, "rows": rows}


def _cells(side: str, row: Record | None) -> dict[str, str | None]:
    if row is None:
        return {f"{side}_{cell}": None for cell in CELLS}
    return {f"{side}_{cell}": row.printed.get(cell, getattr(row, cell, "")) for cell in CELLS}


def _key_rows(rows: Sequence[Record], offices: Collection[str]) -> list[Record]:
    return [
        row
        for row in rows
        if row.entity is Entity.INDICATOR and (not offices or office_of(row.department) in offices)
    ]


def _size(row: Record) -> float:
    return max(abs(row.numbers["target"]), 1.0)
