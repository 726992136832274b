"""The whole chain behind the page, over a small report: what a visitor reads after each kind of question."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.browser.conftest import ask
from tests.qa.conftest import (  # noqa: F401  (fixtures)
    small_assistant,
    small_folder,
    small_settings,
    small_source,
)
from tests.qa.web.serving import serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(small_assistant, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("answers")
    with serve(small_assistant, folder) as address:
        yield SimpleNamespace(address=address, assistant=small_assistant, folder=folder)


@pytest.fixture(scope="module")
def page(browser, site):
    context = browser.new_context(locale="zh-TW")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_selector("#question textarea")
    yield page
    context.close()


@pytest.fixture
def talk(page):
    """Asks one question after the other in a conversation of its own; returns the replies."""

    def run(*questions: str) -> list:
        for turn, question in enumerate(questions, start=1):
            ask(page, question, turn)
        return page.locator("#thread .reply").all()

    yield run
    page.click("button[name=new-talk]")
    page.wait_for_selector(".welcome")


def said(reply) -> str:
    return reply.locator(".answer-text").inner_text()


def test_another_subject_inside_a_conversation_is_answered_for_itself(talk) -> None:
    _, second = talk("親子館服務了多少人次？", "火災發生幾件？")
    assert "火災發生 73 件" in said(second) and "親子館" not in second.inner_text()
    assert not second.locator(".understood").count()


def test_a_chain_of_follow_ups_stays_with_what_was_said_last(talk) -> None:
    _, second, third = talk("補助汰換老舊機車幾輛？", "一輛補助多少？", "那淨灘呢？")
    assert "3,500 元" in said(second)
    assert "淨灘 24 場次" in said(third) and "機車" not in said(third)


def test_a_reason_is_told_apart_from_its_measures(talk) -> None:
    *_, why = talk("公共場所安全檢查的達成率", "為什麼")
    assert [one.inner_text() for one in why.locator(".answer-text strong").all()] == ["原因", "因應"]


def test_a_sentence_carries_its_subject_and_its_place_opens_whole(talk, page) -> None:
    (reply,) = talk("救護車平均幾分鐘到？")
    assert said(reply).startswith("提升緊急救護品質：")
    reply.locator("button.cite").first.click()
    reply.locator("details.source[open] a.read").click()
    page.wait_for_selector("#reader tr.target")
    assert "救護 18,345 人次" in page.inner_text("#reader tr.target")
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("topic", "told"), [("親子館", "8,432 人次"), ("滅火器", "2 萬 5,000 元")])
def test_a_bare_topic_is_answered(talk, topic: str, told: str) -> None:
    (reply,) = talk(topic)
    assert told in said(reply) and reply.locator(".answered").count() == 1


@pytest.mark.parametrize(
    ("question", "missing"), [("貓咪結紮有補助嗎", "貓咪"), ("海灘淨灘幾點開始", "服務時間")]
)
def test_what_is_missing_is_named_in_plain_words_and_nothing_else_is_its_answer(
    talk, question: str, missing: str
) -> None:
    (reply,) = talk(question)
    assert reply.locator(".not_found").count() == 1 and said(reply).startswith(f"報告沒有寫到{missing}。")
    assert reply.locator(".ways-on a").count() >= 2


@pytest.mark.parametrize("words", ["你好", "你可以做什麼", "怎麼使用這個"])
def test_talk_about_the_page_is_answered_without_a_quotation(talk, words: str) -> None:
    (reply,) = talk(words)
    assert "施政績效成果報告" in said(reply) and not reply.locator(".source, .verdict").count()


def test_a_list_is_all_of_its_items_with_bars_and_sources(talk) -> None:
    (reply,) = talk("環境保護局有哪些指標")
    assert reply.locator(".computed tbody tr").count() == 3 == reply.locator(".computed .bar").count()
    assert reply.locator(".computed button.cite").count() == 3
    assert "[" not in said(reply)
