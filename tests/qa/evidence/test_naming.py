"""What is missing is named by nouns, those that were asked about first."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from qa.answer import Status
from qa.evidence.missing import MOST, is_noun, name_missing
from qa.understand.demands import Demand
from qa.understand.words import ContentWord

ZH, EN = SimpleNamespace(english=False), SimpleNamespace(english=True)


def words(*texts):
    return [ContentWord(text, 0.9) for text in texts]


@pytest.mark.parametrize("word", ["租金", "節目單", "電話", "廠商", "捷運", "學費"])
def test_nouns_can_be_named(word):
    assert is_noun(word)


@pytest.mark.parametrize("word", ["接到", "跑去", "夠慢", "不了", "怎麼辦", "設在", "不在任何字典裡的話", ""])
def test_other_words_cannot(word):
    assert not is_noun(word)


def test_years_and_places_and_kinds_come_before_words():
    amount = Demand("amount", "金額")
    asked = words("租金", "跑去")
    named = name_missing(asked, [amount], [111], ["台北市"], ZH, asked)
    assert named == ("111 年", "台北市", "金額")
    assert len(named) == MOST


def test_only_nouns_of_a_clause_that_asks_are_named():
    assert name_missing(words("廠商", "跑去", "租金"), [], [], [], ZH, words("跑去", "租金")) == ("租金",)


def test_kinds_that_every_question_has_are_not_named_nor_words_of_an_english_question():
    assert name_missing(words("租金"), [Demand("yes_no", "是否")], [], [], EN, words("租金")) == ()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("5 月火災發生幾件？", ("5月的數字",)),  # the report has the year's
        ("上半年的火災", ("上半年的數字",)),
        ("5 月有哪些防火宣導？", ()),  # deeds are told without their month
    ],
)
def test_a_figure_of_the_year_is_none_of_a_month(small_assistant, question, missing):
    answer = small_assistant.ask(question)
    assert answer.missing[:1] == missing
    assert (answer.status == Status.NOT_FOUND) is bool(missing)
