"""The page over HTTP: documents, languages, headers, and the endpoint `ask`."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from qa.settings import Settings
from qa.web.shell import prefers_english
from qa.web.turns import State, keep, new_turn
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.serving import serve


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(FakeAssistant(), tmp_path_factory.mktemp("served"), max_question=50) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str):
    from gradio_client import Client

    return Client(address, verbose=False, analytics_enabled=False)


def test_document_has_language_title_and_header(address: str) -> None:
    page = httpx.get(f"{address}/", headers={"accept-language": "zh-TW"})
    assert page.headers["content-language"] == "zh-Hant-TW"
    assert '<html lang="zh-Hant-TW"' in page.text
    assert "<title>港都市政府 111 年度施政績效問答</title>" in page.text
    assert "<h1>施政績效問答</h1>" in page.text and page.text.count("<gradio-app") == 1


def test_nothing_in_the_document_points_away(address: str) -> None:
    page = httpx.get(f"{address}/").text
    loaded = re.findall(r"<(?:script|link|img|meta)[^>]*(?:src|href|content)=\"(https?:)?//[^\"]*\"", page)
    assert loaded == []
    assert '"analytics_enabled":false' in page and '"stylesheets":[]' in page


def test_policy_lets_run_the_documents_own_scripts_only(address: str) -> None:
    page = httpx.get(f"{address}/")
    policy = page.headers["content-security-policy"]
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    assert len(scripts) >= 4
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    (rule,) = [part for part in policy.split(";") if "script-src" in part]
    assert "unsafe" not in rule and "frame-ancestors 'none'" in policy


def test_document_is_compressed_when_asked(address: str) -> None:
    page = httpx.get(f"{address}/", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip" and "<gradio-app" in page.text
    plain = httpx.get(f"{address}/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and "<gradio-app" in plain.text


def test_english_visitors_are_led_to_english_until_they_choose(address: str) -> None:
    with httpx.Client(base_url=address, headers={"accept-language": "en-GB,en;q=0.8"}) as visitor:
        led = visitor.get("/?q=parking")
        assert (led.status_code, led.headers["location"]) == (302, "/en/?q=parking")
        assert '<html lang="en"' in visitor.get("/en/").text
        assert '<html lang="zh-Hant-TW"' in visitor.get("/?language=zh-TW").text
        assert visitor.get("/").status_code == 200  # the choice is remembered


@pytest.mark.parametrize(
    ("accepted", "english"),
    [
        ("", False),
        ("en-US,en;q=0.9", True),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", False),
        ("en;q=0.4, zh-Hant;q=0.5", False),
        ("fr, en;q=0.5", True),
        ("de", False),
        ("en;q=x, zh", False),
        ("*" * 5000, False),
    ],
)
def test_language_of_a_new_visitor(accepted: str, english: bool) -> None:
    assert prefers_english({"accept-language": accepted}) is english


def test_choice_goes_before_the_browsers_language() -> None:
    assert not prefers_english({"accept-language": "en", "cookie": "language=zh-TW"})
    assert prefers_english({"accept-language": "zh-TW", "cookie": "a=b; language=en"})


def test_assets_are_served_and_nothing_else(address: str) -> None:
    assert httpx.get(f"{address}/page-assets/page.js").status_code == 200
    for path in (
        "/page-assets/../page.py",
        "/page-assets/%2e%2e/page.py",
        "/gradio_api/file=/etc/passwd",
        "/docs",
    ):
        assert httpx.get(address + path).status_code in (403, 404, 405), path


def test_routes_of_the_given_app_win(tmp_path: Path) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from qa.web.server import create_app

    app = FastAPI()
    app.add_api_route("/health", lambda: {"ok": True})
    made = create_app(FakeAssistant(), Settings(feedback_file=tmp_path / "f", mcp=False), app)
    assert TestClient(made).get("/health").json() == {"ok": True}


def test_ask_gives_the_answer_of_the_contract(client) -> None:
    answer = client.predict("講座有多少人參加？", api_name="/ask")
    assert answer["status"] == "answered" and "1,342 人次" in answer["answer"]
    assert answer["citations"][0]["lines"] == [140, 140]


def test_ask_takes_department_and_history(client) -> None:
    answer = client.predict("那防波堤呢？", "港務處", ["碼頭巡查幾次？"], api_name="/ask")
    assert answer["understood"] == "碼頭巡查幾次？ → 那防波堤呢？"


@pytest.mark.parametrize(
    ("question", "sentence"), [("錯", "請換個說法"), ("長" * 51, "最多 50 個字"), ("壞", None)]
)
def test_ask_refuses_in_one_sentence(client, question: str, sentence: str | None) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as caught:
        client.predict(question, api_name="/ask")
    assert sentence is None or sentence in str(caught.value)
    assert "/etc" not in str(caught.value)


def test_ask_is_the_only_named_endpoint(client) -> None:
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {"/ask"}


def test_answering_can_be_turned_off(tmp_path: Path) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    with serve(FakeAssistant(), tmp_path, answering=False, off_message="今天休息。", mcp=False) as address:
        client = Client(address, verbose=False, analytics_enabled=False)
        with pytest.raises(AppError, match="今天休息"):
            client.predict("講座", api_name="/ask")


def test_mcp_offers_the_same_tool(address: str) -> None:
    pytest.importorskip("mcp")
    import anyio
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def call() -> tuple[list[str], str]:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = await session.list_tools()
            result = await session.call_tool(tools.tools[0].name, {"question": "講座有多少人參加？"})
            return [tool.name for tool in tools.tools], result.content[0].text

    names, text = anyio.run(call)
    assert len(names) == 1 and names[0].endswith("ask")
    assert "1,342 人次" in text


def test_a_conversation_is_given_as_a_file(address: str) -> None:
    answer = FakeAssistant().ask("講座")
    turn = new_turn("講座有多少人？").with_(answer=answer, state=State.DONE)
    given = httpx.post(f"{address}/en/conversation.md", files={"content": (None, json.dumps(keep([turn])))})
    assert (
        given.text.startswith("## 講座有多少人？\n\n全年辦理講座")
        and "attachment" in given.headers["content-disposition"]
    )
    assert httpx.post(f"{address}/conversation.md", data={"content": "[[["}).text == "\n"


def test_what_the_page_brings_along_is_packed(address: str) -> None:
    for path in ("/page-assets/chat.js", "/report", "/en/"):
        packed = httpx.get(address + path, headers={"accept-encoding": "gzip", "accept": "text/html"})
        assert packed.headers["content-encoding"] == "gzip", path
