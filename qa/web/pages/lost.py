"""The page for addresses that lead nowhere, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.pages.site import Site
from qa.web.refusing import texts_for

_MACHINES = ("/gradio_api", "/page-assets", "/health")
"""Paths that programs ask for; they get the short JSON that they expect."""


def show_lost(site: Site) -> Response:
    return site.page("lost.html", status=404, path="/lost")


class LostPages:
    """Answers a visitor's mistyped address with a page instead of JSON; programs get what they got."""

    def __init__(self, app: ASGIApp, sites: Mapping[str, Site]) -> None:
        self.app = app
        self.sites = sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"]
        if "text/html" not in headers.get("accept", "") or any(part in path for part in _MACHINES):
            await self.app(scope, receive, send)
            return
        lost = False

        async def send_unless_lost(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start":
                kinds = dict(message["headers"]).get(b"content-type", b"")
                lost = message["status"] in (404, 405) and not kinds.startswith(b"text/html")
            if not lost:
                await send(message)

        await self.app(scope, receive, send_unless_lost)
        if lost:
            await show_lost(self.sites[texts_for(scope).language])(scope, receive, send)
