"""The bundled report, read once for all tests."""

from __future__ import annotations

import pytest

from corpus.bundled import report_path
from corpus.cutting.passages import cut_passages
from corpus.model import Passage, Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report


@pytest.fixture(scope="session")
def bundled_text() -> str:
    return read_report(report_path()).text


@pytest.fixture(scope="session")
def bundled(bundled_text: str) -> Report:
    return parse_report(bundled_text)


@pytest.fixture(scope="session")
def bundled_passages(bundled: Report) -> list[Passage]:
    return cut_passages(bundled)
