"""The bundled report, held against counts made by hand and against itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.audit import audit_report
from corpus.reading.shortfalls import match

COUNTS = json.loads((Path(__file__).parent / "counts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def audit(bundled, bundled_passages):
    return audit_report(bundled, bundled_passages)


def test_departments_are_those_counted(audit):
    assert [one.name for one in audit.departments] == list(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_department_agrees_with_the_hand_counts_and_its_own_table(audit, name):
    (one,) = [department for department in audit.departments if department.name == name]
    assert {key: getattr(one, key) for key in COUNTS[name]} == COUNTS[name]
    assert one.agrees is True


def test_at_least_99_and_a_half_per_cent_of_the_characters_stand_in_one_passage(audit):
    assert audit.share >= 0.995
    assert audit.twice == 0
    assert not [one for one in audit.left_out if one.why == "未歸入任何段落"]


def test_no_passage_crosses_a_department(bundled, bundled_passages):
    lines = {one.name: one.lines for one in bundled.departments}
    for passage in bundled_passages:
        first, last = lines[passage.department]
        assert first < passage.lines[0] <= passage.lines[1] <= last


def test_ids_are_unique_and_sentences_lie_inside_their_passage(bundled_passages):
    assert len({one.id for one in bundled_passages}) == len(bundled_passages)
    for passage in bundled_passages:
        assert passage.sentences
        end = 0
        for sentence in passage.sentences:
            assert end <= sentence.start < sentence.end <= len(passage.text)
            assert passage.lines[0] <= sentence.lines[0] <= sentence.lines[1] <= passage.lines[1]
            end = sentence.end
        for figure in passage.figures:
            assert passage.text[figure.start : figure.end] == figure.text


def test_passages_have_no_markup_and_no_stray_white_space(bundled_passages):
    for passage in bundled_passages:
        assert "<p" not in passage.text and "</" not in passage.text and "\t" not in passage.text
        assert "  " not in passage.text and passage.text == passage.text.strip()


def test_every_row_has_its_values(bundled):
    for department in bundled.departments:
        for indicator in department.indicators:
            assert indicator.target and indicator.actual and indicator.attainment_percent is not None
            assert indicator.goal and len(indicator.target) < 30 and len(indicator.name) < 60


def test_every_shortfall_finds_the_indicator_that_was_missed(bundled):
    for department in bundled.departments:
        for entry in department.shortfalls:
            found = match(entry, department.indicators)
            assert found is not None and found.attainment_percent < 100, entry.name


def test_pages_rise_and_lie_inside_the_chapter(bundled, bundled_passages):
    for department in bundled.departments:
        numbers = [one.page.number for one in department.programmes if one.paragraphs]
        assert numbers == sorted(numbers)
    certain = sum(not one.page.estimated for one in bundled_passages)
    assert certain > len(bundled_passages) / 2
