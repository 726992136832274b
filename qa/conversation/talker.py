"""What a message means after what was said, decided on the report; then its answer.

A message may be talk, pick a choice, ask for an answer in another form or for more of it, point into it,
reckon with its figures, correct the message before, or ask on; whatever has words of its own that nothing
said before accounts for is a question and is read on the report, alone and after the turns before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.about import AboutAnswers
from qa.conversation.arithmetic import find_operation
from qa.conversation.choosing import hints, strip_all, wordings
from qa.conversation.clarifying import clarify, find_choice, is_vague
from qa.conversation.correcting import find_meant
from qa.conversation.facts import gather_facts
from qa.conversation.ledger import make_ledger
from qa.conversation.moment import Moment
from qa.conversation.reading import Readings
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange, find_last
from qa.conversation.talk import SURE, part_talk, say
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
        self._about = AboutAnswers(assistant, self.scope, self.readings)

    def reply(self, typed: str, past: Sequence[Exchange], department: str | None) -> Reply:
        """The answer to a message after earlier turns, oldest first."""
        last = find_last(past)
        if last is None:
            return self._open(typed, department)
        told = next((turn for turn in reversed(past) if turn.told), None)
        ledger = make_ledger(past, self._assistant.weigher, self.scope)
        moment = Moment(typed, past, department, last, told, ledger)
        if (choice := find_choice(typed, last)) and last.answer.status != Status.ANSWERED:
            answer, given = self._assistant.read(choice, department)
            read_as = phrases_of(choice).read_as
            return answer.with_(asked=choice, understood=read_as.format(text=choice)), given
        text = find_meant(typed) or typed
        before = " ".join(turn.question for turn in past)
        if talk := self._talk(typed, lambda: self.readings.try_all(text, moment)[0].sure, before):
            return talk, []
        if about := self._about.answer(moment):
            return about, []
        return self._ask_on(text, moment)

    # questions

    def _open(self, typed: str, department: str | None) -> Reply:
        """The answer to a first question; where it is too vague, what it could mean."""
        alone = cache(lambda: self._assistant.read(typed, department))
        if talk := self._talk(typed, lambda: _support(alone()[0])):
            return talk, []
        question = self._assistant.understand(typed)
        if is_vague(self._assistant, self.scope, question):
            words = [word.text for word in question.words]
            choices = self._assistant.suggestions(words=words) if words else alone()[0].suggestions
            return clarify(typed, choices or self._assistant.suggestions()), []
        return alone()

    def _ask_on(self, text: str, moment: Moment) -> Reply:
        """The surest reading of what a message means; where none is sure, what the report lacks of it."""
        tried = self.readings.try_all(text, moment)
        best = tried[0]
        asks_on = hints("more", text) or hints("beside", text)
        asks_on &= self.readings.novel(strip_all(text, ("more", "beside")), moment) == 0.0
        stale = best.sure < self.readings.least or _shown_before(best.answer, moment.past)
        if moment.told is not None and stale and asks_on:
            return self._about.beside(moment, recall=True), []
        chosen = self.readings.settle(text, tried, moment.last)
        return self._rewritten(moment, chosen) if best.sure < SURE_ENOUGH else chosen

    def _rewritten(self, moment: Moment, chosen: Reply) -> Reply:
        """A message that may rest on earlier ones as a language model completes it, where there is one.

        The rules' reading stays where the model has none or the report supports it as well.
        """
        whole = self._assistant.rewrite(moment.typed, moment.past)
        if whole is None:
            return chosen
        reading = Reading(whole, note=phrases_of(whole).read_as.format(text=whole))
        answer, given = self._assistant.read(moment.typed, moment.department, reading)
        told = chosen[0].status == Status.ANSWERED
        better = answer.status == Status.ANSWERED and (not told or answer.support > chosen[0].support)
        return (answer.with_(asked=whole), given) if better else chosen

    # talk

    def _talk(self, typed: str, told: Callable[[], float], before: str = "") -> Answer | None:
        """The reply to small talk, where the whole message is; `told`: how sure the report's answer is.

        before: the messages of the turns before.
        """
        kind, sure, rest = part_talk(typed)
        if sure < SURE or rest or find_operation(typed):
            return None
        if any(hints(wording, typed) for wording in wordings()):
            return None
        if self._is_term(typed):
            return None
        if sure < CERTAIN and told() > sure - CLEAR:
            return None
        return say(kind, typed, self._facts, before).with_(trace={"talk": {"kind": kind, "sure": sure}})

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


def _shown_before(answer: Answer, past: Sequence[Exchange]) -> bool:
    """Does an answer cite nothing but what earlier answers quoted?"""
    shown = {(c.department, c.lines, c.quote) for turn in past for c in turn.answer.citations}
    return all((c.department, c.lines, c.quote) in shown for c in answer.citations)
