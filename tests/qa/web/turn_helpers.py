"""Reading what the page has stored."""

import sqlite3
from contextlib import closing
from pathlib import Path


def stored_verdicts(folder: Path) -> list[tuple[str, str]]:
    """Verdict and question of everything in the folder's feedback file, oldest first."""
    with closing(sqlite3.connect(folder / "feedback.sqlite3")) as connection:
        return connection.execute("SELECT verdict, question FROM feedback ORDER BY rowid").fetchall()
