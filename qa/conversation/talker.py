"""What a message means after what was said, decided on the report; then its answer.

A message may be talk, pick a choice, ask for an answer in another form or for more of it, point into it,
reckon with its figures, correct the message before, or ask on; whatever has words of its own that nothing
said before accounts for is a question and is read on the report, alone and after the turns before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Citation, Route, Status
from qa.conversation.arithmetic import ORDER, Reckoner, find_operation
from qa.conversation.choosing import Case, hints, load_model, strip, wordings
from qa.conversation.clarifying import clarify, find_choice, is_vague
from qa.conversation.correcting import find_meant
from qa.conversation.facts import gather_facts
from qa.conversation.more import tell_more
from qa.conversation.pointing import Listing, Member, find_lists, find_ordinal, strip_ordinal
from qa.conversation.reading import Readings, shorten
from qa.conversation.rewording import Collected, Reworder
from qa.conversation.scope import Scope
from qa.conversation.shown import RECKONED, Ledger, how_many
from qa.conversation.state import Exchange
from qa.conversation.talk import SURE, part_talk, say, split_clauses
from qa.evidence.missing import is_noun
from qa.understand.question import find_language
from qa.understand.reading import Reading
from qa.understand.words import ContentWord
from qa.wording.quoting import Taste, choose_stretch

if TYPE_CHECKING:
    from qa.assistant import Assistant

Reply = tuple[Answer, list[Passage]]
"""An answer, and the passages that a language model may word it from; none where it may not."""
CLEAR = 0.2
"""How much surer it has to be that a message is talk than that the report answers it."""
UNSURE = 0.35
"""How far from even the choice of a reading may be for a language model to be asked, where there is one."""
NOVEL = 0.45
"""Share of a message's words, by weight, that nothing said before accounts for: above it, it asks anew."""
ABBREVIATED = 0.29
"""What a text accounts for of a word whose characters it has: 台銀 of 臺灣銀行."""


@dataclass(frozen=True)
class Moment:
    """A message with the conversation that it comes in."""

    typed: str
    past: Sequence[Exchange]
    department: str | None
    last: Exchange  # the newest turn that was no talk
    told: Exchange | None  # the newest turn that the report answered
    ledger: Ledger


