"""Asking, sources, follow-ups, the filter, stop, edit, retry, history and shared addresses."""

from urllib.parse import quote

import pytest

from tests.browser.conftest import ask
from tests.browser.test_pages import download
from tests.qa.web.turn_helpers import stored_verdicts

pytestmark = pytest.mark.browser


def test_ask_and_open_the_source(visit) -> None:
    page = visit()
    reply = ask(page, "講座有多少人參加？")
    assert "共 1,342 人次參加" in reply.inner_text()
    card = page.locator("#thread details.source")
    assert card.get_attribute("open") is None
    reply.locator("button.cite").click()
    assert card.get_attribute("open") is not None
    assert card.locator("mark").inner_text() == "共 1,342 人次參加"
    assert "第 15 頁" in card.inner_text() and "原文第 140 行" in card.inner_text()
    reply.locator("button.cite").click()
    assert card.get_attribute("open") is None


def test_a_row_of_the_table_is_shown_as_a_table(visit) -> None:
    reply = ask(visit(), "防波堤的進度？")
    reply.locator("button.cite").click()
    cells = reply.locator(".row-table tr").all_inner_texts()
    assert cells[2].split() == ["目標值", "工程進度", "40%"]


def test_follow_up_knows_the_earlier_question(visit, site) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    reply = ask(page, "那防波堤呢？", 2)
    assert site.assistant.asked[-1] == ("那防波堤呢？", ("碼頭巡查幾次？",), None)
    assert "理解為：碼頭巡查幾次？ → 那防波堤呢？" in reply.locator(".basis").inner_text()


def test_filter_by_department(visit, site) -> None:
    page = visit()
    page.click("#department input")
    page.get_by_role("option", name="圖書局").click()
    reply = ask(page, "講座有多少人參加？")
    assert site.assistant.asked[-1][2] == "圖書局"
    assert "只查圖書局" in reply.inner_text() and "圖書局" in reply.locator("summary").inner_text()


def test_not_found_is_honest(visit) -> None:
    reply = ask(visit(), "沒有的事")
    text = reply.inner_text()
    assert "報告裡沒有找到" in text and "可以洽詢：港務處" in text and "附近的內容" in text
    assert reply.locator(".chip").count() == 3


def test_chips_and_examples_ask(visit) -> None:
    page = visit()
    page.locator(".welcome .chip", has_text="碼頭巡查幾次？").click()
    page.wait_for_selector("#thread .reply.done")
    page.locator("#thread .chip", has_text="防波堤的進度？").click()
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    assert page.locator("#thread .asked-text").all_inner_texts() == ["碼頭巡查幾次？", "防波堤的進度？"]


def test_examples_for_each_kind_of_visitor(visit) -> None:
    assert visit().locator(".welcome .for h3").all_inner_texts() == ["市民", "記者", "議會"]


def test_stop_keeps_what_was_there(visit) -> None:
    page = visit()
    page.fill("#question textarea", "慢慢說講座")
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "() => (document.querySelector('#thread .answer-text')?.innerText ?? '').length > 4"
    )
    page.click("#stop")
    page.wait_for_selector("#thread .reply.stopped")
    assert "已停止，以下是停止前的內容。" in page.inner_text("#thread .reply")
    assert page.is_visible("#send") and not page.is_visible("#stop")
    words = page.inner_text("#thread .answer-text")
    page.wait_for_timeout(600)
    assert page.inner_text("#thread .answer-text") == words
    assert ask(page, "碼頭巡查幾次？", 2).locator("button.cite").count() == 1


def test_edit_replaces_the_question_and_what_followed(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    ask(page, "那防波堤呢？", 2)
    page.locator("#thread button[name=edit]").first.click()
    assert page.input_value("#question textarea") == "碼頭巡查幾次？"
    assert page.is_visible("#editing-note")
    ask(page, "講座有多少人參加？", 1)
    assert page.locator("#thread .asked-text").all_inner_texts() == ["講座有多少人參加？"]
    assert not page.is_visible("#editing-note")


def test_edit_can_be_cancelled(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    page.click("#thread button[name=edit]")
    page.keyboard.press("Escape")
    assert not page.is_visible("#editing-note") and page.input_value("#question textarea") == ""
    ask(page, "那防波堤呢？", 2)


def test_retry_asks_again(visit, site) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    before, first = len(site.assistant.asked), page.get_attribute("#thread .reply", "id")
    page.click("#thread button[name=retry]")
    page.wait_for_function("id => document.querySelector('#thread .reply.done')?.id !== id", arg=first)
    page.wait_for_selector("#thread .reply.done")
    assert len(site.assistant.asked) == before + 1 and page.locator("#thread .reply").count() == 1


def test_failure_is_one_sentence(visit) -> None:
    page = visit()
    assert "這個問題讀不懂，請換個說法。" in ask(page, "錯").inner_text()
    text = ask(page, "壞", 2).inner_text()
    assert "這一題沒有答成" in text and "/etc" not in text


def test_conversation_is_kept_in_the_browser(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    ask(page, "那防波堤呢？", 2)
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    page.click("#clear")
    page.wait_for_selector(".welcome")
    page.reload()
    page.wait_for_selector(".welcome")
    page.wait_for_timeout(500)
    assert page.locator("#thread .reply").count() == 0


def test_shared_address_opens_with_its_answer(visit, site) -> None:
    page = visit(f"/?q={quote('講座有多少人參加？')}&department={quote('圖書局')}")
    page.wait_for_selector("#thread .reply.done")
    assert site.assistant.asked[-1] == ("講座有多少人參加？", (), "圖書局")
    assert page.input_value("#department input") == "圖書局"
    asked = len(site.assistant.asked)
    page.reload()
    page.wait_for_selector("#thread .reply.done")
    page.wait_for_timeout(500)
    assert len(site.assistant.asked) == asked and page.locator("#thread .reply").count() == 1
    ask(page, "碼頭巡查幾次？", 2)
    assert "q=" not in page.url


def test_link_and_citation_can_be_copied(visit, site) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    reply = ask(page, "講座有多少人參加？")
    page.click("#thread button[name=share]")
    page.wait_for_selector("#toast.shown")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.address}/?q=%E8%AC%9B")
    reply.locator("button.cite").click()
    page.click("#thread button[name=copy]")
    page.wait_for_function("() => document.getElementById('toast').textContent === '已複製引文'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "「共 1,342 人次參加」（港都市政府《111 年度施政績效成果報告》，港務處，一般業務 ›"
    )


def test_feedback_is_stored(visit, site) -> None:
    page = visit()
    ask(page, "我是 A123456789，講座有多少人？")
    page.locator("#thread button[name=verdict]", has_text="數字不對").click()
    page.wait_for_selector("#thread .verdict[role=status]")
    assert "已記下「數字不對」" in page.inner_text("#thread .verdict")
    assert stored_verdicts(site.folder)[-1] == ("wrong_figure", "我是 〔證號〕，講座有多少人？")


def test_an_indicator_can_be_asked_about(look) -> None:
    page = look("/indicators?q=巡查")
    page.click(".ask a")
    page.wait_for_selector("#thread .reply.done", state="visible")
    assert page.inner_text("#thread .asked-text").startswith("港務處「碼頭巡查次數」")


def test_conversation_as_a_file(visit, tmp_path) -> None:
    page = visit()
    ask(page, "講座有多少人參加？")
    text = download(page, "#export", tmp_path).read_text(encoding="utf-8")
    assert text.startswith("## 講座有多少人參加？") and "原文第 140 行" in text
