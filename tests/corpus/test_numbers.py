"""One reader of numbers: every way of writing them."""

from __future__ import annotations

import pytest

from corpus.figures import find_figures
from corpus.numbers import read_han, scan_numbers

WRITTEN = [
    ("一千三百四十二人次", 1342, "人次"),
    ("一三四二人次", 1342, "人次"),
    ("三五〇件", 350, "件"),
    ("三百件", 300, "件"),
    ("兩萬三千", 23000, ""),
    ("兩萬三", 23000, ""),
    ("二百五", 250, ""),
    ("兩百二", 220, ""),
    ("三千五", 3500, ""),
    ("三千零五十人", 3050, "人"),
    ("一千零一", 1001, ""),
    ("一百一十二場", 112, "場"),
    ("廿三件", 23, "件"),
    ("卅件", 30, "件"),
    ("十二項", 12, "項"),
    ("五十四項指標", 54, "項"),
    ("參佰元", 300, "元"),
    ("伍仟萬元", 50_000_000, "元"),
    ("一億六千一百萬元", 161_000_000, "元"),
    ("一億二千萬", 120_000_000, ""),
    ("十幾萬人", 100_000, "人"),
    ("五十幾萬", 500_000, ""),
    ("三百多萬元", 3_000_000, "元"),
    ("三十幾件", 30, "件"),
    ("八十幾家次", 80, "家次"),
    ("五萬六千多通", 56_000, "通"),
    ("六萬多人次", 60_000, "人次"),
    ("將近五萬本", 50_000, "本"),
    ("約兩萬五千件", 25_000, "件"),
    ("近百人", 100, "人"),
    ("破萬人次", 10_000, "人次"),
    ("一万五千亿", 1_500_000_000_000, ""),
    ("三點五萬", 35_000, ""),
    ("補助2萬5嗎", 25_000, ""),
    ("1萬2人次", 12_000, "人次"),
    ("1萬5千元", 15_000, "元"),
    ("1萬多人", 10_000, "人"),
    ("3 千 5 百件", 3500, "件"),
    ("5 仟萬元", 50_000_000, "元"),
    ("八萬4千", 84_000, ""),
    ("4萬2,000名", 42_000, "名"),
    ("1億2千3百萬", 123_000_000, ""),
    ("0.005941 兆", 5_941_000_000, ""),
    ("１，３４２人次", 1342, "人次"),
    ("2,000 餘人", 2000, "人"),
    ("50多件", 50, "件"),
    ("兩倍多", 2, "倍"),
    ("1.5倍", 1.5, "倍"),
    ("八成", 80, "%"),
    ("六成五", 65, "%"),
    ("七成半", 75, "%"),
    ("6 成", 60, "%"),
    ("一半的人", 50, "%"),
    ("過半的人", 50, "%"),
    ("三分之一", 100 / 3, "%"),
    ("四分之三", 75, "%"),
    ("百分之八十", 80, "%"),
    ("百分之九十九點五", 99.5, "%"),
    ("百分之百", 100, "%"),
    ("九十五趴", 95, "%"),
    ("95 percent", 95, "%"),
    ("0.95%", 0.95, "%"),
    ("NT$5.941 billion", 5_941_000_000, ""),
    ("26 million", 26_000_000, ""),
    ("three hundred thousand", 300_000, ""),
    ("twenty-three people", 23, ""),
    ("two thirds of them", 200 / 3, "%"),
    ("a half of the members", 50, "%"),
    ("close to 700 off-street", 700, ""),
    ("民國一百一十三年", 113, "年"),
    ("一百一十二年度", 112, "年"),
    ("一一一年", 111, "年"),
    ("二〇二二年", 2022, "年"),
    ("兩千零二十二年", 2022, "年"),
    ("民國九十九年", 99, "年"),
    ("民國 93 年", 93, "年"),
]


@pytest.mark.parametrize(("text", "value", "unit"), WRITTEN, ids=[text for text, _, _ in WRITTEN])
def test_numbers_however_written(text, value, unit):
    (figure,) = find_figures(text)
    assert (figure.value, figure.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "八斗子、七堵、三民、萬里、九份",
        "一般、十分重要、千人齊聚、萬一、百貨公司",
        "第三千五百號",
        "數十人",
        "六都、二二八、一二三樓",
        "參案、參加",
        "one of the best",
        "the second half of the year",
        "億元",
        "一成不變",
    ],
)
def test_what_counts_nothing_is_no_figure(text):
    assert find_figures(text) == []


def test_neighbours_stay_apart():
    assert [one.value for one in find_figures("2 萬、5 萬")] == [20000, 50000]
    assert [one.value for one in find_figures("五萬元三千件")] == [50000, 3000]
    assert [one.value for one in find_figures("十二人、二十三件")] == [12, 23]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("百", 100), ("112", 112), ("一三四二", 1342), ("二萬", 20000), ("三件", None), ("", None)],
)
def test_a_whole_numeral(numeral, value):
    assert read_han(numeral) == value


def test_a_number_tells_how_it_is_written():
    rough, share = list(scan_numbers("五萬多，八成"))
    assert (rough.scaled, rough.more, rough.share, rough.digits) == (True, True, False, False)
    assert (share.share, share.value) == (True, 80)
