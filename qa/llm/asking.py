"""One question's dealings with the server: a time limit over all calls, and the wish to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from qa.llm.checking import tidy_reply
from qa.llm.server import ModelServer

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


@dataclass
class Asking:
    """Asks within `seconds` altogether; `told` collects for `--explain` what was asked and answered."""

    server: ModelServer
    seconds: float
    stop: Event | None = None
    clock: Callable[[], float] = time.monotonic
    told: list[dict[str, Any]] = field(default_factory=list)
    _end: float = 0.0

    def __post_init__(self) -> None:
        self._end = self.clock() + self.seconds

    def ask(self, what: str, messages: list[BaseMessage], tokens: int, most: float | None = None) -> str:
        """A tidied reply; raises ModelError.  `most` seconds for this call alone, where given."""
        left = self._end - self.clock()
        reply = self.server.ask(messages, left if most is None else min(left, most), tokens, self.stop)
        reply = tidy_reply(reply).strip()
        self.told.append({"asked": what, "reply": reply})
        return reply
