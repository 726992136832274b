"""Yes and no to each kind of claim, over the small report: 14 rows, 9 of them full, 5 missed."""

from __future__ import annotations

import pytest

from qa.tables.confirming import confirm, contradict
from qa.tables.evaluate import run
from qa.tables.frame import Frame, to_query
from qa.tables.frame import Test as Compared
from qa.tables.query import Entity, Level, Range, exactly

DEPARTMENTS = Level.DEPARTMENTS


@pytest.fixture
def so(answerer, report):
    def confirm_frame(**slots) -> bool:
        query = answerer.reader.complete(to_query(Frame(**slots)))
        return confirm(query, run(query, answerer.rows), len(report.departments))

    return confirm_frame


def claim(of: str, low: float, high: float | None = None) -> dict:
    return {"claims": (Compared(of, Range(low, low if high is None else high)),)}


def check(so, true: dict, false: dict, **slots) -> None:
    assert so(**slots, **true)
    assert not so(**slots, **false)


def test_a_number_of_rows(so):
    check(so, claim("n", 5), claim("n", 4), status="missed")


def test_a_number_of_rows_of_one_department(so):
    check(so, claim("n", 3), claim("n", 1), status="missed", places=("環境保護局",))


def test_a_number_of_departments_that_have_some(so):
    check(so, claim("n", 2), claim("n", 3), level=DEPARTMENTS, status="missed", holds="some")


def test_a_share_of_rows(so):
    check(so, claim("share", 64, 65), claim("share", 90, 100), status="full")


def test_a_share_of_departments(so):
    check(
        so,
        claim("share", 50),
        claim("share", 75),
        level=DEPARTMENTS,
        status="missed",
        holds="some",
    )


def test_a_portion_of_all_rows_alike(so):
    check(so, claim("portion", 60), claim("portion", 100), status="missed", places=("環境保護局",))


def test_a_mean(so):
    check(so, claim("mean", 86, 87), claim("mean", 90, 100))


def test_a_mean_of_a_common_indicator_is_of_what_was_reached(so):
    check(so, claim("mean", 87.5), claim("mean", 96.9), entity=Entity.COMMON)


def test_who_is_at_the_end_of_an_order(so):
    check(
        so,
        {"said": ("環境保護局",)},
        {"said": ("民政處",)},
        level=DEPARTMENTS,
        order="top",
        by="count",
    )


def test_all_who_are_said_to_be_at_the_end_have_to_be(so):
    slots = {"level": DEPARTMENTS, "order": "top", "by": "count"}
    assert not so(**slots, said=("環境保護局", "民政處"))


def test_what_the_line_at_the_end_has(so):
    slots = {"level": DEPARTMENTS, "order": "top", "by": "count", "said": ("環境保護局",)}
    check(so, claim("value", 5), claim("value", 4), **slots)


def test_what_the_row_at_the_end_has(so):
    slots = {"entity": Entity.COMMON, "order": "bottom", "by": "actual", "said": ("都市發展處",)}
    check(so, claim("value", 70), claim("value", 90), **slots)


def test_every_row(so):
    check(so, {"places": ("民政處",)}, {"places": ("環境保護局",)}, status="full", holds="every")


def test_no_row(so):
    check(so, {"places": ("民政處",)}, {"places": ("環境保護局",)}, status="missed", holds="none")


def test_every_row_of_nothing_is_not_so(so):
    assert not so(status="full", holds="every", places=("水利處",))


def test_every_part_of_a_claim_has_to_hold(so):
    right, wrong = (
        (Compared("n", exactly(5)), Compared("share", Range(35, 36))),
        Compared("share", exactly(90)),
    )
    assert so(status="missed", claims=right)
    assert not so(status="missed", claims=(right[0], wrong))


def test_what_speaks_against_all_is_the_rows_that_do_not_meet_it(answerer):
    query = answerer.reader.complete(to_query(Frame(status="full", holds="every", places=("環境保護局",))))
    names = [row.name for row in run(contradict(query), answerer.rows).rows]
    assert names == ["清溝長度", "稽查次數", "焚化廠整建"]
