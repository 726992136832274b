"""Indicators, briefings and contradictions; each file that they give is opened again."""

import csv
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.browser.conftest import ask, open_tab

pytestmark = pytest.mark.browser


def download(page, button: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.click(button)
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_search_and_filter_rows(visit) -> None:
    page = visit()
    open_tab(page, "indicators")
    assert page.inner_text("#row-list .count") == "45 列，顯示第 1–30 列"
    page.click("#row-pages button >> nth=1")
    page.wait_for_selector("#row-list .count:has-text('第 31–45 列')")
    page.fill("#row-search input", "巡查")
    page.wait_for_selector("#row-list .count:has-text('1 列')")
    assert page.locator("#row-list .row-name").all_inner_texts() == ["碼頭巡查次數"]
    page.click("#row-tools button >> nth=0")
    page.wait_for_selector("#row-list .count:has-text('45 列')")
    page.click("#row-department input")
    page.get_by_role("option", name="港務處").click()
    page.wait_for_selector("#row-list .count:has-text('4 列')")
    page.click("#row-goal input")
    page.wait_for_function("() => document.querySelectorAll('[role=option]').length === 3")
    assert page.get_by_role("option").all_inner_texts()[1:] == ["服務品質", "港區建設"]
    page.get_by_role("option", name="港區建設").click()
    page.wait_for_selector("#row-list .count:has-text('1 列')")


def test_a_bar_leads_to_rows_and_a_row_to_its_source(visit) -> None:
    page = visit()
    open_tab(page, "indicators")
    page.locator("button.bar-row", has_text="港務處").first.click()
    page.wait_for_selector("#row-list .count:has-text('2 列')")
    page.locator("button.bar-row.wide", has_text="防波堤整建進度").click()
    page.wait_for_selector("#row-list details[open]")
    opened = page.inner_text("#row-list details[open]")
    assert "尚未決標" in opened and "原文第 111 行" in opened
    assert page.input_value("#row-attainment input") == "所有未達標"


def test_rows_as_csv_and_excel(visit, tmp_path: Path) -> None:
    page = visit()
    open_tab(page, "indicators")
    path = download(page, "#row-csv", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 46 and rows[0][0] == "局處" and path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows[-1][5] == "'=2+5"
    page.fill("#row-search input", "成長")
    page.wait_for_selector("#row-list .count:has-text('1 列')")
    sheet = openpyxl.load_workbook(download(page, "#row-xlsx", tmp_path)).active
    assert sheet.max_row == 2 and (sheet["F2"].value, sheet["F2"].data_type) == ("=2+5", "s")
    with download(page, "#row-csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2
    assert download(page, "#row-csv", tmp_path).suffix == ".csv"  # the same file once more


def test_briefing_of_a_department(visit, tmp_path: Path) -> None:
    page = visit()
    open_tab(page, "brief")
    page.click("#brief-department input")
    page.get_by_role("option", name="港務處").click()
    page.click("#brief-make")
    page.wait_for_selector(".brief h4")
    titles = page.locator(".brief h4").all_inner_texts()
    assert titles == ["未達標項目、原因與承諾措施", "相關指標", "報告內的矛盾", "值得追問"]
    page.locator(".brief button.cite").nth(1).click()
    card = page.locator("#source-brief-2")
    assert card.get_attribute("open") is not None and "未達成原因" in card.inner_text()
    card.locator("button[name=back]").click()
    assert page.evaluate("document.activeElement.value") == "brief-2"


def test_briefing_is_edited_and_taken_away(visit, tmp_path: Path) -> None:
    page = visit()
    open_tab(page, "brief")
    page.fill("#brief-topic input", "講座")
    page.press("#brief-topic input", "Enter")
    page.wait_for_selector(".brief h4")
    page.click("#brief-edit button")
    text = page.input_value("#brief-text textarea")
    added = "- <b>自己加的一句</b>\n\n## 報告內的矛盾"
    page.fill("#brief-text textarea", text.replace("## 報告內的矛盾", added))
    page.wait_for_selector(".brief li:has-text('自己加的一句')")
    assert page.locator(".brief b").count() == 0
    document = Document(str(download(page, "#brief-word", tmp_path)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "港都市政府 111 年度施政績效質詢參考：講座" and "<b>自己加的一句</b>" in texts
    markdown = download(page, "#brief-markdown", tmp_path).read_text(encoding="utf-8")
    assert markdown.startswith("# 港都市政府 111 年度")
    assert "## 出處" in markdown and "原文第 140 行" in markdown


def test_briefing_says_when_there_is_nothing(visit) -> None:
    page = visit()
    open_tab(page, "brief")
    page.click("#brief-make")
    page.wait_for_selector("#brief-preview .notice:has-text('請先選局處或輸入主題')")
    page.fill("#brief-topic input", "捷運")
    page.click("#brief-make")
    page.wait_for_selector("#brief-preview .notice:has-text('沒有與「捷運」有關的內容')")
    assert not page.is_visible("#brief-word")


def test_contradictions_stand_side_by_side(visit) -> None:
    page = visit()
    open_tab(page, "conflicts")
    page.wait_for_selector(".conflict .side")
    sides = page.locator(".conflict .side")
    assert sides.count() == 2
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert abs(left["y"] - right["y"]) < 2 and right["x"] > left["x"] + left["width"] - 1
    assert "港務處" in sides.nth(0).inner_text() and "圖書局" in sides.nth(1).inner_text()
    assert [sides.nth(n).locator("mark").inner_text() for n in (0, 1)] == ["1,342 人次", "12 場"]


def test_conversation_as_a_file(visit, tmp_path: Path) -> None:
    page = visit()
    ask(page, "講座有多少人參加？")
    text = download(page, "#export", tmp_path).read_text(encoding="utf-8")
    assert text.startswith("## 講座有多少人參加？") and "原文第 140 行" in text
