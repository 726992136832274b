"""The arithmetic of the scores: what counts as the same figure, as right, as cited, as faithful."""

from __future__ import annotations

import pytest

from qa.lab.scoring import has_fact, judge, normalize, numbers, stands_in, summarize


def cite(passage: str, lines=(10, 10), path=(), page=7, **more) -> dict:
    return {"n": 1, "lines": list(lines), "passage": passage, "path": list(path), "page": page, **more}


def answer(text: str, *citations: dict, status="answered", route="passage", **more) -> dict:
    return {"status": status, "route": route, "answer": text, "citations": list(citations), **more}


def gold(*facts: list[str], kind="figure", lines=(10,), question="有幾人？", **more) -> dict:
    return {
        "id": "1",
        "kind": kind,
        "question": question,
        "facts": list(facts),
        "lines": list(lines),
        **more,
    }


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("1,342 人次", "計 1342人次"),
        ("1342人次", "計１，３４２　人次"),
        ("2萬5,000元", "補助 2 萬 5, 000 元"),
        ("臺北", "台北市"),
        ("87.5%", "達成度８７．５％"),
        ("-48%", "差異值－48%"),
        ("民國112年", "民國 112 年"),
        ("100%", "達成度 100%。"),
        ("4 次", "共 4\n次"),
        ("Maggie 2", "MAGGIE 2 船隊"),
    ],
)
def test_forms_that_differ_in_print_only_are_the_same(form, text):
    assert has_fact([form], normalize(text))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("4 次", "共 14 次"),
        ("4 次", "共 3.4 次"),
        ("12", "0.12"),
        ("12", "12.5"),
        ("12", "123"),
        ("2 萬", "20000"),
        ("1.5 億", "15000 萬"),
        ("112 年", "1112 年"),
        ("23.7", "223.7%"),
    ],
)
def test_a_number_stands_alone_and_nothing_is_converted(form, text):
    assert not has_fact([form], normalize(text))


def test_a_form_between_words_may_touch_digits():
    assert stands_in("萬元", "20萬元")
    assert stands_in("112年", "民國112年度")
    assert not stands_in("112年", "2112年度")


def test_one_form_of_a_fact_is_enough():
    assert has_fact(["8 月 28 日", "8/28"], normalize("於 8/28 分送"))
    assert not has_fact(["8 月 28 日", "8/28"], normalize("於 8 月 8 日分送"))


def test_markup_keeps_cells_apart():
    assert normalize("12<br>34") == "12|34"
    assert normalize("<td>12</td><td>34</td>") == "|12||34|"
    assert normalize("12\t34") == "12|34"
    assert not has_fact(["1234"], normalize("12<br>34"))
    assert has_fact(["a<b"], normalize("A < B"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,342 人次[1]、75 人[2, 3]", {"1342", "75"}),
        ("約 1,2 場[12、3]", {"1", "2"}),
        ("達 87.5%，5 分 12 秒", {"87.5", "5", "12"}),
        ("１，５５０，０００ 元", {"1550000"}),
        ("26,840,000元", {"26840000"}),
        ("沒有數字", set()),
        ("-48%", {"48"}),
        ("112.8.26", {"112.8", "26"}),
    ],
)
def test_numbers_leave_marks_and_commas_out(text, expected):
    assert numbers(text) == expected


def test_a_right_and_cited_answer_has_nothing_wrong():
    verdict = judge(
        gold(["387 位"]), answer("計有績優鄰長 387 位。[1]", cite("計有績優鄰長 387 位。"), seconds=0.5)
    )
    assert (verdict.right, verdict.cited, verdict.faithful, verdict.answered) == (True, True, True, True)
    assert verdict.why == ""
    assert verdict.seconds == 0.5
    assert verdict.length == len("計有績優鄰長 387 位。")


@pytest.mark.parametrize(
    ("question", "given", "right", "cited", "why"),
    [
        (gold(["387 位"]), answer("387 位[1]", cite("387 位", lines=(11, 12))), True, False, "no citation"),
        (gold(["387 位"], lines=(12, 99)), answer("387 位", cite("387 位", lines=(11, 12))), True, True, ""),
        (gold(["387 位"]), answer("387 位[1]", cite("3,489 人")), True, False, "not in the cited"),
        (gold(["387 位"]), answer("3,489 人[1]", cite("3,489 人")), False, False, "missing 387 位"),
        (gold(["387 位"], ["3 人"]), answer("387 位", cite("387 位")), False, False, "missing 3 人"),
        (
            gold(["387 位"], forbidden=["3,489"]),
            answer("387 位、3489 人", cite("387 位、3,489 人")),
            False,
            False,
            "forbidden 3,489",
        ),
        (
            gold(["387 位"]),
            answer("387 位", cite("387 位"), status="not_found"),
            False,
            False,
            "status not_found",
        ),
        (gold(["387 位"]), {"status": "error", "answer": ""}, False, False, "status error"),
        (gold(["387 位"]), {}, False, False, "status None"),
    ],
)
def test_what_makes_an_answer_wrong(question, given, right, cited, why):
    verdict = judge(question, given)
    assert (verdict.right, verdict.cited) == (right, cited)
    assert why in verdict.why
    assert bool(verdict.why) == (not cited)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("figure", 250), ("kpi", 250), ("simplified", 250), ("list", 800), ("aggregate", 800), ("service", 400)],
)
def test_length_is_limited_by_kind_without_the_marks(kind, limit):
    text = "387位" + "字" * (limit - 4)
    within = answer(text + "[1]", cite(text))
    beyond = answer(text + "字[1]", cite(text + "字"))
    assert judge(gold(["387位"], kind=kind), within).right
    verdict = judge(gold(["387位"], kind=kind), beyond)
    assert not verdict.right
    assert f"{limit + 1} characters" in verdict.why


