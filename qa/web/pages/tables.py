"""What the pages of rows share: a view of the query, columns that sort, and files to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from corpus.figures import find_figures
from corpus.model import Passage
from index.words import fold
from qa.web.downloads import csv_bytes, download, xlsx_bytes
from qa.web.pages.site import Site
from qa.web.texts import Texts

T = TypeVar("T")
PLACE = ("page", "page_estimated", "first_line", "last_line")
"""Columns that `place_of` fills."""
LONGEST = 3000
"""Characters of a filter; an answer over all rows names the line of each."""
ROWS = 50
"""Rows of one screen; the files have all of them."""
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Query:
    """What an address asks of a list: its filters, the column to sort by, and the screen."""

    path: str
    filters: Mapping[str, str]
    sort: str = ""
    screen: int = 1

    @classmethod
    def read(cls, path: str, given: Mapping[str, str], names: Iterable[str], columns: Iterable[str]) -> Query:
        """Filters of these names; what cannot be sorted by, and a screen that is no number, are left out."""
        filters = {name: given.get(name, "").strip()[:LONGEST] for name in names}
        sort = given.get("sort", "")
        typed = given.get("screen", "1")
        screen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
        return cls(path, filters, sort if sort.lstrip("-") in set(columns) else "", max(screen, 1))

    def __getitem__(self, name: str) -> str:
        return self.filters[name]

    @property
    def filtered(self) -> bool:
        return any(self.filters.values())

    @property
    def words(self) -> list[str]:
        return fold(self.filters.get("q", "")).split()

    def address(self, site: Site, suffix: str = "", **changes: Any) -> str:
        """The address of this view with some of it changed; a file's with its suffix."""
        given: dict[str, Any] = {**self.filters, "sort": self.sort} | changes
        return site.url(self.path + suffix, **given)

    def sorting(self, site: Site, column: str) -> tuple[str, str]:
        """Where a column's head leads, and how the rows stand by it now (for aria-sort)."""
        state = {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")
        return self.address(site, sort=f"-{column}" if state == "ascending" else column), state


@dataclass(frozen=True)
class Listing(Generic[T]):
    """Rows as an address asks for them."""

    rows: Sequence[T]
    query: Query

    @classmethod
    def of(cls, rows: Iterable[T], query: Query, keys: Mapping[str, Callable[[T], Any]]) -> Listing[T]:
        """Sorted by the column that the query names; rows without a value come last either way."""
        listed = list(rows)
        if query.sort:
            key = keys[query.sort.lstrip("-")]
            known = [row for row in listed if key(row) is not None]
            known.sort(key=key, reverse=query.sort.startswith("-"))
            listed = known + [row for row in listed if key(row) is None]
        return cls(listed, query)

    @property
    def screens(self) -> int:
        return max((len(self.rows) - 1) // ROWS + 1, 1)

    @property
    def screen(self) -> int:
        return min(self.query.screen, self.screens)

    @property
    def first(self) -> int:
        """The number of the screen's first row, from 1."""
        return (self.screen - 1) * ROWS + 1

    @property
    def shown(self) -> Sequence[T]:
        return self.rows[self.first - 1 : self.screen * ROWS]


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """Rows that an address filters and sorts: as a page, and as files of all that it shows."""

    site: Site
    path: str  # also names template and file
    filters: Sequence[str]
    choose: Callable[[Query], Listing[T]]
    columns: Sequence[str]  # of the file, named by `row.…` of the texts
    lines: Callable[[T], Iterable[Sequence[object]]]  # of the file; most rows have one
    more: Callable[[Listing[T]], Mapping[str, Any]] = lambda listing: {}  # what else the template needs
    keys: Sequence[str] = ()  # columns that can be sorted by

    @property
    def name(self) -> str:
        return self.path.strip("/")

    def show(self, request: Request) -> Response:
        query = Query.read(self.path, request.query_params, self.filters, self.keys)
        listing = self.choose(query)
        return self.site.page(
            f"{self.name}.html",
            path=self.path,
            query=request.url.query,
            q=query,
            listing=listing,
            **self.more(listing),
        )

    def give(self, request: Request, kind: str) -> Response:
        """The rows as a download of the kind csv or xlsx."""
        t, query = self.site.texts, Query.read(self.path, request.query_params, self.filters, self.keys)
        rows = (line for row in self.choose(query).rows for line in self.lines(row))
        header, name = [t(f"row.{column}") for column in self.columns], t("list.file_" + self.name)
        data = csv_bytes(header, rows) if kind == "csv" else xlsx_bytes(name, header, rows)
        return download(data, f"{name}.{kind}", CSV if kind == "csv" else XLSX)


def place_of(passage: Passage, texts: Texts) -> tuple[object, ...]:
    """Where a passage is printed, as the last cells of a line: page, whether estimated, and lines."""
    return passage.page.number, texts("row.yes") if passage.page.estimated else "", *passage.lines


def number_and_unit(cell: str) -> tuple[float | None, str]:
    """The number of a cell and its unit where it holds exactly one figure; else None and ""."""
    figures = [figure for figure in find_figures(cell) if figure.kind != "date"]
    if len(figures) != 1:
        return None, ""
    figure = figures[0]
    value = int(figure.value) if float(figure.value).is_integer() else figure.value
    return value, figure.unit or ("%" if figure.kind == "percent" else "")
