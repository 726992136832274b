"""Cut the stretch of a sentence that carries the answer, at commas, never inside a number or bracket."""

from __future__ import annotations

import re
from collections.abc import Callable

_BREAK = re.compile(r"[，；;。：]|(?<!\d),(?!\d)")
_OPEN, _CLOSE = "（(「『【《〈[", "）)」』】》〉]"


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a text; together they are the whole text.

    A clause ends behind a comma, semicolon, colon or full stop that stands outside brackets.
    """
    clauses, start, depth = [], 0, 0
    for position, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and _BREAK.match(text, position):
            clauses.append((start, position + 1))
            start = position + 1
    if start < len(text):
        clauses.append((start, len(text)))
    return clauses


def cut_window(text: str, limit: int, worth: Callable[[str], float]) -> tuple[int, int]:
    """Offsets of the stretch of at most `limit` characters that is worth most.

    The stretch is a run of whole clauses; of two that are worth the same the shorter wins.  A single
    clause over the limit is cut hard, not inside a run of digits.
    """
    if len(text) <= limit:
        return 0, len(text)
    clauses = split_clauses(text)
    best, best_key = (0, min(limit, len(text))), (-1.0, 0)
    for first in range(len(clauses)):
        for last in range(first, len(clauses)):
            start, end = clauses[first][0], clauses[last][1]
            if end - start > limit:
                break
            key = (worth(text[start:end]), -(end - start))
            if key > best_key:
                best, best_key = (start, end), key
    if best_key[0] < 0:
        end = limit
        while end > 1 and re.match(r"[\d,.]", text[end - 1]) and re.match(r"[\d,.]", text[end : end + 1]):
            end -= 1
        best = (0, end)
    return best
