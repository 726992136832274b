"""The assistant with a language model: its sentences when they stand, the extractive answer when not."""

from __future__ import annotations

import pytest

from tests.qa.llm.loopback import say
from tests.qa.small_report import DEPARTMENTS

QUESTION = "發放婦女生育獎勵金，受理民眾申請多少人次？"


@pytest.fixture
def assistant(small_source, small_settings, settings):
    from index.store import open_index
    from qa.assistant import Assistant
    from tests.qa.fakes import FakeEmbedder, RuleDecision

    index = open_index(small_source, small_settings.index_dir, FakeEmbedder())
    given = {"llm_base_url": settings.llm_base_url, "llm_model": "m", "llm_timeout": 3.0}
    return Assistant(small_settings.model_copy(update=given), index, RuleDecision())


def test_a_model_words_the_answer_and_the_page_says_so(server, assistant):
    server.reply = say("民眾申請生育獎勵金共 1,257 人次[1]。")
    answer = assistant.ask(QUESTION)
    assert answer.answer == "民眾申請生育獎勵金共 1,257 人次[1]。"
    assert "語言模型" in answer.notice
    assert answer.citations[0].department == DEPARTMENTS[0]
    assert answer.report


@pytest.mark.parametrize(
    "reply", [say("民眾申請生育獎勵金共 9,999 人次[1]。"), say("", finish=None, done=False)]
)
def test_a_lie_or_a_failure_leaves_the_extractive_answer(server, assistant, small_assistant, reply):
    server.reply = reply
    answers = list(assistant.stream(QUESTION))
    assert answers[-1].answer == small_assistant.ask(QUESTION).answer
    assert "摘錄" in answers[-1].notice
    assert not any("9,999" in answer.answer for answer in answers)


def test_a_follow_up_is_rewritten_by_the_model_or_by_rules(server, assistant, small_assistant):
    history = [QUESTION]
    server.reply = say("婦女生育獎勵金每胎多少元？")
    assert "婦女生育獎勵金每胎多少元" in assistant.ask("那每胎多少元？", history).understood
    server.reply = lambda handler, body: handler.fail(500, "server_error")
    assert (
        assistant.ask("那每胎多少元？", history).answer
        == small_assistant.ask("那每胎多少元？", history).answer
    )


def test_what_the_report_does_not_say_is_not_left_to_the_model(server, assistant):
    server.reply = say("東港市的機場每年有 1,257 人次[1]。")
    answer = assistant.ask("機場跑道有幾公里？")
    assert answer.status == "not_found"
    assert server.requests == []
