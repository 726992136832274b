"""Rows whose numbers do not fit each other, and what a department says of its targets."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction, find_contradictions
from tests.corpus.reports import SHORTFALL_HEADER, SUMMARY, ReportText


def found_in(chapter: ReportText) -> list[Contradiction]:
    report = chapter.report()
    return find_contradictions(report, chapter.passages())


def row(target: str, actual: str, attainment: str, text: str = "依計畫辦理。", name: str = "清理沙灘") -> str:
    return f"一 淨化海岸\t1 {name}\t{target}\t{actual}\t{attainment}\t{text}"


@pytest.mark.parametrize(
    ("target", "actual", "attainment"),
    [
        ("40 場", "30 場", "90%"),
        ("200 人", "150 位", "100%"),
        ("80%", "20%", "52%"),
        ("1 式", "0 式", "70%"),
        ("80%", "80%", "160%"),
    ],
)
def test_attainment_that_target_and_actual_do_not_give(target, actual, attainment):
    (one,) = found_in(ReportText().indicators(row(target, actual, attainment)))
    assert one.kind == "attainment"
    assert one.values == (attainment, target, actual)
    assert "清理沙灘" in one.what


@pytest.mark.parametrize(
    ("target", "actual", "attainment", "name"),
    [
        ("40 場", "30 場", "75%", "清理沙灘"),
        ("30 場", "29 場", "96.6%", "清理沙灘"),  # 96.67 cut
        ("30 場", "29 場", "97%", "清理沙灘"),  # and rounded
        ("3 場", "9 場", "100%", "清理沙灘"),  # capped
        ("3 場", "9 場", "300%", "清理沙灘"),  # not capped
        ("1.2 萬株", "1.1 萬株", "92%", "種樹"),
        ("5 天", "4 天", "100%", "公文處理天數"),  # fewer is better
        ("0 人", "2 人", "0%", "溺水死亡人數"),
        ("第 9 名", "第 12 名", "100%", "全國評比"),
        ("-3%", "-5%", "100%", "用電成長"),
        ("40 場", "尚未開工", "52%", "工程"),
    ],
)
def test_attainments_that_are_right_or_no_ratio(target, actual, attainment, name):
    assert not found_in(ReportText().indicators(row(target, actual, attainment, name=name)))


def chapter_with_review(difference: str, text: str = "船隻故障。") -> ReportText:
    """Three rows that missed their targets, each with its entry; the first entry's difference varies."""
    chapter = ReportText().indicators(
        row("40 場", "30 場", "75%"),
        "二 海洋教育\t1 培訓導覽員\t50 人\t40 人\t80%\t已結訓。",
        "三 巡護\t1 巡護海域\t100 次\t90 次\t90%\t海象不佳。",
    )
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER)
    return chapter.rows(
        f"一、淨化海岸\t1. 清理沙灘\t{difference}\t{text}",
        "二、海洋教育\t1. 培訓導覽員\t-20%\t報名不足。",
        "三、巡護\t1. 巡護海域\t-10%\t海象不佳。",
    )


def test_difference_that_the_attainment_does_not_give():
    (one,) = found_in(chapter_with_review("-5%"))
    assert (one.kind, one.values) == ("shortfall", ("-5%", "75%"))
    assert not found_in(chapter_with_review("-25%"))


def test_difference_counted_in_another_way_throughout_is_a_convention():
    chapter = ReportText().indicators(row("80%", "60%", "75%"), row("90%", "45%", "50%", name="培訓導覽員"))
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER)
    chapter.rows("一、淨化海岸\t清理沙灘\t-20%\t說明。", "一、淨化海岸\t培訓導覽員\t-45%\t說明。")
    assert not [one for one in found_in(chapter) if one.kind == "shortfall"]


def test_review_that_states_another_actual_value():
    (one,) = found_in(chapter_with_review("-25%", "達成目標值 35 場與原訂目標值 40 場僅差 5 場。"))
    assert (one.kind, one.values) == ("shortfall", ("35 場", "30 場"))


@pytest.mark.parametrize(
    "text",
    [
        "補助 1 處至少 5 萬元。 2. 本年度核定補助合計 15 場，金額達 90 萬元。",
        "全年共辦理淨灘 15 場，逾百人參加。",
        "本年度淨灘共計 15 場(北岸 9 場、南岸 6 場)。",
    ],
)
def test_explanation_with_another_total(text):
    (one,) = found_in(ReportText().indicators(row("10 場", "12 場", "100%", text)))
    assert (one.kind, one.values) == ("attainment", ("12 場", "15 場"))


@pytest.mark.parametrize(
    "text",
    [
        "全年共辦理淨灘 12 場。",
        "共計淨灘 10 場，另辦理導覽 2 場。",
        "共計淨灘 10 場及導覽 2 次。",
        "1. 北岸共 7 場。 2. 南岸共 5 場。",
        "每月淨灘 1 場。",
    ],
)
def test_explanations_that_can_give_the_actual_value(text):
    assert not found_in(ReportText().indicators(row("10 場", "12 場", "100%", text)))


