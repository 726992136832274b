"""What is read once for all tests: jieba's dictionary and the bundled report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.bundled import report_path
from corpus.cutting.passages import cut_passages
from corpus.model import Passage, Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report


@pytest.fixture(scope="session", autouse=True)
def _dictionary_read_once() -> Iterator[None]:
    """Reading jieba's dictionary takes nearly all of the time that the index of a small report does."""
    import jieba

    read = jieba.Tokenizer.gen_pfdict
    known: list[tuple[dict[str, int], int]] = []

    def copy(file: Any) -> tuple[dict[str, int], int]:
        if not known:
            known.append(read(file))
        frequencies, total = known[0]
        return dict(frequencies), total

    jieba.Tokenizer.gen_pfdict = staticmethod(copy)
    yield
    jieba.Tokenizer.gen_pfdict = staticmethod(read)


@pytest.fixture(scope="session")
def bundled_text() -> str:
    return read_report(report_path()).text


@pytest.fixture(scope="session")
def bundled(bundled_text: str) -> Report:
    return parse_report(bundled_text)


@pytest.fixture(scope="session")
def bundled_passages(bundled: Report) -> list[Passage]:
    return cut_passages(bundled)
