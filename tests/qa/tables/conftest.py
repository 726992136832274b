"""Answerers over a small report with known counts and over the bundled one."""

from __future__ import annotations

import pytest

from qa.tables import TableAnswerer
from tests.qa.tables.table_reports import build_report, cut


@pytest.fixture(scope="session")
def report():
    return build_report()


@pytest.fixture(scope="session")
def answerer(report):
    return TableAnswerer(report, list(cut(report)))


@pytest.fixture(scope="session")
def bundled_answerer(bundled, bundled_passages):
    return TableAnswerer(bundled, bundled_passages)
