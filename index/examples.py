"""Examples from which the ranking learns: questions of known place with their candidates.

Two kinds: questions that other hands than the bank's wrote (`tests/gold/decide-*.jsonl`, those that the
report answers) with their gold lines, and the near misses, which lead to the nearest sentence.
Anticipated questions themselves teach the wrong thing: with their own key they are found by it alone,
and without it they are poorer in keys than a stranger's question, since the two to four questions of an
item are written to differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import plain_letters
from corpus.data import report_path
from index.cache import shipped_folder
from index.embedding import load_embedder
from index.search import Index
from index.source import Source
from index.store import open_index

GOLD = Path(__file__).parents[1] / "tests" / "gold"
OTHER_HANDS = "decide-*.jsonl"
KEPT = 120
"""Best candidates of a question that an example holds."""


@dataclass(frozen=True)
class Example:
    """A question's candidates: features, plain scores, and labels.

    labels: 2 for the sentence sought, 1 for one on the same line, 0 for others.
    own: whether the report answers the question, and another hand wrote it.
    """

    department: str
    own: bool
    features: np.ndarray
    fused: np.ndarray
    labels: np.ndarray

    def rank(self, scores: np.ndarray) -> int:
        """Return the rank of the best candidate on the line, 0 where there is none."""
        right = self.labels > 0
        return 1 + int((scores > scores[right].max()).sum()) if right.any() else 0


def open_bundled(folder: Path) -> Index:
    """Return the index of the bundled report with the default model, built where need be."""
    return open_index(read_bundled(), folder, load_embedder(), shipped=shipped_folder())


def read_bundled() -> Source:
    """Return the bundled report with its questions."""
    return Source.read(report_path())


def collect_examples(index: Index) -> list[Example]:
    """Return the examples of both kinds."""
    records = [record for path in sorted(GOLD.glob(OTHER_HANDS)) for record in read_gold(path)]
    answered = [record for record in records if record.get("answerable") and record["lines"]]
    examples = [_from_record(index, record) for record in answered]
    return examples + list(_from_gaps(index))


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file of questions, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _from_record(index: Index, record: dict[str, Any]) -> Example:
    rows, features, fused = index.describe(" ".join([*record.get("history", []), record["question"]]))
    quote = plain_letters(record.get("quote", ""))
    labels = [_label(index, row, record["lines"], quote) for row in rows]
    return _cut(record["dept"], True, features, fused, np.array(labels))


def _label(index: Index, row: int, lines: Iterable[int], quote: str) -> int:
    passage, number = index.source.sentences[row]
    sentence = passage.sentences[number]
    first, last = sentence.lines
    if not any(first <= line <= last for line in lines):
        return 0
    letters = plain_letters(passage.sentence_text(sentence))
    parts = (quote[:12], quote[-12:])
    return 2 if quote and (letters in quote or any(part in letters for part in parts)) else 1


def _from_gaps(index: Index) -> Iterator[Example]:
    places = {
        (passage.id, number): (passage, row) for row, (passage, number) in enumerate(index.source.sentences)
    }
    lines = np.array([passage.sentences[number].lines for passage, number in index.source.sentences])
    for gap in index.source.gaps:
        if gap.passage_id is None:
            continue
        passage, own = places[gap.passage_id, gap.sentence_index or 0]
        rows, features, fused = index.describe(gap.question)
        same_line = (lines[rows, 0] <= lines[own, 1]) & (lines[own, 0] <= lines[rows, 1])
        labels = same_line.astype(np.int64) + (rows == own)
        yield _cut(passage.department, False, features, fused, labels)


def _cut(department: str, own: bool, features: np.ndarray, fused: np.ndarray, labels: np.ndarray) -> Example:
    best = np.argsort(-fused, kind="stable")[:KEPT]
    return Example(department, own, features[best], fused[best], labels[best])
