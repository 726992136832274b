"""A connection that keeps to a deadline and to a size, whatever the server does.

A read limit alone is not enough: a server that sends a byte a second never trips it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator

import httpx2

MOST_BYTES = 2_000_000


class GuardedTransport(httpx2.HTTPTransport):
    """Raises ReadTimeout for bytes past the deadline and ReadError for more than `MOST_BYTES`."""

    def __init__(
        self, seconds: float, verify: ssl.SSLContext, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(verify=verify, trust_env=False, retries=0)
        self._clock = clock
        self._deadline = clock() + seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = super().handle_request(request)
        response.stream = _GuardedStream(response.stream, self._check)  # type: ignore[arg-type]
        return response

    def _check(self, received: int) -> None:
        if self._clock() > self._deadline:
            raise httpx2.ReadTimeout("the deadline has passed")
        if received > MOST_BYTES:
            raise httpx2.ReadError("more than an answer can need")


class _GuardedStream(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, check: Callable[[int], None]) -> None:
        self._stream = stream
        self._check = check

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for chunk in self._stream:
            received += len(chunk)
            self._check(received)
            yield chunk

    def close(self) -> None:
        self._stream.close()
