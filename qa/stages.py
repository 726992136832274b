"""The stages of one answer: understand, compute or gather or retrieve and word, check."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from corpus.bank import plain_letters
from corpus.bundled import vocabulary_folder
from corpus.model import Passage
from index.search import Candidate, Index
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.check.grounding import check_answer, mend_answer
from qa.evidence.decision import BARE_MODEL, DecisionModel, Judge, load_model
from qa.evidence.signals import Describer
from qa.evidence.weighing import Weigher
from qa.gather.answering import GatheringAnswerer
from qa.tables import TableAnswerer
from qa.understand.demands import load_asks
from qa.understand.periods import lacks_period
from qa.understand.places import Places
from qa.understand.question import Reading, Understanding, Understood, clean_text
from qa.understand.wishes import load_wishes
from qa.understand.words import build_matcher, read_places
from qa.wording.answering import Answerer
from qa.wording.conflicts import Conflicts, limit_of
from qa.wording.extractive import LIST, limit_for
from qa.wording.joining import join_answers
from qa.wording.phrases import phrases_for

Search = Callable[..., list[Candidate]]
LEAST_ROOM = 120  # characters of the answer to one of several wishes
SURE = 0.8  # support of one clause that is answered where all that is asked together is not


class Stages:
    """Answers readings of messages over one report; what each stage needs is made once.

    search: what gives the candidates of a text, as `Index.search` does.
    """

    def __init__(self, index: Index, search: Search, model: DecisionModel | None = None) -> None:
        source = index.source
        self._search = search
        self._year = source.report.id.year
        folder = vocabulary_folder()
        self.matcher = build_matcher(index, folder)
        asks = load_asks(folder / "asks.toml")
        self.weigher = Weigher(self.matcher, asks)
        places = Places(read_places(folder), source.report.id.city)
        self.understanding = Understanding(self.matcher, asks, places, self._year)
        self.describer = Describer(self.weigher, source.bank, self._year)
        self.tables = TableAnswerer(source.report, source.passages, self.matcher, index.english_names)
        self.gathering = GatheringAnswerer(index, self.matcher)
        self.conflicts = Conflicts(source.contradictions, source.passages)
        judge = Judge(self.describer, model or load_model(), model or load_model(BARE_MODEL))
        self.answerer = Answerer(source.report, source.passages, index, self.weigher, judge, places)

    def read(
        self, typed: str, department: str | None = None, reading: Reading | None = None
    ) -> tuple[Answer, list[Passage]]:
        """One reading of a message answered: understand, compute or retrieve and word, check.

        Returns the answer, and the passages that were found for it, best first.
        """
        reading = reading or Reading(typed)
        given: list[Passage] = []
        clock = Stopwatch()
        question = self.understanding.understand(
            typed,
            department,
            text=reading.text,
            subject=reading.subject,
            note=reading.note,
        )
        clock.lap("understand")
        trace: dict[str, Any] = {"understood": _tell(question)}
        in_part = bool(lacks_period(question.text, ""))  # a part of the year, which no table has
        answer, asked = None, clean_text(reading.text)  # tables read a message as it was typed
        if not reading.near and not in_part:
            answer = self.tables.answer(asked, question.department, question.years, question.cities)
        other_year = bool(question.years) and self._year not in question.years
        apart = in_part or other_year or question.elsewhere
        if answer is not None:
            trace["table"] = answer.trace
            notes = [note for note in (question.note, answer.understood) if note]
            answer = answer.with_(understood="；".join(notes))
        else:
            find_told = cache(lambda: self._answer_wishes(question, reading))
            if not apart:
                surveys = self.tables.surveys(asked)
                answer = self.gathering.answer(question, surveys, lambda: find_told()[0])
            if answer is None:
                answer, given = find_told()
                trace |= answer.trace
        clock.lap("answer")
        limit = limit_of(answer, limit_for(question))
        answer = self.conflicts.tell(answer, phrases_for(question.language), limit)
        answer = self._check(answer.with_(trace=trace), typed, (reading.asked,))
        clock.lap("check")
        return answer.with_(trace={**answer.trace, "seconds": clock.seconds}), given

    def _answer_wishes(self, question: Understood, reading: Reading) -> tuple[Answer, list[Passage]]:
        """Answer what a message asks, one wish after the other; what it only tells says what they are about.

        Where one place answers all of them they are answered as one question; where nothing answers all of
        them, those of its asking clauses are told that are sure to be answered.
        """
        message = clean_text(reading.text)
        wishes = load_wishes().take_apart(message)
        clauses = [clause for wish in wishes for clause in wish]
        # A message that only asks is one text, embedded once.
        whole = plain_letters("".join(clauses)) == plain_letters(message)
        together = self._answer_part(question, message if whole else "，".join(clauses), reading)
        answers = together[0].status == Status.ANSWERED
        told = 1 if answers else 0  # places that are told anyway
        asked = ["，".join(wish) for wish in wishes]
        if not answers:
            asked = [clause for clause in clauses if self.weigher.asks.find_demands(normalize(clause))]
        if len(clauses) == 1 or len(asked) <= told:
            return together
        room = max(limit_for(question) // len(asked), LEAST_ROOM)
        parts = [self._answer_part(question, wish, reading, room) for wish in asked]
        if not answers:
            parts = [part for part in parts if part[0].status != Status.ANSWERED or part[0].support >= SURE]
        places = {a.citations[0].passage for a, _ in parts if a.status == Status.ANSWERED}
        if len(places) <= told:
            return together
        given = list(dict.fromkeys(passage for _, found in parts for passage in found))
        return join_answers([answer for answer, _ in parts], question.language), given

    def _answer_part(
        self, question: Understood, wish: str, reading: Reading, room: int = LIST
    ) -> tuple[Answer, list[Passage]]:
        part = self.understanding.understand(
            question.typed,
            question.department,
            text=wish,
            subject=question.subject,
            note=question.note,
            message=reading.text,
        )
        candidates = self._search(part.search_text, part.department, near=reading.near, message=reading.asked)
        candidates = [one for one in candidates if not _is_told(one, reading.told)]
        answer, trace = self.answerer.answer_within(part, candidates, room)
        found = list(dict.fromkeys(candidate.passage for candidate in candidates))
        return answer.with_(trace={"wish": part.text, **trace}), found

    @staticmethod
    def _check(answer: Answer, typed: str, history: Sequence[str]) -> Answer:
        """Hold an answer against its citations; a statement that does not stand up is left out."""
        if answer.status != Status.ANSWERED or answer.route == Route.TABLE:
            return answer
        problems = check_answer(answer, typed, history)
        told = [str(problem) for problem in problems] or ["all numbers stand in what is cited"]
        answer = answer.with_(trace={**answer.trace, "check": told})
        return mend_answer(answer, typed, history) if problems else answer


def _is_told(candidate: Candidate, told: Collection[tuple[str, str]]) -> bool:
    """Whether a sentence was quoted before, or a part of it."""
    text = candidate.text
    return any(p == candidate.passage.text and (quote in text or text in quote) for p, quote in told)


def _tell(question: Understood) -> dict[str, Any]:
    """How a question was understood, for `--explain`."""
    return {
        "text": question.text,
        "subject": question.subject,
        "language": question.language,
        "words": [f"{word.text}:{word.weight:.2f}" for word in question.words],
        "demands": [f"{d.kind}{f'({d.unit})' if d.unit else ''}" for d in question.demands],
        "years": sorted(question.years),
        "places": list(question.places),
    }


class Stopwatch:
    """Seconds of the stages of one answer, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Put down the time since the lap before under a name."""
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now
