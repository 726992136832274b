"""Source cards: rows as tables with the report's columns, quotations marked across cells."""

from dataclasses import replace

from qa.answer import Citation
from qa.web.sources import SourceBook, highlight
from qa.web.texts import Texts
from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.test_markup import Tags


def row_of(assistant: FakeAssistant, name: str):
    return next(p for p in assistant.passages if p.indicator and p.indicator.name == name)


def test_row_has_the_reports_columns(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    html = book.body(Citation.of(1, row_of(assistant, "防波堤整建進度"), "尚未決標｜52%"), texts)
    assert '<th scope="row">目標值</th><td>工程進度 40%</td>' in html
    assert "<td><mark>尚未決標</mark></td>" in html and "<td><mark>52%</mark></td>" in html


def test_goal_printed_with_an_earlier_row_is_shown(assistant: FakeAssistant, texts: Texts) -> None:
    passage = row_of(assistant, "船舶檢查率")
    passage = replace(passage, text=passage.text.split("｜", 1)[1])
    html = SourceBook.of(assistant.report, [passage]).body(Citation.of(1, passage), texts)
    assert '<th scope="row">策略目標</th><td>服務品質</td>' in html
    assert '<th scope="row">指標</th><td>船舶檢查率</td>' in html


def test_review_is_a_table_too(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    passage = next(p for p in assistant.passages if p.shortfall)
    text = Tags(book.body(Citation.of(1, passage), texts)).text
    assert "達成度差異值-48%" in text and "未達成原因暨因應策略1、未達成原因" in text


def test_cells_of_an_unknown_row_are_kept_apart(
    book: SourceBook, assistant: FakeAssistant, texts: Texts
) -> None:
    citation = replace(
        Citation.of(1, row_of(assistant, "船舶檢查率")), passage="甲｜乙 3 件｜丙", quote="乙 3 件"
    )
    assert "<div>甲</div><div><mark>乙 3 件</mark></div><div>丙</div>" in book.body(citation, texts)


def test_citation_to_paste(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> None:
    passage = next(p for p in assistant.passages if p.section == "重要施政成果")
    assert book.cite(Citation.of(1, passage, "共 1,342 人次參加"), texts) == (
        "「共 1,342 人次參加」（港都市政府《111 年度施政績效成果報告》，港務處，"
        "一般業務 › 一、推廣教育 › (一)講座，第 15 頁，原文第 140 行）"
    )


def test_highlight() -> None:
    assert highlight("甲乙丙", [(1, 2)]) == [("甲", False), ("乙", True), ("丙", False)]
    assert highlight("甲乙丙丁", [(3, 9), (0, 1)]) == [("甲", True), ("乙丙", False), ("丁", True)]
    assert highlight("甲乙丙", [(0, 2), (1, 3)]) == [("甲乙", True), ("丙", True)]
    assert highlight("甲乙丙", []) == [("甲乙丙", False)]
    assert highlight("", [(0, 3)]) == []
