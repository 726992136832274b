"""What is no proper HTTP, or more of it than one may send: refused at once, and the service stays well."""

from __future__ import annotations

import gzip
import json
import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from qa.service.serving import build_service
from qa.settings import Settings
from tests.attack.test_mcp import ACCEPT, CALL
from tests.qa.service.running import run_app
from tests.qa.web.fakes import FakeAssistant

JOIN = b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"


def send_raw(address: str, sent: bytes) -> bytes:
    """All that comes back for some bytes, after which nothing more is sent, until the server ends or resets
    the connection: it may do so before it has read all.
    """
    target = urlsplit(address)
    with socket.create_connection((target.hostname, target.port), timeout=10) as peer:
        received = b""
        with suppress(ConnectionError):
            peer.sendall(sent)
            peer.shutdown(socket.SHUT_WR)
            while more := peer.recv(65536):
                received += more
        return received


@pytest.mark.parametrize(
    "sent",
    [
        JOIN + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        JOIN + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        JOIN + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        JOIN + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        JOIN + b"Content-Length: -1\r\n\r\n",
        JOIN + b"Content-Length: 0x4\r\n\r\nabcd",
        JOIN + b"Content-Length: 4, 5\r\n\r\nabcd",
        JOIN + b"Content-Length: 99999999999999999999\r\n\r\nabcd",
        JOIN + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFF\r\nabc",
        JOIN + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabc",
        GET + b"Host: evil.example\r\n\r\n",
        GET + b"X: a\x00b\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_is_none(address, sent):
    answered = send_raw(address, sent)
    statuses = re.findall(rb"HTTP/1\.1 (\d{3})", answered)
    assert all(status.startswith(b"4") for status in statuses[:1]), answered[:300]
    assert httpx.get(f"{address}/health", timeout=10).status_code == 200


def test_a_body_with_two_lengths_carries_no_second_request(address):
    smuggled = b"GET /gradio_api/file=/etc/hostname HTTP/1.1\r\nHost: localhost\r\n\r\n"
    sent = JOIN + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % (len(smuggled) + 5)
    answered = send_raw(address, sent + b"0\r\n\r\n" + smuggled)
    assert b"200 OK" not in answered


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(b"[" * 50_000_000), {"content-encoding": "gzip"}),
        (b"[" * 500_000 + b"]" * 500_000, {}),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, {}),
        (json.dumps({f"k{n}": n for n in range(50_000)}).encode(), {}),
        (b'{"data": [' + b"9" * 100_000 + b"]}", {}),
        (b'{"data": ["\\ud800", "", []]}' + b" " * 500_000, {}),
        (b'{"data": ["a"], "data": 1}', {}),
        (b"a" * 2_000_000, {}),
    ],
)
@pytest.mark.parametrize("path", ["/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/mcp/"])
def test_a_body_costs_no_more_than_it_weighs(client, path, body, headers):
    response = client.post(path, content=body, headers={**ACCEPT, **headers})
    taken = path.endswith("ask") and b"ud800" in body  # a question all the same
    assert response.status_code in ((200,) if taken else (400, 413, 415, 422)), response.text[:300]
    assert response.elapsed.total_seconds() < 5


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/proc/self/environ",
        "/gradio_api/file=/proc/self/cwd/app.py",
        "/gradio_api/file=/proc/self/root/etc/hostname",
        "/gradio_api/file=/dev/stdin",
        "/gradio_api/file=app.py",
        "/gradio_api/file=.env",
        "/gradio_api/file=file:///etc/hostname",
        "/gradio_api/file=%2fetc%2fhostname",
        "/gradio_api/file=%252fetc%252fhostname",
        "/gradio_api/file=/tmp/../etc/hostname",
        "/gradio_api/file=/etc/hostname%00.css",
        "/gradio_api/file=\\\\127.0.0.1\\share",
        "/gradio_api/file=http:/127.0.0.1:1/",
        "/en/gradio_api/file=/proc/self/environ",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/hostname",
        "/assets/..%2f..%2f..%2f..%2fetc/hostname",
        "/page-assets/..%2f..%2f..%2f..%2fetc%2fhostname",
        "/page-assets//etc/hostname",
        "/page-assets/%00",
        "/report/at/..%2f..%2f..%2fetc%2fhostname",
        "/department/..%2f..%2fetc%2fhostname",
        "/report/%2e%2e%2f%2e%2e%2fetc%2fhostname",
    ],
)
def test_no_path_leads_out(client, path):
    response = client.get(path)
    assert response.status_code in (400, 403, 404), response.text[:200]
    with open("/etc/hostname") as file:
        assert file.read().strip() not in response.text
    assert "PATH=" not in response.text


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """The address of a service that takes few questions of one client."""
    folder = tmp_path_factory.mktemp("strict")
    settings = Settings(
        feedback_file=folder / "f.sqlite3", log_file=folder / "r.jsonl", requests_per_minute=3
    )
    with run_app(build_service(FakeAssistant(), settings), proxy_headers=False) as address:
        yield address


def test_no_header_and_no_spelling_makes_another_client(strict):
    names = ("x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip", "client-ip")
    paths = ("/gradio_api/call/ask", "/en/gradio_api/call/ask", "/search?q=甲", "/en/search", "/search.csv")
    seen = []
    with httpx.Client(base_url=strict) as client:
        for number in range(20):
            path = paths[number % len(paths)]
            method = "POST" if "call" in path else "GET"
            headers = {names[number % len(names)]: f"10.0.0.{number}", "user-agent": str(number)}
            seen.append(client.request(method, path, json={"data": ["問"]}, headers=headers).status_code)
        assert seen[3:] == [429] * 17, seen
        refused = client.get("/search", headers={"accept-language": "zh-TW"})
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert refused.json()["retry_after"] == int(refused.headers["retry-after"])
        told = [client.post("/gradio_api/mcp/", json=CALL, headers=ACCEPT).json() for _ in range(5)]
    assert [one["result"].get("isError", False) for one in told] == [False] * 3 + [True] * 2
