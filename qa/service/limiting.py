"""How many requests a client may send: at most so many in any stretch of 60 seconds."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW = 60.0  # seconds
MOST_CLIENTS = 20_000  # remembered at once; those heard of longest ago are forgotten first


class SlidingWindow:
    """Counts requests of each client; safe to call from several threads."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, client: str) -> int:
        """0 when the client may go on now, and the request is counted; else whole seconds to wait."""
        now = self._clock()
        with self._lock:
            times = self._times.setdefault(client, deque())
            self._times.move_to_end(client)
            while times and times[0] <= now - WINDOW:
                times.popleft()
            if len(times) >= self._limit:
                return max(1, math.ceil(times[0] + WINDOW - now))
            times.append(now)
            while len(self._times) > MOST_CLIENTS:
                self._times.popitem(last=False)
            return 0
