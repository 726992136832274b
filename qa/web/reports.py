"""The reports of a library as the page knows them: names, addresses, and the sources of each.

Over one report there is nothing to choose, and all of this is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qa.answer import Answer
from qa.web.sources import SourceBook

if TYPE_CHECKING:
    from qa.library.folder import Entry


def root_of(name: str) -> str:
    """What stands before the paths of a report's own pages."""
    return f"/reports/{quote(name)}"


@dataclass(frozen=True)
class Reports:
    """The reports of a library, the settings' own first; none where there is only that one."""

    library: Any = None
    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, assistant: Any) -> Reports:
        """The reports of an assistant or a library."""
        entries = tuple(getattr(assistant, "reports", ()))
        return cls(assistant, entries) if len(entries) > 1 else cls()

    @property
    def others(self) -> tuple[Entry, ...]:
        """All but the settings' own."""
        return self.entries[1:]

    def root(self, entry: Entry) -> str:
        """What stands before the paths of a report's pages; the settings' own has nothing there."""
        return "" if entry is self.entries[0] else root_of(entry.name)

    def find(self, report: str) -> Entry | None:
        """The report of a city and year as printed; the first of several that are named."""
        return next((entry for entry in self.entries if report.startswith(str(entry.id))), None)

    def called(self, name: str | None) -> str:
        """A report's city and year by its name; "" for none."""
        return next((str(entry.id) for entry in self.entries if entry.name == name), "")

    def root_of(self, answer: Answer) -> str:
        """What stands before the paths of the report that an answer is from."""
        entry = self.find(answer.report)
        return self.root(entry) if entry else ""

    def book(self, report: str) -> SourceBook | None:
        """The sources of another report than the settings' own; None for that and where it is not known."""
        entry = self.find(report)
        if entry is None or entry is self.entries[0]:
            return None
        made = SourceBook.of
        return self.library.keep(
            entry.id, "sources", lambda one: made(one.report, one.passages, root_of(entry.name))
        )
