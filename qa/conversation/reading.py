"""Readings of a message that rest on an earlier turn, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.choosing import hints, strip
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.conversation.talk import split_clauses
from qa.evidence.missing import is_noun
from qa.understand.question import find_language
from qa.understand.reading import Reading
from qa.wording.phrases import join_missing, phrases_for

if TYPE_CHECKING:
    from qa.assistant import Assistant

LONGEST = 100
"""Characters of an earlier question that later ones rest on."""
FEW = 1
"""Words beside a department's name with which a message still only names the department."""
LEAST = 0.5
"""What is left of nearness where a passage has none of the message's own words; all of them add 1."""
OVERLAP = 0.3
"""Weight of shared words from which an earlier turn than the last may be the one that is meant."""


class Readings:
    """Makes and answers readings that rest on earlier turns."""

    def __init__(self, assistant: Assistant, scope: Scope) -> None:
        self._assistant = assistant
        self._scope = scope

    def best(
        self, text: str, past: Sequence[Exchange], last: Exchange, department: str | None
    ) -> tuple[Answer, list[Passage]]:
        """The better answer of a message: after the last turn, or an earlier one that shares its words."""
        found = self.answer(text, last, past, department)
        earlier = self._earlier(text, past, last)
        if earlier is None:
            return found
        back = self.answer(strip("returns", text), earlier, past, department)
        told = found[0].status == Status.ANSWERED
        better = back[0].support > found[0].support or hints("returns", text) or not told
        return back if back[0].status == Status.ANSWERED and better else found

    def answer(
        self, text: str, turn: Exchange, past: Sequence[Exchange], department: str | None
    ) -> tuple[Answer, list[Passage]]:
        """A message answered as going on from a turn."""
        reading = self.continue_from(text, turn, past)
        answer, given = self._assistant.read(text, department, reading)
        answer = self._hold(text, answer) if reading.subject else answer
        return answer.with_(asked=reading.asked), given

    def _hold(self, text: str, answer: Answer) -> Answer:
        """A resting answer, or a refusal where it lacks most of the things that the message's end names."""
        if answer.status != Status.ANSWERED or not answer.citations or answer.route == Route.TABLE:
            return answer
        place = " ".join(normalize(f"{' '.join(c.path)} {c.passage}").lower() for c in answer.citations)
        find_demands = self._assistant.weigher.asks.find_demands
        asking = split_clauses(text)[-1]
        words = [word for word in self._assistant.find_words(asking) if not find_demands(word.text)]
        open_words = self._assistant.weigher.matcher.unaccounted(words, place)
        lacking = [word.text for word in open_words if is_noun(word.text)]
        if not lacking or sum(w.weight for w in open_words) < sum(w.weight for w in words) / 2:
            return answer
        return refuse(answer, lacking)

    def continue_from(self, typed: str, turn: Exchange, past: Sequence[Exchange]) -> Reading:
        """A message as going on from an earlier turn: with its subject, near what it cited.

        A department that hardly more than its name is given of takes the place of the one asked of before.
        """
        root = self.root(turn, past).question[:LONGEST]
        subject = root if root == turn.question[:LONGEST] else f"{root} {turn.question[:LONGEST]}"
        find = self._assistant.find_departments
        if (new := find(typed)) and len(self._assistant.find_words(typed)) <= len(new) + FEW:
            whole = swap(subject, find(subject), new[0])
            return Reading(whole, note=f"理解為「{whole}」")
        near = self._scope.near(turn.answer.citations)
        if words := self._assistant.find_words(typed) or self._assistant.weigher.matcher.find_any(typed):
            cover = self._assistant.weigher.matcher.cover
            near = {p: gain * (LEAST + cover(words, self._scope.text(p))) for p, gain in near.items()}
        here = frozenset(p.id for c in turn.answer.citations if (p := self._scope.find(c)))
        return Reading(typed, subject, near, f"接續「{shorten(turn.question)}」", here)

    @staticmethod
    def root(turn: Exchange, past: Sequence[Exchange]) -> Exchange:
        """The turn with the question of its own that a turn goes back to; itself where it has one."""
        place = next((n for n in range(len(past) - 1, -1, -1) if past[n] is turn), len(past) - 1)
        for earlier in reversed(past[: place + 1]):
            if not earlier.talked and not earlier.answer.asked:
                return earlier
        return turn

    def _earlier(self, text: str, past: Sequence[Exchange], last: Exchange) -> Exchange | None:
        """An earlier told turn that shares more of the message's words than the last one."""
        words = self._assistant.find_words(text)
        account = self._assistant.weigher.matcher.account

        def shared(turn: Exchange) -> float:
            said = normalize(f"{turn.asked} {turn.answer.answer}").lower()
            return sum(word.weight for word in words if account(word, said) >= 0.9)

        others = [turn for turn in past if turn.told and turn is not last]
        best = max(others, key=shared, default=None)
        if best is None or shared(best) <= max(shared(last), OVERLAP):
            return None
        return best


def refuse(answer: Answer, missing: Sequence[str]) -> Answer:
    """An answer turned into a refusal that names what it leaves open, its first quotation as the nearest."""
    phrases = phrases_for(find_language(answer.answer))
    first = answer.citations[0]
    head = phrases.not_found.format(missing=join_missing(list(missing)[:3]))
    near = phrases.nearest.format(place=first.department, department=first.department, quote=first.quote[:90])
    return answer.with_(
        status=Status.NOT_FOUND,
        route=Route.PASSAGE,
        answer=f"{head}{near}[1]",
        citations=answer.citations[:1],
        figures=(),
        missing=tuple(missing)[:3],
        support=min(answer.support, 0.3),
    )


def swap(text: str, old: Sequence[str], new: str) -> str:
    """A question with another department in the place of the one it names."""
    printed = next((name for name in old if name in text), None)
    return text.replace(printed, new) if printed else f"{new} {text}"


def shorten(text: str, most: int = 24) -> str:
    """A question as it is named to the user."""
    return text if len(text) <= most else text[:most] + "…"
