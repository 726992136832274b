"""What is said to a request that is not served: a sentence in the visitor's language, page or JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

from qa.web.language import prefers_english
from qa.web.texts import LANGUAGES, Texts, load_texts

_SENTENCES = {
    400: "error.malformed",
    403: "error.forbidden",
    404: "error.not_found",
    405: "error.method",
    408: "error.slow",
    413: "error.too_large",
    415: "error.malformed",
    421: "error.host",
    422: "error.types",
    429: "error.too_often",
    503: "error.crowded",
}
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
WAIT = 5
"""Seconds after which it is worth while to try a service again that is too busy now."""


def texts_for(scope: Scope) -> Texts:
    """The words of whoever sent a request: of the path's language, else of the one he chose or prefers."""
    path = scope.get("path", "")
    if path == "/en" or path.startswith("/en/"):
        return load_texts("en")
    return load_texts("en" if prefers_english(Headers(raw=scope.get("headers", []))) else LANGUAGES[0])


async def refuse(
    scope: Scope,
    send: Send,
    status: int,
    *,
    wait: int | None = None,
    headers: Mapping[str, str] | None = None,
    sentence: str | None = None,
    content: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    """Send a whole response that says why; `values` fill the blanks of the status's sentence.

    A browser that asks for a document gets one, everybody else {"detail": sentence}, with "retry_after"
    in seconds (and the header) where waiting helps; or `content`, where a protocol has its own form.
    """
    texts = texts_for(scope)
    if status in (429, 503):
        wait = wait or WAIT
    if sentence is None:
        key = _SENTENCES.get(status, "error.failed")
        sentence = texts(key, wait=wait, **values) if wait else texts(key, **values)
    # A visitor's mistyped address gets a page of its own further out.
    if content is None and status not in (404, 405) and wants_page(scope):
        body, kind = _page(texts, sentence).encode(), "text/html; charset=utf-8"
    else:
        content = content or {"detail": sentence} | ({"retry_after": wait} if wait else {})
        body, kind = json.dumps(content, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    given = {
        "content-type": kind,
        "content-length": str(len(body)),
        "content-language": texts.html_lang,
        "cache-control": "no-store",
    } | dict(headers or {})
    if kind.startswith("text/html"):
        given["content-security-policy"] = _POLICY
    if wait:
        given["retry-after"] = str(wait)
    raw = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


class Worded:
    """Sends a response on, or one of our own in its place.

    `refused` looks at the start of a response, `say` sends ours for its status.
    """

    def __init__(
        self, send: Send, refused: Callable[[Message], bool], say: Callable[[int], Awaitable[None]]
    ) -> None:
        self.send, self.refused, self.say = send, refused, say
        self.replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self.refused(message):
            self.replaced = True
            await self.say(message["status"])
        elif not self.replaced:
            await self.send(message)


def is_error(message: Message) -> bool:
    """Has a response a status from 400 up?"""
    return message["status"] >= 400


def wants_page(scope: Scope) -> bool:
    """Does a browser ask for a document?"""
    return scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")


def _page(texts: Texts, sentence: str) -> str:
    heading, back = html.escape(texts("page.heading")), html.escape(texts("error.back"))
    home = "/" if texts.path == "/" else f"{texts.path}/"
    return (
        f'<!doctype html><html lang="{texts.html_lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{heading}</title>'
        f'<link rel="stylesheet" href="/page-assets/page.css"></head><body><main><h1>{heading}</h1>'
        f'<p>{html.escape(sentence)}</p><p><a href="{home}">{back}</a></p></main></body></html>'
    )
