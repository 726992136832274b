"""Over the bundled report: what is computed from the rows must be what the report says of itself."""

import re

import pytest

from qa.tables import Group, Measure, Query
from qa.tables.query import BELOW80, FULL, MISSED, NONE, PARTIAL

QUESTIONS = [
    "全市府總共訂了幾項關鍵績效指標？百分之百達成的有幾項？",
    "哪些局處的關鍵績效指標全部都達成了？",
    "各局處達標率由高到低排名",
    "全市府沒達標的指標有哪些？",
    "請列出所有達成度不到80%的指標",
    "達成度最低的10項指標",
    "哪些局處共同性指標沒達標",
    "公務人員學習時數的人數比率各局處是多少？誰最低？",
    "名稱含「訓練」的指標有哪些",
    "各局處各有幾個策略目標",
    "Which departments had KPIs below 80%?",
]


@pytest.mark.parametrize(
    ("condition", "what"), [(None, "indicators"), (FULL, "full"), (PARTIAL, "partial"), (BELOW80, "below80")]
)
def test_counts_agree_with_every_departments_own_table(bundled, bundled_answerer, condition, what):
    lines = bundled_answerer.query(Query(Measure.COUNT, condition=condition, group=Group.DEPARTMENT))
    declared = {department.name: getattr(department.summary, what) for department in bundled.departments}
    assert {line.department: line.value for line in lines} == declared


def test_goals_agree_with_every_departments_own_table(bundled, bundled_answerer):
    lines = bundled_answerer.query(Query(Measure.GOALS, group=Group.DEPARTMENT))
    assert {line.department: line.value for line in lines} == {
        d.name: d.summary.goals for d in bundled.departments
    }


def test_departments_that_met_all(bundled, bundled_answerer):
    query = Query(Measure.COUNT, condition=MISSED, group=Group.DEPARTMENT, having=NONE)
    met = [d.name for d in bundled.departments if d.summary.full == d.summary.indicators]
    assert [line.department for line in bundled_answerer.query(query)] == met
    answer = bundled_answerer.answer("哪些局處的關鍵績效指標全部都達成了？").answer
    assert all(name in answer for name in met)


def test_every_department_is_told_as_its_table_counts(bundled, bundled_answerer):
    for department in bundled.departments:
        counts = department.summary
        answer = bundled_answerer.answer(f"{department.name}的關鍵績效指標有幾項達標？").answer
        assert f"{counts.indicators} 項" in answer and f"{counts.full} 項" in answer
        assert "自載" not in answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_short_cited_and_well_marked(bundled_answerer, question):
    answer = bundled_answerer.answer(question)
    text = re.sub(r"\[\d+(?:\s*[,、]\s*\d+)*\]", "", answer.answer)
    assert len(text) <= 800
    assert "[" not in text
    marked = {int(n) for mark in re.findall(r"\[([\d,]+)\]", answer.answer) for n in mark.split(",")}
    assert marked == {citation.n for citation in answer.citations}
    assert 0 < len(marked) <= 25
    assert all(citation.quote in citation.passage for citation in answer.citations)
    assert all(figure.n in marked for figure in answer.figures)


def test_a_denied_shortfall_cites_table_and_own_words(bundled, bundled_answerer):
    met = next(d for d in bundled.departments if d.summary.full == d.summary.indicators and d.assessment)
    answer = bundled_answerer.answer(f"{met.name}有3項績效指標沒達標，是哪3項？")
    assert f"{met.summary.indicators} 項" in answer.answer and "全部達成" in answer.answer
    assert answer.citations[0].lines == met.summary.lines
