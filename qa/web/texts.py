"""The page's own words, in Traditional Chinese and in English, kept as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from corpus.bundled import vocabulary_folder
from corpus.model import ReportId, Section
from index.departments import load_english_names
from index.words import normalize
from qa.understand.words import read_places

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("zh-TW", "en")
"""The first one is the page's own; a file of this name stands in `texts/`."""


@dataclass(frozen=True)
class Texts:
    """The words of one language; `texts("chat.send")` gives one of them."""

    language: str
    words: dict[str, str]
    root: str = ""  # what stands before the paths of a library's other reports: /reports/NAME

    def at(self, root: str) -> Texts:
        """The same words for the pages of a report that stands at `root`."""
        return replace(self, root=root)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of that name with its {blanks} filled; KeyError when there is no such text."""
        return self.words[key].format(**values) if values else self.words[key]

    def department(self, name: str) -> str:
        """A department's usual name in this language; as it is printed where none is known."""
        return name if self.language == LANGUAGES[0] else english_names().get(name, name)

    def report(self, report: ReportId) -> str:
        """A report by city and year: as printed, in English the city's usual name and the western year."""
        if self.language == LANGUAGES[0]:
            return str(report)
        city = _english_places().get(normalize(report.city).removesuffix("政府"), report.city)
        return f"{city} {report.western}"

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other, as this language parts them."""
        return ("、" if self.language == LANGUAGES[0] else ", ").join(names)

    def section(self, name: str) -> str:
        """What a section is called in this language; the name itself where there is no such section."""
        known = next((one for one in Section if one == name), None)
        return self(f"section.{known.name.lower()}") if known else name

    @property
    def html_lang(self) -> str:
        """The value of <html lang>."""
        return "zh-Hant-TW" if self.language == "zh-TW" else self.language

    @property
    def path(self) -> str:
        """Where the page of this language is served."""
        return "/" if self.language == LANGUAGES[0] else f"/{self.language}"

    @property
    def base(self) -> str:
        """What stands before the path of any page of this language and report."""
        return ("" if self.language == LANGUAGES[0] else f"/{self.language}") + self.root


@cache
def english_names() -> dict[str, str]:
    """The usual English name of each department that the vocabulary knows."""
    return load_english_names(vocabulary_folder() / "departments.tsv")


@cache
def _english_places() -> dict[str, str]:
    """The usual English name of each place of the vocabulary that has one, by each of its Chinese names."""
    named = {}
    for group in read_places(vocabulary_folder()):
        if english := [form for form in group if form.isascii()]:
            named |= dict.fromkeys(group, english[-1].title())
    return named


@cache
def load_texts(language: str) -> Texts:
    """Read the words of a language; ValueError when there are none for it."""
    if language not in LANGUAGES:
        raise ValueError(f"No texts for {language!r}; there are {', '.join(LANGUAGES)}.")
    with (FOLDER / f"{language}.toml").open("rb") as file:
        tables = tomllib.load(file)
    return Texts(
        language, {f"{table}.{key}": text for table, rows in tables.items() for key, text in rows.items()}
    )
