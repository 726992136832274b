"""What the reader fills slots with: bounds in brackets, ranks after a query, claimed shares and means."""

from __future__ import annotations

import pytest

from qa.tables.query import Level, Range


def last(answerer, question):
    return answerer.reader.read(question).queries[-1]


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("達成度介於 80%（含）到 90%（不含）的指標有幾項？", Range(80, 90, True, False)),
        ("達成度 80% 以上（不含）的指標有幾項？", Range(80, None, False, True)),
        ("差一點點就達標（95% 以上）的指標有幾項？", Range(95, 100, True, False)),
    ],
)
def test_a_bracket_tells_whether_an_end_belongs_to_a_range(answerer, question, span):
    assert any(c.ranges == (span,) for c in last(answerer, question).conditions)


def test_a_rank_alone_asks_of_the_lines_of_the_query_before(answerer):
    query = last(answerer, "哪個局處的指標最多？第二名呢？")
    assert (query.level, query.ranks, query.orders[0].by) == (Level.DEPARTMENTS, (2, 2), "count")


def test_a_share_of_rows_and_a_mean_are_claimed_of_all(answerer):
    assert last(answerer, "超過九成的指標達成目標，對嗎？").claim.share == Range(90, None, False, True)
    assert last(answerer, "指標達成度平均超過 90%，對嗎？").claim.mean == Range(90, None, False, True)


def test_a_statement_that_names_the_end_of_an_order_is_a_claim(answerer, report):
    place = report.departments[0].name
    assert last(answerer, f"指標最多的單位是{place}").claim.places == (place,)
