"""The shipped assistant over the bundled report, asked a spread of development questions: a tripwire.

It stands in the quick suite so that a weight, a threshold or a filter that goes wrong is seen at once;
the whole set is measured by `python app.py evaluate`.
"""

from __future__ import annotations

import json

import pytest

from qa.answer import Route
from qa.assistant import Assistant
from qa.lab.gold import GOLD, read_gold
from qa.lab.scoring import judge
from qa.settings import Settings
from qa.web.examples import EACH, load_questions
from qa.web.texts import LANGUAGES

EVERY = 4
LEAST_RIGHT = 0.86
MOST_MISSED = 0.04
"""Share of the questions whose answer the search does not find in first place."""


@pytest.fixture(scope="module")
def real() -> Assistant:
    return Assistant.load(Settings())


@pytest.fixture(scope="module")
def verdicts(real):
    questions = read_gold(GOLD / "dev.jsonl")[::EVERY]
    answers = [real.ask(q["question"], q.get("history", [])).to_dict() for q in questions]
    return [(q, judge(q, answer), answer) for q, answer in zip(questions, answers, strict=True)]


def test_a_spread_of_questions_is_answered_right_and_refused_right(verdicts):
    wrong = [question["id"] for question, verdict, _ in verdicts if not verdict.cited]
    assert len(verdicts) >= 60
    assert 1 - len(wrong) / len(verdicts) >= LEAST_RIGHT, wrong


def test_every_number_shown_is_printed_where_it_is_cited(verdicts):
    assert [question["id"] for question, verdict, _ in verdicts if not verdict.faithful] == []


def test_every_answer_is_of_the_contracts_form(verdicts):
    for question, _, answer in verdicts:
        json.dumps(answer)
        for citation in answer["citations"]:
            assert citation["quote"] in citation["passage"], question["id"]


def test_the_sentence_that_answers_comes_first_in_the_search(real):
    asked = [
        question
        for question in read_gold(GOLD / "dev.jsonl")[::EVERY]
        if question["facts"] and question["lines"] and question["kind"] != "aggregate"
    ]
    first = [real.index.search(" ".join([*q.get("history", []), q["question"]]), k=1)[0] for q in asked]
    missed = [
        q["id"]
        for q, one in zip(asked, first, strict=True)
        if not any(one.sentence.lines[0] <= line <= one.sentence.lines[1] for line in q["lines"])
    ]
    assert len(missed) / len(asked) <= MOST_MISSED, missed


def test_of_sentences_alike_that_of_the_named_department_comes_first(real):
    question = "的公務人員完成學習時數的人數比率"
    first = {name: real.index.search(f"{name}{question}", k=1)[0] for name in real.departments}
    wrong = [name for name, one in first.items() if one.passage.department != name]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("word", ["新住民", "環境教育"])
def test_a_survey_of_a_word_that_many_passages_print_names_every_department_of_it(real, word):
    printed = {passage.department for passage in real.passages if word in passage.text}
    answer = real.ask(f"哪些局處提到{word}？")
    assert {citation.department for citation in answer.citations} >= printed


def test_a_filter_prefers_its_department(real):
    question = "公務人員完成學習時數的人數比率是多少？"
    for name in real.departments[::5]:
        assert real.ask(question, department=name).citations[0].department == name


@pytest.mark.parametrize("place", range(EACH))
def test_what_both_languages_begin_with_is_computed_from_the_same_rows(real, place):
    one, other = (load_questions()[language]["journalist"][place] for language in LANGUAGES)
    asked, same = real.ask(one), real.ask(other)
    assert asked.route is same.route is Route.TABLE
    assert [c.lines for c in asked.citations] == [c.lines for c in same.citations], other
