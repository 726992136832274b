"""What of a message is asked: clauses, the shipped model, borders between wishes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from qa.understand.wishes import join_clauses, load_wishes, split_message

TOLD = [
    "我媽上個月在浴室跌倒，我們夫妻都要上班，",
    "隔壁縣市聽說早就有了，每次打電話都被轉來轉去，真的很累。",
]


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("asked", ["請問去年有幾個人用過送餐服務？", "送餐服務一天送幾次"])
def test_what_is_only_told_is_left_out(told, asked):
    assert load_wishes().read(told + asked) == (asked,)


def test_what_is_named_without_a_question_word_is_asked():
    assert load_wishes().read("我阿嬤住的里在辦活動，里鄰長研習的人數") == ("里鄰長研習的人數",)


def test_a_plain_question_is_asked_whole():
    assert load_wishes().read("老人搭公車免費嗎？") == ("老人搭公車免費嗎？",)


def test_two_wishes_are_told_apart():
    first, second = load_wishes().read("公園在哪裡？另外想問一下去年圖書館有多少人借書？")
    assert "公園" in first
    assert "圖書館" in second


def test_a_demand_in_the_words_of_a_council_is_asked():
    (wish,) = load_wishes().take_apart("貴處近年人力吃緊，請說明 112 年離職人數。")
    assert wish[-1] == "請說明 112 年離職人數。"


def test_all_is_asked_where_no_clause_seems_to_ask():
    assert load_wishes().take_apart("真的很累，每次都這樣") == (("真的很累", "每次都這樣"),)


def test_a_share_and_what_follows_it_are_one_clause():
    assert len(split_message("達成度 87.6% 的原因")) == 1


@pytest.mark.parametrize("message", ["", " ", "？？？", "，", "hello", "路燈"])
def test_something_is_always_asked(message):
    assert len(load_wishes().read(message)) == 1


@pytest.mark.parametrize(
    "text", ["甲，乙。丙", "  甲 乙", "How many buses are there? Thanks.", "3,000 元", "……"]
)
def test_clauses_lose_nothing(text):
    clauses = split_message(text)
    assert join_clauses(text, clauses) == join_clauses(text, [(0, len(text))])
    assert all(before[1] <= after[0] for before, after in pairwise(clauses))
