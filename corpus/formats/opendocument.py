"""ODT as blocks, by odfdo; pages are the soft breaks that the writing program noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import ReportError
from corpus.formats.blocks import Block, Line, Row

_BREAK = "text:soft-page-break"
_PARAGRAPHS = ("text:p", "text:h")


def read_opendocument(path: Path) -> list[Block]:
    """Return the blocks of an `.odt` file; raises ReportError where it cannot be read."""
    from odfdo import Document

    try:
        body = Document(str(path)).body
        page = 1 if body.get_elements(f"descendant::{_BREAK}") else 0
        return list(_read_children(body, page))
    # odfdo raises what zip and XML raise.
    except Exception as error:
        raise ReportError(
            f"ODT 檔「{path.name}」讀不出來（{type(error).__name__}），檔案可能不完整；請重新另存成 .odt。"
        ) from error


def _read_children(element: Any, page: int) -> Iterator[Block]:
    for number, child in enumerate(element.children):
        if child.tag == "table:table":
            for row, on in _rows(child, page):
                yield Row(tuple(row), number, on)
        elif child.tag in _PARAGRAPHS:
            yield Line(child.inner_text, page)
        elif child.tag in ("text:list", "text:list-item", "text:section"):
            yield from _read_children(child, page)
        if page:
            page += len(child.get_elements(f"descendant-or-self::{_BREAK}"))


def _rows(table: Any, page: int) -> Iterator[tuple[list[tuple[str, ...]], int]]:
    """The rows of a table as cells of paragraphs, each with its page; merged cells are empty."""
    for row in table.get_elements("descendant::table:table-row"):
        if row.get_elements("ancestor::table:table-cell"):
            continue  # of a table inside a cell
        cells: list[tuple[str, ...]] = []
        for cell in row.children:
            if cell.tag in ("table:table-cell", "table:covered-table-cell"):
                times = int(cell.get_attribute("table:number-columns-repeated") or 1)
                text = tuple(_paragraphs(cell)) if cell.tag == "table:table-cell" else ()
                cells += [text, *[()] * (times - 1)] if text else [()] * times
        yield cells, page
        if page:
            page += len(row.get_elements(f"descendant::{_BREAK}"))


def _paragraphs(cell: Any) -> Iterator[str]:
    for child in cell.children:
        if child.tag in _PARAGRAPHS:
            yield child.inner_text
        elif child.tag == "table:table":
            for row, _ in _rows(child, 0):
                yield " ".join(text for paragraphs in row for text in paragraphs)
        elif child.tag in ("text:list", "text:list-item", "text:section"):
            yield from _paragraphs(child)
