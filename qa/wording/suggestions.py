"""Questions that the report can answer: anticipated ones, tied to the sentences that answer them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from index.search import Index
from index.words import normalize
from qa.evidence.weighing import Evidence
from qa.understand.question import Understood, find_language
from qa.understand.words import ContentWord, telling_weight

MOST = 3
REACH = 4  # passages on either side of an answer's that questions are taken from
_LONGEST = 26  # characters of a question that fits a chip on a telephone
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _fits(question: str, passage: str) -> bool:
    """Do the figures that a question states stand in its passage?  In another year they may not."""
    stated = set(_NUMBER.findall(normalize(question)))
    return not stated or stated <= set(_NUMBER.findall(normalize(passage)))


def _plainness(question: str) -> tuple[bool, bool]:
    """The order of a passage's questions: short whole ones first, then those that are at least punctuated."""
    whole = question.endswith(("？", "?"))
    return not whole or len(question) > _LONGEST, not whole


def _says(text: str, word: ContentWord) -> bool:
    return any(name in text for name in (word.text, *word.alternatives))


class Suggester:
    """Suggests anticipated questions near an answer, never the one just asked."""

    def __init__(self, index: Index) -> None:
        self._passages = index.passages
        self._anticipated: dict[str, list[str]] = defaultdict(list)
        for question in index.source.bank:
            self._anticipated[question.passage_id].append(question.question)
        for asked in self._anticipated.values():
            asked.sort(key=_plainness)
        self._can_show = cache(self._is_shown)
        self._order = list(self._passages)
        self._place = {identifier: place for place, identifier in enumerate(self._order)}

    def _of(self, identifier: str) -> Iterator[str]:
        """The anticipated questions of a passage that can be shown, the plainest first."""
        return (text for text in self._anticipated.get(identifier, ()) if self._can_show(text, identifier))

    def _is_shown(self, question: str, identifier: str) -> bool:
        return find_language(question) == "zh" and _fits(question, self._passages[identifier].text)

    def related(
        self, question: Understood, best: Evidence, others: Sequence[Evidence] = ()
    ) -> tuple[str, ...]:
        """Up to three questions that lead on within what was asked about.

        Those about the best passage itself, and before them (after them where nothing else was found) one of
        each passage of `others` in its department and of those around it.  All of them say one of the telling
        words of the question by any of its names: who has asked about one thing is not helped by the next one
        on the page, which may well be a subsidy, too.  Where none does, what was found is asked about.
        """
        department = best.passage.department
        near = [e.passage.id for e in others if e.passage.department == department][:MOST]
        beside = self._pick([*near, *self._around(best)], question, most=len(self._order))
        about = [text for text in self._of(best.passage.id) if normalize(text) != normalize(question.typed)]
        worth = {text: sum(w.weight for w in question.words if _says(text, w)) for text in (*beside, *about)}
        enough = telling_weight(question.words)
        leading = sorted((text for text in beside if worth[text] > enough), key=lambda text: -worth[text])
        telling = [text for text in about if worth[text] > enough]
        own = (telling or ([] if leading else about))[:2]
        return tuple(dict.fromkeys([*leading, *own] if others else [*own, *leading]))[:MOST]

    def choices(self, question: Understood, ranked: Sequence[Evidence]) -> tuple[str, ...]:
        """Up to three questions that a vague message may mean: one of each of the best passages."""
        return self._pick([e.passage.id for e in ranked], question)

    def _around(self, evidence: Evidence) -> list[str]:
        """The passages of a department beside one, nearest first."""
        place = self._place.get(evidence.passage.id, 0)
        steps = [place + side * step for step in range(1, REACH + 1) for side in (1, -1)]
        near = [self._order[p] for p in steps if 0 <= p < len(self._order)]
        return [other for other in near if self._passages[other].department == evidence.passage.department]

    def naming(self, words: Sequence[str]) -> tuple[str, ...]:
        """Up to three questions with all of some words: the shortest of each department that has most."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier, asked in self._anticipated.items():
            named = {text for text in asked if words and all(word in text for word in words)}
            if named and (fit := [text for text in self._of(identifier) if text in named]):
                found[self._passages[identifier].department] += fit
        most = sorted(found, key=lambda department: -len(found[department]))[:MOST]
        return tuple(min(found[department], key=len) for department in most)

    def anything(self, seed: int = 0, most: int = MOST) -> tuple[str, ...]:
        """Questions spread evenly over the report, the same for the same seed."""
        asked = [identifier for identifier in self._order if any(self._of(identifier))]
        if not asked:
            return ()
        step = max(len(asked) // most, 1)
        return self._pick([asked[(seed + n * step) % len(asked)] for n in range(most)], most=most)

    def _pick(
        self, passages: Iterable[str], question: Understood | None = None, most: int = MOST
    ) -> tuple[str, ...]:
        """The plainest question of each passage that is not the one just asked."""
        asked = normalize(question.typed) if question else ""
        found: list[str] = []
        for identifier in dict.fromkeys(passages):
            fresh = (t for t in self._of(identifier) if normalize(t) != asked and t not in found)
            found += [text for text in [next(fresh, "")] if text]
            if len(found) == most:
                break
        return tuple(found)
