"""Where the bundled report and its data files are."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"
BUNDLED = DATA / "keelung-112"


def report_folder() -> Path:
    """Return the folder of the bundled report and of what was written by hand about it."""
    return BUNDLED


def report_path() -> Path:
    """Return the path of the bundled report's text."""
    return BUNDLED / "report.txt"


def shipped_folder() -> Path:
    """Return where the shipped vectors stand, one file for each model."""
    return BUNDLED / "embeddings"


def vocabulary_folder() -> Path:
    """Return the folder of everyday and English words, general for local government."""
    return DATA / "vocabulary"
