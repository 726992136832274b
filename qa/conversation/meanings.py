"""What a message may mean, each meaning with its answer, and which of them is likeliest.

A message may be talk, pick a choice, ask for an answer in another form or for more of it, point into it,
reckon with its figures, or ask: alone, as going on from the turn before or from an earlier one; the report
may lack what it asks, or it may be too vague.  Every meaning that the words allow is answered; a linear
model that `python -m qa.lab.train_meanings` learned from whole conversations weighs the answers against each
other, by the message in its conversation and by what the report has for each.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.model import Passage, Section
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.about import AboutAnswers
from qa.conversation.acts import MORE, NONE, OPERATIONS, WORDINGS, read_acts
from qa.conversation.choosing import load_weights, score, share_out
from qa.conversation.clarifying import clarify, find_choice
from qa.conversation.correcting import find_meant
from qa.conversation.cues import ENOUGH, find_matter, strip
from qa.conversation.moment import Moment
from qa.conversation.pointing import find_ordinal, take
from qa.conversation.reading import Readings, shorten
from qa.conversation.reckoning import reckon_own
from qa.conversation.scope import Scope
from qa.conversation.shown import how_many
from qa.conversation.state import Exchange
from qa.conversation.talk import part_talk
from qa.evidence.missing import is_noun
from qa.evidence.weighing import CELLS
from qa.tables.evaluate import Group
from qa.tables.records import Record
from qa.understand.demands import Demand
from qa.understand.question import find_language
from qa.wording.phrases import phrases_of

if TYPE_CHECKING:
    from qa.assistant import Assistant

READ, TELLING = ("alone", "after"), ("odds", "support", "cover", "proved", "lacking")
"""Readings of which the features tell of all other meanings, and these features."""
HEAVY = 3.0
"""Weight of words from which more say no more."""
ONE = 0.75
"""Weight of a word that names a matter of which a message asks something."""
SEEN = 3
"""Citations of an answer that are looked at."""
LONG, MANY = 20.0, 5.0
"""Characters of a message, and words, figures and turns, that count one."""
SURVEYED = 0.5
"""How sure it is from when on that a message asks for every place of a subject."""
REFINED = 2
"""Computed answers that a message may change."""
ASKED = 200
"""Characters of the whole question that a turn keeps."""
ANSWER = 200.0
"""Characters of an answer that count one."""
MOST = 2.0
"""What a length counts at most."""
_ASKS = re.compile(r"[?？嗎呢咧]|幾|多少|什麼|哪|誰|怎")
_AND = re.compile(r"[呢咧勒][?？]?$")
_THEN = re.compile(r"[那啊喔]")


@dataclass(frozen=True)
class Meaning:
    """One meaning of a message with its answer.

    given: the passages that a language model may word the answer from; none where it may not.
    features: what speaks for and against it; sure: how likely it is, all meanings together 1.
    """

    kind: str
    answer: Answer
    given: list[Passage]
    features: Mapping[str, float]
    sure: float = 0.0

    @property
    def asks(self) -> bool:
        """Is the message a question to the report, which a language model may complete?"""
        return self.kind in ("alone", "after", "earlier", "refuse")


class Meanings:
    """Makes, answers and weighs the meanings of a message."""

    def __init__(self, assistant: Assistant, scope: Scope, readings: Readings, about: AboutAnswers) -> None:
        self._assistant = assistant
        self._scope = scope
        self._readings = readings
        self._about = about

    def weigh(self, moment: Moment, talk: Answer) -> list[Meaning]:
        """The meanings of a message, the likeliest first; `talk`: the reply if it is none but talk."""
        found, model = self.find(moment, talk), load_weights("meanings")
        sures = share_out([score(model, one.kind, one.features) for one in found])
        weighed = [replace(one, sure=sure) for one, sure in zip(found, sures, strict=True)]
        told: Counter[str] = Counter()  # meanings with one answer speak for it together
        for one in weighed:
            told[one.answer.answer] += one.sure
        weighed.sort(key=lambda one: (-told[one.answer.answer], -one.sure))
        return self._prefer(weighed, moment.typed)

    def _prefer(self, weighed: list[Meaning], typed: str) -> list[Meaning]:
        """A message that is told the same read alone and as going on, or finds nothing either way, stands
        alone if it names its matter, and else goes on.
        """
        first = weighed[0]
        names = self._readings.mass(typed) > (ONE if self._demands(typed) else ENOUGH)
        wanted = ("alone",) if names else ("after", "earlier")
        if not first.asks or first.kind in wanted:
            return weighed
        for one in weighed[1:]:
            if one.kind in wanted and _says_same(one.answer, first.answer):
                rest = [replace(m, sure=one.sure) if m is first else m for m in weighed if m is not one]
                return [replace(one, sure=first.sure), *rest]
        return weighed

    def find(self, moment: Moment, talk: Answer) -> list[Meaning]:
        """The meanings that the words of a message allow."""
        situation = {"bias": 1.0, **self._describe_message(moment)}
        found = list(self._answer(moment, talk))
        for kind, _, _, features in found:  # what the report has for a question says how any other is meant
            if kind in READ:
                situation |= {f"{kind}_{name}": features[name] for name in TELLING}
        last = moment.last.answer.answer
        return [
            Meaning(kind, answer, given, situation | features | {"repeats": float(answer.answer == last)})
            for kind, answer, given, features in found
        ]

    def _answer(
        self, moment: Moment, talk: Answer
    ) -> Iterator[tuple[str, Answer, list[Passage], dict[str, float]]]:
        typed, last = moment.typed, moment.last
        text = find_meant(typed) or typed
        if rest := self._about.go_on(moment):  # nor all rows but those, as the tracker would read it
            yield "more", rest.with_(asked=last.asked), [], {}
            return
        yield "talk", talk, [], {}
        if choice := find_choice(typed, last):
            answer, given = self._readings.read(choice, None, moment)
            note = phrases_of(choice).read_as.format(text=choice)
            picked = answer.with_(asked=choice, understood=note)
            yield "choice", picked, given, self._describe(choice, answer, None, moment)
        for kind, answer, features in self._about.find(moment, text):
            told = answer if answer.asked else answer.with_(asked=last.asked)
            yield kind, told, [], features | self._describe(text, answer, last, moment)
        for operation, fetched, answer, features in self._about.reckon(moment, text):
            yield "fetch" if fetched else "reckon", answer, [], {**features, f"op_{operation}": 1.0}
        answer, given = self._readings.read(text, None, moment)
        answer = reckon_own(self._assistant, self._scope, text, answer)
        yield "alone", answer, given, self._describe(text, answer, None, moment)
        near, given = self._readings.read(text, last, moment)
        yield "after", near, given, self._describe(text, near, last, moment)
        for answer, features in self._rows(text, moment):
            yield "row", answer, [], features | self._describe(text, answer, last, moment)
        for answer, features in self._refine(text, moment):
            yield "refine", answer, [], features | self._describe(text, answer, last, moment)
        if turn := self._readings.earlier(text, moment.past, last):
            back = strip("returns", text)
            answer, given = self._readings.read(back, turn, moment)
            told = [one for one in reversed(moment.past) if not one.talked]
            features = {"age": float(next(n for n, one in enumerate(told) if one is turn))}
            features["shares"] = min(self._readings.shared(text, turn), HEAVY)
            yield "earlier", answer, given, features | self._describe(text, answer, turn, moment)
        yield "refuse", self._readings.refuse(text, last, near), [], {}
        words = [word.text for word in self._assistant.understand(typed).words]
        yield "clarify", clarify(typed, self._assistant.suggestions(words=words)), [], {}

    def _rows(self, text: str, moment: Moment) -> Iterator[tuple[Answer, dict[str, float]]]:
        """The lines of answers that a message means: the row quoted last, of the newest computed answer the
        line at a place or the only one, and the row whose name it bears.
        """
        tables, place = self._assistant.stages.tables, find_ordinal(text)
        told = moment.told
        quoted = tables.find_row(told.answer) if place is None and told is not None else None
        if quoted is not None and (card := tables.tell_line(text, told.answer, quoted)) is not None:
            age = next(n for n, one in enumerate(reversed(moment.past)) if one is told)
            yield self._about_turn(card, text, told), {"age": float(age), "quoted": 1.0}
        pointed = named = False
        for age, turn in enumerate(reversed(moment.past)):
            if not (lines := tables.lines(turn.answer)):
                continue
            line = None if pointed else self._point_at(lines, place, age, turn)
            if line is not None and (answer := tables.tell_line(text, turn.answer, line)) is not None:
                features = {"age": float(age), "only": float(len(lines) == 1)}
                yield self._about_turn(answer, text, turn), features
                pointed = True
            found = None if named or len(lines) < 2 else self._name_row(text, lines)
            if found is not None and (answer := tables.tell_line(text, turn.answer, found[0])) is not None:
                yield self._about_turn(answer, text, turn), {"age": float(age)} | found[1]
                named = True

    def _point_at(
        self, lines: Sequence[Record] | Sequence[Group], place: int | None, age: int, turn: Exchange
    ) -> Record | Group | None:
        """The line that an ordinal points to; without one the only line of the newest answer, unless that is
        one department, whose rows are asked for by a change.
        """
        if len(lines) > 1:
            return take(lines, place) if place is not None else None
        if place is not None or age or self._assistant.stages.tables.narrow(turn.answer) is not None:
            return None
        return lines[0]

    def _name_row(
        self, text: str, lines: Sequence[Record] | Sequence[Group]
    ) -> tuple[Record, dict[str, float]] | None:
        """The row of a computed answer that a message names by its department or its words, and how far."""
        departments = self._assistant.find_departments(text)
        rows = [row for row in lines if isinstance(row, Record)]
        rows = [row for row in rows if not departments or row.department in departments]
        words, cover = find_matter(self._assistant, text), self._assistant.weigher.matcher.cover
        worth = [cover(words, f"{row.department} {row.flat['text']}") if words else 0.0 for row in rows]
        best = max(worth, default=0.0)
        if worth.count(best) != 1 or not (best or departments):
            return None
        return rows[worth.index(best)], {"named": best, "of_department": float(bool(departments))}

    def _refine(self, text: str, moment: Moment) -> Iterator[tuple[Answer, dict[str, float]]]:
        """Newer computed answers, or the one department that one told, with what a message changes."""
        tables = self._assistant.stages.tables
        if tables.surveys(text) > SURVEYED:
            return  # every place of a subject is no change of a table
        computed = [(age, turn) for age, turn in enumerate(reversed(moment.past)) if turn.answer.frame]
        one = next((tables.narrow(turn.answer) for _, turn in computed), None)
        for age, turn in computed[:REFINED]:
            own = tables.narrow(turn.answer)
            for within, before in enumerate((turn.answer, own)):
                told = tables.follow(text, before, moment.department) if before is not None else None
                if told is None:
                    continue
                answer, tracked = told
                if one is not None and not within and tables.lists_rows(tracked.frame, text):
                    continue  # after one department was told, the rows that are asked for are its rows
                features = {
                    "over_rows": tracked.asks,
                    "doubt": min(-tracked.score / MANY, MOST),
                    "age": float(age),
                    "within": float(within),
                }
                yield self._about_turn(answer, text, turn), features

    @staticmethod
    def _about_turn(answer: Answer, text: str, turn: Exchange) -> Answer:
        """An answer that goes on from a turn, which says so."""
        note = phrases_of(text).goes_on.format(text=shorten(turn.question))
        return answer.with_(understood=note, asked=f"{turn.asked} {text}"[-ASKED:])

    def _describe_message(self, moment: Moment) -> dict[str, float]:
        """What a message and the turn before it are like."""
        typed, last, assistant = moment.typed, moment.last, self._assistant
        flat = normalize(typed)
        words = find_matter(assistant, typed)
        mass = sum(word.weight for word in words)
        around = f"{normalize(last.asked).lower()} {self._scope.text_around(last.answer.citations[:SEEN])}"
        foreign = sum(word.weight for word in assistant.weigher.matcher.unaccounted(words, around))
        _, talk, rest = part_talk(typed)
        status, route = last.answer.status, last.answer.route
        acts = read_acts(typed)
        told = moment.ledger.turns[moment.ledger.place_of(moment.told)] if moment.told else ()
        return {
            "length": min(len(flat) / LONG, MOST),
            "words": min(len(assistant.find_words(typed)) / MANY, 1.0),
            "mass": min(mass, HEAVY),
            "foreign": min(foreign, HEAVY),
            "foreign_share": foreign / mass if mass else 0.0,
            "novel": self._readings.novel(typed, moment) if moment.told else 1.0,
            "demands": float(bool(self._demands(typed))),
            "asks": float(bool(_ASKS.search(flat))),
            "and": float(bool(_AND.search(flat))),
            "then": float(bool(_THEN.match(flat))),
            "plain": acts[NONE],
            "mores": acts[MORE],
            "rewords": sum(acts[one] for one in WORDINGS),
            "reckons": sum(acts[one] for one in OPERATIONS),
            "english": float(find_language(typed) == "en"),
            "talk": talk,
            "talk_first": float(bool(rest)),
            "ordinal": float(find_ordinal(typed) is not None),
            "counted": float(how_many(typed) is not None),
            "picks": float(find_choice(typed, last) is not None),
            "turns": min(len(moment.past) / MANY, 1.0),
            "figures": min(len(told) / MANY, 1.0),
            "after_gap": float(status == Status.NOT_FOUND),
            "after_question": float(status == Status.CLARIFY),
            "after_table": float(route == Route.TABLE),
            "after_overview": float(route in (Route.OVERVIEW, Route.SURVEY)),
            "after_talk": float(moment.past[-1].talked),
        }

    def _describe(self, text: str, answer: Answer, turn: Exchange | None, moment: Moment) -> dict[str, float]:
        """What speaks for and against an answer to a message, read as going on from `turn`, or alone."""
        matcher, asks, scope = self._assistant.weigher.matcher, self._assistant.weigher.asks, self._scope
        words, demands = find_matter(self._assistant, text), self._demands(text)
        seen = answer.citations[:SEEN]
        cited = [passage for citation in seen if (passage := scope.find(citation))]
        quote = normalize(" ".join(f"{' '.join(c.path)} {c.quote}" for c in seen)).lower()
        row = any(passage.indicator is not None for passage in cited)
        summed = bool(cited) and cited[0].section is Section.SUMMARY
        held = [d for d in demands if asks.proves(d, quote) or (row and d.kind in CELLS)]
        open_words = matcher.unaccounted(words, " ".join(scope.text(passage.id) for passage in cited))
        before = (turn or moment.last).answer.citations
        places = [{(c.department, c.lines) for c in some} for some in (seen[:1], before)]
        told = answer.status == Status.ANSWERED
        chance = min(max(answer.support, 0.01), 0.99) if told else 0.01
        return {
            f"status_{answer.status}": 1.0,
            f"route_{Route.OVERVIEW if answer.route == Route.SURVEY else answer.route}": 1.0,
            "support": answer.support,
            "odds": math.log(chance / (1 - chance)),
            "answer_length": min(len(answer.answer) / ANSWER, MOST),
            "lacking": max((word.weight for word in open_words if is_noun(word.text)), default=0.0),
            "cover": matcher.cover(words, quote) if words else 1.0,
            "proved": len(held) / len(demands) if demands else 1.0,
            "summed": float(summed),
            "same_place": float(bool(places[0] & places[1])),
            "same_department": float(bool({c.department for c in seen[:1]} & {c.department for c in before})),
            "shown": float(
                bool(answer.citations)
                and all((c.department, c.lines, c.quote) in moment.quoted for c in answer.citations)
            ),
        }

    def _demands(self, text: str) -> list[Demand]:
        """The kinds of thing that a text asks for, besides yes or no."""
        demands = self._assistant.weigher.asks.find_demands(normalize(text))
        return [demand for demand in demands if demand.kind != "yes_no"]


def _says_same(one: Answer, other: Answer) -> bool:
    """Does an answer tell no other place first than another does, or does neither find anything?

    Of an answer from one place, read alone, the other may have a second place in front: the one of before.
    """
    if Route.TABLE in (one.route, other.route):
        return one.answer == other.answer
    if one.status == other.status == Status.ANSWERED:
        seen = SEEN if len(one.citations) == 1 else 1
        return {c.passage for c in one.citations[:1]} <= {c.passage for c in other.citations[:seen]}
    return one.status == other.status == Status.NOT_FOUND
