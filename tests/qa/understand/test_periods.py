"""Parts of a year and runs of years in questions and texts."""

from __future__ import annotations

import pytest

from index.words import normalize
from qa.understand.periods import asks_whole_year, find_days, find_periods, lacks_period


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("112 年上半年", [(1, 6)]),
        ("下半年發了多少", [(7, 12)]),
        ("the first half of 2023", [(1, 6)]),
        ("第三季", [(7, 9)]),
        ("第 4 季", [(10, 12)]),
        ("Q2 的件數", [(4, 6)]),
        ("second quarter", [(4, 6)]),
        ("112 年 5 月急難救助幾人次", [(5, 5)]),
        ("五月份", [(5, 5)]),
        ("十二月", [(12, 12)]),
        ("1 到 6 月", [(1, 6)]),
        ("112 年 1 月到 6 月", [(1, 6)]),
        ("1 月~112 年 12 月", [(1, 12)]),
        ("10-12 月", [(10, 12)]),
        ("112 年 8 月 26 日", [(8, 8)]),
        ("三個月內", []),
        ("13 月", []),
        ("第一季刊", []),
        ("半年一次", []),
    ],
)
def test_parts_of_a_year(text, months):
    assert [(one.first, one.last) for one in find_periods(normalize(text))] == months


YEAR = "本(112)年共計受理 1,342 人次"


@pytest.mark.parametrize(
    ("question", "evidence", "lacks"),
    [
        ("上半年發了多少", YEAR, True),
        ("第一季發了多少", YEAR, True),
        ("5 月發了幾人次", YEAR, True),
        ("1 到 6 月發了幾人次", "112 年 1 月至 12 月共 30 件", True),
        ("每月平均發多少人次", YEAR, True),
        ("近五年發了多少", YEAR, True),
        ("歷年人次", YEAR, True),
        ("全年發了多少", YEAR, False),
        ("1 到 12 月發了多少", YEAR, False),
        ("上半年發了多少", "上半年 300 人次", False),
        ("上半年發了多少", "112 年 1 月至 6 月 300 人次", False),
        ("3 月辦了幾場", "112 年 3 月 8 日辦理 2 場", False),
        ("每月平均幾件", "平均 30 件", False),
        ("補助一個月多少", YEAR, True),
        ("補助一個月多少", "每月補助 300 元", False),
        ("每人可以領多少", YEAR, True),
        ("每個人領多少", "每節每人 2,000 元", False),
        ("每戶補多少", "共補助 27 戶、96,000 元", True),
        ("每戶補多少", "其他 25 戶每戶補助 3,000 元", False),
        ("how much is it per month", YEAR, True),
        ("每個月幾號發薪水", YEAR, False),
        ("每人限一輛，去年核准多少件", YEAR, False),
        ("一人次多少", YEAR, False),
        ("近五年發了多少", "108 年起累計 9,000 人次", False),
        ("市府這一年替新住民做了什麼？", "辦理生活適應輔導班", False),
        ("近三年辦了幾場？", "辦理 5 場", True),
    ],
)
def test_whether_the_evidence_has_the_period(question, evidence, lacks):
    assert bool(lacks_period(normalize(question), normalize(evidence))) is lacks


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("工作期間(112年1月1日星期日22時起至同年1月30日24時止)", True),
        ("於 112 年 8 月 1 日至 8 月 31 日受理", True),
        ("自 1 月 1 日起至 12 月 31 日止", False),
        ("自 2 月 1 日起至 9 月 30 日止", False),
        ("8 月 26 日舉辦", False),
        ("112 年 1 月至 6 月", False),
    ],
)
def test_a_stretch_of_days_is_no_year(text, days):
    assert bool(find_days(normalize(text))) is days


def test_the_whole_year_is_asked_for_by_name():
    assert asks_whole_year("112年全年幾件?")
    assert asks_whole_year("for the whole year")
    assert not asks_whole_year("全年級幾人?")
