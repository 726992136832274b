"""The request log: a JSON object a line, with timings and without personal data.

No question, no address and no session is written.  What is left of a path is where it leads, and that
is masked too, since anybody can put anything into an address.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from qa.answer import Answer
from qa.privacy import mask

MOST_BYTES = 20_000_000  # of a file, then a new one is begun
KEPT = 5  # old files
LONGEST_PATH = 120
_FILE = re.compile(r"/file=.*", re.DOTALL)
_NAME = re.compile(r"(?<=/)(?=[^/]*\d)[A-Za-z0-9_-]{8,}(?=/|$)")  # of an event or a session


class RequestLog:
    """Writes to `path`, or nowhere when it is None; safe to call from several threads."""

    def __init__(self, path: Path | None) -> None:
        self._logger: logging.Logger | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
            handler.setFormatter(logging.Formatter("%(message)s"))
            self._logger = logging.Logger("requests", logging.INFO)  # of its own, so it reaches no console
            self._logger.addHandler(handler)

    def request(self, method: str, path: str, status: int, seconds: float) -> None:
        """Note that a request was answered."""
        self._write(
            "request", {"method": method, "path": shorten_path(path), "status": status, "seconds": seconds}
        )

    def answer(self, answer: Answer, question: str, seconds: float, waited: float, follow_up: bool) -> None:
        """Note an answer with the timings of its stages, as far as its trace has them."""
        stages = answer.trace.get("seconds")
        self._write(
            "answer",
            {
                "status": str(answer.status),
                "route": str(answer.route),
                "citations": len(answer.citations),
                "missing": len(answer.missing),
                "characters": len(question),
                "follow_up": follow_up,
                "seconds": seconds,
                "waited": waited,
                "stages": dict(stages) if isinstance(stages, Mapping) else {},
            },
        )

    def refusal(self, reason: str, question: str) -> None:
        """Note that a question was not answered; `reason` is the name of the error's class."""
        self._write("refusal", {"reason": reason, "characters": len(question)})

    def _write(self, kind: str, fields: Mapping[str, Any]) -> None:
        if self._logger is None:
            return
        record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "kind": kind} | dict(fields)
        self._logger.info("%s", json.dumps(_round(record), ensure_ascii=True))


def shorten_path(path: str) -> str:
    """Where a path leads, without names of events, sessions or files."""
    return mask(_NAME.sub("*", _FILE.sub("/file=*", path[: LONGEST_PATH * 4])))[:LONGEST_PATH]


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _round(item) for key, item in value.items()}
    return value
