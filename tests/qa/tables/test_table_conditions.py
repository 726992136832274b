import pytest

from qa.tables.names import Names
from qa.tables.query import BELOW80, FULL, MISSED, PARTIAL, ZERO, Range
from qa.tables.reading import read_question

NAMES = Names(["民政處"], "海港市政府")


def read(question):
    return read_question(question, NAMES, 115).conditions


@pytest.mark.parametrize(
    ("question", "interval"),
    [
        ("達成度不到80%的指標", BELOW80),
        ("達成度低於八成的指標", BELOW80),
        ("八成都不到的指標", BELOW80),
        ("達成度未達 80% 的指標", BELOW80),
        ("沒達標的指標", MISSED),
        ("未能達成目標的指標", MISSED),
        ("達成度未滿100%的指標", MISSED),
        ("全部達成的指標", FULL),
        ("達成度 100% 的指標", FULL),
        ("80%以上未滿100%的指標", PARTIAL),
        ("介於八成到百分百之間的指標", PARTIAL),
        ("差一點點沒達標的指標", PARTIAL),
        ("達成度是0%的指標", ZERO),
        ("掛零的指標", ZERO),
        ("達成度60%到80%的指標", Range(60, 80, high_included=True)),
        ("達成度高於60%、低於80%的指標", Range(60, 80, low_included=False)),
        ("達成度 60% 以上但未達標的指標", Range(60, 100)),
        ("達成度九成五以上的指標", Range(low=95)),
        ("達成度80%以下的指標", Range(high=80, high_included=True)),
        ("達成度一成多的指標", Range(10, 20)),
        ("達成度超過一半的指標", Range(low=50, low_included=False)),
        ("kpis below 80%", BELOW80),
        ("KPIs between 80% and 100%", PARTIAL),
        ("KPIs that were not met", MISSED),
    ],
)
def test_ranges(question, interval):
    (found,) = read(question).ranges
    assert found == interval


def test_two_questions_keep_both_conditions():
    assert read("幾項達標、幾項沒達標").ranges == (FULL, MISSED)


@pytest.mark.parametrize(
    ("question", "interval"),
    [
        ("未達成3項以上的局處", Range(low=3)),
        ("指標超過40項的局處", Range(low=40, low_included=False)),
        ("指標不到15項的局處", Range(high=15)),
        ("指標介於10到15項的局處", Range(10, 15, high_included=True)),
        ("至少有兩項沒達標的局處", Range(low=2)),
    ],
)
def test_numbers_of_items(question, interval):
    assert read(question).counts == interval


def test_plain_numbers_are_what_the_question_states():
    assert read("有3項指標沒達標").numbers == (3,)
