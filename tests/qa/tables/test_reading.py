"""What the trained tracker makes of questions: the same in any order and language, with each bound."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from qa.tables.frame import Frame, to_query
from qa.tables.query import Condition, Entity, Level, Range, exactly
from qa.tables.reader import Reader

BELOW80 = Range(high=80, high_in=False)


def complete(answerer, frame: Frame):
    return answerer.reader.complete(to_query(frame))


def only(answerer, question):
    (frame,) = answerer.read(question)
    return complete(answerer, frame)


@pytest.mark.parametrize(
    ("conditions", "asked"),
    [
        (["環保局", "達成度低於80%的", "目標以公里計的"], "指標有幾項"),
        (["環保局", "沒達標的", "名稱有宣導的"], "指標有哪些"),
        (["除了都發處以外", "沒達標的", "目標以場計的"], "指標列出來"),
    ],
)
def test_any_order_of_conditions_gives_the_same_frame(answerer, conditions, asked):
    frames = {tuple(answerer.read("，".join([*order, asked]))) for order in permutations(conditions)}
    ((frame,),) = frames
    assert len(to_query(frame).conditions) == 3


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("低於80%", BELOW80),
        ("不到八成", BELOW80),
        ("未滿八成", BELOW80),
        ("小於等於80%", Range(high=80)),
        ("不超過80%", Range(high=80)),
        ("80%以下", Range(high=80)),
        ("80%以下（不含80%）", BELOW80),
        ("超過80%", Range(low=80, low_in=False)),
        ("80%以上", Range(low=80)),
        ("80%以上（不含）", Range(low=80, low_in=False)),
        ("至少百分之八十", Range(low=80)),
        ("不低於80%", Range(low=80)),
        ("介於80%到90%之間", Range(80, 90)),
        ("介於80%（含）到90%（不含）", Range(80, 90, True, False)),
        ("80%以上未滿90%", Range(80, 90, True, False)),
        ("剛好80%", exactly(80)),
        ("沒滿百", Range(high=100, high_in=False)),
    ],
)
def test_bounds(answerer, words, span):
    assert only(answerer, f"達成度{words}的指標有幾項").conditions == (Condition("attainment", (span,)),)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("How many KPIs are below 80 percent?", "達成度低於80%的KPI有幾項？"),
        ("Which departments missed at least 2 indicators?", "哪些局處至少2項指標沒達標？"),
        ("List the indicators of the urban development department that fell short", "列出都發處沒達標的指標"),
        ("Which indicators reached less than 80%?", "哪些指標的達成度低於80%？"),
    ],
)
def test_english_reads_alike(answerer, english, chinese):
    assert answerer.read(english) == answerer.read(chinese)


def test_none_of_a_department_is_told_from_some(answerer):
    none, some = (only(answerer, f"哪些局處{has}低於80%的指標") for has in ("沒有", "有"))
    (without,), (having,) = none.predicates, some.predicates
    assert none.level is some.level is Level.DEPARTMENTS
    assert without.conditions == having.conditions == (Condition("attainment", (BELOW80,)),)
    assert (without.count, having.count) == (exactly(0), Range(low=1))


def test_an_exception_takes_departments_out(answerer):
    query = only(answerer, "扣掉環保局，還有幾項指標沒達標")
    assert Condition("department", (), ("環境保護局",), True) in query.conditions


@pytest.mark.parametrize(
    ("words", "rank", "down"), [("第二低", 2, False), ("第3高", 3, True), ("最低", 1, False)]
)
def test_ranks(answerer, words, rank, down):
    query = only(answerer, f"達成度{words}的指標是哪一項")
    assert query.ranks == (rank, rank)
    assert query.orders[0].descending is down


def test_a_second_question_goes_on_from_the_first(answerer):
    first, second = answerer.read("沒達標的指標有幾項？環保局占幾項？")
    assert (first.places, second.places) == ((), ("環境保護局",))
    assert first.status == second.status == "missed"


def test_a_rank_alone_asks_of_the_lines_of_the_question_before(answerer):
    *_, frame = answerer.read("哪個局處的指標最多？第二名呢？")
    query = complete(answerer, frame)
    assert (query.level, query.ranks, query.orders[0].by) == (Level.DEPARTMENTS, (2, 2), "count")


def test_several_tests_on_departments_hold_together(answerer):
    query = only(answerer, "指標超過3項而且全部達成的局處有哪些")
    assert [(p.count, p.every) for p in query.predicates] == [
        (Range(low=3, low_in=False), False),
        (Range(low=1), True),
    ]


@pytest.mark.parametrize("story", ["我外甥女做作業要問，", "翻了好久看得霧煞煞，", "（我很懷疑這種寫法）"])
def test_what_only_tells_why_is_left_out(answerer, story):
    assert answerer.read(f"{story}沒達標的指標有幾項？") == answerer.read("沒達標的指標有幾項？")


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("名稱有「里」字的指標有幾項？", Condition("name", (), ("里",))),
        ("公里的指標有幾項？", Condition("unit", (), ("公里",))),
        ("實際值小於目標值的指標有幾項？", Condition("gap", (Range(high=0, high_in=False),))),
        ("實際值等於目標值的指標有幾項？", Condition("gap", (exactly(0),))),
    ],
)
def test_one_condition(answerer, question, condition):
    assert only(answerer, question).conditions == (condition,)


def test_departments_are_listed_without_their_last_sign(answerer):
    query = only(answerer, "民政、都發兩個處有幾項指標沒達標？")
    assert Condition("department", (), ("民政處", "都市發展處")) in query.conditions


def test_what_is_claimed_is_read_with_how_it_is_compared(answerer):
    above = Range(90, None, False, True)
    assert only(answerer, "超過九成的指標達成目標，對嗎？").claim.share == above
    assert only(answerer, "指標達成度平均超過 90%，對嗎？").claim.mean == above


def test_a_statement_that_names_the_end_of_an_order_is_a_claim(answerer, report):
    place = report.departments[0].name
    assert only(answerer, f"指標最多的單位是{place}").claim.places == (place,)


@pytest.mark.parametrize("message", ["清溝長度的目標是多少？", "你好", "新住民課程怎麼報名？"])
def test_what_asks_nothing_over_rows_is_no_frame(answerer, message):
    assert answerer.read(message) == []


def test_what_asks_for_every_place_of_a_matter_is_told_from_other_questions(answerer):
    assert answerer.surveys("哪些單位提到颱風？") > 0.5 > answerer.surveys("颱風造成幾人受傷？")


def test_a_question_about_indicators_as_such_names_none_of_them(answerer):
    assert answerer.concerns("沒達標的指標有哪些？")
    assert not answerer.concerns("名稱有宣導的指標有幾項？")


def test_the_common_indicator_of_which_most_is_said_is_meant(answerer, report):
    (hours,) = {row.name for row in answerer.rows if row.entity is Entity.COMMON}
    old = next(row for row in answerer.rows if row.entity is Entity.COMMON)
    other = replace(old, name="約聘僱員額成長率", texts=old.texts | {"name": "約聘僱員額成長率"})
    reader = Reader(report, (*answerer.rows, other), None)
    assert reader.find_common(reader.segment("學習時數比率最高的是誰？")) == (hours,)
    assert reader.find_common(reader.segment("約聘僱的成長率最高的是誰？")) == ("約聘僱員額成長率",)
    assert reader.find_common(reader.segment("最高的是誰？")) == ()
    both = reader.find_common(reader.segment("學習時數、約聘僱兩樣哪個局處沒過？"))
    assert set(both) == {hours, "約聘僱員額成長率"}


@pytest.mark.parametrize("question", ["環保局有哪些指標", "列出環保局的指標"])
def test_the_rows_of_a_department_are_asked_for_in_any_words(answerer, question):
    (frame,) = answerer.read(question)
    assert frame.places == ("環境保護局",) and not frame.status
