"""Entries of 未達成目標項目檢討: cut rows, filler rows, the indicator they are about."""

from __future__ import annotations

from corpus.reading.shortfalls import match
from tests.corpus.reports import SHORTFALL_HEADER, ReportText


def chapter_with(*rows: str) -> ReportText:
    return ReportText().section("四、未達成目標項目檢討", SHORTFALL_HEADER).rows(*rows)


def test_entry_cut_by_a_blank_line_in_three_or_four_cells():
    chapter = chapter_with("納骨塔改建\t工程進度達40%\t-48%\t要求確認既有擋", "", "\t\t<p>土牆之安全。</p>")
    chapter.rows("", "一、漁業\t2. 輔導農會\t-4.2 %\t農民種", "", "\t\t\t植產品。")
    first, second = chapter.department().shortfalls
    assert (first.difference, first.difference_percent, first.text) == (
        "-48%",
        -48.0,
        "要求確認既有擋土牆之安全。",
    )
    assert (second.difference_percent, second.text) == (-4.2, "農民種植產品。")
    assert first.repairs[0].rule == "joined-page-break"


def test_goal_cut_and_goal_filled_down():
    chapter = chapter_with("八、優化設施提升\t1. 電費節約\t-100%\t密集安排節目檔", "", "使用面向\t\t期。")
    chapter.rows("\t2. 用水節約\t-3%\t說明。")
    first, second = chapter.department().shortfalls
    assert (first.goal, first.text) == ("八、優化設施提升使用面向", "密集安排節目檔期。")
    assert (second.goal, second.name) == ("八、優化設施提升使用面向", "2. 用水節約")


def test_filler_rows_and_separators_are_no_entries():
    chapter = chapter_with("甲目標\t乙指標\t-1%\t說明。", "--\t--\t--\t-----", "共同性指標\t\t\t")
    assert len(chapter.department().shortfalls) == 1
    reasons = [one.why for one in chapter.report().left_out]
    assert "分隔線" in reasons


def test_entry_finds_its_indicator_by_name_goal_and_miss():
    chapter = ReportText().indicators(
        "一 道路\t1 路面刨鋪\t40,000 平方公尺\t34,448 平方公尺\t86.1%\t說明。",
        "二 人行道\t1 路面刨鋪\t20,000 平方公尺\t33,575 平方公尺\t100%\t說明。",
        "三 橋梁\t1 橋梁檢測\t100 座\t152 座\t100%\t說明。",
    )
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER).rows("一、道路\t1. 路面 刨鋪\t-13.9%\t說明。")
    chapter.rows("四、其他\t全然不同之事項名稱\t-5%\t說明。")
    department = chapter.department()
    first, second = department.shortfalls
    found = match(first, department.indicators)
    assert found is not None and (found.goal, found.attainment_percent) == ("道路", 86.1)
    assert match(second, department.indicators) is None


def test_entry_under_another_name_is_the_only_one_missed_of_its_goal():
    chapter = ReportText().indicators("七 納骨塔改建\t1 辦理改建\t進度 40%\t尚未開工\t52%\t說明。")
    chapter.rows("八 園區\t1 園區整理\t1 次\t1 次\t100%\t說明。")
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER).rows(
        "納骨塔改建\t工程進度達40%\t-48%\t說明。"
    )
    department = chapter.department()
    found = match(department.shortfalls[0], department.indicators)
    assert found is not None and found.name == "辦理改建"


def test_short_name_inside_a_long_one_is_not_enough():
    chapter = ReportText().indicators("三 救助\t1 國民年金\t3,000 人次\t3,074 人次\t100%\t說明。")
    chapter.rows("六 身心障礙\t5 社會保險自付保險費補助\t190100 人次\t185708 人次\t97%\t說明。")
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER)
    chapter.rows("六、身心障礙\t6. 身心障礙者參加社會保險及國民年金保險費補助\t-3%\t說明。")
    department = chapter.department()
    found = match(department.shortfalls[0], department.indicators)
    assert found is not None and found.number == "5"
