"""Table rows of a section: header rows, dummy rows and copies of nested tables set apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from corpus.model import LeftOut
from corpus.reading.markup import clean_inline, has_table, nested_rows, split_paragraphs, squeeze
from corpus.traced import Traced, join

RULE = re.compile(r"[\s\-–—－_=:|｜]+")
HEADER_WORD = re.compile(
    r"關鍵策略目標(?:合計數)?|共同性目標|關鍵績效指標|共同性指標|(?:關鍵策略目標|關鍵績效指標)[/／](?:共同性目標|共同性指標)"
    r"|原定目標值|達成目標值|達成度|達成度差異值|績效衡量.{0,8}說明|未達成原因.{0,8}策略"
    r"|計畫名稱|執行成果|完成程度(?:[(（]%[)）])?|[類項目]{1,3}"
    r"|指標合計項數[(（]A[)）]|達成度[=＝]100%|100%[>＞]達成度[≥>＞]80%|達成度[<＜]80%"
    r"|項數[(（][A-D][)）]|比率[(（][A-D]/A[)）][×xX]100%?"
)
NUMBER = re.compile(r"\d[\d,.]*")
COPY = "巢狀表格的重複內容"
HEADER = "表頭"
DUMMY = "分隔線"
ORPHAN = "不屬於任何一列的文字"


@dataclass(frozen=True)
class Row:
    """A table row: its cells as printed (markup and all), its line, and whether a page begins above it."""

    line: int
    cells: tuple[Traced, ...]
    after_break: bool = False

    def paragraphs(self, column: int) -> list[Traced]:
        return split_paragraphs(self.cells[column])

    def plain(self, column: int) -> Traced:
        """Return a cell of a name or a value, without markup, in one line."""
        return clean_inline(join(self.paragraphs(column), " "))

    def filled(self) -> list[int]:
        return [column for column, cell in enumerate(self.cells) if cell.strip()]


@dataclass
class Segment:
    """The rows between one header and the next; `header` is the last header row, cells squeezed."""

    header: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


def is_header(cells: list[str]) -> bool:
    """Whether all filled cells of a row are words of the form's headers."""
    filled = [squeeze(unicodedata.normalize("NFKC", cell)) for cell in cells if cell.strip()]
    return bool(filled) and all(HEADER_WORD.fullmatch(cell) for cell in filled)


def is_dummy(cells: list[str]) -> bool:
    """Whether a row is a separator that the converter left: nothing but dashes."""
    text = "".join(cells)
    return bool(text.strip()) and RULE.fullmatch(text) is not None


def read_segments(lines: list[tuple[int, str]], left_out: list[LeftOut]) -> list[Segment]:
    """Return the table rows among `lines` (number, text), grouped by the header above them.

    Lines that are left out are added to `left_out` with the reason.  A blank line or a header in
    the middle of the table marks the row after it as the first of a page.
    """
    segments = [Segment()]
    copies: set[str] = set()
    pending_break = False
    for number, text in lines:
        if not text.strip():
            pending_break = True
            continue
        cells = text.split("\t")
        if is_header(cells):
            left_out.append(LeftOut(number, HEADER))
            if segments[-1].rows or not segments[-1].header:
                segments.append(Segment())
            segments[-1].header = tuple(squeeze(cell) for cell in cells)
            pending_break, copies = True, set()
            continue
        if is_dummy(cells):
            left_out.append(LeftOut(number, DUMMY))
            continue
        row = [Traced(cell, number) for cell in cells]
        if not any(has_table(cell) for cell in row):
            filled = [_mask(cell) for cell in cells if cell.strip()]
            if copies and filled and all(cell in copies for cell in filled):
                left_out.append(LeftOut(number, COPY))
                continue
        else:
            copies |= _nested_cells(row)
            kept = _drop_copies(row, copies)
            if kept != row:
                left_out.append(LeftOut(number, COPY, partly=True))
            row = kept
        segments[-1].rows.append(Row(number, tuple(row), pending_break))
        pending_break = False
    return [segment for segment in segments if segment.rows]


def _mask(cell: str) -> str:
    """Return a cell without white space, its numbers made alike: a copy may have a misprint of its own."""
    return NUMBER.sub("0", squeeze(cell))


def _nested_cells(row: list[Traced]) -> set[str]:
    return {
        _mask(cell)
        for source in row
        if has_table(source)
        for nested in nested_rows(source)
        for cell in nested
    }


def _drop_copies(row: list[Traced], copies: set[str]) -> list[Traced]:
    """Return the row without the cells behind the nested table that repeat its cells."""
    place = max(column for column, cell in enumerate(row) if has_table(cell))
    return [Traced() if column > place and _mask(cell) in copies else cell for column, cell in enumerate(row)]
