"""The programmes with their completion and the money that they name, filtered and sorted, as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from starlette.responses import Response

from corpus.figures import find_figures
from corpus.model import Figure
from index.words import fold
from qa.web.pages.library import Block, Kind, Library
from qa.web.pages.site import Site
from qa.web.pages.tables import Listing, Query, as_file
from qa.web.sources import address_of

PATH = "/programmes"
FILTERS = ("q", "department", "completion")
COMPLETIONS = ("below", "full", "unstated")
COLUMNS = (
    *("department", "category", "item", "subitem", "goal_sdg", "completion", "completion_value"),
    *("amount", "amount_value", "amounts", "text", "page", "page_estimated", "first_line", "last_line"),
)


@dataclass(frozen=True)
class Work:
    """A programme; `block` has its passages."""

    number: int
    block: Block

    @property
    def department(self) -> str:
        return self.block.department

    @cached_property
    def percent(self) -> float | None:
        """The printed completion; None where none is printed."""
        figures = find_figures(self.block.programme.completion)
        return figures[0].value if figures else None

    @cached_property
    def amounts(self) -> list[Figure]:
        """The sums of money that its text names, as printed; they overlap, so they are not added up."""
        return [one for passage in self.block.passages for one in passage.figures if one.kind == "money"]

    @property
    def largest(self) -> Figure | None:
        return max(self.amounts, key=lambda figure: figure.value, default=None)

    @cached_property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.block.passages)

    @cached_property
    def haystack(self) -> str:
        return fold(f"{self.department} {self.block.title} {self.text}")


_KEYS = {
    "department": lambda work: work.number,
    "name": lambda work: work.block.title,
    "completion": lambda work: work.percent,
    "amount": lambda work: work.largest.value if work.largest else None,
}


def collect_works(library: Library) -> list[Work]:
    """Every programme in the order of the report."""
    blocks = [
        block for chapter in library.chapters for block in chapter.blocks if block.kind is Kind.PROGRAMME
    ]
    return [Work(number, block) for number, block in enumerate(blocks)]


def choose_works(works: list[Work], query: Query) -> Listing[Work]:
    def fits(work: Work) -> bool:
        if query["department"] and work.department != query["department"]:
            return False
        if query["completion"] == "unstated":
            return work.percent is None
        if query["completion"] in COMPLETIONS and (
            work.percent is None or (work.percent < 100) is not (query["completion"] == "below")
        ):
            return False
        return all(word in work.haystack for word in query.words)

    return Listing.of((work for work in works if fits(work)), query, _KEYS)


def show_programmes(site: Site, works: list[Work], given: Mapping[str, str], search: str) -> Response:
    query = Query.read(PATH, given, FILTERS, _KEYS)
    return site.page(
        "programmes.html",
        path=PATH,
        query=search,
        listing=choose_works(works, query),
        q=query,
        departments=[chapter.department.name for chapter in site.library.chapters],
        completions=COMPLETIONS,
        address=lambda passage: address_of(site.texts, passage),
    )


def give_programmes(site: Site, works: list[Work], given: Mapping[str, str], kind: str) -> Response:
    t = site.texts
    listing = choose_works(works, Query.read(PATH, given, FILTERS, _KEYS))
    header = [t("row." + column) for column in COLUMNS]
    return as_file(kind, t("programmes.file"), header, (_line(site, work) for work in listing.rows))


def _line(site: Site, work: Work) -> tuple[object, ...]:
    one, largest, page = work.block.programme, work.largest, work.block.passages[0].page
    return (
        work.department,
        one.category,
        one.item,
        one.subitem,
        one.goal_sdg,
        one.completion,
        work.percent,
        largest.text if largest else "",
        largest.value if largest else None,
        "、".join(figure.text for figure in work.amounts),
        work.text,
        page.number,
        site.texts("row.yes") if page.estimated else "",
        *one.lines,
    )
