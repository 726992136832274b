"""A question that takes for granted what the report says otherwise."""

from __future__ import annotations

import pytest

from qa.wording.premise import contradicts


@pytest.fixture(scope="module")
def says_otherwise(small_assistant):
    def run(question: str, quoted: str) -> bool:
        return contradicts(small_assistant.understand(question), quoted)

    return run


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("信義親子館還沒揭牌嗎？", "信義親子館於 115 年 10 月 17 日揭牌啟用"),
        ("聽說火災有 80 件，對嗎？", "115 年火災發生 73 件，較 114 年 88 件減少 15 件。"),
        ("為什麼補助只有 2 萬元？", "每棟最高補助 2 萬 5,000 元"),
        ("達成度只有 60% 嗎？", "達成度 100%"),
    ],
)
def test_another_figure_or_what_has_happened_is_noticed(says_otherwise, question, quoted):
    assert says_otherwise(question, quoted)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("聽說火災有 73 件，對嗎？", "115 年火災發生 73 件，較 114 年 88 件減少 15 件。"),
        ("補助 25,000 元對嗎？", "每棟最高補助 2 萬 5,000 元"),
        ("火災有幾件？", "115 年火災發生 73 件"),
        ("工程還沒完成嗎？", "工程尚未完成"),
        ("聽說有 80 件，對嗎？", "計有 364 位"),
        ("為什麼沒有達成？", "檢查人力支援防疫"),
    ],
)
def test_what_agrees_or_says_nothing_of_it_is_no_contradiction(says_otherwise, question, quoted):
    assert not says_otherwise(question, quoted)


def test_a_target_beside_a_right_figure_is_no_contradiction(says_otherwise):
    assert not says_otherwise("原訂 15 場，為什麼只辦了 1 場？", "因疫情因素擴大為 1 場實體行銷活動辦理。")
