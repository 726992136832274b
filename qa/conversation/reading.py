"""A message read as going on from an earlier turn, and what the report lacks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Citation, Route, Status
from qa.conversation.cues import (
    ENOUGH,
    find_matter,
    hints,
    strip,
)
from qa.conversation.ledger import YEAR
from qa.conversation.scope import PROGRAMME, Scope
from qa.conversation.state import Exchange
from qa.evidence.missing import is_noun
from qa.understand.question import Reading
from qa.wording.phrases import join_missing, phrases_of

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.conversation.moment import Moment

LONGEST = 100
"""Characters of an earlier question that later ones rest on."""
NOTED = 48
"""Characters of a whole question as the user is told that it was read."""
FEW = 1
"""Words beside a department's name with which a message still only names the department."""
LEAST = 0.5
"""What is left of nearness where a passage has none of a message's words, or of the kinds it asks for."""
SHOWN = 0.7
"""What is left of nearness for a sentence that was shown before."""
ENDS = " ，；。:："
ABBREVIATED = 0.29
"""What a text accounts for of a word whose characters it has: 台銀 of 臺灣銀行."""
OVERLAP = 0.3
"""Weight of shared words from which an earlier turn than the last may be the one that is meant."""


class Readings:
    """Reads messages as going on from what was said."""

    def __init__(self, assistant: Assistant, scope: Scope) -> None:
        self._assistant = assistant
        self._scope = scope

    def read(self, text: str, turn: Exchange | None, moment: Moment) -> tuple[Answer, list[Passage]]:
        """A message answered alone, or as going on from a turn; once in a moment."""
        key = (text, id(turn))
        if key not in moment.read:
            if turn is None:
                moment.read[key] = self._assistant.read(text, moment.department)
            else:
                reading = self.continue_from(text, turn, moment.past)
                answer, given = self._assistant.read(text, moment.department, reading)
                moment.read[key] = answer.with_(asked=reading.asked), given
        return moment.read[key]

    def best(self, text: str, moment: Moment) -> Answer:
        """The better supported answer to a part of a message: alone, or as going on from the last turn."""
        found = (self.read(text, turn, moment)[0] for turn in (None, moment.last))
        return max(found, key=lambda one: (one.status == Status.ANSWERED, one.support))

    def refuse(self, text: str, turn: Exchange, near: Answer) -> Answer:
        """Word that the report does not say of a turn's subject what a message asks of it.

        `near` is the best that there is; it is shown where it is of the same programme, else what the
        turn cited.
        """
        phrases = phrases_of(text, turn.asked)
        around = self._scope.near(turn.answer.citations)
        here = [c for c in near.citations if (p := self._scope.find(c)) and around.get(p.id, 0) >= PROGRAMME]
        shown = (here or turn.answer.citations or near.citations)[:1]
        place = " ".join(normalize(f"{' '.join(c.path)} {c.passage}").lower() for c in shown)
        missing = self._name_lacking(text, place)
        head = phrases.not_found.format(missing=join_missing(missing)) if missing else phrases.not_found_plain
        subject = phrases.on_subject.format(subject=shorten(turn.asked))
        quotes = [
            f"{phrases.nearest.format(place=c.department, department=c.department, quote=c.quote[:90])}[1]"
            for c in shown
        ]
        return near.with_(
            status=Status.NOT_FOUND,
            route=Route.PASSAGE,
            answer=f"{subject}{head}{''.join(quotes)}",
            citations=tuple(replace(c, n=1) for c in shown),
            figures=(),
            missing=missing,
            more=(),
        )

    def _name_lacking(self, text: str, place: str) -> tuple[str, ...]:
        """What a message names and asks for that a place does not have, in words for the user."""
        asks = self._assistant.weigher.asks
        lacking = [
            demand.label
            for demand in asks.find_demands(normalize(text))
            if demand.kind not in ("yes_no", "number") and not asks.proves(demand, place)
        ]
        words = self._assistant.weigher.matcher.unaccounted(self._assistant.find_words(text), place)
        lacking += [word.text for word in words if is_noun(word.text)]
        if not lacking and len(words) == len(self._assistant.find_words(text)):
            lacking = [word.text for word in words]  # a word that no dictionary has is a name
        return tuple(dict.fromkeys(lacking))[:3]

    def continue_from(self, typed: str, turn: Exchange, past: Sequence[Exchange]) -> Reading:
        """A message as going on from an earlier turn: with its subject, near what it cited.

        A department that hardly more than its name is given of takes the place of the one asked of before.
        """
        subject = self.subject(turn, past)
        find, phrases = self._assistant.find_departments, phrases_of(typed, turn.asked)
        if (new := find(typed)) and len(self._assistant.find_words(typed)) <= len(new) + FEW:
            whole = swap(subject, find(subject), new[0])
            return Reading(whole, note=phrases.read_as.format(text=shorten(whole, NOTED)))
        note = phrases.goes_on.format(text=shorten(turn.question))
        return Reading(typed, subject, self.near(typed, turn.answer.citations, past), note)

    def near(
        self, typed: str, citations: Sequence[Citation], past: Sequence[Exchange]
    ) -> dict[tuple[str, int], float]:
        """What sentences earn for standing near what was cited and for having what a message asks.

        In the cited passages and their programme each for itself, less where it was shown; elsewhere all of
        a passage as one.
        """
        own = self._assistant.find_words(typed) or YEAR.search(typed)  # without any it asks of what was shown
        said = normalize(" ".join(earlier.answer.answer for earlier in past)) if own else ""
        fits = self._measure(typed)
        near: dict[tuple[str, int], float] = {}
        for identifier, gain in self._scope.near(citations).items():
            passage = self._scope.passage(identifier)
            whole = fits(self._scope.text(identifier)) if gain < PROGRAMME else None
            for number, sentence in enumerate(passage.sentences):
                text = normalize(passage.sentence_text(sentence))
                fit = fits(f"{' '.join(sentence.headings)} {text}".lower()) if whole is None else whole
                shown = whole is None and text.strip(ENDS) in said
                near[identifier, number] = gain * fit * (SHOWN if shown else 1.0)
        return near

    def _measure(self, text: str) -> Callable[[str], float]:
        """Tells how far a place has a message's own words and the kinds of thing that it asks for."""
        matcher, asks = self._assistant.weigher.matcher, self._assistant.weigher.asks
        words = self._assistant.find_words(text) or matcher.find_any(text)
        demands = [d for d in asks.find_demands(normalize(text)) if d.kind != "yes_no"]
        years = YEAR.findall(text)

        def fit(place: str) -> float:
            held = 1.0 if all(year in place for year in years) else LEAST
            proved = sum(asks.proves(d, place) for d in demands) / len(demands) if demands else 1.0
            return (
                held * (LEAST + (matcher.cover(words, place) if words else LEAST)) * (LEAST + LEAST * proved)
            )

        return fit

    def novel(self, text: str, moment: Moment) -> float:
        """Share of a text's words, by weight, that nothing said before accounts for; 0 without words.

        Words that the report never has and that are no nouns name no other matter, and count nothing.
        """
        matcher = self._assistant.weigher.matcher
        words = [
            word
            for word in self._assistant.find_words(strip("generic", text))
            if word.weight < 1.0 or word.alternatives or is_noun(word.text)
        ]
        said = " ".join(f"{turn.asked} {turn.answer.answer}" for turn in moment.past)
        around = self._scope.text_around(moment.told.answer.citations) if moment.told else ""
        known = f"{normalize(said).lower()} {around}"
        total = sum(word.weight for word in words)
        novel = sum(word.weight for word in words if matcher.account(word, known) < ABBREVIATED)
        return novel / total if total else 0.0

    def subject(self, turn: Exchange, past: Sequence[Exchange]) -> str:
        """The question of a turn, behind those that it goes on from as far as it takes to name a matter."""
        place = next((n for n in range(len(past) - 1, -1, -1) if past[n] is turn), len(past) - 1)
        parts: list[str] = []
        for earlier in [turn, *past[:place][::-1]]:
            if earlier.talked:
                continue
            parts.insert(0, earlier.question[:LONGEST])
            if not earlier.answer.asked or self.mass(" ".join(parts)) > ENOUGH:
                break
        return " ".join(parts)

    def mass(self, text: str) -> float:
        """The weight of the words of a text that name a matter."""
        return sum(word.weight for word in find_matter(self._assistant, text))

    def earlier(self, text: str, past: Sequence[Exchange], last: Exchange) -> Exchange | None:
        """An earlier told turn that shares more of the message's words than the last one, or the first one
        where the message says so.
        """
        others = [turn for turn in past if turn.told and turn is not last]
        if others and hints("first", text):
            return others[0]
        best = max(others, key=lambda turn: self.shared(text, turn), default=None)
        if best is None or self.shared(text, best) <= max(self.shared(text, last), OVERLAP):
            return None
        return best

    def shared(self, text: str, turn: Exchange) -> float:
        """The weight of the words of a text that a turn's question or answer has."""
        said = normalize(f"{turn.asked} {turn.answer.answer}").lower()
        account = self._assistant.weigher.matcher.account
        return sum(w.weight for w in self._assistant.find_words(text) if account(w, said) >= 0.9)


def swap(text: str, old: Sequence[str], new: str) -> str:
    """A question with another department in the place of the one it names."""
    printed = next((name for name in old if name in text), None)
    return text.replace(printed, new) if printed else f"{new} {text}"


def shorten(text: str, most: int = 24) -> str:
    """A question as it is named to the user."""
    return text if len(text) <= most else text[:most] + "…"
