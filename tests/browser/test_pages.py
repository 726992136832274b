"""Search, indicators, conflicts, departments and briefings in a browser; each file is opened again."""

import csv
from pathlib import Path

import pytest
from docx import Document

pytestmark = pytest.mark.browser


def download(page, selector: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.locator(selector).first.click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_rows_are_filtered_sorted_and_taken_away_and_back_works(look, tmp_path: Path) -> None:
    page = look("/indicators")
    page.select_option("select[name=attainment]", "missed")
    page.click(".filters button")
    assert page.locator("td.name > a").all_inner_texts() == ["防波堤整建進度", "船舶檢查率"]
    assert "水土保持審查意見" in page.inner_text("tr:has-text('防波堤') .reason")
    page.click("thead a:has-text('達成度')")
    page.click("thead a:has-text('達成度')")
    assert page.locator("td.name > a").all_inner_texts() == ["船舶檢查率", "防波堤整建進度"]
    with download(page, ".files a", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        assert [row["達成度數值（%）"] for row in csv.DictReader(file)] == ["91.5", "52"]
    page.go_back()
    page.go_back()
    page.go_back()
    assert page.locator("td.name > a").count() == 45


def test_a_bar_leads_to_rows_and_a_row_to_its_place(look) -> None:
    page = look("/indicators")
    page.click(".bars a:has-text('港務處')")
    assert page.locator("td.name > a").count() == 2
    page.click("td.name > a:has-text('防波堤')")
    assert "尚未決標" in page.inner_text("tr.target")


def test_search_counts_filters_and_opens_the_place_marked(look) -> None:
    page = look("/")
    page.fill("#site-q", "講座")
    page.press("#site-q", "Enter")
    assert "2 處，分布在 2 個局處" in page.inner_text(".count")
    page.click(".facets a:has-text('圖書局')")
    page.click(".hit-place a")
    assert page.inner_text("main mark") == "講座"


def test_conflicts_are_filtered_and_side_by_side(look) -> None:
    page = look("/conflicts")
    page.select_option("select[name=department]", "圖書局")
    page.click(".filters button")
    sides = page.locator(".conflict .side")
    assert sides.count() == 2
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert abs(left["y"] - right["y"]) < 2 and right["x"] > left["x"] + left["width"] - 1
    assert [sides.nth(n).locator("mark").inner_text() for n in (0, 1)] == ["1,342 人次", "12 場"]


def test_a_link_to_one_conflict_opens_it(look, site) -> None:
    page = look("/conflicts")
    page.evaluate("document.querySelectorAll('.conflict').forEach(one => { one.open = false; })")
    page.evaluate("window.location.hash = document.querySelector('.conflict').id")
    page.wait_for_selector(".conflict .side mark")


def test_contents_lead_to_a_department_and_its_briefing(look) -> None:
    page = look("/report")
    page.click("li:has-text('港務處') a:has-text('局處總覽')")
    assert "2／4 項達成" in page.inner_text("main")
    page.click(".ways a:has-text('整理質詢稿')")
    page.click("#brief a.cite >> nth=0")
    assert page.locator(".brief-source details[open]").count() == 1


def test_a_briefing_is_edited_kept_and_taken_away(look, tmp_path: Path) -> None:
    page = look("/brief?topic=講座")
    page.click("#brief-edit")
    line = page.locator("li.line .line-text").first
    before = line.inner_text()
    line.fill("自己改的 <b>一句</b>")
    page.locator("h2.line:has-text('報告內的矛盾') .keep").uncheck()
    assert not page.locator(".part:has-text('報告內的矛盾') li .keep").first.is_checked()
    page.wait_for_selector("#brief-state:has-text('已存草稿')")
    page.reload()
    page.wait_for_selector("#brief-state:has-text('已接續上次的草稿')")
    assert page.locator(".line-text", has_text="自己改的").count() == 1
    assert page.locator("#drafts li").count() == 1
    document = Document(str(download(page, "#brief-word", tmp_path)))
    assert (round(document.sections[0].page_width.cm, 1), round(document.sections[0].page_height.cm, 1)) == (
        21.0,
        29.7,
    )
    texts = [p.text for p in document.paragraphs]
    assert any(text.startswith("自己改的 <b>一句</b>[") for text in texts)
    assert "報告內的矛盾" not in texts and before not in "".join(texts)
    page.click("#brief-original")
    page.wait_for_function("() => !document.querySelector('#brief').classList.contains('editing')")
    assert page.locator(".line-text", has_text="自己改的").count() == 0


def test_pages_work_without_a_script(look) -> None:
    page = look("/indicators?attainment=missed", java_script_enabled=False)
    assert page.locator("td.name > a").count() == 2
    page.goto(page.url.split("/indicators")[0] + "/brief?department=港務處")
    assert page.locator("#brief-word").is_visible()


def test_paper_shows_quotations_and_no_buttons(look) -> None:
    page = look("/brief?department=港務處")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".brief-source .source-body").first.is_visible()
    assert not page.is_visible("#brief-word") and page.is_visible(".brief-head .soft")


def test_conflicts_in_english_are_told_by_names_and_figures(look) -> None:
    page = look("/en/conflicts")
    told = page.locator(".conflict summary").inner_text()
    assert "Two values for one thing" in told and "「講座」: 1,342 人次 / 12 場" in told and "寫" not in told
    assert "Programmes" in page.locator(".side .place").first.inner_text()


def test_a_topic_that_the_report_lacks_makes_no_briefing(look) -> None:
    page = look("/brief?topic=火星")
    assert (
        "報告裡沒有與「火星」有關的內容" in page.inner_text("main")
        and not page.locator("#brief-word").count()
    )
    page.click("main .notice a")
    assert "報告裡沒有「火星」這些字" in page.inner_text("main")


def test_a_departments_briefing_begins_with_what_is_worth_asking(look) -> None:
    page = look("/brief?department=港務處")
    titles = page.locator("#brief-parts h2").all_inner_texts()
    assert titles.index("值得追問") < titles.index("未達標項目、原因與承諾措施")
    assert "防波堤整建進度" in page.inner_text("#brief-parts")


def test_a_topics_briefing_holds_to_the_topic(look) -> None:
    told = look("/brief?topic=防波堤").inner_text("#brief-parts")
    assert "防波堤" in told and "講座" not in told and "閱讀推廣" not in told


def test_programmes_are_filtered_by_completion_and_sorted_by_money(look, tmp_path: Path) -> None:
    page = look("/programmes")
    page.select_option("select[name=completion]", "full")
    page.click(".filters button")
    page.click("thead a:has-text('金額')")
    assert "sort=amount" in page.url and page.locator("td.name").count() == 2
    with download(page, ".files a", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        assert {row["完成程度數值（%）"] for row in csv.DictReader(file)} == {"100.0"}


def test_a_question_is_searched_by_its_words(look) -> None:
    page = look("/search?q=碼頭的講座在哪裡辦")
    assert "沒有一處同時印著這些字；以下依「講座、碼頭」" in page.inner_text("main")
    assert page.locator(".hits li").count() >= 1 and page.locator(".hits mark").first.is_visible()
