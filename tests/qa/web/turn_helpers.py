"""Turns of a conversation, and reading what the page has stored of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from qa.web.turns import State, Turn, new_turn
from tests.qa.web.fakes import FakeAssistant


def stored_verdicts(folder: Path) -> list[tuple[str, str]]:
    """Verdict and question of everything in the folder's feedback file, oldest first."""
    with closing(sqlite3.connect(folder / "feedback.sqlite3")) as connection:
        return connection.execute("SELECT verdict, question FROM feedback ORDER BY rowid").fetchall()


def turn_of(assistant: FakeAssistant, question: str, department: str | None = None, **changes) -> Turn:
    answer = assistant.ask(question, department=department)
    return new_turn(question, department).with_(answer=answer, state=State.DONE, **changes)
