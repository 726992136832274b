"""A subject comes in, all its places in the report come out, ranked and grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from corpus.model import Passage, Section
from qa.gather.features import SCALE, Describer
from qa.gather.ground import Ground, Row
from qa.gather.subject import Subject

_DONE = re.compile(r"完成程度\s*100(?:\.0+)?\s*%?")
"""A cell that says no more than that a programme is done."""
VOTES = 8
"""Nearest sentences that say which department would know."""
NEAR, FEW, MOST = 0.03, 3, 0.75
"""Share of the passages that is near a subject; programmes of a heading, and the share of these that is."""
MANY = 80
"""Passages that print a word beyond which it is no subject by itself."""


@dataclass(frozen=True)
class Place:
    """A passage on the subject with its sentences on it, best first; `worth` is that of the best."""

    passage: Passage
    rows: tuple[Row, ...]
    worth: float
    titled: bool  # the heading names the subject, so that all under it is on it


@dataclass(frozen=True)
class Places:
    """All places of a subject, best first; `near`: the department with the nearest tasks, or none."""

    subject: Subject
    places: tuple[Place, ...]
    near: str = ""

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that have a place, the one with the best place first."""
        return tuple(dict.fromkeys(place.passage.department for place in self.places))

    @property
    def programmes(self) -> int:
        """How many different programmes and goals have a place."""
        return len({(place.passage.department, place.passage.path[:2]) for place in self.places})


class Gatherer:
    """Finds every place of a subject; safe to share between threads."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._describer = Describer(ground)

    @cached_property
    def _telling(self) -> np.ndarray:
        """Of each sentence, whether it tells more than numbers of rows or that something is done."""
        return np.array(
            [
                row.passage.section != Section.SUMMARY and not _DONE.fullmatch(row.text)
                for row in self.ground.rows
            ]
        )

    def gather(
        self,
        subject: Subject,
        department: str | None = None,
        sections: frozenset[Section] = frozenset(),
        mentions: bool = False,
    ) -> Places:
        """The places of a subject, none where the report does not have it.

        department, sections: where it is looked for, everywhere by default.
        mentions: whether all under the telling words counts, not only what prints all words itself.
        """
        ground = self.ground
        if not subject.alternatives:
            return Places(subject, ())
        scores = self._describer.score(subject)
        inside = self._telling
        if department is not None or sections:
            inside = inside & np.array(
                [
                    department in (None, row.passage.department)
                    and (not sections or row.passage.section in sections)
                    for row in ground.rows
                ]
            )
        worth = np.where(inside, scores.worth, -np.inf)
        printed = inside & (scores.mentions if mentions else scores.own >= 1.0 - 1e-6)
        if 0 < len({ground.rows[n].passage.id for n in np.flatnonzero(printed)}) <= MANY:
            worth[printed] = np.maximum(worth[printed], SCALE.belongs)
        elif worth.max(initial=-np.inf) < SCALE.found:
            return Places(subject, (), self._nearest(scores.near))
        found: dict[str, list[int]] = {}
        for number in np.flatnonzero(worth >= SCALE.belongs):
            found.setdefault(ground.rows[number].passage.id, []).append(int(number))
        places = []
        for numbers in found.values():
            numbers.sort(key=lambda number: (-worth[number], number))
            rows = tuple(ground.rows[number] for number in numbers)
            first = numbers[0]
            titled = bool(scores.titled[numbers].any())
            places.append(Place(rows[0].passage, rows, float(worth[first]), titled))
        places.sort(key=lambda place: (-place.worth, place.passage.lines))
        return Places(subject, tuple(places))

    def gather_around(self, places: Places) -> list[Passage]:
        """Where no programme bears a subject's name: those under a heading with a place, if most are near it.

        What a subject in everyday words is done by bears other names; that nearly
        all of a heading comes near it is no chance.
        """
        found = {place.passage.id for place in places}
        if any(place.titled and place.passage.section == Section.PROGRAMMES for place in places):
            return []
        worth = self._describer.score(places.subject).worth
        ranked = (self.ground.rows[number].passage for number in np.argsort(-worth, kind="stable"))
        near = set(islice(dict.fromkeys(one.id for one in ranked), round(NEAR * self.ground.passages)))
        headings: dict[tuple[str, ...], dict[str, dict[str, Passage]]] = {}
        for row in self.ground.rows:
            one = row.passage
            if one.section == Section.PROGRAMMES and len(one.path) > 1:
                under = headings.setdefault((one.department, *one.path[:-1]), {})
                under.setdefault(one.path[-1], {})[one.id] = one
        around = []
        for under in headings.values():
            programmes = [set(passages) for passages in under.values()]
            hits = [not near.isdisjoint(ids) for ids in programmes]
            if len(hits) >= FEW and sum(hits) >= MOST * len(hits) and found & set().union(*programmes):
                around += [one for passages in under.values() for one in passages.values()]
        return [one for one in around if one.id not in found]

    def _nearest(self, near: np.ndarray) -> str:
        """The department that has most of the sentences nearest to a subject, "" where none has."""
        best = np.argsort(-near, kind="stable")[:VOTES]
        names = [self.ground.rows[number].passage.department for number in best]
        name = max(names, key=names.count, default="")
        return name if names.count(name) > len(names) / 2 else ""
