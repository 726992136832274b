import json

import pytest

from qa.lab.write_bank import choose_anchor, main, read_questions, write_bank
from qa.llm.errors import ModelRefused
from qa.llm.server import ModelServer
from tests.qa.llm.loopback import PASSAGES, say


def test_questions_are_written_for_each_sentence(server, settings, tmp_path):
    server.reply = say("1. 生育獎勵金受理多少人次？\n生孩子可以領錢嗎\nHow many applied?\n")
    assert write_bank(ModelServer(settings), PASSAGES, tmp_path, 5) == 6
    lines = (tmp_path / "民政處.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[0])
    assert record["q"] == "生育獎勵金受理多少人次？"
    assert record["line"] == 5
    assert record["anchor"] in PASSAGES[0].text
    assert not list(tmp_path.glob("*.partial"))


def test_what_is_written_already_is_left_alone(server, settings, tmp_path):
    (tmp_path / "民政處.jsonl").write_text("", encoding="utf-8")
    assert write_bank(ModelServer(settings), PASSAGES, tmp_path, 5) == 0
    assert server.requests == []


def test_a_server_that_goes_on_failing_ends_the_run(server, settings, tmp_path):
    server.reply = lambda handler, body: handler.fail(401, "no")
    with pytest.raises(ModelRefused):
        write_bank(ModelServer(settings), PASSAGES * 3, tmp_path, 5)
    assert list(tmp_path.iterdir()) == []


def test_only_plain_questions_without_other_numbers_are_taken():
    reply = "- 有幾場？\n「誰能申請這筆錢」\n有 99 場嗎？\n<b>有幾場呢</b>\n有幾場？\n嗎"
    assert read_questions(reply, "辦理 2 場") == ["有幾場？", "誰能申請這筆錢"]


def test_an_anchor_is_a_stretch_of_the_passage():
    for passage in PASSAGES:
        anchor = choose_anchor(passage, passage.sentences[0])
        assert 8 <= len(anchor) <= 20
        assert passage.text.count(anchor) == 1


def test_the_command_says_what_is_missing(monkeypatch, capsys, tmp_path):
    for name in ("LLM_BASE_URL", "LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--out", str(tmp_path)]) == 2
    assert "LLM_BASE_URL" in capsys.readouterr().err


def test_what_is_written_beside_a_report_is_read_with_it(server, monkeypatch, tmp_path):
    from index.source import Source
    from tests.qa.small_report import TEXT

    report = tmp_path / "new.txt"
    report.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("LLM_BASE_URL", server.url)
    monkeypatch.setenv("LLM_MODEL", "m")
    server.reply = say("這件事怎麼樣了？")
    assert main(["--report", str(report)]) == 0
    asked = {question.question for question in Source.read(report).bank}
    assert asked == {"這件事怎麼樣了？"}
