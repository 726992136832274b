"""What is taught of a message that reckons: its operation, and the figures that its writer meant."""

from __future__ import annotations

import pytest

from qa.conversation.operands import Group
from qa.conversation.shown import Shown
from qa.lab.train_operands import find_operations, is_meant


def shown(text: str, value: float) -> Shown:
    return Shown(value, "箱", "number", text, "蘋果", "蘋果", "", 0, 0, None, True)


MANY, FEW = shown("120 箱", 120), shown("30箱", 30)


@pytest.mark.parametrize(
    ("text", "meant", "operations"),
    [
        ("兩個差多少", "difference", ["difference"]),
        ("沒破的有幾件", "rest", ["rest"]),
        ("長庚那個會一個月要看幾個病人", "per", ["per"]),
        ("那是誰辦的", "none", []),
    ],
)
def test_an_operation_that_is_meant_is_taught_though_nothing_hints_at_it(text, meant, operations):
    assert find_operations(text, meant) == operations


@pytest.mark.parametrize(
    ("figures", "operation", "op", "of", "right"),
    [
        ((MANY, FEW), "difference", "difference", ["30 箱", "120箱"], True),
        ((MANY, FEW), "rest", "difference", ["120 箱", "30 箱"], True),
        ((MANY, FEW), "share", "share", ["30 箱", "120 箱"], False),
        ((FEW, MANY), "share", "share", ["30 箱", "120 箱"], True),
        ((MANY,), "sum", "sum", ["120 箱", "30 箱"], False),
        ((), "sum", "none", [], True),
        ((MANY, FEW), "sum", "none", [], False),
        ((), "sum", "difference", ["120 箱", "30 箱"], True),
    ],
)
def test_figures_are_right_with_the_operation_that_was_meant(figures, operation, op, of, right):
    chat = {"op": op, "of": [[text, 0] for text in of]}
    assert is_meant(Group(figures, {}), operation, chat) is right
