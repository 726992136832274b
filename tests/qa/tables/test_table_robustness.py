"""Any mixture of the vocabulary's words is refused or answered in good form, never an error."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = [
    "民政處",
    "環保局",
    "都發處",
    "各局處",
    "哪些局處",
    "幾個局處",
    "局處",
    "指標",
    "KPI",
    "共同性指標",
    "策略目標",
    "各策略目標",
    "目標",
    "項目",
    "未達成",
    "達標",
    "全部達成",
    "不到80%",
    "80%以上",
    "低於",
    "超過",
    "三成",
    "100%",
    "0%",
    "介於",
    "到",
    "3項",
    "3項以上",
    "幾項",
    "多少",
    "占幾成",
    "哪些",
    "哪3項",
    "列出",
    "達成度",
    "達標率",
    "差多少",
    "平均",
    "中位數",
    "合計",
    "目標值",
    "最多",
    "最低",
    "最差",
    "排名",
    "前三名",
    "第幾",
    "都",
    "沒有",
    "任何",
    "唯一",
    "比",
    "和",
    "嗎",
    "有沒有",
    "全市府",
    "去年",
    "跟宣導有關的",
    "學習時數比率",
    "為什麼",
    "檢討項目",
    "達成情形",
    "以場為單位的",
    "掛零",
    "超標",
    "差一點",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6, unique=True),
    st.sampled_from([None, "環境保護局"]),
)
def test_mixtures_of_words(answerer, words, department):
    answer = answerer.answer("".join(words), department)
    if answer is None:
        return
    marked = {int(n) for mark in re.findall(r"\[([\d,]+)\]", answer.answer) for n in mark.split(",")}
    assert marked and marked == {citation.n for citation in answer.citations}
    assert len(re.sub(r"\[[\d,]+\]", "", answer.answer)) <= 800
    assert answer.understood.startswith("計算方式：")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text(answerer, text):
    answer = answerer.answer(text)
    assert answer is None or answer.citations
