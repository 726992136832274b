"""A conversation over the small report: what a message means after what was said."""

from __future__ import annotations

import json

import pytest

from qa.answer import Route, Status
from qa.conversation.conversation import Conversation
from qa.conversation.talk import SURE, part_talk
from qa.conversation.talker import CERTAIN
from qa.errors import QuestionError


@pytest.fixture
def talk(small_assistant):
    return small_assistant.conversation()


def test_a_conversation_comes_back_from_its_json(small_assistant, talk):
    talk.ask("海灘淨灘辦了幾場？")
    kept = json.loads(json.dumps(talk.to_dict(), ensure_ascii=False))
    again = Conversation.from_dict(small_assistant, kept)
    assert [turn.to_dict() for turn in again.turns] == kept["history"]
    assert again.ask("那志工呢？").answer == talk.ask("那志工呢？").answer


def test_history_of_turns_of_questions_and_a_conversation_answer_alike(small_assistant, talk):
    first = talk.ask("海灘淨灘辦了幾場？")
    turns = [{"question": "海灘淨灘辦了幾場？", "answer": first.to_dict()}]
    answers = {
        talk.ask("那志工呢？").answer,
        small_assistant.ask("那志工呢？", turns).answer,
        small_assistant.ask("那志工呢？", ["海灘淨灘辦了幾場？"]).answer,
    }
    assert len(answers) == 1


@pytest.mark.parametrize("history", ["海灘", [1], [{"question": "海灘", "answer": {"status": "x"}}], [{}]])
def test_a_history_of_another_form_is_refused(small_assistant, history):
    with pytest.raises(QuestionError):
        small_assistant.ask("那志工呢？", history)


def test_what_rests_on_an_earlier_turn_says_so(talk):
    talk.ask("海灘淨灘辦了幾場？")
    answer = talk.ask("那志工呢？")
    assert answer.asked.startswith("海灘淨灘辦了幾場？")
    assert answer.understood


def test_a_greeting_is_answered_without_a_quotation(talk):
    answer = talk.ask("你好")
    assert (answer.status, answer.route) == (Status.CHAT, Route.CHAT)
    assert answer.citations == ()
    assert "東港市政府" in answer.answer


def test_one_word_of_thanks_is_answered_in_the_language_of_the_talk(talk):
    talk.ask("How many fires were there in 2023?")
    assert talk.ask("thanks").answer.startswith("You're welcome")


def test_talk_between_questions_does_not_end_the_subject(talk):
    talk.ask("海灘淨灘辦了幾場？")
    assert talk.ask("謝謝").status == Status.CHAT
    assert "3,067" in talk.ask("那志工呢？").answer


def test_figures_of_earlier_answers_are_added_with_their_sources(talk):
    talk.ask("火災發生幾件？")
    talk.ask("公害稽查實際幾件？")
    answer = talk.ask("兩個加起來")
    assert answer.route == Route.TABLE
    assert len(answer.citations) == 2
    assert "＝" in answer.answer


def test_the_page_of_the_last_answer(talk):
    told = talk.ask("火災發生幾件？")
    answer = talk.ask("在第幾頁？")
    assert f"第 {told.citations[0].page} 頁" in answer.answer
    assert answer.citations[0].lines == told.citations[0].lines


def test_another_language_for_the_last_answer(talk):
    told = talk.ask("火災發生幾件？")
    answer = talk.ask("用英文說")
    assert answer.answer.startswith("The report says")
    assert told.figures[0].text in answer.answer


def test_more_is_never_the_same_again(talk):
    told = talk.ask("海灘淨灘辦了幾場？")
    assert talk.ask("還有嗎").answer != told.answer


def test_a_vague_opener_is_asked_back_and_a_number_picks(talk):
    asked = talk.ask("有多少？")
    assert asked.status == Status.CLARIFY
    assert asked.suggestions
    answer = talk.ask("第一個")
    assert answer.asked == asked.suggestions[0]
    assert answer.status != Status.CLARIFY


