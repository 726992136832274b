"""Which years a text speaks of."""

from __future__ import annotations

import pytest

from index.words import normalize
from qa.understand.periods import find_asked_years, find_years


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
    ("text", "years"),
    [
        ("前一年呢？", {111}),
        ("上一年度的件數", {111}),
        ("the year before", {111}),
        ("前年急難救助人次", {111}),
        ("大前年急難救助人次", {110}),
        ("明年要辦幾場？", {113}),
        ("下一年度", {113}),
        ("next year", {113}),
        ("後年的計畫", {114}),
        ("去年辦了幾場", set()),
        ("今年", set()),
        ("年終", set()),
        ("上年終", set()),
        ("往年", set()),
        ("下半年", set()),
        ("目前年度有幾項指標沒達標", set()),
        ("當前年度", set()),
        ("以前年度的保留款", set()),
        ("比前年少了幾件", set()),
        ("較前一年增加多少", set()),
        ("2050 淨零排放做了哪些事？", set()),
        ("2050年淨零排放", set()),
        ("1966 長照專線接了幾通", set()),
        ("1999 接了幾通電話", set()),
        ("打1957專線", set()),
        ("中正路112號", set()),
        ("增加到2000格", set()),
        ("如何將來自各地的垃圾分類", set()),
        ("2022的件數", {111}),
        ("2024年的計畫", {113}),
        ("民國一百一十三年", {113}),
        ("一一一年", {111}),
        ("一百一十三年急難救助人次", {113}),
        ("二〇二二年", {111}),
        ("二零二四年", {113}),
        ("111學年度", {111}),
        ("112年度", {112}),
    ],
)
def test_the_years_that_a_question_asks_about(text, years):
    assert find_asked_years(normalize(text), 112) == years
