"""Serves the page over a fake assistant on a free port, in a thread of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.qa.service.running import run_app


@contextmanager
def serve(assistant: Any, folder: Path, **settings: Any) -> Iterator[str]:
    """The address of a running page; settings are those of `PageOptions`."""
    from qa.web.server import create_app

    given = SimpleNamespace(feedback_file=folder / "feedback.sqlite3", **settings)
    with run_app(create_app(assistant, given)) as address:
        yield address
