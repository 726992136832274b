"""The report to read: all of it is there, each place has an address, and what is cited is marked."""

import html
import re
from dataclasses import replace

import pytest

from corpus.model import Section
from qa.web.pages.library import Kind, Library
from qa.web.pages.site import Site
from qa.web.sources import CELL
from tests.qa.web.fakes import HOSTILE, FakeAssistant

ASSISTANT = FakeAssistant()
LIBRARY = Library.of(ASSISTANT.report, ASSISTANT.passages)


def plain(document: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", document)).split())


def lecture():
    return next(p for p in ASSISTANT.passages if p.section is Section.PROGRAMMES and p.department == "港務處")


def test_every_passage_stands_in_exactly_one_block() -> None:
    shown = [p.id for chapter in LIBRARY.chapters for block in chapter.blocks for p in block.passages]
    assert sorted(shown) == sorted(p.id for p in ASSISTANT.passages)


def test_rows_stand_in_tables_and_programmes_under_their_names() -> None:
    blocks = LIBRARY.chapter("港務處").blocks
    kinds = {block.section: block.kind for block in blocks}
    assert kinds[Section.INDICATORS] == kinds[Section.COMMON] == Kind.INDICATORS
    assert kinds[Section.SHORTFALLS] == Kind.SHORTFALLS
    assert blocks[-1].title == "一般業務 › 一、推廣教育 › (一)講座"


def test_a_chapter_shows_all_its_text(get) -> None:
    shown = plain(get("/report/圖書局"))
    for passage in LIBRARY.passages:
        if passage.department == "圖書局":
            for cell in passage.text.split(CELL):
                assert " ".join(cell.split()) in shown


def test_contents_lead_to_chapters_and_pages(get) -> None:
    contents = get("/report")
    assert "第 12–15 頁" in contents and "西元 2022 年" in contents
    assert "%E5%9C%96%E6%9B%B8%E5%B1%80#programmes" in contents


def test_a_page_has_what_is_printed_on_it_and_says_when_its_number_is_a_guess(get) -> None:
    page = get("/report/p/15")
    assert "講座 12 場" in page and "防波堤" not in page and "約第 15 頁" not in page
    assert "約第 12 頁" in get("/report/p/12")


def test_a_place_marks_the_stretch_in_the_whole_item(get) -> None:
    passage = lecture()
    start = passage.text.index("1,342 人次")
    page = get(f"/report/at/{passage.id}?s={start}&e={start + 8}")
    assert "<mark>1,342 人次</mark>" in page and "第 15 頁" in page
    assert f'id="{passage.id}" class="paragraph target"' in page


@pytest.mark.parametrize("query", ["?s=5&e=2", "?s=-1&e=4", "?s=0&e=99999", "?s=x&e=y", ""])
def test_a_stretch_that_is_none_marks_nothing(get, query: str) -> None:
    assert "<mark>" not in get(f"/report/at/{lecture().id}{query}")


def test_lines_and_page_numbers_lead_to_their_place(client) -> None:
    assert client.get("/report/go?page=15").headers["location"] == "/report/p/15"
    assert client.get("/report/go?page=0x").headers["location"] == "/report"


@pytest.mark.parametrize("path", ["/report/p/9999", "/report/at/none", "/report/沒有處", "/nowhere"])
def test_an_unknown_address_has_a_page_in_the_visitors_language(client, path: str) -> None:
    lost = client.get(path)
    assert lost.status_code == 404 and "沒有這個頁面" in lost.text
    assert client.get(f"/en{path}").text.count("There is no such page") == 2


def test_english_browsers_get_the_english_page_and_programs_json(client) -> None:
    assert "There is no such page" in client.get("/nowhere", headers={"accept-language": "en"}).text
    assert client.get("/nowhere", headers={"accept": "application/json"}).json() == {"detail": "Not Found"}


def test_the_english_chat_needs_no_slash(client) -> None:
    led = client.get("/en?language=en")
    assert (led.status_code, led.headers["location"]) == (307, "/en/?language=en")


def test_the_choice_of_a_language_is_remembered(client) -> None:
    assert "language=en" in client.get("/en/report?language=en").headers["set-cookie"]
    assert "set-cookie" not in client.get("/report?language=xx").headers
    client.cookies.clear()


def test_markup_of_the_report_stays_text(get) -> None:
    page = get("/report/圖書局")
    assert "<img" not in page and html.escape(HOSTILE) in page


def test_documents_allow_no_inline_script_or_style(client) -> None:
    page = client.get("/report/港務處")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page.text)


def test_what_the_file_of_a_report_lacks_is_said_on_every_page(get) -> None:
    said = "目錄列了水利處，但檔案裡沒有這些局處的內容。"
    cut = Library.of(replace(ASSISTANT.report, lacking=(said,)), ASSISTANT.passages)
    for language in ("zh-TW", "en"):
        top = Site.of(cut, language, 1000).render("top.html", current="/report", other_address="/")
        assert said in plain(top)
    assert said not in plain(get("/report"))


def test_sections_are_named_in_the_language_of_the_page(get) -> None:
    for path in ("/en/report", "/en/report/港務處"):
        assert 'Key indicators <span lang="zh-Hant">關鍵績效指標</span>' in get(path)
    assert "Key indicators" not in get("/report")
