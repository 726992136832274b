"""What the report says twice and differently, by department, kind and weight, the weightiest first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from markupsafe import Markup

from corpus.contradictions.finding import Contradiction
from corpus.figures import find_figures
from corpus.model import Passage
from index.words import fold
from qa.answer import Citation
from qa.brief.scope import tell_conflict
from qa.web.pages.library import Library
from qa.web.pages.site import Site
from qa.web.pages.tables import PLACE, Listing, ListPage, Query, place_of
from qa.web.sources import Range, SourceBook

FILTERS = ("q", "department", "kind", "weight")
COLUMNS = (
    *("number", "department", "conflict_kind", "weight", "gap", "what", "value", "quotation", "section"),
    *PLACE,
)
_LONGEST = 40  # characters of values in a heading; what else there is, is marked in the passage
_LARGE, _MIDDLE = 0.2, 0.02  # of the larger value; a fifth changes a story, a fiftieth is a slip of the pen


class Weight(StrEnum):
    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"


@dataclass(frozen=True)
class Side:
    """One place of a conflict with the stretches that do not agree."""

    passage: Passage
    values: tuple[str, ...]
    marks: tuple[Range, ...]

    @property
    def shown(self) -> str:
        values = "、".join(dict.fromkeys(self.values))
        return values if len(values) <= _LONGEST else self.values[0][:_LONGEST]


@dataclass(frozen=True)
class Conflict:
    """A contradiction with its places; `id` stays the same while its places do."""

    found: Contradiction
    sides: tuple[Side, ...]

    @cached_property
    def id(self) -> str:
        places = "".join(f"{identifier}{start}" for identifier, start, _ in self.found.places)
        return hashlib.sha256(f"{self.found.kind}{places}".encode()).hexdigest()[:8]

    @cached_property
    def departments(self) -> list[str]:
        return list(dict.fromkeys(side.passage.department for side in self.sides))

    @cached_property
    def gap(self) -> float | None:
        """How far the values lie apart, as a share of the largest; None where they are no amounts."""
        figures = [find_figures(value) for value in self.found.values]
        values = [abs(found[0].value) for found in figures if len(found) == 1 and found[0].kind != "date"]
        if self.found.kind == "date" or len(values) < 2 or not max(values):
            return None
        return (max(values) - min(values)) / max(values)

    @cached_property
    def weight(self) -> Weight:
        """By the gap; a wrong date or year is small, and what cannot be measured in the middle."""
        if self.found.kind == "date":
            return Weight.SMALL
        gap = self.gap
        if gap is None:
            return Weight.MIDDLE
        return Weight.LARGE if gap >= _LARGE else Weight.MIDDLE if gap >= _MIDDLE else Weight.SMALL


def collect_conflicts(found: Iterable[Contradiction], library: Library) -> list[Conflict]:
    """Those whose places are in the report, the weightiest first, else in its order."""
    conflicts = []
    for one in found:
        sides = tuple(_sides(one, library))
        if sides:
            conflicts.append(Conflict(one, sides))
    order = list(Weight)
    return sorted(conflicts, key=lambda one: (order.index(one.weight), -(one.gap or 0.0)))


def _sides(one: Contradiction, library: Library) -> Iterable[Side]:
    gathered: dict[str, list[tuple[str, Range]]] = {}
    for value, (identifier, start, end) in zip(one.values, one.places, strict=False):
        gathered.setdefault(identifier, []).append((value, (start, end)))
    for identifier, found in gathered.items():
        if passage := library.by_id.get(identifier):
            yield Side(passage, tuple(value for value, _ in found), tuple(marked for _, marked in found))


def list_conflicts(site: Site, conflicts: list[Conflict], book: SourceBook) -> ListPage[Conflict]:
    """In the files one line a place, the places of a conflict under the same number."""
    t, numbers = site.texts, {id(one): number for number, one in enumerate(conflicts, start=1)}
    names = (name for one in conflicts for name in one.departments)
    more = {
        "departments": _counted(names, lambda name: site.department(name).striptags()),
        "kinds": _counted((one.found.kind for one in conflicts), lambda kind: t(f"conflicts.{kind}")),
        "weights": _counted((one.weight for one in conflicts), lambda weight: t(f"conflicts.{weight}")),
        "tell": lambda one: tell_conflict(site.words, one.found, one.sides[0].passage),
        "body": lambda side: Markup(book.body(Citation.of(0, side.passage), t, marks=side.marks)),
    }

    def lines(one: Conflict) -> Iterable[tuple[object, ...]]:
        for side in one.sides:
            yield (
                numbers[id(one)],
                side.passage.department,
                t(f"conflicts.{one.found.kind}"),
                t(f"conflicts.{one.weight}"),
                round(one.gap, 4) if one.gap is not None else None,
                one.found.what,
                side.shown,
                side.passage.text,
                str(side.passage.section),
                *place_of(side.passage, t),
            )

    def choose(query: Query) -> Listing[Conflict]:
        def fits(one: Conflict) -> bool:
            return (
                (not query["department"] or query["department"] in one.departments)
                and query["kind"] in ("", one.found.kind)
                and query["weight"] in ("", one.weight)
                and all(word in fold(one.found.what) for word in query.words)
            )

        return Listing([*filter(fits, conflicts)], query)

    return ListPage(site, "/conflicts", FILTERS, choose, COLUMNS, lines, lambda listing: more)


def _counted(values: Iterable[str], called: Callable[[str], str]) -> list[tuple[str, str]]:
    """What can be chosen: each value with its name and how many there are, the most frequent first."""
    return [(value, f"{called(value)} ({count})") for value, count in Counter(values).most_common()]
