"""Asking, sources, follow-ups, the filter, stop, edit, retry, history and shared addresses."""

from urllib.parse import quote

import pytest

from tests.browser.conftest import ask, wait_for_replies
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
    assert "理解為：碼頭巡查幾次？ → 那防波堤呢？" in reply.locator(".understood").inner_text()
    page.click("#thread button[name=alone]")
    page.wait_for_function("() => !document.querySelector('.understood')")
    wait_for_replies(page, 2)
    assert site.assistant.asked[-1] == ("那防波堤呢？", (), None)


def test_filter_by_department(visit, site) -> None:
    page = visit()
    page.click("#department input")
    page.get_by_role("option", name="圖書局").click()
    reply = ask(page, "講座有多少人參加？")
    assert site.assistant.asked[-1][2] == "圖書局"
    assert "只查圖書局" in reply.inner_text() and "圖書局" in reply.locator("summary").inner_text()


def test_not_found_is_honest(visit) -> None:
    page = visit(viewport={"width": 1024, "height": 768})
    reply = ask(page, "沒有的事")
    text = reply.inner_text()
    assert "報告沒有直接寫，但寫到這些相關的事" in text and "請洽港務處" in text and "相關的內容" in text
    reply.locator(".ways-on a:has-text('看港務處')").click()
    page.wait_for_selector("text=2／4 項達成")


def test_chips_and_examples_ask(visit) -> None:
    page = visit()
    first = page.locator(".welcome .chip").first
    question = first.inner_text()
    first.click()
    page.wait_for_selector("#thread .reply.done")
    page.locator("#thread .chip", has_text="防波堤的進度？").click()
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    assert page.locator("#thread .asked-text").all_inner_texts() == [question, "防波堤的進度？"]


def test_examples_for_each_kind_of_visitor_are_plain(visit) -> None:
    page = visit()
    assert page.locator(".welcome .for h3").all_inner_texts() == ["市民", "記者", "議會"]
    assert "KPI" not in page.inner_text(".welcome")


def test_what_is_suggested_leads_on_and_does_not_repeat(visit) -> None:
    page = visit()
    chips = ask(page, "碼頭巡查有幾次？").locator(".chip")
    assert chips.all_inner_texts() == ["防波堤的進度？", "看港務處在報告裡寫了什麼"]
    assert "為什麼沒有達標？" in ask(page, "防波堤的進度？", 2).locator(".chip").all_inner_texts()


def test_an_answer_on_the_english_page_is_english_around_the_quotation(visit) -> None:
    reply = ask(visit("/en/?language=en"), "How many lectures?")
    told = reply.locator(".tools, .chips, .basis, .sources > h4").all_inner_texts()
    assert told and all(line.isascii() for part in told for line in part.replace("港務處", "").splitlines())
    assert "The original is in Chinese" in reply.inner_text() or reply.locator(".gloss").count() == 1


def test_a_copied_row_names_its_columns(visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "防波堤的進度？")
    page.click("#thread button[name=copy-answer]")
    page.wait_for_selector("#toast.shown")
    assert "目標值：工程進度 40%；達成值：尚未決標" in page.evaluate("navigator.clipboard.readText()")


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


