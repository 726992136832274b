"""What kinds of thing questions ask for, and what proves them."""

from __future__ import annotations

import pytest

from corpus.bundled import vocabulary_folder
from index.words import normalize
from qa.understand.demands import Demand, load_asks, units_like


@pytest.fixture(scope="module")
def asks():
    return load_asks(vocabulary_folder() / "asks.toml")


def kinds(asks, question: str) -> set[str]:
    return {demand.kind for demand in asks.find_demands(normalize(question))}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("有幾人參加？", "count"),
        ("補助多少錢？", "amount"),
        ("破獲率是多少？", "percent"),
        ("什麼時候揭牌？", "date"),
        ("在哪裡辦的？", "place"),
        ("電話幾號？", "phone"),
        ("怎麼申請？", "procedure"),
        ("垃圾怎麼清運？", "manner"),
        ("為什麼沒有達成？", "reason"),
        ("目標是多少？", "target"),
        ("達成度多少？", "attainment"),
        ("有哪些項目？", "list"),
        ("由哪個單位負責？", "unit"),
        ("有沒有補助？", "yes_no"),
        ("等多久？", "duration"),
        ("How many people took part?", "count"),
        ("When was it opened?", "date"),
        ("Why was the target missed?", "reason"),
        ("What is the phone number?", "phone"),
    ],
)
def test_the_kind_that_is_asked_for(asks, question, kind):
    assert kind in kinds(asks, question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("等多久一次？", "duration"),
        ("有幾人參加？", "amount"),
        ("補助多少錢？", "phone"),
        ("有幾人參加？", "number"),
        ("新住民輔導", "count"),
        ("假牙補助是怎麼一回事？", "manner"),
    ],
)
def test_a_kind_that_is_not_asked_for(asks, question, kind):
    assert kind not in kinds(asks, question)


def test_the_target_of_a_rate_is_no_amount_of_money(asks):
    assert "amount" not in kinds(asks, "資源回收率目標多少？")


def test_money_taken_in_is_an_amount(asks):
    assert "amount" in kinds(asks, "停車費收了多少錢？")


def test_a_telephone_number_is_no_date(asks):
    assert "date" not in kinds(asks, "電話幾號？")


def test_a_rate_is_no_amount_of_money(asks):
    assert "amount" not in kinds(asks, "資源回收率是多少？")


def test_a_count_names_its_unit(asks):
    (demand,) = [d for d in asks.find_demands("補助了幾戶？") if d.kind == "count"]
    assert demand.unit == "戶"
    assert demand.label == "戶數"


def test_every_unit_asked_for_is_a_demand_of_its_own(asks):
    units = [d.unit for d in asks.find_demands("辦了幾場、幾人參加、辦了幾場？") if d.kind == "count"]
    assert units == ["場", "人"]


@pytest.mark.parametrize("question", ["", "你好", "？？？"])
def test_a_question_that_asks_for_nothing_demands_nothing(asks, question):
    assert asks.find_demands(question) == ()


@pytest.mark.parametrize(
    ("unit", "evidence", "proved"),
    [
        ("人", "參加學生 5,921 人", True),
        ("人", "計 364 位", True),
        ("人", "服務 8,432 人次", True),
        ("次", "搭乘 6,550 人次", True),
        ("場", "搭乘 6,550 人次", False),
        ("件", "受理申請 6 案", True),
        ("件", "參加學生 5,921 人", False),
        ("場", "辦理宣導", False),
        ("場", "辦理三場", True),
        ("件", "約 1 萬 4,562 件", True),
        ("戶", "萬戶", False),
    ],
)
def test_a_count_is_proved_by_a_number_with_a_unit_like_its_own(asks, unit, evidence, proved):
    demand = Demand("count", f"{unit}數", unit)
    assert asks.proves(demand, evidence) == proved


def test_a_number_that_the_question_states_proves_nothing(asks):
    demand = Demand("count", "件數", "件")
    assert not asks.proves(demand, "受理 742 件", frozenset({"742"}))
    assert asks.proves(demand, "受理 742 件，結案 700 件", frozenset({"742"}))
    assert not asks.proves(demand, "受理 1,742 件", frozenset({"1742"}))


@pytest.mark.parametrize(
    ("question", "kind", "with_it", "without_it"),
    [
        ("補助多少錢？", "amount", "每輛補助 3500元", "補助汰換 1176輛"),
        ("破獲率是多少？", "percent", "達 87.5%", "破獲 31件"),
        ("什麼時候揭牌？", "date", "115年10月17日揭牌", "已揭牌啟用"),
        ("電話幾號？", "phone", "電話 02-24201122", "電洽本處"),
    ],
)
def test_the_shape_of_what_proves_a_kind(asks, question, kind, with_it, without_it):
    demand = next(d for d in asks.find_demands(question) if d.kind == kind)
    assert asks.proves(demand, with_it)
    assert not asks.proves(demand, without_it)


@pytest.mark.parametrize("question", ["民政處的電話？", "市長電話"])
def test_asking_for_a_telephone_in_few_words(asks, question):
    assert "phone" in kinds(asks, question)


@pytest.mark.parametrize("evidence", ["電話諮詢及關懷計123人次", "以電話訪談3次"])
def test_the_word_telephone_is_no_number_to_call(asks, evidence):
    demand = next(d for d in asks.find_demands("電話幾號？") if d.kind == "phone")
    assert not asks.proves(demand, evidence)


def test_an_unknown_kind_has_no_shape_and_counts_as_proved(asks):
    assert asks.proves(Demand("weather", "天氣"), "")


def test_units_stand_for_each_other_both_ways():
    assert "位" in units_like("人")
    assert "人" in units_like("位")
    assert "元" not in units_like("人")
    assert units_like("元") == frozenset({"元"})


def test_every_kind_has_a_label_for_the_user(asks):
    for ask in asks.kinds:
        assert ask.label.strip()


def test_a_kind_without_a_cue_is_refused(tmp_path):
    path = tmp_path / "asks.toml"
    path.write_text('[[ask]]\nkind = "x"\nlabel = "甲"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="'x' has no cue"):
        load_asks(path)


@pytest.mark.parametrize("question", ["(" * 400, "幾" * 400, "1" * 400, "多少" * 400, "年" * 400, "a " * 300])
def test_repetition_does_not_upset_the_reading(asks, question):
    asks.find_demands(question)


@pytest.mark.parametrize("question", ["市長覺得今年施政如何？", "你認為這樣做好不好"])
def test_what_somebody_thinks_is_an_opinion(question):
    from corpus.bundled import vocabulary_folder
    from qa.understand.demands import load_asks

    kinds = {demand.kind for demand in load_asks(vocabulary_folder() / "asks.toml").find_demands(question)}
    assert "opinion" in kinds
