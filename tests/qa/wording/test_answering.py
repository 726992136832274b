"""Answers end to end over a small report: what users rely on, route by route."""

from __future__ import annotations

import re

import pytest

from corpus.model import Section
from qa.answer import Route, Status
from qa.check.grounding import check_answer
from tests.qa.small_report import DEPARTMENTS


@pytest.fixture(scope="module")
def ask(small_assistant):
    return small_assistant.ask


FIGURES = [
    ("績優鄰長有幾位獲得表揚？", "364 位", "2,871"),
    ("生育獎勵金有多少人次申請？", "1,257 人次", "364"),
    ("信義親子館什麼時候揭牌？", "115 年 10 月 17 日", "9 月 23 日"),
    ("市民聯合婚禮有幾對新人參加？", "38 對", "57 人"),
    ("海灘淨灘清除幾公噸垃圾？", "52 公噸", "104 公噸"),
    ("汰換水箱消防車花了多少經費？", "2,940 萬元", "164 萬元"),
    ("公害稽查罰鍰多少錢？", "287 萬元", "164 萬元"),
    ("公寓大廈買滅火器每棟補助多少錢？", "2 萬 5,000 元", "3,500 元"),
    ("空氣品質指標超過 100 的有幾天？", "9 天", "57 人"),
]


@pytest.mark.parametrize(("question", "figure", "neighbour"), FIGURES)
def test_the_figure_that_was_asked_for_and_not_its_neighbour(ask, question, figure, neighbour):
    answer = ask(question)
    assert answer.status == Status.ANSWERED
    assert figure in answer.answer
    assert neighbour not in answer.answer
    assert answer.missing == ()
    assert any(shown.text in figure for shown in answer.figures)


def test_item_numbers_and_parts_of_names_are_no_figures(ask):
    figures = ask("信義親子館什麼時候揭牌？").figures
    assert "8,432 人次" in {figure.text for figure in figures}
    assert "0" not in {figure.text for figure in figures}


ROWS = [
    ("各區里基礎零星工程的目標是多少？", "各區里基礎零星工程", "310 件", "742 件", "100%"),
    ("住宅用火災警報器推廣實際達成多少戶？目標呢？", "住宅用火災警報器推廣", "1,500 戶", "2,036 戶", "100%"),
    ("公共場所安全檢查的達成度是多少？", "公共場所安全檢查", "820 家次", "713 家次", "87%"),
    ("提升緊急救護品質的目標值？", "提升緊急救護品質", "95%", "97%", "100%"),
    ("公害稽查達成度？", "公害稽查", "640 件", "695 件", "100%"),
]


@pytest.mark.parametrize(("question", "name", "target", "actual", "attainment"), ROWS)
def test_a_question_about_a_row_gets_the_row(ask, question, name, target, actual, attainment):
    answer = ask(question)
    assert answer.route == Route.KPI
    assert answer.answer.startswith(
        f"「{name}」原定目標值 {target}，達成目標值 {actual}，達成度 {attainment}。"
    )
    assert target in answer.citations[0].quote
    assert actual in answer.citations[0].quote
    assert len(re.sub(r"\[\d+\]", "", answer.answer)) <= 250


@pytest.mark.parametrize(
    ("question", "reason", "measure"),
    [
        ("公立納骨塔改建工程為什麼沒有達成目標？要怎麼改善？", "擋土牆安全性", "委託結構技師公會"),
        ("公共場所安全檢查未達成的原因是什麼？怎麼改善？", "調度不足", "增聘約用人員"),
    ],
)
def test_why_a_target_was_missed_and_what_follows(ask, question, reason, measure):
    answer = ask(question)
    assert answer.status == Status.ANSWERED
    assert reason in answer.answer
    assert measure in answer.answer
    assert any(citation.section == "未達成檢討" for citation in answer.citations)
    assert len(answer.answer) <= 400


