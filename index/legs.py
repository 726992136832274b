"""The legs of a search, each a way of finding a sentence with its score for every one, and one of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from index.build import Parts
from index.lexical import LexicalIndex

LEGS = ("dense", "lexical", "bank_dense", "bank_lexical")
EXPANSION_WEIGHT = 0.4
"""What a term that the vocabulary adds counts, beside a word of the question itself."""
ASKED = 0.3
"""Share of what is asked in a message, beside the whole of it: first place for 0.91 of messages with one
wish and 0.86 of the wishes of messages with several, where the whole message has 0.90 and 0.84."""
NO_QUESTION = -1.0
"""Similarity to its best question for a sentence that has none: the least that there is."""
MEASURED = 64
"""Queries whose legs are kept; a message is the same for all its wishes."""


@dataclass(frozen=True, eq=False)
class Query:
    """A question ready for search: its vector, its tokens and those that the vocabulary adds."""

    vector: np.ndarray
    tokens: list[str]
    expansion: list[str]


@dataclass(frozen=True)
class Legs:
    """Scores of all sentences for one question, in arrays of one length.

    dense, bank_dense: cosines.  lexical, bank_lexical: BM25 as a share of the best score that the
    question has anywhere, 0 to 1.
    """

    dense: np.ndarray
    lexical: np.ndarray
    bank_dense: np.ndarray
    bank_lexical: np.ndarray


class LegFinder:
    """Scores sentences by all legs; `owners` has each question's sentence."""

    def __init__(self, parts: Parts, owners: Sequence[int]) -> None:
        self.parts = parts
        # The questions of a sentence stand in one stretch of `by_owner`.
        self._by_owner = np.argsort(np.asarray(owners, dtype=np.int64), kind="stable")
        self._asked, self._starts = np.unique(
            np.asarray(owners, dtype=np.int64)[self._by_owner], return_index=True
        )
        self._measure = lru_cache(maxsize=MEASURED)(self._measure_anew)

    def find(
        self,
        query: Query,
        message: Query | None = None,
        without: frozenset[int] = frozenset(),
        bank: bool = True,
    ) -> Legs:
        """Return the legs of a question.

        message: what the question was taken from; each leg is then the mean of both, weighed by ASKED.
        without: questions of the bank that are left out of account; bank: whether the others count.
        """
        legs = self._measure(query, without, bank)
        if message is not None:
            legs = ASKED * legs + (1 - ASKED) * self._measure(message, without, bank)
        return Legs(*legs)

    def _measure_anew(self, query: Query, without: frozenset[int], bank: bool) -> np.ndarray:
        """The legs of one text in the order of `LEGS`: float32 (4, sentences)."""
        size = len(self.parts.sentences)
        similarity = np.full(size, NO_QUESTION, dtype=np.float32)
        words = np.zeros(size, dtype=np.float32)
        if bank and len(self._by_owner):
            left_out = list(without)
            cosines = self.parts.questions.compare(query.vector)
            scores = _score(self.parts.question_words, query)
            cosines[left_out], scores[left_out] = NO_QUESTION, 0.0
            similarity[self._asked] = np.maximum.reduceat(cosines[self._by_owner], self._starts)
            words[self._asked] = np.maximum.reduceat(scores[self._by_owner], self._starts)
        dense = self.parts.sentences.compare(query.vector)
        lexical = _score(self.parts.sentence_words, query)
        return np.stack([dense, _share(lexical), similarity, _share(words)])


def _score(index: LexicalIndex, query: Query) -> np.ndarray:
    scores = index.score(query.tokens)
    return scores + EXPANSION_WEIGHT * index.score(query.expansion) if query.expansion else scores


def _share(scores: np.ndarray) -> np.ndarray:
    return scores / max(float(scores.max(initial=0.0)), 1e-6)


FILTERED = 5.0
"""How many times as much a department counts that is asked for with a filter as one that is named."""


@dataclass(frozen=True)
class Weights:
    """What each leg counts beside the similarity of the sentence itself; 0 switches a leg off.

    department: what it adds when a sentence stands in a department that is named.
    no_question: what similarity to a question counts where a sentence has none, or only farther ones.
    low, high: fused scores of a sentence that has nothing to do with a question and of a sure answer.
    Chosen by questions of other hands (`tests/gold/decide-*.jsonl`), never by the development questions.
    """

    dense: float = 0.75
    lexical: float = 0.25
    bank_dense: float = 1.0
    bank_lexical: float = 0.2
    department: float = 0.1
    no_question: float = 0.3
    low: float = 0.0
    high: float = 2.0

    @property
    def bank(self) -> bool:
        """Whether any leg over the bank counts."""
        return bool(self.bank_dense or self.bank_lexical)

    def without_bank(self) -> Weights:
        """The same weights over sentences alone; a sure answer keeps its place on the scale."""
        lost = 0.85 * (self.bank_dense + self.bank_lexical)
        return replace(self, bank_dense=0.0, bank_lexical=0.0, low=self.low - lost, high=self.high - lost)


ADAPTED = Weights()
"""For vectors that an adapter spreads (`index.adapter`): cosines from 0 to 1."""
PLAIN = Weights(1.0, 0.05, 1.0, 0.03, 0.06, no_question=0.75, low=1.54, high=2.02)
"""For a model's own vectors, whose cosines all lie between 0.75 and 0.95."""


def fuse(legs: Legs, preferred: np.ndarray, weights: Weights = ADAPTED) -> np.ndarray:
    """Return the candidates' scores, about 0 for what has nothing to do with the question and 1 at best.

    preferred: of each candidate 0, 1 where its department is named, FILTERED where it is asked for.
    """
    score = (
        weights.dense * legs.dense
        + weights.lexical * legs.lexical
        + weights.bank_dense * np.maximum(legs.bank_dense, weights.no_question)
        + weights.bank_lexical * legs.bank_lexical
        + weights.department * preferred
    )
    return (score - weights.low) / (weights.high - weights.low)
