"""Which years a text speaks of."""

from __future__ import annotations

import pytest

from qa.understand.years import asks_future, asks_next, asks_past, asks_previous, find_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("112 年", {112}),
        ("民國112年度", {112}),
        ("99年的火災", {99}),
        ("2023 年", {112}),
        ("in 2022?", {111}),
        ("112.8.26 辦理", {112}),
        ("112/8/26", {112}),
        ("112年8月26日", {112}),
        ("110-112年", {110, 112}),
        ("110 至 112 年度", {110, 112}),
        ("110、111 年比較", {110, 111}),
        ("111年和112年", {111, 112}),
        ("111學年度", {111}),
    ],
)
def test_years_are_found_in_every_way_of_writing_them(text, years):
    assert find_years(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "有幾件？",
        "3 年內",
        "112 件",
        "2,023 人",
        "2023 人",
        "2000 元",
        "滿 65 年以上",
        "12 年級",
        "30 年間",
        "50年前",
        "1.112",
        "電話 2422-1122",
        "200 年",
    ],
)
def test_what_is_no_year_is_not_taken_for_one(text):
    assert find_years(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["明年要辦幾場？", "下次什麼時候？", "今後呢", "next year", "Will it open?", "下一屆"]
)
def test_questions_about_the_future(text):
    assert asks_future(text)


@pytest.mark.parametrize("text", ["前一年呢？", "歷年的件數", "往年", "the year before", "近五年", "上一屆"])
def test_questions_about_the_past(text):
    assert asks_past(text)


@pytest.mark.parametrize("text", ["今年辦了幾場？", "112 年有幾件？", "下半年", "上半年", "willow", "年終"])
def test_questions_about_the_year_itself(text):
    assert not asks_future(text)
    assert not asks_past(text)


@pytest.mark.parametrize("text", ["前一年呢？", "上一年度的件數", "the year before"])
def test_the_year_before_in_words(text):
    assert asks_previous(text)
    assert not asks_next(text)


@pytest.mark.parametrize("text", ["明年要辦幾場？", "下一年度", "next year"])
def test_the_year_after_in_words(text):
    assert asks_next(text)
    assert not asks_previous(text)


@pytest.mark.parametrize("text", ["今年", "年終", "上年終", "往年", "112 年", "下半年"])
def test_no_other_year_in_words(text):
    assert not asks_previous(text)
    assert not asks_next(text)
