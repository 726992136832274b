"""What a message means after what was said, decided on the report; then its answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from qa.answer import Status
from qa.chain import Turn
from qa.conversation.facts import gather_facts
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.conversation.talk import SURE, part_talk, say
from qa.understand.reading import Reading

if TYPE_CHECKING:
    from qa.assistant import Assistant


class Talker:
    """Replies to messages of a conversation over one report."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.scope = Scope(assistant.passages)

    def reply(self, typed: str, past: Sequence[Exchange], department: str | None) -> Turn:
        """The answered turn for a message after earlier turns, oldest first."""
        alone = self._assistant.read(typed, department, Reading(typed))
        if talk := self._talk(typed, alone):
            return talk
        last = next((turn for turn in reversed(past) if not turn.talked), None)
        if last is None:
            return alone
        reading = Reading(typed, last.asked, self.scope.near(last.answer.citations), f"接續「{last.question}」")
        rested = self._assistant.read(typed, department, reading)
        return self._choose(alone, rested)

    def _talk(self, typed: str, alone: Turn) -> Turn | None:
        """The reply to small talk, where the whole message is and the report has no better answer."""
        kind, sure, rest = part_talk(typed)
        if sure < SURE or rest or (_is_told(alone) and alone.answer.support > sure):
            return None
        answer = say(kind, typed, self._facts)
        return Turn(typed, (), alone.department, answer=answer, trace={"talk": {"kind": kind, "sure": sure}})

    @cached_property
    def _facts(self) -> dict[str, str]:
        assistant = self._assistant
        return gather_facts(assistant.report, assistant.passages, assistant.settings)

    def _choose(self, alone: Turn, rested: Turn) -> Turn:
        assert alone.answer and rested.answer
        if _is_told(alone) and alone.answer.support >= rested.answer.support:
            return alone
        return _complete(rested)


def _is_told(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.status == Status.ANSWERED


def _complete(turn: Turn) -> Turn:
    """The turn with the whole question in its answer."""
    if turn.answer and turn.reading:
        turn.answer = turn.answer.with_(asked=turn.reading.asked)
    return turn


