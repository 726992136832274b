"""The whole service: the page over a guarded assistant, hardened, run by one server process."""

from __future__ import annotations

import os
import socket
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from qa.service.clients import CLIENT, current_client
from qa.service.gate import GuardedAssistant
from qa.service.hardening import harden
from qa.service.limiting import SlidingWindow
from qa.service.log import RequestLog
from qa.service.sockets import impatient
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
MOST_SESSIONS = 600
MOST_CONNECTIONS = 1000  # open at once; more get 503
BACKLOG = 512  # connections that wait to be accepted
LARGEST_HEAD = 32_768  # bytes of a request's headers


def build_service(assistant: Any, settings: Settings) -> FastAPI:
    """The app that `serve` runs."""
    os.environ.update(QUIET)
    from qa.web.server import create_app

    log = RequestLog(settings.log_file)
    guarded = GuardedAssistant(
        assistant, settings, log, client=partial(current_client, settings.trusted_proxies), spare=1
    )
    calls = SlidingWindow(settings.requests_per_minute)
    app = create_app(guarded, settings, admit=lambda: calls.admit(CLIENT.get()))
    bound_sessions(app, MOST_SESSIONS)
    return harden(app, settings, guarded, log, local=_is_local(settings))


def _is_local(settings: Settings) -> bool:
    """Is only this machine served, and by no proxy that may bring names of its own?"""
    if settings.trusted_proxies:
        return False
    try:
        return ip_address(settings.host).is_loopback
    except ValueError:
        return settings.host == "localhost"


def bound_sessions(app: FastAPI, most: int) -> None:
    """Let Gradio remember `most` sessions of each language, the oldest going first.

    It keeps about 130 kB for each, also for each call of the API; its own bound of 10,000 would be more
    than a gigabyte.  The conversation itself is kept in the browser and outlives its session.
    """
    for route in app.routes:
        holder = getattr(getattr(route, "app", None), "state_holder", None)
        if holder is not None:
            holder.capacity = most


def serve(assistant: Any, settings: Settings) -> None:
    """Serve until interrupted; raises OSError when the address cannot be had."""
    import uvicorn

    # Bound here, as uvicorn itself would log the error and leave the process.
    with listen(settings.host, settings.port) as bound:
        config = uvicorn.Config(
            build_service(assistant, settings),
            http=impatient(settings.trusted_proxies),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # clients are told apart by TRUSTED_PROXIES alone
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[bound])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; raises OSError when it is taken or none of this machine."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
