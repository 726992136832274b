import re
from dataclasses import replace

import pytest
from table_reports import build_report, cut, department

from qa.answer import Route, Status
from qa.tables import Group, Measure, Query, Scope, TableAnswerer, describe
from qa.tables.query import MISSED


def told(answerer, question, **more):
    answer = answerer.answer(question, **more)
    assert answer is not None
    return re.sub(r"\[[\d,]+\]", "", answer.answer)


def test_a_count_with_share_and_spread(answerer):
    text = told(answerer, "全市府有幾項指標沒達標？")
    assert "14 項" in text and "5 項" in text and "35.7%" in text
    assert "100% 的 9 項" in text and "未滿 100% 的 2 項" in text and "不到 80% 的 3 項" in text


def test_two_questions_in_one_are_both_answered(answerer):
    text = told(answerer, "全市府總共訂了幾項關鍵績效指標？百分之百達成的有幾項？")
    assert "14 項" in text and "9 項" in text


def test_departments_are_named_completely(answerer):
    text = told(answerer, "哪些局處全部達成？")
    assert "2 個局處" in text and "民政處（4 項）" in text and "觀光及行銷處（2 項）" in text
    assert "環境保護局" not in text


def test_a_list_holds_target_actual_attainment_and_difference(answerer):
    text = told(answerer, "環保局有哪些指標沒達標，各是多少，差多少？")
    assert "清溝長度：目標 50 公里、實際 49 公里、達成度 98%，差 -1 公里，檢討表差異值 -2%" in text
    assert "稽查次數：目標 200 次、實際 170 次、達成度 85%，差 -30 次" in text
    assert "焚化廠整建：目標 進度 40%、實際 尚未決標、達成度 52%" in text


def test_a_missed_common_indicator_is_told_beside_the_key_ones(answerer):
    assert "另有 1 項共同性指標未達成：人員完成學習時數之人數比率（達成度 87.5%）" in told(
        answerer, "都發處哪些指標沒達標"
    )


@pytest.mark.parametrize(
    "question",
    [
        "民政處有3項指標沒達標，是哪3項？",
        "民政處沒達標的指標是哪一項",
        "民政處唯一沒過關的指標是什麼",
        "民政處為什麼有3項指標沒達標？",
        "民政處的4項指標都達標了嗎",
    ],
)
def test_what_was_never_missed_is_corrected(answerer, question):
    text = told(answerer, question)
    assert "民政處的 4 項關鍵績效指標全部達成（達成度均為 100%）；沒有未達成的項目" in text
    assert "共同性指標 1 項也全部達成" in text


def test_a_wrong_number_of_missed_items_is_corrected_first(answerer):
    assert told(answerer, "環保局有2項指標沒達標，是哪2項？").startswith("報告所載不是 2 項，而是 3 項。")
    assert told(answerer, "環保局有2項指標沒達標，對嗎？").startswith("報告所載不是 2 項，而是 3 項。")
    assert told(answerer, "環保局有3項指標沒達標，對嗎？").startswith("是，")


def test_wrong_totals_are_corrected(answerer):
    assert told(answerer, "民政處20項指標有幾項達標").startswith(
        "報告所載不是 20 項，而是 4 項關鍵績效指標。"
    )
    assert told(answerer, "22個局處有幾個全部達標").startswith("報告共有 4 個局處，不是 22 個。")


def test_a_department_as_a_part_of_the_whole(answerer):
    assert "共 5 項，其中環境保護局 3 項，占 60%" in told(answerer, "沒達標的指標環保局占全市府幾成")


def test_a_rate_held_against_a_percentage(answerer):
    assert told(answerer, "全市府達標率有沒有超過六成").startswith("是。")
    assert told(answerer, "環保局達標率有超過五成嗎").startswith("否。")


def test_common_indicators_of_all_departments(answerer):
    text = told(answerer, "各局處的共同性指標都達標了嗎")
    assert "都市發展處 1 項：人員完成學習時數之人數比率（達成度 87.5%）" in text


def test_ties_share_a_rank(answerer):
    text = told(answerer, "達標率最高的局處")
    assert "1. 民政處 100%（4/4 項）" in text and "1. 觀光及行銷處 100%（2/2 項）" in text


def test_a_comparison_gives_the_difference(answerer):
    assert "環境保護局比民政處多 1 項" in told(answerer, "環保局比民政處多幾項指標？")
    assert "民政處比環境保護局高 60 個百分點" in told(answerer, "民政處和環保局達標率差多少")


def test_the_place_of_a_department(answerer):
    assert "40%（2/5 項），在 4 個局處中由高到低排第 3 名" in told(answerer, "環保局的達標率排第幾？")


