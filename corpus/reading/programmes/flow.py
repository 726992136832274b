"""Where, in a row's text, the text of another programme begins."""

from __future__ import annotations

import re

from corpus.reading.items import find_markers, read_marker
from corpus.reading.joins import is_finished
from corpus.reading.programmes.cells import RowParts
from corpus.reading.programmes.drafts import COLON, Draft, is_first
from corpus.traced import Traced

Halves = tuple[list[Traced], list[Traced]]


def split_spill(texts: list[Traced], draft: Draft, below: list[RowParts]) -> Halves | None:
    """Return the paragraphs that go on with `draft` and those that begin another programme.

    texts: a named row's paragraphs, of which the first goes on with `draft`; below: the rows under
    it.  None when the text begins with the row after all.  The text begins where the numbering
    starts again at 1, or else with the first paragraph or sentence that has no number.
    """
    last = dict(draft.last)
    for number, text in enumerate(texts):
        for marker in find_markers(text, last):
            if not is_first(marker) or not (number or marker.start):
                continue
            lead = [part for part in (*texts[:number], text.cut(0, marker.start).trim()) if part]
            if number == 0 and lead[-1].endswith(COLON):
                return None
            rest = [text.cut(marker.start), *texts[number + 1 :]]
            if len(lead) > 1 and lead[-1].endswith(COLON) and read_marker(lead[-1]) is None:
                rest.insert(0, lead.pop())  # the words that open the new list
            return lead, rest
    if _restarts_below(below):
        return texts, []
    for number, text in enumerate(texts[1:], 1):
        if read_marker(text) is None and is_finished(texts[number - 1]):
            return texts[:number], texts[number:]
    marker = read_marker(texts[0])
    end = texts[0].find("。") + 1
    if len(texts) == 1 and 0 < end < len(texts[0].rstrip()) and (marker is None or marker.style == "num"):
        return [texts[0].cut(0, end)], [texts[0].cut(end).trim()]
    return texts, []


def _restarts_below(below: list[RowParts]) -> bool:
    """Whether the numbering starts again in a row without names."""
    for parts in below:
        if parts.names or not parts.text:
            return False
        if is_first(read_marker(parts.text[0])):
            return True
    return False


def find_restarts(texts: list[Traced]) -> list[tuple[int, int]]:
    """Return where the numbering starts again at 1: paragraph and offset."""
    last: dict[str, int] = {}
    found = []
    numbered = False
    for number, text in enumerate(texts):
        for marker in find_markers(text, last):
            if is_first(marker) and (numbered or number or marker.start):
                found.append((number, marker.start))
            numbered = True
    return found


def count_blocks(rows: list[RowParts]) -> int:
    """Return how many texts begin in a row and the nameless rows under it."""
    texts: list[Traced] = []
    for number, parts in enumerate(rows):
        if number and parts.names:
            break
        texts += parts.text
    last: dict[str, int] = {}
    markers = [marker for text in texts for marker in find_markers(text, last)]
    return 1 + sum(is_first(marker) for marker in markers[1:])


def soft_paragraphs(text: Traced) -> list[Traced]:
    """Return a paragraph cut where a full stop and a space stand: the converter's line ends."""
    pieces = []
    start = 0
    for match in re.finditer(r"。\s+", text):
        pieces.append(text.cut(start, match.start() + 1))
        start = match.end()
    return [*pieces, text.cut(start)] if start < len(text) else pieces


def begins_other_kind(text: Traced, above: Traced) -> bool:
    """Whether a paragraph is a 1. , or has no number though the finished one above it has."""
    if not is_finished(above):
        return False
    marker = read_marker(text)
    return is_first(marker) if marker is not None else read_marker(above) is not None
