"""How figures of a passage belong together by their values."""

import pytest

from qa.answer import Answer, Citation, Route, Status
from qa.conversation.relating import relate
from qa.conversation.shown import find_shown
from qa.conversation.state import Exchange


def show(text: str) -> dict[str, object]:
    citation = Citation(1, "民政處", "重要施政成果", ("民政部門",), 3, False, (5, 5), text, text)
    turn = Exchange("各多少？", Answer(Status.ANSWERED, Route.PASSAGE, f"{text}[1]", (citation,)))
    figures = [shown for shown in find_shown(turn, 0) if shown.said]
    return {shown.text: shown for shown in figures}


CARS = show("拖吊汽車 2,801 輛、機車 413 輛，合計 3,214 輛，較上年增加 200 輛。")


def test_the_parts_of_a_total_are_known_by_their_sum():
    relations = relate(list(CARS.values()))
    whole = CARS["3,214 輛"]
    assert relations.is_part(CARS["2,801 輛"], whole) and relations.is_part(CARS["413 輛"], whole)
    assert not relations.is_part(whole, CARS["413 輛"])
    assert not relations.is_part(CARS["200 輛"], whole)
    assert relations.adds_up([CARS["413 輛"], CARS["2,801 輛"]])
    assert not relations.adds_up([CARS["413 輛"], CARS["200 輛"]])


def test_a_gap_that_is_printed_is_known():
    cases = show("112 年受理 126,097 件，111 年受理 121,216 件，增加 4,881 件。")
    relations = relate(list(cases.values()))
    assert relations.prints_gap(cases["126,097 件"], cases["121,216 件"])
    assert not relations.prints_gap(cases["121,216 件"], cases["121,216 件"])


@pytest.mark.parametrize(
    ("rate", "printed"), [("91.29%", True), ("91.3%", True), ("91.2%", False), ("91%", True)]
)
def test_a_share_is_printed_as_exactly_as_its_decimals(rate, printed):
    thefts = show(f"竊盜發生 918 件，破獲 838 件，破獲率 {rate}。")
    relations = relate(list(thefts.values()))
    assert relations.prints_share(thefts["838 件"], thefts["918 件"]) is printed


def test_figures_of_two_turns_have_nothing_to_do_with_each_other():
    other = show("機車 2,388 輛。")["2,388 輛"]
    relations = relate([*CARS.values()])
    assert not relations.is_part(other, CARS["3,214 輛"])
    assert not relations.prints_gap(other, CARS["413 輛"])


def test_a_whole_of_nought_has_no_shares():
    none = show("受理 0 件，結案 5 件，達成率 100%。")
    assert not relate(list(none.values())).prints_share(none["5 件"], none["0 件"])
