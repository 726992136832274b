"""Reports read in part are refused or said."""

from __future__ import annotations

import pytest

from corpus.errors import ReportError
from corpus.reading.parse import parse_report
from corpus.reading.wholeness import refuse_hollow


@pytest.fixture(scope="module")
def lines(bundled_text: str) -> list[str]:
    return bundled_text.split("\n")


def parse_lines(lines: list[str]):
    return parse_report("\n".join(lines))


def test_the_bundled_report_lacks_nothing(bundled):
    assert bundled.lacking == ()


def test_departments_that_the_contents_list_and_the_file_lacks_are_said(bundled, lines):
    (said,) = parse_lines(lines[: bundled.departments[2].lines[0] - 1]).lacking
    assert bundled.departments[2].name in said and bundled.departments[0].name not in said


def test_a_table_that_was_cut_off_is_said(bundled, lines):
    first = bundled.departments[0]
    row = first.indicators[len(first.indicators) // 2].lines[0]
    assert any(first.name in said for said in parse_lines(lines[: row - 1]).lacking)


def test_a_report_twice_in_a_file_is_said(bundled, lines):
    few = lines[: bundled.departments[2].lines[0] - 1]
    said = " ".join(parse_lines(few + few).lacking)
    assert "不只一次" in said and bundled.departments[1].name in said


def test_a_cover_and_contents_alone_are_refused(bundled, lines):
    with pytest.raises(ReportError, match="內文"):
        refuse_hollow(parse_lines(lines[: bundled.departments[0].lines[0]]))


@pytest.mark.parametrize("instead", ["  ", " | "])
def test_tables_that_lost_their_tabs_are_refused(bundled, lines, instead):
    few = lines[: bundled.departments[2].lines[0] - 1]
    with pytest.raises(ReportError, match="Tab"):
        refuse_hollow(parse_lines([line.replace("\t", instead) for line in few]))
