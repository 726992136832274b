"""Rows of the indicator tables are read by content: every layout, cut at every place."""

from __future__ import annotations

import pytest

from tests.corpus.reports import COMMON_HEADER, ReportText

WIDE_HEADER = "關鍵策略目標\t\t關鍵績效指標\t\t原定目標值\t達成目標值\t達成度\t績效衡量暨達成情形說明"
SHIFTED_HEADER = "關鍵策略目標\t\t關鍵績效指標\t原定目標值\t達成目標值\t達成度\t績效衡量暨達成情形說明\t"


def only(chapter: ReportText):
    (indicator,) = chapter.department().indicators
    return indicator


@pytest.mark.parametrize(
    "row",
    [
        "一 淨化海岸\t1 清理沙灘\t3 場\t4 場\t100%\t共清理四場。",
        "一\t淨化海岸\t1 清理沙灘\t3 場\t4 場\t100%\t共清理四場。",
        "一\t淨化海岸\t1\t清理沙灘\t3 場\t4 場\t100%\t共清理四場。",
        "一 淨化海岸\t1\t清理沙灘\t3 場\t4 場\t100%\t共清理四場。",
        "\t一\t淨化海岸\t1\t清理沙灘\t3 場\t4 場\t100%\t共清理四場。\t",
        "一\t淨化 海岸\t1\t清理 沙灘\t3 場\t4 場\t100 %\t共清理四場。",
    ],
)
def test_each_layout_gives_the_same_row(row):
    indicator = only(ReportText().indicators(row))
    assert (indicator.goal_number, indicator.goal) == ("一", "淨化海岸")
    assert (indicator.number, indicator.name) == ("1", "清理沙灘")
    assert (indicator.target, indicator.actual) == ("3 場", "4 場")
    assert indicator.attainment_percent == 100
    assert indicator.explanation == "共清理四場。"
    assert not indicator.repairs


def test_header_one_column_off_does_not_move_the_values():
    row = "一\t淨化海岸\t1\t清理沙灘\t3 場\t4 場\t100%\t共清理四場。"
    indicator = only(ReportText().indicators(row, header=SHIFTED_HEADER))
    assert (indicator.name, indicator.target) == ("清理沙灘", "3 場")


def test_goal_is_filled_down_also_over_a_page():
    chapter = ReportText().indicators("一 淨化海岸\t1 清理沙灘\t3 場\t4 場\t100%\t完成。")
    chapter.rows("\t2 巡查\t1 次\t1 次\t100%\t完成。")
    chapter.page(WIDE_HEADER).rows("\t\t3\t宣導\t2 次\t2 次\t100%\t完成。")
    assert [(one.goal_number, one.number) for one in chapter.department().indicators] == [
        ("一", "1"),
        ("一", "2"),
        ("一", "3"),
    ]


def test_text_cut_inside_a_word_is_joined_without_a_space():
    chapter = ReportText().indicators("一 淨化海岸\t1 清理沙灘\t3 場\t4 場\t100%\t共清理沙")
    chapter.page(WIDE_HEADER).rows("\t\t\t\t\t\t\t灘四場。")
    indicator = only(chapter)
    assert indicator.explanation == "共清理沙灘四場。"
    assert indicator.lines == (chapter.line_of("共清理沙"), chapter.line_of("灘四場"))
    assert [one.rule for one in indicator.repairs] == ["joined-page-break"]


def test_number_cut_by_the_page_is_whole_again():
    chapter = ReportText().indicators("一 淨化海岸\t1 清理沙灘\t75%\t97.3\t100%\t(61793+17562)/1")
    chapter.page().rows("\t\t\t\t\t59310*100=97.37%")
    assert only(chapter).explanation == "(61793+17562)/159310*100=97.37%"


def test_goal_name_cut_by_the_page_makes_no_new_goal():
    chapter = ReportText().indicators("三 普及教育暨促進生活及\t1 甲\t1 次\t1 次\t100%\t完成。")
    chapter.page(WIDE_HEADER).rows("\t經濟條件改善\t2\t乙\t1 次\t1 次\t100%\t完成。")
    goals = {(one.goal_number, one.goal) for one in chapter.department().indicators}
    assert goals == {("三", "普及教育暨促進生活及經濟條件改善")}


def test_goal_tail_in_a_row_without_values():
    chapter = ReportText().indicators("三\t推展元素提升\t1\t甲\t1 次\t1 次\t100%\t商業資", header=WIDE_HEADER)
    chapter.page(SHIFTED_HEADER).rows("\t產業新價值\t\t\t\t\t訊建置。\t")
    indicator = only(chapter)
    assert (indicator.goal, indicator.explanation) == ("推展元素提升產業新價值", "商業資訊建置。")


def test_name_target_and_actual_cut_by_the_page():
    chapter = ReportText().indicators("七 加強食品\t1 加強業者\t2,000\t3,990\t100%\t完成")
    chapter.page().rows("源頭管理\t標示稽查\t家次\t家次\t\t稽查。")
    indicator = only(chapter)
    assert (indicator.goal, indicator.name) == ("加強食品源頭管理", "加強業者標示稽查")
    assert (indicator.target, indicator.actual) == ("2,000家次", "3,990家次")
    assert indicator.explanation == "完成稽查。"


