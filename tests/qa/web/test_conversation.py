"""Answers as the page shows them: citations open cards, foreign markup stays text, gaps are said."""

import re
from dataclasses import replace

from qa.web.conversation import VERDICTS, ConversationView, as_markdown
from qa.web.sources import SourceBook
from qa.web.texts import Texts
from qa.web.turns import State, Turn, new_turn
from tests.qa.web.fakes import HOSTILE, FakeAssistant
from tests.qa.web.test_markup import Tags


def turn_of(assistant: FakeAssistant, question: str, department: str | None = None, **changes) -> Turn:
    answer = assistant.ask(question, department=department)
    return new_turn(question, department).with_(answer=answer, state=State.DONE, **changes)


def test_every_marker_opens_its_card(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "碼頭巡查幾次？")
    html = view.reply(turn)
    assert f'name="source" value="{turn.id}-1"' in html
    assert f'<details class="source" id="source-{turn.id}-1">' in html
    assert "[1]" not in Tags(html).text


def test_quotation_is_marked_and_page_says_about(assistant: FakeAssistant, view: ConversationView) -> None:
    html = view.reply(turn_of(assistant, "碼頭巡查幾次？"))
    assert "<mark>碼頭巡查次數說明，共 98 件。</mark>" in html
    assert "約第 12 頁" in html and "原文第 110 行" in html
    assert "第 15 頁" in view.reply(turn_of(assistant, "講座")) and "約第 15" not in view.reply(
        turn_of(assistant, "講座")
    )


def test_a_marker_without_citation_stays_text(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "講座")
    turn = turn.with_(answer=turn.answer.with_(answer="甲[1]乙[7]"))
    assert Tags(view.reply(turn)).text.count("[7]") == 1


def test_markup_in_question_answer_and_source_stays_text(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, f"惡意 {HOSTILE}")
    for html in (view.question(turn), view.reply(turn)):
        seen = Tags(html)
        assert not seen.tags & {"img", "script", "iframe", "form", "input"}
        assert not [name for name in seen.attributes if name.startswith("on") or name == "src"]
        assert all(target.startswith("/report/at/") for target in re.findall(r'href="([^"]*)"', html))
        assert HOSTILE in " ".join(seen.text.split())


def test_not_found_names_whom_to_call_and_what_is_near(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    text = Tags(view.reply(turn_of(assistant, "沒有的事"))).text
    assert "報告裡沒有找到" in text and "可以洽詢：港務處" in text and "附近的內容" in text
    assert "可以洽詢：圖書局" in Tags(view.reply(turn_of(assistant, "沒有的事", "圖書局"))).text


def test_line_on_what_the_answer_rests_on(assistant: FakeAssistant, view: ConversationView) -> None:
    answer = assistant.ask("那防波堤呢？", history=["碼頭巡查幾次？"])
    text = Tags(view.reply(new_turn("那防波堤呢？", "港務處").with_(answer=answer, state=State.DONE))).text
    assert (
        "依據 一項指標 · 只查港務處 · 理解為：碼頭巡查幾次？ → 那防波堤呢？ · 港都市政府 111 年度 · 0.01 秒"
        in text
    )


def test_many_sources_stand_behind_one_line(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "講座")
    one = turn.answer.citations[0]
    many = tuple(replace(one, n=n) for n in range(1, 10))
    html = view.reply(turn.with_(answer=turn.answer.with_(citations=many)))
    assert html.count('<details class="source"') == 9
    assert '<details class="more"><summary>來源 +5</summary>' in html


def test_verdicts_can_be_given_once(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "講座")
    assert all(f'value="{turn.id} {verdict}"' in view.reply(turn) for verdict in VERDICTS)
    thanked = view.reply(turn.with_(verdict="wrong_figure"))
    assert "已記下「數字不對」" in thanked and 'name="verdict"' not in thanked


def test_shared_address_carries_question_and_department(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    html = view.reply(turn_of(assistant, "講座 & 人次？", "圖書局"))
    assert 'name="share" value="?q=%E8%AC%9B%E5%BA%A7+%26+%E4%BA%BA%E6%AC%A1%EF%BC%9F&amp;department=' in html


def test_stopped_and_failed_turns_say_so(view: ConversationView) -> None:
    assert "已停止，還沒有答案。" in view.reply(new_turn("慢").with_(state=State.STOPPED))
    assert "請換個說法" in view.reply(new_turn("錯").with_(state=State.FAILED, message="請換個說法。"))


def test_conversation_as_markdown(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    text = as_markdown([turn_of(assistant, "講座有多少人？")], book, texts)
    assert text.startswith("## 講座有多少人？\n\n全年辦理講座 12 場，共 1,342 人次參加。[1]\n\n")
    assert "\n\n[1] 「共 1,342 人次參加」（港都市政府《111 年度施政績效成果報告》，港務處，" in text
