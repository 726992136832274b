"""Writes a report as PDF, Word or ODT, as an office would: contents, ruled tables, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.model import Department, Indicator, Programme, Report
from tests.corpus.reports import COMMON_HEADER, KPI_HEADER, PROGRAMME_HEADER, SHORTFALL_HEADER, SUMMARY

Table = list[list[list[str]]]
"""Rows of cells of paragraphs."""
Block = str | Table


def blocks_of(report: Report) -> Iterator[Block]:
    """The paragraphs and tables of a report."""
    yield report.title
    for number, department in enumerate(report.departments):
        name = f"{NUMERALS[number]}、{department.name}施政績效成果報告"
        yield f"{name}....." + str(department.pages.starts[0][1].number if department.pages else number + 1)
    for department in report.departments:
        yield from _department(department)


NUMERALS = [f"{ten}{one}" for ten in ("", "拾", "貳拾") for one in "壹貳參肆伍陸柒捌玖"]
NUMERALS.insert(9, "拾")
NUMERALS.insert(19, "貳拾")


def _department(department: Department) -> Iterator[Block]:
    yield department.title
    yield "壹、前言"
    yield from (paragraph.text for paragraph in department.preface)
    yield "貳、策略績效目標成果"
    if department.summary:
        yield "一、關鍵績效指標達成一覽表"
        yield [*_head(SUMMARY), [[cell] for cell in _shares(department)]]
    yield "二、關鍵績效指標執行情形"
    yield [*_head(KPI_HEADER), *_indicators(one for one in department.indicators if not one.common)]
    common = [one for one in department.indicators if one.common]
    if common:
        yield "三、共同性指標執行情形"
        yield [*_head(COMMON_HEADER), *_indicators(common)]
    if department.shortfalls:
        yield "四、未達成目標項目檢討"
        yield [
            *_head(SHORTFALL_HEADER),
            *(
                [[one.goal], [one.name], [one.difference], one.text.split("\n")]
                for one in department.shortfalls
            ),
        ]
    yield "五、績效總評"
    yield from (paragraph.text for paragraph in department.assessment)
    if department.programmes:
        yield "參、重要施政成果"
        yield [*_head(PROGRAMME_HEADER), *_programmes(department.programmes)]


def _head(text: str) -> Table:
    return [[[cell] if cell else [] for cell in line.split("\t")] for line in text.strip("\n").split("\n")]


def _shares(department: Department) -> Iterator[str]:
    summary = department.summary
    yield from (str(summary.goals), str(summary.indicators))
    for count in (summary.full, summary.partial, summary.below80):
        yield from (str(count), f"{round(100 * count / max(summary.indicators, 1), 1):g}%")


def _indicators(rows: Iterable[Indicator]) -> Iterator[list[list[str]]]:
    goal = None
    for row in rows:
        own = f"{row.goal_number} {row.goal}".strip()
        first = own if (own, row.common) != goal else ""
        goal = (own, row.common)
        name = f"{row.number} {row.name}".strip()
        cells = (first, name, row.target, row.actual, row.attainment)
        yield [*([cell] if cell else [] for cell in cells), row.explanation.split("\n")]


def _programmes(programmes: Iterable[Programme]) -> Iterator[list[list[str]]]:
    before: tuple[str, str] = ("", "")
    for one in programmes:
        category = one.category if one.category != before[0] else ""
        item = one.item if (one.category, one.item) != before else ""
        before = (one.category, one.item)
        results = [*([one.goal_sdg] if one.goal_sdg else []), *(p.text for p in one.paragraphs)]
        names = (category, item, one.subitem)
        yield [
            *([name] if name else [] for name in names),
            results,
            [one.completion] if one.completion else [],
        ]


def write_word(report: Report, path: Path) -> None:
    """Write a `.docx` file."""
    from docx import Document

    document = Document()
    for block in blocks_of(report):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]), style="Table Grid")
        for row, cells in zip(table.rows, block, strict=True):
            for cell, paragraphs in zip(row.cells, cells, strict=True):
                cell.text = paragraphs[0] if paragraphs else ""
                for more in paragraphs[1:]:
                    cell.add_paragraph(more)
        document.add_paragraph("")
    document.save(str(path))


def write_opendocument(report: Report, path: Path) -> None:
    """Write an `.odt` file."""
    from odfdo import Cell, Document, Paragraph, Row, Table

    document = Document("text")
    document.body.clear()
    for number, block in enumerate(blocks_of(report)):
        if isinstance(block, str):
            document.body.append(Paragraph(block))
            continue
        table = Table(f"t{number}")
        for cells in block:
            row = Row()
            for paragraphs in cells:
                cell = Cell()
                for paragraph in paragraphs:
                    cell.append(Paragraph(paragraph))
                row.append_cell(cell)
            table.append_row(row)
        document.body.append(table)
    document.save(str(path))


def write_pdf(report: Report, path: Path, first_page: int = 1) -> None:
    """Write a PDF with ruled tables and the page's number at its foot; long cells break over pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import CIDEncoding, UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    font = "MSung-Light"
    face = UnicodeCIDFont(font)
    face.encoding = CIDEncoding("UniCNS-UCS2-H")  # the library gives this face the encoding of another one
    face.encodingName = face.encoding.name
    pdfmetrics.registerFont(face)
    style = ParagraphStyle("cell", fontName=font, fontSize=8.0, leading=11.2, wordWrap="CJK")

    def number_page(canvas, document) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, 20, f"- {document.page - 1 + first_page} -")

    def paragraph(text: str) -> Paragraph:
        return Paragraph(re.sub(r"[&<>]", lambda m: f"&#{ord(m.group())};", text), style)

    story = []
    width = A4[0] - 80
    for block in blocks_of(report):
        if isinstance(block, str):
            story += [paragraph(block), Spacer(1, 2)]
            continue
        shares = [1.5, 2, 1.5, 1.5, 1, 5] if len(block[0]) == 6 else [1] * len(block[0])
        shares = [1, 1.5, 1.5, 5, 1] if len(block[0]) == 5 else shares
        widths = [width * share / sum(shares) for share in shares]
        cells = [[[paragraph(one) for one in cell] for cell in row] for row in block]
        table = Table(
            cells,
            colWidths=widths,
            style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
            splitInRow=1,
        )
        story += [table, Spacer(1, 4)]
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40
    )
    document.build(story, onFirstPage=number_page, onLaterPages=number_page)
