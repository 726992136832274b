"""Text that knows its lines; cells without markup; halves joined."""

from __future__ import annotations

import copy
import json
import re

import pytest

from corpus.reading.joins import is_finished, mend, mend_paragraphs, strip_name
from corpus.reading.markup import clean_inline, split_paragraphs, visible_length
from corpus.traced import Traced, join


def test_traced_text_keeps_the_line_of_each_character():
    text = join([Traced("甲乙", 3), "｜", Traced("丙丁", 5)])
    assert text == "甲乙｜丙丁"
    assert [text.line_at(place) for place in range(5)] == [3, 3, 0, 5, 5]
    assert text.counts() == {3: 2, 5: 2}
    assert text.span() == (3, 5)
    assert text.cut(1, 4).counts() == {3: 1, 5: 1}
    assert Traced("  甲 ", 2).trim() == "甲"
    assert text.replace_all(re.compile("｜"), "、").counts() == {3: 2, 5: 2}


def test_traced_text_is_a_string_everywhere():
    text = Traced("甲", 3)
    assert json.dumps({text: text}, ensure_ascii=False) == '{"甲": "甲"}'
    assert copy.deepcopy(text).marks == ((0, 3),)
    assert {text} == {"甲"}


def test_paragraphs_of_a_cell():
    cell = Traced('<p>甲</p> <p>乙 <u>丙</u></p><ol style="x"> 1. 丁 ', 7)
    assert split_paragraphs(cell) == ["甲", "乙 丙", "1. 丁"]
    assert all(part.span() == (7, 7) for part in split_paragraphs(cell))


def test_bare_signs_are_no_markup():
    text = "違規率 < 0.5%；辨識率 > 97%，U>=3"
    assert split_paragraphs(Traced(text, 1)) == [text]


def test_nested_table_becomes_rows():
    cell = Traced(
        '前文<table border="1"> <tr><td colspan="2">年金</td></tr> <tr><td>低收</td><td>5</td></tr> </table>',
        1,
    )
    assert split_paragraphs(cell) == ["前文", "年金", "低收 5"]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"$618/1992=31.0\%$", "618/1992=31.0%"),
        (r"$11/11 \times 100\% = 100\%$", "11/11 × 100% = 100%"),
        (r"$\frac{(1-3)}{2} \times 100\%$", "(1-3)/2 × 100%"),
        (r"21 $\mu\text{g}/\text{m}^3$", "21 μg/m^3"),
        ("補助 $ 一百", "補助 $ 一百"),
    ],
)
def test_remains_of_latex(latex, plain):
    assert clean_inline(Traced(latex, 1)) == plain


def test_visible_characters():
    assert visible_length("<p>甲 乙</p>\t丙") == 3
    assert visible_length("- 一、甲") == 3
    assert visible_length("- 605 萬") == 5


def test_halves_are_joined_without_a_space():
    assert mend(Traced("國民 ", 1), Traced(" 身分證", 2)) == "國民身分證"
    assert mend(Traced("112", 1), Traced("年", 2)) == "112年"
    assert mend(Traced("共 26", 1), Traced("0 人", 2)) == "共 260 人"


def test_finished_sentences():
    assert is_finished("完成。") and is_finished("他說完成。」") and is_finished("")
    assert not is_finished("共計 5") and not is_finished("如下：") and not is_finished("（甲）")


def test_paragraph_goes_on_or_begins_anew():
    assert mend_paragraphs([Traced("甲，", 1)], [Traced("乙。", 2), Traced("丙。", 2)]) == [
        "甲，乙。",
        "丙。",
    ]
    assert mend_paragraphs([Traced("甲。", 1)], [Traced("乙。", 2)]) == ["甲。", "乙。"]
    assert mend_paragraphs([Traced("甲，", 1)], [Traced("2. 乙。", 2)]) == ["甲，", "2. 乙。"]


def test_names_lose_the_spaces_of_narrow_cells_only():
    assert strip_name(Traced("民 政 部 門", 1)) == "民政部門"
    assert strip_name(Traced("推動 GIS 開放 資料", 1)) == "推動 GIS 開放資料"
