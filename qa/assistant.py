"""The assistant: one object that answers questions about a report, safe to share between threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.bank import plain_letters
from corpus.bundled import vocabulary_folder
from corpus.contradictions import Contradiction
from corpus.model import Passage, Report, Section
from index.departments import named_departments
from index.reranker import load_reranker
from index.search import Candidate, Index
from index.store import open_report
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.check.grounding import check_answer, mend_answer
from qa.conversation.conversation import Conversation
from qa.conversation.state import Exchange, read_history
from qa.conversation.talker import Talker
from qa.errors import DepartmentError, QuestionError
from qa.evidence.decision import BARE_MODEL, DecisionModel, Judge, load_model
from qa.evidence.signals import Describer
from qa.evidence.weighing import Weigher
from qa.gather.answering import GatheringAnswerer
from qa.settings import Settings, load_settings
from qa.tables import TableAnswerer
from qa.understand.demands import load_asks
from qa.understand.periods import lacks_period
from qa.understand.places import Places
from qa.understand.question import Understanding, Understood, find_language
from qa.understand.reading import Reading, keep_ends
from qa.understand.vocabulary import build_matcher, read_places
from qa.understand.wishes import load_wishes
from qa.understand.words import ContentWord, WordMatcher
from qa.wording.answering import Answerer
from qa.wording.conflicts import Conflicts, limit_of
from qa.wording.extractive import LIST, limit_for
from qa.wording.joining import join_answers
from qa.wording.phrases import phrases_for

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from index.retriever import Retriever
    from qa.chain import ChainInput

Progress = Callable[[str, int, int], None]
POOL = 40  # candidates that the retriever gives
LEAST_ROOM = 120  # characters of the answer to one of several wishes
SURE = 0.8  # support of one clause that is answered where all that is asked together is not
IN_PASSING = -1.0  # worth of a place that only mentions a topic (log odds)


class Assistant:
    """Answers questions over one report; make one with `Assistant.load()`."""

    def __init__(self, settings: Settings, index: Index, model: DecisionModel | None = None) -> None:
        source = index.source
        self.settings = settings
        self.index = index
        self.report: Report = source.report
        self.passages: list[Passage] = source.passages
        self.departments = [department.name for department in self.report.departments]
        folder = vocabulary_folder()
        matcher = build_matcher(index, folder)
        asks = load_asks(folder / "asks.toml")
        self.weigher = Weigher(matcher, asks)
        places = Places(read_places(folder), self.report.id.city)
        self.understanding = Understanding(matcher, asks, places, self.report.id.year)
        self.describer = Describer(self.weigher, source.bank, self.report.id.year)
        self.tables = TableAnswerer(self.report, self.passages, matcher, index.english_names)
        self.gathering = GatheringAnswerer(index, matcher)
        self._conflicts = Conflicts(source.contradictions, self.passages)
        judge = Judge(self.describer, model or load_model(), model or load_model(BARE_MODEL))
        self._search: Callable[..., list[Candidate]] = partial(index.search, k=POOL)
        self._answerer = Answerer(self.report, self.passages, index, self.weigher, judge, places)
        self.model = self._load_model(matcher)
        self.talker = Talker(self)

    @classmethod
    def load(
        cls,
        settings: Settings | None = None,
        progress: Progress | None = None,
        model: DecisionModel | None = None,
    ) -> Assistant:
        """The assistant of the settings (those of the environment by default); builds its index if need be.

        Raises ReportError, IndexError_ or SettingsError, each with one sentence for the user.
        """
        settings = settings or load_settings()
        index = open_report(
            settings.report, settings.index_dir, settings.embedding_model, progress, settings.index_server
        )
        if settings.reranker_model is not None:
            index.reranker = load_reranker(settings.reranker_model)
        return cls(settings, index, model)

    @cached_property
    def retriever(self) -> Retriever:
        """The index as LangChain knows it."""
        from index.retriever import Retriever  # with LangChain, whose import takes half a second

        return Retriever(index=self.index, k=POOL)

    @cached_property
    def chain(self) -> Runnable[ChainInput | str, Answer]:
        """The assistant as LangChain knows it; from here on its searches are watched."""
        from qa.chain import build_chain

        self.watch()
        return build_chain(self.stream)

    def watch(self) -> None:
        """Search by way of the retriever from here on, so that callbacks see the documents."""
        self._search = self._search_watched

    @property
    def report_file(self) -> Path:
        """The file that the report was read from."""
        return Path(self.settings.report)

    @property
    def contradictions(self) -> list[Contradiction]:
        return list(self._conflicts.all)

    def suggestions(self, n: int = 3, words: Sequence[str] = ()) -> list[str]:
        """Questions that the report answers: those with some words, if there are any, or spread over it."""
        suggester = self._answerer.suggester
        return list(suggester.naming(words)[:n] or suggester.anything(most=n))

    def ask(
        self,
        question: str,
        history: Sequence[Any] = (),
        department: str | None = None,
        *,
        explain: bool = False,
    ) -> Answer:
        """Answer a message; `history` has the earlier turns, oldest first.

        A turn is a question, which is answered again in silence (the newest few), or
        `{"question", "answer"}` with the answer that was given (`qa.conversation.state`).
        Raises QuestionError for an empty or overlong question or a history of another form,
        DepartmentError for an unknown department.
        """
        *_, answer = self.stream(question, history, department)
        return answer if explain else answer.with_(trace={})

    def conversation(self, department: str | None = None) -> Conversation:
        """A new conversation; its messages are answered as turns of it."""
        return Conversation(self, department)

    def stream(
        self, question: str, history: Sequence[Any] = (), department: str | None = None
    ) -> Iterator[Answer]:
        """Growing answers, the last of which is complete: the printed one, then that with a model's words."""
        start = time.perf_counter()
        whole, department = self._check_question(question), self._check_department(department)
        typed = keep_ends(whole)
        past = self._recall(history, department)
        draft, given = self.talker.reply(typed, past, department)
        if typed != whole:
            notice = phrases_for(find_language(typed)).cut_short
            draft = draft.with_(notice=f"{notice}{draft.notice}")
        drafts: Iterator[Answer] = iter((draft,))
        if self.model is not None:
            asked = self.understanding.understand(draft.asked or typed, department)
            drafts = self.model.stream(asked, draft, given)
        for answer in drafts:
            seconds = time.perf_counter() - start
            yield answer.with_(seconds=seconds, report=str(self.report.id))

    def _recall(self, history: Sequence[Any], department: str | None) -> list[Exchange]:
        """The earlier turns with their answers; those that come without are answered again."""
        past: list[Exchange] = []
        for item in read_history(history):
            if isinstance(item, str):
                typed = clean_text(item) or "?"
                item = Exchange(item, self.talker.reply(typed, past, department)[0])
            past.append(item)
        return past

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
        answer = None if reading.near else self._compute(question)
        if answer is not None:
            trace["table"] = answer.trace
            notes = [note for note in (question.note, answer.understood) if note]
            answer = answer.with_(understood="；".join(notes))
        elif self._is_apart(question) or (answer := self.gathering.answer(question)) is None:
            answer, given = self._answer_wishes(question, reading)
            trace |= answer.trace
            if self._speaks_for_all(answer, question):
                answer = self.tables.clarify(typed)
            if answer.status == Status.NOT_FOUND and not trace.get("lacking"):
                answer = self.gathering.answer(question, spread=1) or answer
        clock.lap("answer")
        limit = limit_of(answer, limit_for(question))
        answer = self._conflicts.tell(answer, phrases_for(question.language), limit)
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
        answer, trace = self._answerer.answer_within(part, candidates, room)
        found = list(dict.fromkeys(candidate.passage for candidate in candidates))
        return answer.with_(trace={"wish": part.text, **trace}), found

    def _search_watched(self, text: str, department: str | None, **options: Any) -> list[Candidate]:
        """The candidates of a text, by way of the retriever."""
        return self.retriever.candidates(self.retriever.invoke(text, department=department, **options))

    def _check_question(self, question: str) -> str:
        if not isinstance(question, str) or not question.strip():
            raise QuestionError("問題是空的，請打一個問題。", "The question is empty; please type one.")
        if len(question) > self.settings.max_question:
            raise QuestionError(
                f"問題有 {len(question):,} 個字，最多 {self.settings.max_question:,} 個字，請縮短後再問。"
            )
        return clean_text(question) or "?"

    def _check_department(self, department: str | None) -> str | None:
        if not isinstance(department, str | None):
            raise DepartmentError("department 必須是文字。", "The department has to be text.")
        if not department:
            return None
        named = named_departments(department, self.departments)
        if department in self.departments:
            return department
        if len(named) != 1:
            raise DepartmentError(
                f"報告裡沒有「{department[:30]}」這個局處；有的是：{'、'.join(self.departments)}。"
            )
        return named[0]

    def understand(self, question: str, department: str | None = None) -> Understood:
        """A question that stands on its own, taken apart."""
        return self.understanding.understand(question, department)

    def rewrite(self, question: str, past: Sequence[Exchange]) -> str | None:
        """A message made whole by the language model; None without one, or where its reply is no use."""
        if self.model is None:
            return None
        return self.model.rewrite(question, [(turn.asked, turn.answer.answer) for turn in past])

    def gather(self, topic: str, department: str | None = None) -> list[tuple[Passage, bool]]:
        """The passages on a topic, best first, each with whether it bears the topic in its name."""
        places = self.gathering.gather(self.understand(keep_ends(clean_text(topic)) or "?", department))
        found = [(one.passage, one.titled) for one in places if one.titled or one.worth > IN_PASSING]
        return found + [(one, True) for one in self.gathering.gatherer.gather_around(places)]

    def find_words(self, text: str) -> tuple[ContentWord, ...]:
        """The content words of a text, as questions are understood by."""
        return self.weigher.matcher.find_words(normalize(text))

    def find_departments(self, text: str) -> tuple[str, ...]:
        """The departments that a text names."""
        return named_departments(text, self.departments, self.index.english_names)

    def _speaks_for_all(self, answer: Answer, question: Understood) -> bool:
        """Whether an answer gives one department's own account where the question names none."""
        section = answer.citations[0].section if answer.citations else ""
        own = section == Section.SUMMARY or (
            section == Section.ASSESSMENT and self.tables.concerns(question.text)
        )
        named = question.department or self.find_departments(question.search_text)
        return answer.status is Status.ANSWERED and own and not named

    def _is_apart(self, question: Understood) -> bool:
        """Whether a question is of another city, year or part of the year than the report as a whole."""
        other = bool(question.years) and self.report.id.year not in question.years
        return question.elsewhere or other or bool(lacks_period(question.text, ""))

    def _compute(self, question: Understood) -> Answer | None:
        """The computed answer; None also where a part of the year is asked for, which the table has not."""
        if lacks_period(question.text, ""):
            return None
        return self.tables.answer(question.text, question.department, question.years, question.cities)

    def _load_model(self, matcher: WordMatcher):  # -> ModelAnswerer | None
        """What asks the language model of the settings, None without one."""
        if not self.settings.uses_llm:
            return None
        from qa.llm import ModelAnswerer

        def search(text: str, department: str | None) -> list[Passage]:
            return [candidate.passage for candidate in self._search(text, department)]

        def cover(text: str, evidence: str) -> float:
            return matcher.cover(matcher.find_words(normalize(text)), normalize(evidence).lower())

        proves = self.weigher.asks.proves
        return ModelAnswerer(self.settings, self.passages, search, cover, self.tables.answer, proves)

    @staticmethod
    def _check(answer: Answer, typed: str, history: Sequence[str]) -> Answer:
        """Hold an answer against its citations; a statement that does not stand up is left out."""
        if answer.status != Status.ANSWERED or answer.route == Route.TABLE:
            return answer
        problems = check_answer(answer, typed, history)
        told = [str(problem) for problem in problems] or ["all numbers stand in what is cited"]
        answer = answer.with_(trace={**answer.trace, "check": told})
        return mend_answer(answer, typed, history) if problems else answer


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


def clean_text(text: str) -> str:
    """A text without control characters and lone surrogates, which no question needs."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else " " for character in text).strip()
