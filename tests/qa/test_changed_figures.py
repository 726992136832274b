"""The report with every figure changed gives the changed figures: nothing is remembered of the old ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.bundled import report_path
from corpus.figures import find_figures
from corpus.reading.source import read_report
from qa.assistant import Assistant
from qa.lab.scoring import normalize, stands_in
from tests.qa.changed import change_figures
from tests.qa.fakes import FakeEmbedder, RuleDecision

pytestmark = pytest.mark.slow

COUNT = re.compile(r"[\d,]{2,}\s*[件人戶場次位噸家案]\w{0,2}")
ROWS = PASSAGES = 12
FOUND = 0.9
"""Share of the questions that must be answered with the right sentence, the embedder being a stand-in."""


@pytest.fixture(scope="module")
def texts() -> tuple[str, str]:
    old = read_report(report_path()).text
    return old, change_figures(old)


@pytest.fixture(scope="module")
def changed(texts, tmp_path_factory) -> Assistant:
    from index.source import Source
    from index.store import open_index
    from qa.settings import Settings

    folder = tmp_path_factory.mktemp("changed")
    path: Path = folder / "report.txt"
    path.write_text(texts[1], encoding="utf-8")
    settings = Settings(report=path, index_dir=folder / "index")
    index = open_index(Source.read(path), settings.index_dir, FakeEmbedder())
    return Assistant(settings, index, RuleDecision())


@pytest.fixture(scope="module")
def pairs(texts, changed):
    """The passages of the printed report beside those of its copy."""
    from corpus.cutting.passages import cut_passages
    from corpus.reading.parse import parse_report

    printed = cut_passages(parse_report(texts[0]))
    assert [p.lines for p in printed] == [p.lines for p in changed.passages]
    return list(zip(printed, changed.passages, strict=True))


def spread(items: list, number: int) -> list:
    step = len(items) // number
    return items[::step][:number]


def shows(figure: str, text: str) -> bool:
    return stands_in(normalize(figure), normalize(text))


def test_the_copy_has_the_structure_and_other_figures(texts, pairs):
    old, new = texts
    assert len(old) == len(new)
    assert sum(a != b for a, b in zip(old, new, strict=True)) > 10_000
    assert [p.path for p, _ in pairs] != []
    assert all((p.indicator is None) == (q.indicator is None) for p, q in pairs)


def test_rows_are_answered_with_their_changed_targets_and_values(pairs, changed):
    rows = [
        (p.indicator, q.indicator)
        for p, q in pairs
        if p.indicator
        and COUNT.fullmatch(p.indicator.target)
        and COUNT.fullmatch(p.indicator.actual)
        and p.indicator.target != q.indicator.target
    ]
    right = 0
    for old, new in spread(rows, ROWS):
        answer = changed.ask(f"{new.department}「{new.name}」的目標值和實際達成值各是多少？")
        assert not (shows(f"原定目標值{old.target}", answer.answer)), answer.answer
        right += shows(new.target, answer.answer) and shows(new.actual, answer.answer)
    assert right >= FOUND * ROWS


def test_sentences_are_quoted_with_their_changed_figures(pairs, changed):
    sentences = {}
    for old, new in pairs:
        for number, (one, other) in enumerate(zip(old.sentences, new.sentences, strict=True)):
            sentences[new.id, number] = (old.sentence_text(one), new.sentence_text(other))
    questions = []
    for question in changed.index.source.bank:
        old, new = sentences[question.passage_id, question.sentence_index]
        figures = COUNT.findall(old)
        if (
            len(figures) == 1
            and old != new
            and "多少" in question.question
            and not re.search(r"\d", question.question)
        ):
            questions.append((question.question, figures[0], COUNT.findall(new)[0]))
    assert len(questions) > 50
    right = 0
    for question, old, new in spread(questions, PASSAGES):
        answer = changed.ask(question)
        assert not shows(old, answer.answer) or shows(old, " ".join(c.passage for c in answer.citations))
        right += shows(new, answer.answer)
    assert right >= FOUND * PASSAGES


def test_every_figure_shown_stands_in_the_copy(pairs, changed):
    flat = normalize(" ".join(q.text for _, q in pairs))
    for question in spread([q.question for q in changed.index.source.bank], 40):
        answer = changed.ask(question)
        if answer.route != "table":
            for figure in find_figures(re.sub(r"\[[\d,]+\]", "", answer.answer)):
                assert normalize(figure.text) in flat, (question, figure.text)


def test_no_suggestion_states_a_figure_that_the_copy_does_not_have(pairs, changed):
    flat = normalize(" ".join(q.text for _, q in pairs))
    stale = [
        (question.question, figure)
        for question in changed.index.source.bank
        for figure in re.findall(r"\d[\d,]{2,}", question.question)
        if figure not in ("112", "111", "113") and not stands_in(normalize(figure), flat)
    ]
    for question, _ in spread(stale, 20):
        suggestions = changed.ask(question).suggestions
        assert not [s for s in suggestions if any(s == other for other, _ in stale)]
