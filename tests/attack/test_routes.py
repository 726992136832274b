"""Only the routes that the page needs are open, and a Gradio that brings a new one is noticed."""

from __future__ import annotations

import pytest
from starlette.routing import Match

from qa.web.routes import KEPT, is_counted, match_kept

CLOSED = {
    "/api/{api_name}",
    "/app_id",
    "/call/v2/{api_name}",
    "/call/v2/{api_name}/{event_id}",
    "/component_server",
    "/custom_component/{id}/{environment}/{type}/{file_name}",
    "/deep_link",
    "/dev/reload",
    "/file/{path:path}",
    "/file={path_or_url:path}",
    "/login",
    "/login_check",
    "/logout",
    "/manifest.json",
    "/monitoring",
    "/monitoring/summary",
    "/monitoring/{key}",
    "/openapi.json",
    "/process_recording",
    "/proxy={url_path:path}",
    "/pwa_icon",
    "/pwa_icon/{size}",
    "/queue/status",
    "/reset",
    "/run-history/buckets",
    "/run-history/connect",
    "/run-history/records",
    "/run-history/records/{endpoint}/{record_id}/assets/{asset_id}",
    "/run/{api_name}",
    "/runs",
    "/startup-events",
    "/stream/{event_id}",
    "/stream/{event_id}/close",
    "/stream/{session_hash}/{run}/{component_id}/playlist-file",
    "/stream/{session_hash}/{run}/{component_id}/playlist.m3u8",
    "/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}",
    "/svelte/{path:path}",
    "/theme.css",  # below /gradio_api
    "/token",
    "/undo-vibe-edit",
    "/upload",
    "/upload_progress",
    "/user",
    "/vibe-code",
    "/vibe-edit",
    "/vibe-starter-queries",
}
"""What Gradio 6.31 offers besides, without /gradio_api.

Where this test fails after an upgrade: read what the new route does, and add it here; only what the page
cannot do without goes into `KEPT`.
"""

_NAMES = {"session": "session_hash", "name": "api_name", "event": "event_id"}


def gradio_routes() -> set[str]:
    """All paths of Gradio's app, as it offers them without us."""
    import gradio as gr
    from gradio.routes import App

    app = App.create_app(gr.Blocks())
    paths, left = set(), list(app.routes)
    while left:
        route = left.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            left += inner.routes
        elif getattr(route, "path", ""):
            paths.add(route.path)
    return paths


def test_every_route_of_gradio_is_either_kept_or_known_and_closed():
    kept = {path.removeprefix("/gradio_api") for path in KEPT}
    for ours, theirs in _NAMES.items():
        kept = {path.replace(f"{{{ours}}}", f"{{{theirs}}}") for path in kept}
    offered = {(path.removeprefix("/gradio_api").rstrip("/") or "/") for path in gradio_routes()}
    assert len(offered) > 50  # the walk over the routes still finds them
    assert offered - kept - CLOSED == set()
    assert {path for path in kept if path.startswith("/call")} <= offered


def scope(path: str, method: str = "GET") -> dict:
    return {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1:22/"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/user"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/stream/a/1/2/playlist-file"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/ask"),
        ("POST", "/gradio_api/call/v2/ask"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/monitoring"),
        ("POST", "/login"),
        ("GET", "/logout"),
        ("GET", "/svelte/index.js"),
        ("GET", "/manifest.json"),
        ("PUT", "/config"),
        ("DELETE", "/"),
        ("POST", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/../gradio_api/upload"),
        ("GET", "//gradio_api//upload"),
        ("GET", "/GRADIO_API/upload"),
        ("GET", "/gradio_api/upload%2f"),
    ],
)
def test_what_the_page_does_not_need_is_closed(client, prefix, method, path):
    response = client.request(method, prefix + path)
    assert response.status_code in (404, 405), response.text
    assert response.json()["detail"] in ("沒有這個頁面。", "這個網址不接受這種請求。") or prefix


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/en/", "/theme.css", "/favicon.ico"])
def test_what_the_page_needs_is_open(client, path):
    assert client.get(path).status_code == 200


def test_a_path_is_matched_as_gradio_itself_matches_it():
    assert match_kept(scope("/gradio_api/file=/tmp/a b/c.csv")) is Match.NONE
    assert match_kept(scope("/assets/a b/c.js")) is Match.FULL
    assert match_kept(scope("/gradio_api/queue/join")) is Match.PARTIAL
    assert match_kept(scope("/gradio_api/queue/joins")) is Match.NONE
    assert is_counted(scope("/en/gradio_api/queue/join", "POST"))
    assert is_counted(scope("/gradio_api/call/ask", "POST"))
    assert not is_counted(scope("/gradio_api/call/ask/1"))
    assert not is_counted(scope("/gradio_api/queue/data"))


def test_no_socket_is_opened(address):
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect

    for path in ("/", "/gradio_api/queue/join", "/en/"):
        with pytest.raises((WebSocketException, OSError)), connect(address.replace("http", "ws") + path):
            pass
