"""The legs of a search: each way of finding a sentence, with its score for every candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.build import Parts
from index.lexical import LexicalIndex

LEGS = ("dense", "lexical", "bank_dense", "bank_lexical")
POOL = 120
"""Best sentences of each leg that become candidates."""
BANK_POOL = 200
"""Best questions of each leg over the bank; several lead to one sentence."""
EXPANSION_WEIGHT = 0.4
"""What a term that the vocabulary adds counts, beside a word of the question itself."""
NO_QUESTION = -1.0
"""Similarity to its best question for a sentence that has none: the least that there is."""


@dataclass(frozen=True)
class Query:
    """A question ready for search: its vector, its tokens and those that the vocabulary adds."""

    text: str
    vector: np.ndarray
    tokens: list[str]
    expansion: list[str]


@dataclass(frozen=True)
class Legs:
    """Scores of the candidates of one question, in arrays of one length.

    rows: numbers of sentences.  dense, bank_dense: cosines.  lexical, bank_lexical: BM25 as a share of
    the best score that the question has anywhere, 0 to 1.
    """

    rows: np.ndarray
    dense: np.ndarray
    lexical: np.ndarray
    bank_dense: np.ndarray
    bank_lexical: np.ndarray


class LegFinder:
    """Finds candidates by all legs; `owners` has each question's sentence."""

    def __init__(self, parts: Parts, owners: Sequence[int]) -> None:
        self.parts = parts
        self.owners = np.asarray(owners, dtype=np.int64)
        # The questions of a sentence stand in one stretch of `by_owner`.
        self._by_owner = np.argsort(self.owners, kind="stable")
        self._starts = np.searchsorted(
            self.owners[self._by_owner], np.arange(len(parts.sentences) + 1), side="left"
        )

    def find(
        self, query: Query, without: frozenset[int] = frozenset(), bank: bool = True, also: Sequence[int] = ()
    ) -> Legs:
        """Return the candidates of a question.

        without: questions of the bank that are left out of account; bank: whether the others count;
        also: sentences that are candidates in any case.
        """
        more = np.asarray(also, dtype=np.int64)
        if not bank:
            return self._find_plain(query, more)
        parts = self.parts
        lexical = self._score(parts.sentence_words, query)
        bank_lexical = self._score(parts.question_words, query)
        ids, _ = parts.questions.search(query.vector, BANK_POOL)
        near = [ids, _top(bank_lexical, BANK_POOL)]
        if without:
            left_out = list(without)
            near = [questions[~np.isin(questions, left_out)] for questions in near]
            bank_lexical[left_out] = 0.0
        rows = np.unique(
            np.concatenate(
                [
                    parts.sentences.search(query.vector, POOL)[0],
                    _top(lexical, POOL),
                    *(self.owners[questions] for questions in near),
                    more,
                ]
            )
        )
        bank_dense, bank_words = self._score_bank(rows, query, bank_lexical, without)
        return Legs(
            rows,
            parts.sentences.compare(query.vector, rows),
            _share(lexical[rows], lexical),
            bank_dense,
            _share(bank_words, bank_lexical),
        )

    def _find_plain(self, query: Query, more: np.ndarray) -> Legs:
        """Return the candidates of the two legs over sentences."""
        parts = self.parts
        lexical = self._score(parts.sentence_words, query)
        rows = np.union1d(parts.sentences.search(query.vector, POOL)[0], _top(lexical, POOL))
        rows = np.union1d(rows, more)
        none = np.zeros(len(rows), dtype=np.float32)
        return Legs(
            rows,
            parts.sentences.compare(query.vector, rows),
            _share(lexical[rows], lexical),
            none + NO_QUESTION,
            none,
        )

    def _score(self, index: LexicalIndex, query: Query) -> np.ndarray:
        scores = index.score(query.tokens)
        return scores + EXPANSION_WEIGHT * index.score(query.expansion) if query.expansion else scores

    def _score_bank(
        self, rows: np.ndarray, query: Query, words: np.ndarray, without: frozenset[int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return of each row the best similarity to one of its questions and their best word score."""
        similarity = np.full(len(rows), NO_QUESTION, dtype=np.float32)
        best_words = np.zeros(len(rows), dtype=np.float32)
        counts = self._starts[rows + 1] - self._starts[rows]
        places = np.repeat(np.arange(len(rows)), counts)
        if len(places) == 0:
            return similarity, best_words
        offsets = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        questions = self._by_owner[np.repeat(self._starts[rows], counts) + offsets]
        if without:
            kept = ~np.isin(questions, list(without))
            questions, places = questions[kept], places[kept]
        scores = self.parts.questions.compare(query.vector, questions)
        np.maximum.at(similarity, places, scores)
        np.maximum.at(best_words, places, words[questions])
        return similarity, best_words


def _top(scores: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the `k` best scores above 0, in no order."""
    if len(scores) > k:
        best = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    else:
        best = np.arange(len(scores))
    return best[scores[best] > 0]


def _share(scores: np.ndarray, of: np.ndarray) -> np.ndarray:
    return scores / max(float(of.max(initial=0.0)), 1e-6)
