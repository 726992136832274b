"""Questions to begin with, for the three kinds of people who come, made from the report itself."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.model import Indicator, Report
from qa.web.markup import block, button, escape
from qa.web.texts import Texts

EACH = 3
POOL = 80
"""How many of the assistant's suggestions to choose from."""
_WORDS = Path(__file__).parent / "texts" / "examples.toml"
_LONGEST = 26  # characters; longer questions do not invite


def choose_examples(report: Report, suggestions: Sequence[str], texts: Texts) -> dict[str, list[str]]:
    """Three questions each, those for citizens and one for journalists from `suggestions`.

    Citizens get what touches daily life, journalists figures over the whole report, council staff missed
    targets, the worst first.
    """
    words = _load_words()
    citizen = _closest(suggestions, words["citizen"], EACH)
    rest = [question for question in suggestions if question not in citizen]
    return {
        "citizen": citizen,
        "journalist": [
            texts("example.below"),
            texts("example.count"),
            *_closest(rest, words["journalist"], 1),
        ],
        "council": _council(report, texts),
    }


def _council(report: Report, texts: Texts) -> list[str]:
    """Questions on missed targets of different departments, filled up with others on indicators."""
    key = [row for department in report.departments for row in department.indicators if not row.common]
    plain = [row for row in key if len(row.name) <= _LONGEST - 8 and "「" not in row.name]
    missed = sorted(
        (row for row in plain if row.attainment_percent is not None and row.attainment_percent < 100),
        key=lambda row: row.attainment_percent or 0.0,
    )
    reached = [row for row in plain if (row.attainment_percent or 0.0) >= 100]
    asked = [_ask("example.why", row, texts) for row in _one_each(missed)]
    return (asked + [_ask("example.kpi", row, texts) for row in _one_each(reached)])[:EACH]


def _closest(questions: Sequence[str], words: Sequence[str], most: int) -> list[str]:
    """The questions with most of the words; short ones that are marked as questions go before the rest."""

    def rank(question: str) -> tuple[bool, bool, int]:
        marked = question.rstrip().endswith(("？", "?"))
        return len(question) > _LONGEST, not marked, -sum(word in question for word in words)

    return sorted(questions, key=rank)[:most]


@cache
def _load_words() -> dict[str, list[str]]:
    with _WORDS.open("rb") as file:
        return tomllib.load(file)


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
