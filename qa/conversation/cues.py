"""The cues of messages, words that hint at what one means, and the words that name its matter."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.words import normalize
from qa.understand.periods import find_asked_years
from qa.understand.words import ContentWord

if TYPE_CHECKING:
    from qa.assistant import Assistant

DATA = Path(__file__).parent / "data"
_PUNCTUATION = " ，。？！?!、；;：:～~…「」『』"
ENOUGH = 1.0
"""Weight of words beyond which a message names its matter: that of one rare word."""


@cache
def _load_cues() -> dict[str, list[str] | str]:
    """The hints of cues.toml by kind: words, or an expression."""
    return tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))


def strip(kind: str, text: str) -> str:
    """A message without the hints of a kind, in normal form."""
    return _pattern(kind).sub(" ", normalize(text).lower()).strip(_PUNCTUATION)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    cues = _load_cues()[kind]
    if isinstance(cues, str):
        return re.compile(cues)
    words = sorted(cues, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
    )


def hints(kind: str, text: str, *, start: bool = False) -> bool:
    """Does a message hold a hint of a kind, at its start where that is asked for?"""
    flat = normalize(text).lower().strip(_PUNCTUATION)
    return (_pattern(kind).match(flat) if start else _pattern(kind).search(flat)) is not None


def find_matter(assistant: Assistant, text: str) -> list[ContentWord]:
    """The words of a message that name a matter: not a kind of thing (金額), not a year (前一年)."""
    find_demands, year = assistant.weigher.asks.find_demands, assistant.report.id.year
    words = assistant.find_words(text)
    return [w for w in words if not find_demands(w.text) and not find_asked_years(w.text, year)]
