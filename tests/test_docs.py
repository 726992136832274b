"""The documents are true of the program: commands, options, settings, fields, paths and links."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.commands.cli import COMMANDS, build_parser
from qa.settings import ROOT, render_table

READMES = ("README.md", "README.zh-TW.md")
COMMANDS_TABLES = ("docs/commands.md", "README.zh-TW.md")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{name}.md" for name in ("api", "commands", "operations", "quality", "settings")),
)
_LINK = re.compile(r"(?:\]\(|src=\")([^)\s\"]+)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_PATH = re.compile(r"`((?:corpus|index|qa|tests)/[\w./-]*)`")
_INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command by its name; "" is the one without a command."""
    parser = build_parser([*COMMANDS])
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return {"": parser, **commands.choices}


def told_commands(text: str) -> dict[str, set[str]]:
    """The options that the table of commands tells of each command."""
    told: dict[str, set[str]] = {}
    for cell in re.findall(r"^\| `python app\.py ?([^`]*)` \|", text, re.MULTILINE):
        command = re.match(r"\w*", cell)[0]
        told.setdefault(command, set()).update(re.findall(r"--[\w-]+", cell))
    return told


@pytest.mark.parametrize("name", COMMANDS_TABLES)
def test_the_table_has_every_command_with_its_options(name):
    text, known = read(name), parsers()
    told = told_commands(text)
    assert set(told) == {"", *COMMANDS} - {"serve"}  # said to be the same as no command
    assert "`python app.py serve`" in text
    for command in told.keys() - {""}:
        has = {option for action in known[command]._actions for option in action.option_strings}
        assert told[command] == has - {"-h", "--help"}, command


def test_every_setting_is_in_the_table():
    assert render_table() in read("docs/settings.md"), "put the output of qa.settings.render_table() there"


def test_the_first_page_stays_short():
    assert len(read("README.md").splitlines()) <= 150


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files_and_no_other_host_is_named(name):
    text = read(name)
    for target in _LINK.findall(text):
        assert ((ROOT / name).parent / target).is_file(), target
    for address in re.findall(r"\w+://([^/\s)>\"'`：]+)", text):
        assert address.split(":")[0] in ("127.0.0.1", "localhost"), address


@pytest.mark.parametrize("name", DOCUMENTS)
def test_modules_and_paths_in_the_text_are_there(name):
    text = read(name)
    for module in re.findall(r"python -m ((?:corpus|index|qa|tests)(?:\.\w+)+)", text):
        path = ROOT / Path(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
    for path in _PATH.findall(text):
        assert "*" in path or (ROOT / path).exists(), path


def test_both_readmes_install_and_start_alike_and_ci_runs_the_test_command():
    first, second = (line for line in _INDENTED.findall(read("README.md")) if line.startswith("python3.11"))
    assert first.endswith("python app.py") and second.endswith("python -m pytest")
    assert first in _INDENTED.findall(read("README.zh-TW.md"))
    assert second in [line.strip() for line in read(".ci/run").splitlines()]


def test_the_answer_shown_has_the_fields_that_answers_have():
    shown = json.loads(re.search(r"```json\n(\{\n.*?\n\})\n```", read("docs/api.md"), re.DOTALL)[1])
    citation = Citation(1, "處", "節", (), 1, True, (1, 1), "文", "文")
    figure = ShownFigure("1 人", 1, "人", 1)
    answer = Answer(Status.ANSWERED, Route.PASSAGE, "文[1]", (citation,), (figure,)).to_dict()
    assert list(shown) == list(answer)
    assert list(shown["citations"][0]) == list(answer["citations"][0])
    assert list(shown["figures"][0]) == list(answer["figures"][0])


def test_the_python_examples_are_python():
    examples = re.findall(r"```python\n(.*?)```", read("docs/api.md"), re.DOTALL)
    assert examples
    for example in examples:
        compile(example, "docs/api.md", "exec")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_sentence_a_line(name):
    for line in _CODE.sub("", read(name)).splitlines():
        if line.startswith((" ", "|", ">")):
            continue
        assert not re.search(r"[a-z]\. [A-Z]", line), line
