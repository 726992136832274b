"""What every teller of results needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.tables.citing import MOST_ROWS, Citations
from qa.tables.database import Database, Line
from qa.tables.phrasing import Phrases, show_number
from qa.tables.plans import Plan
from qa.tables.query import (
    BELOW80,
    CLASSES,
    FULL,
    PARTIAL,
    Group,
    Kind,
    Measure,
    Order,
    Query,
    Scope,
)
from qa.tables.rows import CLASS_NAMES, UNKNOWN_CLASS, Row
from qa.tables.summaries import Summaries

_MARK = re.compile(r"\[\d+(?:,\d+)*\]")

SHORT = 250
"""Characters of an answer that gives one value."""
LONG = 800
"""Characters of an answer that lists."""


@dataclass(frozen=True)
class Teller:
    """The database, the report's own counts, the words and the citations of one answer."""

    database: Database
    summaries: Summaries
    words: Phrases
    citations: Citations

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [self.database.rows[number] for number in ids]

    def departments(self, scope: Scope) -> list[str]:
        """The departments of a scope in printed order."""
        return [name for name in self.summaries.names if not scope.departments or name in scope.departments]

    def mark_scope(self, scope: Scope, ids: Sequence[int] = ()) -> str:
        """`[n]` for what a count over a scope rests on: a few rows, else its departments' tables.

        Common indicators and topics stand in no summary table, so that few rows are cited themselves.
        """
        restricted = scope.words or scope.goal or scope.names or scope.unit or scope.actual_missing
        if ids and (scope.kind is not Kind.KEY or restricted) and len(ids) <= MOST_ROWS:
            return self.citations.mark_rows(self.rows(ids))
        return self.citations.mark_summaries(self.departments(scope))

    def classes(self, scope: Scope) -> dict[str, int]:
        """How many rows of a scope each class has."""
        lines = self.database.run(Query(Measure.COUNT, scope, group=Group.CLASS))
        counted = {line.label: line.total for line in lines}
        return {name: counted.get(name, 0) for name in (*CLASS_NAMES.values(), UNKNOWN_CLASS)}

    def length(self, text: str) -> int:
        """Characters of a text without its marks."""
        return len(_MARK.sub("", text))

    def share(self, part: float, whole: float) -> str:
        return f"{show_number(100 * part / whole)}%" if whole else "0%"

    def check(self, scope: Scope) -> str:
        """What the report's own tables count where they and the rows disagree, "" where they agree."""
        if scope.kind is not Kind.KEY or self.words.filter(scope):
            return ""
        departments = self.departments(scope)
        wrong = self.summaries.disagreeing(departments)
        if not wrong:
            return ""
        declared = self.summaries.declared(departments)
        values = self.words.join(
            [self.words.say(f"declared_{what}", number=number) for what, number in declared.items()]
        )
        few = len(wrong) <= MOST_ROWS
        named = self.words.join(wrong) if few else self.words.say("departments_number", number=len(wrong))
        mark = self.citations.mark_summaries(wrong)
        return self.words.say("disagrees", values=values, departments=named, mark=mark)


def tell_classes(teller: Teller, query: Query) -> str:
    """How the rows of a scope spread over the classes; the class that was asked for is not told twice."""
    say = teller.words.say
    counts = teller.classes(query.scope)
    keys = {FULL: "class_full", PARTIAL: "class_partial", BELOW80: "class_below80"}
    shown = [say(keys[c], number=counts[CLASS_NAMES[c]]) for c in CLASSES if c != query.condition]
    return say("classes_rest" if query.condition in CLASSES else "classes", values=teller.words.join(shown))


def run_single(teller: Teller, query: Query) -> Line:
    lines = teller.database.run(query.with_(group=Group.NONE, order=Order.PRINTED, limit=None, having=None))
    return lines[0] if lines else Line("", "", 0, 0, ())


def correct_total(teller: Teller, plan: Plan, total: int) -> str:
    """A sentence that corrects a number of indicators which the question states wrongly."""
    if plan.stated is None or plan.stated == total:
        return ""
    return teller.words.say(
        "premise_total", stated=plan.stated, total=total, kind=teller.words.kind(plan.query.scope)
    )
