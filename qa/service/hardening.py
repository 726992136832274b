"""Puts limits, headers, the request log and the health endpoint around the page's app."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qa.service.limiting import SlidingWindow
from qa.service.log import RequestLog
from qa.service.middleware import BodyLimit, Failures, Fair, Headers, Health, Hosts, Logged, RateLimit
from qa.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


FLOOD = 10
"""Requests of any kind for each question that a client may ask: a question with its stream makes four."""


def harden(
    app: FastAPI, settings: Settings, assistant: Any, log: RequestLog | None = None, local: bool = False
) -> FastAPI:
    """The same app, with what a public service needs around it; call it before the app has started.

    `local`: only this machine is served, so that no other name leads here (`Hosts`).
    """
    window = SlidingWindow(settings.requests_per_minute)
    flood = SlidingWindow(settings.requests_per_minute * FLOOD)
    # What is added last is asked first.
    if turn := getattr(assistant, "turn", None):
        app.add_middleware(Fair, turn=turn)
    app.add_middleware(Failures)
    app.add_middleware(BodyLimit)
    app.add_middleware(RateLimit, window=window, flood=flood, trusted=settings.trusted_proxies)
    app.add_middleware(Hosts, allowed=settings.allowed_hosts, local=local)
    app.add_middleware(Health, describe=health_of(assistant, settings))
    app.add_middleware(Headers)
    app.add_middleware(Logged, log=log or RequestLog(settings.log_file))
    return app


def health_of(
    assistant: Any, settings: Settings, clock: Callable[[], float] = time.monotonic
) -> Callable[[], dict[str, Any]]:
    """What GET /health says: nothing of the machine, only what is loaded and since when."""
    started = clock()
    report = assistant.report
    loaded = {
        "report": str(report.id),
        "report_digest": report.digest,
        "departments": len(assistant.departments),
        "passages": len(assistant.passages),
        "embedding_model": settings.embedding_model,
        "language_model": settings.llm_model,
    }

    def describe() -> dict[str, Any]:
        off = getattr(assistant, "off_message", None)
        return {
            "status": "ok" if off is None else "off",
            "answering": off is None,
            "uptime_seconds": round(clock() - started),
            "running": getattr(assistant, "running", 0),
            **loaded,
        }

    return describe
