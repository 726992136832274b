"""Slots fill in any order, and nothing that was said is dropped."""

from itertools import permutations

import pytest

from qa.tables.query import Condition, Entity, Level, Range, exactly

BELOW80 = Range(high=80, high_in=False)


def conditions(query):
    return frozenset(query.conditions)


def only(answerer, question):
    reading = answerer.reader.read(question)
    assert reading.unknown == ()
    assert len(reading.queries) == 1
    return reading.queries[0]


@pytest.mark.parametrize(
    "slots",
    [
        ["環保局", "達成度低於80%的", "指標", "有幾項"],
        ["目標是百分比的", "沒達標的", "指標", "有哪些"],
        ["除了都發處以外", "目標以場計的", "指標", "列出來"],
        ["實際超過目標兩倍的", "民政處", "指標", "有幾項"],
    ],
)
def test_any_order_of_slots_gives_the_same_query(answerer, slots):
    queries = [only(answerer, "，".join(order)) for order in permutations(slots)]
    assert {(query.entity, query.level, conditions(query)) for query in queries} == {
        (queries[0].entity, queries[0].level, conditions(queries[0]))
    }
    assert len(queries[0].conditions) == 2


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
        ("至少百分之八十", Range(low=80)),
        ("不低於80%", Range(low=80)),
        ("介於80%到90%之間", Range(80, 90)),
        ("80%以上未滿90%", Range(80, 90, True, False)),
        ("剛好80%", exactly(80)),
        ("八字頭", Range(80, 90, True, False)),
    ],
)
def test_bounds(answerer, words, span):
    query = only(answerer, f"達成度{words}的指標有幾項")
    assert query.conditions == (Condition("attainment", (span,)),)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("How many KPIs are below 80 percent?", "達成度低於80%的KPI有幾項？"),
        ("Which departments missed at least 2 indicators?", "哪些局處至少2項指標沒達標？"),
        ("List the indicators of the urban development department that fell short", "列出都發處沒達標的指標"),
    ],
)
def test_english_reads_alike(answerer, english, chinese):
    first, second = only(answerer, english), only(answerer, chinese)
    assert (first.entity, first.level, conditions(first), first.predicates) == (
        second.entity,
        second.level,
        conditions(second),
        second.predicates,
    )


def test_a_negation_belongs_to_what_stands_behind_it(answerer):
    none = only(answerer, "哪些局處沒有低於80%的指標")
    assert none.level is Level.DEPARTMENTS
    assert [(p.conditions, p.count) for p in none.predicates] == [
        ((Condition("attainment", (BELOW80,)),), exactly(0))
    ]
    missed = only(answerer, "哪些局處有指標沒達標")
    assert missed.predicates[0].count == Range(low=1)


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


def test_a_later_question_goes_on_from_the_one_before(answerer):
    first, second = answerer.reader.read("沒達標的指標有幾項？環保局占幾項？").queries
    assert set(first.conditions) < set(second.conditions)
    assert second.given == first.conditions


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("實際值大於目標值（不含相等）", Range(low=0, low_in=False)),
        ("實際值大於等於目標值", Range(low=0)),
        ("實際值小於目標值", Range(high=0, high_in=False)),
        ("實際值等於目標值", exactly(0)),
    ],
)
def test_actual_values_are_compared_with_targets(answerer, words, span):
    assert only(answerer, f"{words}的指標有幾項").conditions == (Condition("gap", (span,)),)


def test_a_number_of_indicators_is_no_target(answerer):
    query = only(answerer, "目標下的八項指標有幾項沒達標")
    assert {condition.of for condition in query.conditions} == {"attainment"}


def test_a_comparison_without_a_number_is_named(answerer):
    assert "低於" in answerer.reader.read("哪些局處的達標率低於平均").unknown


def test_several_predicates_hold_together(answerer):
    query = only(answerer, "指標超過3項而且全部達成的局處有哪些")
    assert [(p.entity, p.count, p.every) for p in query.predicates] == [
        (Entity.INDICATOR, Range(low=3, low_in=False), False),
        (Entity.INDICATOR, Range(low=1), True),
    ]


@pytest.mark.parametrize("word", ["荒謬指數", "滿意度", "預算", "罰款"])
def test_what_is_not_understood_is_named(answerer, word):
    reading = answerer.reader.read(f"{word}最高的指標有哪些")
    assert word in "".join(reading.unknown)


@pytest.mark.parametrize("story", ["我外甥女做作業要問，", "翻了好久看得霧煞煞，", "（我很懷疑這種寫法）"])
def test_what_only_tells_why_is_left_out(answerer, story):
    told, plain = (
        answerer.reader.read(f"{story}沒達標的指標有幾項？"),
        answerer.reader.read("沒達標的指標有幾項？"),
    )
    assert told.queries == plain.queries
    assert told.unknown == ()


def test_an_exception_that_is_not_understood_is_no_story(answerer):
    assert answerer.reader.read("扣掉罰款很多的，有幾項指標沒達標？").unknown


def test_a_department_by_a_pronoun_is_left_to_the_conversation(answerer):
    assert answerer.answer("聽說他們有三項指標沒過，對嗎？") is None


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("目標二底下的指標有幾項？", Condition("ordinal", (exactly(2),))),
        ("第二個策略目標底下的指標有幾項？", Condition("ordinal", (exactly(2),))),
        ("達成值比目標多2的指標有幾項？", Condition("gap", (exactly(2),))),
        ("達成值沒到目標一半的指標有幾項？", Condition("ratio", (Range(high=0.5, high_in=False),))),
        ("策略目標裡提到「新住民」的指標有幾項？", Condition("goal", (), ("新住民",))),
        ("達成度沒滿百的指標有幾項？", Condition("attainment", (Range(high=100, high_in=False),))),
        ("名稱有「里」字的指標有幾項？", Condition("name", (), ("里",))),
        ("公里的指標有幾項？", Condition("unit", (), ("公里",))),
    ],
)
def test_one_condition(answerer, question, condition):
    assert only(answerer, question).conditions == (condition,)


def test_departments_are_listed_without_their_last_sign(answerer):
    query = only(answerer, "民政、都發兩個處有幾項指標沒達標？")
    assert Condition("department", (), ("民政處", "都市發展處")) in query.conditions


def test_a_rate_is_not_one_of_the_rows_counted_before(answerer):
    first, second = answerer.reader.read("共同性指標有幾項沒過？整體達成率多少？").queries
    assert first.conditions == (Condition("attainment", (Range(high=100, high_in=False),)),)
    assert second.conditions == (Condition("attainment", (Range(low=100),)),)
    assert second.given == ()
