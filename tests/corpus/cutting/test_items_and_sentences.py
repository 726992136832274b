"""List items, sentences and the headings above them."""

from __future__ import annotations

import pytest

from corpus.cutting.sentences import Outliner, cut_sentences
from corpus.reading.items import find_markers, han_value, read_marker


def starts(text: str) -> list[str]:
    return [text[marker.start : marker.end].strip() for marker in find_markers(text)]


def sentences(text: str) -> list[str]:
    return [text[first:last] for first, last in cut_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 甲。 2. 乙。 3. 丙。", ["1.", "2.", "3."]),
        ("1、甲。 2、乙。", ["1、", "2、"]),
        ("1. 甲：(1)子。(2)丑。 2. 乙。", ["1.", "(1)", "(2)", "2."]),
        ("說明： A. 甲。 B. 乙。 a. 子。", ["A.", "B.", "a."]),
        ("①甲②乙", ["①", "②"]),
        ("一、甲。二、乙。", ["一、", "二、"]),
        ("(一) 甲", ["(一)"]),
        ("3.9月28日辦理", ["3."]),
        ("1.112 年辦理", ["1."]),
    ],
)
def test_item_numbers(text, expected):
    assert starts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "112. 8. 26 辦理",
        "占 2.5 公頃",
        "共計 2. 5 公噸",
        "辦理「1. 甲、2. 乙」活動",
        "本市 一、二類漁港",
        "補助 (112) 工程",
    ],
)
def test_decimals_dates_and_quoted_lists_are_no_items(text):
    assert starts(text) == []


def test_han_numerals():
    assert [han_value(one) for one in ("一", "十", "十二", "二十", "二十三")] == [1, 10, 12, 20, 23]
    assert [han_value(one) for one in ("一一", "一一十", "十十", "")] == [0, 0, 0, 0]
    marker = read_marker("(十一)項目")
    assert marker is not None and marker.value == 11


def test_sentences_end_outside_brackets_and_quotations():
    text = "辦理「你好嗎？我很好。」活動（甲；乙）三場。參加五人！其餘無。"
    assert sentences(text) == ["辦理「你好嗎？我很好。」活動（甲；乙）三場。", "參加五人！", "其餘無。"]


def test_bracket_that_is_never_closed_holds_nothing_together():
    assert sentences("警察(分局、派出所設置。尚有三處。") == ["警察(分局、派出所設置。", "尚有三處。"]


def test_comma_chain_stays_whole_and_exclamation_in_a_name_cuts_nothing():
    assert len(sentences("甲，" * 80 + "乙。")) == 1
    assert sentences("刊登於 Yahoo!、MSN 等媒體。") == ["刊登於 Yahoo!、MSN 等媒體。"]


def test_closing_sign_behind_the_end_belongs_to_the_sentence():
    assert sentences("他說：「完成。」次日啟用。")[0] == "他說：「完成。」次日啟用。"
    assert sentences("完成。）次日啟用。") == ["完成。）", "次日啟用。"]


def outline(*paragraphs: str) -> list[tuple[str, int, tuple[str, ...]]]:
    text = "\n".join(paragraphs)
    outliner = Outliner()
    pieces = []
    offset = 0
    for paragraph in paragraphs:
        pieces += outliner.cut(text, offset, offset + len(paragraph))
        offset += len(paragraph) + 1
    return [(text[one.start : one.end].strip(), one.depth, one.headings) for one in pieces]


def test_headings_of_items_under_items():
    assert outline("5. 資訊支持內容：", "(1) 網站維護。", "A. 首頁。", "(2) 諮詢。", "6. 其他。") == [
        ("5. 資訊支持內容：", 0, ()),
        ("(1) 網站維護。", 1, ("5. 資訊支持內容：",)),
        ("A. 首頁。", 2, ("5. 資訊支持內容：", "(1) 網站維護。")),
        ("(2) 諮詢。", 1, ("5. 資訊支持內容：",)),
        ("6. 其他。", 0, ()),
    ]


def test_list_under_a_plain_line_with_a_colon():
    assert outline("成效如下：", "1. 甲。", "2. 乙。", "另辦理丙。") == [
        ("成效如下：", 0, ()),
        ("1. 甲。", 0, ("成效如下：",)),
        ("2. 乙。", 0, ("成效如下：",)),
        ("另辦理丙。", 1, ("成效如下：", "2. 乙。")),
    ]


def test_long_heading_is_its_colon_sentence():
    words = "辦理甲。" + "為" * 90 + "。情形如下："
    assert outline(f"1. {words}", "(1) 子。")[1][2] == ("情形如下：",)
