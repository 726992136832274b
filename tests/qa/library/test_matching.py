"""The same indicator in two reports."""

from __future__ import annotations

from qa.library.matching import find_named, find_twins
from qa.tables.query import Entity
from qa.tables.records import Record


def row(name, department="民政處", goal="一 便民", explanation="", entity=Entity.INDICATOR):
    return Record(
        entity, department, name, goal, {}, {}, {"goal": goal, "explanation": explanation}, "件", (1, 1)
    )


def test_a_row_that_kept_department_and_name_is_the_same_whatever_its_place():
    old, new = [row("換發門牌"), row("受理登記")], [row("受理登記"), row("換發門牌")]
    twins = find_twins(new, old)
    assert [twins[one].row for one in new] == [old[1], old[0]]
    assert not any(twin.renamed for twin in twins.values())


def test_figures_and_signs_in_a_name_do_not_count():
    old, new = row("112年 度遊客(人次)"), row("113 年度遊客（人次）")
    assert find_twins([new], [old])[new].row is old


def test_the_goal_tells_rows_of_one_name_apart():
    old = [row("辦理宣導", goal="一 防火"), row("辦理宣導", goal="二 防災")]
    new = [row("辦理宣導", goal="二 防災"), row("辦理宣導", goal="一 防火")]
    twins = find_twins(new, old)
    assert [twins[one].row for one in new] == [old[1], old[0]]


def test_another_city_calls_an_office_otherwise():
    mine = row("學習時數", "民政處", entity=Entity.COMMON)
    others = [
        row("學習時數", "社會局", entity=Entity.COMMON),
        row("學習時數", "民政局", entity=Entity.COMMON),
    ]
    assert find_twins([mine], others)[mine].row is others[1]


def test_a_row_that_moved_to_another_department_is_found_by_its_name():
    old, new = row("管理納骨塔", "社會處"), row("管理納骨塔", "民政處")
    assert find_twins([new], [old])[new].row is old


def test_a_renamed_row_is_found_by_name_or_explanation_and_said_to_be_renamed():
    old = [
        row("辦理市民聯合婚禮", explanation="於海濱花園舉辦婚禮，計有 38 對新人參加。"),
        row("抽檢菸酒業者家數"),
    ]
    new = [
        row("集團結婚", explanation="於海濱花園舉辦婚禮，計有 52 對新人參加。"),
        row("抽檢菸酒販賣業者家數"),
    ]
    twins = find_twins(new, old)
    assert [twins[one].row for one in new] == old
    assert all(twin.renamed for twin in twins.values())


def test_what_is_new_or_gone_has_no_counterpart():
    old, new = [row("換發門牌"), row("辦理單身聯誼")], [row("換發門牌"), row("推動數位身分服務")]
    assert list(find_twins(new, old)) == [new[0]]
    elsewhere = row("辦理單身聯誼活動", "消防局")
    assert find_twins([elsewhere], [old[1]]) == {}


def test_each_row_is_taken_once():
    old = [row("稽查商品標示業務")]
    new = [row("稽查商品標示"), row("稽查商品標示業")]
    twins = find_twins(new, old)
    assert len(twins) == 1


def test_a_question_names_an_indicator_by_most_of_its_name():
    rows = [
        row("抽檢菸酒販賣業者家數"),
        row("門牌"),
        row("學習時數比率", "民政處"),
        row("學習時數比率", "消防局"),
    ]
    assert find_named("抽檢菸酒販賣業者比去年多嗎", rows) is rows[0]
    assert find_named("抽檢菸酒", rows) is None
    assert find_named("換發門牌", rows) is None
    assert find_named("學習時數比率多少", rows) is None
    assert find_named("消防局的學習時數比率多少", rows) is rows[3]
