"""Prompts from Markdown files, and the report's and the user's words set apart in them as data.

Personal data that a user typed is masked here, so that no prompt can forget it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.model import Passage
from qa.llm.sources import Line, Sources
from qa.privacy import mask

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from qa.llm.writing import Order

_FOLDER = Path(__file__).parent / "prompts"
_UNSEEN = ("Cc", "Cf", "Cs", "Co")  # controls, format characters, surrogates, private use
_BRACKETS = str.maketrans("<>", "〈〉")
TURNS = 3  # earlier turns that are told
LONGEST_TURN = 200  # characters of an earlier question, and of its answer


@cache
def load_prompt(name: str) -> str:
    """The text of `prompts/<name>.md`."""
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def digest_prompts() -> str:
    """Changes with any prompt: what a model was examined with."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.md"))]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def as_data(text: str) -> str:
    """Text that can neither close the element that it is put in nor hide anything: no `<`, no controls."""
    kept = (char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    return "".join(kept).translate(_BRACKETS)


def _messages(prompt: str, data: str) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(prompt), HumanMessage(data)]


def answer_messages(order: Order, sources: Sources) -> list[BaseMessage]:
    """An order with numbered sentences of numbered passages."""
    report = order.report
    prompt = load_prompt("answer").format(
        city=report.city,
        year=report.year,
        western=report.western,
        room=order.room,
        task=load_prompt(f"task-{order.kind}").strip(),
    )
    parts = [
        "\n".join(
            [
                f'<passage n="{number}" place="{_place(passage)}">',
                *(f"[{n}.{m}] {as_data(line.text)}" for (n, m), line in sources.lines(number)),
                "</passage>",
            ]
        )
        for number, passage in enumerate(sources.passages, 1)
    ]
    return _messages(prompt, "\n\n".join([*parts, _question(order.question)]))


def repair_messages(messages: list[BaseMessage], reply: str, faults: Sequence[str]) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage

    told = as_data("\n".join(f"- {fault}" for fault in faults))
    return [*messages, AIMessage(reply), HumanMessage(load_prompt("repair").format(faults=told))]


def judge_messages(claim: str, lines: Sequence[Line]) -> list[BaseMessage]:
    printed = "\n".join(f"{as_data(line.place)}：{as_data(line.text)}" for line in lines)
    return _messages(
        load_prompt("judge"), f"<printed>\n{printed}\n</printed>\n\n<claim>\n{as_data(claim)}\n</claim>"
    )


def answers_messages(question: str, text: str) -> list[BaseMessage]:
    return _messages(load_prompt("answers"), f"{_question(question)}\n\n<answer>\n{as_data(text)}\n</answer>")


def search_messages(question: str, passages: Sequence[Passage]) -> list[BaseMessage]:
    places = "\n".join(dict.fromkeys(_place(passage) for passage in passages))
    return _messages(load_prompt("search"), f"<places>\n{places}\n</places>\n\n{_question(question)}")


def rewrite_messages(question: str, history: Sequence[tuple[str, str]]) -> list[BaseMessage]:
    return _messages(load_prompt("rewrite"), f"{_earlier(history)}\n\n{_question(question)}")


def table_messages(question: str) -> list[BaseMessage]:
    return _messages(load_prompt("table"), _question(question))


def questions_messages(passage: Passage, sentence: str) -> list[BaseMessage]:
    data = f'<passage place="{_place(passage)}">\n{as_data(passage.text)}\n</passage>\n\n'
    return _messages(load_prompt("questions"), f"{data}<sentence>\n{as_data(sentence)}\n</sentence>")


def _place(passage: Passage) -> str:
    return as_data(" › ".join([passage.department, *passage.path])).replace('"', "＂").replace("\n", " ")


def _earlier(history: Sequence[tuple[str, str]]) -> str:
    """The last turns, each a question and its answer, shortened."""
    told = [
        f"問：{mask(question)[:LONGEST_TURN]}\n答：{mask(answer)[:LONGEST_TURN]}"
        for question, answer in history[-TURNS:]
    ]
    return f"<earlier>\n{as_data(chr(10).join(told))}\n</earlier>" if told else ""


def _question(question: str) -> str:
    return f"<question>\n{as_data(mask(question))}\n</question>"
