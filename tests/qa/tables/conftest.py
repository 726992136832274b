"""Answerers over a small report with known counts and over the bundled one."""

from __future__ import annotations

import pytest

from corpus.bundled import report_path
from corpus.cutting.passages import cut_passages
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from qa.tables import TableAnswerer
from tests.qa.tables.table_reports import build_report, cut


@pytest.fixture(scope="session")
def report():
    return build_report()


@pytest.fixture(scope="session")
def answerer(report):
    return TableAnswerer(report, list(cut(report)))


@pytest.fixture(scope="session")
def bundled():
    return parse_report(*read_report(report_path()))


@pytest.fixture(scope="session")
def bundled_answerer(bundled):
    return TableAnswerer(bundled, cut_passages(bundled))
