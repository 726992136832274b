"""Sums, rates, calculations, differences, dates and progress inside one text."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction, find_contradictions
from corpus.contradictions.finding import contradiction, spot_of
from tests.corpus.reports import ReportText


def found_in(text: str, completion: str = "100%") -> list[Contradiction]:
    chapter = ReportText().programmes(f"海洋部門\t一、海洋教育\t(一)推廣\t{text}\t{completion}")
    return find_contradictions(chapter.report(), chapter.passages())


def only(text: str, kind: str, completion: str = "100%") -> Contradiction:
    (one,) = found_in(text, completion)
    assert one.kind == kind
    return one


@pytest.mark.parametrize(
    ("text", "total", "added"),
    [
        ("受理申請 90 件(核准 50 件、駁回 30 件)。", "90 件", "80 件"),
        ("受理申請 20 件(核准 50 件、駁回 30 件)。", "20 件", "80 件"),
        ("巡護北岸 12 次、南岸 15 次、離島 6 次，合計 30 次。", "30 次", "33 次"),
        ("參加人數分別為 30、40 及 20 人，合計 100 人。", "100 人", "90 人"),
        ("培訓志工計 70 人：導覽 30 人、救生 20 人、潛水 10 人。", "70 人", "60 人"),
        ("汰換船艇共 9 艘。 (1) 巡邏艇 4 艘。 (2) 救生艇 6 艘。", "9 艘", "10 艘"),
        (
            "預算總計 90 萬元；支付甲案 40 萬元、乙案 20 萬元、丙案 10 萬元及丁案 5 萬元，全部執行完畢。",
            "90 萬元",
            "750,000 元",
        ),
        ("導覽現場 121 人次；電話 393 人次，共計 1,368 人次。", "1,368 人次", "514 人次"),
        ("海洋廢棄物清除量 8 公噸（漁網 3 公噸、保麗龍 2 公噸）", "8 公噸", "5 公噸"),
    ],
)
def test_total_that_is_not_the_sum_of_its_parts(text, total, added):
    one = only(text, "sum")
    assert one.values[0] == total
    assert f"相加卻是 {added}" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "受理申請 90 件(核准 50 件、駁回 40 件)。",
        "受理申請 90 件(含緊急 20 件、補件 10 件)。",  # not all of them
        "受理申請 90 件，其中緊急 20 件、補件 10 件。",
        "巡護北岸 12 次、南岸 15 次，另離島 6 次，合計 33 次。",
        "經費中央 300 萬元、地方 150 萬元，合計 450 萬元。",
        "補助合計 26,000 元(甲公司申請 56,000 元，補助 16,000 元；乙公司申請 27,000 元，補助 10,000 元)。",
        "國小每人 300 元、國中每人 200 元，共 900 元。",
        "汰換船艇共 9 艘。 (1) 巡邏艇 4 艘。 (2) 救生艇 5 艘。",
        "約 1.5 公噸、2.3 公噸，合計 3.8 公噸。",
        "輔導 55 人，總計 900 人次，包括甲類 25 人、乙類 20 人及丙類 10 人。",
        "巡護計 137 次，合格 99 次，不合格 37 次，複查 1 次；複檢 132 次，合格 69 次，不合格 63 次。",
        "辦理講習 3 場、120 人次，共計 5 天。",
    ],
)
def test_sums_that_are_right_or_none(text):
    assert not found_in(text)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("列管船隻 500 艘，完成檢查 300 艘，檢查率達 75%。", "75%"),
        ("應到 80 人，實到 60 人，到課率為 60%。", "60%"),
        ("經費預算為 1,000,000 元，實支數為 950,000 元，賸餘數百分比為 12%。", "12%"),
        ("上年度約僱 20 人，本年度 25 人，成長率 20%。", "20%"),
    ],
)
def test_rate_that_its_numbers_do_not_give(text, rate):
    assert only(text, "ratio").values[0] == rate


@pytest.mark.parametrize(
    "text",
    [
        "列管船隻 500 艘，完成檢查 300 艘，檢查率達 60%。",
        "列管船隻 300 艘，完成檢查 200 艘，檢查率達 66%。",  # cut
        "列管船隻 300 艘，完成檢查 200 艘，檢查率達 66.7%。",  # rounded
        "列管船隻 100 艘，完成檢查 300 艘，檢查率達 100%。",  # capped
        "船隻由 500 艘減少至 300 艘，汰換率 12%。",
        "列管船隻 500 艘、漁民 300 人，投保率 12%。",
        "列管船隻 500 艘，檢查 300 艘。依公布資料，全國平均檢查率 12%。",
        "經費預算為 1,000,000 元，實支數為 950,000 元，賸餘數百分比為 5%。",
        "上年度約僱 20 人，本年度 25 人，成長率 25%。",
    ],
)
def test_rates_that_are_right_or_of_something_else(text):
    assert not found_in(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("普及率 (400+300)/1000*100=75%", "75%"),
        ("預算數(不含薪資)2,000元-決算數(不含薪資)1,500元)÷預算數2,000元=0.4", "0.4"),
        ("就醫率達 90.5%(40/50)。", "90.5%"),
        ("成長率(本年度 12－上年度 10）÷上年度 10×100%=0", "0"),
        ("完成 30 人÷現有 40 人×100%＝80%", "80%"),
        ("檢測共 34 次,合格 34/34*100=90% 複檢 8/8*100=100%", "90%"),
    ],
)
def test_calculation_with_another_result(text, result):
    assert only(text, "formula").values[0] == result


@pytest.mark.parametrize(
    "text",
    [
        "普及率 (400+300)/1000*100=70%",
        "預算數(不含薪資)2,000元-決算數(不含薪資)1,500元)÷預算數2,000元=25%",  # a bracket is missing
        "就醫率達 80%(40/50)。",
        "就醫率達 80.0(40/50)。",
        "人均 12,345÷6,000=2.05",
        "年度目標=100 件÷12",
        "達成率＝完成件數÷目標件數×100%",
        "(12－12)÷12×100%=0%",
        "檢測值 U>=3 者 20 處。",
    ],
)
def test_calculations_that_are_right_or_unreadable(text):
    assert not found_in(text)


def test_row_whose_calculation_does_not_give_its_actual_value():
    row = "一 減碳\t1 綠電使用率\t50%\t90%\t100%\t綠電 30 度÷總用電 40 度×100%，達成目標值。"
    chapter = ReportText().indicators(row)
    (one,) = find_contradictions(chapter.report(), chapter.passages())
    assert (one.kind, one.values) == ("formula", ("90%", "30 度÷總用電 40 度"))


def test_number_of_a_calculation_that_the_text_prints_otherwise():
    one = only("住宅 15 萬 9301 戶，普及率 (61793+97517)/159310*100=100%", "formula")
    assert one.values[0] == "15 萬 9301 戶"
    assert not found_in("住宅 15 萬 9310 戶，普及率 (61793+97517)/159310*100=100%")


def test_growth_divided_by_the_new_number():
    row = "一 員額\t1 約僱員額成長率\t0%\t{}\t100%\t(3 - 4) ÷ {} = {}。"
    wrong = ReportText().indicators(row.format("-33%", 3, "-33%"))
    (one,) = find_contradictions(wrong.report(), wrong.passages())
    assert (one.kind, one.values[0]) == ("formula", "-33%")
    right = ReportText().indicators(row.format("-25%", 4, "-25%"))
    assert not find_contradictions(right.report(), right.passages())


def test_change_in_per_cent_that_the_numbers_do_not_give():
    text = "計畫面積 314 公頃、樁位 2,615 支，實際面積 475 公頃、樁位 2,491 支。面積超出 {}%。"
    assert only(text.format(5), "change").values == ("5%", "314 公頃", "475 公頃")
    assert not found_in(text.format(51))


def test_difference_that_the_numbers_do_not_give():
    one = only("受理報案 900 件，較 119 年 700 件增加 150 件。", "change")
    assert one.values == ("150 件", "900 件", "700 件")


@pytest.mark.parametrize(
    "text",
    [
        "受理報案 900 件，較 119 年 700 件增加 200 件。",
        "受理報案 900 件、結案 700 件，較 119 年增加 150 件。",  # from numbers that are not printed
        "受理 900 件，派遣 400 件，較 119 年受理 700 件，增加 200 件。",  # from the number before
        "預算 500 萬元，決算 470 萬元，賸餘 30 萬元。",
    ],
)
def test_differences_that_are_right_or_from_elsewhere(text):
    assert not found_in(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("於 120 年 8 月 9 日(一)淨灘。", "120 年 8 月 9 日(一)"),
        ("自 120 年 11 月 1 日至 119 年 11 月 30 日開放。", "120 年 11 月 1 日"),
        ("於 2 月 30 日淨灘。", "2 月 30 日"),
        ("截至 131 年底共 40 件。", "截至 131 年"),
        ("滿意度調查，131 年訪問案件共 40 件。", "131 年"),
        ("已於 121 年 3 月 18 日、9 月 18 日召開小組會議。", "9 月 18 日"),
        ("棧橋竣工日期 121 年 2 月 8 日，於 1 月 30 日通車。", "121 年 2 月 8 日"),
        ("「120 學年度海洋盃比賽」於 119 年 11 月 3 日辦理完畢。", "120 學年度"),
    ],
)
def test_dates_that_cannot_be(text, value):
    assert value in only(text, "date").values[0]


@pytest.mark.parametrize(
    "text",
    [
        "於 120 年 8 月 9 日(六)淨灘，8 月 10 日星期日檢討。",
        "自 119 年 11 月 1 日至 120 年 11 月 30 日開放，12 月 20 日至 1 月 5 日整修。",
        "於 2 月 28 日淨灘。",
        "計畫自 119 年至 131 年分期辦理，預計 131 年完工。",
        "「120 學年度海洋盃比賽」於 120 年 11 月 3 日辦理完畢，119 學年度於 119 年 11 月辦理。",
        "(一)於 120 年 8 月 9 日 (二)北岸淨灘。",
        "預計於 121 年 9 月 18 日召開小組會議，停航至 121 年 12 月 4 日。",
        "棧橋於 120 年 2 月 8 日竣工，8 月 30 日啟用。",
    ],
)
def test_dates_that_can_be(text):
    assert not [one for one in found_in(text) if one.kind == "date"]


def test_progress_against_the_degree_of_completion():
    one = only("遊艇碼頭工程，至年底執行進度 60%，預計明年完工。", "progress")
    assert one.values == ("100%", "執行進度 60%")
    assert not found_in("遊艇碼頭工程，至年底執行進度 60%。", "60")
    assert not found_in("甲碼頭工程進度 60%，乙碼頭工程進度 90%。")


@pytest.mark.parametrize(
    "text", ["船艇 2 艘待打造完成再行安裝系統。", "第 4 期刻正驗收中。", "俟驗收後分發各隊。"]
)
def test_full_completion_of_what_is_under_way(text):
    assert only(text, "progress").values[0] == "100%"
    assert not found_in(text, "80%")


def test_values_that_are_farther_apart_weigh_more():
    def weigh(one: str, other: str) -> float:
        (passage,) = (
            ReportText().programmes(f"海洋部門\t一、教育\t推廣\t收 {one} 件，{other} 件。\t").passages()
        )
        return contradiction("不合", "twin", *(spot_of(passage, one) for one in passage.figures[:2])).weight

    assert weigh("1,000", "990") < weigh("1,000", "950") < weigh("1,000", "500")


def test_done_and_not_yet_done():
    one = only("8 月 28 日工程驗收合格。因設計疑義，待釐清後辦理驗收。", "statement", "95%")
    assert "驗收合格" in one.values[0]
    assert not found_in("8 月 28 日第一期工程驗收合格。第二期待釐清後辦理招標。", "95%")


def test_none_and_some():
    one = only("本年度未查獲及銷毀漁具。巡護中查獲違規船舶 2 艘，並銷毀漁具 3 件。", "statement")
    assert one.values == ("未查獲", "查獲違規船舶 2 艘")
    assert not found_in("除甲港未查獲及銷毀漁具外，查獲違規船舶 2 艘，並銷毀漁具 3 件。")
    assert not found_in("本年度未查獲偷渡。查獲違規船舶 2 艘，並銷毀漁具 3 件。")
