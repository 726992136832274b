"""Reckoning with figures shown earlier, and shorter wordings, over turns made up here."""

from __future__ import annotations

import jieba
import pytest

from corpus.bundled import vocabulary_folder
from qa.answer import Answer, Citation, Route, Status
from qa.conversation.acts import OPERATIONS, find_acts
from qa.conversation.arithmetic import Reckoner
from qa.conversation.arithmetic import reckon as arithmetic
from qa.conversation.ledger import Ledger
from qa.conversation.reckoned import show_value, word_sum
from qa.conversation.shortening import choose_clauses, join_clauses
from qa.conversation.state import Exchange
from qa.understand.demands import load_asks
from qa.understand.words import WordMatcher

ASKS = load_asks(vocabulary_folder() / "asks.toml")
STOP = frozenset(["呢", "嗎", "的", "是", "多少", "後面", "前面", "what", "is", "the", "between"])
MATCHER = WordMatcher(jieba.lcut, {"蘋果": 1, "檸檬": 1}, 9, STOP, {})


def told(question: str, text: str, line: int = 7) -> Exchange:
    citation = Citation(1, "處", "節", ("類",), 3, False, (line, line), text, text)
    return Exchange(question, Answer(Status.ANSWERED, Route.PASSAGE, f"{text}[1]", (citation,)))


def reckon(text: str, *turns: Exchange) -> str:
    operation = next(iter(find_acts(text, OPERATIONS)), None)
    if operation is None:
        return ""
    reckoner = Reckoner(Ledger(turns, ASKS, MATCHER))
    likeliest = next(iter(reckoner.weigh(text, operation)), None)
    found = reckoner.answer(text, operation) if likeliest and likeliest.figures else None
    answer = found[0] if found else reckoner.apart(text)
    return answer.answer if answer else ""


APPLES = told("蘋果收了幾箱？", "本年度蘋果收成計 120 箱，梨子 45 箱，人手 8 人。", 7)
LEMONS = told("檸檬收了幾箱？", "檸檬收成 30 箱，較上年減少。", 9)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("兩個加起來多少", "150 箱"),
        ("這兩個相差幾箱", "90 箱"),
        ("後面那個占前面的幾成", "25%"),
        ("是幾倍", "4 倍"),
        ("What is the difference between the two?", "90 箱"),
    ],
)
def test_the_figures_that_the_last_turns_asked_for_are_reckoned_with(text, result):
    answer = reckon(text, told("蘋果收了幾箱？", "本年度蘋果收成計 120 箱。"), LEMONS)
    assert result in answer
    assert "120 箱[" in answer and "30 箱[" in answer


def test_which_is_more_names_both_and_how_far_they_are_apart():
    answer = reckon("哪個比較多", APPLES, LEMONS)
    assert answer.index("120 箱") < answer.index("30 箱")
    assert "相差 90 箱" in answer


def test_two_figures_that_one_question_asked_for_go_before_an_earlier_turn():
    both = told("甲班幾人、乙班幾人？", "甲班 20 人，乙班 15 人。")
    earlier = told("丙班幾人？", "丙班 99 人。")
    assert "35 人" in reckon("加起來", earlier, both)


def test_so_much_for_each_takes_the_units_that_the_message_names():
    turn = told("研習辦了幾場、幾人參加？", "辦理研習 4 場，參加 100 人。")
    assert "25 人／場" in reckon("平均一場幾人", turn)


def test_what_is_not_told_is_the_whole_less_the_part():
    turn = told("案件破了幾件？", "竊盜案件發生 90 件，破獲 70 件。")
    assert "20 件" in reckon("沒破的呢", turn)


@pytest.mark.xfail(strict=True, reason="of totals of two items the parts are taken")
def test_a_named_figure_is_held_against_the_one_of_its_kind():
    text = "(1)第一季：車資 9 人，發 500 元；總計 20 人，發 800 元。(2)第二季：總計 30 人，發 950 元。"
    assert "150 元" in reckon("比第一季多多少", told("第二季總計發多少錢？", text))


@pytest.mark.xfail(strict=True, reason="none of the figures is taken to be meant")
def test_the_parts_of_a_question_for_several_are_added_and_held_against_the_printed_total():
    turn = told("甲班、乙班各幾人？", "學生共 35 人，甲班 20 人（含住宿 12 人），乙班 15 人。")
    answer = reckon("加起來對得上嗎", turn)
    assert "35 人" in answer and "相符" in answer


@pytest.mark.xfail(strict=True, reason="what was quoted is preferred")
def test_the_largest_is_looked_for_behind_what_was_quoted():
    answer = told("社團有哪些？", "(1)甲社：學員 5 人。(2)乙社：學員 9 人。(3)丙社：學員 29 人。").answer
    quoted = answer.with_(answer="(1)甲社：學員 5 人。(2)乙社：學員 9 人。[1]")
    assert "最大的是丙社：學員 29 人" in reckon("人數最多的是哪一社", Exchange("社團有哪些？", quoted))


ORCHARDS = told("果園各收幾箱？", "蘋果收成 90 箱，損壞 8 箱，外銷 7 箱；檸檬收成 60 箱，損壞 3 箱。")


def test_a_name_means_the_figure_that_its_words_stand_next_to():
    answer = reckon("蘋果損壞跟檸檬損壞差幾箱", ORCHARDS)
    assert "5 箱" in answer and "8 箱[" in answer and "3 箱[" in answer


