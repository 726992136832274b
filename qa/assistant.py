"""The assistant: one object that answers questions about a report, safe to share between threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.contradictions import Contradiction
from corpus.model import Passage, Report
from index.departments import named_departments
from index.search import Candidate, Index
from index.store import open_report
from index.words import normalize
from qa.answer import Answer
from qa.conversation.conversation import Conversation
from qa.conversation.state import Exchange, read_history
from qa.conversation.talker import Talker
from qa.errors import DepartmentError, QuestionError
from qa.evidence.decision import DecisionModel
from qa.settings import Settings, load_settings
from qa.stages import Search, Stages
from qa.understand.question import Understood, clean_text, keep_ends
from qa.understand.words import ContentWord, WordMatcher
from qa.wording.phrases import phrases_of

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from index.retriever import Retriever
    from qa.chain import ChainInput

Progress = Callable[[str, int, int], None]
POOL = 40  # candidates that the retriever gives
IN_PASSING = -1.0  # worth of a place that only mentions a topic (log odds)


class Assistant:
    """Answers questions over one report; make one with `Assistant.load()`."""

    def __init__(self, settings: Settings, index: Index, model: DecisionModel | None = None) -> None:
        self.settings = settings
        self.index = index
        self.report: Report = index.source.report
        self.passages: list[Passage] = index.source.passages
        self.departments = [department.name for department in self.report.departments]
        self._find: Search = partial(index.search, k=POOL)
        self.stages = Stages(index, self._search, model)
        self.read = self.stages.read
        self.weigher = self.stages.weigher
        self.understanding = self.stages.understanding
        self.model = self._load_model(self.weigher.matcher)
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
        self._find = self._search_watched

    @property
    def report_file(self) -> Path:
        """The file that the report was read from."""
        return Path(self.settings.report)

    @property
    def contradictions(self) -> list[Contradiction]:
        return list(self.stages.conflicts.all)

    def suggestions(self, n: int = 3, words: Sequence[str] = ()) -> list[str]:
        """Questions that the report answers: those with some words, if there are any, or spread over it."""
        suggester = self.stages.answerer.suggester
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
            notice = phrases_of(typed).cut_short
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

    def _search(self, text: str, department: str | None, **options: Any) -> list[Candidate]:
        return self._find(text, department, **options)

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
        places = self.stages.gathering.gather(
            self.understand(keep_ends(clean_text(topic)) or "?", department)
        )
        found = [(one.passage, one.titled) for one in places if one.titled or one.worth > IN_PASSING]
        return found + [(one, True) for one in self.stages.gathering.gatherer.gather_around(places)]

    def find_words(self, text: str) -> tuple[ContentWord, ...]:
        """The content words of a text, as questions are understood by."""
        return self.weigher.matcher.find_words(normalize(text))

    def find_departments(self, text: str) -> tuple[str, ...]:
        """The departments that a text names."""
        return named_departments(text, self.departments, self.index.english_names)

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
        return ModelAnswerer(self.settings, self.passages, search, cover, self.stages.tables.answer, proves)
