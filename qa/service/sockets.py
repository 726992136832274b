"""Connections that ask for nothing are dropped, and one client has so many of them at most.

uvicorn times a connection only between two requests: one that sends half a head, or nothing at all, it
would keep for ever.  The body of a request has a time of its own, in `middleware.BodyLimit`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.service.clients import Network, find_client, is_proxy

LOOK = 4.0  # seconds between two looks at a connection
PATIENCE = 3  # looks without a request until it is dropped
MOST_OF_ONE = 250  # connections of one client; a visitor has about ten, a house behind one address many


def impatient(trusted: Sequence[Network] = (), look: float = LOOK) -> type[H11Protocol]:
    """The protocol for `uvicorn.Config(http=…)`; trusted proxies may have any number of connections."""
    open_now: Counter[str] = Counter()

    class Impatient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.peer = find_client({"client": self.client, "headers": []})
            open_now[self.peer] += 1
            if open_now[self.peer] > MOST_OF_ONE and not is_proxy(self.client, trusted):
                transport.close()
            self.idle, self.last = 0, self.cycle
            self.timer = self.loop.call_later(look, self.look)

        def connection_lost(self, exc: Exception | None) -> None:
            self.timer.cancel()
            open_now[self.peer] -= 1
            if open_now[self.peer] <= 0:
                del open_now[self.peer]
            super().connection_lost(exc)

        def look(self) -> None:
            answering = self.cycle is not None and not self.cycle.response_complete
            self.idle = 0 if answering or self.cycle is not self.last else self.idle + 1
            self.last = self.cycle
            if self.idle >= PATIENCE:
                self.transport.close()
            else:
                self.timer = self.loop.call_later(look, self.look)

    return Impatient
