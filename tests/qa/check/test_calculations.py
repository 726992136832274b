import pytest

from qa.check.calculations import find_calculated
from qa.check.numerals import flatten, read_numerals


def results(text, known=("862", "350", "20", "3億", "36", "70", "2", "17")):
    flat = flatten(text)
    numerals = read_numerals(flat)
    return find_calculated(flat, numerals, lambda n: n.key in known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("多 862 件 − 350 件 = 512 件", "512"),
        ("862+350＝1,212", "1212"),
        ("36 ÷ 70 = 51.4%", "51.4"),
        ("36 ÷ 70 × 100 = 51.43%", "51.43"),
        ("(862 - 350) ÷ 350 = 146%", "146"),
        ("3 億元 ÷ 20 人 = 1,500 萬元", "1500萬"),
        ("20 × 36 = 約 720", "720"),
        ("70 ÷ 36 = 1.9", "1.9"),
        ("862件-350件=512件", "512"),
        ("350 - 862 = -512", "512"),
    ],
)
def test_a_right_calculation_gives_leave_to_show_its_result(text, expected):
    assert expected in results(text)


@pytest.mark.parametrize(
    "text",
    [
        "862 − 350 = 513",
        "862 − 351 = 511",  # 351 stands nowhere
        "= 512",
        "862 = 862",
        "512 件是 862 與 350 的差",
        "862 ÷ 0 = 1",
        "(862 - 350 = 512",
        "862 - = 862",
        "36 ÷ 70 = 52%",
        "862 − 350 = 共五百多 512",
        "862 × 350 = 301,701",
    ],
)
def test_what_is_no_right_calculation_gives_none(text):
    assert results(text) == set()


def test_a_result_may_be_used_again():
    assert {"512", "256"} <= results("862 - 350 = 512。512 ÷ 2 = 256")