def test_conversation_is_kept_in_the_browser_and_clearing_can_be_undone(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    ask(page, "那防波堤呢？", 2)
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    page.click("#clear")
    page.wait_for_selector(".welcome")
    page.click("#undo button")
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    page.click("#clear")
    page.wait_for_selector(".welcome")
    page.reload()
    page.wait_for_selector(".welcome")
    page.wait_for_timeout(500)
    assert page.locator("#thread .reply").count() == 0


def test_conversations_stand_side_by_side(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    page.click("button[name=new-talk]")
    page.wait_for_selector(".welcome")
    ask(page, "講座有多少人參加？")
    page.wait_for_selector("#talks summary:has-text('先前的對話 (1)')")
    page.click("#talks summary")
    page.click("button[name=rename-talk]")
    page.fill("#talks input", "碼頭")
    page.press("#talks input", "Enter")
    page.click("button[name=open-talk]:has-text('碼頭')")
    page.wait_for_selector("#thread .asked-text:has-text('碼頭巡查幾次？')")
    page.click("#talks summary")
    page.click("button[name=delete-talk]")
    page.wait_for_function("() => !document.querySelector('#talks details')")


def test_two_tabs_do_not_overwrite_each_other(visit) -> None:
    first = visit()
    ask(first, "碼頭巡查幾次？")
    second = first.context.new_page()
    second.goto(first.url)
    second.wait_for_selector("#question textarea")
    ask(second, "講座有多少人參加？")
    ask(first, "那防波堤呢？", 2)
    first.reload()
    first.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    assert first.locator("#thread .asked-text").all_inner_texts() == ["碼頭巡查幾次？", "那防波堤呢？"]
    first.click("#talks summary")
    assert "講座有多少人參加？" in first.inner_text("#talks")


def test_shared_address_opens_with_its_answer(visit, site) -> None:
    page = visit(f"/?q={quote('講座有多少人參加？')}&department={quote('圖書局')}")
    page.wait_for_selector("#thread .reply.done")
    assert site.assistant.asked[-1] == ("講座有多少人參加？", (), "圖書局")
    assert page.input_value("#department input") == "圖書局"
    page.wait_for_function("() => localStorage.getItem('report-assistant.conversations')?.includes('講座')")
    asked = len(site.assistant.asked)
    page.reload()
    page.wait_for_selector("#thread .reply.done")
    page.wait_for_timeout(500)
    assert len(site.assistant.asked) == asked and page.locator("#thread .reply").count() == 1
    ask(page, "碼頭巡查幾次？", 2)
    assert "q=" not in page.url


def test_a_link_to_a_follow_up_opens_the_same_answer(visit, site) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "碼頭巡查幾次？")
    answer = ask(page, "那防波堤呢？", 2).locator(".answer-text").inner_text()
    page.locator("#thread button[name=share]").last.click()
    page.wait_for_selector("#toast.shown")
    other = visit(page.evaluate("navigator.clipboard.readText()").removeprefix(site.address))
    other.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    assert other.locator("#thread .answer-text").last.inner_text() == answer


def test_link_and_citation_can_be_copied(visit, site) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    reply = ask(page, "講座有多少人參加？")
    page.click("#thread button[name=share]")
    page.wait_for_selector("#toast.shown")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.address}/?q=%E8%AC%9B")
    page.click("#thread button[name=copy-answer]")
    page.wait_for_function("() => document.getElementById('toast').textContent === '已複製答案與出處'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("講座有多少人參加？\n\n全年辦理講座 12 場") and "原文第 140 行" in copied
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
    page.click("button[name=comment]")
    page.fill(".comment-form textarea", "應該是 1,400 人")
    page.click(".comment-form button")
    page.wait_for_function("() => document.getElementById('toast').textContent.startsWith('已記下說明')")
    before = len(stored_verdicts(site.folder))
    page.click("button[name=undo-verdict]")
    page.wait_for_selector("button[name=verdict]:has-text('答非所問')")
    assert len(stored_verdicts(site.folder)) == before - 1


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


def test_the_first_visit_says_what_this_is_and_is_not(visit) -> None:
    told = visit().locator(".welcome .about li").all_inner_texts()
    assert (
        len(told) == 3 and "查詢工具" in told[0] and told[1].startswith("不提供") and "不是市政府" in told[2]
    )


def test_an_answer_from_elsewhere_says_so(visit) -> None:
    page = visit("/?q=防波堤的進度？&department=圖書局")
    page.wait_for_selector("#thread .reply.done")
    told = page.inner_text("#thread .reply")
    assert "圖書局沒有寫到，以下來自港務處" in told and "只查" not in told


def test_computed_rows_are_one_table_whose_numbers_open_sources(visit) -> None:
    reply = ask(visit(), "列出指標")
    assert reply.locator("table").count() == 1 + reply.locator("table.row-table").count()
    reply.locator(".computed button.cite").nth(1).click()
    assert reply.locator("details.source[open]").count() == 1
