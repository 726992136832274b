"""The entry examination: who knows what is false passes the first paper, who believes all does not."""

from __future__ import annotations

import pytest

from qa.lab.corruptions import TRUE, make_cases
from qa.lab.exam import examine_judge
from qa.llm.answerer import ModelAnswerer
from qa.llm.permits import load_permit
from qa.settings import Settings
from tests.qa.llm.loopback import LoopbackServer, play


@pytest.fixture
def server():
    loopback = LoopbackServer()
    yield loopback
    loopback.close()


@pytest.fixture
def model(server, small_source, tmp_path):
    settings = Settings(llm_base_url=server.url, llm_model="m", llm_timeout=5, index_dir=tmp_path)
    return ModelAnswerer(settings, small_source.passages, lambda *_: [], lambda *_: 0.0)


def knowing(cases):
    true = {case.text for case in cases if case.kind == TRUE}
    return lambda user: (
        "支持" if user.partition("<claim>\n")[2].removesuffix("\n</claim>") in true else "矛盾"
    )


def test_a_judge_that_knows_passes(server, model, small_source):
    cases = make_cases(small_source.passages, 24)
    server.reply = play(judge=knowing(cases))
    figures = {}
    assert examine_judge(model, cases, figures)
    assert figures["false_passed"] == 0
    assert figures["true_kept"] > 0.9


@pytest.mark.parametrize("verdict", ["支持", "沒寫", "好的，我來看看這句話"])
def test_a_judge_that_always_says_the_same_fails_early(server, model, small_source, verdict):
    cases = make_cases(small_source.passages, 40)
    server.reply = play(judge=verdict)
    assert not examine_judge(model, cases, {})
    assert len(server.requests) < len(cases)


def test_a_dead_server_fails(server, model, small_source):
    server.reply = lambda handler, body: handler.fail(500, "server_error")
    figures = {}
    assert not examine_judge(model, make_cases(small_source.passages, 24), figures)
    assert "down" in figures["judge_stopped"]
    assert len(server.requests) == 3


def test_who_fails_may_do_nothing(server, small_source, small_settings, tmp_path, capsys):
    from index.store import open_index
    from qa.assistant import Assistant
    from qa.commands.cli import build_parser
    from qa.lab import exam
    from tests.qa.fakes import FakeEmbedder, RuleDecision

    index = open_index(small_source, small_settings.index_dir, FakeEmbedder())
    given = {"llm_base_url": server.url, "llm_model": "m", "index_dir": tmp_path}
    settings = small_settings.model_copy(update=given)
    server.reply = play(judge="支持")
    arguments = build_parser(["exam"]).parse_args(["exam", "--questions", "2"])
    assert exam.run(arguments, lambda: Assistant(settings, index, RuleDecision())) == 0
    assert "什麼都不做" in capsys.readouterr().out
    permit = load_permit(settings)
    assert permit is not None
    assert not permit.words
    assert permit.figures["believed_by_judge"] > 0.02
