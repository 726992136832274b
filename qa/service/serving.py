"""The whole service: the page over a guarded assistant, hardened, run by one server process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from qa.service.gate import GuardedAssistant
from qa.service.hardening import harden
from qa.service.log import RequestLog
from qa.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_SHARE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Nothing is told to anybody; set before Gradio is first imported."""
MOST_CONNECTIONS = 1000  # open at once; more get 503
LARGEST_HEAD = 32_768  # bytes of a request's headers


def build_service(assistant: Any, settings: Settings) -> FastAPI:
    """The app that `serve` runs."""
    os.environ.update(QUIET)
    from qa.web import create_app

    log = RequestLog(settings.log_file)
    guarded = GuardedAssistant(assistant, settings, log)
    return harden(create_app(guarded, settings), settings, guarded, log)


def serve(assistant: Any, settings: Settings, host: str | None = None, port: int | None = None) -> None:
    """Serve until interrupted; raises OSError when the port is taken."""
    import uvicorn

    uvicorn.run(
        build_service(assistant, settings),
        host=host or settings.host,
        port=port or settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # clients are told apart by TRUSTED_PROXIES alone
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
