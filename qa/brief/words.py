"""A briefing's own words in the two languages, kept as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Words:
    """Sentences by name, and what departments and reports are called in their language."""

    sentences: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of that name with its {blanks} filled; KeyError where there is none."""
        return self.sentences[key].format(**values).strip()

    def called(self, name: str) -> str:
        """A name in the language of the words, as printed where it has none."""
        return self.names.get(name, name)


def load_words(language: str, names: Mapping[str, str] | None = None) -> Words:
    """The words of "zh" or "en"; `names` are used for the printed ones."""
    return Words(_read()[language], names or {})


@cache
def _read() -> dict[str, dict[str, str]]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
