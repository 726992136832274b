"""Which of the right answers to a turn are learned to be chosen."""

from __future__ import annotations

import pytest

from qa.lab.train_meanings import SPARE, WORDY, find_pointed


@pytest.mark.parametrize(
    ("answers", "right", "before", "pointed"),
    [
        (["一句", "表" * 900], [True, True], "別的", [True, False]),
        (["一句", "表" * 300], [True, True], "別的", [True, True]),
        (["表" * 900, "錯"], [True, False], "別的", [True, False]),
        (["一樣的話", "新的話"], [True, True], "一樣的話", [False, True]),
        (["一樣的話", "錯"], [True, False], "一樣的話", [True, False]),
        (["錯", "也錯"], [False, False], "", [False, False]),
    ],
)
def test_a_right_answer_is_pointed_where_it_is_new_and_no_longer_than_needed(answers, right, before, pointed):
    assert find_pointed(answers, right, before) == pointed


def test_how_long_a_pointed_answer_may_be():
    longest = "字" * (WORDY * 10 + SPARE)
    assert find_pointed(["字" * 10, longest], [True, True], "") == [True, True]
    assert find_pointed(["字" * 10, longest + "字"], [True, True], "") == [True, False]
