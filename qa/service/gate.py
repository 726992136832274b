"""Stands before the assistant: the switch, the queue, and a line in the log for each answer.

GateError           the question was not taken; mendable by waiting
├── SwitchedOff     answering is turned off
└── Crowded         too many questions wait already
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from qa.answer import Answer
from qa.errors import AssistantError
from qa.service.clients import CLIENT
from qa.service.log import RequestLog
from qa.service.turns import Refused, Turns
from qa.settings import Settings

PATIENCE = 30.0  # seconds that a question waits at most for its turn
CROWDED = "現在提問的人很多，請過幾秒再問一次。"
CROWDED_ENGLISH = "Many people are asking right now; please ask again in a few seconds."


class GateError(AssistantError):
    """The question was not taken; its text says why."""


class SwitchedOff(GateError):
    """Answering is turned off for the time being."""


class Crowded(GateError):
    """So many questions are waiting that another one would only wait in vain."""


class Switch:
    """Is answering on?  Off by ANSWERING, or while the file OFF_FILE is there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def message(self) -> str | None:
        """What to say instead of answers; None while answering is on."""
        settings = self._settings
        if not settings.answering:
            return settings.off_message
        try:
            with settings.off_file.open(encoding="utf-8", errors="replace") as file:
                words = " ".join(file.read(500).split())
        except FileNotFoundError:
            return None
        except OSError:  # something is there, so answering is meant to be off
            words = ""
        return words or settings.off_message


class GuardedAssistant:
    """An assistant of the same form that takes no more questions than it can answer.

    Everything but `ask` and `stream` is the assistant's own.  `client` names who asks;
    `spare` turns beyond the usual ones are for those who have asked hardly anything.
    """

    def __init__(
        self,
        assistant: Any,
        settings: Settings,
        log: RequestLog | None = None,
        patience: float = PATIENCE,
        client: Callable[[], str] = CLIENT.get,
        spare: int = 0,
    ) -> None:
        self._assistant = assistant
        self._switch = Switch(settings)
        self._log = log or RequestLog(None)
        self._turns = Turns(settings.workers, settings.queue_size, patience, spare=spare)
        self._find_client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    @property
    def running(self) -> int:
        """How many questions are being answered now."""
        return self._turns.running

    @property
    def off_message(self) -> str | None:
        return self._switch.message()

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        department: str | None = None,
        *,
        explain: bool = False,
        **chosen: Any,
    ) -> Answer:
        """As the assistant's own; raises GateError besides what that raises."""
        start = time.perf_counter()
        with self._admitted(question) as waited:
            answer = self._assistant.ask(question, history, department, explain=True, **chosen)
        self._log.answer(answer, question, time.perf_counter() - start, waited, bool(history))
        return answer if explain else answer.with_(trace={})

    def stream(
        self, question: str, history: Sequence[str] = (), department: str | None = None, **chosen: Any
    ) -> Iterator[Answer]:
        """As the assistant's own; raises GateError besides what that raises."""
        start = time.perf_counter()
        answer = None
        with self._admitted(question) as waited:
            for answer in self._assistant.stream(question, history, department, **chosen):
                yield answer
        if answer is not None:
            self._log.answer(answer, question, time.perf_counter() - start, waited, bool(history))

    @contextmanager
    def _admitted(self, question: str) -> Iterator[float]:
        """A turn of one's own; gives the seconds waited for it."""
        try:
            message = self._switch.message()
            if message is not None:
                raise SwitchedOff(message)
            with self.turn() as waited:
                yield waited
        except AssistantError as error:
            self._log.refusal(type(error).__name__, question if isinstance(question, str) else "")
            raise

    @contextmanager
    def turn(self) -> Iterator[float]:
        """A turn for other work that costs as much as a question; raises Crowded."""
        try:
            with self._turns.take(self._find_client()) as waited:
                yield waited
        except Refused:
            raise Crowded(CROWDED, CROWDED_ENGLISH) from None
