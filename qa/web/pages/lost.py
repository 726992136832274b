"""The page for addresses that lead nowhere, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.pages.site import Site
from qa.web.refusing import Worded, texts_for, wants_page

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
        wanted = scope["type"] == "http" and wants_page(scope)
        if not wanted or any(part in scope["path"] for part in _MACHINES):
            await self.app(scope, receive, send)
            return

        async def show(status: int) -> None:
            await show_lost(self.sites[texts_for(scope).language])(scope, receive, send)

        await self.app(scope, receive, Worded(send, _is_lost, show))


def _is_lost(message: Message) -> bool:
    kinds = dict(message["headers"]).get(b"content-type", b"")
    return message["status"] in (404, 405) and not kinds.startswith(b"text/html")
