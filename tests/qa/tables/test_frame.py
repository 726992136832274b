"""A frame as a query, slot by slot, and as JSON that anybody may have sent."""

from __future__ import annotations

import json

import pytest

from qa.tables.frame import MOST, STATUS, Frame, canonical, from_json, to_json, to_query
from qa.tables.frame import Test as Compared
from qa.tables.query import Claim, Condition, Entity, Level, Order, Predicate, Range, exactly

MISSED = STATUS["missed"]
HALF = Range(high=50, high_in=False)
DEPARTMENTS = Level.DEPARTMENTS


@pytest.mark.parametrize(
    ("frame", "conditions"),
    [
        (Frame(), []),
        (Frame(status="missed"), [MISSED]),
        (Frame(status="percent"), [Condition("unit", (), ("%",))]),
        (Frame(tests=(Compared("level", HALF),)), [Condition("level", (HALF,))]),
        (Frame(status="missed", tests=(Compared("level", HALF),)), [Condition("level", (HALF,))]),
        (Frame(tests=(Compared("count", HALF), Compared("rate", HALF))), []),
        (Frame(words=(("name", ("燈", "路燈")),)), [Condition("name", (), ("燈", "路燈"))]),
        (Frame(units=("場", "次")), [Condition("unit", (), ("場", "次"))]),
        (Frame(places=("甲處", "乙局")), [Condition("department", (), ("甲處", "乙局"))]),
        (Frame(excluded=("甲處",)), [Condition("department", (), ("甲處",), True)]),
        (Frame(kinds=("局",)), [Condition("kind", (), ("局",))]),
    ],
)
def test_what_picks_rows_is_a_condition(frame, conditions):
    assert list(to_query(frame).conditions) == conditions


def test_every_status_is_a_test_of_its_own():
    conditions = [to_query(Frame(status=status)).conditions for status in STATUS]
    assert len(set(conditions)) == len(STATUS)


@pytest.mark.parametrize(
    ("slots", "predicates", "kept"),
    [
        ({"holds": "some"}, [Predicate(Entity.INDICATOR, (MISSED,))], [MISSED]),
        ({"holds": "none"}, [Predicate(Entity.INDICATOR, (MISSED,), exactly(0))], []),
        ({"holds": "every"}, [Predicate(Entity.INDICATOR, (MISSED,), every=True)], []),
        (
            {"holds": "some", "tests": (Compared("count", exactly(2)),)},
            [Predicate(Entity.INDICATOR, (MISSED,), exactly(2))],
            [MISSED],
        ),
        ({"tests": (Compared("rate", HALF),)}, [Predicate(Entity.INDICATOR, (), HALF, by="rate")], [MISSED]),
        (
            {"tests": (Compared("goals", exactly(2)),)},
            [Predicate(Entity.INDICATOR, (MISSED,), exactly(2), goals=True)],
            [MISSED],
        ),
    ],
)
def test_what_a_department_has_is_a_predicate(slots, predicates, kept):
    query = to_query(Frame(level=DEPARTMENTS, status="missed", **slots))
    assert list(query.predicates) == predicates
    assert list(query.conditions) == kept


def test_rows_have_no_predicates():
    assert to_query(Frame(status="missed", holds="every", tests=(Compared("count", HALF),))).predicates == ()


@pytest.mark.parametrize(
    ("order", "downs", "ranks"),
    [
        ("", [], None),
        ("top", [True], (1, 1)),
        ("bottom", [False], (1, 1)),
        ("both", [True, False], (1, 1)),
        ("down", [True], None),
        ("up", [False], None),
    ],
)
def test_orders(order, downs, ranks):
    query = to_query(Frame(order=order, by="ratio"))
    assert list(query.orders) == [Order("ratio", down) for down in downs]
    assert query.ranks == ranks


def test_ranks_are_kept_where_an_end_is_asked_for():
    assert to_query(Frame(order="top", ranks=(2, 3))).ranks == (2, 3)
    assert to_query(Frame(ranks=(2, 3))).ranks is None


