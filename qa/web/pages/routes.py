"""The addresses of the plain pages, in both languages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.bundled import vocabulary_folder
from corpus.contradictions.finding import Contradiction
from index.vocabulary import load_vocabulary
from qa.brief.scope import Gather
from qa.web.desk import Assistant
from qa.web.language import COOKIE, YEAR
from qa.web.pages import briefs, conflicts, finding, indicators, programmes, reading
from qa.web.pages.conflicts import Conflict, collect_conflicts
from qa.web.pages.finding import Finder
from qa.web.pages.indicators import Indicators
from qa.web.pages.library import Library
from qa.web.pages.lost import show_lost
from qa.web.pages.pictures import Pictures
from qa.web.pages.programmes import Work, collect_works
from qa.web.pages.site import Site
from qa.web.reports import Reports
from qa.web.sources import SourceBook
from qa.web.texts import LANGUAGES

if TYPE_CHECKING:
    from fastapi import FastAPI

Show = Callable[[Request], Response | None]


def add_pages(
    app: FastAPI,
    assistant: Assistant,
    limit: int,
    reports: Reports | None = None,
    name: str = "",
) -> dict[str, Site]:
    """Add the pages to an app, before the chat that is mounted at "/"; returns the site by language.

    `limit`: characters of a question, which the page tells before it is sent.
    `reports`: those of the library; `name`: which of them the pages are of, "" for the settings' own.
    """
    library = Library.of(assistant.report, assistant.passages)
    shelf = Shelf.of(assistant, library)
    sites = {language: Site.of(library, language, limit, reports, name) for language in LANGUAGES}
    for site in sites.values():
        if site.base:
            app.add_route(site.base, _to_front, methods=["GET"])
        for path, show in {**_reading(site, shelf.pictures), **_lists(site, shelf)}.items():
            app.add_route(site.base + path, _endpoint(site, show), methods=["GET"])
        _add_briefs(app, site, shelf)
    return sites


@dataclass(frozen=True)
class Shelf:
    """What the pages are made from, made once for both languages."""

    book: SourceBook
    finder: Finder
    indicators: Indicators
    works: list[Work]
    contradictions: list[Contradiction]
    conflicts: list[Conflict]
    gather: Gather
    pictures: Pictures | None

    @classmethod
    def of(cls, assistant: Assistant, library: Library) -> Shelf:
        vocabulary = load_vocabulary(vocabulary_folder())
        contradictions = list(assistant.contradictions)
        return cls(
            SourceBook.of(library.report, library.passages),
            Finder(library, vocabulary.expand, assistant.find_words),
            Indicators(library.passages),
            collect_works(library),
            contradictions,
            collect_conflicts(contradictions, library),
            assistant.gather,
            Pictures.of(assistant.report_file, library.passages),
        )


def _reading(site: Site, pictures: Pictures | None) -> dict[str, Show]:
    """The report's own pages; None stands for the page that says that there is no such page."""
    return {
        "/report": lambda request: reading.show_contents(site),
        "/report/go": lambda request: reading.go_to_page(site, _number(request, "page")),
        "/report/p/{number}": lambda request: reading.show_page(
            site, _whole(request.path_params["number"]), pictures is not None
        ),
        "/report/picture/{number}": lambda request: reading.give_picture(
            site,
            pictures,
            _whole(request.path_params["number"]),
            request.query_params.get("of", ""),
            *_stretch(request),
        ),
        "/report/at/{identifier}": lambda request: reading.show_passage(
            site, request.path_params["identifier"], *_stretch(request), pictures is not None
        ),
        "/report/{department}": lambda request: reading.show_chapter(site, request.path_params["department"]),
    }


def _lists(site: Site, shelf: Shelf) -> dict[str, Show]:
    """Search, indicators, programmes and conflicts, each as a page and as files of what it shows."""
    shown: dict[str, Show] = {}
    for page in (
        finding.list_hits(site, shelf.finder),
        indicators.list_indicators(site, shelf.indicators),
        programmes.list_programmes(site, shelf.works),
        conflicts.list_conflicts(site, shelf.conflicts, shelf.book),
    ):
        shown[page.path] = page.show
        shown |= {f"{page.path}.{kind}": partial(page.give, kind=kind) for kind in ("csv", "xlsx")}
    return shown


def _add_briefs(app: FastAPI, site: Site, shelf: Shelf) -> None:
    """Departments' pages and briefings; an edited briefing comes back by POST to become a file."""
    bureau = briefs.Bureau(
        site, shelf.book, shelf.contradictions, shelf.gather, shelf.indicators, shelf.works
    )
    pages: dict[str, Show] = {
        "/brief": lambda request: briefs.show_brief(bureau, request.query_params, request.url.query),
        "/department/{name}": lambda request: briefs.show_department(bureau, request.path_params["name"]),
    }
    for path, show in pages.items():
        app.add_route(site.base + path, _endpoint(site, show), methods=["GET"])

    def file_of(kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def give(request: Request) -> Response:
            form = await request.form() if request.method == "POST" else {}
            content = form.get("content", "")
            made = await run_in_threadpool(
                briefs.give_brief,
                bureau,
                request.query_params,
                content if isinstance(content, str) else "",
                kind,
            )
            return made or show_lost(site)

        return give

    for kind in ("docx", "md"):
        app.add_route(f"{site.base}/brief.{kind}", file_of(kind), methods=["GET", "POST"])


def _endpoint(site: Site, show: Show) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        response = show(request) or show_lost(site)
        chosen = request.query_params.get(COOKIE, "")
        if chosen in LANGUAGES:
            response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="lax")
        return response

    return endpoint


def _to_front(request: Request) -> Response:
    """The chat's address without its last slash."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}/{query}", 307)


def _stretch(request: Request) -> tuple[int, int]:
    """The characters of a passage that are to be marked."""
    return _number(request, "s"), _number(request, "e")


def _number(request: Request, name: str) -> int:
    """A number of the query, -1 for anything else."""
    return _whole(request.query_params.get(name, "").strip())


def _whole(typed: str) -> int:
    """A whole number as typed, -1 for anything else; Starlette's own would break at very many digits."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
