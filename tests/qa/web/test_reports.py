"""The page over several reports: chosen in the chat, each with pages of its own, named beside its sources."""

from __future__ import annotations

import pytest

from qa.settings import Settings
from qa.web.reports import Reports, root_of
from qa.web.server import create_app
from qa.web.sources import SourceBook
from qa.web.texts import load_texts
from tests.qa import small_report
from tests.qa.library.conftest import BEFORE, library, texts  # noqa: F401  (fixtures)

EARLIER = f"{small_report.CITY} {BEFORE} 年度"
QUESTION = "廢食用油回收了幾公噸？"


@pytest.fixture(scope="module")
def app(library):  # noqa: F811
    return create_app(library, Settings())


@pytest.fixture(scope="module")
def client(app):
    from starlette.testclient import TestClient

    return TestClient(app, base_url="http://localhost")


def test_one_report_offers_nothing_to_choose(small_assistant):
    reports = Reports.of(small_assistant)
    assert (reports.entries, reports.others, reports.find(EARLIER)) == ((), (), None)


def test_each_report_has_its_pages_in_both_languages(client):
    home = client.get("/report").text
    before = client.get(f"{root_of('before')}/report").text
    assert EARLIER in before
    assert f'href="{root_of("before")}/report/' in before
    assert f'href="{root_of("before")}/report"' in home
    english = client.get(f"/en{root_of('before')}/report").text
    assert f'href="/en{root_of("before")}/report/' in english
    assert 'href="/?report=before"' in before.replace("&amp;", "&")
    assert client.get("/reports/nobody/report").status_code == 404


@pytest.mark.parametrize("path", ["/search?q=淨灘", "/indicators", "/programmes", "/conflicts", "/brief"])
def test_every_list_is_of_its_own_report(client, path):
    response = client.get(root_of("before") + path)
    assert response.status_code == 200
    assert EARLIER in response.text


def test_a_citation_leads_to_its_own_report(library, client):  # noqa: F811
    answer = library.ask(f"廢食用油回收 {small_report.YEAR} 年和 {BEFORE} 年比如何？")
    reports = Reports.of(library)
    book = SourceBook.of(library.report, library.passages, others=reports.book)
    words = load_texts("zh-TW")
    cards = [book.card(citation, f"c{citation.n}", words) for citation in answer.citations]
    for card, citation in zip(cards, answer.citations, strict=True):
        root = root_of("before") if citation.report == EARLIER else ""
        assert f'href="{root}/report/at/' in card
        assert citation.report in card
        address = card.partition('class="read" href="')[2].partition('"')[0]
        assert client.get(address.replace("&amp;", "&").partition("#")[0]).status_code == 200
        assert f"{citation.report.split()[0]}《{citation.report.split()[1]}" in book.place(citation, words)


def test_the_page_offers_the_reports(client):
    config = client.get("/config").json()
    (choice,) = [one for one in config["components"] if one["props"].get("elem_id") == "report-choice"]
    assert {"before", "other"} < {value for _, value in choice["props"]["choices"]}


def test_the_api_has_a_function_that_chooses_a_report(client):
    named = client.get("/gradio_api/info").json()["named_endpoints"]
    assert {"/ask", "/ask_report"} <= set(named)
    assert len(named["/ask"]["parameters"]) == 3


def test_the_desk_tells_a_choice_once_and_then_follows_the_conversation(library, tmp_path):  # noqa: F811
    from threading import Event

    from qa.web.desk import Desk
    from qa.web.feedback import FeedbackStore

    desk = Desk(library, Settings(), FeedbackStore(tmp_path / "f.sqlite3"), load_texts("zh-TW"))
    turns: tuple = ()
    reports = []
    for question in (QUESTION, f"{small_report.YEAR} 年呢", "淨灘辦了幾場？"):
        *_, turn = desk.answer(question, turns, None, Event(), "before")
        turns = (*turns, turn)
        reports.append(turn.answer.report)
    assert reports == [EARLIER, str(library.report.id), str(library.report.id)]
    *_, turn = desk.answer(QUESTION, turns, None, Event(), "other")
    assert turn.answer.report.startswith("南灣市政府")


def test_mcp_asks_the_report_chosen(app):
    pytest.importorskip("mcp")
    from starlette.testclient import TestClient

    call = {"name": "ask", "arguments": {"question": "績優鄰長有幾位獲得表揚？", "report": "before"}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    accept = {"accept": "application/json, text/event-stream"}
    with TestClient(app, base_url="http://localhost") as running:
        told = running.post("/gradio_api/mcp/", json=message, headers=accept).text
        assert "823 位" in told and EARLIER in told
        call["arguments"]["report"] = "nobody"
        assert "沒有「nobody」這份報告" in running.post("/gradio_api/mcp/", json=message, headers=accept).text