def test_tail_of_one_row_at_the_head_of_the_next_cell():
    chapter = ReportText().indicators("五 稽查\t2 檢查進口\t50%\t192%\t100%\t1. 共檢查25家；檢查比率")
    chapter.page().rows("\t3 抽檢販賣\t10%\t29%\t100%\t192%。 1. 抽檢480家。")
    above, below = chapter.department().indicators
    assert above.explanation == "1. 共檢查25家；檢查比率192%。"
    assert below.explanation == "1. 抽檢480家。"
    assert above.repairs[-1].rule == below.repairs[-1].rule == "returned-spill"


def test_list_goes_on_as_a_paragraph_of_its_own():
    chapter = ReportText().indicators("一 甲\t1 乙\t1 次\t1 次\t100%\t<p>1. 其一。</p>")
    chapter.page().rows("\t\t\t\t\t<p>2. 其二。</p> <p>3. 其三。</p>")
    assert only(chapter).explanation.split("\n") == ["1. 其一。", "2. 其二。", "3. 其三。"]


def test_row_without_explanation_keeps_its_values():
    row = "\t四\t保障老人\t1\t保費補助\t620,000 人次\t687,131 人次\t100%"
    indicator = only(ReportText().indicators(row))
    assert (indicator.target, indicator.actual, indicator.attainment) == (
        "620,000 人次",
        "687,131 人次",
        "100%",
    )
    assert (indicator.name, indicator.explanation) == ("保費補助", "")


def test_number_stands_where_the_goal_does():
    chapter = ReportText().indicators("十 焚化廠\t1 進廠管理\t1 次\t1 次\t100%\t完成。")
    chapter.rows("2\t\t\t健康計畫\t10 次\t11 次\t100%\t完成。", "\t3\t底渣\t100%\t100%\t100%\t完成。")
    assert [(one.goal, one.number, one.name) for one in chapter.department().indicators] == [
        ("焚化廠", "1", "進廠管理"),
        ("焚化廠", "2", "健康計畫"),
        ("焚化廠", "3", "底渣"),
    ]


def test_name_that_begins_with_a_number():
    chapter = ReportText().indicators("三 疫苗\t1 3 歲以下幼童接種\t95%\t91.6%\t96.4%\t統計。")
    assert (only(chapter).number, only(chapter).name) == ("1", "3 歲以下幼童接種")
    chapter = ReportText().indicators("六\t報案\t2\t119 系統維護\t12 次\t12 次\t100%\t完成。")
    assert (only(chapter).number, only(chapter).name) == ("2", "119 系統維護")


def test_lost_name_is_reported_not_guessed():
    indicator = only(ReportText().indicators("五\t維護風紀\t1\t1 件\t3 件\t100%\t查處三件。"))
    assert (indicator.goal, indicator.number, indicator.name) == ("維護風紀", "1", "")
    assert (indicator.target, indicator.actual) == ("1 件", "3 件")
    assert indicator.repairs[0].rule == "lost-name"


def test_common_indicators_have_goals_but_no_numbers():
    chapter = ReportText().section("三、共同性指標執行情形", COMMON_HEADER)
    chapter.rows(
        "一\t節約支出\t賸餘百分比\t\t2%\t7.2%\t100%\t計算式。", "二 員額控管\t成長率\t0%\t0\t100%\t說明。"
    )
    first, second = chapter.department().indicators
    assert (first.goal_number, first.goal, first.number, first.name) == ("一", "節約支出", "", "賸餘百分比")
    assert (second.goal, second.name, second.actual) == ("員額控管", "成長率", "0")
    assert first.common and second.common


def test_rank_negative_and_bare_values_are_kept_as_printed():
    chapter = ReportText().indicators("六 體育\t1 名次\t第 18 名\t第 17 名\t100%\t說明。")
    chapter.rows("\t2 節電\t5 萬\t- 605 萬\t0%\t說明。", "\t3 垃圾\t25 噸\t12.82 5 噸\t51.3 %\t說明。")
    values = [(one.actual, one.attainment_percent) for one in chapter.department().indicators]
    assert values == [("第 17 名", 100.0), ("- 605 萬", 0.0), ("12.82 5 噸", 51.3)]


def test_nested_table_is_kept_once():
    table = (
        "<p>如下：</p> <table><tr><th>名稱</th><th>場次</th></tr><tr><td>研習班</td><td>2</td></tr></table>"
    )
    chapter = ReportText().indicators(
        f"三 訓練\t1 教育\t15 場次\t15 場次\t100%\t{table}\t名稱\t場次\t研習班\t2"
    )
    chapter.rows("名稱\t場次\t\t\t\t\t", "研習班\t2\t\t\t\t\t", "\t2 調訓\t5 人\t5 人\t100%\t完成。")
    first, second = chapter.department().indicators
    assert first.explanation.split("\n") == ["如下：", "名稱 場次", "研習班 2"]
    assert second.name == "調訓"
    copies = [one for one in chapter.report().left_out if one.why == "巢狀表格的重複內容"]
    assert [one.partly for one in copies] == [True, False, False]


def test_row_above_all_others_is_left_out_with_a_reason():
    chapter = ReportText().indicators("\t\t\t\t\t沒有主人的文字", "一 甲\t1 乙\t1 次\t1 次\t100%\t完成。")
    assert only(chapter).explanation == "完成。"
    assert chapter.line_of("沒有主人") in {
        one.line for one in chapter.report().left_out if one.why == "不屬於任何一列的文字"
    }
