"""Serves the page over a fake assistant on a free port, in a thread of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.settings import Settings
from tests.qa.service.running import run_app


@contextmanager
def serve(assistant: Any, folder: Path, max_question: int = 300, **settings: Any) -> Iterator[str]:
    """The address of a running page; more are `Settings`."""
    from qa.web.server import create_app

    given = Settings(feedback_file=folder / "feedback.sqlite3", max_question=max_question, **settings)
    with run_app(create_app(assistant, given)) as address:
        yield address
