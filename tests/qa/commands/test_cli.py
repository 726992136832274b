"""The command line: help, and one sentence with exit status 2 for whatever is wrong."""

from __future__ import annotations

import pytest

from qa.commands.cli import COMMANDS, EXIT_BAD_INPUT, main


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.strip().endswith("。") and "Traceback" not in text


@pytest.mark.parametrize("argv", [[], *([name] for name in COMMANDS)])
def test_every_command_has_help(argv, capsys):
    with pytest.raises(SystemExit) as caught:
        main([*argv, "--help"], {})
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert "python app.py" in out
    if not argv:
        for name, summary in COMMANDS.items():
            assert name in out
            assert summary[:6] in out


BAD = {
    "no such command": ["fly"],
    "no such option": ["ask", "有幾人？", "--fast"],
    "two questions": ["ask", "有幾人？", "有幾件？"],
    "no question": ["ask"],
    "question and batch": ["ask", "有幾人？", "--batch", "x.jsonl", "--out", "y.jsonl"],
    "batch without out": ["ask", "--batch", "x.jsonl"],
    "no such batch": ["ask", "--batch", "/nowhere/x.jsonl", "--out", "y.jsonl"],
    "empty question": ["ask", ""],
    "blank question": ["ask", " \t\n"],
    "long question": ["ask", "火" * 5000],
    "unknown department": ["ask", "火災有幾件？", "--department", "太空局"],
    "no such report": ["build", "--report", "/nowhere/report.txt"],
    "a folder as report": ["build", "--report", "/tmp"],
    "no such gold": ["evaluate", "--gold", "/nowhere/gold.jsonl"],
    "scale of words": ["bench", "--scale", "big"],
    "scale of nothing": ["bench", "--scale", ""],
    "scale below one": ["bench", "--scale", "0,1"],
    "scale beyond all": ["bench", "--scale", "1000000"],
    "port of words": ["serve", "--port", "web"],
    "port beyond all": ["serve", "--port", "70000"],
    "port below all": ["--port", "-1"],
    "option without value": ["ask", "--department"],
}


@pytest.mark.parametrize("argv", BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence_and_status_two(run, argv):
    status, out, err = run(*argv)
    assert status == EXIT_BAD_INPUT
    assert is_one_sentence(err), err
    assert out == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPORT", "/nowhere/report.txt"),
        ("PORT", "web"),
        ("MAX_QUESTION", "-3"),
        ("LLM_BASE_URL", "not a url"),
        ("INDEX_DIR", __file__),
    ],
)
def test_an_impossible_setting_is_refused_by_name(run, name, value):
    status, _, err = run("ask", "火災有幾件？", **{name: value})
    assert status == EXIT_BAD_INPUT
    assert is_one_sentence(err), err
    assert name in err


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff", "binary"),
        ("早安。".encode(), "none"),
        (b"\xa4\xa4\xa4\xe5", "big5"),
    ],
)
def test_a_report_that_is_none_is_refused(run, tmp_path, content, name):
    path = tmp_path / f"{name}.txt"
    path.write_bytes(content)
    for argv, more in ((("build", "--report", str(path)), {}), (("audit",), {"REPORT": str(path)})):
        status, out, err = run(*argv, **more)
        assert status == EXIT_BAD_INPUT
        assert is_one_sentence(err), err
        assert out == ""


def test_breaking_off_is_no_traceback(run, monkeypatch):
    def interrupt(settings):
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.commands.cli._load_assistant", interrupt)
    status, _, err = run("ask", "火災有幾件？")
    assert status == 130
    assert is_one_sentence(err)
