"""A quantity in a question leads to the step of a scale that it falls into."""

from __future__ import annotations

import math

import pytest

from qa.wording.ranges import Step, find_quantities, find_steps, fits


@pytest.mark.parametrize(
    ("question", "quantities"),
    [
        ("我們大樓總共 150 戶", [(150, "戶")]),
        ("社區大概八十戶", [(80, "戶")]),
        ("爸爸75歲要換駕照", [(75, "歲")]),
        ("1,200人的活動", [(1200, "人")]),
        ("一百二十坪的店", [(120, "坪")]),
        ("第3名", []),
        ("一個人可以嗎", []),
    ],
)
def test_quantities_of_a_question(question, quantities):
    assert list(find_quantities(question)) == quantities


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("公寓大廈在 51 戶至 100 戶者", [Step(51, 100, "戶")]),
        ("在 50 戶以下者", [Step(-math.inf, 50, "戶")]),
        ("1,001 戶以上者", [Step(1001, math.inf, "戶")]),
        ("未滿 3 歲", [Step(-math.inf, 3, "歲")]),
        ("滿 65 歲", [Step(65, math.inf, "歲")]),
        ("6 歲以上未滿 12 歲", [Step(6, 12, "歲")]),
        ("2~4 樓", [Step(2, 4, "樓")]),
        ("112 年 1 月 1 日至 12 月 31 日共 20 人", []),
        ("補助 30 戶", []),
    ],
)
def test_steps_of_a_text(text, steps):
    assert find_steps(text) == steps


def test_a_step_fits_or_not_or_says_nothing():
    assert fits([(150, "戶")], "101 戶至 200 戶者：2 萬元") is True
    assert fits([(150, "戶")], "50 戶以下者：5,000 元") is False
    assert fits([(150, "戶")], "未滿 3 歲") is None
    assert fits([], "50 戶以下") is None
