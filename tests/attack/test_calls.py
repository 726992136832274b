"""Wrong calls of the API and of MCP: a sentence in the caller's language, and never an exception's words."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

from tests.attack.test_mcp import ACCEPT

FOREIGN = re.compile(
    r"Traceback|Error\b|Exception|upstream|pydantic|File \"|/work|/tmp|site-packages|NoneType"
)
CALLED = ("queue/join", "run/predict")
FILE = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}


def told(client, data) -> tuple[int, str]:
    """Status and text that a call of `ask` comes to, of either step."""
    body = data if isinstance(data, bytes) else json.dumps({"data": data}).encode()
    joined = client.post("/gradio_api/call/ask", content=body, headers={"content-type": "application/json"})
    if joined.status_code != 200:
        return joined.status_code, joined.text
    return 200, client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}").text


@pytest.mark.parametrize(
    "data",
    [
        [None, "", []],
        [123, "", []],
        [["資源回收率"], "", []],
        [{"a": 1}, "", []],
        ["", "", []],
        ["   ", "", []],
        ["長" * 1001, "", []],
        ["資源回收率是多少？", ["消防局"], []],
        ["資源回收率是多少？", "沒有這個局", []],
        ["資源回收率是多少？", "", "生育獎勵金"],
        ["資源回收率是多少？", "", [1, 2]],
        ["資源回收率是多少？", "", [["a", "b"]]],
        ["資源回收率是多少？", "", [{"question": 1}]],
        ["資源回收率是多少？", "", [{"question": "火災幾件？", "answer": {"status": "no"}}]],
        ["資源回收率是多少？", "", [FILE]],
        [FILE, "", []],
        ["a", "b", [], "d", "e"],
        b"",
        b"{",
        b"[]",
        b'{"data": 1}',
        b"[" * 100_000,
        b'{"data": ["\xff"]}',
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(client, data):
    status, text = told(client, data)
    assert status in (200, 422), text
    said = json.loads(text)["detail"] if status == 422 else json.loads(text.rpartition("data: ")[2])
    said = said if isinstance(said, str) else said["error"]
    assert said != "處理這個請求時出了問題，請稍後再試。"
    assert re.search("[一-鿿]", said), text
    assert not FOREIGN.search(text)


def test_a_right_call_still_is_answered(client):
    for history in ([], None, ["火災發生幾件？"], [{"question": "火災發生幾件？", "answer": None}]):
        status, text = told(client, ["資源回收率是多少？", "", history])
        assert (status, "61%" in text) == (200, True), text


@pytest.mark.parametrize(
    "body",
    [
        {"data": ["x"], "fn_index": 999, "session_hash": "s"},
        {"data": ["x"], "fn_index": -1, "session_hash": "s"},
        {"data": ["x"], "fn_index": True, "session_hash": "s"},
        {"data": [], "fn_index": 0, "session_hash": "s"},
        {"data": [1] * 9, "fn_index": 0, "session_hash": "s"},
        {"fn_index": 0, "session_hash": "s"},
        {"data": [{"a": 1}, {}, 5, []], "fn_index": 0, "session_hash": "s"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/gradio_api/queue/join", "/gradio_api/run/predict", "/en/gradio_api/queue/join"]
)
def test_the_pages_own_functions_take_only_what_they_are_for(client, path, body):
    response = client.post(path, json=body)
    assert response.status_code == 422, response.text
    assert not FOREIGN.search(response.text)
    assert re.search("[一-鿿]" if not path.startswith("/en") else "[a-z]", response.json()["detail"])


def test_what_is_unknown_ends_with_a_sentence(client):
    for path in (f"/gradio_api/queue/data?session_hash={uuid4().hex}", f"/gradio_api/call/ask/{uuid4().hex}"):
        response = client.get(path)
        assert response.status_code == 200  # a stream, as its readers expect
        assert "重新提問" in response.text.encode().decode("unicode_escape")


def mcp(client, name: str, arguments) -> dict:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call["params"] = {"name": name, "arguments": arguments}
    return client.post("/gradio_api/mcp/", json=call, headers=ACCEPT).json()


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"question": None},
        {"question": 1},
        {"question": ["a"]},
        {"question": "a", "extra": 1},
        {"question": "長" * 1001},
        {"question": "資源回收率", "history": "abc"},
        {"question": "資源回收率", "history": [1]},
        {"question": "資源回收率", "department": [1]},
        {"question": "資源回收率", "department": "沒有這個局"},
    ],
)
def test_mcp_says_what_is_wrong_as_an_error_of_the_tool(client, arguments):
    result = mcp(client, "ask", arguments)["result"]
    assert result["isError"] is True
    (content,) = result["content"]
    assert re.search("[一-鿿]", content["text"])
    assert not FOREIGN.search(content["text"])


def test_mcp_gives_structured_content_and_the_same_as_json(client):
    result = mcp(client, "ask", {"question": "資源回收率是多少？"})["result"]
    assert result["structuredContent"]["status"] == "answered"
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 100_000, b'{"jsonrpc": "2.0"}', b"null", b"\xff"])
def test_mcp_refuses_what_is_no_message(client, body):
    response = client.post("/gradio_api/mcp/", content=body, headers=ACCEPT)
    assert response.status_code == 400
    assert re.search("[一-鿿]", response.json()["error"]["message"])


def test_no_other_site_may_read_and_no_header_is_reflected(client):
    spoofed = {
        "x-forwarded-host": "evil.example",
        "x-gradio-server": "http://evil.example",
        "forwarded": "host=evil.example",
        "origin": "http://evil.example",
    }
    for path in ("/", "/config", "/en/config", "/gradio_api/info", "/nowhere"):
        response = client.get(path, headers=spoofed)
        assert "evil.example" not in response.text + str(response.headers)
        assert "access-control-allow-origin" not in response.headers


def test_a_header_of_spaces_costs_nothing(client):
    response = client.get("/", headers={"accept-language": "a" + " " * 30_000 + "b"}, timeout=5)
    assert response.status_code == 200