class Talker:
    """Replies to messages of a conversation over one report."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.scope = Scope(assistant.passages)
        self.readings = Readings(assistant, self.scope)

    def reply(self, typed: str, past: Sequence[Exchange], department: str | None) -> Reply:
        """The answer to a message after earlier turns, oldest first."""
        last = next((turn for turn in reversed(past) if not turn.talked), None)
        if last is None:
            alone = self._assistant.read(typed, department)
            talk = self._talk(typed, alone[0])
            return (talk, []) if talk else self._open(typed, alone)
        told = next((turn for turn in reversed(past) if turn.told), None)
        ledger = Ledger(past, self._assistant.weigher.asks)
        moment = Moment(typed, past, department, last, told, ledger)
        if (choice := find_choice(typed, last)) and last.answer.status != Status.ANSWERED:
            answer, given = self._assistant.read(choice, department)
            return answer.with_(asked=choice, understood=f"理解為「{choice}」"), given
        if about := self._about_answers(moment):
            return about, []
        alone = self._assistant.read(typed, department)
        if talk := self._talk(typed, alone[0]):
            return talk, []
        return self._ask_on(moment, alone)

    # what was shown

    def _about_answers(self, moment: Moment) -> Answer | None:
        """The answer to a message about what was shown: reworded, more, pointed to, reckoned with."""
        if moment.told is None:
            return None
        for means in (self._reword, self._more, self._reckon, self._point):
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
        rest = _bare(self._asking(moment.typed, kind), wordings())
        asks = self._assistant.weigher.asks.find_demands(normalize(rest))
        alone = not asks and len(self._assistant.find_words(rest)) <= 1
        if (self._novel(rest, moment) > NOVEL and not alone) or (kind == "place" and len(rest) > SHORT_REST):
            return None
        if kind == "again":
            return self._point(moment) or self._repeat(moment)
        turns = self._turns_meant(kind, rest, moment)
        return Reworder(moment.ledger, self.focus).answer(kind, turns, moment.typed) if turns else None

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

    def _repeat(self, moment: Moment) -> Answer | None:
        """The answer of the turn that is meant, once more."""
        turn = self._turn_meant(moment)
        return Reworder(moment.ledger, self.focus).answer("plain", [turn], moment.typed) if turn else None

    def _turns_meant(self, kind: str, rest: str, moment: Moment) -> list[Exchange]:
        """The told turns whose answers are to be reworded, oldest first."""
        told = [turn for turn in moment.past if turn.told]
        if kind in ("table", "list", "plain"):
            printed = moment.ledger.printed()
            told = [t for t in told if _place(moment.past, t) in printed or not t.answer.figures] or told
        wanted = how_many(moment.typed)
        if moment.last.answer.answer.startswith(RECKONED) and wanted is None and kind in ("table", "list"):
            used = {(c.lines, c.passage) for c in moment.last.answer.citations}
            return [t for t in told if any((c.lines, c.passage) in used for c in t.answer.citations)][-5:]
        main = moment.ledger.answering(_place(moment.past, told[-1]))
        same = [s for s in main if main and s.like(main[0])]
        if wanted and kind in ("table", "list"):
            for turn in told[: -LISTS - 1 : -1]:
                if any(len(listing.members) == wanted and listing.shown for listing in find_lists(turn)):
                    return [turn]
        if wanted:
            return told[-1:] if len(same) >= wanted else told[-wanted:]
        if (words := self._assistant.find_words(rest)) and len(told) > 1:
            matcher = self._assistant.weigher.matcher
            text = {t: normalize(f"{t.asked} {t.answer.answer}").lower() for t in told}
            best = max(told, key=lambda t: (matcher.cover(words, text[t]), told.index(t)))
            if best is not told[-1] and matcher.cover(words, text[best]) > matcher.cover(
                words, text[told[-1]]
            ):
                return [best]
        if kind in ("plain", "list", "table") and told[-1].answer.asked:
            root = self.readings.root(told[-1], moment.past)
            return [turn for turn in told if _place(moment.past, turn) >= _place(moment.past, root)][-3:]
        return told[-1:]

    def _more(self, moment: Moment) -> Answer | None:
        """What was not shown yet, where the message has no words of its own."""
        rest = _bare(moment.typed, ("more", "beside"))
        if not hints("more", moment.typed) or self._assistant.find_words(rest):
            return None
        return self._beside(moment) if self._novel(rest, moment) == 0.0 else None

    def _beside(self, moment: Moment, recall: bool = False) -> Answer:
        """What stands beside the newest answer, or what else the report has on its subject.

        `recall`: the message asks for something of its own, so what was said of it comes first.
        """
        assert moment.told is not None
        root = self.readings.root(moment.told, moment.past)
        beside = [passage for passage, _ in self._assistant.gather(root.question, moment.department)]
        english = find_language(moment.typed) == "en"
        return tell_more(moment.told, moment.past, self.scope, beside, english, recall)

    def _reckon(self, moment: Moment) -> Answer | None:
        meant = find_meant(moment.typed) or moment.typed
        operation = find_operation(meant)
        bare = _bare(meant, (*ORDER, "total"))
        if operation is None or self._novel(bare, moment) > NOVEL:
            return None
        own = self._assistant.find_words(strip("generic", bare))
        if operation == "sum" and own and not hints("sum", meant):
            return None  # so many in all: of something, which the report tells
        if not self._known(own, moment) or (operation == "share" and self._shows_rate(meant, moment)):
            return None
        answer = Reckoner(moment.ledger, self._assistant.find_words).answer(meant, operation, not own)
        return answer.with_(asked=f"{moment.last.asked} {moment.typed}"[:200]) if answer else None

    def _known(self, words: Sequence[ContentWord], moment: Moment) -> bool:
        """Does what was said account for half of the nouns among some words?"""
        matcher = self._assistant.weigher.matcher
        said = normalize(" ".join(f"{t.asked} {t.answer.answer}" for t in moment.past)).lower()
        place = self.scope.text_around(moment.told.answer.citations) if moment.told else ""
        nouns = [word for word in words if is_noun(word.text) and not word.text.isascii()]
        known = sum(matcher.account(word, f"{said} {place}") >= ABBREVIATED for word in nouns)
        return known >= len(nouns) / 2

    @staticmethod
    def _shows_rate(text: str, moment: Moment) -> bool:
        """Does a message ask for a rate that the last answer has printed?"""
        place = max(moment.ledger.printed(), default=0)
        return "率" in text and any(shown.kind == "percent" for shown in moment.ledger.turns[place])

    def _point(self, moment: Moment) -> Answer | None:
        """The member of a list that a message points to, with what is asked of it."""
        if hints("first", moment.typed):
            return self._go_back(moment)
        place = find_ordinal(moment.typed)
        if place is None:
            return None
        rest = strip("again", strip_ordinal(moment.typed))
        if self._novel(rest, moment) > NOVEL:
            return None
        told = [turn for turn in reversed(moment.past) if turn.told]
        for turn in told[:LISTS]:
            found = [m for m in find_lists(turn) if len(m.members) >= max(place, 2)]
            best = max(found, key=lambda listing: self._fit(listing, rest, turn), default=None)
            if best is not None:
                return self._tell_member(best.members[place - 1 if place > 0 else -1], rest, turn, moment)
        return None

    def _go_back(self, moment: Moment) -> Answer | None:
        """The first told turn once more, or what is asked of it."""
        first = next(turn for turn in moment.past if turn.told)
        rest = _bare(moment.typed, ("first", "again", "generic"))
        if not self._assistant.weigher.asks.find_demands(normalize(rest)):
            return self._repeat(moment)
        answer, _ = self.readings.answer(rest, first, moment.past, moment.department)
        return answer if answer.status == Status.ANSWERED else None

    def _fit(self, listing: Listing, rest: str, turn: Exchange) -> float:
        """How well a list is the one that was asked for, and holds what is asked of its members."""
        asks, matcher = self._assistant.weigher.asks, self._assistant.weigher.matcher
        demands = [d for d in asks.find_demands(normalize(rest)) if d.kind not in ("yes_no", "name", "list")]
        texts = [normalize(member.text).lower() for member in listing.members]
        proved = [all(asks.proves(d, text) for d in demands) for text in texts]
        words = self._assistant.find_words(turn.question)
        cover = matcher.cover(words, f"{normalize(listing.lead).lower()} {' '.join(texts)}")
        short = sum(len(text) < 3 for text in texts) / len(texts)
        holds = sum(proved) / len(proved) if demands else 0.0
        return cover + holds + 0.3 * listing.shown - short + 0.05 * min(len(texts), 6)

    def _tell_member(self, member: Member, rest: str, turn: Exchange, moment: Moment) -> Answer:
        """A member as printed; where more is asked of it than that says, the report's answer."""
        gather = Collected()
        text = f"{member.text}{gather.cite(member.citation)}"
        asks = self._assistant.weigher.asks
        demands = [d for d in asks.find_demands(normalize(rest)) if d.kind not in ("yes_no", "name", "list")]
        flat = normalize(member.text).lower()
        note = f"指的是「{shorten(member.text)}」"
        words = self._assistant.find_words(rest)
        cover = self._assistant.weigher.matcher.cover(words, flat)
        if (demands and not all(asks.proves(d, flat) for d in demands)) or (words and cover < 0.5):
            near = self.scope.near(turn.answer.citations)
            name = shorten(member.text, 40)
            reading = Reading(f"{name} {rest}", turn.question[:80], near, note)
            answer, _ = self._assistant.read(moment.typed, moment.department, reading)
            if answer.status == Status.ANSWERED:
                return answer.with_(asked=reading.asked)
        answer = gather.answer(text, turn.answer, note)
        return answer.with_(asked=f"{turn.question} {shorten(member.text, 40)}")

    def _turn_meant(self, moment: Moment) -> Exchange | None:
        """The earlier turn that a message returns to: the first where it says so, else the newest."""
        told = [turn for turn in moment.past if turn.told]
        return told[0] if hints("first", moment.typed) else told[-1]

    def _novel(self, text: str, moment: Moment) -> float:
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
        around = self.scope.text_around(moment.told.answer.citations) if moment.told else ""
        known = f"{normalize(said).lower()} {around}"
        total = sum(word.weight for word in words)
        novel = sum(word.weight for word in words if matcher.account(word, known) < ABBREVIATED)
        return novel / total if total else 0.0

    # questions

    def _open(self, typed: str, alone: Reply) -> Reply:
        """The answer to a first question; where it is too vague, what it could mean."""
        question = self._assistant.understand(typed)
        if is_vague(question, self._assistant.find_departments(typed)):
            choices = alone[0].suggestions or tuple(self._assistant.suggestions())
            return clarify(typed, choices), []
        return alone

    def _ask_on(self, moment: Moment, alone: Reply) -> Reply:
        """The better supported reading of a question after others."""
        meant = find_meant(moment.typed)
        if meant:
            alone = self._assistant.read(meant, moment.department)
        text = meant or moment.typed
        rested = self.readings.best(text, moment.past, moment.last, moment.department)
        case = self.case(text, moment.last, alone[0], rested[0])
        sure = load_model().stands_alone(case)
        asks_on = hints("more", text) or hints("beside", text)
        asks_on &= self._novel(_bare(text, ("more", "beside")), moment) == 0.0
        found = alone if sure >= 0.5 and not asks_on else rested
        stale = found[0].status != Status.ANSWERED or _shown_before(found[0], moment.past)
        if moment.told is not None and stale and asks_on:
            return self._beside(moment, recall=True), []
        return self._rewritten(moment, found) if abs(sure - 0.5) < UNSURE else found

    def case(self, typed: str, last: Exchange, alone: Answer, rested: Answer) -> Case:
        """What is known for choosing between a message alone and after the last turn."""
        words = self._assistant.find_words(typed)
        place = self.scope.text_around(last.answer.citations)
        matcher = self._assistant.weigher.matcher
        demands = self._assistant.weigher.asks.find_demands(normalize(typed))
        cover = matcher.cover(words, f"{normalize(last.asked).lower()} {place}")
        return Case(typed, words, len(demands), cover, alone, rested, last.answer)

    def _rewritten(self, moment: Moment, chosen: Reply) -> Reply:
        """A message that may rest on earlier ones as a language model completes it, where there is one.

        The rules' reading stays where the model has none or the report supports it as well.
        """
        whole = self._assistant.rewrite(moment.typed, moment.past)
        if whole is None:
            return chosen
        reading = Reading(whole, note=f"理解為「{whole}」")
        answer, given = self._assistant.read(moment.typed, moment.department, reading)
        told = chosen[0].status == Status.ANSWERED
        better = answer.status == Status.ANSWERED and (not told or answer.support > chosen[0].support)
        return (answer.with_(asked=whole), given) if better else chosen

    # talk

    def _talk(self, typed: str, alone: Answer) -> Answer | None:
        """The reply to small talk, where the whole message is and the report has no better answer."""
        if alone.route == Route.SURVEY:
            return None  # names a subject and asks for all of it
        kind, sure, rest = part_talk(typed)
        told = alone.support if alone.status == Status.ANSWERED else 0.0
        if sure < SURE or rest or told > sure - CLEAR:
            return None
        return say(kind, typed, self._facts).with_(trace={"talk": {"kind": kind, "sure": sure}})

    @cached_property
    def _facts(self) -> dict[str, str]:
        assistant = self._assistant
        return gather_facts(assistant.report, assistant.passages, assistant.settings)


SHORT_REST = 12
"""Characters beside 哪一頁 with which a message still asks for the last answer's page."""
LISTS = 3
"""Told turns in which a list is looked for."""


def _shown_before(answer: Answer, past: Sequence[Exchange]) -> bool:
    """Does an answer cite nothing but what earlier answers quoted?"""
    shown = {(c.department, c.lines, c.quote) for turn in past for c in turn.answer.citations}
    return all((c.department, c.lines, c.quote) in shown for c in answer.citations)


def _place(past: Sequence[Exchange], turn: Exchange) -> int:
    return next(place for place, known in enumerate(past) if known is turn)


def _bare(text: str, kinds: Sequence[str]) -> str:
    """A message without the hints of some kinds."""
    for kind in kinds:
        text = strip(kind, text)
    return text


def _longest_hint(kind: str, text: str) -> int:
    return len(normalize(text)) - len(strip(kind, text))
