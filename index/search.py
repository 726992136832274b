"""An index ready to be asked: question in, candidates out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from corpus.bank import GapQuestion, plain_letters
from corpus.bundled import vocabulary_folder
from corpus.model import Passage, Sentence
from index.build import Parts
from index.departments import load_english_names, named_departments
from index.embedding import Embedder
from index.legs import ADAPTED, ASKED, FILTERED, LEGS, PLAIN, LegFinder, Legs, Query, Weights, fuse
from index.source import Source
from index.vocabulary import Vocabulary, load_vocabulary
from index.words import normalize, to_traditional

KEPT_QUESTIONS = 512


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, best first in a list of them.

    score: about 0 for what has nothing to do with the question, 1 for a sure answer.
    legs: the score of each leg by its name, and its rank among all sentences as `<leg>_rank`, from 1.
    """

    passage: Passage
    sentence_index: int
    score: float
    legs: dict[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        return self.passage.sentences[self.sentence_index]

    @property
    def text(self) -> str:
        return self.passage.sentence_text(self.sentence)


LONGEST_EMBEDDED = 128
"""Characters of a question that are embedded; of 652 questions the longest had 122.

Embedding costs more than its length: 1,000 random characters took sixty times as long as a question.
"""


def shorten(text: str) -> str:
    """The beginning and the end of a text that is too long to be one question, where people ask."""
    half = LONGEST_EMBEDDED // 2
    return text if len(text) <= LONGEST_EMBEDDED else f"{text[:half]}{text[-half:]}"


class Index:
    """Finds the sentences of a report that may answer a question; safe to use from several threads."""

    def __init__(
        self,
        source: Source,
        parts: Parts,
        embedder: Embedder,
        vocabulary: Vocabulary | None = None,
        english_names: dict[str, str] | None = None,
        weights: Weights | None = None,
    ) -> None:
        """weights: by default those for adapted vectors or not, for a source with a bank or without one."""
        self.source = source
        self.parts = parts
        self.embedder = embedder
        self.vocabulary = vocabulary or Vocabulary()
        self.english_names = english_names or {}
        own = ADAPTED if embedder.adapter else PLAIN
        self.weights = weights or (own if source.bank else own.without_bank())
        self.departments = [department.name for department in source.report.departments]
        self.finder = LegFinder(parts, source.owners)
        self._query = lru_cache(maxsize=KEPT_QUESTIONS)(self._make_query)

    @property
    def embedded(self) -> int:
        """How many texts have been embedded to be searched with."""
        return self._query.cache_info().misses

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """The passages by id."""
        return {passage.id: passage for passage in self.source.passages}

    @classmethod
    def of(cls, source: Source, parts: Parts, embedder: Embedder) -> Index:
        """Return the index with the vocabularies that ship."""
        vocabulary = load_vocabulary(vocabulary_folder())
        english_names = load_english_names(vocabulary_folder() / "departments.tsv")
        return cls(source, parts, embedder, vocabulary, english_names)

    def search(
        self,
        question: str,
        department: str | None = None,
        k: int = 50,
        without: frozenset[int] = frozenset(),
        near: Mapping[tuple[str, int], float] | None = None,
        message: str = "",
    ) -> list[Candidate]:
        """Return the `k` best sentences for a question, best first.

        department: preferred, like those that the question names; sentences of others stay candidates.
        message: what the question was taken from; it says what it is about where the question does not.
        without: questions of the bank that are left out of account, as training does with its own.
        near: what a sentence (by its passage's id and its place in it) earns besides, as a share of a sure
        answer's score.
        """
        legs = self.finder.find(*self._read(question, message), without, self.weights.bank)
        scores = fuse(legs, self._prefer(message or question, department), self.weights)
        for sentence, earned in (near or {}).items():
            if sentence in self._row_of:
                scores[self._row_of[sentence]] += earned
        # Only what reaches the k-th best score is put in order.
        near = np.flatnonzero(scores >= np.partition(scores, -k)[-k]) if k < len(scores) else slice(None)
        order = np.arange(len(scores))[near][np.argsort(-scores[near], kind="stable")[:k]]
        return self._candidates(legs, scores, order)

    def find_gaps(
        self, question: str, k: int = 3, without: frozenset[int] = frozenset(), message: str = ""
    ) -> list[tuple[GapQuestion, float]]:
        """Return the nearest questions that the report does not answer and their similarities.

        `without` and `message` are those of `search`, over the near misses.
        """
        asked, around = self._read(question, message)
        # Similarity is linear in the vector: this is the mean of both similarities.
        vector = asked.vector if around is None else ASKED * asked.vector + (1 - ASKED) * around.vector
        ids, scores = self.parts.gaps.search(vector, k + len(without))
        found = [(n, s) for n, s in zip(ids.tolist(), scores.tolist(), strict=True) if n not in without]
        return [(self.source.gaps[number], score) for number, score in found[:k]]

    def _read(self, question: str, message: str) -> tuple[Query, Query | None]:
        """A question and the message that it is from; one alone where they differ by no letter."""
        if not message or message == question:
            return self._query(question), None
        if plain_letters(normalize(message)) == plain_letters(normalize(question)):
            return self._query(message), None
        return self._query(question), self._query(message)

    def legs(self, text: str) -> Legs:
        """Return how near each sentence is to a text, by every leg."""
        return self.finder.find(self._query(text))

    @cached_property
    def _row_of(self) -> dict[tuple[str, int], int]:
        return {(passage.id, number): row for row, (passage, number) in enumerate(self.source.sentences)}

    @cached_property
    def _department_of(self) -> np.ndarray:
        """Of each sentence, the number of its department; the one behind them all for one without."""
        numbers = {name: number for number, name in enumerate(self.departments)}
        return np.array(
            [numbers.get(p.department, len(numbers)) for p, _ in self.source.sentences], dtype=int
        )

    def _prefer(self, question: str, department: str | None) -> np.ndarray:
        """Return of each sentence FILTERED where its department is asked for, 1 where it is named, or 0."""
        named = named_departments(question, self.departments, self.english_names)
        worth = dict.fromkeys(named, 1.0) | ({department: FILTERED} if department else {})
        worths = np.array([*(worth.get(name, 0.0) for name in self.departments), 0.0], dtype=np.float32)
        return worths[self._department_of]

    def _make_query(self, question: str) -> Query:
        text = to_traditional(question.strip())
        terms = self.vocabulary.expand(text)
        tokenize = self.parts.words.tokenize
        vector = self.embedder.adapt_queries(self.embedder.encode_queries([shorten(text)]))[0]
        return Query(vector, tokenize(text), tokenize("\n".join(terms)))

    def _candidates(self, legs: Legs, scores: np.ndarray, order: np.ndarray) -> list[Candidate]:
        values = {name: getattr(legs, name) for name in LEGS}
        ranks = {name: np.searchsorted(np.sort(-all_), -all_[order]) for name, all_ in values.items()}
        candidates = []
        for place, row in enumerate(order):
            passage, number = self.source.sentences[row]
            found = {name: float(values[name][row]) for name in LEGS}
            found |= {f"{name}_rank": float(ranks[name][place] + 1) for name in LEGS}
            candidates.append(Candidate(passage, number, float(scores[row]), found))
        return candidates
