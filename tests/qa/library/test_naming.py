"""Which reports a message names, and what it asks without their names."""

from __future__ import annotations

import pytest

from corpus.bundled import vocabulary_folder
from corpus.model import ReportId
from qa.library.naming import Names
from qa.understand.words import read_places

HERE = [ReportId("東港市政府", year) for year in (113, 114, 115)]
THERE = [ReportId("新北市政府", year) for year in (112, 115)]
NAMES = Names([*HERE, *THERE], read_places(vocabulary_folder()))
BASE = HERE[-1]


@pytest.mark.parametrize(
    ("message", "reports"),
    [
        ("火災有幾件？", []),
        ("114 年火災有幾件？", [HERE[1]]),
        ("2025 年火災有幾件？", [HERE[1]]),
        ("民國一百一十三年呢", [HERE[0]]),
        ("新北呢", [THERE[1]]),
        ("新北市 112 年火災幾件", [THERE[0]]),
        ("那 110 年呢", []),
        ("新北 113 年呢", []),
        ("東港市 114 年度火災有幾件", [HERE[1]]),
        ("臺北市火災幾件", []),
    ],
)
def test_years_and_cities_that_there_are_lead_to_their_reports(message, reports):
    found = NAMES.read(message, BASE)
    assert list(found.reports) == reports
    assert not found.compares


@pytest.mark.parametrize(
    ("message", "reports"),
    [
        ("火災件數 115 年跟 114 年比如何", HERE[1:]),
        ("113 年和 115 年的火災件數差多少", [HERE[0], HERE[2]]),
        ("跟去年比增加多少", HERE[1:]),
        ("和前年比呢", HERE[1:]),
        ("跟新北比", [THERE[1], BASE]),
        ("東港和新北哪個火災比較多", [THERE[1], BASE]),
        ("火災件數近三年的變化", HERE),
        ("火災件數近兩年的趨勢", HERE[1:]),
        ("歷年火災件數", HERE),
        ("哪一年的火災比較多", HERE),
        ("How did fires change compared with 2025?", HERE[1:]),
    ],
)
def test_words_of_comparing_set_reports_side_by_side(message, reports):
    found = NAMES.read(message, BASE)
    assert found.compares
    assert sorted(found.reports, key=str) == sorted(reports, key=str)


@pytest.mark.parametrize(
    "message",
    [
        "跟 110 年比",
        "資源回收率比率多少",
        "比較多的是哪一項",
        "跟臺北比",
        "115 年的比賽辦了幾場",
        "親子館是哪一年揭牌的",
    ],
)
def test_nothing_is_set_beside_what_there_is_not(message):
    assert not NAMES.read(message, BASE).compares


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("114 年呢？", ""),
        ("那新北市呢", ""),
        ("跟去年比", ""),
        ("跟新北比呢？", ""),
        ("和 114 年相比有什麼變化", ""),
        ("114 年火災有幾件", "火災有幾件"),
        ("114 年 9 月火災有幾件", "9月火災有幾件"),
        ("東港市 114 年呢", ""),
        ("114 年活力東港專頁有幾人", "活力東港專頁有幾人"),
        ("115 年跟 114 年火災件數差多少", "火災件數"),
        ("火災件數比去年增加多少", "火災件數"),
        ("東港和新北的火災件數各是多少", "火災件數"),
    ],
)
def test_what_is_asked_is_left_without_the_names(message, rest):
    assert NAMES.read(message, BASE).rest == rest


@pytest.mark.parametrize("message", ["差多少？", "兩年相比如何", "這兩者哪個比較多", "增加還是減少？"])
def test_what_was_asked_of_two_reports_is_compared_without_naming_them(message):
    found = NAMES.read(message, BASE, [HERE[0], THERE[1], BASE])
    assert (found.compares, found.rest) == (True, "")
    assert set(found.reports) == {THERE[1], BASE}
    assert not NAMES.read(message, BASE, [BASE]).compares


def test_the_year_before_leads_to_its_report():
    found = NAMES.read("前一年呢", BASE)
    assert (list(found.reports), found.rest) == ([HERE[1]], "")
