from decimal import Decimal

import pytest

from qa.check.numerals import LIST_MARK, flatten, read_numerals


def read(text):
    return [(numeral.key, numeral.unit) for numeral in read_numerals(flatten(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("計 1,342 人次", [("1342", "人次")]),
        ("計１，３４２人次", [("1342", "人次")]),
        ("86 萬 2, 000 元", [("86萬2000", "元")]),
        ("3億3,355萬元", [("3億3355萬", "元")]),
        ("提升 5.9%", [("5.9", "%")]),
        ("提升５.９％", [("5.9", "%")]),
        ("112 年 8 月 26 日", [("112", "年"), ("8", "月"), ("26", "日")]),
        ("1. 辦理 2 場次\n(2) 無", [("1", LIST_MARK), ("2", "場次"), ("2", LIST_MARK)]),
        ("第 12 頁", [("12", "頁")]),
        ("on page 12", [("12", "頁")]),
        ("每胎二萬元，辦理三場", [("二萬", "元"), ("三", "場")]),
        ("第八屆、三分之一、百分之三十", [("第八", "屆"), ("三分之一", "%"), ("百分之三十", "%")]),
        ("一般、一起、十分重要、每一個、統一", []),
        ("twenty-three people, 2 million", [("2million", ""), ("twenty three", "")]),
        ("one of the best", []),
        ("依 [12] 與 [1、2]", []),
        ("五堵、七堵區、八斗子", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_written(text, expected):
    assert sorted(read(text)) == sorted(expected)


def test_invisible_characters_do_not_split_a_number():
    assert read("1\u200b3\u202e42 件") == [("1342", "件")]


def test_formal_and_simplified_numerals_are_plain_ones():
    assert read("贰萬元") == read("二万元") == [("二萬", "元")]
    assert read_numerals(flatten("廿三件"))[0].value == Decimal(23)


def test_a_sign_is_read_and_a_range_is_none():
    assert [n.negative for n in read_numerals(flatten("差異－48%，每日 3-5 件"))] == [True, False, False]
