"""The report as it is searched for subjects: of each sentence its own words and those that stand above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Passage, Section, Sentence
from index.search import Index
from index.words import normalize

_ASCII = re.compile(r"[a-z0-9 +-]+")
_UNSAID = 0.3
"""Similarity to its nearest question that a sentence without questions counts with, as fusion has it."""


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
        above = [_above(row) for row in self.rows]
        self._places = list(dict.fromkeys(above))
        numbers = {text: number for number, text in enumerate(self._places)}
        self._place_of = np.array([numbers[text] for text in above], dtype=np.int64)
        self.sections = np.array([row.passage.section == Section.SUMMARY for row in self.rows])
        ids = {passage.id: number for number, passage in enumerate(index.source.passages)}
        self.passage_of = np.array([ids[row.passage.id] for row in self.rows], dtype=np.int64)
        self.passages = len(ids)
        self._owners = np.asarray(index.source.owners, dtype=np.int64)

    def find_own(self, forms: Iterable[str]) -> np.ndarray:
        """Of each sentence, whether it prints one of the forms."""
        return _find(self.own, list(forms))

    def find_above(self, forms: Iterable[str]) -> np.ndarray:
        """Of each sentence, whether what stands above it prints one of the forms."""
        return _find(self._places, list(forms))[self._place_of]

    def share_passages(self, hits: np.ndarray) -> float:
        """Share of the passages that have a hit."""
        return len(np.unique(self.passage_of[hits])) / max(self.passages, 1)

    def similarities(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Of each sentence, the cosine to a text, and that of the nearest question that it answers."""
        parts = self._index.parts
        vector = self._index.vector(text)
        dense = parts.sentences.compare(vector, np.arange(len(self.rows)))
        nearest = np.full(len(self.rows), _UNSAID, dtype=np.float32)
        if len(self._owners):
            cosines = parts.questions.compare(vector, np.arange(len(self._owners)))
            np.maximum.at(nearest, self._owners, cosines)
        return dense, nearest


def _above(row: Row) -> str:
    headings: Sequence[str] = row.sentence.headings
    return normalize(" ".join((*row.passage.path, *headings))).lower()


def _find(texts: Sequence[str], forms: Sequence[str]) -> np.ndarray:
    found = np.zeros(len(texts), dtype=bool)
    for form in forms:
        if _ASCII.fullmatch(form):
            pattern = re.compile(rf"(?<![a-z0-9]){re.escape(form)}s?(?![a-z0-9])")
            found |= np.fromiter((pattern.search(text) is not None for text in texts), bool, len(texts))
        else:
            found |= np.fromiter((form in text for text in texts), bool, len(texts))
    return found
