"""What a conversation remembers: of each turn what was typed and the answer that was given.

An answer carries all that later turns may point to: statements with their citations, figures, suggestions
and the whole question that was answered (`asked`).  So a client that keeps question and answer can hand
a conversation back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.answer import Answer, Route, Status
from qa.errors import QuestionError
from qa.understand.question import keep_ends

KEPT = 20
"""Turns that are looked back on; the page keeps as many."""
ANEW = 2
"""Newest turns without an answer that are answered again: each costs as much as a question."""


MOST_ITEMS = 200
"""Items of a history that are looked at for those turns."""


REWORDED = ("把前面的回答換個說法", "the last answer in another form")
PLACED = ("前面的回答出自哪裡", "where the last answer stands")
GATHERED = ("把前面的回答放在一起", "earlier answers put together")
"""How an answer says that it tells one before it in another form, where that one stands, or several before it
together; in Chinese and in English.
"""


@dataclass(frozen=True)
class Exchange:
    """One turn: what the user typed and what was answered."""

    question: str
    answer: Answer

    @property
    def asked(self) -> str:
        """The whole question, completed from earlier turns where it rested on them."""
        return self.answer.asked or self.question

    @property
    def told(self) -> bool:
        """Did the report answer, so that later turns can point to it?"""
        return self.answer.status == Status.ANSWERED

    @property
    def reworded(self) -> bool:
        """Is the answer one before it in another form, or where that one stands?"""
        return self.answer.understood in (*REWORDED, *PLACED)

    @property
    def talked(self) -> bool:
        return self.answer.status == Status.CHAT or self.answer.route == Route.CHAT

    def to_dict(self) -> dict[str, Any]:
        return {"question": self.question, "answer": self.answer.to_dict()}


def find_last(past: Sequence[Exchange]) -> Exchange | None:
    """The newest turn that was no talk; None where there is none."""
    return next((turn for turn in reversed(past) if not turn.talked), None)


def read_turn(item: Any) -> Exchange | str:
    """A turn of a `history`: a question alone, or a question with the answer that was given.

    Raises QuestionError for anything else.
    """
    if isinstance(item, Exchange):
        return item
    if isinstance(item, str):
        return keep_ends(item)
    if isinstance(item, Mapping) and isinstance(item.get("question"), str):
        question, answer = keep_ends(item["question"]), item.get("answer")
        if answer is None:
            return question
        if isinstance(answer, Answer):
            return Exchange(question, answer)
        try:
            return Exchange(question, Answer.from_dict(answer))
        except (KeyError, TypeError, ValueError, OverflowError):
            pass
    raise QuestionError("history 的每一項必須是問題文字，或含 question 與 answer（先前回答的 JSON）的物件。")


def read_history(items: Sequence[Any]) -> list[Exchange | str]:
    """The newest turns of a history, oldest first, with at most `ANEW` questions alone.

    Empty questions are left out, and of those without an answer the oldest.
    """
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise QuestionError("history 必須是清單，從最早的一輪排起。")
    turns = [read_turn(item) for item in items[-MOST_ITEMS:]]
    turns = [turn for turn in turns if not isinstance(turn, str) or turn.strip()][-KEPT:]
    bare = [place for place, turn in enumerate(turns) if isinstance(turn, str)]
    return [turn for place, turn in enumerate(turns) if place not in bare[:-ANEW]]
