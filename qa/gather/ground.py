"""The report as it is searched for subjects: of each sentence its own words and those that stand above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate

import numpy as np

from corpus.model import Passage, Sentence
from index.legs import ADAPTED, PLAIN
from index.search import Index
from index.texts import above_text
from index.words import normalize

_ASCII = re.compile(r"[a-z0-9 +-]+")
FORMS = 512
"""Forms whose places are kept: a subject looks for each of its own several times."""


@dataclass(frozen=True)
class Row:
    """A sentence of the report with its passage."""

    passage: Passage
    number: int

    @property
    def sentence(self) -> Sentence:
        return self.passage.sentences[self.number]

    @property
    def text(self) -> str:
        return self.passage.sentence_text(self.sentence)


class Ground:
    """All sentences of a report in arrays; `rows` names them, in the report's order."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.rows = [Row(passage, number) for passage, number in index.source.sentences]
        self.own = [normalize(row.text).lower() for row in self.rows]
        above = [normalize(above_text(row.passage, row.sentence)).lower() for row in self.rows]
        self._places = list(dict.fromkeys(above))
        numbers = {text: number for number, text in enumerate(self._places)}
        self._place_of = np.array([numbers[text] for text in above], dtype=np.int64)
        ids = {passage.id: number for number, passage in enumerate(index.source.passages)}
        self.passage_of = np.array([ids[row.passage.id] for row in self.rows], dtype=np.int64)
        self.passages = len(ids)
        self._bounds = lru_cache(maxsize=None)(self._cut)
        self._find_own = lru_cache(maxsize=FORMS)(partial(self._find, _Texts(self.own)))
        self._find_above = lru_cache(maxsize=FORMS)(partial(self._find, _Texts(self._places)))

    def find_own(self, forms: Iterable[str]) -> np.ndarray:
        """Of each sentence, whether it prints one of the forms."""
        return self._any(self._find_own, forms, len(self.own))

    def find_above(self, forms: Iterable[str]) -> np.ndarray:
        """Of each sentence, whether what stands above it prints one of the forms."""
        return self._any(self._find_above, forms, len(self._places))[self._place_of]

    def share_passages(self, hits: np.ndarray) -> float:
        """Share of the passages that have a hit."""
        return len(np.unique(self.passage_of[hits])) / max(self.passages, 1)

    def similarities(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Of each sentence, the cosine to a text, and that of the nearest question that it answers."""
        legs = self._index.legs(text)
        unsaid = ADAPTED if self._index.embedder.adapter else PLAIN
        return self._spread(legs.dense), self._spread(np.maximum(legs.bank_dense, unsaid.no_question))

    def _spread(self, cosines: np.ndarray) -> np.ndarray:
        """Cosines on the scale of adapted vectors; a model's own all lie near one another."""
        if self._index.embedder.adapter:
            return cosines
        return (cosines - PLAIN.no_question) / (1.0 - PLAIN.no_question)

    @staticmethod
    def _any(find: Callable[[str], list[int]], forms: Iterable[str], size: int) -> np.ndarray:
        found = np.zeros(size, dtype=bool)
        for form in forms:
            found[find(form)] = True
        return found

    def _find(self, texts: _Texts, form: str) -> list[int]:
        return [number for number in texts.holding(form) if self._stands(form, texts.texts[number])]

    def _stands(self, form: str, text: str) -> bool:
        """Is a form that a text holds a word there: Latin letters whole, two characters over no border?"""
        if _ASCII.fullmatch(form):
            return re.search(rf"(?<![a-z0-9]){re.escape(form)}s?(?![a-z0-9])", text) is not None
        return len(form) > 2 or is_word(form, text, self._bounds(text))

    def _cut(self, text: str) -> frozenset[int]:
        """Where the words of a text begin and end."""
        bounds, place = {0}, 0
        for word in self._index.parts.words.segment(text):
            found = text.find(word, place)
            if found >= 0:
                bounds |= {found, found + len(word)}
                place = found + len(word)
        return frozenset(bounds)


class _Texts:
    """Texts that are looked through in one go; none has the sign that parts them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._joined = "\0".join(texts)
        self._starts = [*accumulate((len(text) + 1 for text in texts), initial=0)]

    def holding(self, form: str) -> Iterator[int]:
        """The numbers of the texts that hold a form, in order."""
        place = self._joined.find(form)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = self._joined.find(form, self._starts[number + 1])


def is_word(form: str, text: str, bounds: Collection[int]) -> bool:
    """Is a form anywhere in a text more than the end of one word and the beginning of the next (今日｜本府)?

    bounds: offsets at which the words of the text begin and end.
    """
    start = text.find(form)
    while start >= 0:
        whole = start in bounds and start + len(form) in bounds
        if whole or start + 1 not in bounds:
            return True
        start = text.find(form, start + 1)
    return False
