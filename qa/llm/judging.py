"""The second opinion: of each claim a call of its own whether the sentences pointed at say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from qa.llm.asking import Asking
from qa.llm.prompting import answers_messages, judge_messages
from qa.llm.sources import Line

TOKENS = 16
_VERDICT = re.compile(r"\W*(支持|矛盾|沒寫|沒有寫|supported|contradicted|not said)", re.IGNORECASE)
_YES = re.compile(r"\W*(?:是|有|yes)(?![\u3400-\u9fff])", re.IGNORECASE)


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_SAID = "not said"


_WORDS = {
    "支持": Verdict.SUPPORTED,
    "supported": Verdict.SUPPORTED,
    "矛盾": Verdict.CONTRADICTED,
    "contradicted": Verdict.CONTRADICTED,
}


def judge_claim(asking: Asking, text: str, lines: Sequence[Line]) -> Verdict:
    """Whether the lines that a claim points at say so; anything but a clear yes is none.

    Raises ModelError.
    """
    reply = asking.ask("judge", judge_messages(text, lines), TOKENS)
    match = _VERDICT.match(reply)
    return _WORDS.get(match[1].lower(), Verdict.NOT_SAID) if match else Verdict.NOT_SAID


def answers_question(asking: Asking, question: str, text: str) -> bool:
    """Does a text answer the question, or put right what it takes for granted?  Raises ModelError."""
    return bool(_YES.match(asking.ask("answers", answers_messages(question, text), TOKENS)))
