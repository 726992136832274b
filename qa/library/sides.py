"""Answers of several reports side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import ReportId
from qa.answer import Answer, Route, Status, find_marks, renumber
from qa.library.asking import Asking
from qa.library.changes import tell_changes
from qa.library.comparing import Side, compare_rows
from qa.library.matching import find_named
from qa.library.phrases import load_phrases
from qa.tables.records import Record

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.library.library import Library

MOST = 5
"""Reports that are set side by side."""
ROOM = 900
"""Characters of answers side by side; of longer ones each keeps its first statement."""


class Sides:
    """One message that asks several reports."""

    def __init__(self, library: Library, asking: Asking, department: str | None) -> None:
        self.library, self.asking, self.department = library, asking, department
        self.phrases = load_phrases(asking.language)
        self.reports = list(asking.named.reports)[-MOST:]
        self.base = asking.base if asking.base in self.reports else self.reports[-1]
        self._held: dict[ReportId, Assistant] = {}

    def answer(self) -> Answer | None:
        """The comparison; None where the message says nothing to compare or no report has any of it."""
        rest = self.asking.named.rest
        tables = self._of(self.base).stages.tables
        question = rest or self.asking.last
        if (left := self.asking.names.is_general(rest)) is not None:
            return self._named(self._changes(left))
        if not question or (tables.concerns(question) and not self._computes(question)):
            return self._named(self._changes(rest))
        if row := find_named(question, tables.rows):
            return self._named(compare_rows(self._sides(row), self.base, self.phrases), question)
        history = self.asking.history(self.base) if rest else ()
        own = self.library.ask_one(self.base, question, history, self.department)
        if row := self._row_of(own):
            return self._named(compare_rows(self._sides(row), self.base, self.phrases), own.asked or question)
        if own.asked:
            question = self.asking.names.strip(own.asked)
        return self._beside(question, own)

    def _of(self, report: ReportId) -> Assistant:
        """A report's assistant, held while the message is answered: rows are told apart by identity."""
        if report not in self._held:
            self._held[report] = self.library.of(report)
        return self._held[report]

    def _computes(self, question: str) -> bool:
        answer = self.library.ask_one(self.base, question)
        return answer.status is Status.ANSWERED and answer.route is Route.TABLE

    def _row_of(self, answer: Answer) -> Record | None:
        """The one indicator that an answer is about."""
        if answer.status is not Status.ANSWERED or answer.route is Route.TABLE:
            return None
        return self._of(self.base).stages.tables.find_row(answer)

    def _sides(self, row: Record) -> list[Side]:
        sides = []
        for report in self.reports:
            if report == self.base:
                sides.append(Side(report, row))
                continue
            twins = self.library.twins(
                self._of(self.base).stages.tables.rows, self._of(report).stages.tables.rows
            )
            twin = twins.get(row)
            sides.append(Side(report, twin.row if twin else None, bool(twin and twin.renamed)))
        return sides

    def _changes(self, rest: str) -> Answer:
        """What changed in all indicators, or those of the departments that the message names."""
        base = self._of(self.base)
        departments = list(base.find_departments(rest)) or ([self.department] if self.department else [])
        old = next(one for one in self.reports if one != self.base)
        new = self.base
        if (old.city, old.year) > (new.city, new.year) and old.city == new.city:
            old, new = new, old
        mine, theirs = self._of(new).stages.tables.rows, self._of(old).stages.tables.rows
        twins = self.library.twins(mine, theirs)
        return tell_changes((new, mine), (old, theirs), twins, departments, self.phrases)

    def _beside(self, question: str, own: Answer) -> Answer | None:
        """What each report answers, under its name; None where none of them does."""
        found = [
            own if report == self.base else self.library.ask_one(report, question, (), self.department)
            for report in self.reports
        ]
        told = [answer for answer in found if answer.status is Status.ANSWERED]
        if not told:
            if self.asking.named.rest:
                return None
            cited = tuple(replace(one, report=str(self.base)) for one in own.citations)
            return self._named(own.with_(citations=cited), question)
        short = sum(len(answer.answer) for answer in told) > ROOM
        parts, citations, figures = [], [], []
        for report, answer in zip(self.reports, found, strict=True):
            parts.append(self.phrases("heading", report=str(report)))
            if answer.status is not Status.ANSWERED:
                parts.append(self.phrases("silent") + "\n")
                continue
            start = len(citations)
            text = answer.answer.split("\n")[0] if short else answer.answer
            used = set(find_marks(text))
            kept = [one for one in answer.citations if one.n in used]
            numbers = {one.n: start + place for place, one in enumerate(kept, start=1)}
            parts.append(renumber(text, numbers) + "\n")
            citations += [replace(one, n=numbers[one.n], report=str(report)) for one in kept]
            figures += [replace(one, n=numbers[one.n]) for one in answer.figures if one.n in numbers]
        answer = Answer(
            status=Status.ANSWERED,
            route=told[0].route,
            answer="\n".join(parts).strip(),
            citations=tuple(citations),
            figures=tuple(figures),
            missing=tuple(dict.fromkeys(name for one in told for name in one.missing)),
            support=sum(one.support for one in told) / len(told),
        )
        return self._named(answer, question)

    def _named(self, answer: Answer, question: str = "") -> Answer:
        """An answer with the reports that it is from, that which was talked about first."""
        names = [str(self.base), *(str(one) for one in self.reports if one != self.base)]
        carried = question if not self.asking.named.rest else ""
        told = self.phrases("understood", text=carried) if carried else ""
        return answer.with_(report="、".join(names), asked=carried, understood=told)
