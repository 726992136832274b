import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.check.grounding import Ground, check_answer, find_loose_numbers, mend_answer
from qa.lab.scoring import judge

PASSAGE = (
    "1. 本年共計受理申請 1,342 人次，共 86 萬 2, 000 元整，達成率 -48%。\n"
    "2. 第八屆比賽 3 場，每胎二萬元，目標｜350｜實際｜862 件"
)


def citation(n=1, passage=PASSAGE, quote="1,342 人次"):
    return Citation(n, "某處", "重要施政成果", ("某部門", "四、某項"), 17, False, (5, 6), passage, quote)


def answer(text, *citations, route=Route.PASSAGE, figures=()):
    return Answer(Status.ANSWERED, route, text, citations or (citation(),), figures)


@pytest.mark.parametrize(
    "text",
    [
        "受理 1,342 人次[1]。",
        "受理 1342 人次[1]。",
        "共 86 萬 2,000 元[1]。",
        "減少 48%[1]。",
        "目標 350 件，實際 862 件[1]。",
        "第八屆，共三場，每胎 二 萬元[1]。",
        "見第 17 頁[1]。",
        "report says 862 [1].",
        "three matches [1]",
    ],
)
def test_what_stands_in_the_passage_may_be_shown(text):
    assert check_answer(answer(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("受理 1,343 人次[1]。", "1343 人次"),
        ("受理 13 人次[1]。", "13 人次"),
        ("共 86 萬元[1]。", "86 萬元"),
        ("共 86 億 2,000 元[1]。", "86 億 2000 元"),
        ("共 86 萬 2,000 人次[1]。", "86 萬 2000 人次"),
        ("成長 -862 件[1]。", "862 件"),
        ("受理 1 件[1]。", "1 件"),
        ("受理 17 件[1]。", "17 件"),
        ("受理五件[1]。", "五件"),
        ("每胎三萬元[1]。", "三萬元"),
        ("第九屆[1]。", "第九屆"),
        ("比目標多 862 − 350 = 513 件[1]。", "513 件"),
        ("共 1 3 4 3 人次[1]。", "1343 人次"),
        ("some twenty-three cases [1]", "twenty-three"),
        ("862 thousand [1]", "862 thousand"),
    ],
)
def test_an_invented_number_is_named(text, what):
    assert what in [problem.what for problem in check_answer(answer(text)) if problem.kind == "number"]


def test_a_number_stands_in_the_passage_that_its_own_clause_cites():
    other = citation(2, "受理 99 件", "99 件")
    assert check_answer(answer("甲處 1,342 人次[1]，乙處 99 件[2]。", citation(), other)) == []
    wrong = check_answer(answer("甲處 1,342 人次[2]，乙處 99 件[1]。", citation(), other))
    assert {problem.what for problem in wrong} == {"1342 人次", "99 件"}


def test_a_sentence_without_a_mark_is_held_against_all_citations():
    assert check_answer(answer("共 862 件。\n\n另 1,342 人次[1]")) == []
    assert check_answer(answer("共 863 件。"))


def test_a_mark_needs_its_citation():
    (problem,) = check_answer(answer("共 862 件[3]。"))
    assert (problem.kind, problem.what) == ("mark", "[3]")


def test_a_quotation_is_a_stretch_of_its_passage():
    (problem,) = check_answer(answer("甲[1]", citation(quote="別的話")))
    assert problem.kind == "quote"


def test_a_figure_stands_in_the_passage_that_it_names():
    right = ShownFigure("1,342 人次", 1342, "人次", 1)
    assert check_answer(answer("1,342 人次[1]", figures=(right,))) == []
    for wrong in (ShownFigure("1,343 人次", 1343, "人次", 1), ShownFigure("1,342 人次", 1342, "人次", 2)):
        assert [p.kind for p in check_answer(answer("1,342 人次[1]", figures=(wrong,)))] == ["figure"]


def test_numbers_of_the_question_may_be_repeated():
    text = "不是 9,999 人次，是 1,342 人次[1]。"
    assert check_answer(answer(text))
    assert check_answer(answer(text), "是不是 9,999 人次？") == []
    assert check_answer(answer(text), "是嗎？", ["有 9,999 人次？"]) == []


def test_computed_answers_are_checked_for_marks_only():
    assert check_answer(answer("共 471 項[1]。", route=Route.TABLE)) == []
    assert check_answer(answer("共 471 項[2]。", route=Route.TABLE))


def test_any_clause_of_a_passage_agrees_with_it():
    for clause in re.split(r"[，。\n｜]", PASSAGE):
        assert find_loose_numbers(clause, [Ground(PASSAGE)]) == [], clause


def test_an_answer_that_stands_is_not_touched():
    right = answer("受理 1,342 人次[1]。")
    assert mend_answer(right) is right


def test_only_what_does_not_stand_is_left_out():
    figures = (ShownFigure("1,342 人次", 1342, "人次", 1), ShownFigure("9 場", 9, "場", 1))
    mended = mend_answer(answer("受理 1,342 人次[1]。辦理 9 場[1]。實際 862 件[4]。", figures=figures))
    assert mended.answer == "受理 1,342 人次[1]。"
    assert mended.figures == figures[:1]
    assert check_answer(mended) == []


def test_where_nothing_stands_the_passage_is_quoted():
    mended = mend_answer(answer("受理 9,999 人次[1]。", figures=(ShownFigure("9,999", 9999, "", 1),)))
    assert mended.answer == "「1,342 人次」[1]"
    assert check_answer(mended) == []
    whole = mend_answer(answer("受理 1,342 人次[1]。", citation(quote="別的話")))
    assert whole.citations[0].quote == PASSAGE
    assert check_answer(whole) == []


def test_without_a_citation_nothing_is_claimed():
    bare = Answer(Status.ANSWERED, Route.PASSAGE, "共 5 件。")
    assert mend_answer(bare).status is Status.NOT_FOUND
    assert "5" not in mend_answer(bare).answer


@given(st.text(alphabet="0123456789,. 萬億元件人次-=+%[]1三十\n。", max_size=40))
def test_what_passes_here_is_faithful_by_the_measured_rule(text):
    shown = answer(text)
    if not check_answer(shown):
        gold = {"question": "", "facts": [["1,342"]], "lines": [5], "kind": "figure"}
        assert judge(gold, shown.to_dict()).faithful


@given(st.text(alphabet="0123456789,. 萬億元人次-=+%[]1三十\n。", max_size=40))
def test_what_is_mended_stands(text):
    assert check_answer(mend_answer(answer(text))) == []
