"""The report's own count of a department (一、關鍵績效指標達成一覽表)."""

from __future__ import annotations

import re

from corpus.model import Summary
from corpus.reading.markup import clean_inline
from corpus.traced import Traced, join

VALUE = re.compile(r"\d+(?:[.．]\d+)?\s*[%％]?")
PLACES = {8: (0, 1, 2, 4, 6), 5: (0, 1, 2, 3, 4)}
"""Which of the filled cells are goals, A, B, C, D: with and without the ratios between them."""


def read_summary(lines: list[tuple[int, str]]) -> tuple[Summary | None, Traced]:
    """Return the counts and the table as one readable text (header words with their values).

    The summary is None where no row holds the values; the text is empty where there is no table.
    """
    header: list[tuple[int, list[str]]] = []
    for number, line in lines:
        if not line.strip():
            continue
        cells = line.split("\t")
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) not in PLACES or not all(VALUE.fullmatch(cell) for cell in filled):
            header.append((number, cells))
            continue
        if any("%" in filled[place] or "." in filled[place] for place in PLACES[len(filled)]):
            header.append((number, cells))
            continue
        counts = [int(filled[place]) for place in PLACES[len(filled)]]
        first = header[0][0] if header else number
        return Summary(*counts, lines=(first, number)), _write_table(header, Traced(line, number))
    return None, join([Traced(" ".join(cells), number) for number, cells in header], "\n")


def _write_table(header: list[tuple[int, list[str]]], values: Traced) -> Traced:
    """Return "關鍵策略目標合計數 9｜指標合計項數(A) 20｜達成度=100% 項數(B) 19 比率 (B/A) × 100 95%｜…"."""
    parts: list[Traced] = []
    offset = 0
    for column, cell in enumerate(values.split("\t")):
        value = clean_inline(values.cut(offset, offset + len(cell)))
        offset += len(cell) + 1
        words = [
            clean_inline(Traced(cells[column], number))
            for number, cells in header
            if column < len(cells) and cells[column].strip()
        ]
        label = join(words, " ")
        if parts and label.startswith("比率"):
            parts[-1] = join([parts[-1], label, value], " ")
        else:
            parts.append(join([label, value] if label else [value], " "))
    return join(parts, "｜")