def test_of_departments_that_are_named_each_is_told():
    named = {"level": DEPARTMENTS, "order": "top", "places": ("甲處", "乙局")}
    assert to_query(Frame(**named)).ranks is None
    assert to_query(Frame(**named, ranks=(1, 1))).ranks == (1, 1)
    assert to_query(Frame(**named, said=("甲處",))).ranks == (1, 1)


@pytest.mark.parametrize(("level", "by"), [(Level.ROWS, "level"), (DEPARTMENTS, "count")])
def test_what_lines_are_put_in_order_by_where_nothing_is_said(level, by):
    query = to_query(Frame(level=level, order="top"))
    assert query.orders == (Order(by, True),)
    assert query.measures == frozenset()


def test_two_kinds_of_departments_are_compared_and_one_is_picked():
    assert to_query(Frame(level=DEPARTMENTS, kinds=("處", "局"))).level is Level.KINDS
    assert to_query(Frame(level=DEPARTMENTS, kinds=("處",))).level is DEPARTMENTS


@pytest.mark.parametrize("level", [Level.ROWS, DEPARTMENTS])
def test_kinds_of_departments_are_put_in_order_by_a_measure_of_groups(level):
    query = to_query(Frame(level=level, kinds=("處", "局"), order="top", by="level"))
    assert query.orders == (Order("mean", True),)


def test_goals_are_counted_where_they_are_asked_for_or_ordered_by():
    assert to_query(Frame(goals=True)).goals
    assert to_query(Frame(level=DEPARTMENTS, order="top", by="per_goal")).goals
    assert not to_query(Frame(level=DEPARTMENTS, order="top", by="count")).goals


def test_why_asks_for_the_reason():
    assert to_query(Frame(asks=frozenset({"why"}))).asks == {"why", "reason"}


def test_a_common_indicator_is_averaged_by_what_was_reached():
    assert to_query(Frame(Entity.COMMON)).measures == {"actual"}
    assert to_query(Frame(Entity.COMMON, order="top", by="level")).measures == {"level"}


def test_a_portion_is_of_all_rows_that_meet_the_conditions():
    frame = Frame(status="missed", places=("甲處",))
    assert to_query(frame).given is None
    asked = Frame(status="missed", places=("甲處",), asks=frozenset({"portion"}))
    claimed = Frame(status="missed", places=("甲處",), claims=(Compared("portion", exactly(60)),))
    assert to_query(asked).given == to_query(claimed).given == (MISSED,)


@pytest.mark.parametrize(
    ("frame", "claim"),
    [
        (Frame(), None),
        (Frame(claims=(Compared("n", exactly(3)),)), Claim(count=exactly(3))),
        (Frame(claims=(Compared("share", HALF),)), Claim(share=HALF)),
        (Frame(claims=(Compared("portion", HALF),)), Claim(share=HALF)),
        (Frame(claims=(Compared("mean", HALF),)), Claim(mean=HALF)),
        (
            Frame(order="top", said=("甲處",), claims=(Compared("value", exactly(3)),)),
            Claim(("甲處",), value=exactly(3)),
        ),
        (Frame(holds="every"), Claim(every=True)),
        (Frame(holds="none"), Claim(none=True)),
        (Frame(level=DEPARTMENTS, holds="none"), None),
    ],
)
def test_what_is_held_for_true(frame, claim):
    assert to_query(frame).claim == claim


WHOLE = Frame(
    Entity.PROGRAMME,
    DEPARTMENTS,
    "missed",
    "some",
    ("甲處",),
    ("乙局",),
    ("處",),
    ("場",),
    (Compared("level", Range(10, 20, True, False)), Compared("count", Range(low=3))),
    (("name", ("燈", "路燈")),),
    "top",
    "count",
    (2, 3),
    True,
    frozenset({"list", "many"}),
    (Compared("n", exactly(3)),),
    ("甲處",),
)


