"""The closed words of a question: which slot a form fills, of the table, the departments and the units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from index.departments import short_forms

KINDS = ("處", "局")
_LISTED = re.compile(r"[、和與跟及+/]|[兩二三四五六七八九十\d]+個?(?:單位|局處|機關|[處局])|(?:單位|局處)")
"""What stands beside a department's name without its last sign in a list: 警察、消防兩個局."""
_COUNTED = re.compile(
    r"[\s是為寫有了掛訂靠用「]{0,2}(?:目標值?的?)?(?:百分之)?[-負]?[\d一二兩三四五六七八九十百千萬半]|\s(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
)


@cache
def load_words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("qa.tables").joinpath("words.toml").read_text(encoding="utf-8"))


class Lexicon:
    """The forms that fill slots: those of words.toml, of departments and of units."""

    def __init__(self, departments: Sequence[str], units: Collection[str], stop: Iterable[str]) -> None:
        words = load_words()
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for kind, keys in words.items():
            for key, forms in keys.items() if kind not in ("english_departments", "about") else ():
                for form in forms:
                    self._add(form, kind, key)
        for name, form in _department_forms(departments):
            self._add(form, "place", name)
            if form.endswith(KINDS):
                self._add(form[:-1], "stem", name)
        stems = [
            re.escape(form) for form, own in self._forms.items() if any(kind == "stem" for kind, _ in own)
        ]
        self._stems = re.compile("|".join(sorted(stems, key=len, reverse=True)) or "(?!)")
        self._stem_ends = re.compile(f"(?:{self._stems.pattern})$")
        for unit in units:
            self._add(unit, "unitword" if len(unit) > 1 else "unitsign", unit)
            for form in (f"幾{unit}", f"多少{unit}"):
                if form not in self._forms:
                    self._add(form, "ask", "much")
        kinds = ("ask", "negation", "compare", "quantifier", "status", "aggregate")
        telling = [form for kind in kinds for forms in words[kind].values() for form in forms]
        for form in stop:
            if form not in self._forms and not any(word in form for word in telling):
                self._add(form, "filler", "any")
        self._longest = max(map(len, self._forms))

    def _add(self, form: str, kind: str, key: str) -> None:
        self._forms.setdefault(form.lower(), []).append((kind, key))

    def find(self, text: str, place: int) -> Iterator[tuple[str, str, str]]:
        """The forms that stand at a place of a text, longest first: kind, key and form."""
        for length in range(min(self._longest, len(text) - place), 0, -1):
            form = text[place : place + length]
            if form in self._forms and _ends(text, place, form) and (kind := self._choose(form, text, place)):
                yield (*kind, form)

    def _choose(self, form: str, text: str, place: int) -> tuple[str, str] | None:
        """Which slot a form fills: 最多 compares before a number, else it orders; 差 grades behind one."""
        ahead, behind = text[:place], text[place + len(form) :]
        fits = {
            "compare": lambda: _COUNTED.match(behind),
            "grade": lambda: re.search(r"[\d一二三四五六七八九十]$", ahead),
            "stem": lambda: (
                _LISTED.match(behind)
                or _LISTED.match(ahead[-1:])
                or self._stems.match(behind)
                or self._stem_ends.search(ahead)
            ),
            "unitsign": lambda: _is_marked(ahead, behind),
            "behind": lambda: re.search(r"[\d一二兩三四五六七八九十百千萬億半成%)]\D{0,2}$", ahead),
        }
        kinds = self._forms[form]
        best = [pair for pair in kinds if pair[0] in fits and fits[pair[0]]()]
        best += [pair for pair in kinds if pair[0] not in fits]
        best += [pair for pair in kinds if pair[0] in ("compare", "grade", "behind")]
        kind, key = best[0] if best else ("", "")
        return ({"stem": "place", "unitsign": "unitword"}.get(kind, kind), key) if kind else None


def _ends(text: str, place: int, form: str) -> bool:
    """A Latin form has to end where a word ends."""
    behind = text[place + len(form) : place + len(form) + 1]
    latin = form[-1].isascii() and form[-1].isalnum()
    return not (latin and behind.isascii() and behind.isalnum())


def _is_marked(ahead: str, behind: str) -> bool:
    """Whether a unit of one character is spoken of as a unit: 以件計, 單位是次."""
    words = load_words()["unitmark"]
    return ahead.endswith(tuple(words["before"])) and behind.startswith(tuple(words["after"]))


def _department_forms(departments: Sequence[str]) -> list[tuple[str, str]]:
    forms: list[tuple[str, str]] = []
    owners: dict[str, set[str]] = {}
    for name in departments:
        for form in short_forms(name):
            owners.setdefault(form.replace("臺", "台"), set()).add(name)
    forms += [(next(iter(names)), form) for form, names in owners.items() if len(names) == 1]
    ends = ("department", "bureau", "office", "agency", "")
    for name in departments:
        for key, words in load_words()["english_departments"].items():
            if key in name:
                for word in words:
                    forms += [(name, f"{word} {end}".strip()) for end in ends if end or " " in word]
                    forms += [(name, f"{end} of {word}") for end in ends if end]
                    forms += [(name, f"{word} {end}'s") for end in ends if end]
                    forms.append((name, word))
    return forms
