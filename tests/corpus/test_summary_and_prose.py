"""The report's own count, and running text over page breaks."""

from __future__ import annotations

import pytest

from corpus.model import Section
from tests.corpus.reports import SUMMARY, ReportText


@pytest.mark.parametrize("values", ["9\t20\t18\t90%\t1\t5%\t1\t5%", "9\t20\t18\t90%\t1\t5\t1\t5"])
def test_counts_and_readable_table(values):
    chapter = ReportText().section("一、關鍵績效指標達成一覽表").rows(SUMMARY + values)
    summary = chapter.department().summary
    assert summary is not None
    assert (summary.goals, summary.indicators) == (9, 20)
    assert (summary.full, summary.partial, summary.below80) == (18, 1, 1)
    (passage,) = chapter.passages()
    assert passage.section is Section.SUMMARY
    assert "指標合計項數(A) 20｜達成度=100% 項數(B) 18" in passage.text
    assert "達成度 < 80% 項數(D) 1" in passage.text


def test_table_without_values_is_no_summary_but_is_kept():
    chapter = ReportText().section("一、關鍵績效指標達成一覽表").rows("本年度\t另行公布")
    assert chapter.department().summary is None
    assert "另行公布" in chapter.passages()[0].text


def test_sentence_over_a_blank_line_is_one_paragraph():
    chapter = (
        ReportText()
        .section("五、績效總評")
        .rows("- (一)照顧兒童、少年、婦", "", "女及老人。", "", "- (二)其他。")
    )
    chapter.rows("", "未達標者如下：", "", "工程一項。")
    texts = [one.text for one in chapter.department().assessment]
    assert texts == ["(一)照顧兒童、少年、婦女及老人。", "(二)其他。", "未達標者如下：", "工程一項。"]


def test_passages_of_prose_are_its_top_items():
    chapter = (
        ReportText()
        .section("壹、前言")
        .rows("- 一、漁業行政、漁業輔導之推廣與執行業務。", "- 二、農路水土保持之維護與改善執行業務。")
    )
    assert [one.text for one in chapter.passages()] == [
        "一、漁業行政、漁業輔導之推廣與執行業務。",
        "二、農路水土保持之維護與改善執行業務。",
    ]
