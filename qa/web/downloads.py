"""Files to take away: CSV that Excel opens right, and XLSX; formulas in foreign text stay text.

A spreadsheet runs a cell that begins with = + - @ as a formula.  Cells of this report may begin so by
chance (「-48%」) and a doctored report on purpose, so such a cell gets an apostrophe in front in CSV, and
in XLSX is stored with the type text.  Plain numbers keep their sign.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from starlette.responses import Response

from qa.privacy import INVISIBLE

_LONGEST_CELL = 32767  # what a cell of a workbook can hold

_RISKY = re.compile(rf"[\s{INVISIBLE}]*[=+\-@\t\r|%＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?%?")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_NAME = re.compile(r"[^\w\-]+")


def _text(cell: object) -> str:
    """A cell's text without controls, "" for None."""
    return CONTROL.sub("", "" if cell is None else str(cell))


def neutral(cell: object) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    text = _text(cell)
    harmless = len(text) < 2 or _NUMBER.fullmatch(text)  # a sign alone calls nothing
    return f"'{text}" if _RISKY.match(text) and not harmless else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet; text is stored as text, numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = _UNSAFE_NAME.sub("", title)[:31] or "Sheet1"
    sheet.append([neutral(cell) for cell in header])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, int | float):
                cell.value = value
                continue
            text = _text(value)[:_LONGEST_CELL]
            cell.value, cell.data_type = text, "s"
            cell.quotePrefix = _RISKY.match(text) is not None  # stays text when somebody edits the cell
    for column in range(1, len(header) + 1):
        widths = (len(str(cell.value or "")) for cell in sheet[get_column_letter(column)][:60])
        sheet.column_dimensions[get_column_letter(column)].width = min(max(max(widths) * 1.9, 8), 60)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(data: bytes, name: str, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"content-disposition": disposition})
