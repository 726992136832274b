"""Readings of a message, each answered on the report: alone, after the last turn, after an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Citation, Route, Status
from qa.conversation.choosing import (
    ENOUGH,
    SEEN,
    describe,
    find_matter,
    hints,
    load_model,
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
FEW = 1
"""Words beside a department's name with which a message still only names the department."""
LEAST = 0.5
"""What is left of nearness where a passage has none of a message's words, or of the kinds it asks for."""
SHOWN = 0.7
"""What is left of nearness for a sentence that was shown before."""
ENDS = " ，；。:："
MUCH = 0.3
"""How much surer a message that names another matter must be as going on than alone, to go on: of 1,700
practice turns some more are right than without, and no earlier subject clings to a new one."""
NOVEL = 0.45
"""Share of a message's words, by weight, that nothing said before accounts for: above it, it asks anew."""
ABBREVIATED = 0.29
"""What a text accounts for of a word whose characters it has: 台銀 of 臺灣銀行."""
ONE = 0.75
"""Weight of a word that names a matter."""
OVERLAP = 0.3
"""Weight of shared words from which an earlier turn than the last may be the one that is meant."""


@dataclass(frozen=True)
class Tried:
    """One reading of a message with its answer: the turn that it goes on from, None where it stands alone,
    and how sure it is that this is what is meant and that the report answers it.
    """

    answer: Answer
    given: list[Passage]
    turn: Exchange | None = None
    sure: float = 0.0


class Readings:
    """Makes, answers and weighs the readings of a message."""

    def __init__(self, assistant: Assistant, scope: Scope) -> None:
        self._assistant = assistant
        self._scope = scope
        self._model = load_model()
        self.least = self._model.least

    def best(self, text: str, moment: Moment) -> tuple[Answer, list[Passage]]:
        """The answer of the surest reading, or word of what the report lacks."""
        return self.settle(text, self.try_all(text, moment), moment.last)

    def try_all(self, text: str, moment: Moment) -> list[Tried]:
        """The readings of a message, the surest first; each is asked once in a moment.

        What is told the same either way stands alone where it names its matter, else goes on.
        """
        if text not in moment.tried:
            moment.tried[text] = self._try_all(text, moment.past, moment.last, moment.department)
        return moment.tried[text]

    def _try_all(
        self, text: str, past: Sequence[Exchange], last: Exchange, department: str | None
    ) -> list[Tried]:
        alone = self._assistant.read(text, department)
        tried = [Tried(*alone), Tried(*self.answer(text, last, past, department), last)]
        if earlier := self._earlier(text, past, last):
            back = self.answer(strip("returns", text), earlier, past, department)
            tried.append(Tried(*back, earlier))
        weighed = sorted((self._weigh(one, text, last) for one in tried), key=lambda one: -one.sure)
        first, names = weighed[0], self._mass(text) > ENOUGH
        for place, one in enumerate(weighed):
            if (one.turn is None) == names and _same_place(one.answer, first.answer):
                return [replace(one, sure=first.sure), *weighed[:place], *weighed[place + 1 :]]
        return weighed

    def settle(self, text: str, tried: Sequence[Tried], last: Exchange) -> tuple[Answer, list[Passage]]:
        """The answer of the surest reading; where none is sure, word of what the report lacks.

        A message that names another matter than the last turn's stands alone, whether the report has it or
        not, unless it is much surer as going on; what others ask, it lacks of the last turn's subject.
        """
        best = tried[0]
        alone = next(one for one in tried if one.turn is None)
        if best.sure <= alone.sure + MUCH and self._names_another(text, last):
            return alone.answer, alone.given
        if best.sure >= self.least:
            return best.answer, best.given
        resting = next(one for one in tried if one.turn is not None)
        return self.refuse(text, resting.turn or last, resting.answer), []

    def _names_another(self, text: str, last: Exchange) -> bool:
        """Does a message name a matter, mostly in words that the last turn's place does not have?

        A message that points back names none.  One word names it where the message asks something of it as
        well (「酒駕抓了幾件」, not 「那酒駕呢」).
        """
        if hints("points", text):
            return False
        words = find_matter(self._assistant, text)
        mass = sum(word.weight for word in words)
        asks = any(d.kind != "yes_no" for d in self._assistant.weigher.asks.find_demands(normalize(text)))
        around = f"{normalize(last.asked).lower()} {self._scope.text_around(last.answer.citations[:SEEN])}"
        foreign = self._assistant.weigher.matcher.unaccounted(words, around)
        return mass > (ONE if asks else ENOUGH) and sum(word.weight for word in foreign) > mass / 2

    def _weigh(self, one: Tried, text: str, last: Exchange) -> Tried:
        """A reading with how sure it is."""
        if one.answer.status != Status.ANSWERED:
            return one
        values = describe(self._assistant, self._scope, text, one.answer, one.turn, last)
        return replace(one, sure=self._model.probability(values, alone=one.turn is None))

    def answer(
        self, text: str, turn: Exchange, past: Sequence[Exchange], department: str | None
    ) -> tuple[Answer, list[Passage]]:
        """A message answered as going on from a turn."""
        reading = self.continue_from(text, turn, past)
        answer, given = self._assistant.read(text, department, reading)
        return answer.with_(asked=reading.asked), given

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
        return tuple(dict.fromkeys(lacking))[:3]

    def continue_from(self, typed: str, turn: Exchange, past: Sequence[Exchange]) -> Reading:
        """A message as going on from an earlier turn: with its subject, near what it cited.

        A department that hardly more than its name is given of takes the place of the one asked of before.
        """
        subject = self.subject(turn, past)
        find, phrases = self._assistant.find_departments, phrases_of(typed, turn.asked)
        if (new := find(typed)) and len(self._assistant.find_words(typed)) <= len(new) + FEW:
            whole = swap(subject, find(subject), new[0])
            return Reading(whole, note=phrases.read_as.format(text=whole))
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
            if not earlier.answer.asked or self._mass(" ".join(parts)) > ENOUGH:
                break
        return " ".join(parts)

    def _mass(self, text: str) -> float:
        return sum(word.weight for word in find_matter(self._assistant, text))

    def _earlier(self, text: str, past: Sequence[Exchange], last: Exchange) -> Exchange | None:
        """An earlier told turn that shares more of the message's words than the last one, or the first one
        where the message says so.
        """
        words = self._assistant.find_words(text)
        account = self._assistant.weigher.matcher.account

        def shared(turn: Exchange) -> float:
            said = normalize(f"{turn.asked} {turn.answer.answer}").lower()
            return sum(word.weight for word in words if account(word, said) >= 0.9)

        others = [turn for turn in past if turn.told and turn is not last]
        if others and hints("first", text):
            return others[0]
        best = max(others, key=shared, default=None)
        if best is None or shared(best) <= max(shared(last), OVERLAP):
            return None
        return best


def _same_place(one: Answer, other: Answer) -> bool:
    """Do two answers quote the same place first?"""
    told = one.status == other.status == Status.ANSWERED
    return told and [c.passage for c in one.citations[:1]] == [c.passage for c in other.citations[:1]]


def swap(text: str, old: Sequence[str], new: str) -> str:
    """A question with another department in the place of the one it names."""
    printed = next((name for name in old if name in text), None)
    return text.replace(printed, new) if printed else f"{new} {text}"


def shorten(text: str, most: int = 24) -> str:
    """A question as it is named to the user."""
    return text if len(text) <= most else text[:most] + "…"
