"""The indicators: bands and filters."""

import pytest

from qa.web.pages.indicators import FILTERS, Indicators
from qa.web.pages.tables import Query
from qa.web.rows import MISSED, Band, collect_rows, goals_of
from tests.qa.web.fakes import FakeAssistant


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
    ("given", "expected"),
    [
        ({"attainment": MISSED}, ["防波堤整建進度", "船舶檢查率"]),
        ({"attainment": "below80"}, ["防波堤整建進度"]),
        ({"attainment": "unstated"}, ["館藏=成長<率>"]),
        ({"department": "港務處", "goal": "港區建設"}, ["防波堤整建進度"]),
        ({"q": "巡查 港務"}, ["碼頭巡查次數"]),
        ({"q": "４０％"}, ["防波堤整建進度"]),
        ({"q": "巡查", "department": "圖書局"}, []),
        ({"lines": "110.112"}, ["碼頭巡查次數", "船舶檢查率"]),
        ({"kind": "common"}, ["業務費賸餘百分比"]),
    ],
)
def test_filters(assistant: FakeAssistant, given: dict[str, str], expected: list[str]) -> None:
    query = Query.read("/indicators", given, FILTERS, ())
    assert names(Indicators(assistant.passages).choose(query).rows) == expected


def test_goals_of_a_department(rows) -> None:
    assert goals_of(rows, "港務處") == ["服務品質", "港區建設"]
    assert goals_of(rows, "圖書局") == ["服務品質"]
