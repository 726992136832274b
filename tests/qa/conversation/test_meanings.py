"""What a message may mean after what was said, and which meaning is the likeliest, over the small report."""

from __future__ import annotations

import math

import pytest

from qa.answer import Status
from qa.conversation.choosing import load_weights
from qa.conversation.pointing import find_ordinal, take
from qa.conversation.state import Exchange


def ask(assistant, *questions: str) -> list[Exchange]:
    past: list[Exchange] = []
    for question in questions:
        past.append(Exchange(question, assistant.ask(question, past)))
    return past


def weigh(assistant, typed: str, past):
    return assistant.talker.weigh(typed, past, None)


def test_all_meanings_together_are_certain_and_the_likeliest_comes_first(small_assistant):
    meanings = weigh(small_assistant, "那志工呢", ask(small_assistant, "海灘淨灘辦了幾場？"))
    assert math.isclose(sum(one.sure for one in meanings), 1.0)
    assert meanings[0].sure >= meanings[-1].sure
    assert {"talk", "alone", "after", "refuse", "clarify"} <= {one.kind for one in meanings}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("做成表格", "reword"), ("謝謝你", "talk"), ("火災發生幾件", "alone"), ("還有嗎", "more")],
)
def test_what_the_words_allow_is_offered(small_assistant, typed, kind):
    meanings = weigh(small_assistant, typed, ask(small_assistant, "海灘淨灘辦了幾場？"))
    assert kind in {one.kind for one in meanings}


def test_nothing_is_reworded_reckoned_or_added_to_before_the_report_answered(small_assistant):
    past = ask(small_assistant, "火星上的基地蓋了幾座？")
    assert past[0].answer.status == Status.NOT_FOUND
    kinds = {one.kind for one in weigh(small_assistant, "差多少？做成表格，還有嗎", past)}
    assert kinds.isdisjoint({"reword", "more", "point", "reckon", "fetch"})


def test_every_weight_belongs_to_a_feature_that_a_meaning_has(small_assistant):
    """A feature that was renamed would silently count nothing."""
    known: dict[str, set[str]] = {}
    past = ask(small_assistant, "海灘淨灘辦了幾場？", "那志工呢")
    for typed in ("做成表格", "那火災呢", "差多少", "還有嗎", "第二個", "回到淨灘，幾場"):
        for one in weigh(small_assistant, typed, past):
            known.setdefault(one.kind, set()).update(one.features)
    assert {"alone", "after", "talk", "refuse"} <= known.keys()
    for kind, weights in load_weights("meanings").items():
        named = {name for name in weights if not name.startswith(("status_", "route_", "op_"))}
        assert kind not in known or named <= known[kind]


def test_the_answer_says_how_likely_each_meaning_was(small_assistant):
    past = ask(small_assistant, "海灘淨灘辦了幾場？")
    answer = small_assistant.ask("那志工呢", past, explain=True)
    sure = answer.trace["meanings"]
    assert max(sure.values()) <= 1.0
    assert abs(sum(sure.values()) - 1.0) < 0.01


def test_meanings_with_one_answer_speak_for_it_together(small_assistant):
    past = ask(small_assistant, "海灘淨灘辦了幾場？", "那志工呢")
    for typed in ("做成表格", "那火災呢", "幾人參加", "還有嗎"):
        sures: dict[str, float] = {}
        for one in (found := weigh(small_assistant, typed, past)):
            sures[one.answer.answer] = sures.get(one.answer.answer, 0.0) + one.sure
        assert sures[found[0].answer.answer] > 0.99 * max(sures.values())


def rows_meant(assistant, typed: str, *questions: str) -> list[str]:
    found = weigh(assistant, typed, ask(assistant, *questions))
    return [one.answer.answer for one in found if one.kind == "row"]


MISSED = "沒達標的指標有哪些？"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("納骨塔那項是多少", "辦理公立納骨塔改建工程"),
        ("消防局那個為什麼", "公共場所安全檢查"),
        ("最後一個呢", "公共場所安全檢查"),
    ],
)
def test_a_row_of_a_computed_list_is_meant_by_its_words_or_its_place(small_assistant, typed, name):
    told = ask(small_assistant, MISSED)[0].answer
    assert told.frame and name in told.answer
    assert any(answer.startswith(f"「{name}") for answer in rows_meant(small_assistant, typed, MISSED))


def test_words_that_several_rows_have_mean_none_of_them(small_assistant):
    past = ask(small_assistant, MISSED)
    lines = small_assistant.stages.tables.lines(past[0].answer)
    assert small_assistant.talker._meanings._name_row("那些是什麼", lines) is None


def test_the_one_in_the_middle_is_meant_where_there_is_one(small_assistant):
    past = ask(small_assistant, "指標有哪些？")
    lines = small_assistant.stages.tables.lines(past[0].answer)
    assert take(lines, find_ordinal("中間那個呢")) is lines[(len(lines) - 1) // 2]
    assert take(lines[:2], find_ordinal("中間那個呢")) is None


@pytest.mark.parametrize("typed", ["還有嗎", "還有別的嗎", "其他的呢"])
def test_more_of_a_computed_answer_is_nothing_but_its_other_lines(small_assistant, typed):
    past = ask(small_assistant, "達成度最低的指標是哪一項？")
    (only,) = weigh(small_assistant, typed, past)
    assert only.kind == "more"
    assert only.answer.answer.startswith("前面沒有列出的還有")


def test_more_with_words_of_its_own_may_mean_something_else(small_assistant):
    past = ask(small_assistant, "達成度最低的指標是哪一項？")
    assert len(weigh(small_assistant, "還有哪些局處沒達標", past)) > 2


def test_a_meaning_knows_what_the_report_has_alone_and_whether_it_repeats(small_assistant):
    past = ask(small_assistant, "海灘淨灘辦了幾場？")
    meanings = weigh(small_assistant, "海灘淨灘辦了幾場？", past)
    alone = next(one for one in meanings if one.kind == "alone")
    assert all(one.features["alone_odds"] == alone.features["odds"] for one in meanings)
    assert [one.features["repeats"] for one in meanings] == [
        float(one.answer.answer == past[-1].answer.answer) for one in meanings
    ]
    assert alone.features["repeats"] == 1.0


def test_a_word_that_no_dictionary_has_is_named_where_the_report_lacks_it(small_assistant):
    past = ask(small_assistant, "海灘淨灘辦了幾場？")
    refused = next(one for one in weigh(small_assistant, "流浪貓", past) if one.kind == "refuse")
    assert "流浪貓" in refused.answer.answer and "流浪貓" in refused.answer.missing


def test_a_survey_after_a_table_is_no_change_of_it(small_assistant):
    past = ask(small_assistant, MISSED)
    assert "refine" in {one.kind for one in weigh(small_assistant, "最低的是哪一項", past)}
    assert "refine" not in {one.kind for one in weigh(small_assistant, "哪些局處提到颱風？", past)}
