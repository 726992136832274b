"""What took seconds to work out, kept in files so that the next start need not: a cache and no more.

A file's first line is the hash of the rest, so that one that was cut off or changed is not believed.  It
is named by what it was made from and by the code that made it; nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

LOG = logging.getLogger(__name__)

NEWEST = 3
"""Files of a kind that stay; switching between reports then costs nothing."""
FILES = ("**/*.py", "data/*.txt")
"""What of a package decides what it works out: all its code, and lists of words."""


def read_kept(path: Path) -> str | None:
    """Return what was kept in a file; None where there is none or, with a warning, where it is damaged."""
    try:
        digest, _, text = path.read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        digest = text = ""
    if digest == digest_texts([text]):
        return text
    LOG.warning("保存檔 %s 已損壞，不予採用，其中的內容會重新計算。", path)
    return None


def write_kept(path: Path, text: str) -> None:
    """Write a file in one move and remove the oldest of its kind, the part of the name before the dash.

    A folder that cannot be written costs the seconds again, nothing else.
    """
    partial = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(f"{digest_texts([text])}\n{text}", encoding="utf-8")
        partial.replace(path)
        kind = path.name.partition("-")[0]
        files = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda file: -file.stat().st_mtime)
        for old in files[NEWEST:]:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def digest_code(packages: Iterable[Path]) -> str:
    """Return what stands for the code of packages (their folders), so that any change of it shows."""
    files = [file for folder in packages for pattern in FILES for file in sorted(folder.glob(pattern))]
    return digest_texts(part for file in files for part in (file.name, file.read_text(encoding="utf-8")))


def digest_texts(texts: Iterable[str]) -> str:
    """Return the SHA-256 of texts, each with an end of its own."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
