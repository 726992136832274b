"""The reply to a message: to a first one what the report says, later the likeliest meaning's answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.about import AboutAnswers
from qa.conversation.acts import NONE, read_acts
from qa.conversation.clarifying import clarify, find_choice, is_vague
from qa.conversation.facts import gather_facts
from qa.conversation.ledger import make_ledger
from qa.conversation.meanings import Meaning, Meanings
from qa.conversation.moment import Moment
from qa.conversation.reading import Readings
from qa.conversation.reckoning import reckon_own
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange, find_last
from qa.conversation.talk import SURE, find_kind, part_talk, say
from qa.understand.question import Reading
from qa.wording.phrases import phrases_of

if TYPE_CHECKING:
    from qa.assistant import Assistant

Reply = tuple[Answer, list[Passage]]
"""An answer, and the passages that a language model may word it from; none where it may not."""
CLEAR = 0.2
"""How much surer it has to be that a message is talk than that the report answers it."""
CERTAIN = 0.98
"""How sure it has to be that a message is talk for the report not to be asked."""
SURE_ENOUGH = 0.85
"""How sure a reading has to be for no language model to be asked, where there is one."""


class Talker:
    """Replies to messages of a conversation over one report."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.scope = Scope(assistant.passages)
        self.readings = Readings(assistant, self.scope)
        self.about = AboutAnswers(assistant, self.scope, self.readings)
        self._meanings = Meanings(assistant, self.scope, self.readings, self.about)

    def reply(self, typed: str, past: Sequence[Exchange], department: str | None) -> Reply:
        """The answer to a message after earlier turns, oldest first."""
        last = find_last(past)
        if last is None:
            return self._open(typed, department)
        if last.answer.status == Status.CLARIFY and (choice := find_choice(typed, last)):
            answer, given = self._assistant.read(choice, department)
            return answer.with_(
                asked=choice, understood=phrases_of(choice).read_as.format(text=choice)
            ), given
        meanings = self.weigh(typed, past, department)
        best = meanings[0]
        trace = {"meanings": {one.kind: round(one.sure, 3) for one in meanings}}
        chosen = best.answer.with_(trace=best.answer.trace | trace), best.given
        if best.asks and best.sure < SURE_ENOUGH:
            return self._rewritten(typed, past, department, chosen)
        return chosen

    def weigh(self, typed: str, past: Sequence[Exchange], department: str | None) -> list[Meaning]:
        """What a message may mean after earlier turns, of which one at least was no talk; likeliest first."""
        last = find_last(past)
        assert last is not None
        told = next((turn for turn in reversed(past) if turn.told), None)
        ledger = make_ledger(past, self._assistant.weigher, self.scope)
        before = " ".join(turn.question for turn in past)
        talk = say(find_kind(typed), typed, self._facts, before)
        return self._meanings.weigh(Moment(typed, past, department, last, told, ledger), talk)

    # questions

    def _open(self, typed: str, department: str | None) -> Reply:
        """The answer to a first question; where it is too vague, what it could mean."""
        alone = cache(lambda: self._assistant.read(typed, department))
        if talk := self._talk(typed, lambda: _support(alone()[0])):
            return talk, []
        question = self._assistant.understand(typed)
        computes = bool(self._assistant.stages.tables.read(typed))
        if not computes and is_vague(self._assistant, self.scope, question):
            words = [word.text for word in question.words]
            choices = self._assistant.suggestions(words=words) if words else alone()[0].suggestions
            return clarify(typed, choices or self._assistant.suggestions()), []
        answer, given = alone()
        return reckon_own(self._assistant, self.scope, typed, answer), given

    def _rewritten(
        self, typed: str, past: Sequence[Exchange], department: str | None, chosen: Reply
    ) -> Reply:
        """A message that may rest on earlier ones as a language model completes it, where there is one.

        The likeliest meaning stays where the model has none or the report supports it as well.
        """
        whole = self._assistant.rewrite(typed, past)
        if whole is None:
            return chosen
        reading = Reading(whole, note=phrases_of(whole).read_as.format(text=whole))
        answer, given = self._assistant.read(typed, department, reading)
        told = chosen[0].status == Status.ANSWERED
        better = answer.status == Status.ANSWERED and (not told or answer.support > chosen[0].support)
        return (answer.with_(asked=whole), given) if better else chosen

    # talk

    def _talk(self, typed: str, told: Callable[[], float]) -> Answer | None:
        """The reply to a first message that is small talk; `told`: how sure the report's answer is."""
        kind, sure, rest = part_talk(typed)
        if sure < SURE or rest or read_acts(typed)[NONE] < SURE:
            return None
        if self._is_term(typed):
            return None
        if sure < CERTAIN and told() > sure - CLEAR:
            return None
        return say(kind, typed, self._facts).with_(trace={"talk": {"kind": kind, "sure": sure}})

    def _is_term(self, typed: str) -> bool:
        """Is a message one word that the report has?"""
        flat = normalize(typed).strip().lower()
        words = self._assistant.find_words(typed)
        return any(word.text == flat and (word.weight < 1.0 or word.alternatives) for word in words)

    @cached_property
    def _facts(self) -> dict[str, str]:
        assistant = self._assistant
        return gather_facts(assistant.report, assistant.passages, assistant.settings)


def _support(answer: Answer) -> float:
    """How sure an answer is; that a subject is surveyed is never in doubt, since it names it."""
    if answer.status != Status.ANSWERED:
        return 0.0
    return 1.0 if answer.route == Route.SURVEY else answer.support
