"""The report beside the chat and as pages of its own; addresses that lead nowhere; the way to English."""

import pytest

from tests.browser.conftest import ask

pytestmark = pytest.mark.browser


def test_a_citation_opens_beside_the_chat_with_the_stretch_marked(visit) -> None:
    page = visit(viewport={"width": 1440, "height": 860})
    reply = ask(page, "講座有多少人參加？")
    reply.locator("button.cite").click()
    reply.locator("a.read").click()
    page.wait_for_selector("#reader mark")
    assert page.inner_text("#reader mark") == "共 1,342 人次參加"
    assert "經費 26,840,000 元" in page.inner_text("#reader .target >> nth=0")  # all of the item
    left = page.locator("#composer").bounding_box()
    assert left["x"] + left["width"] <= page.locator("#reader").bounding_box()["x"]
    page.keyboard.press("Escape")
    assert page.locator("#reader").count() == 0
    assert page.evaluate("document.activeElement.className") == "read"


def test_beside_the_chat_all_of_a_quoted_row_is_in_sight(visit) -> None:
    page = visit()
    reply = ask(page, "防波堤的進度？")
    reply.locator("button.cite").click()
    reply.locator("a.read").click()
    page.wait_for_selector("#reader .target")
    told = page.locator("#reader .target td").last.bounding_box()
    assert told["x"] + told["width"] <= 1280 and told["width"] > 300


def test_on_a_telephone_it_is_a_page_and_back_returns_to_the_answer(visit) -> None:
    page = visit(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    reply = ask(page, "講座有多少人參加？")
    reply.locator("button.cite").click()
    with page.expect_navigation():
        reply.locator("a.read").click()
    assert page.inner_text("main mark") == "共 1,342 人次參加"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.go_back()
    page.wait_for_selector("#thread .reply.done")


def test_english_and_back(visit) -> None:
    page = visit()
    with page.expect_navigation():
        page.click("#language-link")
    page.wait_for_selector("#send:has-text('Send')")
    with page.expect_navigation():
        page.click("#language-link")
    page.wait_for_selector("#send:has-text('送出')")


def test_a_mistyped_address_gets_a_page(visit, site) -> None:
    page = visit()
    page.goto(site.address + "/en")
    page.wait_for_selector("#send:has-text('Send')")
    page.goto(site.address + "/zh/nowhere")
    assert page.inner_text("h1") == "沒有這個頁面"
    visit.errors.clear()  # the browser notes the 404 itself
