"""The conversation as the browser keeps it: turns to JSON and back.

What comes back from a browser's storage may be old, cut or edited by hand, so it is read strictly and a
turn that does not fit is dropped rather than repaired.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from qa.answer import Answer, Route

COLLECTED = (Route.OVERVIEW, Route.SURVEY)
"""Routes of answers that collect places, of which there may be more."""
KEPT = 20
"""Turns that a browser keeps; the oldest go first."""


class State(StrEnum):
    ASKING = "asking"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class Turn:
    """A question and what became of it; `message` is what the page says when there is no answer."""

    id: str
    question: str
    department: str | None = None
    answer: Answer | None = None
    state: State = State.ASKING
    message: str = ""
    verdict: str = ""
    report: str | None = None  # which was chosen in the page; None: as the question says

    def with_(self, **changes: Any) -> Turn:
        """A copy with some fields replaced."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "question": self.question,
            "department": self.department,
            "report": self.report,
            "answer": self.answer.to_dict() if self.answer else None,
            "state": str(self.state),
            "message": self.message,
            "verdict": self.verdict,
        }


def new_turn(question: str, department: str | None = None, report: str | None = None) -> Turn:
    return Turn(secrets.token_hex(4), question, department, report=report)


def keep(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """The newest turns as JSON for the browser."""
    return [turn.to_dict() for turn in turns][-KEPT:]


def recall(stored: Any) -> tuple[Turn, ...]:
    """Read what a browser kept, as JSON or a list; anything that is no turn is left out."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored or "[]")
        except (ValueError, RecursionError):
            return ()
    if not isinstance(stored, list):
        return ()
    turns = []
    for item in stored[-KEPT:]:
        try:
            turns.append(_turn(item))
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            continue
    return tuple(turns)


def history_of(turns: Iterable[Turn]) -> list[dict[str, Any] | str]:
    """What was said before, as the assistant takes it: each question with the answer that was given.

    A collection that was shown last goes without its answer, so that it is made again: what it left out is
    not kept in the browser, and may be asked for next.
    """
    told = [(turn.question, turn.answer) for turn in turns if turn.state is State.DONE and turn.answer]
    history: list[dict[str, Any] | str] = [
        {"question": question, "answer": answer.to_dict()} for question, answer in told
    ]
    if told and told[-1][1].route in COLLECTED:
        history[-1] = told[-1][0]
    return history


def chain_of(turns: Sequence[Turn], place: int) -> list[Turn]:
    """The turns that have to be asked again to get the answer at `place`: back to one that stands alone."""
    first = place
    while first > 0 and turns[first].answer is not None and turns[first].answer.asked:
        first -= 1
    return [turn for turn in turns[first : place + 1] if turn.state is State.DONE]


def _turn(item: dict[str, Any]) -> Turn:
    turn_id, department, answer = item["id"], item["department"], item["answer"]
    report = item.get("report")
    if not (isinstance(turn_id, str) and turn_id.isalnum() and len(turn_id) <= 16):
        raise ValueError(f"Not a turn's id: {turn_id!r}")
    state = State(item["state"])
    return Turn(
        id=turn_id,
        question=_text(item["question"]),
        department=None if department is None else _text(department),
        answer=None if answer is None else Answer.from_dict(answer),
        state=State.STOPPED if state is State.ASKING else state,
        message=_text(item["message"]),
        verdict=_text(item["verdict"]),
        report=None if report is None else _text(report),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"Expected text, not {type(value).__name__}")
    return value.encode("utf-8", "replace").decode()  # a half of a sign fits no address and no file
