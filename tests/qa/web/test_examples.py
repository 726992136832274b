"""Questions to begin with are ones that the report answers."""

from dataclasses import replace
from types import SimpleNamespace

from qa.answer import Status
from qa.errors import QuestionError
from qa.web.examples import EACH, choose_examples, examples_html, load_questions
from qa.web.texts import LANGUAGES, Texts, load_texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags


def knowing(assistant: FakeAssistant, known: set[str]) -> SimpleNamespace:
    """An assistant that answers only some questions, and cannot be asked another."""
    answered = assistant.ask("講座")

    def ask(question: str):
        if question.startswith("路燈"):
            raise QuestionError("不能問。")
        return answered if question in known else answered.with_(status=Status.NOT_FOUND)

    return SimpleNamespace(ask=ask, report=assistant.report, suggestions=lambda n: ["別的問題？"][:n])


def test_only_what_is_answered_is_shown(assistant: FakeAssistant, texts: Texts) -> None:
    general = load_questions()["zh-TW"]["citizen"]
    known = {general[1], general[-1]}
    chosen = choose_examples(knowing(assistant, known), texts)
    assert chosen["citizen"] == [general[1], general[-1], "別的問題？"] and chosen["journalist"] == []
    assert chosen["council"][0] == "港務處「防波堤整建進度」為什麼沒有達成目標？"


def test_each_kind_of_visitor_gets_three_in_either_language(assistant: FakeAssistant) -> None:
    for language in LANGUAGES:
        chosen = choose_examples(assistant, load_texts(language))
        assert [len(questions) for questions in chosen.values()] == [EACH] * 3


def test_a_report_without_misses(assistant: FakeAssistant) -> None:
    report = replace(assistant.report, departments=assistant.report.departments[1:])
    given = SimpleNamespace(ask=assistant.ask, report=report, suggestions=assistant.suggestions)
    chosen = choose_examples(given, load_texts("en"))
    assert chosen["council"] == ["What are the target and the result of 「閱讀推廣活動1」 (圖書局)?"]


def test_the_empty_page_says_what_it_is_and_is_not(assistant: FakeAssistant, texts: Texts) -> None:
    text = Tags(examples_html({"citizen": ["問？"], "journalist": []}, assistant.report, texts)).text
    assert "西元 2022 年" in text and "不提供辦理手續" in text and "不是市政府的正式答復" in text
    assert "市民" in text and "記者" not in text