def test_means(answerer):
    assert "平均每個局處 3.5 項" in told(answerer, "平均每個局處幾項指標")
    assert "平均達成度為 86.4%" in told(answerer, "全府平均達成度是多少")


def test_one_common_indicator_over_all_departments(answerer):
    text = told(answerer, "學習時數人數比率哪個局處最低？")
    assert "最低的是都市發展處 70%（達成度 87.5%）" in text
    assert "90%：環境保護局、觀光及行銷處" in text
    assert "都市發展處 70%" in told(answerer, "哪些局處的學習時數比率沒達標")
    assert "平均為 87.5%" in told(answerer, "各局處學習時數比率平均多少")


def test_sums_only_where_units_agree(answerer):
    assert "32 場" in told(answerer, "以場為單位的指標原定目標值合計多少")
    assert "單位不一" in told(answerer, "民政處原定目標值合計多少")


def test_topics(answerer):
    text = told(answerer, "名稱含「宣導」的指標有幾項")
    assert "有 3 項" in text and "調解宣導（民政處）" in text
    assert answerer.answer("跟飛碟有關的指標有幾項") is None


def test_the_filter_holds_where_no_department_is_named(answerer):
    assert "民政處" in told(answerer, "有哪些指標沒達標？", department="民政處")
    assert "環境保護局" in told(answerer, "環保局有哪些指標沒達標？", department="民政處")
    assert "都市發展處" in told(answerer, "哪個局處達標率最低？", department="民政處")


def test_english(answerer):
    text = told(answerer, "Which departments met all their targets?")
    assert "2 of the 4 departments" in text and "民政處 (4)" in text
    assert told(answerer, "Did the Civil Affairs Department miss any KPIs?").startswith("Computed: all 4")
    assert answerer.answer("How many KPIs missed their target?").understood.startswith("Computed as: ")


def test_simplified(answerer):
    assert told(answerer, "环保局有几项指标没有达标？") == told(answerer, "環保局有幾項指標沒有達標？")


def test_citations_and_figures(answerer):
    answer = answerer.answer("都發處有哪些指標達成度低於80%？")
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.TABLE)
    assert [c.lines for c in answer.citations] == [(110, 110), (111, 111), (112, 112)]
    assert answer.citations[1].quote == "都市計畫說明會｜4 場｜3 場｜75%"
    assert answer.figures[0].value == 2
    assert answer.understood == "計算方式：都市發展處的關鍵績效指標；只取達成度不到 80%；計算達成度；逐項列出"


def test_marks_are_numbered_as_they_appear(answerer):
    answer = answerer.answer("達標率最差的前三名")
    numbers = [int(n) for mark in re.findall(r"\[([\d,]+)\]", answer.answer) for n in mark.split(",")]
    assert list(dict.fromkeys(numbers)) == sorted(set(numbers)) == [c.n for c in answer.citations]


def test_a_table_of_its_own_that_disagrees_is_told(report):
    civil = report.departments[0]
    wrong = department("民政處", 10, list(civil.indicators), declared=(2, 5, 4, 1, 0))
    changed = replace(report, departments=(wrong, *report.departments[1:]))
    text = told(TableAnswerer(changed, list(cut(changed))), "民政處有幾項指標沒達標")
    assert "全部達成" in text and "達成一覽表自載策略目標 2 個、指標 5 項、100% 4 項" in text


def test_changed_figures_change_the_answer():
    changed = build_report()
    place = changed.departments[3]
    rows = [
        replace(place.indicators[0], actual="5 人次", attainment="1%", attainment_percent=1.0),
        *place.indicators[1:],
    ]
    changed = replace(changed, departments=(*changed.departments[:3], department(place.name, 310, rows)))
    answerer = TableAnswerer(changed, list(cut(changed)))
    assert "6 項" in told(answerer, "全市府有幾項指標沒達標？")
    assert "1 個局處：民政處" in told(answerer, "哪些局處全部達成？")


def test_a_typed_query_and_its_words(answerer):
    query = Query(Measure.COUNT, Scope(("都市發展處",)), MISSED, Group.NONE)
    assert answerer.query(query)[0].value == 2
    assert describe(query) == "都市發展處的關鍵績效指標；計算未達成（達成度未滿 100%）的關鍵績效指標項數"


def test_the_same_question_gets_the_same_answer(answerer):
    first, second = answerer.answer("各局處達標率排名"), answerer.answer("各局處達標率排名")
    assert first.with_(seconds=0.0) == second.with_(seconds=0.0)
