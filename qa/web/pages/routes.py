"""The addresses of the plain pages, in both languages."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from qa.web.desk import Assistant
from qa.web.language import COOKIE, YEAR
from qa.web.pages import reading
from qa.web.pages.library import Library
from qa.web.pages.lost import show_lost
from qa.web.pages.site import Site
from qa.web.texts import LANGUAGES

if TYPE_CHECKING:
    from fastapi import FastAPI

Show = Callable[[Request], Response | None]
_WORTH_PACKING = 1400  # bytes: what fits one packet gains nothing


def add_pages(app: FastAPI, assistant: Assistant) -> dict[str, Site]:
    """Add the pages to an app, before the chat that is mounted at "/"; returns the site by language."""
    library = Library.of(assistant.report, assistant.passages)
    sites = {language: Site.of(library, language) for language in LANGUAGES}
    for site in sites.values():
        if site.base:
            app.add_route(site.base, _to_front, methods=["GET"])
        for path, show in _addresses(site).items():
            app.add_route(site.base + path, _endpoint(site, show), methods=["GET"])
    return sites


def _addresses(site: Site) -> dict[str, Show]:
    """What each path shows; None stands for the page that says that there is no such page."""
    return {
        "/report": lambda request: reading.show_contents(site),
        "/report/go": lambda request: reading.go_to_page(site, request.query_params.get("page", "").strip()),
        "/report/p/{number:int}": lambda request: reading.show_page(site, request.path_params["number"]),
        "/report/line/{line:int}": lambda request: reading.go_to_line(site, request.path_params["line"]),
        "/report/at/{identifier}": lambda request: reading.show_passage(
            site, request.path_params["identifier"], _number(request, "s"), _number(request, "e")
        ),
        "/report/{department}": lambda request: reading.show_chapter(site, request.path_params["department"]),
    }


def _endpoint(site: Site, show: Show) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        response = show(request) or show_lost(site)
        chosen = request.query_params.get(COOKIE, "")
        if chosen in LANGUAGES:
            response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="lax")
        return _pack(response) if "gzip" in request.headers.get("accept-encoding", "") else response

    return endpoint


def _pack(response: Response) -> Response:
    """The response compressed where that is worth it: a chapter has about 200 kB, a seventh when packed."""
    if len(response.body) > _WORTH_PACKING and response.headers["content-type"].startswith("text/"):
        response.body = gzip.compress(response.body, compresslevel=5)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-length"] = str(len(response.body))
        response.headers.append("vary", "Accept-Encoding")
    return response


def _to_front(request: Request) -> Response:
    """The chat's address without its last slash."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}/{query}", 307)


def _number(request: Request, name: str) -> int:
    """A number of the query, -1 for anything else."""
    typed = request.query_params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
