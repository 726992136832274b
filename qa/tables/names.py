"""Recognise departments and the city in a question: full names, usual short forms, English names."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations

_SUFFIXES = "處局室"
_JOINTS = re.compile(r"[及與暨、]")
_CALLED = r"(?:部門|單位|機關|隊)?"
_ENGLISH_SUFFIX = r"(?:department|dept|bureau|office|agency|division|commission)s?"


class Names:
    """The names that a question can call the departments and the city by.

    A short form is an ordered choice of the name's characters from the start of a word on, with 處 or 局
    behind it (環保局, 都發處, 社會局); one that fits two departments belongs to neither.
    """

    def __init__(self, departments: Sequence[str], city: str) -> None:
        self._chinese = _short_forms(departments)
        self._longest = max((len(name) for name in self._chinese), default=0)
        self._english = _english_names(departments)
        place = city.removesuffix("政府")
        self._english_city = _english_city(city)
        self._city = {city, place, place.rstrip("市縣"), "市府", "市政府", "本府", "本市", "縣府", "縣政府"}

    def match(self, question: str, position: int, *, english: bool) -> tuple[str, int] | None:
        """The department that is named at a position and the offset behind it, or None."""
        for length in range(min(self._longest, len(question) - position), 1, -1):
            department = self._chinese.get(question[position : position + length])
            if department:
                called = re.compile(_CALLED).match(question, position + length)
                return department, called.end() if called else position + length
        if english and (position == 0 or not question[position - 1].isalnum()):
            found = [
                (match.end(), department)
                for pattern, department in self._english
                if (match := pattern.match(question, position))
            ]
            if found:
                end, department = max(found)
                return department, end
        return None

    def match_city(self, question: str, position: int) -> int | None:
        """The offset behind the city's own name at a position, or None."""
        ends = [position + len(name) for name in self._city if question.startswith(name, position)]
        if self._english_city is not None and (position == 0 or not question[position - 1].isalnum()):
            match = self._english_city.match(question, position)
            ends += [match.end()] if match else []
        return max(ends, default=None)


def _english_city(city: str) -> re.Pattern[str] | None:
    for words, name in _vocabulary()["english_cities"].items():
        if city.replace("台", "臺").startswith(name):
            return re.compile(rf"(?:the )?{words}(?: city| county)?(?: government)?(?![a-z])")
    return None


def _short_forms(departments: Sequence[str]) -> dict[str, str]:
    owners: dict[str, set[str]] = defaultdict(set)
    for department in departments:
        stem, suffix = department[:-1], department[-1]
        if suffix not in _SUFFIXES:
            stem, suffix = department, ""
        for form in _forms(stem):
            for ending in {suffix, "處", "局"} - {""}:
                owners[form + ending].add(department)
        if suffix:
            owners[stem[0] + suffix].add(department)
            owners[stem].add(department)
    forms = {form: next(iter(names)) for form, names in owners.items() if len(names) == 1 and len(form) > 1}
    # 「各處」「本局」 are no department, whatever its first character.
    forms = {
        form: name for form, name in forms.items() if len(form) > 2 or form[-1] == "局" or form == name[:-1]
    }
    return forms | {department: department for department in departments}


def _forms(stem: str) -> set[str]:
    """The ordered choices of two or more characters of a stem that begin where a word begins."""
    parts = [part for part in _JOINTS.split(stem) if part]
    letters = "".join(parts)
    starts, offset = set(), 0
    for part in parts:
        starts |= {offset + step for step in range(0, len(part), 2)}
        offset += len(part)
    forms = {stem}
    for size in range(2, min(len(letters), 6) + 1):
        forms |= {
            "".join(letters[i] for i in chosen)
            for chosen in combinations(range(len(letters)), size)
            if chosen[0] in starts
        }
    return forms


def _english_names(departments: Sequence[str]) -> list[tuple[re.Pattern[str], str]]:
    names = []
    for words, key in _vocabulary()["english_departments"].items():
        holders = [department for department in departments if key in department]
        if len(holders) == 1:
            pattern = (
                rf"(?:the )?(?:(?:department|bureau|office) of )?(?:{words})(?: {_ENGLISH_SUFFIX})?(?![a-z])"
            )
            names.append((re.compile(pattern), holders[0]))
    return names


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.tables").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