def test_operands_of_one_name_are_told_apart_by_the_head_of_their_clause():
    larger, smaller = reckon("蘋果損壞跟檸檬損壞差幾箱", ORCHARDS).split("－")
    assert "蘋果" in larger and "檸檬" in smaller


@pytest.mark.xfail(strict=True, reason="two of the four are compared")
def test_figures_that_tie_are_named_together():
    answer = reckon("最多的是哪一種", told("換了哪些車？", "大車 1 輛、中車 2 輛、小車 2 輛、水車 1 輛。"))
    assert "並列" in answer and answer.index("小車") < answer.index("大車")


ROW = told("閱覽的有幾人？", "「閱覽人數」原定目標值 500 人，達成目標值 620 人，達成度 100%。")


@pytest.mark.parametrize(("text", "result"), [("差幾個人", "120 人"), ("占目標幾成", "124%")])
def test_what_an_indicator_reached_is_held_against_its_target(text, result):
    assert result in reckon(text, LEMONS, ROW)


def test_figures_of_unlike_units_are_held_together_only_where_two_are_meant():
    turn = told("研習辦了幾場？", "辦理研習 4 場，花費 900 元。")
    assert "單位不同" in reckon("這兩個差多少", turn)
    assert reckon("差多少", turn) == ""


def test_a_rate_that_is_printed_is_not_reckoned():
    row = told("募款多少？", "募款目標 887 萬元，募得 880 萬元，達成度 100%。")
    assert reckon("達成率呢", row) == ""


def test_what_the_figures_do_not_account_for_is_not_reckoned():
    assert reckon("滑雪場和溜冰場差幾座", APPLES, LEMONS) == ""


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (6488000000.0, "元", "6,488,000,000 元（64.88 億元）"),
        (52443672.0, "元", "52,443,672 元（5,244 萬 3,672 元）"),
        (1006.37, "元／人次", "1,006.37 元／人次"),
        (27856.4705, "元／案", "約 27,856 元／案"),
        (71.42857, "%", "約 71.4%"),
        (8.45, "元／次", "8.45 元／次"),
    ],
)
def test_how_a_computed_value_is_shown(value, unit, shown):
    assert show_value(value, unit) == shown


def test_a_figure_that_was_achieved_goes_before_the_one_aimed_at():
    row = told("參觀的有幾人？", "「參觀人數」原定目標值 500 人，達成目標值 620 人，達成度 100%。")
    assert Ledger([row], ASKS, MATCHER).answering(0)[0].text == "620 人"


def test_a_shorter_wording_keeps_the_figure_asked_for():
    text = "為推廣水果並照顧農民，特訂定計畫，本年度蘋果收成計 120 箱，並辦理多場活動，成效良好。"
    turn = told("蘋果收了幾箱？", text)
    main = Ledger([turn], ASKS, MATCHER).measures(0)[:1]
    chosen = choose_clauses(turn.answer.answer, turn.question, main, [], room=20)
    short = "".join(text for text, _ in join_clauses(chosen))
    assert "120 箱" in short
    assert len(short) < len(text)


def test_ages_periods_and_ranks_are_no_operands():
    turn = told("果園多大？", "甲園種 45 棵，園主 65 歲，契約 20 年，評比第 3 名，乙園種 30 棵。")
    assert "15 棵" in reckon("兩個差多少", turn)
    assert "75 棵" in reckon("加起來", turn)


@pytest.mark.xfail(strict=True, reason="two figures of one answer are preferred")
def test_what_one_part_names_is_held_against_what_was_talked_of():
    fruits = told("水果各收幾箱？", "蘋果 900 箱、梨子 500 箱、檸檬 20 箱。")
    answer = reckon("比檸檬多幾箱", fruits, told("梨子呢？", "梨子 500 箱。", 8))
    assert "480 箱" in answer


def test_several_figures_are_averaged():
    turn = told("三場各幾人參加？", "第一場 88 人、第二場 103 人、第三場 87 人。")
    reckoner = Reckoner(Ledger((turn,), ASKS, MATCHER))
    groups = reckoner.weigh("三場平均", "mean")
    (three,) = [one for one in groups if len(one.figures) == 3]
    answer = word_sum(arithmetic("三場平均", "mean", three.figures), reckoner.ledger, "zh").answer
    assert "÷ 3" in answer and "92.7 人" in answer


def test_what_came_out_is_reckoned_with_again_and_says_where_it_is_from():
    turn = told("陸戰隊、艦艇兵、空軍各幾人？", "艦艇兵 58 人、陸戰隊 70 人、空軍 42 人。")
    reckoner = Reckoner(Ledger((turn,), ASKS, MATCHER))
    both = next(
        g for g in reckoner.weigh("艦艇兵加陸戰隊", "sum") if [s.value for s in g.figures] == [58, 70]
    )
    summed = word_sum(arithmetic("艦艇兵加陸戰隊", "sum", both.figures), reckoner.ledger, "zh")
    again = Ledger((turn, Exchange("艦艇兵加陸戰隊幾人", summed)), ASKS, MATCHER)
    groups = Reckoner(again).weigh("比空軍多幾個", "difference")
    (found,) = [g for g in groups if [s.value for s in g.figures] == [128, 42]]
    told_again = word_sum(arithmetic("比空軍多幾個", "difference", found.figures), again, "zh")
    assert "前面算出的 128 人[1]" in told_again.answer and "86 人" in told_again.answer
