"""The list of what an index was made from and of its files with their hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 2
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """made_from: digests of the source; files: SHA-256 by name relative to the index's folder."""

    made_from: dict[str, str]
    counts: dict[str, int]
    files: dict[str, str]
    format: int = FORMAT

    @classmethod
    def of(cls, folder: Path, made_from: dict[str, str], counts: dict[str, int]) -> Manifest:
        """Return the manifest of all files that stand in `folder`."""
        files = {
            path.relative_to(folder).as_posix(): hash_file(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != NAME
        }
        return cls(made_from, counts, files)

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    def check_files(self, folder: Path) -> None:
        """Raise OSError where a file is missing, ValueError where it is not the one that was written."""
        for name, wanted in self.files.items():
            if hash_file(folder / name) != wanted:
                raise ValueError(f"{name} 的內容與建立時不同")


def read_manifest(folder: Path) -> Manifest:
    """Raises OSError, ValueError or TypeError where the folder's manifest is missing or is none."""
    manifest = Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    tables = (manifest.made_from, manifest.counts, manifest.files)
    if manifest.format != FORMAT or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"{NAME} 不是索引清單")
    return manifest


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
