"""A row of 重要施政成果 taken apart by content: names, result text, completion.

The columns 類, 項, 目, 執行成果, 完成程度 shift from page to page and within a page, so a cell is a name
or a text by what it says; its column only decides what content leaves open.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.reading.items import read_marker
from corpus.reading.markup import squeeze
from corpus.reading.rows import Row, Segment
from corpus.traced import Traced, join

COMPLETION = re.compile(r"(?:\d{1,3}(?:\.\d+)?\s*[%％]?\s*)+")
SDG = re.compile(r"SDGs?\s*目標\s*\d+\s*[^\s(（]+")
JUNK = re.compile(r"[\s、，,.。·\-]+")
LABEL = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
SHORT = 4
"""Longest piece of a name that is written downwards, one piece a row."""
LONGEST_NAME = 80


@dataclass
class RowParts:
    """A row's names from left to right with their columns, its text, its completions."""

    row: Row
    names: list[tuple[int, Traced]] = field(default_factory=list)
    text: list[Traced] = field(default_factory=list)
    completions: list[Traced] = field(default_factory=list)
    sdg: list[Traced] = field(default_factory=list)
    name_column: int | None = None  # where the page's (一)-numbered names stand


def read_rows(segments: list[Segment]) -> list[RowParts]:
    """Return the parts of all rows of the section."""
    parts = []
    for segment in segments:
        column = find_text_column(segment)
        rows = [take_apart(row, column) for row in segment.rows]
        labels = Counter(place for one in rows for place, name in one.names if LABEL.match(squeeze(name)))
        for one in rows:
            one.name_column = max(labels, key=lambda place: (labels[place], place)) if labels else None
        parts += rows
    return parts


def find_text_column(segment: Segment) -> int:
    """Return the column where most rows of a page have their result text."""
    votes: Counter[int] = Counter()
    for row in segment.rows:
        columns = [column for column in row.filled() if not COMPLETION.fullmatch(_bare(row.cells[column]))]
        if columns:
            longest = max(columns, key=lambda column: len(row.cells[column]))
            if len(row.cells[longest]) > 40 and longest == columns[-1]:
                votes[longest] += 1
    if votes:
        return max(votes, key=lambda column: (votes[column], column))
    place = [column for column, word in enumerate(segment.header) if "執行成果" in word]
    return place[0] if place else max(len(segment.header) - 2, 1)


def _bare(cell: str) -> str:
    return re.sub(r"</?p>", " ", cell).strip()


def take_apart(row: Row, text_column: int) -> RowParts:
    """Return the parts of one row; `text_column` is where the page's texts usually stand."""
    parts = RowParts(row)
    cells = [(column, row.paragraphs(column)) for column in row.filled()]
    cells = [(column, texts) for column, texts in cells if texts]
    if cells and _is_completion(*cells[-1], text_column):
        parts.completions = _split_completions(cells.pop()[1])
    cells = [cell for cell in cells if cell is cells[-1] or not all(JUNK.fullmatch(t) for t in cell[1])]
    if not cells:
        return parts
    cells = [(column, _take_sdg(texts, parts)) for column, texts in cells]
    text_taken = not cells[-1][1]
    cells = [(column, texts) for column, texts in cells if texts]
    if text_taken:
        parts.names = [(column, join(texts, " ")) for column, texts in cells]
    if not cells or text_taken:
        return parts
    *before, (column, texts) = cells
    head = _count_name_paragraphs(before, column, texts, parts, text_column)
    for name_column, name in before:
        parts.names.append((name_column, join(name, " ")))
    if head:
        parts.names.append((column, join(texts[:head], " ")))
    parts.text = texts[head:]
    return parts


def _is_completion(column: int, texts: list[Traced], text_column: int) -> bool:
    """Whether a cell is a percentage; a number without the sign is one only right of the texts."""
    if not all(COMPLETION.fullmatch(text) for text in texts):
        return False
    return column > text_column or any("%" in text or "％" in text for text in texts)


def _split_completions(texts: list[Traced]) -> list[Traced]:
    pieces = []
    for text in texts:
        pieces += [text.cut(*match.span()) for match in re.finditer(r"\d{1,3}(?:\.\d+)?\s*[%％]?", text)]
    return pieces


def _take_sdg(texts: list[Traced], parts: RowParts) -> list[Traced]:
    """Return the paragraphs without the SDG line at their head, which goes to `parts.sdg`."""
    match = SDG.match(texts[0])
    if not match:
        return texts
    parts.sdg.append(texts[0].cut(*match.span()))
    rest = texts[0].cut(match.end()).trim()
    return [rest, *texts[1:]] if rest else texts[1:]


def _count_name_paragraphs(
    before: list[tuple[int, list[Traced]]],
    column: int,
    texts: list[Traced],
    parts: RowParts,
    text_column: int,
) -> int:
    """Return how many paragraphs of the last cell are names: none when it is a text, all when a name."""
    first = texts[0]
    marker = read_marker(first)
    labelled = any(LABEL.search(squeeze("".join(name))) for _, name in before)
    bare_label = any(LABEL.fullmatch(squeeze("".join(name))) for _, name in before)
    if (
        marker
        and marker.style in ("hanp", "han")
        and not (labelled and (parts.completions or not bare_label))
    ):
        if len(texts) == 1:
            return 1 if len(first) <= LONGEST_NAME and "。" not in first else 0
        return sum(_is_label(text) for text in texts) if _is_label(first) else 0
    if looks_like_text(first) or len(texts) > 1:
        return 0
    if parts.row.after_break:
        return 1 if column < text_column and not parts.completions and len(first) <= LONGEST_NAME else 0
    if not before:
        short = len(squeeze(first)) <= 12
        return 1 if column < text_column and short and not parts.completions else 0
    return 0


def _is_label(text: str) -> bool:
    marker = read_marker(text)
    return bool(marker and marker.style in ("hanp", "han") and len(text) <= LONGEST_NAME and "。" not in text)


def looks_like_text(text: str) -> bool:
    """Whether a cell can be no name: it has sentences, a colon at its end or an item's number."""
    if (
        any(sign in text for sign in "。；")
        or text.rstrip().endswith(("：", ":"))
        or len(text) > LONGEST_NAME
    ):
        return True
    marker = read_marker(text)
    return bool(marker and marker.style not in ("hanp", "han") and len(squeeze(text)) > SHORT + 2)