@pytest.mark.parametrize("frame", [WHOLE, Frame(), Frame(level=Level.KINDS, kinds=("處", "局"))])
def test_a_frame_comes_back_from_its_json(frame):
    assert from_json(json.loads(json.dumps(to_json(frame)))) == frame


def test_what_is_empty_is_left_out():
    assert to_json(Frame()) == {"entity": "indicator", "level": "rows"}


BAD = [
    {"entity": "moon"},
    {"level": None},
    {"status": "unheard"},
    {"more": 1},
    {"ranks": 5},
    {"ranks": ["a", "b"]},
    {"tests": 5},
    {"tests": [5]},
    {"tests": [{"of": "level"}]},
    {"tests": [{"of": "level", "span": {"middle": 1}}]},
    {"words": [1]},
    {"words": ["abc"]},
    {"asks": 5},
    {"places": 5},
    {"ranks": [1]},
    {"tests": [{"of": "level", "span": {"low": "a"}}]},
    {"tests": [{"of": "level", "span": {"low": [1]}}]},
    {"tests": [{"of": "unheard", "span": {"low": 1}}]},
    {"words": [["unheard", ["a"]]]},
    {"tests": [{"of": "level", "span": {"low": float("inf")}}]},
    {"tests": [{"of": "level", "span": {"high": float("nan")}}]},
    {"ranks": [0, 1]},
    {"ranks": [-9, -9]},
    {"ranks": [1, float("inf")]},
    {"places": "甲處"},
]


@pytest.mark.parametrize("slots", BAD)
def test_what_is_no_frame_is_refused(slots):
    with pytest.raises(ValueError):
        from_json({"entity": "indicator", "level": "rows", **slots})


def test_an_entity_is_needed():
    with pytest.raises(ValueError):
        from_json({"level": "rows"})


def test_a_slot_holds_so_many_values_at_most():
    frame = from_json(to_json(Frame()) | {"places": ["處"] * 5000, "tests": to_json(WHOLE)["tests"] * 5000})
    assert len(frame.places) == len(frame.tests) == MOST


def test_a_status_beside_a_number_picks_what_the_number_is_said_of():
    """Of those that fell short all reached 80: the claim is over those that fell short."""
    frame = Frame(status="missed", holds="every", places=("甲處",), tests=(Compared("level", Range(low=80)),))
    assert set(to_query(frame).given) == {MISSED, Condition("department", (), ("甲處",))}


def test_a_number_that_says_the_status_again_picks_nothing():
    assert (
        to_query(Frame(status="full", holds="every", tests=(Compared("level", exactly(100)),))).given is None
    )


def test_departments_that_have_such_rows_may_have_to_reach_a_rate_too():
    frame = Frame(level=DEPARTMENTS, holds="some", status="missed", tests=(Compared("rate", Range(low=90)),))
    assert Predicate(Entity.INDICATOR, (MISSED,)) in to_query(frame).predicates
    assert len(to_query(frame).predicates) == 2


@pytest.mark.parametrize(
    ("frame", "written"),
    [
        (
            Frame(level=DEPARTMENTS, holds="none", status="missed"),
            Frame(level=DEPARTMENTS, holds="every", status="full"),
        ),
        (
            Frame(level=DEPARTMENTS, holds="none", status="full"),
            Frame(level=DEPARTMENTS, holds="every", status="missed"),
        ),
        (Frame(holds="none", status="missed"), Frame(holds="none", status="missed")),
        (Frame(level=DEPARTMENTS, holds="none", status="over"),) * 2,
        (
            Frame(status="full", tests=(Compared("level", Range(high=80, high_in=False)),)),
            Frame(tests=(Compared("level", Range(high=80, high_in=False)),)),
        ),
        (Frame(status="missed", tests=(Compared("level", Range(low=95)),)),) * 2,
        (Frame(status="full", tests=(Compared("actual", Range(high=80)),)),) * 2,
    ],
)
def test_frames_of_one_meaning_are_written_alike(frame, written):
    assert canonical(frame) == written
