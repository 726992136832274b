"""Messages about what was shown: another wording, more of it, a member of it, reckoning with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from index.words import normalize
from qa.answer import Answer, Status
from qa.conversation.acts import MORE, OPERATIONS, WORDINGS, find_acts, may, read_acts
from qa.conversation.arithmetic import Reckoner
from qa.conversation.cues import ENOUGH, hints, strip
from qa.conversation.ledger import NAMES, make_ledger
from qa.conversation.members import Members
from qa.conversation.moment import Moment
from qa.conversation.more import tell_more
from qa.conversation.pointing import LISTS, find_lists, strip_ordinal
from qa.conversation.reading import Readings
from qa.conversation.rewording import Reworder, wants_english
from qa.conversation.scope import Scope
from qa.conversation.shown import HOW_MANY, how_many
from qa.conversation.state import GATHERED, PLACED, REWORDED, Exchange
from qa.conversation.talk import split_clauses
from qa.tables.answerer import LAID_OUT
from qa.understand.question import find_language

if TYPE_CHECKING:
    from qa.assistant import Assistant

THINGS = re.compile(
    r"、|，|,|/|／|跟|和|與|以及|及(?!格)|(?<=多少)|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])|\band\b"
)
"""What parts the things that a message names one by one."""
CELLS = re.compile(
    r"(要?有)?((原[定訂]|年度)?目標值?|實際值?|達成(度|率|值)?|達標率?|原因|理由|日期|人數|金額)(各?[一1]?[欄格列]?)"
)
"""Parts that are asked of each thing beside them."""
_COUNT = re.compile(rf"(?<=.){HOW_MANY.pattern}[^的]{{0,2}}$")
"""How many things are named, behind the last of them."""
MOST_THINGS = 6
MANY = 5.0
"""Operands that count one."""
POINTED = frozenset({"place", "original", "computed", "again", "chinese"})
"""Kinds of wording of one answer as a whole."""
LANGUAGES = ("english", "chinese")
RETOLD = {
    "table": ("table", ""),
    "list": ("list", ""),
    "shorter": ("short", ""),
    "sentence": ("short", ""),
    "plain": ("short", ""),
    "english": ("", "en"),
    "chinese": ("", "zh"),
}
"""The form and the language that a computed answer is told anew in."""
TRIED = 2
"""Wordings that a message may ask for that are tried."""
HALF = 0.5
"""How likely it has to be that a message asks for more to ask for nothing else."""
PURE = 0.15
"""Share of a message besides the words that ask for another wording, more or a member, up to which it asks
for nothing else.
"""


class AboutAnswers:
    """Answers messages that are about earlier answers."""

    def __init__(self, assistant: Assistant, scope: Scope, readings: Readings) -> None:
        self._assistant = assistant
        self.scope = scope
        self.readings = readings
        self._members = Members(assistant, scope, readings)

    def find(self, moment: Moment, text: str) -> Iterator[tuple[str, Answer, dict[str, float]]]:
        """Answers to a message as one about what was shown, with what it would be: to be reworded, more of
        it, a member of it, or what else is beside it; and what speaks for that: how likely the act is, and
        the share of the message that does not say so.
        """
        if moment.told is None:
            return
        acts, bare = read_acts(moment.typed), moment.ledger.strip_acts(text)

        def describe(kind: str, rest: str) -> dict[str, float]:
            left = len(rest) / (len(normalize(text)) or 1)
            return {"rest": left, "pure": float(left < PURE), "acts": acts.get(kind, 0.0)}

        for kind in find_acts(moment.typed, WORDINGS)[:TRIED]:
            if answer := self._reword(moment, kind):
                yield "reword", answer, describe(kind, strip("generic", bare))
        more = describe(MORE, strip("beside", bare))
        if answer := self._more(moment):
            yield "more", answer, more
        if may(MORE, text) or hints("beside", text):
            yield "beside", self._find_else(moment, text), more
        if answer := self._members.point(moment):
            yield "point", answer, describe("", strip_ordinal(text))

    def _reword(self, moment: Moment, kind: str) -> Answer | None:
        """What was told in another wording; None where a message asks for none that there is."""
        if kind in LANGUAGES and moment.last.answer.understood in PLACED:
            kind = "place"
        rest = moment.ledger.strip_acts(self._asking(moment.typed, kind))
        if kind not in POINTED and (told := self._tell_things(kind, rest, moment)):
            return told
        if kind == "again":
            return self._members.point(moment) or self._repeat(moment)
        if told := self._retell(kind, moment):
            return told
        turns = self._turns_meant(kind, rest, moment)
        if not turns:
            return None
        told = Reworder(moment.ledger).answer(kind, turns, moment.typed)
        return told.with_(asked=turns[-1].asked)

    def _retell(self, kind: str, moment: Moment) -> Answer | None:
        """The newest computed answer, or the one of as many lines as the message counts, told anew."""
        if kind not in RETOLD:
            return None
        tables, wanted, (form, language) = self._assistant.stages.tables, how_many(moment.typed), RETOLD[kind]
        told = self._sources(moment)[::-1]
        for turn in told if wanted else told[:1]:
            if not (lines := len(tables.lines(turn.answer))) or lines != (wanted or lines):
                continue
            answer = tables.retell(moment.typed, turn.answer, form, language, moment.department)
            if answer is not None:
                note = REWORDED[wants_english(moment.typed)]
                return answer.with_(understood=note, asked=turn.asked)
        rows = [row for turn in told[: wanted or 0] if (row := tables.find_row(turn.answer)) is not None]
        if form not in LAID_OUT or wanted != len(set(rows)) or wanted < 2:
            return None
        answer = tables.lay_out(moment.typed, rows[::-1], form)
        note = GATHERED[wants_english(moment.typed)]
        return answer and answer.with_(understood=note, asked=moment.last.asked)

    @staticmethod
    def _sources(moment: Moment) -> list[Exchange]:
        """The told turns that are no other wording of others, oldest first; up to the one of which the last
        is a wording.
        """
        told = [turn for turn in moment.past if turn.told and not turn.reworded]
        if moment.last.reworded:
            own = [place for place, turn in enumerate(told) if turn.asked == moment.last.asked]
            told = told[: own[-1] + 1] if own else told
        return told or [turn for turn in moment.past if turn.told]

    def _repeat(self, moment: Moment) -> Answer:
        """An answer once more: the first where the message says so, or the newest."""
        told = [turn for turn in moment.past if turn.told]
        turn = told[0] if hints("first", moment.typed) else told[-1]
        return Reworder(moment.ledger).answer("plain", [turn], moment.typed)

    def _tell_things(self, kind: str, rest: str, moment: Moment) -> Answer | None:
        """The things that a message names one by one, reworded; None where it does not name several.

        What no figure shown bears is asked on the report.
        """
        reworder = Reworder(moment.ledger)
        parts = [part.strip("的把將好寫講說列做排用成各 ") for part in THINGS.split(rest)]
        parts = [_COUNT.sub("", strip("generic", part)).strip() for part in parts]
        parts = [part for part in parts if self._assistant.find_words(part) or CELLS.fullmatch(part)]
        things, cells = [p for p in parts if not CELLS.fullmatch(p)], [p for p in parts if CELLS.fullmatch(p)]
        if things and cells:
            parts = [f"{thing} {cell}" for thing in things for cell in cells]
        if not things or not 2 <= len(parts) <= MOST_THINGS:
            return None
        found = {part: self._fetch(part, moment) for part in parts if not reworder.finds(part)}
        ledger = make_ledger([*moment.past, *found.values()], self._assistant.weigher, self.scope)
        return Reworder(ledger).tell_things(kind, {part: found.get(part) for part in parts}, moment.typed)

    def _fetch(self, text: str, moment: Moment) -> Exchange:
        """What the report itself answers to a part of a message."""
        return Exchange(text, self.readings.best(text, moment))

    def _asking(self, typed: str, kind: str) -> str:
        """A message without the clauses that neither hold a hint of a kind nor ask for anything."""
        find = self._assistant.weigher.asks.find_demands
        clauses = split_clauses(typed)
        return (
            "，".join(clause for clause in clauses if may(kind, clause) or find(normalize(clause))) or typed
        )

    def _turns_meant(self, kind: str, rest: str, moment: Moment) -> list[Exchange]:
        """The told turns whose answers are to be reworded, oldest first.

        The newest where it was reckoned; the one whose question and answer bear the message's words; as many
        of the newest as it counts; else the newest.
        """
        ledger, wanted = moment.ledger, how_many(moment.typed)
        told = self._sources(moment)
        if ledger.is_reckoned(ledger.place_of(told[-1])) and wanted is None:
            return told[-1:]
        places = set(ledger.printed())
        printed = [turn for turn in told if ledger.place_of(turn) in places]
        words = self._assistant.find_words(rest)
        if kind in ("table", "list") or words:
            told = printed or told
            used = {(c.lines, c.passage) for c in moment.last.answer.citations}
            if moment.last not in told and wanted is None:
                told = [t for t in told if used & {(c.lines, c.passage) for c in t.answer.citations}] or told
                return told[-LISTS:]
        if words and wanted is None:
            cover = self._assistant.weigher.matcher.cover
            text = [normalize(f"{turn.asked} {turn.answer.answer}").lower() for turn in told]
            best = max(range(len(told)), key=lambda place: (cover(words, text[place]), place))
            return [told[best]]
        listed = any(len(listing.members) == wanted for listing in find_lists(told[-1]))
        enough = wanted is None or listed or len(ledger.turns[ledger.place_of(told[-1])]) >= wanted
        return told[-1:] if enough else told[-(wanted or 1) :]

    def go_on(self, moment: Moment) -> Answer | None:
        """What else a computed answer or an overview has, to a message that asks for nothing else; None for
        any other: of an overview 「全部列出」 is no other form of it.
        """
        acts = read_acts(moment.typed)
        if moment.told is None or self._own_words(moment):
            return None
        if moment.told.answer.more and moment.told is moment.last:
            listed = may(MORE, moment.typed) and max(acts[one] for one in WORDINGS) < HALF
            return self.beside(moment) if listed else None
        return self._rest(moment) if acts[MORE] >= HALF else None

    def _more(self, moment: Moment) -> Answer | None:
        """What was not shown yet, where the message has no words of its own."""
        return self.beside(moment) if may(MORE, moment.typed) and not self._own_words(moment) else None

    def _own_words(self, moment: Moment) -> bool:
        """Has a message words besides those that ask for more?"""
        return bool(self._assistant.find_words(strip("beside", moment.ledger.strip_acts(moment.typed))))

    def _rest(self, moment: Moment) -> Answer | None:
        """The lines of the newest answer that it did not name; None where it was not computed over rows."""
        assert moment.told is not None
        return self._assistant.stages.tables.rest(moment.typed, moment.told.answer)

    def _find_else(self, moment: Moment, text: str) -> Answer:
        """What else the report has of the matter that a message names itself, besides what was quoted; where
        it names none or there is no more, what stands beside the newest answer.
        """
        assert moment.told is not None
        own = strip("beside", text)
        if self.readings.mass(own) <= ENOUGH:
            return self.beside(moment, recall=True)
        reading = self.readings.continue_from(own, moment.told, moment.past)
        quoted = [c for turn in moment.past for c in turn.answer.citations]
        reading = replace(reading, told=frozenset((c.passage, c.quote) for c in quoted))
        found, _ = self._assistant.read(moment.typed, moment.department, reading)
        return found if found.status == Status.ANSWERED else self.beside(moment, recall=True)

    def beside(self, moment: Moment, recall: bool = False) -> Answer:
        """What stands beside the newest answer, or what else the report has on its subject.

        `recall`: the message asks for something of its own, so what was said of it comes first.
        """
        assert moment.told is not None
        if (rest := self._rest(moment)) is not None:
            return rest
        subject = self.readings.subject(moment.told, moment.past)
        beside = [passage for passage, _ in self._assistant.gather(subject, moment.department)]
        english = find_language(moment.typed) == "en"
        return tell_more(moment.told, moment.past, self.scope, beside, english, recall)

    def reckon(self, moment: Moment, text: str) -> Iterator[tuple[str, bool, Answer, dict[str, float]]]:
        """What is computed over the figures shown: the operation, whether one side of it was fetched from the
        report first, the answer, and what speaks for it.
        """
        for operation, fetched, meant, reckoner in self.reckoners(moment, text):
            if found := reckoner.answer(meant, operation):
                answer, group = found
                turns = {shown.turn for shown in group.figures}
                if (
                    fetched
                    and turns == {len(moment.past)}
                    and group.features["slots" if len(group.figures) == 2 else "least_part"] < NAMES
                ):
                    continue  # the report's own answer alone is none to reckon with unless both are named
                features = {
                    "acts": read_acts(text)[operation],
                    "fits": min(math.log(max(group.sure, 1e-4)), 0.0) / MANY,
                    "names": group.features["part"],
                    "cover": group.features["cover"],
                    "operands": min(len(group.figures) / MANY, 1.0),
                }
                yield operation, fetched, self._as_asked(answer, moment), features
            elif not fetched and (apart := reckoner.apart(meant)):
                yield operation, False, self._as_asked(apart, moment), {"apart": 1.0}

    @staticmethod
    def _as_asked(answer: Answer, moment: Moment) -> Answer:
        return answer.with_(asked=f"{moment.last.asked} {moment.typed}"[:200])

    def reckoners(self, moment: Moment, text: str) -> Iterator[tuple[str, bool, str, Reckoner]]:
        """The operations that a message may ask for, with the figures shown, and with those that the report
        answers it with besides: the operation, whether those are among them, the text that names operands.
        """
        if moment.told is None:
            return
        operations = find_acts(text, OPERATIONS)
        shown = Reckoner(moment.ledger)
        own = moment.ledger.own_words(text)
        for operation in operations:
            meant = moment.typed if operation == "rest" else text
            yield operation, False, meant, shown
            if own and operation == operations[0]:
                past = [*moment.past, self._fetch(meant, moment)]
                yield operation, True, meant, Reckoner(make_ledger(past, self._assistant.weigher, self.scope))
