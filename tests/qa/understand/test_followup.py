"""Follow-ups resolved from the conversation by rules."""

from __future__ import annotations

import pytest

from qa.understand.followup import KEPT_TURNS, is_followup, resolve
from qa.understand.words import ContentWord

DEPARTMENTS = ("民政處", "消防局")
TOPICS = (
    "火災",
    "件數",
    "滅火器",
    "補助",
    "學習時數",
    "比率",
    "淨灘",
    "志工",
    "鄰長",
    "表揚",
    "親子館",
    "服務",
)


def find_words(text: str) -> tuple[ContentWord, ...]:
    return tuple(ContentWord(topic, 1.0) for topic in TOPICS if topic in text)


def departments_in(text: str) -> tuple[str, ...]:
    return tuple(name for name in DEPARTMENTS if name in text)


def follow(*turns: str):
    *history, question = turns
    return resolve(question, history, find_words, departments_in)


FIRST = "公寓大廈滅火器補助今年受理幾案？"


@pytest.mark.parametrize(
    "question", ["那金額呢？", "目標是多少？", "前一年呢？", "還有嗎？", "為什麼？", "and the amount?"]
)
def test_a_followup_rests_on_the_question_before(question):
    resolved = follow(FIRST, question)
    assert resolved.text == question
    assert resolved.subject == FIRST


def test_a_question_of_its_own_rests_on_nothing():
    resolved = follow(FIRST, "海灘淨灘有多少志工參加，表揚了誰？")
    assert resolved.subject == ""
    assert resolved.text == "海灘淨灘有多少志工參加，表揚了誰？"


@pytest.mark.parametrize("question", ["那金額呢？", "目標是多少？", "換成消防局"])
def test_without_a_conversation_a_question_stands_alone(question):
    assert follow(question).text == question
    assert follow(question).subject == ""


def test_a_chain_of_followups_rests_on_the_question_that_began_it():
    assert follow(FIRST, "那金額呢？", "前一年呢？").subject == FIRST


def test_a_new_topic_ends_the_chain():
    second = "海灘淨灘有多少志工參加，表揚了誰？"
    assert follow(FIRST, "那金額呢？", second, "在哪裡？").subject == second


@pytest.mark.parametrize("question", ["換成消防局", "那消防局呢？", "改成消防局的話？", "如果是消防局呢"])
def test_another_department_takes_the_place_of_the_old_one(question):
    resolved = follow("民政處的學習時數比率是多少？", question)
    assert resolved.text == "消防局的學習時數比率是多少？"
    assert resolved.subject == ""


def test_a_department_is_put_in_front_where_none_was_named():
    assert follow("學習時數比率是多少？", "那消防局呢？").text == "消防局 學習時數比率是多少？"


def test_after_a_change_of_department_followups_rest_on_the_changed_question():
    resolved = follow("民政處的學習時數比率是多少？", "換成消防局", "目標是多少？")
    assert resolved.subject == "消防局的學習時數比率是多少？"


def test_only_the_latest_turns_are_looked_back_on():
    old = ["火災件數是多少？"] + ["在哪裡？"] * KEPT_TURNS
    assert follow(*old, "何時？").subject != "火災件數是多少？"


def test_blanks_and_empty_turns_of_the_history_do_no_harm():
    assert follow("", "  ", "那金額呢？").text == "那金額呢？"
    assert follow(FIRST, " ", "那金額呢？").subject in (FIRST, "")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("那金額呢？", True),
        ("火災件數呢？", True),
        ("換成消防局", True),
        ("在哪裡？", True),
        ("what about 2022?", True),
        ("其中有幾件是住宅火災？", True),
        ("公寓大廈買滅火器的補助總共發出去多少件數？", False),
        ("阿嬤的親子館服務什麼時候有補助火災？", False),
    ],
)
def test_what_counts_as_a_followup(question, expected):
    assert is_followup(question, find_words(question)) == expected


def test_resolving_twice_gives_the_same():
    turns = (FIRST, "那金額呢？", "換成消防局", "前一年呢？")
    assert follow(*turns) == follow(*turns)
