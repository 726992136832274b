"""The indicators: every row with its reason where it missed, filtered and sorted by the address, as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from starlette.responses import Response

from corpus.model import Passage
from qa.brief.briefing import split_review
from qa.brief.scope import match_shortfall
from qa.web.pages.site import Site
from qa.web.pages.tables import Listing, Query, as_file, number_and_unit
from qa.web.rows import MISSED, Band, Filter, Row, band_of, collect_rows, goals_of
from qa.web.sources import address_of

PATH = "/indicators"
FILTERS = ("q", "department", "goal", "attainment", "kind", "lines")
KINDS = ("key", "common")
_KEYS = {
    "department": lambda row: row.number,
    "name": lambda row: row.indicator.name,
    "target": lambda row: number_and_unit(row.indicator.target)[0],
    "actual": lambda row: number_and_unit(row.indicator.actual)[0],
    "attainment": lambda row: row.indicator.attainment_percent,
}
COLUMNS = (
    *("department", "kind", "goal", "name", "target", "target_value", "target_unit", "actual"),
    *(
        "actual_value",
        "actual_unit",
        "attainment",
        "attainment_value",
        "explanation",
        "reason",
        "measure",
        "page",
    ),
    *("page_estimated", "first_line", "last_line"),
)


@dataclass(frozen=True)
class Indicators:
    """The rows of a report with the reviews of those that missed their target."""

    passages: Sequence[Passage]

    @cached_property
    def rows(self) -> list[Row]:
        return collect_rows(self.passages)

    @cached_property
    def reviews(self) -> dict[int, tuple[str, str, Passage]]:
        """Reason, measure and the review's passage of each missed row that has one, by the row's number."""
        entries = [(passage.shortfall, passage) for passage in self.passages if passage.shortfall]
        found = {}
        for row in self.rows:
            if row.band in (Band.PARTIAL, Band.BELOW80) and (
                entry := match_shortfall(row.indicator, entries)
            ):
                found[row.number] = (*split_review(entry[0].text), entry[1])
        return found

    def choose(self, query: Query) -> Listing[Row]:
        chosen = Filter(query["q"], query["department"], query["goal"], query["attainment"]).choose(self.rows)
        if query["lines"]:  # rows that an answer was computed from, by their first line
            wanted = set(query["lines"].split("."))
            chosen = [row for row in chosen if str(row.passage.lines[0]) in wanted]
        if query["kind"] in KINDS:
            chosen = [row for row in chosen if row.indicator.common is (query["kind"] == "common")]
        return Listing.of(chosen, query, _KEYS)


@dataclass(frozen=True)
class Bar:
    """How a department stands: rows of each band; `missed` of them below their target."""

    department: str
    counts: Counter[Band]

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def missed(self) -> int:
        return self.counts[Band.PARTIAL] + self.counts[Band.BELOW80]

    def parts(self, longest: int) -> list[tuple[Band, float, float]]:
        """Each band with where its part begins and how long it is, in per cent of the longest bar."""
        parts, at = [], 0.0
        for band in Band:
            length = 100 * self.counts[band] / longest
            if length:
                parts.append((band, round(at, 2), round(length, 2)))
            at += length
        return parts


def bars_of(rows: Iterable[Row]) -> list[Bar]:
    """A bar for each department, those with misses first, then in the report's order."""
    counts: dict[str, Counter[Band]] = {}
    for row in rows:
        counts.setdefault(row.indicator.department, Counter())[band_of(row.indicator)] += 1
    return sorted((Bar(name, count) for name, count in counts.items()), key=lambda bar: -bar.missed)


def show_indicators(site: Site, indicators: Indicators, given: Mapping[str, str], search: str) -> Response:
    query = Query.read(PATH, given, FILTERS, _KEYS)
    listing = indicators.choose(query)
    return site.page(
        "indicators.html",
        path=PATH,
        query=search,
        listing=listing,
        q=query,
        departments=[chapter.department.name for chapter in site.library.chapters],
        goals=goals_of(indicators.rows, query["department"]),
        bands=(MISSED, *Band),
        missed=sum(row.band in (Band.PARTIAL, Band.BELOW80) for row in listing.rows),
        bars=bars_of(listing.rows),
        reviews=indicators.reviews,
        address=lambda passage: address_of(site.texts, passage),
    )


def give_indicators(site: Site, indicators: Indicators, given: Mapping[str, str], kind: str) -> Response:
    """The rows of a view as a file; numbers are numbers, with their units beside them."""
    t = site.texts
    listing = indicators.choose(Query.read(PATH, given, FILTERS, _KEYS))
    header = [t("row." + column) for column in COLUMNS]
    return as_file(kind, t("indicators.file"), header, (_line(site, indicators, row) for row in listing.rows))


def _line(site: Site, indicators: Indicators, row: Row) -> tuple[object, ...]:
    t, one = site.texts, row.indicator
    reason, measure, _ = indicators.reviews.get(row.number, ("", "", None))
    return (
        one.department,
        t("row.common" if one.common else "row.key"),
        f"{one.goal_number} {one.goal}".strip(),
        f"{one.number} {one.name}".strip(),
        one.target,
        *number_and_unit(one.target),
        one.actual,
        *number_and_unit(one.actual),
        one.attainment,
        one.attainment_percent,
        one.explanation,
        reason,
        measure,
        row.passage.page.number,
        t("row.yes") if row.passage.page.estimated else "",
        *row.passage.lines,
    )
