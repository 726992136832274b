"""What the tracker is taught of a saying, and that twenty of them teach it something."""

from __future__ import annotations

import json

import pytest

from qa.lab.train_tracker import (
    collect,
    label_number,
    label_slots,
    learn,
    names_first,
    read_sayings,
    spell,
    surround,
)
from qa.tables import TableAnswerer
from qa.tables.frame import Frame, to_json
from qa.tables.frame import Test as Compared
from qa.tables.query import Level, Range, exactly
from qa.tables.tracker import KEEP, Tracker
from tests.qa.tables.table_reports import build_report, cut

BELOW = Range(high=80, high_in=False)


@pytest.fixture(scope="module")
def segment():
    report = build_report()
    return TableAnswerer(report, list(cut(report))).reader.segment


def test_a_first_message_says_every_slot():
    labels = label_slots(Frame(status="missed", order="top", asks=frozenset({"list"})), None)
    assert (labels["status"], labels["order"], labels["level"]) == ("missed", "top", "rows")
    assert {slot for slot, value in labels.items() if value == "yes"} == {"ask_list"}


def test_a_follow_up_keeps_what_is_as_it_was():
    before = Frame(status="missed", places=("甲處",), asks=frozenset({"list"}))
    labels = label_slots(Frame(status="over", places=("乙局",), asks=frozenset({"list"})), before)
    assert labels["status"] == "over"
    assert labels["level"] == labels["order"] == KEEP
    assert (labels["ask_list"], labels["wide"]) == ("no", "no")


@pytest.mark.parametrize(
    ("before", "now", "wide"),
    [(("甲處",), (), "yes"), (("甲處",), ("乙局",), "no"), ((), (), "no"), ((), ("甲處",), "no")],
)
def test_a_follow_up_is_wide_where_it_drops_the_departments(before, now, wide):
    assert label_slots(Frame(places=now), Frame(places=before))["wide"] == wide


@pytest.mark.parametrize(
    ("value", "frame", "label"),
    [
        (80, Frame(tests=(Compared("level", BELOW),)), ("level", "lt")),
        (80, Frame(tests=(Compared("level", Range(high=80)),)), ("level", "le")),
        (80, Frame(tests=(Compared("level", Range(low=80)),)), ("level", "ge")),
        (80, Frame(tests=(Compared("level", Range(low=80, low_in=False)),)), ("level", "gt")),
        (80, Frame(tests=(Compared("target", exactly(80)),)), ("target", "eq")),
        (60, Frame(tests=(Compared("level", Range(60, 80, True, False)),)), ("level", "ge")),
        (20, Frame(tests=(Compared("difference", Range(high=-20)),)), ("difference", "ge")),
        (-20, Frame(tests=(Compared("difference", Range(high=-20)),)), ("difference", "le")),
        (5, Frame(claims=(Compared("n", exactly(5)),)), ("c_n", "eq")),
        (3, Frame(ranks=(1, 3)), ("top", "")),
        (2, Frame(ranks=(2, 2)), ("nth", "")),
        (7, Frame(tests=(Compared("level", BELOW),), ranks=(1, 3)), ("none", "")),
    ],
)
def test_what_a_number_of_a_saying_is(value, frame, label):
    assert label_number(value, frame, first=False) == label


def test_the_second_of_two_named_ranks_is_no_number_of_lines():
    assert label_number(2, Frame(ranks=(1, 2)), first=True) == ("nth", "")
    assert label_number(2, Frame(ranks=(1, 2)), first=False) == ("top", "")


@pytest.mark.parametrize(
    ("text", "first"), [("第一名和第二名", True), ("冠軍和亞軍", True), ("前兩名", False), ("第二名", False)]
)
def test_whether_the_first_rank_is_named(segment, text, first):
    assert names_first(segment(text)) is first


def test_a_status_said_by_a_number_is_a_test(segment):
    missed = Frame(status="missed")
    spelled = spell(missed, segment("達成度低於 100% 的指標有幾項"))
    assert (spelled.status, spelled.tests) == ("", (Compared("level", Range(high=100, high_in=False)),))
    assert spell(missed, segment("沒達標的指標有幾項")) == missed


def test_a_status_said_in_words_and_by_a_number_is_both(segment):
    spelled = spell(Frame(status="missed"), segment("沒達標、達成度低於 100% 的指標有幾項"))
    assert spelled.status == "missed"
    assert len(spelled.tests) == 1


@pytest.mark.parametrize(
    "frame",
    [
        Frame(status="missed", tests=(Compared("level", Range(low=100)),)),
        Frame(status="missed", claims=(Compared("n", exactly(100)),)),
        Frame(status="missed", ranks=(1, 100)),
        Frame(status="percent"),
    ],
)
def test_a_number_that_says_something_else_spells_no_status(segment, frame):
    assert spell(frame, segment("達成度低於 100% 的指標有幾項")) == frame


def roles(sayings, segment, slot):
    """What is taught of the things of one slot in sayings."""
    return [role for one in collect(sayings, segment) for of, _, role in one.mentions if of == slot]


def test_what_a_department_is_of_a_saying(segment):
    frame = Frame(places=("民政處",), said=("環境保護局",), excluded=("都市發展處",))
    saying = {"question": "民政處、環保局、都發處和觀銷處", "frame": to_json(frame)}
    assert roles([saying], segment, "place") == ["in", "said", "out"]  # the last is named beside


