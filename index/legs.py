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
ASKED = 0.3
"""Share of what is asked in a message, beside the whole of it: first place for 0.91 of messages with one
wish and 0.86 of the wishes of messages with several, where the whole message has 0.90 and 0.84."""
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
        self,
        query: Query,
        without: frozenset[int] = frozenset(),
        bank: bool = True,
        also: Sequence[int] = (),
        message: Query | None = None,
    ) -> Legs:
        """Return the candidates of a question.

        without: questions of the bank that are left out of account; bank: whether the others count.
        also: rows that are candidates whether or not a leg finds them.
        message: what the question was taken from; each leg is then the mean of both, weighed by ASKED.
        """
        searches = [_Search(self, one, without, bank) for one in (query, message) if one is not None]
        pools = [search.pool() for search in searches]
        rows = np.unique(np.concatenate([*pools, np.asarray(also, dtype=np.int64)]))
        measured = [search.measure(rows) for search in searches]
        shares = (ASKED, 1 - ASKED) if message is not None else (1.0,)
        legs = [
            sum(share * leg for share, leg in zip(shares, pair, strict=True))
            for pair in zip(*measured, strict=True)
        ]
        return Legs(rows, *legs)

    def questions_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the questions of some rows, and of each its row's place among `rows`."""
        counts = self._starts[rows + 1] - self._starts[rows]
        places = np.repeat(np.arange(len(rows)), counts)
        offsets = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        return places, self._by_owner[np.repeat(self._starts[rows], counts) + offsets]


class _Search:
    """One text looked for by all legs."""

    def __init__(self, finder: LegFinder, query: Query, without: frozenset[int], bank: bool) -> None:
        self.finder, self.query, self.bank = finder, query, bank
        self.left_out = list(without)
        self.lexical = self._score(finder.parts.sentence_words)
        if bank:
            self.bank_lexical = self._score(finder.parts.question_words)
            self.bank_lexical[self.left_out] = 0.0

    def pool(self) -> np.ndarray:
        """The rows that are among the best of a leg."""
        parts = self.finder.parts
        rows = [parts.sentences.search(self.query.vector, POOL)[0], _top(self.lexical, POOL)]
        if self.bank:
            near = (
                parts.questions.search(self.query.vector, BANK_POOL)[0],
                _top(self.bank_lexical, BANK_POOL),
            )
            rows += [self.finder.owners[ids[~np.isin(ids, self.left_out)]] for ids in near]
        return np.concatenate(rows)

    def measure(self, rows: np.ndarray) -> tuple[np.ndarray, ...]:
        """The legs of some rows, in the order of `LEGS`."""
        dense = self.finder.parts.sentences.compare(self.query.vector, rows)
        lexical = _share(self.lexical[rows], self.lexical)
        if not self.bank:
            none = np.zeros(len(rows), dtype=np.float32)
            return dense, lexical, none + NO_QUESTION, none
        similarity, words = self._measure_bank(rows)
        return dense, lexical, similarity, _share(words, self.bank_lexical)

    def _score(self, index: LexicalIndex) -> np.ndarray:
        scores = index.score(self.query.tokens)
        if self.query.expansion:
            scores = scores + EXPANSION_WEIGHT * index.score(self.query.expansion)
        return scores

    def _measure_bank(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return of each row the best similarity to one of its questions and their best word score."""
        similarity = np.full(len(rows), NO_QUESTION, dtype=np.float32)
        best_words = np.zeros(len(rows), dtype=np.float32)
        places, questions = self.finder.questions_of(rows)
        if self.left_out:
            kept = ~np.isin(questions, self.left_out)
            questions, places = questions[kept], places[kept]
        if len(places) == 0:
            return similarity, best_words
        scores = self.finder.parts.questions.compare(self.query.vector, questions)
        np.maximum.at(similarity, places, scores)
        np.maximum.at(best_words, places, self.bank_lexical[questions])
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
