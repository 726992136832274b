"""Who is served next: of all who wait, the client that has had the least lately.

A queue in the order of coming lets whoever sends most make everybody else wait.  Here somebody who comes
for the first time goes before all who have had something, and where too many wait, a question of the
client that has most waiting gives way.  Where all slots are taken by long work, a spare one is there for
whoever has hardly had anything yet.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HALF_LIFE = 30.0  # seconds after which what a client has had counts half
LITTLE = 3.0  # seconds of work lately up to which a client may have a spare slot: some thirty usual questions
MOST_CLIENTS = 20_000  # remembered at once; those heard of longest ago are forgotten first


class Refused(Exception):
    """No turn: too many wait already, or this one has waited too long."""


@dataclass(eq=False)
class _Waiter:
    client: str
    ready: threading.Event = field(default_factory=threading.Event)
    admitted: bool = False


class Turns:
    """Lets `slots` work at the same time and `places` wait; safe to use from several threads.

    One client has at most all slots but one, as long as there is more than one.  `spare` are slots beyond
    those, for clients that have none and have had `LITTLE`.
    """

    def __init__(
        self,
        slots: int,
        places: int,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        spare: int = 0,
    ) -> None:
        self._slots = slots
        self._spare = spare
        self._places = places
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._waiting: list[_Waiter] = []
        self._had: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def running(self) -> int:
        return self._running.total()

    @contextmanager
    def take(self, client: str) -> Iterator[float]:
        """A turn of one's own; gives the seconds waited for it.  Raises Refused."""
        start = self._clock()
        waiter = self._come(client)
        if not waiter.ready.wait(self._patience):
            self._leave(waiter)
        if not waiter.admitted:
            raise Refused
        begun = self._clock()
        try:
            yield begun - start
        finally:
            self._finish(client, self._clock() - begun)

    def _come(self, client: str) -> _Waiter:
        waiter = _Waiter(client)
        with self._lock:
            self._waiting.append(waiter)
            self._call()
            if len(self._waiting) > self._places:
                held = Counter(other.client for other in self._waiting)
                # The newest of the client with most waiting, which may be the one that just came.
                last = max(reversed(self._waiting), key=lambda other: held[other.client])
                self._waiting.remove(last)
                last.ready.set()
        return waiter

    def _leave(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def _finish(self, client: str, seconds: float) -> None:
        with self._lock:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            now = self._clock()
            self._had[client] = self._weight(client, now) + seconds, now
            self._had.move_to_end(client)
            while len(self._had) > MOST_CLIENTS:
                self._had.popitem(last=False)
            self._call()

    def _call(self) -> None:
        """Admit whoever may work now; the lock is held."""
        now = self._clock()
        share = max(1, self._slots - 1)
        while (running := self._running.total()) < self._slots + self._spare:
            able = [waiter for waiter in self._waiting if self._running[waiter.client] < share]
            weights = {client: self._weight(client, now) for client in {waiter.client for waiter in able}}
            if running >= self._slots:
                able = [
                    waiter
                    for waiter in able
                    if not self._running[waiter.client] and weights[waiter.client] <= LITTLE
                ]
            if not able:
                return
            chosen = min(able, key=lambda waiter: (self._running[waiter.client], weights[waiter.client]))
            self._waiting.remove(chosen)
            self._running[chosen.client] += 1
            chosen.admitted = True
            chosen.ready.set()

    def _weight(self, client: str, now: float) -> float:
        """Seconds of work that a client has had, less and less as time goes by."""
        seconds, when = self._had.get(client, (0.0, now))
        return seconds * 0.5 ** ((now - when) / HALF_LIFE)
