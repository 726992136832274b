"""Briefings for council questions: what the report says on a department or a topic, with its sources.

Pure: report and passages in, a `Brief` out.  Every statement quotes or computes from passages that it
cites; a computation is shown.  What is worth asking comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.contradictions.finding import Contradiction
from corpus.model import Passage, Report, Section, Shortfall
from qa.brief.questions import ask_about
from qa.brief.scope import Gather, Scope, name_of, split_review, tell_conflict, tell_row
from qa.brief.words import Words
from qa.wording.clauses import choose_clauses
from qa.wording.phrases import tidy

_MOST, _LONGEST = 12, 260  # rows of a part, characters of a line
_FEW = 3  # sentences of one programme; with fewer under the topic's name, what mentions it is told too
_CLAUSE = 70  # characters that tell what an amount is for
_BOUND = re.compile("未達|未滿|每|[超逾]過?|以[上下內]|額度")  # an amount that limits others


@dataclass(frozen=True)
class Statement:
    """One line of a briefing and the passages that it rests on; `details` are lines under it."""

    text: str
    sources: tuple[Passage, ...]
    details: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells, each row with the passage that prints it."""

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Passage], ...]


@dataclass(frozen=True)
class Part:
    """A section of a briefing, `name` for the program; `note` is ours and states nothing of the report."""

    name: str
    title: str
    statements: tuple[Statement, ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """A briefing; `sources` are its passages, cited as [1], [2], … in this order."""

    title: str
    parts: tuple[Part, ...]
    sources: tuple[Passage, ...] = field(default=())

    def numbers(self) -> dict[str, int]:
        """The number by which a passage is cited, by its id."""
        return {passage.id: n for n, passage in enumerate(self.sources, start=1)}


def build_brief(
    report: Report,
    passages: Sequence[Passage],
    contradictions: Sequence[Contradiction],
    department: str | None,
    topic: str,
    gather: Gather,
    words: Words,
) -> Brief | None:
    """A briefing on a department, a topic, or a topic within a department; None when nothing is found.

    `gather` gives the passages on a topic, in everyday words or English as well; `words` are the
    briefing's own.
    Raises ValueError when neither is given.
    """
    if not department and not topic.strip():
        raise ValueError("A briefing needs a department or a topic.")
    scope = Scope.choose(report, passages, contradictions, department, topic.strip(), gather, words)
    if scope.empty:
        return None
    parts = [
        _overview(scope),
        _question_part(scope),
        _missed_part(scope),
        _indicator_part(scope),
        _money_part(scope),
        _figure_part(scope),
        _contradiction_part(scope),
    ]
    kept = tuple(part for part in parts if part.statements or part.table)
    if not kept:
        return None
    named = scope.words.called(department) if department else ""
    about = "、".join(word for word in (named, scope.topic) if word)
    return Brief(
        scope.words("title", report=scope.words.called(str(report.id)), about=about),
        kept,
        _collect_sources(kept),
    )


def _overview(scope: Scope) -> Part:
    """How the department stands by its own table; a topic has no such table."""
    statements = []
    for department, passage in scope.summaries():
        one = department.summary
        if one is not None:
            text = scope.words(
                "standing",
                department=scope.words.called(department.name),
                goals=one.goals,
                indicators=one.indicators,
                full=one.full,
                partial=one.partial,
                below=one.below80,
            )
            statements.append(Statement(text, (passage,)))
    return _part(scope, "overview", statements)


def _missed_part(scope: Scope) -> Part:
    """Targets that were missed, with the reasons and the measures that the report's review gives."""
    statements = []
    for row, passage, entry in sorted(scope.missed, key=lambda one: one[0].attainment_percent or 0.0):
        text = tell_row(scope, "values", row)
        details = _review(scope, *entry) if entry else ()
        statements.append(Statement(text, (passage,), details))
    for passage, completion in scope.unfinished():
        text = _told(scope, "completion", passage, percent=completion)
        told = tuple(
            Statement(scope.words("reason", text=reason), (place,))
            for place, reason in scope.reasons(passage)
        )
        statements.append(Statement(text, (passage,), told))
    return _part(scope, "missed", statements)


def _part(scope: Scope, name: str, statements: Iterable[Statement] = (), **more: Any) -> Part:
    return Part(name, scope.words(f"part_{name}"), tuple(statements), **more)


def _told(scope: Scope, key: str, passage: Passage, **values: str) -> str:
    """A sentence on what a passage is about."""
    return scope.words(key, department=scope.said(passage.department), name=name_of(passage), **values)


def _review(scope: Scope, entry: Shortfall, passage: Passage) -> tuple[Statement, ...]:
    found = zip(("reason", "measure"), split_review(entry.text), strict=True)
    return tuple(
        Statement(scope.words(key, text=_shorten(scope, text)), (passage,)) for key, text in found if text
    )


def _indicator_part(scope: Scope) -> Part:
    """The indicators concerned: those on the topic, or a department's, the missed ones first."""
    rows = sorted(scope.rows, key=lambda pair: ((pair[0].attainment_percent or 0.0) >= 100, pair[0].common))
    shown = rows[:_MOST]
    if not shown:
        return _part(scope, "indicators")
    called = scope.words.called
    cells = (
        ((called(row.department), row.name, row.target, row.actual, row.attainment), passage)
        for row, passage in shown
    )
    left = len(rows) - len(shown)
    note = scope.words("more_indicators", count=left) if left else ""
    head = _head(scope, "department", "indicator", "target", "actual", "attainment")
    return _part(scope, "indicators", table=Table(head, tuple(cells)), note=note)


def _head(scope: Scope, *columns: str) -> tuple[str, ...]:
    return tuple(scope.words(f"row_{column}") for column in columns)


def _figure_part(scope: Scope) -> Part:
    """Sentences with large amounts and counts, a few of a programme, the most telling first.

    On a topic the programmes come in the order in which they were found, and so do a programme's passages.
    """
    found = []
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for rank, passage in enumerate(scope.passages):
        if passage.section is not Section.PROGRAMMES:
            continue
        worths = [(_worth(passage, one.start, one.end), -one.start, one) for one in passage.sentences]
        worth, _, sentence = max(worths, default=(0.0, 0, None), key=lambda item: item[:2])
        if worth and sentence:
            place = first.setdefault((passage.department, passage.path), rank) if scope.topic else 0
            order = rank if scope.topic else -worth
            found.append((-scope.closeness(passage), place, order, passage.sentence_text(sentence), passage))
    found.sort(key=lambda item: item[:3])
    close = [one for one in found if -one[0] >= scope.least_closeness]
    found = close if len(close) >= _FEW or not scope.topic else found
    taken: Counter[tuple[str, tuple[str, ...]]] = Counter()
    statements = []
    for *_, text, passage in found:
        taken[passage.department, passage.path] += 1
        if taken[passage.department, passage.path] <= _FEW and len(statements) < _MOST:
            told = _told(scope, "quoted", passage, text=tidy(_shorten(scope, text)))
            statements.append(Statement(told, (passage,)))
    return _part(scope, "figures", statements)


def _money_part(scope: Scope) -> Part:
    """The largest amount that each programme names, the largest first.

    They are not added up: an amount may be part of another one.
    """
    found: dict[tuple[str, tuple[str, ...]], tuple[float, str, Passage]] = {}
    for passage in scope.passages:
        if passage.section is Section.PROGRAMMES and scope.closeness(passage) >= scope.least_closeness:
            for figure in passage.figures:
                key = passage.department, passage.path
                bound = _BOUND.search(passage.text[max(figure.start - 3, 0) : figure.end + 3])
                if figure.kind == "money" and not bound and figure.value > found.get(key, (0.0,))[0]:
                    found[key] = figure.value, figure.text, passage
    largest = sorted(found.values(), key=lambda one: -one[0])[:_MOST]
    cells = (
        ((scope.words.called(one.department), name_of(one), _for_what(one, text)), one)
        for _, text, one in largest
    )
    head = _head(scope, "department", "programme", "amount")
    return _part(scope, "money", table=Table(head, tuple(cells)) if largest else None)


def _for_what(passage: Passage, amount: str) -> str:
    """The clauses that name an amount with what it is for."""
    sentence = next(text for one in passage.sentences if amount in (text := passage.sentence_text(one)))
    start, end = choose_clauses(sentence, _CLAUSE, lambda text: amount in text)
    return tidy(sentence[start:end])


def _worth(passage: Passage, start: int, end: int) -> float:
    """How telling the figures of a stretch are: money before counts, and by the number of digits."""
    worth = 0.0
    for figure in passage.figures:
        if start <= figure.start < end and figure.value >= 10:
            digits = len(str(int(abs(figure.value))))
            if figure.kind == "money":
                worth = max(worth, 10.0 + digits)
            elif figure.kind == "number" and figure.unit:
                worth = max(worth, float(digits))
    return worth


def _contradiction_part(scope: Scope) -> Part:
    statements = (
        Statement(scope.words("conflict", told=tell_conflict(scope.words, one, places[0])), places)
        for one, places in scope.contradictions
    )
    return _part(scope, "conflicts", statements)


def _question_part(scope: Scope) -> Part:
    return _part(scope, "questions", (Statement(text, sources) for text, sources in ask_about(scope)))


def _shorten(scope: Scope, text: str) -> str:
    return shorten(text, scope.words("cut"))


def shorten(text: str, cut: str, limit: int = _LONGEST) -> str:
    """Whole sentences within `limit` characters, the first in any case; `cut` where some are left out."""
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    if len(text) <= limit:
        return text
    ends = [match.end() for match in re.finditer(r"[。！？]|；(?!$)", text)]
    end = next((end for end in reversed(ends) if end <= limit), next(iter(ends), len(text)))
    return text if end >= len(text) else f"{text[:end]}{cut}"


def _collect_sources(parts: Iterable[Part]) -> tuple[Passage, ...]:
    """Every cited passage once, in the order of its first citation."""
    found: dict[str, Passage] = {}

    def add(statement: Statement) -> None:
        for passage in statement.sources:
            found.setdefault(passage.id, passage)
        for detail in statement.details:
            add(detail)

    for part in parts:
        for statement in part.statements:
            add(statement)
        for _, passage in part.table.rows if part.table else ():
            found.setdefault(passage.id, passage)
    return tuple(found.values())
