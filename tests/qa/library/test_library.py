"""Several reports answer as one assistant: who is asked, what is carried on, what stands side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from qa.answer import Route, Status
from qa.assistant import Assistant
from qa.errors import DepartmentError, QuestionError, ReportChoiceError
from qa.library import library as module
from qa.library.folder import ReportFolder
from qa.library.library import Library
from tests.qa import small_report
from tests.qa.fakes import FakeEmbedder, RuleDecision
from tests.qa.library.conftest import BEFORE, OTHER, write

HOME = f"{small_report.CITY} {small_report.YEAR} 年度"
EARLIER = f"{small_report.CITY} {BEFORE} 年度"
ELSEWHERE = f"{OTHER} {small_report.YEAR} 年度"
QUESTION = "廢食用油回收了幾公噸？"


def talk(library, *messages, **options):
    """The last answer of a conversation."""
    history = []
    for message in messages:
        answer = library.ask(message, history, **options)
        history.append({"question": message, "answer": answer.to_dict()})
    return answer


# who is asked


@pytest.mark.parametrize(
    ("question", "report", "figure"),
    [
        (QUESTION, HOME, "104 公噸"),
        (f"{BEFORE} 年{QUESTION}", EARLIER, "703 公噸"),
        (f"南灣市{QUESTION}", ELSEWHERE, "408 公噸"),
    ],
)
def test_a_question_is_answered_from_the_report_that_it_names(library, question, report, figure):
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.report == report
    assert figure in answer.answer
    assert {citation.report for citation in answer.citations} == {report}


def test_a_year_that_there_is_not_stays_unanswered(library, small_assistant):
    question = f"{BEFORE - 3} 年{QUESTION}"
    answer, alone = library.ask(question), small_assistant.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert (answer.answer, answer.missing) == (alone.answer, alone.missing)


def test_the_report_talked_about_may_tell_of_another_year_itself(library):
    answer = library.ask(f"{BEFORE} 年火災發生幾件，比今年多嗎？")
    assert answer.status is Status.ANSWERED


def test_a_report_is_chosen_by_name(library):
    assert library.ask(QUESTION, report="before").report == EARLIER
    assert library.ask(QUESTION, report=ELSEWHERE).report == ELSEWHERE
    assert library.ask(f"{small_report.YEAR} 年{QUESTION}", report="before").report == HOME
    with pytest.raises(ReportChoiceError, match=r"沒有「later」這份報告；有的是：.*before"):
        library.ask(QUESTION, report="later")


def test_bad_input_is_refused_as_by_one_report(library):
    with pytest.raises(QuestionError):
        library.ask("  ")
    with pytest.raises(QuestionError):
        library.ask("火" * 5000)
    with pytest.raises(DepartmentError):
        library.ask(QUESTION, department="太空局")


def test_a_department_is_found_under_its_name_in_another_city(library):
    answer = library.ask("南灣市績優鄰長有幾位獲得表揚？", department="民政處")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].department == "民政局"


# conversations


def test_a_year_alone_asks_the_question_before_of_its_report(library):
    answer = talk(library, QUESTION, f"{BEFORE} 年呢？")
    assert (answer.report, answer.status) == (EARLIER, Status.ANSWERED)
    assert "703 公噸" in answer.answer
    assert answer.asked == f"{BEFORE} 年{QUESTION}"


def test_the_conversation_goes_on_with_the_report_that_answered_last(library):
    answer = talk(library, f"{BEFORE} 年{QUESTION}", "淨灘辦了幾場？")
    assert (answer.report, "53 場次" in answer.answer) == (EARLIER, True)
    answer = talk(library, f"{BEFORE} 年{QUESTION}", f"{small_report.YEAR} 年呢", "淨灘辦了幾場？")
    assert (answer.report, "24 場次" in answer.answer) == (HOME, True)


def test_turns_without_answers_are_asked_again_of_the_right_reports(library):
    answer = library.ask("淨灘辦了幾場？", [f"{BEFORE} 年{QUESTION}"])
    assert answer.report == EARLIER


def test_a_conversation_object_begins_with_the_chosen_report_and_goes_on(library):
    conversation = library.conversation(report="before")
    assert conversation.ask(QUESTION).report == EARLIER
    assert conversation.ask("南灣市呢").report == f"{OTHER} {small_report.YEAR} 年度"
    assert conversation.ask("淨灘辦了幾場？").report == ELSEWHERE


def test_words_for_the_last_year_are_not_carried_on(library):
    answer = talk(library, "去年火災發生幾件？", "前一年呢")
    assert (answer.report, answer.asked) == (EARLIER, f"{BEFORE} 年火災發生幾件")


def test_a_year_alone_with_nothing_before_is_taken_as_it_is(library):
    assert library.ask(f"那 {BEFORE} 年呢").report.startswith(small_report.CITY)


# side by side


def test_one_indicator_of_two_years_with_difference_and_change_of_target(library):
    answer = library.ask(f"廢食用油回收 {small_report.YEAR} 年和 {BEFORE} 年比如何？")
    assert answer.route is Route.TABLE
    assert answer.report == f"{HOME}、{EARLIER}"
    for cell in ("90 公噸", "104 公噸", "10 公噸", "703 公噸"):
        assert cell in answer.answer
    assert "少 599 公噸（703 公噸 − 104 公噸，計算所得）" in answer.answer
    assert "調高為 90 公噸（多 80 公噸，計算所得）" in answer.answer
    assert [citation.report for citation in answer.citations] == [EARLIER, HOME]
    assert [row["actual"] for row in answer.table["rows"]] == [703.0, 104.0]


def test_a_renamed_indicator_is_shown_as_such(library):
    answer = library.ask(f"辦理市民聯合婚禮的次數和 {BEFORE} 年比有什麼變化")
    assert "「舉辦集團結婚」" in answer.answer
    assert [citation.report for citation in answer.citations] == [EARLIER, HOME]


def test_a_follow_up_compares_what_was_asked_before(library):
    answer = talk(library, "公害稽查實際做了幾件？", "跟南灣市比")
    assert answer.route is Route.TABLE
    assert "695 件" in answer.answer and "571 件" in answer.answer
    assert answer.report.startswith(HOME)
    assert talk(library, "公害稽查實際做了幾件？", "跟南灣市比", "淨灘辦了幾場？").report == HOME


def test_what_is_no_indicator_is_quoted_from_each(library):
    answer = library.ask(f"淨灘的場次 {small_report.YEAR} 年和 {BEFORE} 年各是多少")
    assert "24 場次" in answer.answer and "53 場次" in answer.answer
    assert {citation.report for citation in answer.citations} == {HOME, EARLIER}
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


@pytest.mark.xfail(strict=True, reason="what is left without the year is taken for no question over rows")
def test_what_changed_in_all_indicators(library):
    answer = library.ask(f"指標和 {BEFORE} 年相比有哪些變化？")
    assert answer.route is Route.TABLE
    assert "舉辦集團結婚" in answer.answer
    assert "→" in answer.answer
    rows = answer.table["rows"]
    assert len(rows) == 10  # every key indicator, also those that are not listed
    (moved,) = [row for row in rows if row["change"] == "renamed"]
    assert (moved["old_name"], moved["new_name"]) == ("舉辦集團結婚", "辦理市民聯合婚禮")
    numbers = [citation.n for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_cell_shown_stands_in_its_citation(library):
    answer = library.ask(f"公共場所安全檢查 {small_report.YEAR} 年跟 {BEFORE} 年比")
    cited = {citation.n: citation.passage for citation in answer.citations}
    assert answer.figures
    for figure in answer.figures:
        assert figure.text in cited[figure.n]


# how it is kept


def test_one_report_is_no_library(small_settings, tmp_path, monkeypatch):
    monkeypatch.setattr("index.store.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("index.store.shipped_folder", lambda: tmp_path)
    settings = small_settings.model_copy(update={"reports": tmp_path / "none"})
    assert isinstance(module.open_library(settings, model=RuleDecision()), Assistant)


def test_reports_of_the_folder_make_a_library_but_not_the_settings_own(
    small_settings, tmp_path, texts, monkeypatch
):
    monkeypatch.setattr("index.store.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("index.store.shipped_folder", lambda: tmp_path)
    shelf = ReportFolder(tmp_path / "reports")
    shelf.add(write(tmp_path / "own", small_report.TEXT), "own")
    settings = small_settings.model_copy(update={"reports": shelf.path})
    assert isinstance(module.open_library(settings, model=RuleDecision()), Assistant)
    shelf.add(write(tmp_path / "before", texts["before"]), "before")
    library = module.open_library(settings, model=RuleDecision())
    assert [entry.name for entry in library.reports][1:] == ["before"]


def test_reports_are_loaded_when_asked_and_the_least_lately_used_put_away(library, small_assistant):
    settings = small_assistant.settings.model_copy(update={"reports_loaded": 2})
    home = Assistant(settings, small_assistant.index, RuleDecision())
    few = Library(home, library.reports[1:], model=RuleDecision())
    made: list[Assistant] = []
    assert few._loaded == {}
    before, other = (entry.id for entry in few.reports[1:])
    first = few.of(before)
    few.keep(before, "made", made.append)
    assert few.of(before) is first
    few.of(other)
    assert list(few._loaded) == [other]
    assert few._kept == {}
    assert few.of(other).index.embedder is few.home.index.embedder


def test_a_report_that_was_put_away_is_compared_as_before(library, small_assistant):
    settings = small_assistant.settings.model_copy(update={"reports_loaded": 2})
    home = Assistant(settings, small_assistant.index, RuleDecision())
    few = Library(home, library.reports[1:], model=RuleDecision())
    question = f"廢食用油回收 {small_report.YEAR} 年和 {BEFORE} 年比如何？"
    first = few.ask(question).answer
    assert few.ask(f"南灣市{QUESTION}").report == ELSEWHERE
    assert few.ask(question).answer == first
    assert (
        "408 公噸"
        in few.ask(f"廢食用油回收 {BEFORE} 年跟南灣市 {small_report.YEAR} 年比", report="before").answer
    )


def test_the_chain_takes_a_report(library):
    assert library.chain.invoke({"question": QUESTION, "report": "before"}).report == EARLIER


def test_nothing_is_written_beside_the_reports_but_their_indexes(library):
    for entry in library.reports[1:]:
        library.of(entry.id)
        names = {path.name for path in Path(entry.file.parent).iterdir()}
        assert names == {"report.txt", "report.json", "bank", "gaps", "index"}


def test_callbacks_of_the_chain_see_the_documents_of_a_report_that_is_loaded_later(library):
    seen: set[str] = set()

    class Watcher(BaseCallbackHandler):
        def on_retriever_end(self, documents, **_):
            seen.update(document.metadata["report"] for document in documents)

    chain, watcher = library.chain, Watcher()
    for report in library.reports:
        chain.invoke({"question": QUESTION, "report": report.name}, config={"callbacks": [watcher]})
    assert len(seen) == len(library.reports)