def test_a_first_word_in_latin_letters_is_greeted_in_english(talk):
    assert talk.ask("hello").answer.startswith("Hello")


def test_a_remark_on_a_matter_that_asks_nothing_is_no_question(talk):
    assert talk.ask("掃了那麼多次海灘還不是一樣髒，騙誰啊").status == Status.CHAT


def test_suggestions_hold_the_words_that_they_are_asked_for(small_assistant):
    choices = small_assistant.suggestions(words=["消防"])
    assert choices
    assert all("消防" in choice for choice in choices)
    assert small_assistant.suggestions(words=["不在報告裡"]) == small_assistant.suggestions()


def test_an_english_page_is_told_again_in_chinese(talk):
    talk.ask("海灘淨灘辦了幾場？")
    assert "page" in talk.ask("which page is that on?").answer
    assert "頁" in talk.ask("in Chinese please").answer


def test_what_the_report_answers_about_as_surely_is_no_small_talk(small_assistant):
    message = "晚安囉"
    _, sure, _ = part_talk(message)
    assert SURE < sure < CERTAIN
    for told, is_talk in ((sure - 0.3, True), (sure - 0.1, False), (sure + 0.1, False)):
        assert (small_assistant.talker._talk(message, lambda told=told: told) is not None) is is_talk


@pytest.fixture
def listed(talk):
    """A conversation whose newest answer is a computed list."""
    told = talk.ask("哪些指標沒達標？")
    assert told.frame
    return talk


def test_a_computed_answer_is_shorter_in_short(listed):
    told = listed.turns[-1].answer
    short = listed.ask("講短一點")
    assert len(short.answer) < len(told.answer)
    assert "|" not in short.answer
    assert short.frame == told.frame


def test_a_computed_answer_is_told_in_english_whatever_its_form_was(listed):
    listed.ask("做成表格")
    english = listed.ask("in English please").answer
    assert english.startswith("key performance indicators")


def test_another_wording_of_a_wording_is_one_of_the_answer_itself(listed):
    told = listed.turns[-1].answer
    listed.ask("講短一點")
    table = listed.ask("做成表格")
    assert table.answer.count("\n|") - 2 == len(told.table["rows"])


def test_a_table_of_a_shorter_wording_is_one_of_the_answer_itself(small_assistant, talk):
    straight = small_assistant.conversation()
    for each in (straight, talk):
        each.ask("海灘淨灘辦了幾場？")
    talk.ask("講短一點")
    assert talk.ask("做成表格").answer == straight.ask("做成表格").answer


def test_what_was_reckoned_is_laid_out_with_its_outcome(talk):
    talk.ask("火災發生幾件？")
    talk.ask("公害稽查實際幾件？")
    reckoned = talk.ask("兩個加起來")
    table = talk.ask("做成表格").answer
    assert reckoned.figures[0].text in table
    assert table.count("\n|") == 4


def test_what_an_overview_says_to_type_gives_what_it_left_out(talk):
    overview = talk.ask("辦理")
    assert overview.more and "「全部列出」" in overview.answer
    rest = talk.ask("全部列出")
    assert overview.more[0][0] in rest.answer
    assert overview.answer.split("\n")[1] not in rest.answer


def test_rows_of_several_messages_are_laid_out_with_their_cells(talk):
    talk.ask("公害稽查的目標和實際各幾件？")
    talk.ask("市民聯合婚禮的目標和實際各幾次？")
    table = talk.ask("這兩項做成表格，目標、實際各一欄").answer
    rows = [line for line in table.split("\n") if line.startswith("|")]
    assert len(rows) == 4
    assert "640 件 | 695 件" in table


def test_what_was_reckoned_is_told_in_english(talk):
    talk.ask("火災發生幾件？")
    talk.ask("公害稽查實際幾件？")
    talk.ask("兩個加起來")
    assert talk.ask("用英文說").answer.startswith("Computed from figures shown above")