def test_a_computed_fact_need_not_stand_in_a_passage():
    computed = answer("共 173 項[1]", cite("9｜20", lines=(10, 10)), route="table")
    assert judge(gold(["173 項"], kind="aggregate"), computed).cited
    assert not judge(gold(["173 項"], kind="figure"), computed).cited


@pytest.mark.parametrize("status", ["not_found", "answered", "clarify", "error"])
def test_only_not_found_is_right_where_the_report_does_not_say(status):
    verdict = judge(gold(kind="unanswerable", lines=()), answer("報告沒有寫到。", status=status))
    assert verdict.right == verdict.cited == (status == "not_found")
    assert bool(verdict.why) == (status != "not_found")


@pytest.mark.parametrize(
    ("text", "citation", "faithful"),
    [
        ("計 387 位[1]", cite("計有 387 位"), True),
        ("計 388 位[1]", cite("計有 387 位"), False),
        ("計 87 位[1]", cite("計有 387 位"), False),
        ("計 1342 人[1]", cite("計 1, 342 人"), True),
        ("見第 7 頁[1]", cite("沒有數字", page=7), True),
        ("見第 8 頁[1]", cite("沒有數字", page=7), False),
        ("第 5 款[1]", cite("沒有數字", path=("第 5 款",)), True),
        ("99 年的[1]", cite("沒有數字"), True),
    ],
)
def test_faithful_numbers_stand_in_passage_place_or_question(text, citation, faithful):
    question = gold(["位"], question="99 年的有幾位？")
    assert judge(question, answer(text, citation)).faithful == faithful


def test_the_history_counts_as_asked():
    question = gold(["位"], question="那呢？", history=["103 年的？"])
    assert judge(question, answer("103 年 44 日", cite("44 日"))).faithful
    assert not judge(gold(["位"], question="那呢？"), answer("103 年 44 日", cite("44 日"))).faithful


def test_computed_and_refused_answers_are_exempt_from_faithfulness():
    assert judge(gold(["1"]), answer("共 99 項", cite("無"), route="table")).faithful
    assert judge(gold(["1"]), answer("最接近的是 99", status="not_found")).faithful


def test_the_summary_counts_each_rate_over_its_own_questions():
    yes, no = gold(["387 位"]), gold(kind="unanswerable", lines=())
    good = answer("387 位", cite("387 位"), seconds=1.0)
    uncited = answer("387 位，5 成", cite("387 位", lines=(99, 99)), seconds=2.0)
    refused = answer("沒有", status="not_found", seconds=3.0)
    pairs = [(yes, good), (yes, uncited), (yes, refused), (yes, good), (no, refused), (no, good)]
    result = summarize((question, judge(question, given)) for question, given in pairs)
    assert result["questions"] == 6
    assert result["score"] == pytest.approx(3 / 6)
    assert result["right"] == pytest.approx(3 / 4)
    assert result["right_and_cited"] == pytest.approx(2 / 4)
    assert result["abstained_when_it_should"] == pytest.approx(1 / 2)
    assert result["abstained_wrongly"] == pytest.approx(1 / 4)
    assert result["not_found_precision"] == pytest.approx(1 / 2)
    assert result["faithful_numbers"] == pytest.approx(5 / 6)
    assert result["median_length"] == 5
    assert result["p50_seconds"] == pytest.approx(1.5)
    assert result["p95_seconds"] == 3.0
    assert result["by_kind"]["figure"] == {"n": 4, "right": 0.75, "right_and_cited": 0.5}
    assert result["by_kind"]["unanswerable"] == {"n": 2, "right": 0.5, "right_and_cited": 0.5}


def test_a_summary_over_nothing_has_no_rates():
    result = summarize([])
    assert result["questions"] == 0
    for name in (
        "score",
        "right",
        "abstained_wrongly",
        "not_found_precision",
        "median_length",
        "p95_seconds",
    ):
        assert result[name] is None
    assert result["by_kind"] == {}


def test_items_wanted_words_that_betray_and_further_statuses_count():
    question = {
        "question": "老人",
        "kind": "topic",
        "facts": [],
        "any_of": {"k": 2, "forms": [["敬老卡"], ["送餐"], ["假牙"]]},
        "offtopic": ["幼兒"],
        "lines": [4],
        "also": ["clarify"],
    }
    place = {"passage": "敬老卡、送餐", "lines": [4, 4], "path": [], "page": 1}

    def right(text: str, status: str = "answered") -> bool:
        return judge(question, {"status": status, "answer": text, "citations": [place]}).cited

    assert right("敬老卡與送餐[1]")
    assert not right("敬老卡[1]")
    assert not right("敬老卡、送餐、幼兒[1]")
    assert right("", "clarify")
    assert not right("", "not_found")
