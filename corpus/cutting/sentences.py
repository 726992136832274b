"""Running text cut into list items and sentences, each with the list headings it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.reading.items import STYLE_NAMES, Marker, bracket_spans, find_markers
from corpus.reading.joins import CLOSERS

CLOSING = re.escape(CLOSERS)
END = re.compile(rf"(?:[。！？；]|[!?](?![，、；：,.\w]))+[{CLOSING}。！？；]*(?![，、])|\n")
SHORTEST = 4
LONGEST_HEADING = 80
COLON = ("：", ":")


@dataclass(frozen=True)
class Piece:
    """A list item without the items under it, or a paragraph without a number.

    start, end: offsets into the text; depth: 0 for the outermost items and plain paragraphs;
    headings: the items it stands under, outermost first.
    """

    start: int
    end: int
    depth: int
    headings: tuple[str, ...] = ()
    marker: Marker | None = None


@dataclass
class Outliner:
    """Cuts paragraphs into pieces; remembers the open items from one paragraph to the next."""

    stack: list[tuple[str, str]] = field(default_factory=list)  # (style, heading)
    last: dict[str, int] = field(default_factory=dict)

    def cut(self, text: str, start: int, end: int) -> list[Piece]:
        """Return the pieces of the paragraph `text[start:end]`; offsets are those of `text`."""
        paragraph = text[start:end]
        markers = find_markers(paragraph, self.last)
        pieces = []
        bounds = [marker.start for marker in markers] + [len(paragraph)]
        if bounds[0] > 0 and paragraph[: bounds[0]].strip():
            pieces.append(self._plain(text, start, start + bounds[0]))
        for marker, following in zip(markers, bounds[1:], strict=True):
            pieces.append(self._item(text, start + marker.start, start + following, marker))
        return pieces

    def _plain(self, text: str, start: int, end: int) -> Piece:
        words = text[start:end].strip()
        numbered = any(style != "plain" for style, _ in self.stack)
        headings = tuple(heading for _, heading in self.stack)
        if words.endswith(COLON):
            if not numbered:
                self.stack, headings = [], ()
            depth = len(self.stack)
            self.stack = [*self.stack, ("plain", _heading(words))]
            return Piece(start, end, min(depth, 1) if numbered else 0, headings)
        if not numbered:
            self.stack = []
            return Piece(start, end, 0, headings)
        return Piece(start, end, 1, headings)

    def _item(self, text: str, start: int, end: int, marker: Marker) -> Piece:
        styles = [style for style, _ in self.stack]
        if marker.style in styles:
            self.stack = self.stack[: styles.index(marker.style)]
        elif styles and styles[-1] != "plain":
            rank = STYLE_NAMES.index
            while self.stack and self.stack[-1][0] not in ("plain", "han", "hanp") and marker.style == "num":
                self.stack.pop()
            if marker.style == "bullet":
                pass
            elif self.stack and self.stack[-1][0] == "bullet" and rank(marker.style) < rank("bullet"):
                self.stack.pop()
        depth = sum(style != "plain" for style, _ in self.stack)
        headings = tuple(heading for _, heading in self.stack)
        self.stack = [*self.stack, (marker.style, _heading(text[start:end].strip()))]
        return Piece(start, end, depth, headings, marker)


def _heading(words: str) -> str:
    """Return an item's own words as a heading for those under it: its colon sentence, or its beginning."""
    words = words.replace("\n", " ").strip()
    if len(words) <= LONGEST_HEADING:
        return words
    if words.endswith(COLON):
        tail = max(words.rfind(sign, 0, -1) for sign in "。；")
        if tail > 0 and len(words) - tail <= LONGEST_HEADING:
            return words[tail + 1 :].strip()
    stop = words.find("。") + 1
    return words[:stop] if 0 < stop <= LONGEST_HEADING else words[:LONGEST_HEADING] + "…"


def cut_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the sentences of `text[start:end]` begin and end, without white space around them.

    A sentence ends with 。！？； outside brackets and quotations; a closing sign behind belongs to it.
    A line's end ends one too.  A rest of a few characters without a number is no sentence (辦理 1. …).
    """
    stretch = text[start:end]
    covered = _covered(stretch)
    bounds = [0]
    for match in END.finditer(stretch):
        if match.start() >= bounds[-1] and not covered[match.start()]:
            bounds.append(match.end())
    bounds.append(len(stretch))
    sentences = []
    for first, last in pairwise(bounds):
        words = stretch[first:last]
        lead = len(words) - len(words.lstrip())
        words = words.strip()
        if len(words) >= SHORTEST or any(sign.isdigit() for sign in words):
            sentences.append((start + first + lead, start + first + lead + len(words)))
    return sentences


def _covered(text: str) -> bytearray:
    """Return for each character whether it stands inside a bracket or quotation."""
    inside = bytearray(len(text))
    for opening, closing in bracket_spans(text):
        inside[opening + 1 : closing] = b"\x01" * (closing - opening - 1)
    return inside
