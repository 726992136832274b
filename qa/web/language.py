"""Which language a visitor reads: the one chosen before, else the one the browser prefers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie

COOKIE = "language"
YEAR = 365 * 24 * 3600  # seconds that a choice is kept
LONGEST = 200
"""So many characters of a header are read: browsers send fewer, and a pattern must not see 30,000 spaces."""
_PREFERENCE = re.compile(r"\s*([A-Za-z*]{1,8})(?:-[A-Za-z0-9\-]*)?\s*(?:;\s*q=([0-9.]+))?\s*(?:,|$)")


def prefers_english(headers: Mapping[str, str]) -> bool:
    """Does a visitor who has not chosen a language rather read English than Chinese?"""
    cookie = SimpleCookie()
    with suppress(CookieError):  # a name that no cookie can have
        cookie.load(headers.get("cookie", "")[: 10 * LONGEST])
    if COOKIE in cookie:
        return cookie[COOKIE].value == "en"
    weights = {"en": 0.0, "zh": 0.0}
    for match in _PREFERENCE.finditer(headers.get("accept-language", "")[:LONGEST]):
        language = match[1].lower()
        if language in weights:
            weights[language] = max(weights[language], _weight(match[2]))
    return weights["en"] > weights["zh"]


def _weight(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
