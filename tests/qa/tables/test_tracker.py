"""The tracker's own parts, which need no trained network: bounds, what a follow-up leaves, what is seen."""

from __future__ import annotations

from math import log

import pytest

from qa.tables.carrying import add_bound, carry, find_bound, merge_tests, span_of, widen
from qa.tables.featuring import describe, describe_before, slot_of
from qa.tables.frame import Frame, is_claim
from qa.tables.frame import Test as Compared
from qa.tables.query import Level, Range, exactly
from qa.tables.tracker import ASKS, Tracker, of_scope
from qa.understand.network import Read

HALF = Range(high=50, high_in=False)
MISSED = Frame(
    status="missed",
    places=("甲處",),
    excluded=("乙局",),
    kinds=("處",),
    units=("場",),
    words=(("name", ("燈",)),),
    tests=(Compared("level", HALF), Compared("count", exactly(2))),
    asks=frozenset({"many"}),
)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("kinds", ("局",)),
        ("units", ("次",)),
        ("words", (("name", ("路",)),)),
        ("asks", frozenset({"list"})),
    ],
)
def test_a_follow_up_names_one_slot_and_leaves_the_others(slot, value):
    carried = carry(Frame(**{slot: value}), MISSED, wide=False)
    assert getattr(carried, slot) == value
    for other in {"kinds", "units", "words", "asks", "places", "excluded", "tests"} - {slot}:
        assert getattr(carried, other) == getattr(MISSED, other)


def test_another_department_takes_the_place_of_those_named_and_left_out():
    carried = carry(Frame(places=("丙處",)), MISSED, wide=False)
    assert (carried.places, carried.excluded) == (("丙處",), ())


def test_a_follow_up_about_all_departments_drops_those_named():
    assert carry(Frame(), MISSED, wide=True).places == ()


@pytest.mark.parametrize(
    ("before", "said", "span"),
    [
        (HALF, exactly(80), Range(high=80, high_in=False)),
        (Range(low=50, low_in=False), exactly(80), Range(low=80, low_in=False)),
        (exactly(50), exactly(80), exactly(80)),
        (Range(50, 60), exactly(80), exactly(80)),
        (HALF, Range(low=80), Range(low=80)),
        (HALF, Range(10, 20), Range(10, 20)),
    ],
)
def test_another_number_takes_the_place_of_that_of_its_measure(before, said, span):
    """Compared as it is said to be; a number alone as the one before, where that was a bound."""
    count = Compared("count", exactly(2))
    last = Frame(level=Level.DEPARTMENTS, tests=(Compared("level", before), count))
    carried = carry(Frame(level=Level.DEPARTMENTS, tests=(Compared("level", said),)), last, wide=False)
    assert set(carried.tests) == {Compared("level", span), count}


def test_a_number_that_is_said_to_be_exact_stays_so():
    said = Frame(tests=(Compared("level", exactly(80)),))
    assert carry(said, Frame(tests=(Compared("level", HALF),)), False, compared=True).tests == said.tests


def test_tests_on_departments_end_where_rows_are_asked_for():
    before = Frame(level=Level.DEPARTMENTS, tests=MISSED.tests)
    assert carry(Frame(), before, wide=False).tests == (Compared("level", HALF),)


def test_ranks_are_kept_as_long_as_the_order_is():
    before = Frame(order="top", by="count", ranks=(2, 3))
    assert carry(Frame(order="top", by="count"), before, wide=False).ranks == (2, 3)
    assert carry(Frame(order="bottom", by="count"), before, wide=False).ranks is None


@pytest.mark.parametrize(
    ("role", "op", "value", "span"),
    [
        ("level", "lt", 80, Range(high=80, high_in=False)),
        ("level", "le", 80, Range(high=80)),
        ("level", "gt", 80, Range(low=80, low_in=False)),
        ("level", "ge", 80, Range(low=80)),
        ("level", "eq", 80, exactly(80)),
        ("difference", "gt", 20, Range(high=-20, high_in=False)),
        ("difference", "le", 20, Range(low=-20)),
        ("difference", "eq", 20, exactly(-20)),
        ("difference", "lt", -20, Range(high=-20, high_in=False)),
    ],
)
def test_what_a_number_is_compared_with(role, op, value, span):
    assert span_of(role, op, value) == span


