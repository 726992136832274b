"""Indicators, programmes and conflicts: filtered and sorted by the address, with files of numbers."""

import csv
import io
import re

import openpyxl
import pytest

from corpus.contradictions.finding import WEIGHTS
from qa.web.pages.conflicts import Weight, collect_conflicts
from qa.web.pages.library import Library
from qa.web.pages.tables import number_and_unit
from qa.web.texts import LANGUAGES, load_texts
from tests.qa.web.fakes import FakeAssistant


def names(document: str) -> list[str]:
    return re.findall(r'<td class="name"><a href="[^"]*">([^<]*)</a>', document)


def rows_of(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_missed_rows_come_with_their_reason(get) -> None:
    page = get("/indicators?attainment=missed")
    assert names(page) == ["防波堤整建進度", "船舶檢查率"]
    assert "水土保持審查意見要求補正" in page and "已委託鑑定" in page
    assert "報告的檢討沒有這一項的說明" in page  # of the other one
    assert ">2 項未達標<" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("department=港務處&sort=attainment", ["防波堤整建進度", "船舶檢查率"]),
        ("department=港務處&sort=-attainment&kind=key", ["碼頭巡查次數", "船舶檢查率", "防波堤整建進度"]),
        ("department=港務處&goal=港區建設", ["防波堤整建進度"]),
        ("q=巡查 港務", ["碼頭巡查次數"]),
        ("kind=common", ["業務費賸餘百分比"]),
    ],
)
def test_filters_and_sorting_stand_in_the_address(get, query: str, expected: list[str]) -> None:
    assert names(get(f"/indicators?{query}"))[: len(expected)] == expected


def test_rows_without_a_number_come_last_either_way(get) -> None:
    for sort in ("attainment", "-attainment"):
        assert names(get(f"/indicators?department=圖書局&sort={sort}"))[-1] == "館藏=成長&lt;率&gt;"


def test_a_column_says_how_it_is_sorted_and_turns(get) -> None:
    page = get("/indicators?sort=attainment")
    assert 'aria-sort="ascending"><a href="/indicators?sort=-attainment"' in page


def test_what_cannot_be_asked_for_is_left_out(get) -> None:
    assert len(names(get("/indicators?sort=nonsense&screen=x"))) == 45
    assert "請放寬條件" in get("/indicators?q=沒有這種字")


def test_the_chart_tells_what_it_shows(get) -> None:
    page = get("/indicators")
    assert "2／4 項達成" in page and "2 項未達標" in page
    assert page.index(">港務處</a></th>") < page.index(">圖書局</a></th>")  # misses first
    assert "2／4 項達成" in get("/indicators?attainment=missed")  # of all that there are, not of those shown


def test_files_hold_numbers_with_their_units_and_reasons(client) -> None:
    missed = rows_of(client, "/indicators.csv?attainment=missed")
    assert [row["達成度數值（%）"] for row in missed] == ["52", "91.5"]
    assert (missed[0]["目標數值"], missed[0]["目標單位"]) == ("40", "%")
    assert (missed[1]["達成數值"], missed[1]["達成單位"]) == ("98", "件")
    assert "水土保持" in missed[0]["原因"] and missed[0]["原文起始行"] == "111"
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/indicators.xlsx").content)).active
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("達成度數值（%）") + 1).value == 100
    formula = next(row for row in sheet.iter_rows() if row[heads.index("指標")].value.endswith("成長<率>"))
    assert (formula[heads.index("達成值")].value, formula[heads.index("達成值")].data_type) == ("=2+5", "s")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("350 件", (350, "件")),
        ("工程進度 40%", (40, "%")),
        ("1 億 2,000 萬元", (120_000_000, "元")),
        ("尚未決標", (None, "")),
        ("2 場、30 人", (None, "")),
    ],
)
def test_number_of_a_cell(cell: str, expected: tuple) -> None:
    assert number_and_unit(cell) == expected


def test_programmes_with_completion(get, client) -> None:
    page = get("/programmes?department=港務處")
    assert names(page) == ["一般業務 › 一、推廣教育 › (一)講座"] and "100%" in page
    assert names(get("/programmes?completion=below")) == []
    (row,) = rows_of(client, "/programmes.csv?department=圖書局&q=講座")
    assert (row["目"], row["完成程度數值（%）"]) == ("(一)講座", "100.0")


def test_conflicts_stand_side_by_side_with_their_values_marked(get) -> None:
    page = get("/conflicts")
    assert page.count('class="side"') == 2 and "<mark>1,342 人次</mark>" in page
    assert "哪一個才對，報告裡看不出來" in page
    assert 'class="conflict"' not in get("/conflicts?department=圖書局&kind=sum")


def test_conflicts_as_a_file(client) -> None:
    lines = rows_of(client, "/conflicts.csv")
    assert [line["寫的值"] for line in lines] == ["1,342 人次", "12 場"] and {
        line["編號"] for line in lines
    } == {"1"}


def test_the_widest_gap_comes_first_and_dates_are_small() -> None:
    from dataclasses import replace

    assistant = FakeAssistant()
    (wide,) = assistant.contradictions
    near = replace(wide, values=("100 人", "99 人"), kind="sum")
    date = replace(wide, values=("112 年", "121 年"), kind="date")
    gone = replace(wide, places=(("gone", 0, 1),))
    found = collect_conflicts([date, near, gone, wide], Library.of(assistant.report, assistant.passages))
    assert [(one.found, one.weight) for one in found] == [
        (wide, Weight.LARGE),
        (near, Weight.SMALL),
        (date, Weight.SMALL),
    ]
    assert len({one.id for one in found}) == 3


def test_every_kind_of_contradiction_has_a_name_of_its_own() -> None:
    for language in LANGUAGES:
        named = [load_texts(language)(f"conflicts.{kind}") for kind in WEIGHTS]
        assert len(set(named)) == len(WEIGHTS)
