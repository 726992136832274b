"""Wrong calls of the API and of MCP: a sentence in the caller's language, and never an exception's words."""

from __future__ import annotations

import json
import re
import sqlite3
from uuid import uuid4

import pytest

from tests.attack.test_files import call, functions
from tests.attack.test_mcp import ACCEPT

FOREIGN = re.compile(
    r"Traceback|Error\b|Exception|upstream|pydantic|File \"|/work|/tmp|site-packages|NoneType"
)
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


def act(client, root: str, action: str, turns: list) -> str:
    """What the page's functions of two inputs come to for an answer's button."""
    return "".join(
        call(client, root, number, [action, json.dumps(turns)])
        for number, inputs in functions(client, root)
        if inputs == 2
    )


def test_feedback_is_taken_on_what_was_answered_here_in_either_language(client, folder):
    ask = next(number for number, inputs in functions(client, "/") if inputs == 4)
    said = call(client, "/", ask, ["資源回收率是多少？", "", "[]", ""])
    done = json.loads(re.findall(r"data: (.*process_completed.*)", said)[-1])
    turns = json.loads(done["output"]["data"][1])
    assert turns[0]["answer"]["status"] == "answered"
    invented = [{**turns[0], "answer": {**turns[0]["answer"], "answer": "市長說的。"}}]
    refused = act(client, "/", f"verdict {turns[0]['id']} right", invented)
    assert "沒有記下" in re.sub(r"\\u(\w{4})", lambda sign: chr(int(sign[1], 16)), refused)
    taken = act(client, "/en/", f"verdict {turns[0]['id']} right", turns)
    assert "not noted" not in taken and "right" in taken
    with sqlite3.connect(folder / "feedback.sqlite3") as stored:
        assert stored.execute("SELECT count(*) FROM feedback").fetchone()[0] == 1
    for odd in ("\ud800", "\x00", "=1+1", "'; DROP TABLE feedback; --"):
        assert "not noted" not in act(client, "/en/", f"undo {turns[0]['id']}", turns)
        assert '"success":true' in act(client, "/", f"comment {turns[0]['id']} {odd}", turns)


HALF = {"id": "a", "question": "問", "department": None, "state": "done", "message": "", "verdict": ""}
ODD = {"status": "answered", "route": "kpi", "answer": "a", "citations": [], "missing": [], "suggestions": []}


@pytest.mark.parametrize(
    "turn",
    [
        None,
        1,
        [],
        {**HALF, "answer": 1},
        {**HALF, "answer": None, "id": "<script>"},
        {
            **HALF,
            "answer": {**ODD, "figures": [{"text": "1", "value": 10**400, "unit": "", "n": 1}], "seconds": 1},
        },
        {**HALF, "answer": {**ODD, "figures": [], "seconds": float("inf")}},
        {**HALF, "answer": {**ODD, "figures": [], "seconds": 0, "answer": "**a" * 900 + "[1," * 50}},
        {**HALF, "question": "\ud800\x00", "answer": None},
        {**HALF, "answer": {**ODD, "answer": "<img src=x onerror=alert(1)>", "figures": [], "seconds": 0}},
    ],
)
def test_no_kept_turn_breaks_the_page_or_brings_markup(client, turn):
    for number, inputs in functions(client, "/"):
        data = ["x", json.dumps([turn] * 20)] if inputs == 2 else [json.dumps([turn] * 20)]
        if inputs <= 2:
            said = call(client, "/", number, data[:inputs])
            assert '"success":false' not in said
            page = said.replace(json.dumps(json.dumps([turn] * 20)), "")
            assert "<img" not in page or "&lt;img src=x" in page


@pytest.mark.parametrize(
    "path",
    [
        "/report/go?page=" + "9" * 5000,
        "/report/p/" + "9" * 5000,
        "/report/at/" + "a" * 5000 + "?s=-1&e=" + "9" * 5000,
        "/indicators?screen=" + "9" * 5000 + "&sort=__class__",
        "/indicators?q=" + "的 " * 5000,
        "/programmes?sort=-&screen=-1",
        "/conflicts?kind=%00&screen=%F0",
        "/search?q=" + "基" * 5000,
        "/search.xlsx?q=" + "%00" * 500,
        "/search.csv?q==1%2B1&wider=1",
        "/brief?topic=" + "基" * 5000,
        "/brief?department=%2e%2e%2f",
        "/department/" + "基" * 2000,
        "/search?q=" + "%ED%A0%80" * 10,
        "/?q=" + "a" * 20_000,
        "/?lang=%0d%0aset-cookie:x=1",
        "/report?lang=en%0d%0aset-cookie:x=1",
    ],
)
@pytest.mark.parametrize("root", ["", "/en"])
def test_no_address_breaks_a_page(client, root, path):
    response = client.get(root + path)
    assert response.status_code in (200, 303, 307, 400, 404, 414), response.text[:200]
    assert not re.search(r"Traceback|site-packages|File \"", response.text)
    assert "x=1" not in response.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "a\n" * 50_000,
        '{"title": 1}',
        '{"title":"","sources":{},"lines":[{"level":1e999}]}',
        "\ud800",
    ],
)
def test_a_briefing_that_is_none_is_refused(client, content):
    for kind in ("docx", "md"):
        sent = {"content": content.encode("utf-8", "surrogatepass")}
        response = client.post(f"/brief.{kind}", data=sent)
        assert response.status_code == 400
        assert re.search("[一-鿿]", response.text)
        uploaded = client.post(f"/brief.{kind}", files={"content": ("a.txt", b"a" * 5000)})
        assert uploaded.status_code in (400, 404)
