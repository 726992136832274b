"""Bring a question into the one form that the vocabulary is written in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_CJK = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NEGATED = re.compile(r"\b(did|do|does|were|was|have|has|had|is|are)n't\b")


def normalize_question(question: str) -> str:
    """Half width, lower case, Traditional characters, 台 for 臺, 占 for 佔; English without apostrophes."""
    text = unicodedata.normalize("NFKC", question).lower().strip()
    text = text.replace("’", "'")
    text = _NEGATED.sub(r"\1 not", text)
    text = re.sub(r"'s\b|(?<=s)'(?=\s)", "", text)
    if is_simplified(text):
        text = _converter().convert(text)
    text = text.replace("臺", "台").replace("佔", "占")
    # Spaces between Chinese characters or around digits mean nothing; between Latin words they part them.
    return re.sub(r"(?<![a-z])\s+|\s+(?![a-z])", "", text) if _CJK.search(text) else re.sub(r"\s+", " ", text)


def is_english(question: str) -> bool:
    """Is the question written in English, Chinese names in it aside?"""
    return len(_LATIN_WORD.findall(question)) > len(_CJK.findall(question)) / 2


def is_simplified(question: str) -> bool:
    """Does the question hold a character that only Simplified Chinese writes, which Big5 does not know?"""
    return any(not _is_traditional(character) for character in question if _CJK.match(character))


def _is_traditional(character: str) -> bool:
    try:
        return bool(character.encode("big5"))
    except UnicodeEncodeError:
        return False


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")