def test_a_list_has_all_its_members(ask):
    answer = ask("親子館有哪四個區域？").answer
    for member in ("閱讀區", "積木區", "感統區", "哺集乳室"):
        assert member in answer


def test_both_parts_of_a_question_are_answered(ask):
    answer = ask("補助汰換老舊機車幾輛？每輛補助多少錢？")
    assert "1,176 輛" in answer.answer
    assert "3,500 元" in answer.answer
    assert answer.missing == ()


def test_a_year_that_the_report_tells_of_beside_its_own_is_answered(ask):
    answer = ask("114 年火災發生幾件？")
    assert answer.status == Status.ANSWERED
    assert "88 件" in answer.answer


CLAIMS = [
    ("信義親子館還沒揭牌嗎？", "不是", "115 年 10 月 17 日"),
    ("聽說火災發生 80 件，對嗎？", "不是", "73 件"),
    ("聽說火災發生七十三件，對嗎？", "是", "73 件"),
    ("火災發生超過七十件吧？", "是", "73 件"),
    ("火災發生不到六十件吧？", "不是", "73 件"),
    ("公害稽查有達到 640 件的目標吧？", "是", "695 件"),
    ("公害稽查比目標多了五十幾件，對不對？", "是", "695 件"),
    ("公害稽查沒有達標吧？", "不是", "695 件"),
]


@pytest.mark.parametrize(("question", "word", "printed"), CLAIMS)
def test_a_claim_is_answered_with_yes_or_no_first(ask, question, word, printed):
    answer = ask(question).answer
    assert answer.startswith(f"{word}，")
    assert printed in answer


def test_a_figure_that_agrees_beside_other_words_makes_no_claim_true(ask):
    answer = ask("登月火箭汰換 3 輛是真的嗎")
    assert answer.status == Status.NOT_FOUND
    assert not answer.answer.startswith("是")


GONE = [
    ("111 年火災發生幾件？", "111 年", "73 件"),
    ("高雄市的火災發生幾件？", "高雄市", "73 件"),
    ("火災造成幾人死亡？", "死亡", "火災"),
    ("明年海灘淨灘要辦幾場？", "未來規劃", "24 場次"),
]


@pytest.mark.parametrize(("question", "missing", "nearest"), GONE)
def test_what_the_report_does_not_say_is_named_beside_the_nearest_that_it_does(
    ask, question, missing, nearest
):
    answer = ask(question)
    assert answer.status == Status.NOT_FOUND
    assert any(missing in name for name in answer.missing)
    assert answer.answer.startswith("報告沒有寫到")
    assert missing in answer.answer
    assert nearest in answer.answer
    assert "[1]" in answer.answer
    assert nearest in answer.citations[0].passage
    assert 1 <= len(answer.suggestions) <= 3
    assert answer.figures == ()


@pytest.mark.parametrize("question", ["為什麼天空是藍色的？", "總統是誰？", "幫我寫一首登月的詩"])
def test_what_has_nothing_to_do_with_the_report_is_not_found(ask, question):
    answer = ask(question)
    assert answer.status == Status.NOT_FOUND
    assert answer.suggestions


@pytest.mark.parametrize("question", ["有多少？", "多少錢？", "有幾個？"])
def test_a_question_too_vague_gets_choices(ask, question):
    answer = ask(question)
    assert answer.status == Status.CLARIFY
    assert answer.citations == ()
    assert 1 <= len(answer.suggestions) <= 3
    for number, choice in enumerate(answer.suggestions, 1):
        assert f"{number}. {choice}" in answer.answer  # so that 「第二個」 picks one


def test_a_computed_answer_says_so_and_cites_every_row(ask):
    answer = ask("哪些指標沒有達成目標？")
    assert answer.route == Route.TABLE
    assert "共 2 項，占 10 項的 20%" in answer.answer
    assert "公共場所安全檢查" in answer.answer
    assert "辦理公立納骨塔改建工程" in answer.answer
    rows = [one for one in answer.citations if one.section == Section.INDICATORS]
    assert [citation.department for citation in rows] == ["民政處", "消防局"]


