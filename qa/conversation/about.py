"""Messages about what was shown: another wording, more of it, a member of it, reckoning with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.words import normalize
from qa.answer import Answer, Citation, Status
from qa.conversation.arithmetic import ORDER, Reckoner, find_operation
from qa.conversation.choosing import hints, strip, strip_all, wordings
from qa.conversation.correcting import find_meant
from qa.conversation.counting import how_many
from qa.conversation.ledger import RECKONED, make_ledger
from qa.conversation.members import Members
from qa.conversation.moment import NOVEL, Known, Moment
from qa.conversation.more import tell_more
from qa.conversation.pointing import find_lists
from qa.conversation.reading import Readings
from qa.conversation.rewording import Reworder
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.conversation.talk import split_clauses
from qa.understand.question import find_language
from qa.wording.quoting import Taste, choose_stretch

if TYPE_CHECKING:
    from qa.assistant import Assistant

SHORT_FORMS = frozenset({"shorter", "sentence", "plain"})
"""Wordings in which a question of its own can be answered (一句話講原因)."""
SHORT_REST = 12
"""Characters beside 哪一頁 with which a message still asks for the last answer's page."""
LISTS = 3
"""Told turns in which a list is looked for."""


class AboutAnswers:
    """Answers messages that are about earlier answers."""

    def __init__(self, assistant: Assistant, scope: Scope, readings: Readings, known: Known) -> None:
        self._assistant = assistant
        self.scope = scope
        self.readings = readings
        self._known = known
        self._members = Members(assistant, scope, readings, known, self._reworder)

    def answer(self, moment: Moment) -> Answer | None:
        """The answer to a message about what was shown: reworded, more, pointed to, reckoned with."""
        if moment.told is None:
            return None
        for means in (self._reword, self._more, self._members.point, self._reckon):
            if answer := means(moment):
                return answer
        return None

    def _reword(self, moment: Moment) -> Answer | None:
        kind = max(
            (name for name in wordings() if hints(name, moment.typed)),
            key=lambda name: _longest_hint(name, moment.typed),
            default=None,
        )
        if kind is None:
            return None
        rest = strip_all(self._asking(moment.typed, kind), wordings())
        asks = self._assistant.weigher.asks.find_demands(normalize(rest))
        counted = how_many(moment.typed) and kind in ("table", "list")
        if not counted and self._known.novel(rest, moment) > NOVEL:
            return None if kind == "place" else self._read_and_reword(kind, rest, bool(asks), moment)
        if kind == "place" and len(rest) > SHORT_REST:
            return None
        if kind == "again":
            return self._members.point(moment) or self._members.repeat(moment)
        turns = self._turns_meant(kind, rest, moment)
        return self._reworder(moment).answer(kind, turns, moment.typed) if turns else None

    def _read_and_reword(self, kind: str, rest: str, asks: bool, moment: Moment) -> Answer | None:
        """What the report has on what a message asks or on a new matter, in the wording that is wanted."""
        if asks and kind in SHORT_FORMS:
            found, _ = self.readings.best(rest, moment.past, moment.last, moment.department)
        elif not asks:
            found, _ = self._assistant.read(rest, moment.department)
        else:
            return None
        if found.status != Status.ANSWERED or not (asks or found.figures):
            return None
        past = [*moment.past, Exchange(rest, found)]
        ledger = make_ledger(past, self._assistant.weigher, self.scope)
        answer = self._reworder(replace(moment, ledger=ledger)).answer(kind, past[-1:], moment.typed)
        return answer.with_(asked=rest)

    def _asking(self, typed: str, kind: str) -> str:
        """A message without the clauses that neither hold a hint of a kind nor ask for anything."""
        find = self._assistant.weigher.asks.find_demands
        clauses = split_clauses(typed)
        return (
            "，".join(clause for clause in clauses if hints(kind, clause) or find(normalize(clause))) or typed
        )

    def focus(self, turn: Exchange, room: int, figures: Sequence[str]) -> tuple[str, Citation] | None:
        """The stretch of at most `room` characters of what a turn cites that answers it best.

        `figures` are those that answered it, as shown.
        """
        wanted = [normalize(figure).lower() for figure in figures]
        weigher = self._assistant.weigher
        question = self._assistant.understanding.understand(turn.question, subject=turn.answer.asked)
        demands = [d for d in question.demands if d.kind not in ("yes_no", "number")]

        def worth(flat: str) -> float:
            proved = sum(weigher.asks.proves(d, flat, question.given) for d in demands)
            shown = sum(figure in flat for figure in wanted)
            return weigher.matcher.cover(question.words, flat) + proved / max(len(demands), 1) + shown

        best: tuple[float, str, Citation] | None = None
        for citation in turn.answer.citations[:2]:
            passage = self.scope.find(citation)
            if passage is None:
                continue
            for number, sentence in enumerate(passage.sentences):
                if passage.sentence_text(sentence) not in citation.quote and len(passage.sentences) > 6:
                    continue
                start, end = choose_stretch(passage, number, Taste(worth, room))
                text = passage.text[start:end]
                value = worth(normalize(text).lower()) - Taste.cost * len(text) - 0.05 * (citation.n - 1)
                if best is None or value > best[0]:
                    best = value, text, citation
        return (best[1], best[2]) if best else None

    def _reworder(self, moment: Moment) -> Reworder:
        return Reworder(moment.ledger, self.focus)

    def _turns_meant(self, kind: str, rest: str, moment: Moment) -> list[Exchange]:
        """The told turns whose answers are to be reworded, oldest first.

        As many of the newest as the message counts; the one whose question and answer bear its words; those
        that the last answer was reckoned from; else the newest.
        """
        told = [turn for turn in moment.past if turn.told]
        reckoned = [turn for turn in told if turn.answer.answer.startswith(RECKONED)]
        wanted = how_many(moment.typed)
        if kind in ("table", "list", "plain") and moment.last in reckoned and wanted is None:
            used = {(c.lines, c.passage) for c in moment.last.answer.citations}
            return [
                t
                for t in told
                if t not in reckoned and used & {(c.lines, c.passage) for c in t.answer.citations}
            ][-5:] or [moment.last]
        printed = [turn for turn in told if turn not in reckoned] or told
        words = self._assistant.find_words(rest)
        told = printed if kind in ("table", "list", "plain") or words else told
        if words and len(told) > 1:
            matcher = self._assistant.weigher.matcher
            text = {t: normalize(f"{t.asked} {t.answer.answer}").lower() for t in told}
            cover = {t: matcher.cover(words, text[t]) for t in told}
            best = max(told, key=lambda t: (cover[t], told.index(t)))
            if cover[best] > cover[told[-1]] and wanted is None:
                return [best]
        if wanted:
            lists = [len(x.members) == wanted for x in find_lists(told[-1])]
            return (
                told[-1:]
                if any(lists) or len(moment.ledger.turns[_place(moment.past, told[-1])]) >= wanted
                else told[-wanted:]
            )
        return told[-1:]

    def _more(self, moment: Moment) -> Answer | None:
        """What was not shown yet, where the message has no words of its own."""
        rest = strip_all(moment.typed, ("more", "beside"))
        if not hints("more", moment.typed) or self._assistant.find_words(rest):
            return None
        return self.beside(moment) if self._known.novel(rest, moment) == 0.0 else None

    def beside(self, moment: Moment, recall: bool = False) -> Answer:
        """What stands beside the newest answer, or what else the report has on its subject.

        `recall`: the message asks for something of its own, so what was said of it comes first.
        """
        assert moment.told is not None
        root = self.readings.root(moment.told, moment.past)
        beside = [passage for passage, _ in self._assistant.gather(root.question, moment.department)]
        english = find_language(moment.typed) == "en"
        return tell_more(moment.told, moment.past, self.scope, beside, english, recall)

    def _reckon(self, moment: Moment) -> Answer | None:
        """What is computed over the figures shown."""
        meant = find_meant(moment.typed) or moment.typed
        operation = find_operation(meant)
        if operation is None:
            return None
        matcher = self._assistant.weigher.matcher
        own = matcher.find_words(normalize(strip("generic", strip_all(meant, (*ORDER, "total")))))
        if operation == "sum" and own and not hints("sum", meant):
            return None  # so many in all: of something, which the report tells
        if operation == "rest":
            meant = moment.typed
        answer = Reckoner(moment.ledger).answer(meant, operation)
        if answer is None and own:
            fetched, _ = self.readings.best(meant, moment.past, moment.last, moment.department)
            past = [*moment.past, Exchange(meant, fetched)]
            ledger = make_ledger(past, self._assistant.weigher, self.scope)
            answer = Reckoner(ledger).answer(meant, operation, fetched=True)
        return answer.with_(asked=f"{moment.last.asked} {moment.typed}"[:200]) if answer else None


def _place(past: Sequence[Exchange], turn: Exchange) -> int:
    return next(place for place, known in enumerate(past) if known is turn)


def _longest_hint(kind: str, text: str) -> int:
    return len(normalize(text)) - len(strip(kind, text))
