"""Does not ask a server that has just failed: nobody waits the time limit at each question."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 2  # in a row, until the server is left alone
PAUSE = 60.0  # seconds until one question may try again


class Breaker:
    """Counts failures in a row; safe to call from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._retry_at = 0.0

    def allows(self) -> bool:
        """May the server be asked now?  During a pause's end only one caller gets True."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + PAUSE
            return True

    def succeed(self) -> None:
        with self._lock:
            self._failures = 0

    def fail(self) -> None:
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + PAUSE
