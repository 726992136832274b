"""What every format is read into, and how it becomes a report's text: lines and rows, each on its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_MARKUP = re.compile(r"[<>]")


class ReportText(NamedTuple):
    """A report's text, and of each of its lines the printed page, 1-based; () where the file has none."""

    text: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """A paragraph of running text; `page` is 0 where the file does not tell."""

    text: str
    page: int = 0


@dataclass(frozen=True)
class Row:
    """A row of table number `table`: each cell is its paragraphs, () where it is empty or merged."""

    cells: tuple[tuple[str, ...], ...]
    table: int
    page: int = 0


Block = Line | Row


def join_blocks(blocks: Iterable[Block]) -> ReportText:
    """Return the text of blocks in their order, with their pages if every block has one."""
    lines: list[tuple[str, int]] = []
    before: Block | None = None
    for block in blocks:
        text = _row_text(block) if isinstance(block, Row) else " ".join(block.text.split())
        if not text.strip():
            continue
        if before is not None and _is_apart(before, block):
            lines.append(("", block.page))
        lines.append((text, block.page))
        before = block
    pages = tuple(page for _, page in lines)
    return ReportText("\n".join(text for text, _ in lines) + "\n", pages if pages and all(pages) else ())


def _is_apart(first: Block, second: Block) -> bool:
    """Whether a blank line stands between two blocks: rows of one table on one page alone stand together."""
    both = isinstance(first, Row) and isinstance(second, Row)
    return not (both and first.table == second.table and first.page == second.page)


def _row_text(row: Row) -> str:
    return "\t".join(_cell_text(cell) for cell in row.cells)


def _cell_text(paragraphs: tuple[str, ...]) -> str:
    """A cell in one line; several paragraphs stand in `<p>`, so that their bounds are kept."""
    kept = [" ".join(_MARKUP.sub(_full_width, text).split()) for text in paragraphs]
    kept = [text for text in kept if text]
    return kept[0] if len(kept) == 1 else " ".join(f"<p>{text}</p>" for text in kept)


def _full_width(sign: re.Match[str]) -> str:
    return "＜" if sign.group() == "<" else "＞"
