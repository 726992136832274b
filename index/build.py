"""Build the parts of an index from a source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.model import Passage
from index.dense import DenseIndex
from index.embedding import Embedder
from index.known import KnownVectors, encode_known, key_of
from index.lexical import LexicalIndex
from index.source import Source
from index.texts import above_text, dense_text, lexical_text, passage_text
from index.words import HAN, Words, grow_dictionary, normalize, to_traditional

BuildProgress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""

TERM = re.compile(r"[及與暨和]|的")
TERM_LENGTH = range(2, 8)
SEEN_OFTEN = 2
"""Times that a stretch of a heading must stand in the report to count as a term."""


@dataclass(frozen=True)
class Parts:
    """All that an index consists of, in memory."""

    words: Words
    sentences: DenseIndex
    questions: DenseIndex
    gaps: DenseIndex
    sentence_words: LexicalIndex
    question_words: LexicalIndex
    frequencies: Mapping[str, int] = field(default_factory=dict)  # of a word, the passages that have it
    normal: Mapping[str, str] = field(default_factory=dict)  # of a passage or a sentence, its normal form

    @property
    def tables(self) -> dict[str, Mapping[str, Any]]:
        """What of it is plain tables, by name."""
        return {"words": self.words.dictionary, "frequencies": self.frequencies, "normal": self.normal}


def build_parts(
    source: Source,
    embedder: Embedder,
    known: Iterable[KnownVectors] = (),
    progress: BuildProgress | None = None,
    keep: Callable[[KnownVectors], None] | None = None,
) -> tuple[Parts, KnownVectors]:
    """Return the parts of an index and all vectors in them; those that are `known` are not computed again.

    keep: given what was computed of the vectors, a few thousand at a time.
    """
    dense_texts, bank, gaps = gather_texts(source)
    known = list(known)
    report = _Counter(progress, "計算句子向量", len(dense_texts))
    sentence_vectors = encode_known(embedder, dense_texts, False, known, report.add, keep)
    report = _Counter(progress, "計算題庫向量", len(bank) + len(gaps))
    question_vectors = encode_known(embedder, [*bank, *gaps], True, known, report.add, keep)
    vectors = KnownVectors.of(
        embedder.name,
        [key_of(text, False) for text in dense_texts] + [key_of(text, True) for text in (*bank, *gaps)],
        np.concatenate([sentence_vectors, question_vectors]),
    )
    report = _Counter(progress, "整理詞彙與全文索引", 3)
    texts = [lexical_text(passage, passage.sentences[number]) for passage, number in source.sentences]
    words = Words(grow_dictionary([*texts, *bank], find_terms(source.passages)))
    report.add(1)
    sentence_words = LexicalIndex.build([words.tokenize(text) for text in texts])
    report.add(1)
    question_words = LexicalIndex.build([words.tokenize(text) for text in bank])
    report.add(1)
    sentence_vectors = embedder.adapt_passages(sentence_vectors)
    question_vectors = embedder.adapt_queries(question_vectors)
    parts = Parts(
        words,
        DenseIndex.build(sentence_vectors),
        DenseIndex.build(question_vectors[: len(bank)]),
        DenseIndex.build(question_vectors[len(bank) :]),
        sentence_words,
        question_words,
        count_words(words, source.passages),
        {text: normalize(text) for text in _compared(source)},
    )
    return parts, vectors


def gather_texts(source: Source) -> tuple[list[str], list[str], list[str]]:
    """Return what is embedded of a source: its sentences, the bank's questions and the near misses."""
    return (
        [dense_text(passage, passage.sentences[number]) for passage, number in source.sentences],
        [to_traditional(question.question) for question in source.bank],
        [to_traditional(question.question) for question in source.gaps],
    )


def count_words(words: Words, passages: Iterable[Passage]) -> dict[str, int]:
    """Return of each word how many passages have it, themselves or in their place."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(set(words.segment(normalize(passage_text(passage)))))
    return dict(sorted(counts.items()))


def _compared(source: Source) -> Iterator[str]:
    """The texts of a source whose normal forms questions are held against."""
    yield from map(passage_text, source.passages)
    for passage, number in source.sentences:
        sentence = passage.sentences[number]
        yield passage.sentence_text(sentence)
        yield above_text(passage, sentence)


def find_terms(passages: Iterable[Passage]) -> list[str]:
    """Return the terms of a report's headings: stretches between signs that the report uses repeatedly."""
    counts: Counter[str] = Counter()
    for passage in passages:
        headings = {heading for sentence in passage.sentences for heading in sentence.headings}
        for name in (passage.department, *passage.path, *headings):
            for run in HAN.findall(normalize(name)):
                counts.update(part for part in TERM.split(run) if len(part) in TERM_LENGTH)
    return sorted(term for term, count in counts.items() if count >= SEEN_OFTEN)


class _Counter:
    """Turns numbers done since last time into numbers done in all."""

    def __init__(self, progress: BuildProgress | None, what: str, total: int) -> None:
        self.progress, self.what, self.total, self.done = progress, what, total, 0

    def add(self, number: int) -> None:
        self.done += number
        if self.progress:
            self.progress(self.what, self.done, self.total)
