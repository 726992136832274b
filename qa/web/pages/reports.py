"""The pages of a library's other reports, made when they are first visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.desk import Assistant
from qa.web.pages.routes import add_pages
from qa.web.reports import Reports

if TYPE_CHECKING:
    from qa.library.folder import Entry


class ReportPages:
    """An ASGI app: one report's pages in all languages, below its own address.

    They are kept as long as the library keeps the report loaded.
    """

    def __init__(self, reports: Reports, entry: Entry, limit: int) -> None:
        self.reports, self.entry, self.limit = reports, entry, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = await run_in_threadpool(self.reports.library.keep, self.entry.id, "pages", self._make)
        await app({**scope, "app": app}, receive, send)

    def _make(self, assistant: Assistant) -> ASGIApp:
        from fastapi import FastAPI

        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        add_pages(app, assistant, self.limit, self.reports, self.entry.name)
        return app
