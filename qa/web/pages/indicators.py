"""The indicators: every row with its reason where it missed, filtered and sorted by the address, as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from corpus.model import Passage
from corpus.reading.shortfalls import match_reviews
from qa.brief.scope import split_review
from qa.web.pages.site import Site
from qa.web.pages.tables import PLACE, Listing, ListPage, Query, number_and_unit, place_of
from qa.web.rows import MISSED, Band, Row, collect_rows, goals_of

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
    *("actual_value", "actual_unit", "attainment", "attainment_value", "explanation", "reason", "measure"),
    *PLACE,
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
        of = {passage.indicator: review for passage, review in match_reviews(self.passages)}
        found = {}
        for row in self.rows:
            if row.missed and (review := of.get(row.indicator)) and review.shortfall:
                found[row.number] = (*split_review(review.shortfall.text), review)
        return found

    def choose(self, query: Query) -> Listing[Row]:
        # `lines`: rows that an answer was computed from, by their first line
        wanted, attainment = set(query["lines"].split(".")), query["attainment"]

        def fits(row: Row) -> bool:
            one = row.indicator
            return (
                query["department"] in ("", one.department)
                and query["goal"] in ("", one.goal)
                and (row.missed if attainment == MISSED else attainment in ("", row.band))
                and (not query["lines"] or str(row.passage.lines[0]) in wanted)
                and (query["kind"] not in KINDS or one.common is (query["kind"] == "common"))
                and all(word in row.haystack for word in query.words)
            )

        return Listing.of(filter(fits, self.rows), query, _KEYS)


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
        counts.setdefault(row.indicator.department, Counter())[row.band] += 1
    return sorted((Bar(name, count) for name, count in counts.items()), key=lambda bar: -bar.missed)


def list_indicators(site: Site, indicators: Indicators) -> ListPage[Row]:
    """Numbers of the files are numbers, with their units beside them."""

    def more(listing: Listing[Row]) -> dict[str, Any]:
        # How many of all are reached is told beside those that missed, too.
        every = replace(listing.query, filters={**listing.query.filters, "attainment": "", "lines": ""})
        return {
            "departments": site.library.departments,
            "goals": goals_of(indicators.rows, listing.query["department"]),
            "bands": (MISSED, *Band),
            "missed": sum(row.missed for row in listing.rows),
            "bars": bars_of(indicators.choose(every).rows),
            "reviews": indicators.reviews,
        }

    def line(row: Row) -> Iterable[tuple[object, ...]]:
        t, one = site.texts, row.indicator
        reason, measure, _ = indicators.reviews.get(row.number, ("", "", None))
        yield (
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
            *place_of(row.passage, t),
        )

    return ListPage(site, "/indicators", FILTERS, indicators.choose, COLUMNS, line, more, tuple(_KEYS))
