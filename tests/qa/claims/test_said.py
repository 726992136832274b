"""What a figure covers with the words around it."""

from __future__ import annotations

import pytest

from corpus.figures import find_figures
from qa.claims.said import read_said, step_of


def said(text):
    (figure,) = [figure for figure in find_figures(text) if figure.kind not in ("year", "date")]
    return read_said(text, figure)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("有超過七成吧", [70.1, 90], [70, 60]),
        ("連九成都不到吧", [89.9], [90, 91.29]),
        ("不到四千人次", [3999], [4000, 4924]),
        ("還不到一億元", [99_000_000], [161_000_000]),
        ("沒過95%的目標", [94.9], [95, 98.7]),
        ("沒達到218件的目標", [217], [218, 230]),
        ("沒發滿6則", [5], [6, 9]),
        ("沒有超過 100 件", [100, 3], [101]),
        ("至少 50 場", [50, 80], [49]),
        ("有達到 1,300 人次嗎", [1300, 1342], [1299]),
        ("兩倍以上", [2, 2.23], [1.9]),
        ("五萬六千多通", [56_000, 56_643], [57_000, 55_999]),
        ("八十幾家次", [80, 82], [90, 79]),
        ("四倍多", [4.53], [5, 3.9]),
        ("將近五萬本", [48_000, 49_900], [44_000, 52_000]),
        ("close to 700 spaces", [681], [640, 760]),
        ("大約 3.4 萬平方公尺", [34_448, 33_600], [35_500]),
        ("約650萬人次", [6_550_993], [7_000_000]),
        ("一千五百人次左右", [1528], [1023]),
        ("七萬人次", [73_586, 66_000], [80_000]),
        ("八成", [78, 84], [86, 91]),
        ("六成五", [65.2], [66, 64]),
        ("99%", [99.24], [98.4]),
        ("71.5%", [71.54], [71.6]),
        ("1,342 人次", [1342], [1343, 1341]),
        ("三十件", [30], [28, 33]),
        ("10輛垃圾車", [10], [8]),
        ("一半的人", [48, 54], [91.29]),
        ("about 300,000 visitors", [298_000], [150_000]),
        ("more than 20 sites", [21], [20]),
    ],
)
def test_a_figure_covers_what_it_says(text, yes, no):
    found = said(text)
    assert [value for value in yes if not found.covers(value)] == []
    assert [value for value in no if found.covers(value)] == []


@pytest.mark.parametrize(
    ("text", "step"),
    [("五萬元", 10_000), ("50,000 元", 10_000), ("71.54%", 0.01), ("八成", 10), ("1,342 件", 1)],
)
def test_the_last_digit_that_is_said(text, step):
    (figure,) = find_figures(text)
    assert step_of(figure) == pytest.approx(step)
