"""Questions that the report can answer: anticipated ones, tied to the sentences that answer them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from index.search import Index
from index.words import is_simplified, normalize
from qa.evidence.weighing import Evidence
from qa.understand.question import Understood, find_language

MOST = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _fits(question: str, passage: str) -> bool:
    """Do the figures that a question states stand in its passage?  In another year they may not."""
    stated = set(_NUMBER.findall(normalize(question)))
    return not stated or stated <= set(_NUMBER.findall(normalize(passage)))


class Suggester:
    """Suggests anticipated questions near an answer, never the one just asked."""

    def __init__(self, index: Index) -> None:
        self._passages = index.passages
        self._anticipated: dict[str, list[str]] = defaultdict(list)
        for question in index.source.bank:
            self._anticipated[question.passage_id].append(question.question)
        self._of = cache(self._choose)
        self._order = list(self._passages)
        self._place = {identifier: place for place, identifier in enumerate(self._order)}

    def _choose(self, identifier: str) -> list[str]:
        """The anticipated questions of a passage that can be shown."""
        passage = self._passages[identifier].text
        return [
            question
            for question in self._anticipated.get(identifier, ())
            if _fits(question, passage) and find_language(question) == "zh" and not is_simplified(question)
        ]

    def related(self, question: Understood, ranked: Sequence[Evidence]) -> tuple[str, ...]:
        """Up to three other questions, one a passage: the next best passages first, the answer's last."""
        asked = normalize(question.typed)
        passages = [e.passage.id for e in ranked[1:]] + [e.passage.id for e in ranked[:1]]
        return self._pick(passages, {asked})

    def about(self, nearest: Evidence) -> tuple[str, ...]:
        """Up to three questions about the nearest passage and those around it."""
        place = self._place.get(nearest.passage.id, 0)
        around = [place + step for step in (0, 1, -1, 2, -2, 3, -3, 4, -4)]
        near = [self._order[p] for p in around if 0 <= p < len(self._order)]
        same = [p for p in near if self._passages[p].department == nearest.passage.department]
        own = self._of(nearest.passage.id)[:2]
        return tuple(dict.fromkeys([*own, *self._pick(same[1:], set())]))[:MOST]

    def naming(self, words: Sequence[str]) -> tuple[str, ...]:
        """Up to three questions with all of some words: the shortest of each department that has most."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier in self._anticipated:
            for text in self._of(identifier):
                if words and all(word in text for word in words):
                    found[self._passages[identifier].department].append(text)
        most = sorted(found, key=lambda department: -len(found[department]))[:MOST]
        return tuple(min(found[department], key=len) for department in most)

    def anything(self, seed: int = 0, most: int = MOST) -> tuple[str, ...]:
        """Questions spread evenly over the report, the same for the same seed."""
        asked = [identifier for identifier in self._order if self._of(identifier)]
        if not asked:
            return ()
        step = max(len(asked) // most, 1)
        return self._pick([asked[(seed + n * step) % len(asked)] for n in range(most)], set(), most)

    def _pick(self, passages: Iterable[str], asked: set[str], most: int = MOST) -> tuple[str, ...]:
        found: list[str] = []
        for identifier in dict.fromkeys(passages):
            for text in self._of(identifier):
                if normalize(text) not in asked and text not in found:
                    found.append(text)
                    break
            if len(found) == most:
                break
        return tuple(found)
