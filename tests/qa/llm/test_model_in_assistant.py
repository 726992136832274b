"""The assistant with a language model: its words above what is printed when they stand, nothing when not."""

from __future__ import annotations

import pytest

from qa.llm.permits import Permit
from tests.qa.llm.conftest import EVERYTHING
from tests.qa.llm.loopback import asked_for, play, say
from tests.qa.small_report import DEPARTMENTS

QUESTION = "請用白話解釋：發放婦女生育獎勵金，受理民眾申請多少人次？"


@pytest.fixture
def assistant(small_source, small_settings, settings):
    from index.store import open_index
    from qa.assistant import Assistant
    from tests.qa.fakes import FakeEmbedder, RuleDecision

    index = open_index(small_source, small_settings.index_dir, FakeEmbedder())
    given = {"llm_base_url": settings.llm_base_url, "llm_model": "m", "llm_timeout": 3.0}
    made = Assistant(small_settings.model_copy(update=given), index, RuleDecision())
    made.model.permit = EVERYTHING
    return made


def point_at(user: str, words: str) -> str:
    """The pointer of the sentence that holds some words, in the message that was sent."""
    return next(line.split("]")[0] + "]" for line in user.splitlines() if words in line)


def test_words_stand_above_the_printed_answer(server, assistant, small_assistant):
    server.reply = play(write=lambda user: f"婦女生育獎勵金共有 1,257 人次申請 {point_at(user, '1,257')}。")
    printed = small_assistant.ask(QUESTION)
    first, final = assistant.stream(QUESTION)
    assert first.answer == printed.answer
    assert final.answer.startswith("婦女生育獎勵金共有 1,257 人次申請[1]。")
    assert "發放婦女生育獎勵金每胎新臺幣 2 萬元" in final.answer.split("摘自報告：")[1]
    assert final.citations[0].department == DEPARTMENTS[0]
    assert "write" in str(assistant.ask(QUESTION, explain=True).trace["language_model"]["calls"])


@pytest.mark.parametrize(
    "reply",
    [play(write="共有 9,999 人次申請 [1.1]。"), say("", finish=None, done=False), say("好的。" * 900)],
)
def test_a_lie_or_a_failure_leaves_the_printed_answer(server, assistant, small_assistant, reply):
    server.reply = reply
    answers = list(assistant.stream(QUESTION))
    assert {answer.answer for answer in answers} == {small_assistant.ask(QUESTION).answer}
    assert "以上為報告原文" in answers[-1].notice


def test_without_an_examination_nothing_is_asked(server, assistant, small_assistant):
    assistant.model.permit = Permit()
    assert assistant.ask(QUESTION).answer == small_assistant.ask(QUESTION).answer
    assert server.requests == []


def test_what_is_refused_is_asked_for_and_stays_refused_without_an_answer(server, assistant):
    server.reply = play(search="機場跑道")
    answer = assistant.ask("機場跑道有幾公里？")
    assert answer.status == "not_found"
    assert [asked_for(request["body"]) for request in server.requests][:1] in (["search"], [])


def test_an_echo_changes_no_follow_up(server, assistant, small_assistant):
    history = [QUESTION]
    server.reply = play(rewrite="那每胎多少元？")
    expected = small_assistant.ask("那每胎多少元？", history)
    assert assistant.ask("那每胎多少元？", history).answer == expected.answer


UNREAD = "KPI 滿意度最高的是哪個單位？"


def test_a_question_that_the_table_does_not_read_is_reworded_and_computed(server, assistant, small_assistant):
    assert small_assistant.ask(UNREAD).status == "clarify"
    text = "未達成的關鍵績效指標最多的局處是哪一個？"
    server.reply = play(table=text)
    answer = assistant.ask(UNREAD)
    assert answer.answer == small_assistant.ask(text).answer
    assert text in answer.understood
    assert "由程式計算" in answer.notice


@pytest.mark.parametrize("text", ["查無", "達成度未滿 37% 的關鍵績效指標有幾項？", "好\n的", UNREAD])
def test_a_rewording_of_no_use_leaves_the_question_back(server, assistant, small_assistant, text):
    server.reply = play(table=text)
    assert assistant.ask(UNREAD).answer == small_assistant.ask(UNREAD).answer
    server.reply = play(table="未達成的關鍵績效指標有幾項？", answers="否")
    assert assistant.ask(UNREAD).answer == small_assistant.ask(UNREAD).answer
