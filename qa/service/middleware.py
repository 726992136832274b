"""ASGI middleware around the page: headers, limits of size and number, closed paths, the request log."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.service.clients import Network, find_client
from qa.service.limiting import SlidingWindow
from qa.service.log import RequestLog, shorten_path

log = logging.getLogger(__name__)

MOST_BODY = 1_048_576  # bytes; a conversation of many turns is far below

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
_LIMITED = re.compile(r"/(?:gradio_api/)?(?:queue/join|call|run|api|mcp)(?:/|$)")
_CLOSED = re.compile(
    r"/(?:upload|upload_progress|process_recording|vibe-edit|undo-vibe-edit|vibe-code|vibe-starter-queries|monitoring"
    r"|deep_link|run-history|runs|stream|dev|token|login|docs|redoc)(?:/|$)|/proxy="
)


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


class ClosedPaths:
    """Answers 404 for what Gradio offers and the page does not use: uploads, proxying, monitoring."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" or (scope["type"] == "http" and _CLOSED.search(scope["path"])):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await reply_json(send, 404, {"detail": "沒有這個頁面。"})
            return
        await self.app(scope, receive, send)


class BodyLimit:
    """Answers 413 for a body of more than `most` bytes, declared or not."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        # Read here, so that nothing has been answered yet when it turns out to be too much.
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        size = int(declared) if declared.isdigit() and len(declared) < 20 else MOST_DRAINED + 1
        received, messages, more = 0, [], size <= MOST_DRAINED
        while more:
            message = await receive()
            more = message["type"] == "http.request" and message.get("more_body", False)
            received += len(message.get("body", b""))
            if received <= self.most:
                messages.append(message)
            elif received > MOST_DRAINED:
                break
        if max(size, received) > self.most:
            await self._refuse(send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)

    async def _refuse(self, send: Send) -> None:
        await reply_json(send, 413, {"detail": f"送來的內容太大，最多 {self.most // 1024} KB。"})


class RateLimit:
    """Answers 429 with the time to wait to a client that asks too often."""

    def __init__(self, app: ASGIApp, window: SlidingWindow, trusted: Sequence[Network] = ()) -> None:
        self.app = app
        self.window = window
        self.trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and _LIMITED.search(scope["path"]):
            wait = self.window.admit(find_client(scope, self.trusted))
            if wait:
                sentence = f"提問太頻繁，請在 {wait} 秒後再試。"
                await reply_json(
                    send, 429, {"detail": sentence, "retry_after": wait}, {"retry-after": str(wait)}
                )
                return
        await self.app(scope, receive, send)


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
                await reply_json(send, 500, {"detail": "處理這個請求時出了問題，請稍後再試。"})


class Health:
    """Answers GET /health with what is loaded."""

    def __init__(self, app: ASGIApp, describe: Callable[[], Mapping[str, Any]]) -> None:
        self.app = app
        self.describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/health" and scope["method"] in ("GET", "HEAD"):
            await reply_json(send, 200, self.describe(), head=scope["method"] == "HEAD")
            return
        await self.app(scope, receive, send)


async def reply_json(
    send: Send,
    status: int,
    content: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    head: bool = False,
) -> None:
    """Send a whole response; a header of the connection is left to the server."""
    body = json.dumps(content, ensure_ascii=False).encode()
    given = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
    } | dict(headers or {})
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if head else body})
