"""The words around quotations."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from qa.wording.phrases import (
    CHINESE,
    ENGLISH,
    join_missing,
    name_place,
    phrases_for,
    tell_indicator,
    tell_table_row,
    tidy,
    tidy_heading,
)


@pytest.mark.parametrize(("language", "phrases"), [("zh", CHINESE), ("hans", CHINESE), ("en", ENGLISH)])
def test_english_is_answered_in_english_and_all_else_in_chinese(language, phrases):
    assert phrases_for(language) is phrases


@pytest.mark.parametrize("phrases", [CHINESE, ENGLISH])
def test_our_own_words_add_no_number(phrases):
    for field in fields(phrases):
        assert not re.search(r"\d", getattr(phrases, field.name)), field.name


def test_english_phrases_have_no_chinese_in_them():
    for field in fields(ENGLISH):
        assert not re.search(r"[\u4e00-\u9fff]", getattr(ENGLISH, field.name)), field.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 分區辦理表揚，", "分區辦理表揚"),
        ("(一)提昇士氣：", "提昇士氣"),
        ("（十二） 提昇士氣", "提昇士氣"),
        ("➢ 1. 分區辦理", "分區辦理"),
        ("｜一、零星工程｜", "零星工程"),
        ("B. 分區辦理", "分區辦理"),
        ("U.S. 代表團", "U.S. 代表團"),
        ("3.5 公里", "3.5 公里"),
        ("1,342 人次", "1,342 人次"),
        ("112. 8. 26 辦理", "112. 8. 26 辦理"),
        ("12 場", "12 場"),
        ("甲\n乙", "甲 乙"),
        ("", ""),
    ],
)
def test_a_quotation_loses_its_item_number_and_never_a_figure(text, expected):
    assert tidy(text) == expected


@pytest.mark.parametrize("text", ["3、4 月各辦一場", "一、二年級學生"])
def test_the_first_of_two_joined_figures_is_no_item_number(text):
    assert tidy(text) == text


@pytest.mark.parametrize("text", ["1. 112 年辦理", "1、112 年辦理", "(1)1. 112 年辦理"])
def test_an_item_number_in_front_of_a_year_is_left_out(text):
    assert tidy(text) == "112 年辦理"


@pytest.mark.parametrize("text", ["1 路面改善", "五 路面改善", "(二)路面改善", "路面改善："])
def test_a_heading_loses_the_number_that_it_is_listed_under(text):
    assert tidy_heading(text) == "路面改善"


def test_a_row_is_told_as_printed(small_source):
    row = next(r for r in small_source.report.departments[1].indicators if r.actual == "713 家次")
    assert tell_indicator(row, CHINESE) == (
        "「公共場所安全檢查」原定目標值 820 家次，達成目標值 713 家次，達成度 87%。"
    )
    assert "target: 820 家次; actual: 713 家次; attainment: 87%" in tell_indicator(row, ENGLISH)


def test_every_row_of_a_table_is_told_in_a_sentence_without_its_bars(small_source):
    rows = [one for one in small_source.passages if one.indicator or one.shortfall]
    assert len({one.section for one in rows}) > 1
    for row in rows:
        for phrases in (CHINESE, ENGLISH):
            assert (told := tell_table_row(row, phrases)) and "｜" not in told
    missed = next(one for one in rows if one.shortfall)
    assert f"達成度差異值 {missed.shortfall.difference}" in tell_table_row(missed, CHINESE)
    assert tell_table_row(next(one for one in small_source.passages if one not in rows), CHINESE) == ""


def test_an_empty_cell_is_shown_as_a_dash(small_source):
    row = replace(small_source.report.departments[1].indicators[0], actual="", attainment="")
    assert "達成目標值 —，達成度 —" in tell_indicator(row, CHINESE)


def test_a_place_is_named_by_department_and_last_heading(small_source):
    passage = next(p for p in small_source.passages if "364 位" in p.text)
    assert name_place(passage) == "民政處「提昇里鄰長士氣」"
    preface = next(p for p in small_source.passages if not p.path)
    assert name_place(preface) == f"{preface.department}「{preface.section}」"


def test_a_long_heading_is_cut(small_source):
    passage = replace(small_source.passages[0], path=("長" * 99,))
    assert len(name_place(passage)) < 50


def test_missing_things_are_named_one_after_the_other():
    assert join_missing(["死亡人數", "電話"]) == "死亡人數、電話"


def test_a_number_that_is_missing_stands_apart_from_the_word_before_it():
    assert CHINESE.not_found.format(missing=join_missing(["113 年", "電話"])) == "報告沒有寫到 113 年、電話。"
