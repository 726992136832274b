"""PDF with ruled tables as blocks, by pdfplumber: cells from the rulings, pages from the printed numbers.

A character belongs to the cell whose rulings it stands between.  Lines are put together into paragraphs
by what the layout shows: a line that ends where the next word would still have had room ends a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ReportError
from corpus.formats.blocks import Block, Line, Row
from corpus.reading.items import starts_item

MOST_PAGES = 3000
"""Pages that are read; a year's report of one city has less than 500."""
LEAST_CHARACTERS = 20
"""Characters a page on average below which a file counts as pictures of pages."""
GAP = 0.3
"""Room between two characters that is a space, as a share of their size."""
_PAGE_NUMBER = re.compile(r"(?:第\s*)?[-–—－\s]*(\d{1,4})[-–—－\s]*(?:頁)?")
_WORD = re.compile(r"[A-Za-z0-9.,%:/-]+|\S")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Text:
    """A printed line: its text, its edges and the size of its characters."""

    text: str
    left: float
    right: float
    top: float
    size: float


def read_pdf(path: Path) -> list[Block]:
    """Return the blocks of a PDF.

    Raises ReportError where it is encrypted, damaged, too long or without text.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > MOST_PAGES:
                raise ReportError(
                    f"「{path.name}」有 {len(document.pages):,} 頁，超過上限 {MOST_PAGES:,} 頁，"
                    "請確認是否為報告。"
                )
            pages = list(_read_pages(document.pages))
    except ReportError:
        raise
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise ReportError(f"「{path.name}」有密碼保護，請先另存成沒有密碼的檔案。") from error
        raise ReportError(f"PDF 檔「{path.name}」已損壞或不完整，請重新下載。") from error
    # pdfminer meets damage with errors of every kind.
    except Exception as error:
        raise ReportError(
            f"PDF 檔「{path.name}」已損壞或不完整（{type(error).__name__}），請重新下載。"
        ) from error
    if sum(count for _, _, count in pages) < LEAST_CHARACTERS * len(pages):
        raise ReportError(
            f"「{path.name}」幾乎沒有文字，看來是掃描的影像；請向編印單位索取電子檔，或先做文字辨識。"
        )
    return list(_number(pages))


def _read_pages(pages: list[Any]) -> Iterator[tuple[list[Block], int | None, int]]:
    """Of each page its blocks, the number printed on it and how many characters it has."""
    for page in pages:
        characters = [one for one in page.dedupe_chars().chars if one["text"]]
        blocks, printed = _read_page(page, characters)
        yield blocks, printed, len(characters)
        page.close()  # lets go of what was parsed of it


def _number(pages: list[tuple[list[Block], int | None, int]]) -> Iterator[Block]:
    """The blocks with the printed page: the file's own count, shifted as most printed numbers say."""
    shifts = Counter(printed - place for place, (_, printed, _) in enumerate(pages, 1) if printed is not None)
    shift = shifts.most_common(1)[0][0] if shifts else 0
    for place, (blocks, _, _) in enumerate(pages, 1):
        page = max(place + shift, 1)
        for block in blocks:
            if isinstance(block, Row):
                yield Row(block.cells, place * 1000 + block.table, page)
            else:
                yield Line(block.text, page)


def _read_page(page: Any, characters: list[dict[str, Any]]) -> tuple[list[Block], int | None]:
    tables = _find_tables(page)
    placed: dict[tuple[int, int, int], list[dict[str, Any]]] = {}
    outside: list[dict[str, Any]] = []
    for character in characters:
        place = _find_cell(tables, character)
        (outside if place is None else placed.setdefault(place, [])).append(character)
    lines = _make_lines(outside)
    printed = None
    if lines and (match := _PAGE_NUMBER.fullmatch(lines[-1].text.strip())):
        printed = int(match[1])
        lines = lines[:-1]
    # Margins are alike on both sides, and a short page has no line that reaches the right one.
    edge = page.width - min((one.left for one in lines), default=0.0)
    found: list[tuple[float, Block]] = [(top, Line(text)) for text, top in _make_paragraphs(lines, edge)]
    for number, table in enumerate(tables):
        for row_number, row in enumerate(table.rows):
            cells = [
                tuple(
                    text
                    for text, _ in _make_paragraphs(
                        _make_lines(placed.get((number, row_number, column), [])), box[2] if box else 0.0
                    )
                )
                for column, box in enumerate(row.cells)
            ]
            # Rows of one table stay in their order however their edges are rounded.
            found.append((table.bbox[1] + row_number / 1000, Row(tuple(cells), number)))
    return [block for _, block in sorted(found, key=lambda one: one[0])], printed


