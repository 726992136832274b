"""A briefing as a Word document: A4, numbered pages, its date, its sources and what it is not."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa.web.downloads import CONTROL
from qa.web.markup import clean

if TYPE_CHECKING:
    from docx.document import Document

    from qa.web.pages.paper import Line, Paper

FONT = "Microsoft JhengHei"  # what Word on Windows has for Traditional Chinese; others take their own
LANGUAGE = "zh-TW"


def word_bytes(paper: Paper, notes: Iterable[str], sources_title: str, foot: str) -> bytes:
    """The document as the bytes of a .docx file; `notes` stand under the title, `foot` on every page."""
    from docx import Document

    document = Document()
    _set_page(document, foot)
    _set_fonts(document)
    document.add_heading(_plain(paper.title), level=0)
    for note in notes:
        document.add_paragraph(_plain(note)).runs[0].italic = True
    rows: list[Line] = []
    for line in paper.lines:
        if line.cells:
            rows.append(line)
            continue
        _add_table(document, rows)
        rows = []
        if line.level == 1:
            document.add_heading(_plain(line.text), level=1)
        else:
            style = "List Bullet" if line.level == 2 else "List Bullet 2"
            document.add_paragraph(_plain(line.text) + _marks(line), style=style)
    _add_table(document, rows)
    document.add_heading(_plain(sources_title), level=1)
    for number, text in paper.sources.items():
        document.add_paragraph(f"[{number}] {_plain(text)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    return CONTROL.sub("", clean(text))


def _marks(line: Line) -> str:
    return "".join(f"[{number}]" for number in line.sources)


def _add_table(document: Document, rows: list[Line]) -> None:
    """Rows as a table whose first row is its head, repeated on every page."""
    if not rows:
        return
    table = document.add_table(rows=0, cols=max(len(row.cells) for row in rows) + 1, style="Table Grid")
    for place, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, (*row.cells, _marks(row)), strict=False):
            cell.paragraphs[0].add_run(_plain(text)).bold = place == 0
    _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", "true")
    document.add_paragraph()


def _set_page(document: Document, foot: str) -> None:
    """A4 with a foot of page number and disclaimer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{_plain(foot)}　").font.size = Pt(8)
    for kind, field in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(8)
        if kind:
            _mark(run._r, "w:fldChar", kind, "w:fldCharType")
        else:
            _mark(run._r, "w:instrText").text = field


def _set_fonts(document: Document) -> None:
    """Give every style the East Asian font and the language, which python-docx leaves at English."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for style in document.styles:
        if getattr(style, "font", None) is not None:
            style.font.name = FONT
            properties = style.element.get_or_add_rPr()
            properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
            if style.name.startswith(("Heading", "Title")):
                style.font.color.rgb = RGBColor(0x0B, 0x43, 0x50)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Title"].font.size = Pt(20)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = LANGUAGE


def _mark(parent: Any, name: str, value: str = "", attribute: str = "w:val") -> Any:
    """Add an element that python-docx has no words for."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    if value:
        element.set(qn(attribute), value)
    parent.append(element)
    return element
