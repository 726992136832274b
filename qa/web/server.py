"""The page as a FastAPI app, and the server that runs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import gradio as gr
from anyio import to_thread
from starlette.routing import Route

from qa.settings import Settings
from qa.web.conversation import ConversationView
from qa.web.desk import Assistant, Desk
from qa.web.document import ASSET_PATH, ASSETS, Document
from qa.web.doors import Doors
from qa.web.feedback import FeedbackStore, Given
from qa.web.page import build_page
from qa.web.pages.lost import LostPages
from qa.web.pages.reports import ReportPages
from qa.web.pages.routes import add_pages
from qa.web.reports import Reports, root_of
from qa.web.routes import MCP_PATH
from qa.web.shell import Shell
from qa.web.silence import Contacts, Searched
from qa.web.sources import SourceBook
from qa.web.taking import give_conversation
from qa.web.texts import LANGUAGES, load_texts
from qa.web.theme import build_theme

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app(
    assistant: Assistant,
    settings: Settings,
    app: FastAPI | None = None,
    admit: Callable[[], int] = lambda: 0,
) -> FastAPI:
    """The whole page as a FastAPI app: Chinese at `/`, English at `/en/`, the API below `/gradio_api`.

    Routes that `app` already has win over the page; middleware added to the result afterwards runs
    outside of it.  `admit` gives the seconds that the client of the current MCP call has to wait.
    """
    from fastapi import FastAPI
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.staticfiles import StaticFiles

    app = app or FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Without an origin in it: Gradio then leaves out its own, which lets in whatever Host names.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.mount(ASSET_PATH, StaticFiles(directory=ASSETS))
    _make_room(app, settings)
    if settings.mcp and find_spec("mcp") is not None:
        _add_mcp(app, assistant, settings, admit)
    reports = Reports.of(assistant)
    sites = add_pages(app, assistant, settings.max_question, reports)
    for entry in reports.others:
        pages = ReportPages(reports, entry, settings.max_question)
        for language in LANGUAGES:
            path = load_texts(language).at(root_of(entry.name)).base + "/{path:path}"
            app.router.routes.append(Route(path, pages, methods=["GET", "POST"]))
    documents: dict[str, Document] = {}
    book = SourceBook.of(assistant.report, assistant.passages, others=reports.book)
    contacts = Contacts.load(assistant.passages)
    searched = Searched.of(assistant.find_words, assistant.passages)
    feedback, given = FeedbackStore(settings.feedback_file), Given()
    # The page's own language comes last: it is mounted at "/" and would swallow the others' paths.
    for language in reversed(LANGUAGES):
        texts = load_texts(language)
        documents[texts.path if texts.path == "/" else f"{texts.path}/"] = Document(sites[language])
        page = build_page(
            Desk(assistant, settings, feedback, texts, given),
            ConversationView(book, texts, contacts, reports, searched),
        )
        app.add_route(f"{texts.base}/conversation.md", give_conversation(book, texts), methods=["POST"])
        # Gradio checks which files a call may name only where `launch` was called; mounting never sets this.
        page.has_launched = True
        app = gr.mount_gradio_app(
            app,
            page,
            path=texts.path,
            theme=build_theme(),
            footer_links=[],
            run_history=False,
            show_error=False,
            max_file_size="1kb",
            allowed_paths=[],
            ssr_mode=False,
            pwa=False,
            enable_monitoring=False,
            mcp_server=False,
        )
        app.routes[-1].app.add_middleware(Doors, blocks=page)  # type: ignore[attr-defined]
    app.add_middleware(Shell, documents=documents)
    app.add_middleware(LostPages, sites=sites)
    app.add_middleware(GZipMiddleware, compresslevel=5)
    return app


def _add_mcp(app: FastAPI, assistant: Assistant, settings: Settings, admit: Callable[[], int]) -> None:
    from qa.web.mcp_tool import McpTool

    tool = McpTool(assistant, settings, admit)
    for path in (MCP_PATH, f"{MCP_PATH}/"):
        app.router.routes.append(Route(path, tool))
    _run_with(app, tool.run)


def _make_room(app: FastAPI, settings: Settings) -> None:
    """Threads for the questions that wait for their turn, besides those that serve the page."""

    @asynccontextmanager
    async def widen() -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens += settings.workers + settings.queue_size
        yield

    _run_with(app, widen)


def _run_with(app: FastAPI, context: Callable[[], AbstractAsyncContextManager[None]]) -> None:
    """Keep a context open as long as the app runs."""
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        async with outer(running) as state, context():
            yield state

    app.router.lifespan_context = lifespan
