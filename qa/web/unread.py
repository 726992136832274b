"""Forgets answers that nobody fetches: Gradio keeps what a call comes to until its stream is read.

A caller who never reads would fill the memory, since a page's answer holds the whole conversation again.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

MOST = 32_000_000
"""Bytes of calls whose answers are unread; answers are about four times as large."""


class Unread:
    """What the calls of each session weigh that are still to be read; the oldest sessions are emptied first.

    `queue` is the queue of a gr.Blocks.  For the event loop's thread alone.
    """

    def __init__(self, queue: Any, most: int = MOST) -> None:
        self._queue = queue
        self._most = most
        self._weights: OrderedDict[str, int] = OrderedDict()
        self._total = 0

    def add(self, session: str, weight: int) -> None:
        """Note a call that is about to be made."""
        self._weights[session] = self._weights.pop(session, 0) + weight
        self._total += weight
        while self._total > self._most:
            oldest, freed = self._weights.popitem(last=False)
            self._total -= freed
            self._empty(oldest)

    def read(self, session: str) -> None:
        """Note that a session's stream has been read to its end."""
        self._total -= self._weights.pop(session, 0)

    def _empty(self, session: str) -> None:
        messages = self._queue.pending_messages_per_session.get(session)
        while messages is not None and not messages.empty():
            messages.get_nowait()
        events = self._queue.pending_event_ids_session.get(session, ())
        if not any(event in self._queue.event_ids_to_events for event in events):
            self._queue.pending_event_ids_session.pop(session, None)