def test_target_said_to_be_exceeded_that_is_only_met():
    (one,) = found_in(ReportText().indicators(row("90 件", "90 件", "100%", "全數辦結，超過原定目標。")))
    assert (one.kind, one.values) == ("target", ("超過原定目標", "90 件", "90 件"))
    assert not found_in(ReportText().indicators(row("90 件", "95 件", "100%", "全數辦結，超過原定目標。")))


def test_large_number_that_is_nearly_the_actual_value():
    rows = "一 節能\t1 節約電費\t5 萬\t605 萬\t100%\t電費減少 {} 元。"
    (one,) = found_in(ReportText().indicators(rows.format("6,109,223")))
    assert (one.kind, one.values) == ("attainment", ("605 萬", "6,109,223 元"))
    assert not found_in(ReportText().indicators(rows.format("6,049,223")))
    assert not found_in(ReportText().indicators(rows.format("6,609,223")))  # another number


def test_actual_value_that_is_the_sum_of_several_years():
    text = "1. 補助 83 人次。 2. 自 104 年度開辦起，累計補助 459 人次。"
    (one,) = found_in(ReportText().indicators(row("300 人次", "459 人次", "100%", text)))
    assert (one.kind, one.values[0]) == ("target", "459 人次")
    assert not found_in(
        ReportText().indicators(row("300 人次", "459 人次", "100%", text, name="累計補助人次"))
    )


def test_explanation_of_another_row():
    text = "全市步道整建已改善 2,061 平方公尺。"
    rows = (
        row("95%", "96%", "100%", text),
        row("1,600 平方公尺", "2,061 平方公尺", "100%", text, name="步道整建"),
    )
    (one,) = found_in(ReportText().indicators(*rows))
    assert one.kind == "statement" and "清理沙灘" in one.what and "步道整建" in one.what


def test_days_of_one_event():
    rows = "一 活動\t1 海洋祭典\t1 場\t1 場\t100%\t06 月 10-15 日辦理 2023 海峽國際帆船大賽。"
    results = "海洋部門\t一、活動\t(一)賽事\t1. 海峽國際帆船大賽自 6/{} 繞島，6/12-15 越洋。\t100%"
    (one,) = found_in(ReportText().indicators(rows).programmes(results.format(11)))
    assert one.kind == "date" and one.values[0] == "06 月 10-15 日"
    assert not found_in(ReportText().indicators(rows).programmes(results.format(10)))


def test_review_with_the_name_of_no_indicator():
    chapter = chapter_with_review("-25%")
    assert not found_in(chapter)
    chapter.lines = [one.replace("1. 清理沙灘", "3. 清理沙灘與港區沙洲") for one in chapter.lines]
    (one,) = found_in(chapter)
    assert (one.kind, one.values) == ("name", ("3. 清理沙灘與港區沙洲", "清理沙灘"))


def chapter_with_assessment(text: str, attainment: str = "75%") -> ReportText:
    actual = "30 場" if attainment == "75%" else "40 場"
    chapter = ReportText().indicators(
        row("40 場", actual, attainment), row("2 次", "2 次", "100%", name="演練")
    )
    return chapter.section("四、績效總評").rows(text)


def test_claim_that_all_targets_were_met():
    text = "本處訂定 2 項關鍵績效指標，皆如期達成，成效良好。"
    (one,) = found_in(chapter_with_assessment(text))
    assert (one.kind, one.values) == ("claim", ("皆如期達成", "75%"))
    assert not found_in(chapter_with_assessment(text, "100%"))
    assert not found_in(chapter_with_assessment("除清理沙灘外，各項關鍵績效指標皆已達成。"))


def test_counts_that_the_table_does_not_have():
    (one,) = found_in(chapter_with_assessment("本處計 3 項衡量指標，逐步推動。"))
    assert (one.kind, one.values) == ("declared", ("3 項衡量指標",))
    assert not found_in(chapter_with_assessment("本處計 2 項衡量指標，1 項未達成。"))


def test_summary_table_that_its_rows_do_not_bear_out():
    chapter = ReportText().section("一、關鍵績效指標達成一覽表").rows(SUMMARY + "1\t2\t2\t100%\t0\t0%\t0\t0%")
    chapter.indicators(row("40 場", "30 場", "75%"), row("2 次", "2 次", "100%", name="演練"))
    whats = [one.what for one in found_in(chapter) if one.kind == "declared"]
    assert len(whats) == 2  # of two at 100 % one is not, and it is below 80 %
    assert any("達成度 100% 的指標 2 項，逐列計算是 1 項" in what for what in whats)
