"""Prompts from Markdown files, and the report's and the user's words set apart in them as data."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.model import Passage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_FOLDER = Path(__file__).parent / "prompts"
_UNSEEN = ("Cc", "Cf", "Cs", "Co")  # controls, format characters, surrogates, private use
_BRACKETS = str.maketrans("<>", "〈〉")


@cache
def load_prompt(name: str) -> str:
    """The text of `prompts/<name>.md`."""
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


def as_data(text: str) -> str:
    """Text that can neither close the element that it is put in nor hide anything: no `<`, no controls."""
    kept = (char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    return "".join(kept).translate(_BRACKETS)


def _messages(prompt: str, data: str) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(load_prompt(prompt)), HumanMessage(data)]


def answer_messages(question: str, history: Sequence[str], passages: Sequence[Passage]) -> list[BaseMessage]:
    """The question with numbered passages, 1 for the first."""
    parts = [
        f'<passage n="{number}" place="{_place(passage)}">\n{as_data(passage.text)}\n</passage>'
        for number, passage in enumerate(passages, 1)
    ]
    return _messages("answer", "\n\n".join([*parts, _earlier(history), _question(question)]))


def rewrite_messages(question: str, history: Sequence[str]) -> list[BaseMessage]:
    return _messages("rewrite", f"{_earlier(history)}\n\n{_question(question)}")


def questions_messages(passage: Passage, sentence: str) -> list[BaseMessage]:
    data = f'<passage place="{_place(passage)}">\n{as_data(sentence)}\n</passage>'
    return _messages("questions", data)


def _place(passage: Passage) -> str:
    return as_data(" › ".join([passage.department, *passage.path])).replace('"', "＂").replace("\n", " ")


def _earlier(history: Sequence[str]) -> str:
    return f"<earlier>\n{as_data(chr(10).join(history))}\n</earlier>" if history else ""


def _question(question: str) -> str:
    return f"<question>\n{as_data(question)}\n</question>"
