"""The indicators: bands, filters, charts, and where their bars lead."""

import pytest

from qa.web.charts import department_chart, missed_chart, read_target, target_of
from qa.web.rows import MISSED, Band, Filter, collect_rows, goals_of, missed_rows, sheet
from qa.web.texts import Texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags


@pytest.fixture(scope="module")
def rows(assistant: FakeAssistant):
    return collect_rows(assistant.passages)


def names(rows) -> list[str]:
    return [row.indicator.name for row in rows]


def test_all_rows_in_order_with_their_band(rows) -> None:
    assert len(rows) == 45 and [row.number for row in rows] == list(range(45))
    assert [row.band for row in rows[:4]] == [Band.FULL, Band.BELOW80, Band.PARTIAL, Band.FULL]
    assert rows[-1].band is Band.UNSTATED


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter(attainment=MISSED), ["防波堤整建進度", "船舶檢查率"]),
        (Filter(attainment="below80"), ["防波堤整建進度"]),
        (Filter(attainment="unstated"), ["館藏=成長<率>"]),
        (Filter(department="港務處", goal="港區建設"), ["防波堤整建進度"]),
        (Filter(search="巡查 港務"), ["碼頭巡查次數"]),
        (Filter(search="４０％"), ["防波堤整建進度"]),
        (Filter(search="巡查", department="圖書局"), []),
    ],
)
def test_filters(rows, chosen: Filter, expected: list[str]) -> None:
    assert names(chosen.choose(rows)) == expected


def test_an_empty_filter_lets_everything_through(rows) -> None:
    assert Filter().choose(rows) == rows


def test_goals_of_a_department(rows) -> None:
    assert goals_of(rows, "港務處") == ["服務品質", "港區建設"]
    assert goals_of(rows, "圖書局") == ["服務品質"]


def test_missed_rows_come_worst_first(rows) -> None:
    assert names(missed_rows(rows)) == ["防波堤整建進度", "船舶檢查率"]


def test_department_bars_count_key_indicators_and_lead_to_misses(rows, texts: Texts) -> None:
    html = department_chart(rows, texts)
    text = Tags(html).text
    assert "港務處1/3" in text and "圖書局40/41" in text
    assert text.index("港務處") < text.index("圖書局")
    assert f'value="港務處|{MISSED}|"' in html and 'value="圖書局||"' in html
    assert "港務處：1 項達成、1 項達 80%、1 項未滿 80%" in html


def test_missed_bars_lead_to_their_row(rows, texts: Texts) -> None:
    html = missed_chart(rows, texts)
    assert html.index("防波堤整建進度") < html.index("船舶檢查率")
    assert f'value="港務處|{MISSED}|1"' in html and "width:52.00%" in html


def test_chart_without_misses_says_so(rows, texts: Texts) -> None:
    assert "沒有未達標的指標" in missed_chart(rows[4:9], texts)


def test_target_of_a_bar_can_be_read_again(rows) -> None:
    assert read_target(target_of("港務處", MISSED, rows[2])) == ("港務處", MISSED, 2)
    assert read_target("") == ("", "", None)
    assert read_target("a|b|²|d") == ("a", "b", None)


def test_sheet_has_every_column(rows, texts: Texts) -> None:
    header, lines = sheet(rows[:2], texts)
    assert header == [
        "局處",
        "類別",
        "策略目標",
        "指標",
        "目標值",
        "達成值",
        "達成度",
        "衡量暨達成情形",
        "頁次",
        "原文行號",
    ]
    assert lines[1][:7] == (
        "港務處",
        "關鍵績效指標",
        "一 港區建設",
        "2 防波堤整建進度",
        "工程進度 40%",
        "尚未決標",
        "52%",
    )
