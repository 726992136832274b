"""The evaluator against loops that are written out, over the bundled report."""

import random
import re
from collections import Counter

import pytest

from qa.tables.evaluate import keep_ranks, run
from qa.tables.query import Condition, Entity, Level, Order, Predicate, Query, Range, exactly

MEASURES = ("target", "actual", "attainment", "ratio", "gap")


def draw(rng):
    of = rng.choice(MEASURES)
    low, high = sorted(rng.choice([0, 1, 2, 50, 80, 99.9, 100, 1000]) for _ in range(2))
    span = Range(
        rng.choice([low, None]),
        rng.choice([high, None]),
        rng.random() < 0.5,
        low == high or rng.random() < 0.5,
    )
    return of, span, rng.random() < 0.3


def meets(row, of, span, negated):
    value = row.numbers.get(of)
    if value is None:
        return False
    inside = True
    if span.low is not None:
        inside &= value >= span.low if span.low_in else value > span.low
    if span.high is not None:
        inside &= value <= span.high if span.high_in else value < span.high
    return inside != negated


@pytest.mark.parametrize("seed", range(40))
def test_rows_and_groups(bundled_answerer, seed):
    rng = random.Random(seed)
    drawn = [draw(rng) for _ in range(rng.randint(1, 3))]
    conditions = tuple(Condition(of, (span,), (), negated) for of, span, negated in drawn)
    wanted = [
        row
        for row in bundled_answerer.rows
        if row.entity is Entity.INDICATOR and all(meets(row, *one) for one in drawn)
    ]
    assert list(run(Query(conditions=conditions), bundled_answerer.rows).rows) == wanted

    counts = Counter(row.department for row in wanted)
    least = rng.randint(0, 4)
    predicate = Predicate(Entity.INDICATOR, conditions, Range(low=least))
    grouped = run(
        Query(conditions=conditions, level=Level.DEPARTMENTS, predicates=(predicate,)), bundled_answerer.rows
    )
    departments = dict.fromkeys(row.department for row in bundled_answerer.rows)
    assert {group.key: len(group.rows) for group in grouped.groups} == {
        name: counts[name] for name in departments if counts[name] >= least
    }


def test_every_row_of_a_group(bundled_answerer):
    full = Condition("attainment", (Range(low=100),))
    query = Query(level=Level.DEPARTMENTS, predicates=(Predicate(Entity.INDICATOR, (full,), every=True),))
    bad = {
        row.department
        for row in bundled_answerer.rows
        if row.entity is Entity.INDICATOR and row.numbers["attainment"] < 100
    }
    assert not bad & {group.key for group in run(query, bundled_answerer.rows).groups}
    assert len(bad) + len(run(query, bundled_answerer.rows).groups) == 20


@pytest.mark.parametrize(
    ("ranks", "kept"),
    [((1, 1), [9]), ((1, 2), [9, 6, 6]), ((2, 2), [6, 6]), ((4, 5), [3, 1]), ((5, 5), [1]), ((7, 7), [])],
)
def test_ties_share_a_rank(ranks, kept):
    query = Query(ranks=ranks)
    assert keep_ranks([9, 6, 6, 3, 1], query, lambda value: value) == kept


def test_counts_agree_with_every_departments_own_table(bundled, bundled_answerer):
    spans = {
        "indicators": None,
        "full": Range(low=100),
        "partial": Range(80, 100, True, False),
        "below80": Range(high=80, high_in=False),
    }
    for what, span in spans.items():
        conditions = () if span is None else (Condition("attainment", (span,)),)
        groups = run(Query(conditions=conditions, level=Level.DEPARTMENTS), bundled_answerer.rows).groups
        assert {group.key: len(group.rows) for group in groups} == {
            d.name: getattr(d.summary, what) for d in bundled.departments
        }


def test_broken_numbers_have_their_value(bundled_answerer):
    cells = {
        row.printed[of]: row.numbers.get(of)
        for row in bundled_answerer.rows
        for of in ("target", "actual")
        if re.fullmatch(r"[\d,.]+ \d+\D*", row.printed.get(of, ""))
    }
    assert cells
    for cell, value in cells.items():
        assert value == float(re.sub(r"[^\d.]", "", cell))


def test_a_range_of_one_value():
    assert 80 in exactly(80)
    assert 80.1 not in exactly(80)


def test_the_lowest_difference_is_the_greatest_miss(bundled_answerer):
    lowest, highest = (
        run(
            bundled_answerer.reader.complete(
                Query(Entity.REVIEW, orders=(Order("difference", down),), ranks=(1, 1))
            ),
            bundled_answerer.rows,
        )
        .rows[0]
        .numbers["difference"]
        for down in (False, True)
    )
    values = [row.numbers["difference"] for row in bundled_answerer.rows if row.entity is Entity.REVIEW]
    assert (lowest, highest) == (min(values), max(values))
