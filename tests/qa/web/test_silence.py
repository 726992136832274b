"""Where the page leads when the report is silent: only to what is there."""

from dataclasses import replace

from corpus.model import Section
from qa.answer import Citation
from qa.understand.words import ContentWord
from qa.web.conversation import ConversationView
from qa.web.silence import Contacts, Hotline, Searched
from qa.web.sources import SourceBook
from qa.web.texts import Texts, load_texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags
from tests.qa.web.turn_helpers import turn_of


def test_silence_says_what_is_near_and_leads_on(assistant: FakeAssistant, view: ConversationView) -> None:
    html = view.reply(turn_of(assistant, "沒有的事"))
    text = Tags(html).text
    assert "報告沒有直接寫，但寫到這些相關的事" in text and "相關的內容" in text
    assert "請洽港務處" in text and 'href="/department/' in html
    assert "請洽圖書局" in Tags(view.reply(turn_of(assistant, "沒有的事", "圖書局"))).text


def test_silence_on_the_english_page_names_departments_in_english(
    assistant: FakeAssistant, book: SourceBook
) -> None:
    turn = turn_of(assistant, "沒有的事")
    named = replace(turn.answer.citations[0], department="社會處", section=Section.INDICATORS)
    html = ConversationView(book, load_texts("en")).reply(
        turn.with_(answer=turn.answer.with_(citations=(named,)))
    )
    assert "What the report says of the Social Affairs Department" in html
    assert "<strong>Social Affairs Department</strong> › Key indicators" in html


def test_silence_searches_for_words_of_all_that_was_asked_and_for_no_sentence(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "沒有呢？")
    asked = turn.answer.with_(asked="碼頭的事到底做到哪裡去了呢？ 沒有呢？")
    html = view.reply(turn.with_(answer=asked))
    assert "在全文裡找「碼頭」" in html and 'href="/search?q=%E7%A2%BC%E9%A0%AD"' in html
    assert "/search?" not in view.reply(turn)


def test_silence_searches_for_the_telling_words_that_are_printed(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    unprinted = ContentWord("太空船", 1.0)
    words = (
        ContentWord("講座", 0.9),
        ContentWord("港", 0.2),
        ContentWord("碼頭", 0.6),
        ContentWord("巡查", 0.7),
        unprinted,
    )
    searched = Searched.of(lambda text: words, assistant.passages)
    assert searched.words_of("講座、港、碼頭、巡查、太空船") == "講座 巡查"


def test_the_page_that_a_silent_question_names_comes_first(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    html = view.reply(replace(turn_of(assistant, "沒有的事"), question="碼頭的矛盾和質詢稿沒有？"))
    ways = html.split("ways-on")[1]
    assert ways.index('href="/conflicts"') < ways.index('href="/brief"') < ways.index('href="/search')


def test_silence_without_anything_near_is_called_so(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "沒有的事")
    nothing = turn.with_(answer=turn.answer.with_(citations=(), answer="報告沒有寫到這件事。"))
    text = Tags(view.reply(nothing)).text
    assert "報告裡沒有寫到" in text and "相關的" not in text and "請洽" not in text


def test_a_hotline_is_told_only_where_the_report_prints_it(
    assistant: FakeAssistant, book: SourceBook, texts: Texts, tmp_path
) -> None:
    file = tmp_path / "contacts.toml"
    hotline = '[hotline]\nname = "專線"\nnumber = "12 場"\nprinted = "講座 12 場"\n'
    file.write_text(hotline, encoding="utf-8")
    told = ConversationView(book, texts, Contacts.load(assistant.passages, file))
    html = told.reply(turn_of(assistant, "沒有的事"))
    assert '，或撥 <a href="tel:12">12 場</a>（專線）' in html and "報告裡的出處" in html
    assert Contacts.load(assistant.passages).hotline is None  # this report names no 1999


def test_the_place_that_prints_the_number_to_call_is_nothing_near(
    assistant: FakeAssistant, book: SourceBook, texts: Texts
) -> None:
    place = next(one for one in assistant.passages if one.section is Section.PROGRAMMES)
    told = ConversationView(book, texts, Contacts(Hotline("專線", "hotline", "1,342", place)))
    turn = turn_of(assistant, "沒有的事")
    silent = turn.answer.with_(
        answer="報告沒有寫到這件事。業務最接近的是圖書局，也可以打專線[1]。",
        citations=(Citation.of(1, place, "共 1,342 人次參加"),),
    )
    text = Tags(told.reply(turn.with_(answer=silent))).text
    assert "報告裡沒有寫到" in text and "相關的" not in text
    assert "看圖書局在報告裡寫了什麼" in text and "請洽圖書局" in text and "看港務處" not in text
