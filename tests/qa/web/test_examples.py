"""Questions to begin with come from the report and from what the assistant says it can answer."""

from dataclasses import replace

from qa.web.examples import EACH, choose_examples, examples_html
from qa.web.texts import Texts, load_texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags


def test_each_kind_of_visitor_gets_its_own(assistant: FakeAssistant, texts: Texts) -> None:
    suggestions = [
        "車輛檢查完成幾輛？",
        "敬老津貼怎麼申請？",
        "稽查取締幾件？",
        "很長的問題" * 9 + "補助",
        "垃圾分類？",
    ]
    chosen = choose_examples(assistant.report, suggestions, texts)
    assert chosen["citizen"][:2] == ["敬老津貼怎麼申請？", "垃圾分類？"]
    assert chosen["journalist"] == [texts("example.below"), texts("example.count"), "稽查取締幾件？"]
    assert chosen["council"][0] == "港務處「防波堤整建進度」為什麼沒有達成目標？"
    assert [len(questions) for questions in chosen.values()] == [EACH] * 3


def test_report_without_misses_and_suggestions(assistant: FakeAssistant) -> None:
    texts = load_texts("en")
    report = replace(assistant.report, departments=assistant.report.departments[1:])
    chosen = choose_examples(report, [], texts)
    assert chosen["citizen"] == [] and len(chosen["journalist"]) == 2
    assert chosen["council"] == ["What are the target and the result of 「閱讀推廣活動1」 (圖書局)?"]
    assert Tags(examples_html(chosen, texts)).text.count("Residents") == 0
