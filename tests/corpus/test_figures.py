"""Numbers as data: printed text, value, unit and kind."""

from __future__ import annotations

import pytest

from corpus.figures import find_figures
from corpus.numbers import read_han


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("共計 1 萬 4,562 筆。", "1 萬 4,562 筆", 14562, "筆"),
        ("獎學金計 86 萬 2, 000 元", "86 萬 2, 000 元", 862000, "元"),
        ("發放 30 萬 6 仟元", "30 萬 6 仟元", 306000, "元"),
        ("19010 0 人次", "19010 0 人次", 190100, "人次"),
        ("90,80 0 人次", "90,80 0 人次", 90800, "人次"),
        ("12.82 5 噸", "12.82 5 噸", 12.825, "噸"),
        ("20000 00 平方公尺", "20000 00 平方公尺", 2000000, "平方公尺"),
        ("１２３人次", "１２３人次", 123, "人次"),
        ("獎勵金二萬元", "二萬元", 20000, "元"),
        ("五仟萬元", "五仟萬元", 50000000, "元"),
        ("3 億 3,355 萬", "3 億 3,355 萬", 333550000, ""),
        ("2億4,285.8萬元", "2億4,285.8萬元", 242858000, "元"),
        ("4,000 萬 19 元", "4,000 萬 19 元", 40000019, "元"),
        ("83 萬 0,706 元", "83 萬 0,706 元", 830706, "元"),
        ("1 億 3,244 萬 3,6505 元", "1 億 3,244 萬 3,6505 元", 132476505, "元"),
        ("360.714 千元", "360.714 千元", 360714, "元"),
        ("10 萬 5 千人", "10 萬 5 千人", 105000, "人"),
        ("8,615 萬餘元", "8,615 萬餘元", 86150000, "元"),
        ("5 萬 3,000 餘件", "5 萬 3,000 餘件", 53000, "件"),
        ("約 1,6617 人", "1,6617 人", 16617, "人"),
        ("執照 1,489(件)", "1,489(件)", 1489, "件"),
        ("計 7.3 萬人次", "7.3 萬人次", 73000, "人次"),
        ("節電 - 605 萬", "- 605 萬", -6050000, ""),
        ("三個月", "三個月", 3, "個月"),
        ("申請者逾三百二十，節氣二十四", "三百二十", 320, ""),
    ],
)
def test_amounts(text, printed, value, unit):
    (figure,) = find_figures(text)
    assert (figure.text, figure.value, figure.unit) == (printed, value, unit)
    assert text[figure.start : figure.end] == printed


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("−4.2%", -4.2, "percent"),
        ("成長率-20%", -20, "percent"),
        ("滿意度 84.7％", 84.7, "percent"),
        ("搭乘率 6 成", 60, "percent"),
        ("百分之八十", 80, "percent"),
        ("第 17 名", 17, "ordinal"),
        ("第三屆", 3, "ordinal"),
        ("民國 112 年", 112, "year"),
        ("112 學年度", 112, "year"),
        ("112 年 8 月 26 日", 1120826, "date"),
        ("112.8.26 日", 1120826, "date"),
        ("112. 8. 26", 1120826, "date"),
        ("於 8/28 辦理", 828, "date"),
        ("12 月 3 日", 1203, "date"),
        ("2,000 元", 2000, "money"),
    ],
)
def test_kinds(text, value, kind):
    (figure,) = find_figures(text)
    assert (figure.value, figure.kind) == (value, kind)


def test_ranges_are_two_figures():
    assert [one.value for one in find_figures("5 月至 8 月")] == [500, 800]
    assert [one.value for one in find_figures("112.1.1-112.7.16")] == [1120101, 1120716]
    assert [one.text for one in find_figures("9 月 28 日-10 月 10 日")] == ["9 月 28 日", "10 月 10 日"]


def test_ratio_is_no_date_and_minus_between_numbers_no_sign():
    assert [one.value for one in find_figures("11/11 × 100% = 100%")] == [11, 11, 100, 100]
    assert [one.value for one in find_figures("(3 - 4) ÷ 3 = -33%")] == [3, 4, 3, -33]


@pytest.mark.parametrize(
    "text", ["COVID-19 防治", "B00 處置場", "專線 02-2422-3456", "0800-636363", "千人齊聚", "一般行政"]
)
def test_parts_of_names_and_telephone_numbers_are_none(text):
    assert find_figures(text) == []


def test_numbers_of_list_items_are_none():
    text = "工作｜3 場｜1. 辦理 3 場。 2. 參加 5 人。(1) 共 3 家 (2) 計 4 家\n3. 其他 7 件。"
    assert [one.text for one in find_figures(text)] == ["3 場", "3 場", "5 人", "3 家", "4 家", "7 件"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("參加人數分別為 88、103 及 87 人次", [(88, "人次"), (103, "人次"), (87, "人次")]),
        ("占 12、30 及 58%", [(12, "%"), (30, "%"), (58, "%")]),
        ("計 5 場、300 人次", [(5, "場"), (300, "人次")]),
        ("濃度 21 μg/m^3、24 小時值", [(21, ""), (24, "小時")]),
    ],
)
def test_numbers_of_a_list_share_the_unit_of_the_last(text, told):
    assert [(figure.value, figure.unit) for figure in find_figures(text)] == told


def test_two_amounts_side_by_side_stay_two():
    assert [one.value for one in find_figures("89 萬元 5,000 元")] == [890000, 5000]
    assert [one.value for one in find_figures("共 2 萬 3. 辦理 5 場")][:1] == [20000]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("二", 2),
        ("十", 10),
        ("十二", 12),
        ("二十三", 23),
        ("三千五百", 3500),
        ("二萬", 20000),
        ("一億二千萬", 120000000),
    ],
)
def test_chinese_numerals(numeral, value):
    assert read_han(numeral) == value
