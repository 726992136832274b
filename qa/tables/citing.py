"""Number the places that an answer was computed from."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage, Section
from qa.answer import Citation
from qa.tables.query import Entity
from qa.tables.records import Record

MOST_ROWS = 20
"""Up to so many rows are cited one by one; above, the tables of their departments are."""


class Citations:
    """The numbered citations of one answer, in the order in which they are first used."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._summaries: dict[str, Passage] = {}
        for passage in passages:
            if passage.section is Section.SUMMARY:
                self._summaries.setdefault(passage.department, passage)
        self._used: list[Passage] = []

    def mark(self, rows: Sequence[Record]) -> str:
        """`[n, …]` for rows, or for the tables of their departments where they are many."""
        passages = [row.passage for row in rows if row.passage is not None]
        if 0 < len(rows) <= MOST_ROWS and passages:
            return self._mark(passages)
        return self.mark_departments(list(dict.fromkeys(row.department for row in rows)))

    def mark_departments(
        self, departments: Sequence[str], entity: Entity = Entity.INDICATOR, rows: Sequence[Record] = ()
    ) -> str:
        """`[n, …]` for what a result by department rests on: few rows, else the departments' own tables."""
        passages = [row.passage for row in rows if row.passage is not None]
        if passages and (len(rows) <= MOST_ROWS or entity not in (Entity.INDICATOR, Entity.BOTH)):
            return self._mark(passages[:MOST_ROWS])
        departments = departments or list(dict.fromkeys(row.department for row in rows))
        found = [self._summaries[name] for name in departments if name in self._summaries]
        return self._mark(found or list(self._summaries.values()))

    def _mark(self, passages: Sequence[Passage]) -> str:
        numbers = []
        for passage in dict.fromkeys(passage.id for passage in passages):
            known = next((at for at, one in enumerate(self._used) if one.id == passage), None)
            if known is None:
                self._used.append(next(one for one in passages if one.id == passage))
                known = len(self._used) - 1
            numbers.append(known + 1)
        return f"[{','.join(map(str, sorted(numbers)))}]" if numbers else ""

    def all(self) -> tuple[Citation, ...]:
        return tuple(Citation.of(n, passage, passage.text) for n, passage in enumerate(self._used, start=1))
