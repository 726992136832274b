"""The programmes with their completion and the money that they name, filtered and sorted, as files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus.figures import find_figures
from corpus.model import Figure
from index.words import fold
from qa.web.pages.library import Block, Kind, Library
from qa.web.pages.site import Site
from qa.web.pages.tables import PLACE, Listing, ListPage, Query, place_of
from qa.web.rows import Band, band_of

FILTERS = ("q", "department", "completion")
COMPLETIONS = ("below", "full", "unstated")
COLUMNS = (
    *("department", "category", "item", "subitem", "goal_sdg", "completion", "completion_value"),
    *("amount", "amount_value", "amounts", "text"),
    *PLACE,
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

    @property
    def band(self) -> Band:
        return band_of(self.percent)

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


def list_programmes(site: Site, works: list[Work]) -> ListPage[Work]:
    more = {"departments": site.library.departments, "completions": COMPLETIONS}

    def line(work: Work) -> Iterable[tuple[object, ...]]:
        one, largest = work.block.programme, work.largest
        yield (
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
            *place_of(work.block.passages[0], site.texts)[:2],
            *one.lines,
        )

    def choose(query: Query) -> Listing[Work]:
        chosen = query["completion"]

        def fits(work: Work) -> bool:
            done = "unstated" if work.percent is None else "below" if work.percent < 100 else "full"
            return (
                query["department"] in ("", work.department)
                and (chosen not in COMPLETIONS or chosen == done)
                and all(word in work.haystack for word in query.words)
            )

        return Listing.of(filter(fits, works), query, _KEYS)

    return ListPage(site, "/programmes", FILTERS, choose, COLUMNS, line, lambda listing: more, tuple(_KEYS))
