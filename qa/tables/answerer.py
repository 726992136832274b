"""Answer questions that are computed over many rows, and only those."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.model import Passage, Report
from qa.answer import Answer, Route, Status
from qa.tables import departments as by_department
from qa.tables.citing import Citations, Places
from qa.tables.counts import tell_count, tell_overview, tell_part, tell_per_department, tell_value
from qa.tables.database import Database, Line
from qa.tables.goals import tell_goals
from qa.tables.lists import SHORTFALL_CONDITIONS, tell_list
from qa.tables.names import Names
from qa.tables.phrasing import Phrases, describe
from qa.tables.planning import choose_kind, make_plan
from qa.tables.plans import Form, Plan
from qa.tables.query import MISSED, Group, Kind, Measure, Query, Scope
from qa.tables.reading import Reading, read_question
from qa.tables.shared import find_shared, plan_shared, tell_names, tell_shared
from qa.tables.summaries import Summaries
from qa.tables.telling import Teller
from qa.understand.years import asks_future, asks_past, find_years

_LONGEST_QUESTION = 120
"""Characters; a longer question tells a story, which no closed query can hold."""

_TELLERS: dict[Form, Callable[[Teller, Plan], str]] = {
    Form.OVERVIEW: tell_overview,
    Form.COUNT: tell_count,
    Form.LIST: tell_list,
    Form.DEPARTMENTS: by_department.tell_departments,
    Form.RANKING: by_department.tell_ranking,
    Form.RANK: by_department.tell_rank,
    Form.AGAINST_ALL: by_department.tell_against_all,
    Form.NAMES: tell_names,
    Form.PART: tell_part,
    Form.TABLE: by_department.tell_table,
    Form.COMPARISON: by_department.tell_comparison,
    Form.VALUE: tell_value,
    Form.PER_DEPARTMENT: tell_per_department,
    Form.GOALS: tell_goals,
    Form.SHARED: tell_shared,
}


class TableAnswerer:
    """Computes over the indicator table of one report; safe to use from several threads."""

    def __init__(self, report: Report, passages: Sequence[Passage]) -> None:
        self._report = report
        self._database = Database(report)
        self._summaries = Summaries(report, self._database.rows)
        self._units = {row.unit for row in self._database.rows}
        self._places = Places(passages)
        self._names = Names(self._summaries.names, report.id.city)

    def answer(self, question: str, department: str | None = None) -> Answer | None:
        """The computed answer, or None when the question is not one that is computed over many rows.

        `department` is a filter that holds where the question itself names no department.
        """
        start = time.perf_counter()
        understood = self._understand(question, department)
        if understood is None:
            return None
        reading, plan = understood
        language = "english" if reading.english else "chinese"
        citations = Citations(self._places)
        words = Phrases(language, len(self._summaries.names))
        teller = Teller(self._database, self._summaries, words, citations)
        text = "".join(_TELLERS[plan.form](teller, part) for part in _by_kind(plan))
        stated = plan.stated_departments
        if stated is not None and stated != len(self._summaries.names):
            text = (
                words.say("premise_departments", stated=stated, departments=len(self._summaries.names)) + text
            )
        if reading.english:
            text = re.sub(r"\.(?=[A-Z])", ". ", text)
        text, cited, figures = citations.settle(text.strip())
        return Answer(
            status=Status.ANSWERED,
            route=Route.TABLE,
            answer=text,
            citations=cited,
            figures=figures,
            seconds=time.perf_counter() - start,
            understood=words.say("understood", query=describe(plan.query, language)),
            report=str(self._report.id),
            trace={"form": str(plan.form), "query": describe(plan.query)},
        )

    def plan(self, question: str, department: str | None = None) -> Plan | None:
        """How a question is understood, None when it is not computed over the table."""
        understood = self._understand(question, department)
        return understood[1] if understood else None

    def query(self, query: Query) -> tuple[Line, ...]:
        """Run a query of the closed language."""
        return self._database.run(query)

    def _understand(self, question: str, department: str | None) -> tuple[Reading, Plan] | None:
        year = self._report.id.year
        if (
            len(question) > _LONGEST_QUESTION * 2
            or find_years(question) - {year}
            or asks_future(question)
            or asks_past(question)
        ):
            return None
        reading = read_question(question, self._names, year)
        shared = find_shared(reading.stretch, self._database.rows) if reading.rest else ()
        if shared:
            plan = plan_shared(reading, shared)
            return (reading, plan) if plan else None
        unit = reading.rest if reading.has("UNIT") and reading.rest in self._units else ""
        words = () if unit else self._topic(reading)
        if words is None:
            return None
        scope = Scope(
            reading.departments,
            choose_kind(reading),
            words=words,
            unit=unit,
            actual_missing=reading.has("NO_VALUE"),
        )
        plan = make_plan(reading, scope)
        if plan is None:
            return None
        if reading.has("WHY") and self._has_missed(plan.query):
            # The reason of one row stands in its review, which is quoted; here those of several are listed.
            if plan.form is not Form.LIST or plan.query.condition not in SHORTFALL_CONDITIONS or words:
                return None
            plan = replace(plan, asks_reason=True)
        if not any(line.total for line in self._database.run(Query(Measure.COUNT, plan.query.scope))):
            return None
        over_one = plan.query.group is not Group.DEPARTMENT and not reading.has("ALL_DEPARTMENTS")
        if department and not reading.departments and over_one:
            plan = _narrow(plan, department)
        return reading, plan

    def _has_missed(self, query: Query) -> bool:
        scope = replace(query.scope, kind=Kind.ALL)
        return len(scope.departments) != 1 or any(
            line.matched for line in self._database.run(Query(Measure.COUNT, scope, MISSED))
        )

    def _topic(self, reading: Reading) -> tuple[str, ...] | None:
        """The topic words of a question, () for none, None when something is left that is no topic."""
        if reading.rest:
            return None
        if not reading.topic:
            return ()
        rows = [
            row
            for row in self._database.rows
            if (not row.indicator.common) or choose_kind(reading) is not Kind.KEY
        ]
        holds = any(
            reading.topic in row.indicator.name or reading.topic in row.indicator.goal for row in rows
        )
        return (reading.topic,) if holds else None


def _by_kind(plan: Plan) -> list[Plan]:
    """A count of key and common indicators is told one after the other: they are never added up."""
    if plan.query.scope.kind is not Kind.ALL or plan.form not in (Form.OVERVIEW, Form.COUNT):
        return [plan]
    scopes = [replace(plan.query.scope, kind=kind) for kind in (Kind.KEY, Kind.COMMON)]
    return [replace(plan, query=plan.query.with_(scope=scope), stated=None) for scope in scopes]


def _narrow(plan: Plan, department: str) -> Plan:
    scope = replace(plan.query.scope, departments=(department,))
    return replace(plan, query=plan.query.with_(scope=scope))
