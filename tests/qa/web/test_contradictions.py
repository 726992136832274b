"""What does not agree stands side by side, each value marked where it is printed."""

from dataclasses import replace

from qa.web.contradictions_tab import contradictions_html, gather_places
from qa.web.sources import SourceBook
from qa.web.texts import Texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags


def test_each_place_has_its_card(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    html = contradictions_html(assistant.contradictions, assistant.passages, book, texts)
    assert html.count('class="side"') == 2
    assert "<mark>1,342 人次</mark>" in html and "<mark>12 場</mark>" in html
    text = Tags(html).text
    assert "第 1 處 1,342 人次港務處 › 重要施政成果" in text and "原文第 240 行" in text


def test_values_of_one_passage_share_a_card(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    (one,) = assistant.contradictions
    identifier, *_ = one.places[0]
    both = replace(one, places=(one.places[0], (identifier, 0, 3)))
    assert gather_places(both) == {identifier: [("1,342 人次", one.places[0][1:]), ("12 場", (0, 3))]}
    html = contradictions_html([both], assistant.passages, book, texts)
    assert html.count('class="side"') == 1 and "<mark>港務處</mark>" in html


def test_a_place_that_is_gone_is_left_out(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    (one,) = assistant.contradictions
    html = contradictions_html([replace(one, places=(("gone", 0, 1),))], assistant.passages, book, texts)
    assert one.what in html and 'class="side"' not in html


def test_none_is_said(book: SourceBook, texts: Texts) -> None:
    assert "沒有找到互相矛盾的數字" in contradictions_html([], [], book, texts)
