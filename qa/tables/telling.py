"""Tell the result of a query: one sentence of what was computed, then the lines with their sources."""

from __future__ import annotations

from typing import Any

from qa.tables.citing import Citations
from qa.tables.evaluate import Result
from qa.tables.groups import GroupTeller
from qa.tables.query import Level, Query

ROOM = 780
"""Characters of an answer; a list may have 800."""


class Teller(GroupTeller):
    """Tells results in one language."""

    def tell(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        """The text of one result in at most about `room` characters, and its whole table."""
        if query.level is Level.ROWS:
            return self.tell_rows(query, result, citations, room)
        return self.tell_groups(query, result, citations, room)
