"""Counting words of official reports."""

from __future__ import annotations

import re

from corpus.bundled import DATA


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _read_units() -> re.Pattern[str]:
    """Return what matches a unit behind a number: 人次, 餘件, (件), kg."""
    lines = (DATA / "units.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    plain = _any_of([word for word in words if not word.isascii()])
    latin = _any_of([word for word in words if word.isascii()])
    return re.compile(rf"\s?(?:[餘多幾]\s?)?(?P<unit>{plain}|(?:{latin})(?![A-Za-z])|(?<=\d)\((?:{plain})\))")


UNIT = _read_units()
MONEY = ("元",)
