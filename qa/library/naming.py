"""Which reports a message names, by year and by city, and what it asks without those names.

Years and cities are read by the readers of a question (`qa.understand.periods`, `qa.understand.places`), so a
year or a city means here what it means there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.model import ReportId
from corpus.numbers import read_han
from index.words import normalize
from qa.understand.periods import find_asked_years, find_run, find_year_spans
from qa.understand.places import Places

_NUMBER = re.compile(r"\d{1,2}|[一二兩三四五六七八九十]{1,2}")
Span = tuple[int, int]


@dataclass(frozen=True)
class Named:
    """What of a message names reports.

    reports: those that it names and the library has, by city and year.
    compares: whether it sets them side by side; the report that is talked about is then among them.
    rest: the normalised message without the names and the words of comparing, "" where nothing is left.
    """

    reports: tuple[ReportId, ...]
    compares: bool
    rest: str


class Names:
    """Reads the names of a library's reports."""

    def __init__(self, reports: Iterable[ReportId], groups: Sequence[Sequence[str]]) -> None:
        self.reports = sorted(reports, key=lambda one: (one.city, one.year))
        self._places = {
            city: Places(groups, city) for city in dict.fromkeys(one.city for one in self.reports)
        }

    def read(self, message: str, base: ReportId, recent: Sequence[ReportId] = ()) -> Named:
        """What a message names; `base` is the report talked about, `recent` those that answered last."""
        text = normalize(message)
        spans = find_year_spans(text)
        years = set(find_asked_years(text, base.year))
        cities, named = [], []
        for city, places in self._places.items():
            if own := places.find_own_spans(text):
                cities.append(city)
                named += own
        setting = _words("compare").search(text) is not None
        asking = setting or _words("change").search(text) is not None
        which = _words("which_year").search(text)
        run = find_run(text) or (which.span(which.lastindex or 0) if which else None)
        if run and (asking or not years):
            spans.append(run)
        elif setting and not years and (match := _words("before").search(text)):
            years, spans = {base.year - 1}, [*spans, match.span()]
        found = (
            self._run("" if which else text[slice(*run)], base)
            if run and not years
            else self._find(years, cities, base)
        )
        pair = _words("both").search(text)
        if not found and asking and len(recent) > 1 and (pair or not _without_asking(text)):
            found, spans = list(recent[-2:]), [*spans, pair.span()] if pair else spans
        elif found and (setting or run) and base not in found:
            found = [*found, base]
        found.sort(key=lambda one: (one.city, one.year))
        compares = len(found) > 1 and (asking or bool(run))
        rest = _cut(text, [*spans, *named])
        if rest and cities == [base.city]:
            rest = _cut(text, spans)  # the own city may be a part of any name: 魅力基隆
        return Named(tuple(found), compares, _without_asking(rest) if compares else rest)

    def is_general(self, rest: str) -> str | None:
        """What is left of a message about what became of indicators as such; None for any other message."""
        left = _words("changed").sub("", rest)
        return left if left != rest and _words("indicators").search(rest) else None

    def strip(self, message: str, cities: bool = True) -> str:
        """A message without the years that it names, nor the cities if wanted; as typed where it has none."""
        text = normalize(message)
        spans = find_year_spans(text)
        spans = spans or [match.span() for match in _words("before").finditer(text)]
        if cities:
            spans += [span for places in self._places.values() for span in places.find_own_spans(text)]
        return _cut(text, spans) if spans else message

    def _find(self, years: set[int], cities: Sequence[str], base: ReportId) -> list[ReportId]:
        """The reports of some years and cities; what is not named is that of `base`, or else its newest."""
        if not years and not cities:
            return []
        found = []
        for city in cities or [base.city]:
            own = [one for one in self.reports if one.city == city]
            wanted = [one for one in own if one.year in (years or {base.year})]
            found += wanted or ([] if years else own[-1:])
        return found

    def _run(self, words: str, base: ReportId) -> list[ReportId]:
        """The reports of a run of years that ends with the newest of the city."""
        own = [one for one in self.reports if one.city == base.city]
        number = _NUMBER.search(words)
        return own[-(read_han(number.group()) or len(own)) :] if number else own


def _cut(text: str, spans: Sequence[Span]) -> str:
    """A text without some stretches and the words that only tie them in."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\0{text[end:]}"
    around = _file()["around"]
    compare = "|".join(_file()["compare"])
    text = re.sub(rf"(?:{around})*\0(?:\0|{around}|{compare})*", "\0", text, flags=re.IGNORECASE)
    return text.replace("\0", "").strip("，,。 ?？!！")


def _without_asking(text: str) -> str:
    for kind in ("change", "compare"):
        text = _words(kind).sub("", text)
    return re.sub(rf"^(?:{_file()['around']})+|(?:{_file()['around']})+$", "", text).strip("，,。 ?？!！")


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_file()[kind]), re.IGNORECASE)


@cache
def _file() -> dict[str, Any]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)