def test_a_share_of_the_rows_of_few_departments_cites_how_many_each_has(ask):
    cited = ask("哪些指標沒有達成目標？").citations
    tables = [one.department for one in cited if one.section == Section.SUMMARY]
    assert tables == list(DEPARTMENTS)


def test_the_count_of_all_indicators(ask):
    assert "10 項" in ask("關鍵績效指標總共有幾項？").answer


def test_simplified_characters_are_answered_as_usual(ask):
    answer = ask("海滩净滩办了几场？")
    assert "24 場次" in answer.answer
    assert answer.status == Status.ANSWERED


def test_english_is_answered_in_english_around_what_is_printed(ask):
    answer = ask("What was the target of 公害稽查?")
    assert answer.answer.startswith("The indicator 公害稽查 — target: 640 件; actual: 695 件")
    assert ask("Who is the president of France?").answer.startswith("The report does not say this")


EVERY = [question for question, *_ in (*FIGURES, *ROWS, *GONE)] + [
    "親子館有哪四個區域？",
    "有哪些補助？",
    "消防局做了什麼？",
    "火災、淨灘、稽查、回收各辦了幾次？",
    "公共場所安全檢查未達成的原因是什麼？",
    "How many beach cleanups were held?",
    "火灾发生几件？",
]


@pytest.mark.parametrize("question", EVERY)
def test_what_holds_of_every_answer(ask, question):
    answer = ask(question)
    if answer.status == Status.ANSWERED:
        assert check_answer(answer, question) == []
    assert len(answer.citations) <= 5
    marks = {int(n) for group in re.findall(r"\[([\d,]+)\]", answer.answer) for n in group.split(",")}
    assert marks == {citation.n for citation in answer.citations}
    for citation in answer.citations:
        assert citation.quote
        assert citation.quote in citation.passage
        assert citation.lines[0] <= citation.lines[1]
        assert citation.page > 0
    for figure in answer.figures:
        assert figure.n in marks
        assert figure.text in answer.answer
    if answer.status == Status.ANSWERED and answer.route != Route.OVERVIEW:
        for statement in answer.answer.split("\n"):
            assert re.search(r"\[[\d,]+\]$", statement), statement
    assert len(answer.suggestions) <= 3
    assert question not in answer.suggestions


def test_two_rows_are_both_told_in_words(ask):
    answer = ask("提升資源回收率目標多少？廢食用油回收目標多少？").answer
    assert "58%" in answer
    assert "90 公噸" in answer
    assert "｜" not in answer


@pytest.mark.parametrize(
    "question",
    ["公共場所安全檢查未達成的原因是什麼？怎麼改善？", "海灘淨灘的完成程度、場次、志工、垃圾各多少？"],
)
def test_no_quotation_runs_over_the_cells_of_a_table(ask, question):
    assert "｜" not in ask(question).answer


def test_a_row_that_is_nearest_is_told_in_words(ask):
    answer = ask("高雄市公共場所安全檢查的目標是多少？")
    assert answer.status == Status.NOT_FOUND
    assert "原定目標值 820 家次" in answer.answer
    assert "｜" not in answer.answer


def test_the_trace_tells_an_editor_why(small_assistant):
    trace = small_assistant.ask("火災發生幾件？", explain=True).trace
    assert set(trace) >= {"understood", "candidates", "evidence", "decision", "check", "seconds"}
    assert trace["candidates"][0]["dense_rank"] >= 1
    assert trace["decision"]["answers"] is True
    assert trace["evidence"]["demanded"] == ["count(件)"]
    assert set(trace["seconds"]) == {"understand", "answer", "check"}


def test_a_known_gap_of_another_place_counts_only_where_the_question_names_one(ask):
    def gap(question: str) -> float:
        return ask(question, explain=True).trace["decision"]["features"]["gap"]

    assert gap("臺北市的空氣品質指標年平均多少？") > 0.9 > gap("空氣品質年平均值多少？")