def test_what_a_word_is_of_a_saying(segment):
    saying = {"question": "名稱有宣導的稽查", "frame": to_json(Frame(words=(("name", ("宣導",)),)))}
    assert roles([saying], segment, "word") == ["name", "none"]


def test_the_break_before_a_second_question_is_told_from_others(segment):
    text = "環保局，沒達標的有幾項？最低的是哪一項？"
    saying = {"question": "", "joined": text, "cut": text.index("最低"), "frame": to_json(Frame())}
    assert roles([saying], segment, "break") == ["no", "yes"]


def test_sayings_are_read_with_the_frames_that_they_go_on_from(tmp_path):
    frames = [Frame(status=status) for status in ("missed", "over", "zero")]
    lines = [{"id": f"7{turn}", **to_json(one)} for turn, one in zip(("", ".1", ".2"), frames, strict=True)]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (tmp_path / "frames.jsonl").write_text(text, encoding="utf-8")
    said = "7\t沒過的呢\n7.1\t超標的呢\n7.2\t掛零的呢\n7+1\t沒過的有幾項？‖超標的呢？"
    (tmp_path / "sayings.tsv").write_text(said, encoding="utf-8")
    *single, one, other = read_sayings(tmp_path)
    statuses = [(one["frame"]["status"], one.get("before", {}).get("status")) for one in single]
    assert statuses == [("missed", None), ("over", "missed"), ("zero", "over")]
    assert (one["question"], other["question"]) == ("沒過的有幾項？", "超標的呢？")
    assert other["before"] == one["frame"]
    assert one["joined"][one["cut"] :] == other["question"]


PLACES = ["民政處", "環保局", "都發處", "觀銷處"]
SAID = {
    "missed": ["{}沒達標的指標有哪些", "{}哪些指標沒達標"],
    "over": ["{}超過目標的指標有哪些", "{}哪些指標超過目標"],
}
NAMES = {"民政處": "民政處", "環保局": "環境保護局", "都發處": "都市發展處", "觀銷處": "觀光及行銷處"}


@pytest.fixture(scope="module")
def tracker(segment):
    sayings = [
        {
            "question": saying.format(place),
            "frame": to_json(Frame(status=status, places=(NAMES[place],), asks=frozenset({"list"}))),
        }
        for status, said in SAID.items()
        for saying in said
        for place in PLACES
    ]
    sayings += [
        {
            "question": f"{place}的指標全部達標，對嗎",
            "frame": to_json(Frame(status="full", holds="every", places=(NAMES[place],))),
        }
        for place in PLACES
    ]
    assert len(sayings) == 20
    others = [(f"{what}什麼時候辦", "other") for what in ("淨灘", "園遊會", "馬拉松", "說明會", "研習")]
    return Tracker(segment, learn(sayings, others, segment, epochs=60))


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("請問環保局沒達標的有哪些指標", "missed"),
        ("請問環保局超過目標的有哪些指標", "over"),
        ("沒達標的指標有哪些", "missed"),
        ("超過目標的指標有哪些", "over"),
    ],
)
def test_twenty_sayings_teach_two_statuses(tracker, question, status):
    frame = tracker.read(question).frame
    assert (frame.status, frame.level) == (status, Level.ROWS)
    assert frame.places == (("環境保護局",) if "環保局" in question else ())


def test_twenty_sayings_teach_what_asks_nothing_over_rows(tracker):
    assert tracker.read("沒達標的指標有哪些").asks > 0.5 > tracker.read("路跑什麼時候辦").asks


def test_twenty_sayings_teach_a_claim(tracker):
    kinds = tracker.read("都發處的指標全部達標，對嗎").kinds
    assert max(kinds, key=kinds.get) == "claim"


def test_clauses_beside_a_question_are_marked_off():
    sayings = [{"question": "幾項沒過", "frame": {}}, {"question": "how many", "frame": {}}] * 40
    clauses = [("F", "我 65 歲"), ("B", "寫報告要用"), ("E", "I work there")]
    around = [one for one in surround(sayings, clauses) if "asked" in one]
    assert around
    for one in around:
        start, end = one["asked"]
        assert one["question"][start:end] in ("幾項沒過", "how many")
    assert any(one["asked"][0] for one in around) and any(not one["asked"][0] for one in around)


def test_the_place_of_a_second_question_moves_with_a_clause_in_front():
    saying = {"question": "幾項沒過，", "joined": "幾項沒過，哪幾項", "cut": 5, "frame": {}}
    moved = [one for one in surround([saying] * 60, [("F", "我 65 歲")]) if "asked" in one]
    assert moved and all(one["joined"][one["cut"] :] == "哪幾項" for one in moved)


def test_numbers_and_departments_in_passing_are_taught_as_none(segment):
    text = "我在民政處待了 20 年，幾項沒過"
    frame = Frame(places=("民政處",), tests=(Compared("count", exactly(20)),))
    saying = {"question": text, "frame": to_json(frame), "asked": (text.index("幾"), len(text))}
    assert set(roles([saying], segment, "place")) == {"none"}
    assert set(roles([saying], segment, "number")) <= {"none"}
