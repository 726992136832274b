"""What a message means after what was said, decided on the report; then its answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Status
from qa.conversation.choosing import Case, load_model
from qa.conversation.facts import gather_facts
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.conversation.talk import SURE, part_talk, say
from qa.understand.reading import Reading

if TYPE_CHECKING:
    from qa.assistant import Assistant

Reply = tuple[Answer, list[Passage]]
"""An answer, and the passages that a language model may word it from; none where it may not."""


LONGEST = 100
"""Characters of an earlier question that later ones rest on."""
UNSURE = 0.35
"""How far from even the choice of a reading may be for a language model to be asked, where there is one."""
FEW = 1
"""Words beside a department's name with which a message still only names the department."""


class Talker:
    """Replies to messages of a conversation over one report."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.scope = Scope(assistant.passages)

    def reply(self, typed: str, past: Sequence[Exchange], department: str | None) -> Reply:
        """The answer to a message after earlier turns, oldest first."""
        alone = self._assistant.read(typed, department)
        if talk := self._talk(typed, alone[0]):
            return talk, []
        last = next((turn for turn in reversed(past) if not turn.talked), None)
        if last is None:
            return alone
        reading = self.continue_from(typed, last, past)
        rested = self._read(typed, department, reading)
        case = self.case(typed, last, alone[0], rested[0])
        sure = load_model().stands_alone(case)
        chosen = alone if sure >= 0.5 else rested
        return self._rewritten(typed, past, department, chosen) if abs(sure - 0.5) < UNSURE else chosen

    def _rewritten(
        self, typed: str, past: Sequence[Exchange], department: str | None, chosen: Reply
    ) -> Reply:
        """A message that may rest on earlier ones as a language model completes it, where there is one.

        The rules' reading stays where the model has none or the report supports it as well.
        """
        whole = self._assistant.rewrite(typed, past)
        if whole is None:
            return chosen
        answer, given = self._assistant.read(typed, department, Reading(whole, note=f"理解為「{whole}」"))
        better = answer.status == Status.ANSWERED and (
            answer.support > chosen[0].support or chosen[0].status != Status.ANSWERED
        )
        return (answer.with_(asked=whole), given) if better else chosen

    def continue_from(self, typed: str, turn: Exchange, past: Sequence[Exchange]) -> Reading:
        """A message as going on from an earlier turn: with its subject, near what it cited.

        A department that hardly more than its name is given of takes the place of the one asked of before.
        """
        root = _root(turn, past).question[:LONGEST]
        subject = root if root == turn.question[:LONGEST] else f"{root} {turn.question[:LONGEST]}"
        find = self._assistant.find_departments
        if (new := find(typed)) and len(self._assistant.find_words(typed)) <= len(new) + FEW:
            whole = swap(subject, find(subject), new[0])
            return Reading(whole, note=f"理解為「{whole}」")
        note = f"接續「{shorten(turn.question)}」"
        return Reading(typed, subject, self.scope.near(turn.answer.citations), note)

    def case(self, typed: str, last: Exchange, alone: Answer, rested: Answer) -> Case:
        """What is known for choosing between a message alone and after the last turn."""
        words = self._assistant.find_words(typed)
        place = self.scope.text_around(last.answer.citations)
        matcher = self._assistant.weigher.matcher
        demands = self._assistant.weigher.asks.find_demands(normalize(typed))
        cover = matcher.cover(words, f"{normalize(last.asked).lower()} {place}")
        return Case(typed, words, len(demands), cover, alone, rested, last.answer)

    def _read(self, typed: str, department: str | None, reading: Reading) -> Reply:
        answer, given = self._assistant.read(typed, department, reading)
        return answer.with_(asked=reading.asked), given

    def _talk(self, typed: str, alone: Answer) -> Answer | None:
        """The reply to small talk, where the whole message is and the report has no better answer."""
        kind, sure, rest = part_talk(typed)
        if sure < SURE or rest or (alone.status == Status.ANSWERED and alone.support > sure):
            return None
        return say(kind, typed, self._facts).with_(trace={"talk": {"kind": kind, "sure": sure}})

    @cached_property
    def _facts(self) -> dict[str, str]:
        assistant = self._assistant
        return gather_facts(assistant.report, assistant.passages, assistant.settings)


def _root(turn: Exchange, past: Sequence[Exchange]) -> Exchange:
    """The turn with the question of its own that a turn goes back to; the turn itself where it has one."""
    place = next(n for n in range(len(past) - 1, -1, -1) if past[n] is turn)
    for earlier in reversed(past[: place + 1]):
        if not earlier.talked and not earlier.answer.asked:
            return earlier
    return turn


def swap(text: str, old: Sequence[str], new: str) -> str:
    """A question with another department in the place of the one it names."""
    printed = next((name for name in old if name in text), None)
    return text.replace(printed, new) if printed else f"{new} {text}"


def shorten(text: str, most: int = 24) -> str:
    """A question as it is named to the user."""
    return text if len(text) <= most else text[:most] + "…"