@pytest.mark.parametrize(
    ("op", "inside"), [("lt", False), ("gt", False), ("le", True), ("ge", True), ("eq", False)]
)
def test_a_number_said_again_tells_whether_the_end_belongs_to_the_range(op, inside):
    tests = [Compared("level", Range(low=90, low_in=False))]
    assert add_bound(tests, "level", op, 90)
    assert tests == [Compared("level", Range(low=90, low_in=inside))]


def test_a_number_said_again_leaves_an_end_as_it_was_where_it_only_names_it():
    tests = [Compared("level", Range(high=90))]
    assert add_bound(tests, "level", "eq", 90)
    assert tests == [Compared("level", Range(high=90))]


@pytest.mark.parametrize(("of", "value"), [("level", 80), ("rate", 90)])
def test_another_number_or_measure_is_no_end_said_again(of, value):
    tests = [Compared("level", Range(high=90))]
    assert not add_bound(tests, of, "lt", value)
    assert tests == [Compared("level", Range(high=90))]


def test_two_ends_of_one_measure_are_one_range():
    low, high, other = (
        Compared("level", Range(low=60)),
        Compared("level", Range(high=80, high_in=False)),
        Compared("rate", HALF),
    )
    assert merge_tests([low, other, high]) == [Compared("level", Range(60, 80, True, False)), other]


def test_ranges_that_do_not_meet_are_kept_apart():
    apart = [Compared("level", exactly(0)), Compared("level", exactly(100))]
    assert merge_tests(apart) == apart


def number_at(segment, text):
    tokens = segment(text)
    return tokens, next(at for at, token in enumerate(tokens) if token.number is not None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("占 64% 嗎", 63.5, 64.5),
        ("占 64.3% 嗎", 64.25, 64.35),
        ("占六成嗎", 55, 65),
        ("占六成四嗎", 63.5, 64.5),
        ("大約占 60% 嗎", 54, 66),
    ],
)
def test_a_claimed_share_is_as_exact_as_it_is_said(answerer, text, low, high):
    tokens, at = number_at(answerer.reader.segment, text)
    span = widen(exactly(tokens[at].number.value), tokens, at)
    assert (span.low, span.high) == (pytest.approx(low), pytest.approx(high))


def test_a_claimed_number_of_rows_is_just_that(answerer):
    tokens, at = number_at(answerer.reader.segment, "有 5 項嗎")
    assert widen(exactly(5), tokens, at) == exactly(5)


def show(segment, text):
    return "".join(cell.text for cell in describe(segment(text)))


def test_names_and_numbers_are_taken_out_of_a_message(answerer):
    first, second = "環保局有 3 項低於 80%", "民政處有 12 項低於 65%"
    segment = answerer.reader.segment
    assert show(segment, first) == show(segment, second)
    assert not set(show(segment, first)) & set("環保局38")
    assert show(segment, first) != show(segment, "環保局有 3 項高於 80%")


def test_what_a_number_is_like_is_seen_beside_its_unit(answerer):
    (small, large) = (
        next(cell for cell in describe(answerer.reader.segment(text)) if cell.key.startswith("number"))
        for text in ("低於 5%", "低於 80%")
    )
    assert small.text == large.text == "#%"
    assert (small.extra, large.extra) == ("size=5", "size=99")


def test_what_was_asked_before_is_seen():
    assert describe_before(None) == ["alone"]
    assert {"follows", "status=missed", "test=level", "word=name", "places=1"} <= set(describe_before(MISSED))


def test_what_a_token_can_be_in_a_frame(answerer):
    text = "環保局「處」以場計目標值低於 80% 的宣導第二名，名稱"
    slots = {token.text: slot_of(token) for token in answerer.reader.segment(text)}
    assert slots["環保局"] == "place"
    assert slots["「處」"] == "kind"
    assert slots["80%"] == "number"
    assert slots["宣導"] == "word"
    assert slots["名稱"] == ""


@pytest.mark.parametrize(
    ("frame", "claims"),
    [
        (Frame(status="missed"), False),
        (Frame(claims=(Compared("n", exactly(1)),)), True),
        (Frame(said=("甲處",)), True),
        (Frame(holds="every"), True),
        (Frame(level=Level.DEPARTMENTS, holds="every"), False),
    ],
)
def test_what_is_a_claim(frame, claims):
    assert is_claim(frame) is claims


def told(**chances: float) -> dict[str, float]:
    return {name: log(chance) for name, chance in chances.items()}


