"""Surveys and overviews over the small report: what comes in, what must not, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from corpus.model import Section
from qa.answer import Route, Status
from qa.check.grounding import check_answer
from qa.gather.gatherer import NEAR, Gatherer, Place, Places
from qa.gather.ground import Row, is_word
from qa.gather.subject import Subject
from tests.qa.web.fakes import make_passages, make_report

PASSAGES = make_passages(make_report())


def ask(assistant, question: str):
    return assistant.ask(question)


def test_a_survey_names_every_department_of_a_word(small_assistant) -> None:
    answer = ask(small_assistant, "哪些局處提到志工？")
    expected = {p.department for p in small_assistant.passages if "志工" in p.text}
    assert answer.route == Route.SURVEY
    assert {citation.department for citation in answer.citations} >= expected
    assert not check_answer(answer)


def test_a_survey_counts_its_places_in_words_and_cites_each(small_assistant) -> None:
    answer = ask(small_assistant, "各局處做了什麼宣導？")
    head, *lines = answer.answer.splitlines()
    assert answer.status == Status.ANSWERED
    assert not any(character.isdigit() for character in head)
    assert all("[" in line for line in lines if line.startswith("**"))
    assert len(answer.answer) <= 1200


def test_a_keyword_that_the_report_lacks_is_refused_in_a_sentence_with_no_quotation(small_assistant) -> None:
    answer = ask(small_assistant, "紅火蟻")
    assert answer.status == Status.NOT_FOUND
    assert "紅火蟻" in answer.answer
    assert answer.answer.count("。") == 1


@pytest.mark.parametrize(
    "question",
    ["生育獎勵金發了幾人次？", "聯合婚禮是哪一天？", "救護車出動率是多少", "納骨塔遷移多少骨灰"],
)
def test_a_question_for_one_thing_stays_with_the_passages(small_assistant, question: str) -> None:
    assert ask(small_assistant, question).route not in (Route.SURVEY, Route.OVERVIEW)


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("哪些單位提到颱風", Route.SURVEY),
        ("全府跟新住民有關的都列出來", Route.SURVEY),
        ("which departments mention Japan?", Route.SURVEY),
        ("志工的服務涉及哪些單位？", Route.SURVEY),
        ("分局處說明颱風怎麼應變", Route.SURVEY),
        ("納骨塔", Route.OVERVIEW),
        ("老人有什麼補助", Route.OVERVIEW),
        ("颱風來了市府都做了哪些準備", Route.OVERVIEW),
        ("颱風那天撤離了幾個人", None),
        ("接管率", None),
        ("補助了哪些單位？金額多少", None),
    ],
)
def test_what_of_a_subject_is_asked_for(small_assistant, question: str, route: Route | None) -> None:
    surveys = small_assistant.stages.tables.surveys(question)
    assert small_assistant.stages.gathering.route(small_assistant.understand(question), surveys) == route


@pytest.mark.parametrize(("keyword", "overview"), [("救護", True), ("里鄰", True), ("婚禮", False)])
def test_what_two_programmes_have_is_told_of_both(small_assistant, keyword: str, overview: bool) -> None:
    assert (ask(small_assistant, keyword).route == Route.OVERVIEW) is overview


def test_an_overview_opens_with_what_the_passages_answer_and_does_not_tell_it_again(small_assistant) -> None:
    question = "里鄰這塊市府做了哪些事"
    lead = ask(small_assistant, "里鄰")
    answer = ask(small_assistant, question)
    assert answer.route == Route.OVERVIEW
    told = answer.answer.split("報告裡與")[0]
    assert "[1]" in told and lead.answer.startswith("報告裡與")
    assert not check_answer(answer)
    places = [(c.lines, c.quote) for c in answer.citations]
    assert len(set(places)) == len(places)


def test_connected_words_are_alternatives_and_others_belong_together(small_assistant) -> None:
    def read(question: str) -> list[list[str]]:
        subject = small_assistant.stages.gathering.read(small_assistant.understand(question))
        return [[word.text for word in words] for words in subject.alternatives]

    assert read("哪些局處提到颱風、地震？") == [["颱風"], ["地震"]]
    assert len(read("青年 創業")) == 1


def test_a_subject_is_read_in_the_clause_that_asks_by_its_telling_words(small_assistant) -> None:
    def read(question: str) -> list[str]:
        subject = small_assistant.stages.gathering.read(small_assistant.understand(question))
        return [word.text for words in subject.alternatives for word in words]

    assert read("我阿嬤昨天跌倒，我很難過。哪些局處提到颱風？") == ["颱風"]
    assert "服務" not in read("各局處對新住民的服務和主要數字")


def test_a_word_across_the_border_of_two_others_is_none() -> None:
    assert is_word("日本", "赴日本參訪", {0, 1, 3, 5})
    assert not is_word("日本", "今日本府召開會議", {0, 2, 4, 6, 8})


def test_a_heading_most_of_which_is_near_belongs_to_a_subject_that_no_programme_is_named_after() -> None:
    """Eight programmes under two headings; three of four under the first are among the nearest passages."""
    passages = [
        replace(PASSAGES[0], id=f"{heading}{n}", section=Section.PROGRAMMES, path=("業務", heading, f"{n}"))
        for heading in ("水道工程", "衛生")
        for n in range(4)
    ]
    worth = np.array([9.0, 3.0, -9.0, 2.0, 4.0, -8.0, -8.0, -8.0])
    gatherer = Gatherer.__new__(Gatherer)
    rows = [Row(passage, 0) for passage in passages]
    gatherer.ground = SimpleNamespace(rows=rows, passages=4 / NEAR)
    gatherer._describer = SimpleNamespace(score=lambda subject: SimpleNamespace(worth=worth))

    def around(titled: bool) -> list[str]:
        found = [Place(passages[n], (), 1.0, titled) for n in (0, 4)]
        return [one.id for one in gatherer.gather_around(Places(Subject("淹水", ()), tuple(found)))]

    assert around(titled=False) == ["水道工程1", "水道工程2", "水道工程3"]
    assert around(titled=True) == []


def test_a_form_is_found_in_every_sentence_that_prints_it_and_in_no_other(small_assistant) -> None:
    ground = small_assistant.stages.gathering.gatherer.ground
    for forms in (["公務人員"], ["警報器", "納骨塔"], ["完成程度"], ["太空站"]):
        printed = [any(form in text for form in forms) for text in ground.own]
        assert ground.find_own(forms).tolist() == printed
