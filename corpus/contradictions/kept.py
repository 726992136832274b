"""The contradictions of a report, kept in a file because looking for them takes seconds."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import corpus
from corpus.contradictions import find_contradictions
from corpus.contradictions.finding import Contradiction
from corpus.model import Passage, Report

ROOT = Path(corpus.__file__).parent
NAME = "contradictions"
CODE = ("**/*.py", "data/*.txt")
"""What of the package finds them: all its code, and the counting words."""


def find_or_read(report: Report, passages: Sequence[Passage], folder: Path) -> list[Contradiction]:
    """Return the contradictions of a report, from the folder where the same code put them there.

    The file is named by the report's passages and by all code and data that read them; files of the
    same report from other code are removed.  A folder that cannot be written costs the seconds again.
    """
    text = hashlib.sha256("\n".join([report.digest, *(one.id for one in passages)]).encode()).hexdigest()[:12]
    path = folder / f"{NAME}-{text}-{_digest_code()}.json"
    try:
        return [_read(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    found = find_contradictions(report, list(passages))
    partial = path.with_suffix(f".{os.getpid()}.part")
    try:
        partial.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False), encoding="utf-8")
        partial.replace(path)
        for old in folder.glob(f"{NAME}-*.json"):
            if old != path and (old.name.startswith(f"{NAME}-{text}-") or old.name.count("-") == 1):
                old.unlink(missing_ok=True)  # the second: as they were named before
    except OSError:
        partial.unlink(missing_ok=True)
    return found


def _digest_code() -> str:
    """Return what stands for the code, so that any change of it makes the kept file stale."""
    digest = hashlib.sha256()
    for pattern in CODE:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.relative_to(ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _read(item: dict) -> Contradiction:
    lists = {name: tuple(item[name]) for name in ("values", "lines", "departments")}
    lists |= {name: tuple(map(tuple, item[name])) for name in ("places", "echoes")}
    return Contradiction(**(item | lists))