class Steady:
    """A network that says the same of every message; of breaks that the one before `cut` ends a question."""

    def __init__(self, seen=(), cut: str = "") -> None:
        self.seen, self._cut = seen, cut

    def read(self, cells, context, mentions):
        slots = {f"ask_{ask}": told(no=0.9, yes=0.1) for ask in ASKS} | {
            "entity": told(indicator=0.9, keep=0.1),
            "level": told(rows=0.4, departments=0.6),
            "holds": {"": 0.0},
            "order": {"": 0.0},
            "by": {"": log(0.9), "count": log(0.1)},
            "goals": told(no=0.9, yes=0.1),
            "status": told(missed=0.2, keep=0.8),
            "wide": told(no=0.9, yes=0.1),
            "kind": told(table=0.7, claim=0.1, other=0.2),
        }
        texts = [cell.text for cell in cells]
        ends = {
            (slot, at): told(yes=0.9, no=0.1)
            if self._cut in texts[at + 1 : at + 2]
            else told(yes=0.1, no=0.9)
            for slot, at in mentions
        }
        return Read(slots, ends)


def test_a_message_is_split_at_question_marks_and_where_the_network_says(answerer):
    tracker = Tracker(answerer.reader.segment, Steady(cut="最低"))
    assert tracker.split("沒達標的有幾項？第二名呢？") == ["沒達標的有幾項", "第二名呢"]
    assert tracker.split("沒達標的有幾項，最低的是哪一項") == ["沒達標的有幾項", "最低的是哪一項"]
    assert tracker.split("沒達標的，有幾項") == ["沒達標的,有幾項"]


ROWS = ["indicator", "rows", "", "", "", "no", "missed"]
GROUPS = ["indicator", "departments", "", "", "count", "no", "missed"]


def test_slots_are_chosen_together_as_they_were_seen(answerer):
    """By itself departments are likelier than rows, but with them nothing else of it is."""
    tracker = Tracker(answerer.reader.segment, Steady([ROWS, GROUPS]))
    assert tracker.read("有幾項").frame.level is Level.ROWS
    only = Tracker(answerer.reader.segment, Steady([GROUPS]))
    assert only.read("有幾項").frame.level is Level.DEPARTMENTS


def test_a_status_is_kept_only_where_there_was_a_question_before(answerer):
    tracker = Tracker(answerer.reader.segment, Steady([ROWS, [*ROWS[:-1], "over"]]))
    assert tracker.read("有幾項").frame.status == "missed"
    assert tracker.read("有幾項", Frame(status="over")).frame.status == "over"


def test_how_sure_it_is_that_rows_are_asked_for_counts_claims_too(answerer):
    tracked = Tracker(answerer.reader.segment, Steady([ROWS])).read("有幾項")
    assert tracked.asks == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("text", "op"), [("五倍以上（含五倍）", "ge"), ("超過八成（不含八成）", "gt"), ("五倍以上，八成", "")]
)
def test_brackets_say_whether_an_end_is_in(answerer, text, op):
    tokens = answerer.reader.segment(text)
    last = max(at for at, token in enumerate(tokens) if token.number is not None)
    assert find_bound(tokens, last) == op


def test_a_portion_of_the_whole_city_is_a_share():
    frame = of_scope(Frame(claims=(Compared("portion", HALF),), asks=frozenset({"portion", "many"})))
    assert frame == Frame(claims=(Compared("share", HALF),), asks=frozenset({"share", "many"}))


@pytest.mark.parametrize(
    ("question", "status", "holds"),
    [
        ("哪些局處沒有達到目標？", "missed", "some"),
        ("哪些局處的指標全部達標、一項沒漏？", "full", "every"),
        ("哪些局處沒有沒達標的指標？", "full", "every"),
        ("哪些局處一項掛零的都沒有？", "zero", "none"),
        ("Which departments missed their targets?", "missed", "some"),
    ],
)
def test_negations_over_departments_are_told_apart(answerer, question, status, holds):
    frame = answerer.tracker.read(question).frame
    assert (frame.level, frame.status, frame.holds) == (Level.DEPARTMENTS, status, holds)


@pytest.mark.parametrize("clause", ["我在教育處待了 20 年，", "20 個局處裡，", "我 65 歲了，"])
def test_what_is_said_beside_a_question_sets_no_condition(bundled_answerer, clause):
    question = "哪些局處全部達標？"
    assert (
        bundled_answerer.tracker.read(clause + question).frame
        == bundled_answerer.tracker.read(question).frame
    )


def test_a_claim_without_a_number_claims_all(answerer):
    frame = answerer.tracker.read("民政處的指標都有八成以上，對吧？").frame
    assert is_claim(frame) and frame.holds == "every"
