"""Questions being answered, and how one is stopped.

Gradio can cancel an event from the browser, but what the event had already sent then races with what the
page shows instead.  Here the running question itself notices the wish to stop and says the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TypeVar

from qa.stopping import STOP

T = TypeVar("T")
_TICK = 0.1  # seconds between two looks at the wish to stop


class Runs:
    """The running question of each browser session; safe from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stops: dict[str, Event] = {}

    @contextmanager
    def start(self, session: str) -> Iterator[Event]:
        """The event that is set when the session's user wants this run to stop."""
        stop = Event()
        with self._lock:
            self._stops[session] = stop
        try:
            yield stop
        finally:
            with self._lock:
                if self._stops.get(session) is stop:
                    del self._stops[session]

    def stop(self, session: str) -> None:
        """Stop what the session is running, if anything."""
        with self._lock:
            if session in self._stops:
                self._stops[session].set()


def until(stop: Event, items: Iterable[T]) -> Iterator[T]:
    """The items until `stop` is set, even while the next one is being made; raises what they raise."""
    passed: SimpleQueue[tuple[str, T | BaseException | None]] = SimpleQueue()

    def make() -> None:
        STOP.set(stop)  # in this thread's context only
        try:
            for item in items:
                if stop.is_set():
                    break
                passed.put(("item", item))
            passed.put(("end", None))
        except BaseException as error:  # raised again where it can be handled
            passed.put(("error", error))

    # With the context of whoever asks: who that is decides whose turn it is.
    Thread(target=copy_context().run, args=(make,), daemon=True).start()
    while not stop.is_set():
        try:
            kind, value = passed.get(timeout=_TICK)
        except Empty:
            continue
        if kind == "end":
            return
        if kind == "error":
            raise value
        yield value
