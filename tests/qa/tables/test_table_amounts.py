import pytest

from qa.tables.amounts import Amount, read_amount


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("350 件", 350, "件"),
        ("11,315 件", 11315, "件"),
        ("工程進度 40%", 40, "%"),
        ("2 萬 2,299 張", 22299, "張"),
        ("2,634 萬元", 26340000, "元"),
        ("- 605 萬", -6050000, ""),
        ("-25%", -25, "%"),
        ("0", 0, ""),
        ("１，２００ 人次", 1200, "人次"),
        ("19010 0 人次", 190100, "人次"),
        ("40,000 平方 公尺", 40000, "平方公尺"),
        ("1,000 筆以上", 1000, "筆"),
    ],
)
def test_one_amount(cell, value, unit):
    assert read_amount(cell) == Amount(value, unit)


@pytest.mark.parametrize("cell", ["", "尚未決標開工", "3 場 120 人", "112 年 12 月"])
def test_no_single_amount(cell):
    assert read_amount(cell) is None
