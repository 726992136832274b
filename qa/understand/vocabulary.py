"""The words that questions are understood by: vocabulary files and the report's own frequencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpus.model import Passage
from index.search import Index
from index.texts import passage_text
from index.words import normalize
from qa.understand.words import WordMatcher


def build_matcher(index: Index, folder: Path) -> WordMatcher:
    """A matcher over an index's passages with the synonyms and empty words of a vocabulary folder."""
    alternatives: dict[str, list[str]] = defaultdict(list)
    for group in _read_groups(folder / "synonyms.tsv"):
        for word in group:
            alternatives[word] += [other for other in group if other != word]
    for table in (index.vocabulary.everyday, index.vocabulary.english):
        for word, terms in table.items():
            alternatives[word] += terms
    stop = frozenset(word for group in _read_groups(folder / "stop.txt") for word in group)
    parts = index.parts
    return WordMatcher(
        parts.words.segment, parts.frequencies, len(index.source.passages), stop, dict(alternatives)
    )


def read_places(folder: Path) -> tuple[tuple[str, ...], ...]:
    """The names of places, those of one place together, normalised and in lower case."""
    return tuple(tuple(dict.fromkeys(group)) for group in _read_groups(folder / "places.txt"))


def normal_passage(passage: Passage) -> str:
    """A passage with its place, normalised and in lower case: what words are looked for in."""
    return normalize(passage_text(passage)).lower()


def _read_groups(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [normalize(word).lower() for word in line.strip().split("、")]
