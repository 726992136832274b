"""Pieces of running text put together into passages: neither too long nor a lone heading."""

from __future__ import annotations

from itertools import pairwise

from corpus.cutting.sentences import COLON, Piece, cut_sentences

LONGEST = 450
"""Characters of a passage at which it is cut at items, then at sentences."""
TINY = 16
"""Characters below which an item joins the one after it."""
LONGEST_OPENING = 60
"""Characters of a line with a colon that joins the list it opens."""


def group_pieces(text: str, pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces of each passage: an outermost item with those under it, cut where it is too long."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and (piece.depth > 0 or _is_tiny(text, groups[-1])):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [part for group in groups for part in _cut_group(text, group)]


def _is_tiny(text: str, group: list[Piece]) -> bool:
    words = text[group[0].start : group[-1].end].strip()
    return len(words) < TINY or (len(group) == 1 and words.endswith(COLON) and len(words) < LONGEST_OPENING)


def _cut_group(text: str, group: list[Piece]) -> list[list[Piece]]:
    """Return a group cut before items, then before sentences, so that no part is longer than LONGEST.

    A single sentence is never cut.
    """
    units: list[Piece] = []
    for piece in group:
        if piece.end - piece.start <= LONGEST:
            units.append(piece)
            continue
        sentences = cut_sentences(text, piece.start, piece.end)
        starts = [piece.start, *(first for first, _ in sentences[1:]), piece.end]
        units += [
            Piece(first, last, piece.depth, piece.headings, piece.marker) for first, last in pairwise(starts)
        ]
    parts: list[list[Piece]] = []
    for unit in units:
        if parts and unit.end - parts[-1][0].start <= LONGEST:
            parts[-1].append(unit)
        else:
            parts.append([unit])
    return parts
