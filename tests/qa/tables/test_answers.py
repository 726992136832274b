"""Answers over a report with known counts: told whole, cited, refused or named where they cannot be."""

import re

import pytest

from qa.answer import Route, Status


def ask(answerer, question, **named):
    answer = answerer.answer(question, **named)
    assert answer is not None, question
    assert answer.route is Route.TABLE
    return answer


@pytest.mark.parametrize(
    ("question", "shown", "hidden"),
    [
        ("全府有幾項關鍵績效指標？", ["14 項"], []),
        ("沒達標的指標有哪些？", ["5 項", "都市計畫說明會", "清溝長度"], ["調解宣導"]),
        ("除了都發處以外，沒達標的指標有哪些？", ["3 項", "清溝長度"], ["都市計畫說明會"]),
        ("達成度第二低的指標是哪一項？", ["焚化廠整建"], ["都市計畫宣導"]),
        ("哪些局處沒有低於80%的指標？", ["民政處", "觀光及行銷處", "2 個"], ["環境保護局 |"]),
        ("名稱有宣導的指標有幾項？", ["3 項"], ["清溝長度"]),
        ("實際做到目標兩倍以上的指標有哪些？", ["戶籍案件", "空氣品質宣導"], ["辦理里民活動"]),
        ("民政處跟環保局的指標相差幾項？", ["相差 1"], []),
        ("哪個局處的指標最多？", ["環境保護局", "5 項"], ["民政處"]),
        ("目標以場計的指標，目標合計多少？", ["32 場", "29 場"], []),
        ("檢討理由寫雨量的有哪些？", ["清溝長度"], []),
        ("差異值在 5% 以內的未達成檢討有幾項？", ["1 項", "清溝長度"], []),
        ("差異值超過 5% 的未達成檢討有幾項？", ["0 項"], []),
        ("完全達成的關鍵績效指標有幾項？", ["9 項"], []),
        ("只有一項策略目標的局處有哪些？", [], ["clarify"]),
        ("沒達標卻沒附檢討的指標有哪些？", ["都市計畫宣導", "稽查次數"], ["清溝長度"]),
        ("里民活動、調解宣導的達成值，哪個最高？", ["辦理里民活動"], ["5 場 | 100%"]),
        ("人員完成學習時數之人數比率平均多少？", ["87.5%"], []),
        ("學習時數比率沒達到 90% 的局處有哪些？", ["都市發展處", "70%"], ["民政處"]),
        ("沒達標的指標裡，環保局占幾成？", ["3 項", "60%"], []),
        ("清溝長度離目標差多少？", ["-1 公里"], []),
        ("環保局不算的話，沒達標的指標有幾項？", ["2 項"], ["清溝長度"]),
        ("一項都沒漏、全部 100% 的局處有幾個？", ["2 個"], []),
    ],
)
def test_answers(answerer, question, shown, hidden):
    text = ask(answerer, question).answer
    assert all(one in text for one in shown)
    assert not any(one in text for one in hidden)


def test_marks_and_citations_agree(answerer):
    answer = ask(answerer, "沒達標的指標有哪些？")
    marked = {int(n) for mark in re.findall(r"\[([\d,]+)\]", answer.answer) for n in mark.split(",")}
    assert marked == {citation.n for citation in answer.citations}
    assert len(answer.citations) == 5


def test_the_table_has_numbers(answerer):
    table = ask(answerer, "達成度最低的指標是哪一項？").table
    assert [column["key"] for column in table["columns"]][:2] == ["department", "name"]
    assert table["rows"][0]["actual"] == 0
    assert table["rows"][0]["actual_printed"] == "0 場"


def test_what_is_not_understood_is_said(answerer):
    answer = ask(answerer, "滿意度最高的局處是哪個？指標有幾項？")
    assert answer.status is Status.CLARIFY
    assert "滿意度" in answer.answer
    assert answer.missing


@pytest.mark.parametrize(
    "question", ["114年有幾項指標沒達標？", "明年有幾項指標沒達標？", "2030年有幾項指標沒達標？"]
)
def test_other_years_are_refused(answerer, question):
    answer = ask(answerer, question)
    assert answer.status is Status.NOT_FOUND
    assert "115" in answer.answer


def test_other_cities_are_refused(answerer):
    answer = ask(answerer, "高雄市有幾項指標沒達標？", places=("高雄市",))
    assert answer.status is Status.NOT_FOUND
    assert "高雄市" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "調解宣導辦了幾場？",
        "清溝長度的目標是多少？",
        "焚化廠整建什麼時候完工？",
        "新住民課程怎麼報名？",
        "你好",
    ],
)
def test_questions_on_one_subject_are_left_alone(answerer, question):
    assert answerer.answer(question) is None


def test_a_stated_number_is_held_against_the_computed(answerer):
    assert "與計算結果不同" in ask(answerer, "沒達標的 7 項指標有哪些？").answer
    assert "與計算結果不同" not in ask(answerer, "沒達標的 5 項指標有哪些？").answer


def test_a_filter_holds_where_no_department_is_named(answerer):
    assert "4 項" in ask(answerer, "有幾項指標？", department="民政處").answer


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("民政處的指標全部達標，對嗎？", "是，"),
        ("全府的指標都百分之百達標，對嗎？", "不是，"),
        ("環保局的指標有2項沒達標，請查證", "不是，"),
        ("沒達標的指標有5項，對吧？", "是，"),
        ("環保局的指標項數是全府最多的吧？", "是，"),
        ("民政處的指標項數是全府最多的吧？", "不是，"),
        ("一半以上的局處都有沒達標的指標，對嗎？", "是，"),
        ("環保局只有清溝長度一項沒達標，對嗎？", "不是，"),
        ("環保局沒達標的指標比都發處多，對嗎？", "是，"),
        ("都發處沒達標的指標比環保局多，對嗎？", "不是，"),
        ("民政處的達標率比環保局高嗎？", "是，"),
        ("環保局沒達標的三項都有八成以上吧？", "不是，"),
        ("環保局沒達標的三項都有五成以上吧？", "是，"),
        ("民政處有沒有沒達標的指標？", "沒有，"),
        ("全府指標有九成都達標，對嗎？", "不是，"),
        ("全府指標有六成四都達標，對嗎？", "是，"),
    ],
)
def test_a_claim_over_counts_is_answered_with_yes_or_no_first(answerer, question, word):
    assert ask(answerer, question).answer.startswith(word)


def test_what_speaks_against_all_is_told(answerer):
    text = ask(answerer, "環保局的指標每一項都達標，對嗎？").answer
    assert "清溝長度" in text and "資源回收量" not in text


def test_reasons_are_told_with_the_rows(answerer):
    text = ask(answerer, "檢討理由寫雨量的有哪些？").answer
    assert "清溝長度" in text and "雨量" in text.rpartition("清溝長度")[2]


def test_english(answerer):
    text = ask(answerer, "How many indicators fell short?").answer
    assert "5" in text and "共" not in text
