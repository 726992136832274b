"""The words around reports that stand side by side, in Traditional Chinese and English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.model import ReportId

_BLANK = re.compile(r"(?<=[，。：；（「、])\s+")


@dataclass(frozen=True)
class Phrases:
    """Our own words in one language; calling it fills one in."""

    language: str
    words: dict[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        # A year in the middle of a sentence has a blank in front, as numbers have among Chinese characters.
        told = {
            name: f" {value}" if name in ("old", "report") and str(value)[:1].isdigit() else value
            for name, value in values.items()
        }
        text = self.words[key].format(**told if self.language == "zh" else values).strip()
        return _BLANK.sub("", text)

    def join(self, names: Iterable[object]) -> str:
        """Names in a row."""
        return self.words["stop"].join(map(str, names))

    def label(self, report: ReportId, among: Sequence[ReportId]) -> str:
        """A report's name as short as tells it apart: its year, its city or both."""
        year = self("year", year=report.year if self.language == "zh" else report.western)
        if len({one.city for one in among}) == 1:
            return year
        return report.city if len({one.year for one in among}) == 1 else f"{report.city} {year}"


@cache
def load_phrases(language: str) -> Phrases:
    """The phrases for a question's language: zh, hans or en."""
    kind = "en" if language == "en" else "zh"
    with (Path(__file__).parent / "phrases.toml").open("rb") as file:
        return Phrases(kind, tomllib.load(file)[kind])
