"""What is listed over the bundled report: sound as data, quick, and the same with lines forgotten."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from corpus.contradictions import Contradiction, find_contradictions
from corpus.model import Passage, Report
from qa.lab.measure_contradictions import measure, read_listed


@pytest.fixture(scope="module")
def listed(bundled: Report, bundled_passages: list[Passage]) -> list[Contradiction]:
    return find_contradictions(bundled, bundled_passages)


@pytest.fixture(scope="module")
def part(bundled: Report, bundled_passages: list[Passage]) -> tuple[Report, list[Passage]]:
    """The first departments and their passages."""
    few = bundled.departments[:4]
    names = {one.name for one in few}
    return replace(bundled, departments=few), [one for one in bundled_passages if one.department in names]


def test_most_of_those_listed_by_hand_are_found(listed):
    hits, number = measure(listed, read_listed())["all"]
    assert number == 87
    assert hits >= 65


def test_many_kinds_are_found(listed):
    kinds = Counter(one.kind for one in listed)
    assert len(listed) >= 25
    assert len(kinds) >= 8
    assert max(kinds.values()) * 2 < len(listed)


def test_values_stand_where_they_are_said_to(listed, bundled_text, bundled_passages):
    passages = {one.id: one for one in bundled_passages}
    lines = bundled_text.split("\n")
    for one in listed:
        assert len(one.values) == len(one.lines) == len(one.places) > 0
        for value, line, (passage, start, end) in zip(one.values, one.lines, one.places, strict=True):
            assert passages[passage].text[start:end] == value
            assert passages[passage].lines[0] <= line <= passages[passage].lines[1]
            assert 1 <= line <= len(lines)


def test_sentences_name_a_department_and_have_no_full_stop(listed, bundled):
    names = [one.name for one in bundled.departments]
    for one in listed:
        assert any(name in one.what for name in names)
        assert "\n" not in one.what and not one.what.endswith("。")
        assert json.loads(json.dumps(one.to_dict(), ensure_ascii=False))["values"] == list(one.values)


def test_each_is_listed_once_and_in_order(listed):
    assert len({(one.kind, one.places) for one in listed}) == len(listed)
    first = [min(one.lines) for one in listed]
    assert first == sorted(first)


def test_passages_that_forgot_their_lines_give_the_same(part):
    report, passages = part
    found = find_contradictions(report, passages)
    again = find_contradictions(report, [replace(one, text=str(one.text)) for one in passages])
    assert found and [one.what for one in again] == [one.what for one in found]


def test_injected_error_is_found(part, listed):
    """An indicator with target and actual value in one unit gets another attainment."""
    place, passage = next(
        (number, one)
        for number, one in enumerate(part[1])
        if one.indicator and one.indicator.attainment_percent == 100 and one.indicator.target.endswith("件")
    )
    indicator = replace(passage.indicator, attainment="37%", attainment_percent=37.0)
    start = passage.text.index(f"｜{passage.indicator.attainment}")
    text = passage.text[: start + 1] + "37%" + passage.text[start + 1 + len(passage.indicator.attainment) :]
    changed = [*part[1]]
    changed[place] = replace(passage, text=text, indicator=indicator, figures=_figures(text))
    new = {one.what for one in find_contradictions(part[0], changed)} - {one.what for one in listed}
    assert any("的達成度寫 37%" in what for what in new)


def _figures(text: str):
    from corpus.figures import find_figures

    return tuple(find_figures(text))
