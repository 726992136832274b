"""The clauses of a sentence that tell most in little room: what is said of a thing, and how much."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.figures import find_figures
from corpus.model import Figure
from index.words import normalize
from qa.wording.phrases import tidy
from qa.wording.quoting import CLOSE, OPEN, split_clauses

_FIGURES = frozenset({"money", "number", "percent"})
_GOES_ON = re.compile(r"[但惟並且致及另亦仍再又]|以(?:及|利|提|期|加|防)|因此|其中")
"""How a clause begins that goes on with the one before it."""
_IN_NUMBER = re.compile(r"\d[,，]$")
_TOTAL = re.compile(r"[共合總累]計|總共|計有|共有?\s*\d")
LEAST_TOTAL = 16
"""Characters that a total may have beyond the room of its clause."""
END = "，、；。：:;,"
_SIGN_ENDS = END + "）)」 "
_OPENING = "，、；：（( "
_NUMBER_AT_END = re.compile(r"\d[\d,.]*\s*$")
MOST_SAID = 0.7
"""Share of a text's pairs of characters that another one has which says as much."""
_SIGNS = re.compile(r"\W")
_SAID_FIGURE = re.compile(r"\d+(?:\.\d+)?(?![\d.]*\s*年)")
"""A figure that a text must have to say as much as another one: all but years."""


def find_total(text: str, room: int) -> str:
    """The clause of a sentence that sums up what it lists, "" where none is or it is longer than the room."""
    clauses = [tidy(text[start:end]).strip(END) for start, end in _whole_clauses(text)]
    totals = [clause[match.start() :] for clause in clauses for match in _TOTAL.finditer(clause)]
    told = [total for total in totals if telling_figures(total) and len(total) <= max(room, LEAST_TOTAL)]
    return told[-1] if told else ""


def telling_figures(text: str) -> list[Figure]:
    """The figures that say how much: amounts, counts with a unit and percentages, no dates and ordinals."""
    return [
        figure
        for figure in find_figures(text)
        if figure.kind in _FIGURES and (figure.unit or figure.kind != "number")
    ]


def says(text: str, other: str) -> bool:
    """Whether a text says all that another one says: its figures, and most of its pairs of characters."""
    pairs = pair_letters(other)
    held = bool(pairs) and len(pairs & pair_letters(text)) >= MOST_SAID * len(pairs)
    return held and set(_SAID_FIGURE.findall(normalize(other))) <= set(_SAID_FIGURE.findall(normalize(text)))


def pair_letters(text: str) -> set[str]:
    """The pairs of letters and digits that stand side by side in a text."""
    flat = _SIGNS.sub("", normalize(text))
    return {flat[place : place + 2] for place in range(len(flat) - 1)}


def choose_clauses(text: str, limit: int, names: Callable[[str], bool]) -> tuple[int, int]:
    """Offsets of the run of clauses of a sentence that tells most within `limit` characters.

    It is worth most that a run names the subject, then that it has a figure; of equals the shorter wins.
    A sentence that fits is taken whole.
    """
    if len(text) <= limit:
        return 0, len(text)
    clauses = _whole_clauses(text)
    named = [names(text[start:end]) for start, end in clauses]
    figured = [bool(telling_figures(text[start:end])) for start, end in clauses]
    best, best_value = clauses[0], float("-inf")
    for first in range(len(clauses)):
        for last in range(first, len(clauses)):
            start, end = clauses[first][0], clauses[last][1]
            if end - start > limit and last > first:
                break
            value = 2 * any(named[first : last + 1]) + 1.5 * any(figured[first : last + 1])
            value += 0.2 * min(sum(figured[first : last + 1]), 3) - (end - start) / limit * 0.3 - 0.02 * first
            value -= 0.5 * bool(first and _GOES_ON.match(text[start:end]))
            if value > best_value:
                best, best_value = (start, end), value
    start, end = best
    if end - start > limit:
        end = start + len(shorten(text[start:end], limit))
    return start, end


def _whole_clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a text, those joined that a comma inside a number parted (24, 234)."""
    clauses: list[tuple[int, int]] = []
    for start, end in split_clauses(text):
        if clauses and _IN_NUMBER.search(text[:start]) and text[start:].lstrip()[:1].isdigit():
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
    return clauses


def shorten(text: str, limit: int) -> str:
    """The beginning of a text within a limit.

    It is cut where a clause or a word of signs ends, in no bracket that it would leave open if that can be,
    and never inside a number or between a number and what it counts.
    """
    if len(text) <= limit:
        return text
    ends = [n for n in range(limit, limit // 2, -1) if text[n - 1] in _SIGN_ENDS or text[n] in END]
    heads = [text[:end].rstrip(_OPENING) for end in ends if not _NUMBER_AT_END.search(text[:end])]
    whole = next((head for head in heads if _opened_at(head) is None), None)
    if whole is not None:
        return whole
    head = heads[0] if heads else _NUMBER_AT_END.sub("", text[:limit])
    opened = _opened_at(head)
    return head[:opened].rstrip(_OPENING) if opened is not None and opened > limit // 4 else head


def clip(text: str, limit: int) -> str:
    """The beginning of a text within a limit, with a sign that it is cut where it is."""
    head = shorten(text, limit)
    return head if head == text else f"{head}…"


def _opened_at(text: str) -> int | None:
    """Where the outermost bracket or quotation opens that a text leaves open; None for none."""
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in OPEN:
            opened.append(place)
        elif sign in CLOSE and opened:
            opened.pop()
    return opened[0] if opened else None
