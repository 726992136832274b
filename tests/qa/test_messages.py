"""Messages that ask for several things, or tell a story around what they ask."""

from __future__ import annotations


def test_what_is_told_around_a_question_is_not_asked(small_assistant):
    answer = small_assistant.ask("隔壁昨天吵到半夜，真的很煩。去年火災發生幾件？")
    assert answer.status == "answered"
    assert "73 件" in answer.answer
    assert answer.missing == ()


def test_each_of_two_wishes_is_answered_from_its_own_place(small_assistant):
    answer = small_assistant.ask("績優鄰長有幾位獲得表揚？火災發生幾件？")
    assert "364 位" in answer.answer
    assert "73 件" in answer.answer
    assert len(answer.citations) == 2


def test_what_the_report_lacks_of_two_wishes_is_said_behind_what_it_has(small_assistant):
    answer = small_assistant.ask("火災造成幾人死亡？火災發生幾件？")
    assert answer.status == "answered"
    assert answer.missing == ("死亡人數",)
    told, lacking = answer.answer.split("\n")
    assert "73 件" in told
    assert lacking == "報告沒有寫到死亡人數。"


def test_a_message_of_which_no_clause_is_answered_is_refused_once(small_assistant):
    answer = small_assistant.ask("鄰長的電話幾號？火災為什麼變多？")
    assert answer.status == "not_found"
    assert answer.answer.count("沒有寫到") == 1
