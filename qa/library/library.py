"""Several reports in the form of one assistant: each question is answered by the report that it asks.

A message that names a year or a city is answered from the report of it, one that names none from the report
that was talked about, and one that sets reports side by side from all of them.  Where there is only one
report there is no library: `open_library` then gives that report's assistant itself.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.bundled import vocabulary_folder
from corpus.model import ReportId
from index.source import Source
from index.store import open_source
from qa.answer import Answer, Status
from qa.assistant import Assistant, Progress
from qa.conversation.conversation import Conversation
from qa.conversation.state import Exchange, read_history
from qa.errors import ReportChoiceError
from qa.evidence.decision import DecisionModel
from qa.library.asking import Asking, choose_base, list_recent
from qa.library.folder import Entry, ReportFolder, name_of
from qa.library.matching import find_twins, office_of
from qa.library.naming import Names
from qa.library.phrases import load_phrases
from qa.library.sides import Sides
from qa.settings import Settings, load_settings
from qa.understand.question import find_language
from qa.understand.words import read_places

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from qa.chain import ChainInput

T = TypeVar("T")
TELLING = frozenset({"year", "capability", "report", "learned"})
"""Kinds of talk that tell which report there is; where there are several the others are told too."""


def open_library(
    settings: Settings | None = None, progress: Progress | None = None, model: DecisionModel | None = None
) -> Assistant | Library:
    """The assistant of the settings' report, or a library where the folder of reports has others.

    Raises what `Assistant.load` raises.
    """
    settings = settings or load_settings()
    home = Assistant.load(settings, progress, model)
    entries = [
        entry
        for entry in ReportFolder(settings.reports).entries()
        if not settings.report.samefile(entry.file) and entry.id != home.report.id
    ]
    return Library(home, entries, progress, model) if entries else home


class Library:
    """Answers questions over several reports; safe to share between threads.

    What is no question (departments, passages, contradictions, …) is that of the settings' report.
    """

    def __init__(
        self,
        home: Assistant,
        others: Sequence[Entry],
        progress: Progress | None = None,
        model: DecisionModel | None = None,
    ) -> None:
        self.home = home
        self.settings = home.settings
        own = Entry(
            name_of(home.settings.report), home.report.id, home.settings.report, home.settings.index_dir
        )
        self.reports: tuple[Entry, ...] = (own, *others)
        self._progress, self._model = progress, model
        self._names = Names((entry.id for entry in self.reports), read_places(vocabulary_folder()))
        self._lock = RLock()
        self._loaded: OrderedDict[ReportId, Assistant] = OrderedDict()
        self._kept: dict[tuple[ReportId, str], Any] = {}
        self.twins = lru_cache(maxsize=2 * len(self.reports))(find_twins)
        self._watched = False

    @cached_property
    def chain(self) -> Runnable[ChainInput | str, Answer]:
        """The library as LangChain knows it; from here on the searches of all its reports are watched."""
        from qa.chain import build_chain

        with self._lock:
            self._watched = True
            for assistant in (self.home, *self._loaded.values()):
                assistant.watch()
        return build_chain(self.stream, also=["report"])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.home, name)

    def choose(self, name: str) -> Entry:
        """The report of a name, or of a city and year as printed; raises ReportChoiceError."""
        entry = next((entry for entry in self.reports if name in (entry.name, str(entry.id))), None)
        if entry is None:
            known = "、".join(f"{entry.name}（{entry.id}）" for entry in self.reports)
            said = {"name": str(name)[:60], "reports": known}
            raise ReportChoiceError(*(load_phrases(kind)("no_report", **said) for kind in ("zh", "en")))
        return entry

    def of(self, report: ReportId) -> Assistant:
        """The assistant of a report, loaded when it is first asked; the least lately used are put away."""
        if report == self.home.report.id:
            return self.home
        with self._lock:
            if report not in self._loaded:
                self._loaded[report] = self._load(next(one for one in self.reports if one.id == report))
                if self._watched:
                    self._loaded[report].watch()
                while len(self._loaded) > max(self.settings.reports_loaded - 1, 1):
                    gone, _ = self._loaded.popitem(last=False)
                    self._kept = {key: value for key, value in self._kept.items() if key[0] != gone}
            self._loaded.move_to_end(report)
            return self._loaded[report]

    def keep(self, report: ReportId, what: str, make: Callable[[Assistant], T]) -> T:
        """What was made of a report's assistant, kept as long as that is."""
        with self._lock:
            assistant = self.of(report)
            if (report, what) not in self._kept:
                self._kept[report, what] = make(assistant)
            return self._kept[report, what]

    def ask(
        self,
        question: str,
        history: Sequence[Any] = (),
        department: str | None = None,
        *,
        report: str | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer a message, as `Assistant.ask` does; `report` is what is asked where a message names none.

        Raises ReportChoiceError for an unknown report, besides what that raises.
        """
        *_, answer = self.stream(question, history, department, report)
        return answer if explain else answer.with_(trace={})

    def conversation(self, department: str | None = None, report: str | None = None) -> Conversation:
        """A new conversation that begins with a report; its messages are answered as turns of it."""
        return Conversation(self, department, self.choose(report).name if report else None)

    def stream(
        self,
        question: str,
        history: Sequence[Any] = (),
        department: str | None = None,
        report: str | None = None,
    ) -> Iterator[Answer]:
        """Growing answers, the last of which is complete, as `Assistant.stream` gives them."""
        start = time.perf_counter()
        chosen = self.choose(report).id if report else None
        past = self._recall(history, department, chosen)
        known = [entry.id for entry in self.reports]
        base = choose_base(past, known, chosen)
        if (
            not isinstance(question, str)
            or not question.strip()
            or len(question) > self.settings.max_question
        ):
            yield from self.home.stream(question)  # which says what is wrong with it
            return
        named = self._names.read(question, base, list_recent(past, known))
        asking = Asking(question, past, named, base, self._names)
        if named.compares and (answer := Sides(self, asking, department).answer()):
            yield self._name_report(answer, seconds=time.perf_counter() - start)
            return
        for answer in self._delegate(asking, department):
            if answer.trace.get("talk", {}).get("kind") in TELLING:
                answer = answer.with_(answer=f"{answer.answer}\n\n{self._tell_others(answer, question)}")
            yield self._name_report(answer, seconds=time.perf_counter() - start)

    def _tell_others(self, answer: Answer, question: str) -> str:
        phrases = load_phrases(find_language(question))
        others = [str(entry.id) for entry in self.reports if str(entry.id) != answer.report]
        return phrases("others", reports=phrases.join(others))

    def _delegate(self, asking: Asking, department: str | None) -> Iterator[Answer]:
        """The answer of the report that a message names, or of the one that is talked about."""
        target = asking.target
        if target == asking.base:
            yield from self._stream(target, asking.question, asking.history(target), department)
            return
        if whole := asking.carried():  # 「111 年呢」
            for answer in self._stream(target, whole.text, (), department):
                yield answer.with_(asked=whole.typed, understood=whole.note)
            return
        asked = asking.named.rest or asking.question
        found = list(self._stream(target, asked, asking.history(target), department))
        if found[-1].status is not Status.ANSWERED:
            # The report that is talked about may itself tell of the year or city that is named.
            own = list(self._stream(asking.base, asking.question, asking.history(asking.base), department))
            found = own if own[-1].status is Status.ANSWERED else found
        yield from found

    def ask_one(
        self, report: ReportId, question: str, history: Sequence[Any] = (), department: str | None = None
    ) -> Answer:
        """The answer of one report alone."""
        *_, answer = self._stream(report, question, history, department)
        return answer

    def _stream(
        self, report: ReportId, question: str, history: Sequence[Any], department: str | None
    ) -> Iterator[Answer]:
        assistant = self.of(report)
        return assistant.stream(question, history, self._department(assistant, department))

    def _department(self, assistant: Assistant, department: str | None) -> str | None:
        """A department as a report calls it: another city's may be a 局 where this one's is a 處."""
        if not isinstance(department, str) or not department or department in assistant.departments:
            return department
        same = [name for name in assistant.departments if office_of(name) == office_of(department)]
        known = any(department in self.of(one).departments for one in [self.home.report.id, *self._loaded])
        return same[0] if same else None if known else department  # the assistant refuses what nobody has

    def _recall(
        self, history: Sequence[Any], department: str | None, chosen: ReportId | None
    ) -> list[Exchange]:
        """The earlier turns with their answers; those that come without are answered again."""
        past: list[Exchange] = []
        for item in read_history(history):
            if isinstance(item, str):
                name = str(chosen) if chosen else None
                item = Exchange(item, self.ask(item, tuple(past), department, report=name))
            past.append(item)
        return past

    def _name_report(self, answer: Answer, seconds: float) -> Answer:
        """An answer whose citations all say which report they stand in."""
        cited = tuple(one if one.report else replace(one, report=answer.report) for one in answer.citations)
        more = tuple(
            (text, one if one.report else replace(one, report=answer.report)) for text, one in answer.more
        )
        return answer.with_(citations=cited, more=more, seconds=seconds)

    def _load(self, entry: Entry) -> Assistant:
        source = Source.read(entry.file, entry.index_dir)
        embedder, server = self.home.index.embedder, self.settings.index_server
        index = open_source(source, entry.index_dir, embedder, self._progress, server)
        settings = self.settings.model_copy(update={"report": entry.file, "index_dir": entry.index_dir})
        return Assistant(settings, index, self._model)
