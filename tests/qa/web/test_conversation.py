"""Answers as the page shows them: citations open cards, foreign markup stays text, gaps are said."""

import re
from dataclasses import replace

from corpus.model import Section
from qa.answer import Citation, Route, Status
from qa.web.conversation import VERDICTS, ConversationView
from qa.web.sources import SourceBook
from qa.web.taking import as_markdown, copy_of
from qa.web.texts import Texts, load_texts
from qa.web.turns import State, new_turn
from tests.qa.web.fakes import HOSTILE, FakeAssistant
from tests.qa.web.test_markup import Tags
from tests.qa.web.turn_helpers import turn_of


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
        assert all(
            target.startswith(("/report/at/", "/department/"))
            for target in re.findall(r'href="([^"]*)"', html)
        )
        assert HOSTILE in " ".join(seen.text.split())


def test_a_question_to_be_made_clearer_offers_its_choices_once_and_sends_nobody_to_a_department(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "沒有")
    choices = ("港務處辦了幾場", "講座有多少人參加？")
    told = "請說得更明確：\n1. 港務處辦了幾場\n2. 講座有多少人參加？"
    answer = turn.answer.with_(status=Status.CLARIFY, answer=told, citations=(), suggestions=choices)
    html = view.reply(turn.with_(question="哪些指標最遠？", answer=answer))
    text = Tags(html).text
    assert [text.count(choice) for choice in choices] == [1, 1] and html.count('name="ask"') == 2
    assert '<div class="chips"><button' in html  # no heading parts them from the sentence that they go on
    assert "請洽" not in text and "/department/" not in html
    assert 'href="/indicators"' in html  # the page of what the question names


