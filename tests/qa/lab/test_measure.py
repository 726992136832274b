"""The measurements: which questions count, what a rank is, how the table reads."""

from __future__ import annotations

import pytest

from index.store import open_index
from qa.lab.measure_retrieval import build_variants, is_measured, measure, question_of, render, time_search
from tests.qa import small_report
from tests.qa.fakes import FakeEmbedder


def record(question, anchor, kind="figure", **more):
    return {
        "question": question,
        "kind": kind,
        "facts": [["x"]],
        "lines": [small_report.line_of(anchor)],
    } | more


RECORDS = [
    record("汰換了幾輛水箱消防車？", "汰換水箱消防車 3 輛"),
    record("那經費呢？", "汰換水箱消防車 3 輛", "followup", history=["水箱消防車汰換幾輛？"]),
]


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"facts": []}, False),
        ({"lines": []}, False),
        ({"kind": "aggregate"}, False),
        ({"answerable": False}, False),
    ],
)
def test_questions_with_a_place_are_measured(change, counts):
    assert is_measured(RECORDS[0] | change) is counts


def test_the_rank_is_that_of_the_first_find_on_a_gold_line():
    line = RECORDS[0]["lines"][0]
    finds = {"first": [(line, line)], "third": [(1, 1), (2, 2), (line - 1, line + 1)], "never": [(1, 1)]}
    for name, rank in (("first", 1), ("third", 3), ("never", 0)):
        ranks = measure(lambda question, name=name: finds[name], RECORDS[:1])
        assert ranks == {"all": [rank], "figure": [rank]}


def test_a_follow_up_is_asked_with_what_came_before():
    assert question_of(RECORDS[1]) == "水箱消防車汰換幾輛？ 那經費呢？"


def test_every_variant_searches_and_the_table_names_them(small_source, tmp_path):
    index = open_index(small_source, tmp_path, FakeEmbedder())
    variants = build_variants(index)
    found = {
        name: measure(lambda q, one=one: [c.sentence.lines for c in one.search(q)], RECORDS)
        for name, one in variants.items()
    }
    assert found["+ bank"]["all"][0] == 1
    table = render(found | {"seconds": {"retrieval": time_search(index, RECORDS)}})
    assert all(name in table for name in variants)
    assert "followup (1)" in table and "p95" in table
