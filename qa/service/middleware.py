"""ASGI middleware around the page: headers, hosts, limits of size, time and number, the request log."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from ipaddress import ip_address
from typing import Any

import anyio
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import AssistantError
from qa.service.clients import CLIENT, Network, find_client
from qa.service.limiting import SlidingWindow
from qa.service.log import RequestLog, shorten_path
from qa.web.refusing import refuse, texts_for
from qa.web.routes import is_costly_page, is_counted, is_file

log = logging.getLogger(__name__)

MOST_BODY = 1_048_576  # bytes; a conversation of many turns is far below

BODY_SECONDS = 15.0
"""In this time a body has to be here: 1 MB on a slow line."""

MOST_DRAINED = 16 * MOST_BODY
"""So much of too large a body is still read, as a client that cannot send it sees no answer."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-permitted-cross-domain-policies": "none",
    # For all that is no document of the page; the page sets one with its scripts' hashes itself.
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
}

_NAMING = (b"x-forwarded-host", b"x-forwarded-server", b"x-gradio-server", b"forwarded")


class Headers:
    """Adds the security headers that a response does not have; takes away what names the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                del headers["server"]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Hosts:
    """Answers 421 to a request under a name that is not ours, and takes away what else names a host.

    Gradio writes into its documents whatever Host, X-Forwarded-Host or X-Gradio-Server says.  Without any
    name in `allowed` every one is ours, unless the service is for this machine alone (`local`): a page of
    another site could then reach it by a name of its own that it lets lead here.  An address in digits and
    localhost always are ours.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str] = (), local: bool = False) -> None:
        self.app = app
        self.allowed = frozenset(allowed) | {"localhost"}
        self.checked = bool(allowed) or local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if self.checked and not self._is_ours(scope):
                await refuse(scope, send, 421)
                return
            kept = [(name, value) for name, value in scope["headers"] if name not in _NAMING]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        name = hosts[0].lower().rstrip(".") if len(hosts) == 1 else ""
        bare = name[1 : name.index("]")] if name.startswith("[") and "]" in name else name.partition(":")[0]
        try:
            ip_address(bare)
        except ValueError:
            return bare in self.allowed
        return True


class BodyLimit:
    """Answers 413 for a body of more than `most` bytes, declared or not, and 408 where it does not come."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self.most = most
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        # Read here, so that nothing has been answered yet when it turns out to be too much.
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        size = int(declared) if declared.isdigit() and len(declared) < 20 else MOST_DRAINED + 1
        received, messages, more = 0, [], size <= MOST_DRAINED
        with anyio.move_on_after(self.seconds) as waiting:
            while more:
                message = await receive()
                more = message["type"] == "http.request" and message.get("more_body", False)
                received += len(message.get("body", b""))
                if received <= self.most:
                    messages.append(message)
                elif received > MOST_DRAINED:
                    break
        if waiting.cancelled_caught:
            await refuse(scope, send, 408, headers={"connection": "close"})
            return
        if max(size, received) > self.most:
            await refuse(scope, send, 413, most=self.most // 1024)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)


class RateLimit:
    """Answers 429 with the time to wait to a client that asks too often.

    `window` counts what costs as much as a question, `flood` whatever is not a file of the page.  Whoever
    asks is noted in `CLIENT`.
    """

    def __init__(
        self,
        app: ASGIApp,
        window: SlidingWindow,
        flood: SlidingWindow,
        trusted: Sequence[Network] = (),
    ) -> None:
        self.app = app
        self.window = window
        self.flood = flood
        self.trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_file(scope):
            await self.app(scope, receive, send)
            return
        client = find_client(scope, self.trusted)
        wait = self.flood.admit(client) or (is_counted(scope) and self.window.admit(client))
        if wait:
            await refuse(scope, send, 429, wait=wait)
            return
        token = CLIENT.set(client)
        try:
            await self.app(scope, receive, send)
        finally:
            CLIENT.reset(token)


class Fair:
    """Lets plain pages that cost as much as a question wait for a turn, as questions do.

    `turn` gives a context to be held as long as the work lasts; it raises AssistantError where none is to
    be had.  Questions take theirs where they are answered.  A turn ends when the response begins, so that
    whoever reads slowly keeps none.
    """

    def __init__(self, app: ASGIApp, turn: Callable[[], AbstractContextManager[Any]]) -> None:
        self.app = app
        self.turn = turn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_costly_page(scope):
            await self.app(scope, receive, send)
            return
        with ExitStack() as held:
            try:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(held.enter_context, self.turn())
            except AssistantError as error:
                await refuse(scope, send, 503, sentence=error.text(texts_for(scope).language))
                return

            async def send_freed(message: Message) -> None:
                held.close()
                await send(message)

            await self.app(scope, receive, send_freed)


class Logged:
    """Writes a line for each request when it has been answered."""

    def __init__(self, app: ASGIApp, log: RequestLog, clock: Callable[[], float] = time.perf_counter) -> None:
        self.app = app
        self.log = log
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = self.clock(), 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        finally:
            self.log.request(scope["method"], scope["path"], status, self.clock() - start)


class Failures:
    """Answers 500 with a sentence for whatever goes wrong inside; the cause goes to the program's log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = complete = False

        async def send_noting(message: Message) -> None:
            nonlocal started, complete
            started = True
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception:
            if scope["type"] != "http" or (started and not complete):
                raise
            # Gradio's own app answers and raises all the same; the connection may then be kept.
            log.exception("A request to %s failed.", shorten_path(scope["path"]))
            if not started:
                await refuse(scope, send, 500)


class Health:
    """Answers GET /health with what is loaded."""

    def __init__(self, app: ASGIApp, describe: Callable[[], Mapping[str, Any]]) -> None:
        self.app = app
        self.describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/health" and scope["method"] in ("GET", "HEAD"):
            body = json.dumps(self.describe(), ensure_ascii=False).encode()
            headers = (
                (b"content-type", b"application/json; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                (b"cache-control", b"no-store"),
            )
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
            return
        await self.app(scope, receive, send)
