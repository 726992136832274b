"""The page, guarded and hardened, over HTTP."""

from pathlib import Path

import httpx
import pytest

from qa.service.serving import MOST_SESSIONS, build_service, listen, serve
from qa.settings import Settings
from tests.qa.service.running import run_app
from tests.qa.web.fakes import FakeAssistant


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def client(folder):
    settings = Settings(
        feedback_file=folder / "feedback.sqlite3",
        log_file=folder / "requests.jsonl",
        off_file=folder / "off",
        requests_per_minute=20,
        mcp=False,
    )
    with (
        run_app(build_service(FakeAssistant(), settings)) as address,
        httpx.Client(base_url=address, headers={"accept-language": "zh-TW"}) as client,
    ):
        yield client


def test_the_page_keeps_its_own_policy_and_gets_the_headers(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "script-src 'self' 'sha256-" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert "<gradio-app" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../app.py",
        "/gradio_api/file=http://127.0.0.1:22/",
        "/file=/etc/passwd",
        "/static/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/page-assets/%2e%2e/server.py",
        "/gradio_api/proxy=http://127.0.0.1:22/",
    ],
)
def test_no_file_but_the_pages_own_is_given_out(client, path):
    response = client.get(path)
    assert response.status_code in (400, 403, 404, 405)
    assert "root:" not in response.text


def test_nothing_about_the_machine_is_told(client, folder):
    config = client.get("/config")
    assert config.status_code == 200
    assert str(folder) not in config.text
    assert config.json()["analytics_enabled"] is False


def test_asking_too_often_is_answered_429(client):
    statuses = [
        client.post("/gradio_api/call/ask", json={"data": ["講座有多少人參加？", "", []]}).status_code
        for _ in range(25)
    ]
    assert statuses.count(200) == 20
    assert statuses.count(429) == 5
    assert client.get("/health").json()["answering"] is True


@pytest.mark.slow
def test_only_so_many_sessions_are_kept(folder):
    app = build_service(FakeAssistant(), Settings(feedback_file=folder / "other.sqlite3", mcp=False))
    holders = [route.app.state_holder for route in app.routes if hasattr(route.app, "state_holder")]
    assert len(holders) == 2
    for holder in holders:
        for number in range(MOST_SESSIONS + 50):
            holder[f"session-{number}"]
        assert len(holder.session_data) == MOST_SESSIONS
        assert len(holder.time_last_used) <= MOST_SESSIONS


def test_an_address_that_cannot_be_had_is_an_error():
    with listen("127.0.0.1", 0) as taken, pytest.raises(OSError):
        serve(FakeAssistant(), Settings(port=taken.getsockname()[1]))
    for host in ("203.0.113.77", "no-such-host.invalid"):
        with pytest.raises(OSError):
            listen(host, 0)
