"""Questions to begin with, for the three kinds of people who come; each is known to be answered."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Sequence
from functools import cache

from corpus.model import Indicator, Report
from qa.answer import Status
from qa.errors import AssistantError
from qa.web.desk import Assistant
from qa.web.markup import block, button, escape
from qa.web.texts import FOLDER, Texts

log = logging.getLogger(__name__)
EACH = 3
_LONGEST = 18  # characters of an indicator's name; longer questions do not invite


def choose_examples(assistant: Assistant, texts: Texts) -> dict[str, list[str]]:
    """Three questions each: general ones that this report answers, and missed targets for council staff."""
    general = load_questions()[texts.language]
    chosen = {who: _answered(assistant, questions) for who, questions in general.items()}
    if len(chosen["citizen"]) < EACH:
        rest = [one for one in assistant.suggestions(EACH) if one not in chosen["citizen"]]
        chosen["citizen"] += rest[: EACH - len(chosen["citizen"])]
    return chosen | {"council": _council(assistant.report, texts)}


def _answered(assistant: Assistant, questions: Sequence[str]) -> list[str]:
    """The first questions that the report answers in full; a question that fails is no example."""
    found: list[str] = []
    for question in questions:
        if len(found) == EACH:
            break
        try:
            answer = assistant.ask(question)
        except AssistantError:
            log.warning("The example %r could not be asked.", question)
            continue
        if answer.status is Status.ANSWERED and not answer.missing:
            found.append(question)
    return found


def _council(report: Report, texts: Texts) -> list[str]:
    """Questions on missed targets of different departments, filled up with others on indicators."""
    key = [row for department in report.departments for row in department.indicators if not row.common]
    plain = [row for row in key if len(row.name) <= _LONGEST and "「" not in row.name]
    missed = sorted(
        (row for row in plain if row.attainment_percent is not None and row.attainment_percent < 100),
        key=lambda row: row.attainment_percent or 0.0,
    )
    reached = [row for row in plain if (row.attainment_percent or 0.0) >= 100]
    asked = [_ask("example.why", row, texts) for row in _one_each(missed)]
    return (asked + [_ask("example.kpi", row, texts) for row in _one_each(reached)])[:EACH]


@cache
def load_questions() -> dict[str, dict[str, list[str]]]:
    """The general questions by language and kind of visitor."""
    with (FOLDER / "examples.toml").open("rb") as file:
        return tomllib.load(file)


def examples_html(
    chosen: dict[str, list[str]], report: Report, texts: Texts, others: Sequence[str] = ()
) -> str:
    """The empty page: what this is and is not in few lines, then three columns of questions to press.

    `others` are the reports that there are besides.
    """
    columns = "".join(
        f'<section class="for"><h3>{escape(texts("chat.for_" + who))}</h3>'
        + "".join(button("ask", question, escape(question), "chip") for question in questions)
        + "</section>"
        for who, questions in chosen.items()
        if questions
    )
    about = "".join(
        f"<li>{escape(line)}</li>"
        for line in (
            texts("chat.about_is", report=texts.report(report.id)),
            *([texts("chat.about_others", reports="、".join(others))] if others else []),
            texts("chat.about_not"),
            texts("chat.about_quotes"),
        )
    )
    intro = texts("chat.intro", year=report.id.year, western=report.id.western)
    return block(
        f'<div class="welcome"><h2>{escape(intro)}</h2><ul class="about">{about}</ul>',
        f'<div class="columns">{columns}</div></div>',
    )


def _ask(key: str, row: Indicator, texts: Texts) -> str:
    return texts(key, department=texts.department(row.department), name=row.name)


def _one_each(rows: Sequence[Indicator]) -> list[Indicator]:
    """The first row of each department, so that examples do not all come from one."""
    return list({row.department: row for row in reversed(rows)}.values())[::-1]
