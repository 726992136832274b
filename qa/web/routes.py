"""What is open: the routes of Gradio that the page, gradio_client and the README's calls need.

Gradio brings some sixty routes (uploads, proxying, logins, editing the app with a language model); a route
that is not in `KEPT` answers 404, also one that a later Gradio adds.  Plain routes of our own need no entry:
a router that is included into the app before Gradio is mounted is open as it stands.  Where answering one
costs about as much as answering a question, its prefix goes into `COUNTED`.
"""

from __future__ import annotations

import re

from starlette.routing import Match, Route
from starlette.types import Scope

KEPT = {
    "/": ("GET", "HEAD"),
    "/config": ("GET",),
    "/assets/{path:path}": ("GET",),
    "/static/{path:path}": ("GET",),
    "/theme.css": ("GET",),
    "/favicon.ico": ("GET",),
    "/robots.txt": ("GET",),
    "/gradio_api/info": ("GET",),
    "/gradio_api/app_id": ("GET",),  # asked again and again after a lost connection, until it answers
    "/gradio_api/heartbeat/{session}": ("GET",),
    "/gradio_api/queue/join": ("POST",),
    "/gradio_api/queue/data": ("GET",),
    "/gradio_api/run/predict": ("POST",),
    "/gradio_api/cancel": ("POST",),
    "/gradio_api/call/{name}": ("POST",),
    "/gradio_api/call/{name}/{event}": ("GET",),
}
"""Paths of Gradio's app, in the notation of Starlette's routes, with their methods."""

CALLS = ("/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/call/{name}")
"""Those of `KEPT` that make Gradio run a function, so that each counts as a question."""

COUNTED: tuple[str, ...] = (
    *("/search", "/search.csv", "/search.xlsx"),
    *("/indicators.csv", "/indicators.xlsx"),
    *("/programmes.csv", "/programmes.xlsx"),
    *("/conflicts.csv", "/conflicts.xlsx"),
    *("/brief", "/brief.docx", "/brief.md"),
    *("/department", "/report/picture"),
)
"""Prefixes of plain routes whose requests, of any method, count as questions and take turns with them."""

MCP_PATH = "/gradio_api/mcp"

_FILE = re.compile(r"/page-assets/|(?:/en)?/(?:assets|static)/")


_REPORT = re.compile(r"^/reports/[^/]+(?=/)")


async def _never(*_: object) -> None:
    raise AssertionError("These routes are only matched.")


def _route(path: str) -> Route:
    return Route(path, _never, methods=list(KEPT[path]))


_KEPT = [_route(path) for path in KEPT]
_CALLS = [_route(path) for path in CALLS]


def match_kept(scope: Scope) -> Match:
    """Whether a request to Gradio's app is open: FULL, PARTIAL when only its method is not, or NONE."""
    return max((route.matches(scope)[0] for route in _KEPT), key=lambda match: match.value)


def runs_function(scope: Scope) -> bool:
    """Does a request to Gradio's app make it run one of the page's functions?"""
    return any(route.matches(scope)[0] is Match.FULL for route in _CALLS)


def is_counted(scope: Scope) -> bool:
    """Does a request to the whole app, in either language, count as a question?

    Calls of MCP are counted where they are answered, since a refusal there is a message of MCP's own.
    """
    inner = {**scope, "path": _bare(scope), "root_path": ""}
    return runs_function(inner) or is_costly_page(scope)


def is_costly_page(scope: Scope) -> bool:
    """Is a plain page asked for, in either language, that costs as much as a question?"""
    path = _bare(scope)
    return any(path == one or path.startswith(f"{one}/") for one in COUNTED)


def _bare(scope: Scope) -> str:
    """The path without the language and the report."""
    path: str = scope["path"]
    path = path.removeprefix("/en") if path.startswith("/en/") else path
    return _REPORT.sub("", path)


def is_file(scope: Scope) -> bool:
    """Is a file of the page asked for?  A visit loads some seventy of them."""
    return _FILE.match(scope["path"]) is not None
