"""What users say of answers: a local SQLite file, personal data masked before it is written.

    python -m qa.web.feedback export OUT.csv [--file FEEDBACK_FILE]

Stored are the time, the verdict, the question and the answer with its cited lines; no address, no name,
no identifier of the browser.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sqlite3
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qa.privacy import mask
from qa.settings import SettingsError, load_settings
from qa.web.turns import Turn

COLUMNS = (
    *("time", "verdict", "question", "department", "status", "route", "answer", "lines", "report"),
    *("comment", "turn"),
)
"""`turn` is the random name of the turn, by which a verdict can be changed and taken back."""
_CREATE = f"CREATE TABLE IF NOT EXISTS feedback ({', '.join(f'{name} TEXT NOT NULL' for name in COLUMNS)})"
_ADD = "ALTER TABLE feedback ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"  # a file of an earlier version
_REMOVE = "DELETE FROM feedback WHERE turn = ? AND question = ?"
MOST_BYTES = 50_000_000  # of the file; about 50,000 verdicts
MOST_GIVEN = 10_000  # answers remembered, about 100 bytes each; the oldest are forgotten first
MOST_VERDICTS = 3  # on one answer, as people change their minds
log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class FeedbackStore:
    """Appends verdicts to a file; safe from several threads and processes."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = _now, most: int = MOST_BYTES) -> None:
        self.path = path
        self.clock = clock
        self.most = most

    def add(self, turn: Turn, verdict: str, comment: str = "") -> bool:
        """Store a verdict on a turn that has an answer, in place of an earlier one; False in a full file."""
        answer = turn.answer
        if answer is None:
            raise ValueError("A turn without an answer has nothing to judge.")
        if self.path.exists() and self.path.stat().st_size > self.most:
            log.warning("The feedback file is full; export it and begin a new one.")
            return False
        row = (
            self.clock().isoformat(timespec="seconds"),
            verdict,
            mask(turn.question),
            turn.department or "",
            str(answer.status),
            str(answer.route),
            mask(answer.answer),
            " ".join(f"{first}-{last}" for first, last in (citation.lines for citation in answer.citations)),
            answer.report,
            mask(comment),
            turn.id,
        )
        with self._connect() as connection:
            connection.execute(_REMOVE, (turn.id, mask(turn.question)))
            connection.execute(f"INSERT INTO feedback VALUES ({', '.join('?' * len(COLUMNS))})", row)
        return True

    def remove(self, turn: Turn) -> None:
        """Take back the verdict on a turn, if there is one."""
        with self._connect() as connection:
            connection.execute(_REMOVE, (turn.id, mask(turn.question)))

    def rows(self) -> list[tuple[str, ...]]:
        """Everything stored, oldest first."""
        with self._connect() as connection:
            return connection.execute(f"SELECT {', '.join(COLUMNS)} FROM feedback ORDER BY rowid").fetchall()

    def export(self, path: Path) -> int:
        """Write everything as CSV to `path`; returns how many rows there were."""
        from qa.web.downloads import csv_bytes

        rows = self.rows()
        path.write_bytes(csv_bytes(COLUMNS, rows))
        return len(rows)

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=10)) as connection:
            connection.execute(_CREATE)
            known = {row[1] for row in connection.execute("PRAGMA table_info(feedback)")}
            for name in COLUMNS:
                if name not in known:
                    connection.execute(_ADD.format(name=name))
            with connection:
                yield connection


class Given:
    """The newest answers of this process by digest; safe to use from several threads."""

    def __init__(self, most: int = MOST_GIVEN) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._left: OrderedDict[str, int] = OrderedDict()

    def add(self, turn: Turn) -> None:
        """Remember that a turn's answer was given."""
        with self._lock:
            self._left[_digest(turn)] = MOST_VERDICTS
            while len(self._left) > self._most:
                self._left.popitem(last=False)

    def take(self, turn: Turn) -> bool:
        """Whether a verdict on a turn may be stored; it then counts."""
        with self._lock:
            left = self._left.get(digest := _digest(turn), 0)
            if left:
                self._left[digest] = left - 1
            return left > 0


def _digest(turn: Turn) -> str:
    answer = turn.answer
    told = [str(answer.status), answer.answer, [c.lines for c in answer.citations]] if answer else []
    return hashlib.sha256(json.dumps([turn.question, turn.department, told]).encode()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Export the stored feedback as CSV."""
    parser = argparse.ArgumentParser(prog="python -m qa.web.feedback", description="匯出使用者對答案的回報。")
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="寫成 CSV")
    export.add_argument("out", type=Path, help="要寫的 CSV 檔")
    export.add_argument("--file", type=Path, help="回報所在的 SQLite 檔（預設：FEEDBACK_FILE 的設定）")
    parsed = parser.parse_args(arguments)
    try:
        path = parsed.file or load_settings().feedback_file
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if not path.is_file():
        print(f"找不到回報檔「{path}」，還沒有人回報，或請以 --file 指定。", file=sys.stderr)
        return 2
    try:
        count = FeedbackStore(path).export(parsed.out)
    except OSError as error:
        print(f"無法寫入「{parsed.out}」（{error.strerror}）。", file=sys.stderr)
        return 2
    print(f"已將 {count} 筆回報寫入「{parsed.out}」。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
