"""What can be set about the page; read from the program's settings where they have it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PageOptions:
    """Limits and places of the page; `PageOptions.of(settings)` takes fields of the same name."""

    max_question: int = 300  # characters
    feedback_file: Path = Path("var/feedback.sqlite3")
    queue_size: int = 64  # questions waiting; more are refused with a sentence
    workers: int = 8  # questions answered at the same time
    answering: bool = True  # off: every question gets `off_message`
    off_message: str = "問答服務暫停中，請稍後再來。"
    mcp: bool = True  # offer the `ask` endpoint as an MCP tool too, when the package `mcp` is installed

    @classmethod
    def of(cls, settings: Any = None) -> PageOptions:
        """Options from any object with attributes of these names; what it lacks keeps its default."""
        known = {field.name: getattr(settings, field.name, None) for field in fields(cls)}
        given = {name: value for name, value in known.items() if value is not None}
        if "feedback_file" in given:
            given["feedback_file"] = Path(given["feedback_file"])
        return cls(**given)
