"""Number the places that an answer was computed from."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage, Section
from qa.answer import Citation
from qa.tables.query import Entity
from qa.tables.records import Record

MOST_ROWS = 40
"""Up to so many rows are cited one by one; above, the tables of their departments are."""


MOST_REVIEWED = 10
"""Up to so many rows are cited with what the report says of why they were missed."""


class Citations:
    """The numbered citations of one answer, in the order in which they are first used."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._summaries: dict[str, Passage] = {}
        for passage in passages:
            if passage.section is Section.SUMMARY:
                self._summaries.setdefault(passage.department, passage)
        self._used: dict[str, Passage] = {}

    def mark(self, rows: Sequence[Record]) -> str:
        """`[n, …]` for rows, or for the tables of their departments where they are many."""
        return self.mark_departments((), rows=rows)

    def mark_departments(
        self, departments: Sequence[str], entity: Entity = Entity.INDICATOR, rows: Sequence[Record] = ()
    ) -> str:
        """`[n, …]` for what a result by department rests on: few rows, and the departments' own tables of how
        many they have; of many rows those tables alone.
        """
        passages, own = self.of_rows(rows), entity in (Entity.INDICATOR, Entity.BOTH)
        if passages and (len(rows) <= MOST_ROWS or not own):
            whole = self.of_departments(departments) if own else []
            return self.mark_passages([*passages[:MOST_ROWS], *whole])
        departments = departments or list(dict.fromkeys(row.department for row in rows))
        return self.mark_passages(self.of_departments(departments) or list(self._summaries.values()))

    def of_rows(self, rows: Sequence[Record]) -> list[Passage]:
        """The passages of rows, and of few of them those too that say why they were missed."""
        passages = [row.passage for row in rows if row.passage is not None]
        few = len(rows) <= MOST_REVIEWED
        return passages + [row.review for row in rows if few and row.review is not None]

    def of_departments(self, departments: Sequence[str]) -> list[Passage]:
        """The departments' own tables of how many indicators were attained."""
        return [self._summaries[name] for name in departments if name in self._summaries]

    def mark_passages(self, passages: Sequence[Passage]) -> str:
        """`[n, …]` for passages, which are numbered in the order in which they are first used."""
        for passage in passages:
            self._used.setdefault(passage.id, passage)
        order = list(self._used)
        numbers = sorted({order.index(passage.id) + 1 for passage in passages})
        return f"[{','.join(map(str, numbers))}]" if numbers else ""

    def all(self) -> tuple[Citation, ...]:
        return tuple(Citation.of(n, one, one.text) for n, one in enumerate(self._used.values(), start=1))
