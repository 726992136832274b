"""ASGI middleware that serves the document of each language and chooses one for a new visitor."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.document import Document
from qa.web.language import COOKIE, YEAR, prefers_english
from qa.web.texts import LANGUAGES


class Shell:
    """Rewrites the documents at `documents`' paths; everything else passes through untouched."""

    def __init__(self, app: ASGIApp, documents: Mapping[str, Document]) -> None:
        self.app = app
        self.documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        document = self.documents.get(scope.get("path", ""))
        if scope["type"] != "http" or scope["method"] != "GET" or document is None:
            await self.app(scope, receive, send)
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        asked = query.get(COOKIE, [""])[-1]
        if scope["path"] == "/" and not asked and prefers_english(Headers(scope=scope)):
            target = "/en/" + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            response = RedirectResponse(target, status_code=302, headers={"Vary": "Accept-Language, Cookie"})
            await response(scope, receive, send)
            return
        # The document is rewritten as text, so the app must not compress it.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        page = _Rewriter(document, send, asked if asked in LANGUAGES else "")
        await self.app({**scope, "headers": plain}, receive, page)


class _Rewriter:
    """Collects a response and sends it on as our document."""

    def __init__(self, document: Document, send: Send, chosen: str) -> None:
        self.document = document
        self.send = send
        self.chosen = chosen
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self.start)
        if headers.get("content-type", "").startswith("text/html"):
            page, policy = self.document.rewrite(self.body.decode())
            self.body = page.encode()
            headers["content-length"] = str(len(self.body))
            headers["content-language"] = self.document.texts.html_lang
            headers["content-security-policy"] = policy
            headers["cache-control"] = "no-cache"
            headers.append("vary", "Accept-Language, Cookie")
            if self.chosen:
                headers.append("set-cookie", f"{COOKIE}={self.chosen}; Path=/; Max-Age={YEAR}; SameSite=Lax")
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})
