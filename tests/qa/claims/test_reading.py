"""Which questions are claims, and of what kind."""

from __future__ import annotations

import pytest

from qa.claims.reading import direction_of, is_done, is_pending, read_claim, read_deed


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("閱覽人次有超過七萬人次吧？", "value"),
        ("聽說辦了一千三百四十二場，對不對", "value"),
        ("市刊一年印將近五萬本，是嗎", "value"),
        ("只做了4處，剛好達標而已？", "value"),
        ("Did the city really add close to 700 spaces?", "value"),
        ("接管戶數是目標的兩倍多，沒錯吧", "ratio"),
        ("比目標多補了兩千多人次，對嗎", "surplus"),
        ("次數比前一年少了八百多次，對不對", "change"),
        ("攔下來的金額比前一年少了對嗎", "change"),
        ("沒達到218件的目標，是嗎", "value"),
        ("那個工程沒有達標對吧", "attained"),
        ("改建到年底都還沒動工，是不是", "state"),
        ("54 所學校已經全部都有專業人才了吧？", "all"),
    ],
)
def test_kinds_of_claims(question, kind):
    claim = read_claim(question)
    assert claim is not None
    assert claim.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "補助了幾件？",
        "聽說有兩項沒達標，是哪兩項？",
        "為什麼只有 4 處？",
        "有補助冷氣嗎？",
        "How many of the 54?",
        "",
    ],
)
def test_open_questions_and_those_that_compare_nothing_are_none(question):
    assert read_claim(question) is None


def test_hotlines_are_no_figures_of_a_claim():
    claim = read_claim("1999去年接了大約五萬六千多通電話，是嗎")
    assert claim is not None
    assert claim.said is not None
    assert claim.said.unit == "通"
    assert read_claim("119 有在受理嗎") is None


def test_direction_and_deed():
    assert (direction_of("減少 838 次"), direction_of("增加 15 件"), direction_of("共 15 件")) == (-1, 1, 0)
    assert is_pending("尚未決標開工")
    assert is_pending("其餘 2 處施作中")
    assert not is_pending("於 10 月 17 日揭牌啟用")
    opened = read_deed("開幕了嗎")
    assert is_done("於 10 月 17 日揭牌啟用", opened)
    assert not is_done("8 月 2 日驗收", opened)
    assert read_deed("辦理 3 場") is None
