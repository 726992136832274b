"""Word: `.docx` as blocks, by python-docx.

Pages are those that Word noted when it last laid the document out; a file that another program wrote may
have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import ReportError
from corpus.formats.blocks import Block, Line, Row


def read_word(path: Path) -> list[Block]:
    """Return the blocks of a `.docx` file; raises ReportError where it cannot be read."""
    from docx import Document
    from docx.table import Table

    try:
        document = Document(str(path))
        counter = _Pages(document)
        blocks: list[Block] = []
        for number, item in enumerate(document.iter_inner_content()):
            if isinstance(item, Table):
                blocks += _read_table(item, number, counter)
            else:
                counter.pass_by(item._p)
                blocks.append(Line(item.text, counter.page))
    # python-docx raises what its parts raise: KeyError, ValueError, XML errors, bad zips.
    except Exception as error:
        raise ReportError(
            f"Word 檔「{path.name}」讀不出來（{type(error).__name__}），檔案可能不完整；請重新另存成 .docx。"
        ) from error
    return blocks


def _read_table(table: Any, number: int, pages: _Pages) -> Iterator[Row]:
    """The rows of a table; of a merged cell only its first place holds the text."""
    seen: set[Any] = set()
    for row in table.rows:
        cells: list[tuple[str, ...]] = []
        start = pages.page
        for cell in row.cells:
            if cell._tc in seen:
                cells.append(())
                continue
            seen.add(cell._tc)
            cells.append(tuple(_paragraphs(cell)))
            start = max(start, pages.page)
        yield Row(tuple(cells), number, start)
        for cell in {cell._tc: cell for cell in row.cells}.values():
            for paragraph in cell.paragraphs:
                pages.pass_by(paragraph._p)


def _paragraphs(cell: Any) -> Iterator[str]:
    """The paragraphs of a cell; the rows of a table inside it are paragraphs too."""
    from docx.table import Table

    for item in cell.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield " ".join(dict.fromkeys(cell.text.replace("\n", " ") for cell in row.cells))
        else:
            yield from item.text.split("\n")


class _Pages:
    """Counts the page breaks that Word noted; the page is 0 where it noted none."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self._rendered = qn("w:lastRenderedPageBreak")
        noted = next(document.element.body.iter(self._rendered), None) is not None
        self.page = 1 if noted else 0

    def pass_by(self, element: Any) -> None:
        """Count the breaks inside a paragraph."""
        if self.page:
            self.page += sum(1 for _ in element.iter(self._rendered))
