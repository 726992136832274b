"""A briefing's Markdown as a Word document: headings, lists, tables, bold text, and nothing live."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa.web.markup import clean

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Microsoft JhengHei"  # what Word on Windows has for Traditional Chinese; others take their own
_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_ITEM = re.compile(r"(\s*)(?:[-*•]|\d{1,3}[.)])\s+(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RULE = re.compile(r"[\s|:\-]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word_bytes(markdown: str) -> bytes:
    """The document as the bytes of a .docx file; unknown markup stays the characters it consists of."""
    from docx import Document

    document = Document()
    _set_fonts(document)
    lines = _CONTROL.sub("", clean(markdown)).split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith("|"):
            end = at
            while end < len(lines) and lines[end].lstrip().startswith("|"):
                end += 1
            _add_table(document, lines[at:end])
            at = end
            continue
        if heading := _HEADING.fullmatch(line.strip()):
            document.add_heading(heading[2], level=len(heading[1]) - 1)
        elif item := _ITEM.fullmatch(line):
            style = "List Bullet 2" if len(item[1]) >= 2 else "List Bullet"
            _add_text(document.add_paragraph(style=style), item[2])
        elif line.strip():
            _add_text(document.add_paragraph(), line.strip())
        at += 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_text(paragraph: Any, text: str) -> None:
    for place, part in enumerate(_BOLD.split(text)):
        if part:
            paragraph.add_run(part).bold = place % 2 == 1


def _add_table(document: Document, lines: Iterable[str]) -> None:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not _RULE.fullmatch(line)
    ]
    if not rows:
        return
    table = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
    for place, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            _add_text(cell.paragraphs[0], f"**{text}**" if place == 0 and text else text)
    document.add_paragraph()


def _set_fonts(document: Document) -> None:
    """Give every style the East Asian font, which python-docx leaves at the reader's default."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for style in document.styles:
        if getattr(style, "font", None) is not None:
            style.font.name = FONT
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
            if style.name.startswith(("Heading", "Title")):
                style.font.color.rgb = RGBColor(0x0B, 0x43, 0x50)
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.author = ""
    document.core_properties.comments = ""
