"""Questions to begin with, for the three kinds of people who come, made from the report itself."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Indicator, Report
from qa.web.markup import block, button, escape
from qa.web.texts import Texts

EACH = 3


def choose_examples(report: Report, suggestions: Sequence[str], texts: Texts) -> dict[str, list[str]]:
    """Three questions each: citizens get the assistant's own suggestions, others ask about indicators.

    Journalists start from figures over the whole report, council staff from missed targets, worst first.
    """
    key = [row for department in report.departments for row in department.indicators if not row.common]
    missed = sorted(
        (row for row in key if row.attainment_percent is not None and row.attainment_percent < 100),
        key=lambda row: row.attainment_percent or 0.0,
    )
    council = [_ask("example.why", row, texts) for row in _one_each(missed)]
    plain = [row for row in key if row not in missed and len(row.name) <= 20]
    council += [_ask("example.kpi", row, texts) for row in _one_each(plain)]
    return {
        "citizen": list(suggestions[:EACH]),
        "journalist": [texts("example.below"), texts("example.count"), *suggestions[EACH : EACH + 1]][:EACH],
        "council": council[:EACH],
    }


def examples_html(chosen: dict[str, list[str]], texts: Texts) -> str:
    """The empty page: one line on what this is, then three columns of questions to press."""
    columns = "".join(
        f'<section class="for"><h3>{escape(texts("chat.for_" + who))}</h3>'
        + "".join(button("ask", question, escape(question), "chip") for question in questions)
        + "</section>"
        for who, questions in chosen.items()
        if questions
    )
    return block(
        f'<div class="welcome"><h2>{escape(texts("chat.intro"))}</h2>',
        f'<p>{escape(texts("chat.intro_detail"))}</p><div class="columns">{columns}</div></div>',
    )


def _ask(key: str, row: Indicator, texts: Texts) -> str:
    return texts(key, department=row.department, name=row.name)


def _one_each(rows: Sequence[Indicator]) -> list[Indicator]:
    """The first row of each department, so that examples do not all come from one."""
    return list({row.department: row for row in reversed(rows)}.values())[::-1]