def test_an_english_question_on_the_chinese_page_is_answered_in_english_all_around(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    english, chinese = turn_of(assistant, "How many lectures?"), turn_of(assistant, "講座")
    _, told, _, after = (message["content"] for message in view.messages([english, chinese]))
    assert "Sources" in told and 'href="/en/report/at/' in told and "來源" not in Tags(told).text
    assert "來源" in Tags(after).text


def test_places_that_are_collected_stand_one_below_the_other(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "講座")
    told = "報告裡與「講座」有關的：\n**港務處**：講座 12 場；甲[1]；乙[1]\n還有兩處。"
    one = turn.answer.citations[0]
    answer = turn.answer.with_(answer=told, route=Route.OVERVIEW, more=(("丙", one), ("丁", one)))
    html = view.reply(turn.with_(answer=answer))
    listed = html.split("<ul>")[1].split("</ul>")[0]
    assert "<strong>港務處</strong><ul>" in html.replace("</p>", "") and listed.count("<li>") == 2
    assert "講座 12 場；" in listed and "</ul><p>還有兩處" in html
    assert 'name="ask" value="全部列出"' in html
    collected = turn.with_(answer=answer)
    for taken in (copy_of(collected, view.book, view.texts), as_markdown([collected], view.book, view.texts)):
        assert "港務處\n- 講座 12 場；甲[1]\n- 乙[1]\n" in taken.replace("**", "")
    assert 'name="ask" value="全部列出"' not in view.reply(turn.with_(answer=answer.with_(more=())))


def test_a_completed_question_stands_on_top_with_the_way_out(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    answer = assistant.ask("那防波堤呢？", history=["碼頭巡查幾次？"])
    turn = new_turn("那防波堤呢？", "港務處").with_(answer=answer, state=State.DONE)
    html = view.reply(turn)
    text = Tags(html).text
    assert text.index("理解為：碼頭巡查幾次？ → 那防波堤呢？") < text.index("目標 工程進度")
    assert f'name="alone" value="{turn.id}"' in html
    assert "依據：一項指標 · 只查港務處" in text and "秒" not in text


def test_another_departments_answer_is_told_as_such(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = new_turn("講座", "圖書局").with_(answer=assistant.ask("講座"), state=State.DONE)
    html = view.reply(turn)
    assert "圖書局沒有寫到，以下來自港務處" in html and "只查" not in html


def test_numbers_in_one_bracket_are_buttons_and_rows_a_table(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    rows = [passage for passage in assistant.passages if passage.section is Section.INDICATORS][:3]
    cited = tuple(Citation.of(n, passage) for n, passage in enumerate(rows, start=1))
    turn = turn_of(assistant, "講座")
    answer = turn.answer.with_(answer="共三項[1,2,3]。", citations=cited, route=Route.TABLE)
    html = view.reply(turn.with_(answer=answer))
    assert html.count('name="source"') == 6 and "[1,2,3]" not in Tags(html).text
    assert "width:52.0%" in html and "/indicators?lines=110.111.112" in html


def test_a_list_of_rows_gives_way_to_their_table(assistant: FakeAssistant, view: ConversationView) -> None:
    rows = [passage for passage in assistant.passages if passage.section is Section.INDICATORS][:2]
    cited = tuple(Citation.of(n, passage) for n, passage in enumerate(rows, start=1))
    turn = turn_of(assistant, "講座")
    answer = turn.answer.with_(answer="共兩項：\n1. 甲[1]\n2. 乙[2]", citations=cited, route=Route.TABLE)
    html = view.reply(turn.with_(answer=answer))
    table = html.split("computed")[1].split("</table>")[0]
    assert "<ol>" not in html and "共兩項" in html and table.count("<tr>") == 3


def test_small_talk_has_no_sources_and_nothing_to_judge(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "講座")
    chat = turn.answer.with_(answer="您好！", citations=(), status=Status.CHAT, route=Route.CHAT)
    text = Tags(view.reply(turn.with_(answer=chat))).text
    assert "您好！" in text and "答非所問" not in text and "依據" not in text


def test_suggestions_lead_on_and_do_not_repeat(assistant: FakeAssistant, view: ConversationView) -> None:
    html = view.reply(turn_of(assistant, "防波堤的進度是多少？"))
    assert "為什麼沒有達標？" in html and ">防波堤的進度？</button>" not in html
    assert "看港務處在報告裡寫了什麼" in html
    asked = view.texts("example.why", department="港務處", name="防波堤整建進度")
    assert "為什麼沒有達標？" not in view.reply(turn_of(assistant, asked))


def test_the_english_page_tells_department_and_figures_of_a_quotation(
    assistant: FakeAssistant, book: SourceBook
) -> None:
    turn = turn_of(assistant, "講座")
    named = replace(turn.answer.citations[0], department="社會處")
    turn = turn.with_(answer=turn.answer.with_(citations=(named,)))
    text = Tags(ConversationView(book, load_texts("en")).reply(turn)).text
    assert "chapter of the Social Affairs Department; it prints these figures: 1,342 人次." in text
    assert "What the report says of the Social Affairs Department" in text and "碼頭巡查幾次" not in text


def test_an_answer_is_copied_with_its_sources_and_columns(
    assistant: FakeAssistant, book: SourceBook, texts: Texts
) -> None:
    copied = copy_of(turn_of(assistant, "防波堤的進度？"), book, texts)
    assert copied.startswith("防波堤的進度？\n\n「防波堤整建進度」目標 工程進度 40%")
    assert "[1] 策略目標：港區建設；指標：防波堤整建進度；目標值：工程進度 40%；達成值：尚未決標" in copied
    assert "原文第 111 行" in copied and "**" not in copied


def test_many_sources_stand_behind_one_line(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "講座")
    one = turn.answer.citations[0]
    many = tuple(replace(one, n=n) for n in range(1, 10))
    html = view.reply(turn.with_(answer=turn.answer.with_(citations=many)))
    assert html.count('<details class="source"') == 9
    assert '<details class="more"><summary>再看 5 個來源</summary>' in html


def test_sources_of_one_place_are_told_apart_by_what_they_say(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "講座")
    one = turn.answer.citations[0]
    two = (one, replace(one, n=2, quote="全年辦理講座"))
    told = Tags(view.reply(turn.with_(answer=turn.answer.with_(citations=two)))).text
    assert "：「共 1,342 人次參加」第 15 頁" in told and "：「全年辦理講座」第 15 頁" in told
    alone = Tags(view.reply(turn.with_(answer=turn.answer.with_(citations=(one,))))).text
    assert "：「共 1,342" not in alone


def test_verdicts_can_be_given_and_taken_back(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "講座")
    assert all(f'value="{turn.id} {verdict}"' in view.reply(turn) for verdict in VERDICTS)
    thanked = view.reply(turn.with_(verdict="wrong_figure"))
    assert "已記下「數字不對」" in thanked and 'name="verdict"' not in thanked
    assert 'name="undo-verdict"' in thanked and 'name="comment"' in thanked
    silent = view.reply(turn_of(assistant, "沒有的事"))
    assert " right" not in silent and "答非所問" in silent and "報告其實有寫" in silent


def test_shared_address_carries_question_and_department(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    html = view.reply(turn_of(assistant, "講座 & 人次？", "圖書局"))
    assert 'name="share" value="?q=%E8%AC%9B%E5%BA%A7+%26+%E4%BA%BA%E6%AC%A1%EF%BC%9F&amp;department=' in html


def test_shared_address_of_a_follow_up_carries_what_it_goes_on_from(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    first = turn_of(assistant, "碼頭巡查幾次？")
    answer = assistant.ask("那防波堤呢？", history=["碼頭巡查幾次？"])
    second = new_turn("那防波堤呢？").with_(answer=answer, state=State.DONE)
    assert view.reply(second, [turn_of(assistant, "講座"), first]).count("q=%E7%A2%BC") == 1
    assert 'value="?q=%E8%AC%9B%E5%BA%A7"' in view.reply(turn_of(assistant, "講座"), [first])


def test_stopped_and_failed_turns_say_so(view: ConversationView) -> None:
    assert "已停止，還沒有答案。" in view.reply(new_turn("慢").with_(state=State.STOPPED))
    assert "請換個說法" in view.reply(new_turn("錯").with_(state=State.FAILED, message="請換個說法。"))


def test_conversation_as_markdown(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    text = as_markdown([turn_of(assistant, "講座有多少人？")], book, texts)
    assert text.startswith("## 講座有多少人？\n\n全年辦理講座 12 場，共 1,342 人次參加。[1]\n\n")
    assert "\n\n[1] 「共 1,342 人次參加」（港都市政府《111 年度施政績效成果報告》，港務處，" in text


def test_rows_stand_in_one_table(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "列出指標")
    listed = turn.answer.with_(
        answer="共兩項[1,2]。\n\n| 項目 | 目標 |\n| --- | --- |\n| 甲 | 1 |\n| 乙 | 2 |\n\n（以上計算。）"
    )
    html = view.reply(turn.with_(answer=listed))
    assert html.count("<table>") == 1 and "項目" not in Tags(html).text
    assert "看港務處在報告裡寫了什麼" in html


def test_what_is_from_several_departments_leads_to_none(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "講座")
    two = (turn.answer.citations[0], replace(turn.answer.citations[0], n=2, department="圖書局"))
    assert "在報告裡寫了什麼" not in view.reply(turn.with_(answer=turn.answer.with_(citations=two)))


def test_what_is_said_among_friends_is_not_suggested(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    turn = turn_of(assistant, "講座")
    answer = turn.answer.with_(suggestions=("錢都撒到哪裡去了", "碼頭巡查幾次？"))
    html = view.reply(turn.with_(answer=answer))
    assert "碼頭巡查幾次？" in html and "撒" not in html


def test_a_table_of_other_rows_stays(assistant: FakeAssistant, view: ConversationView) -> None:
    turn = turn_of(assistant, "列出指標")
    grouped = "共兩項[1,2]。\n\n| 局處 | 項數 |\n| --- | --- |\n| 全府 | 2 |"
    html = view.reply(turn.with_(answer=turn.answer.with_(answer=grouped)))
    assert html.count("<table>") == 1 and '<th scope="col">項數</th>' in html


def test_the_reason_of_a_review_stands_apart_from_its_measures(
    assistant: FakeAssistant, view: ConversationView
) -> None:
    review = next(one for one in assistant.passages if one.shortfall)
    turn = turn_of(assistant, "講座")
    answer = turn.answer.with_(answer=f"{review.shortfall.text}[1]", citations=(Citation.of(1, review),))
    text = Tags(view.reply(turn.with_(answer=answer))).text
    assert "原因　(1)水土保持審查意見要求補正。(2)設計多次修正。" in text
    assert "因應　(1)已委託鑑定，預計 112 年 6 月底完成。" in text
    cut = answer.with_(answer="遭遇問題：甲。 2、解決方式[1]")  # the quotation ends behind the heading
    assert "解決方式" not in Tags(view.reply(turn.with_(answer=cut))).text.split("依據")[0].split("來源")[0]
