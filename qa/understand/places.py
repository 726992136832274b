"""Other places that a question names; the report's own city is none, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.words import normalize

_KIND = re.compile(r"[縣市]$")
KEPT = 256
"""Texts whose names are kept: each stage asks for those of the same question."""


class Places:
    """Finds other places: groups of names of one place each, normalised and in lower case.

    The own city's group and its short form are taken out of the text first, the longest name at each place,
    so that 新北市 does not name 北市 and a report of 新竹縣 does not take itself for 新竹.
    """

    def __init__(self, groups: Iterable[Iterable[str]], city: str) -> None:
        groups = [[name for name in group if len(name) > 1] for group in groups]
        short = {name for group in groups for name in group if len(name) == 2}
        self._cities = {
            name
            for group in groups
            if any(one[2:] in ("市", "縣") and one[:2] in short for one in group)
            for name in group
        }
        own = normalize(city).lower().removesuffix("政府")
        self._own: set[str] = {own, _KIND.sub("", own)}
        others: set[str] = set()
        for group in groups:
            if own in group:
                self._own |= set(group)
            else:
                others |= set(group)
        self._others = others - self._own
        forms = sorted(self._own | self._others, key=len, reverse=True)
        joined = "|".join(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in forms)
        self._pattern = re.compile(joined or r"(?!)")
        self._named = lru_cache(maxsize=KEPT)(self._find_named)

    def find(self, text: str) -> tuple[str, ...]:
        """The other places that a normalised text names, as it names them, each once, in order."""
        return tuple(dict.fromkeys(name for name, _ in self._named(text) if name in self._others))

    def is_city(self, name: str) -> bool:
        """Whether a found name is that of a city or county: 外縣市, 六都 and 日本 are none."""
        return name in self._cities

    def find_own_spans(self, text: str) -> list[tuple[int, int]]:
        """Where a normalised text names the own city, one stretch of characters after the other."""
        return [span for name, span in self._named(text) if name in self._own]

    def _find_named(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        """All names in a text, the own city's too, with where they stand."""
        return [(match.group(), match.span()) for match in self._pattern.finditer(text.lower())]
