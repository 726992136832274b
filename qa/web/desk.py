"""Between the page and the assistant: asks, turns errors into sentences, and notes feedback."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from corpus.model import Passage, Report
from qa.answer import Answer
from qa.errors import AssistantError
from qa.settings import Settings
from qa.understand.words import ContentWord
from qa.web.conversation import VERDICTS
from qa.web.feedback import FeedbackStore, Given
from qa.web.running import until
from qa.web.texts import Texts
from qa.web.turns import State, Turn, history_of, new_turn

log = logging.getLogger(__name__)
MOST_COMMENT = 500
"""Characters of a remark on an answer."""


class Assistant(Protocol):
    """What the page needs of `qa.assistant.Assistant`."""

    @property
    def report(self) -> Report: ...

    @property
    def report_file(self) -> Path: ...

    @property
    def passages(self) -> list[Passage]: ...

    @property
    def contradictions(self) -> list[Any]: ...

    @property
    def departments(self) -> list[str]: ...

    def suggestions(self, n: int) -> list[str]: ...

    def find_words(self, text: str) -> tuple[ContentWord, ...]: ...

    def gather(self, topic: str, department: str | None = None) -> list[tuple[Passage, bool]]: ...

    def ask(
        self, question: str, history: Iterable[str] = (), department: str | None = None, explain: bool = False
    ) -> Answer: ...

    def stream(
        self, question: str, history: Iterable[str] = (), department: str | None = None, **chosen: str
    ) -> Iterator[Answer]: ...


@dataclass(frozen=True)
class Desk:
    """Takes questions of one language's page to the assistant; nothing it raises reaches a user."""

    assistant: Assistant
    settings: Settings
    feedback: FeedbackStore
    texts: Texts
    given: Given = field(default_factory=Given)

    def answer(
        self,
        question: str,
        earlier: tuple[Turn, ...],
        department: str | None,
        stop: Event,
        report: str | None = None,
    ) -> Iterator[Turn]:
        """A turn as it grows: without an answer, with more and more of it, and as it ended.

        A question that is refused gives one turn that says why.  `report` is the library's report that is
        chosen; a conversation that began with it goes where its messages lead.
        """
        question = question.strip()
        turn = new_turn(question[: self.settings.max_question], department, report)
        if problem := refuse(question, self.settings, self.texts):
            yield turn.with_(state=State.FAILED, message=problem)
            return
        yield turn
        try:
            changed = report and (not earlier or earlier[-1].report != report)
            chosen = {"report": report} if changed else {}
            stream = self.assistant.stream(question, history_of(earlier), department, **chosen)
            for answer in until(stop, stream):
                turn = turn.with_(answer=answer)
                yield turn
            if turn.answer:
                self.given.add(turn)
            yield turn.with_(state=self._outcome(turn, stop))
        except AssistantError as error:
            message = error.text(self.texts.language)
            yield turn.with_(answer=None, state=State.FAILED, message=message)
        except Exception:
            # The user gets a sentence, the log the cause; neither the question nor a path is shown.
            log.exception("A question could not be answered.")
            yield turn.with_(answer=None, state=State.FAILED, message=self.texts("chat.failed"))

    @staticmethod
    def _outcome(turn: Turn, stop: Event) -> State:
        if stop.is_set():
            return State.STOPPED
        return State.DONE if turn.answer else State.FAILED

    def note(self, turn: Turn, verdict: str, comment: str = "") -> bool:
        """Store what the user thinks of an answer that was given; False when it is not stored.

        A browser can send any turn; only one that this process answered lately counts.  A later word on
        the same turn takes the place of the earlier one.
        """
        if verdict not in VERDICTS or turn.answer is None or not self.given.take(turn):
            return False
        return self.feedback.add(turn, verdict, comment[:MOST_COMMENT])

    def forget(self, turn: Turn) -> None:
        """Take back what was stored on an answer."""
        self.feedback.remove(turn)


def refuse(question: str, settings: Settings, texts: Texts) -> str:
    """Why a question is not taken to the assistant; empty when it is."""
    if not settings.answering:
        return settings.off_message
    if len(question) > settings.max_question:
        return texts("chat.too_long", length=len(question), limit=settings.max_question)
    return ""
