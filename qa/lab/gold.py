"""The gold questions of `tests/gold`, and the bundled report that they are asked of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.bundled import report_path
from index.source import Source

GOLD = Path(__file__).parents[2] / "tests" / "gold"
OTHER_HANDS = "decide-*.jsonl"


def read_bundled() -> Source:
    """Return the bundled report with its questions."""
    return Source.read(report_path())


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file of questions, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
