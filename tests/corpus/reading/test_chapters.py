"""Departments are found from title lines, sections from headings whose numbers shift."""

from __future__ import annotations

from corpus.model import Section
from corpus.reading.parse import parse_report
from tests.corpus.reports import KPI_HEADER, ReportText


def test_cities_years_and_bureaus_without_government_in_their_title():
    text = "新竹縣政府農業處 113 年度施政績效成果報告\n\n新竹縣稅務局113年度施政績效成果報告\n"
    report = parse_report(text)
    assert (report.id.city, report.id.year) == ("新竹縣政府", 113)
    assert [one.name for one in report.departments] == ["農業處", "稅務局"]
    assert [one.lines for one in report.departments] == [(1, 1), (3, 3)]


def test_cover_and_contents_are_left_out_with_their_reason():
    front = "東港市政府\n120年度施政績效成果報告\n\n壹、海洋處施政績效成果報告.....\t1\n\n"
    report = parse_report(front + ReportText().text)
    reasons = {one.line: one.why for one in report.left_out}
    assert reasons[1] == reasons[2] == "封面"
    assert reasons[4] == "目錄"
    assert reasons[6] == "標題"
    assert report.title == "120年度施政績效成果報告"


def test_headings_decide_whatever_their_number():
    chapter = ReportText()
    chapter.section("壹、前言").rows("前言的內容。")
    chapter.section("貳、策略績效目標成果")
    chapter.section("三、績效總評").rows("總評的內容。")
    department = chapter.department()
    assert [one.text for one in department.preface] == ["前言的內容。"]
    assert [one.text for one in department.assessment] == ["總評的內容。"]


def test_repeated_programme_heading_opens_no_new_section():
    chapter = ReportText()
    chapter.programmes("海洋部門\t一、港務\t(一)清潔\t1. 清理港區三次。\t100%")
    chapter.next_page("\t\t(二)巡查\t1. 巡查港區五次。\t100%")
    assert [one.subitem for one in chapter.department().programmes] == ["(一)清潔", "(二)巡查"]
    reasons = [one.why for one in chapter.report().left_out]
    assert reasons.count("重複的標題") == 1


def test_sentence_about_the_assessment_is_no_heading():
    chapter = ReportText()
    chapter.section("壹、前言").rows("一、本處依計畫辦理績效總評，說明如後。", "二、其他。")
    assert len(chapter.department().preface) == 2


def test_table_of_other_city_with_shuffled_sections():
    chapter = ReportText("農業處", "花蓮縣政府", 99)
    chapter.programmes("農業部門\t一、農務\t(一)輔導\t輔導農民。\t100%")
    chapter.section("四、關鍵績效指標執行情形", KPI_HEADER).rows(
        "一 目標\t1 指標\t3 場\t4 場\t100%\t辦理完成。"
    )
    sections = {passage.section for passage in chapter.passages()}
    assert sections == {Section.PROGRAMMES, Section.INDICATORS}
