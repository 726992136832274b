"""Personal data never reaches a file; the figures people ask about do."""

import pytest

from qa.privacy import mask


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("我是 A123456789", "我是 〔證號〕"),
        ("a 123 456 789 查得到嗎", "〔證號〕 查得到嗎"),
        ("身分證Ａ１２３４５６７８９", "身分證〔證號〕"),
        ("居留證 A800000014、AC01234567", "居留證 〔證號〕、〔證號〕"),
        ("打 0912-345-678 給我", "打 〔電話〕 給我"),
        ("打０９１２３４５６７８", "打〔電話〕"),
        ("+886 912 345 678", "〔電話〕"),
        ("市話 02-2420-1122 或 (02)24201122", "市話 〔電話〕 或 〔電話〕"),
        ("0224201122", "〔電話〕"),
        ("寄到 lin.mei+a@example.com.tw。", "寄到 〔電子郵件〕。"),
        ("卡號 4111 1111 1111 1111 過期", "卡號 〔卡號〕 過期"),
        ("5500-0000-0000-0004", "〔卡號〕"),
        ("電話\u200b09\u200b12\u2060345678", "電話〔電話〕"),
        ("0912\r\n345\n678", "〔電話〕"),
        ("02 -\n2420 - 1122", "〔電話〕"),
        ("A\u200d123456789", "〔證號〕"),
        ("4111\n1111\n1111\n1111", "〔卡號〕"),
        ("test@例子.台灣", "〔電子郵件〕"),
        ("信箱 a@b.com謝謝", "信箱 〔電子郵件〕謝謝"),
    ],
)
def test_masks_personal_data(typed: str, stored: str) -> None:
    assert mask(typed) == stored


@pytest.mark.parametrize(
    "question",
    [
        "112 年度的 1,342 人次是哪個指標？",
        "26,840,000 元用在哪裡",
        "112.8.26 的豐年祭",
        "達成度 95.8% 與 2023 年相比",
        "預算 54,505,526 元、57944302 元",
        "12345678901234 這串不是卡號",
        "SDGs 目標 11、PM2.5、B1 停車場 1999",
        "編號 1234567890123 件",
        "",
    ],
)
def test_leaves_figures_alone(question: str) -> None:
    assert mask(question) == question


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("A123456789 0912345678 a@b.tw 4111111111111111")
    assert mask(once) == once