def _find_tables(page: Any) -> list[Any]:
    """The tables of a page; a row that goes on overleaf may have no ruling below it, or above it."""
    tables = _outermost(page.find_tables())
    ends = {
        round(end, 1)
        for edge in page.edges
        if edge["orientation"] == "v"
        for end in (edge["top"], edge["bottom"])
    }
    open_ends = [min(ends), max(ends)] if ends else []
    rulings = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    missing = [end for end in open_ends if all(abs(end - one) > 1 for one in rulings)]
    if missing:
        tables = _outermost(page.find_tables({"explicit_horizontal_lines": missing}))
    return tables


def _outermost(tables: list[Any]) -> list[Any]:
    """The tables that stand inside no other: the text of inner ones belongs to the cell around them."""

    def inside(inner: Box, outer: Box) -> bool:
        return inner != outer and all(
            outer[i] - 1 <= inner[i] and inner[i + 2] <= outer[i + 2] + 1 for i in (0, 1)
        )

    return [one for one in tables if not any(inside(one.bbox, other.bbox) for other in tables)]


def _find_cell(tables: list[Any], character: dict[str, Any]) -> tuple[int, int, int] | None:
    """Table, row and column of the cell that a character's middle stands in."""
    x = (character["x0"] + character["x1"]) / 2
    y = (character["top"] + character["bottom"]) / 2
    for number, table in enumerate(tables):
        if not _holds(table.bbox, x, y):
            continue
        for row_number, row in enumerate(table.rows):
            for column, box in enumerate(row.cells):
                if box and _holds(box, x, y):
                    return number, row_number, column
    return None


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _make_lines(characters: Iterable[dict[str, Any]]) -> list[_Text]:
    """The printed lines of characters, from top to bottom."""
    rows: list[list[dict[str, Any]]] = []
    for one in sorted(characters, key=lambda one: (one["top"] + one["bottom"]) / 2):
        middle = (one["top"] + one["bottom"]) / 2
        if rows and middle - (rows[-1][-1]["top"] + rows[-1][-1]["bottom"]) / 2 <= one["size"] / 2:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [line for row in rows if (line := _make_line(row)).text.strip()]


def _make_line(characters: list[dict[str, Any]]) -> _Text:
    characters = sorted(characters, key=lambda one: one["x0"])
    text, right = "", characters[0]["x0"]
    for one in characters:
        if text and not text.endswith(" ") and one["x0"] - right > GAP * one["size"]:
            text += " "
        text += one["text"]
        right = max(right, one["x1"])
    size = Counter(round(one["size"], 1) for one in characters).most_common(1)[0][0]
    return _Text(text, characters[0]["x0"], right, characters[0]["top"], size)


def _make_paragraphs(lines: list[_Text], edge: float) -> Iterator[tuple[str, float]]:
    """Lines put together to paragraphs, each with its top; `edge` is where the lines' room ends."""
    text, top, before = "", 0.0, None
    for line in lines:
        if before is not None and (starts_item(line.text) or _had_room(before, line, edge)):
            yield text, top
            text = ""
        if not text:
            text, top = line.text.strip(), line.top
        else:
            more = line.text.strip()
            words = text[-1].isascii() and text[-1].isalnum() and more[0].isascii() and more[0].isalpha()
            text = f"{text}{' ' if words else ''}{more}"
        before = line
    if text:
        yield text, top


def _had_room(before: _Text, line: _Text, edge: float) -> bool:
    """Whether the first word of a line would have had room behind the line before it."""
    word = _WORD.match(line.text.strip())
    letters = word.group() if word else ""
    width = line.size * (len(letters) * 0.55 if letters.isascii() else 1.0)
    return edge - before.right > width + 2 * line.size
