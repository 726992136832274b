from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.tables import Group, Kind, Measure, Order, Query, Range, Scope
from qa.tables.database import Database
from qa.tables.query import ANY, BELOW80, FULL, MISSED, NONE, PARTIAL, ZERO


@pytest.fixture(scope="module")
def database(report):
    return Database(report)


def value(database, query):
    (line,) = database.run(query)
    return line.value


@pytest.mark.parametrize(
    ("condition", "number"), [(None, 14), (FULL, 9), (PARTIAL, 2), (BELOW80, 3), (MISSED, 5), (ZERO, 1)]
)
def test_counts(database, condition, number):
    assert value(database, Query(Measure.COUNT, condition=condition)) == number


def test_common_indicators_are_counted_apart(database):
    assert value(database, Query(Measure.COUNT, Scope(kind=Kind.COMMON))) == 4
    assert value(database, Query(Measure.COUNT, Scope(kind=Kind.ALL))) == 18


def test_share_and_means(database):
    assert value(database, Query(Measure.SHARE, Scope(("環境保護局",)), FULL)) == 40
    assert value(database, Query(Measure.AVERAGE, Scope(("環境保護局",)))) == 87
    assert value(database, Query(Measure.MEDIAN, Scope(("環境保護局",)))) == 98


def test_goals_and_reviews(database):
    assert value(database, Query(Measure.GOALS)) == 8
    assert value(database, Query(Measure.SHORTFALLS)) == 1


def test_sums_over_one_unit(database):
    scope = Scope(unit="場")
    assert value(database, Query(Measure.TARGETS, scope)) == 32
    assert value(database, Query(Measure.ACTUALS, scope)) == 29


def test_a_topic_stands_in_name_or_goal(database):
    assert value(database, Query(Measure.COUNT, Scope(words=("宣導",)))) == 3
    assert value(database, Query(Measure.COUNT, Scope(words=("新住民",)))) == 2


def test_departments_without_a_match_count_as_none(database):
    missed = Query(Measure.COUNT, condition=MISSED, group=Group.DEPARTMENT)
    assert [line.department for line in database.run(missed.with_(having=NONE))] == ["民政處", "觀光及行銷處"]
    assert [line.value for line in database.run(missed.with_(having=ANY))] == [2, 3]


def test_a_limit_keeps_ties(database):
    rows = Query(Measure.ATTAINMENT, group=Group.INDICATOR, order=Order.HIGHEST, limit=1)
    assert len(database.run(rows)) == 9
    lowest = database.run(rows.with_(order=Order.LOWEST, limit=2))
    assert [line.value for line in lowest] == [0, 52]


def test_a_range_of_values_of_groups(database):
    query = Query(Measure.COUNT, group=Group.DEPARTMENT, having=Range(3, 4, high_included=True))
    assert {line.department: line.value for line in database.run(query)} == {"民政處": 4, "都市發展處": 3}


def test_values_of_a_question_never_become_sql(database):
    attack = Scope(words=("'; DROP TABLE indicators; --",), departments=("x' OR '1'='1",))
    assert database.run(Query(Measure.COUNT, attack))[0].value == 0
    assert value(database, Query(Measure.COUNT)) == 14


def test_many_threads_at_once(database):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: value(database, Query(Measure.COUNT)), range(40)))
    assert set(found) == {14}
