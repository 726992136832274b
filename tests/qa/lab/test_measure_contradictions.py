"""The measure of contradictions: when one that was listed counts as found, and what is found of them."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction
from qa.lab.measure_contradictions import Listed, measure

ONE = Contradiction("海洋處「淨灘」", "twin", ("1,342 人次", "1,324 人次"), (7, 90), ())


@pytest.mark.parametrize(
    ("lines", "values", "told"),
    [
        ((7, 90), ("1,342", "1,324"), True),
        ((90,), ("1,342人次",), True),
        ((8,), ("1,342", "1,324"), False),
        ((7,), ("1,342", "906"), False),
    ],
)
def test_when_one_is_told(lines, values, told):
    assert Listed("figure", lines, values).is_told_by(ONE) is told


def test_share_by_kind_and_of_all():
    listed = [
        Listed("figure", (7,), ("1,342",)),
        Listed("figure", (8,), ("9",)),
        Listed("date", (8,), ("9",)),
    ]
    assert measure([ONE], listed) == {"date": (0, 1), "figure": (1, 2), "all": (1, 3)}
