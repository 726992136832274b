"""The same indicator in two reports: by department, goal and name, then by what is left alike.

Reports print no identifiers.  A row that kept its department and name is the same; of those that are left
over a department's most alike ones are taken for renamed, by their names or by their explanations, which
stay much the same from year to year but for the figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.words import normalize
from qa.tables.query import Entity
from qa.tables.records import Record

ALIKE = 0.5
"""Share of the pairs of characters that a renamed row's name or explanation has in common with the old.

Unrelated rows of one department have 0.05 on average and hardly ever 0.3."""
NAMED = 0.75
"""Share of a name's pairs of characters that a question has which names it; people leave out a word."""
SHORTEST = 3  # pairs; a shorter name is an everyday word
_OFFICE = re.compile(r"[處局]$")
_SIGNS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Twin:
    """A row's counterpart in another report; `renamed` where its printed name is another."""

    row: Record
    renamed: bool


def find_twins(rows: Sequence[Record], others: Sequence[Record]) -> dict[Record, Twin]:
    """Of each indicator its counterpart among the other report's, where there is one; each is taken once."""
    left = [row for row in rows if row.entity in (Entity.INDICATOR, Entity.COMMON)]
    free = [row for row in others if row.entity in (Entity.INDICATOR, Entity.COMMON)]
    twins: dict[Record, Twin] = {}
    for key in (_by_goal, _by_department, _by_name):
        found = _pair(left, free, key)
        twins |= {row: Twin(other, False) for row, other in found}
        left = [row for row in left if row not in twins]
        taken = {id(other) for _, other in found}
        free = [other for other in free if id(other) not in taken]
    scored = [
        (score, place, number)
        for place, row in enumerate(left)
        for number, other in enumerate(free)
        if office_of(row.department) == office_of(other.department)
        and row.entity is other.entity
        and (score := _likeness(row, other)) >= ALIKE
    ]
    rows_taken, others_taken = set(), set()
    for _, place, number in sorted(scored, key=lambda one: (-one[0], *one[1:])):
        if place not in rows_taken and number not in others_taken:
            rows_taken.add(place)
            others_taken.add(number)
            twins[left[place]] = Twin(free[number], True)
    return twins


def find_named(question: str, rows: Sequence[Record]) -> Record | None:
    """The one indicator whose name a question holds, all of it or nearly so; None where none or several are.

    Of rows that several departments have, the one whose department is named.
    """
    asked = _pairs(question)
    found: list[tuple[float, int, Record]] = []
    for row in rows:
        name = _pairs(row.name)
        if row.entity not in (Entity.INDICATOR, Entity.COMMON) or len(name) < SHORTEST:
            continue
        if (share := len(name & asked) / len(name)) >= NAMED:
            found.append((share, len(name), row))
    best = max((one[:2] for one in found), default=None)
    alike = [row for *measure, row in found if tuple(measure) == best]
    if len(alike) > 1:
        alike = [row for row in alike if office_of(row.department) in question]
    return alike[0] if len(alike) == 1 else None


def office_of(department: str) -> str:
    """A department's name without its rank: a city's 處 is another city's 局."""
    return _OFFICE.sub("", department)


def _pair(
    rows: Iterable[Record], others: Iterable[Record], key: Callable[[Record], Hashable]
) -> list[tuple[Record, Record]]:
    """The rows whose key the other report has as often, in printed order."""
    mine, theirs = defaultdict(list), defaultdict(list)
    for row in rows:
        mine[key(row)].append(row)
    for row in others:
        theirs[key(row)].append(row)
    return [
        pair
        for one, found in mine.items()
        if one is not None and len(found) == len(theirs.get(one, ()))
        for pair in zip(found, theirs[one], strict=True)
    ]


def _by_goal(row: Record) -> Hashable:
    return (row.entity, office_of(row.department), _flat(row.texts["goal"]), _flat(row.name))


def _by_department(row: Record) -> Hashable:
    return (row.entity, office_of(row.department), _flat(row.name))


def _by_name(row: Record) -> Hashable | None:
    """A row that moved to another department; common rows stand in all of them."""
    return None if row.entity is Entity.COMMON else _flat(row.name)


def _likeness(row: Record, other: Record) -> float:
    return max(
        _dice(_pairs(row.name), _pairs(other.name)),
        _dice(_pairs(row.texts["explanation"]), _pairs(other.texts["explanation"])),
    )


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    flat = _flat(text)
    return frozenset(flat[at : at + 2] for at in range(len(flat) - 1))


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    """A text without signs and figures: names that hold a year stay the same over years."""
    return _SIGNS.sub("", normalize(text))
