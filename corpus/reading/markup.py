"""Cells without markup: paragraphs, nested tables as readable rows, remains of LaTeX.

Only tags that the converter writes are markup; a bare `<` or `>` of the text (`達成度 < 80%`) stays.
Lists are never closed and have no items of their own, so `<ol>` and `<ul>` only begin a paragraph.
"""

from __future__ import annotations

import html
import re

from corpus.traced import Traced, join

TAG = re.compile(
    r"</?(?:p|br|ol|ul|li|div|span|u|b|i|em|strong|sub|sup|table|thead|tbody|tfoot|caption|tr|td|th)"
    r"(?:\s[^<>\t]*)?/?>",
    re.IGNORECASE,
)
INLINE = re.compile(r"</?(?:span|u|b|i|em|strong|sub|sup)(?:\s[^<>\t]*)?/?>", re.IGNORECASE)
TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.IGNORECASE | re.DOTALL)
ROW = re.compile(r"<tr\b[^<>]*>(.*?)(?=</tr>|<tr\b|\Z)", re.IGNORECASE | re.DOTALL)
CELL = re.compile(r"<t[dh]\b[^<>]*>(.*?)(?=</t[dh]>|<t[dh]\b|\Z)", re.IGNORECASE | re.DOTALL)
BULLET = re.compile(r"^\s*[-*•]\s+(?=[^-\d\s])")
"""A list's sign at a line's head; before a number it would be a minus."""
SPACES = re.compile(r"[ \u00a0\u3000\r\f\v]+")
ENTITY = re.compile(r"&(?:nbsp|lt|gt|amp|quot|#\d{1,5});")
FORMULA = re.compile(r"\$([^$\n\t]{1,120})\$")
FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
COMMAND = re.compile(r"\\([a-zA-Z]+)(?:\{([^{}]*)\})?|\\([%{}_$&#])")
SYMBOLS = {"times": "×", "div": "÷", "mu": "μ", "geq": "≥", "leq": "≤", "pm": "±", "cdot": "·"}

CELL_GLUE = " "
"""Between two cells of a nested table's row."""


def clean_inline(text: Traced) -> Traced:
    """Return one paragraph without inline tags, entities, LaTeX and runs of spaces."""
    if "<" in text:
        text = text.replace_all(INLINE, "")
    if "&" in text:
        text = text.replace_all(ENTITY, lambda match: html.unescape(match.group()).replace("\u00a0", " "))
    if "$" in text:
        text = text.replace_all(FORMULA, lambda match: _plain_formula(match.group(1)))
    return text.replace_all(SPACES, " ").trim()


def _plain_formula(formula: str) -> str:
    formula = FRACTION.sub(r"\1/\2", formula)
    return COMMAND.sub(lambda match: match[3] or SYMBOLS.get(match[1], match[2] or ""), formula)


def split_paragraphs(cell: Traced) -> list[Traced]:
    """Return the paragraphs of a cell, each without markup; the rows of a nested table are paragraphs."""
    if "<" not in cell:
        text = clean_inline(cell)
        return [text] if text else []
    paragraphs: list[Traced] = []
    last = 0
    for table in TABLE.finditer(cell):
        paragraphs += _split_blocks(cell.cut(last, table.start()))
        paragraphs += [join(row, CELL_GLUE) for row in nested_rows(cell.cut(*table.span()))]
        last = table.end()
    return paragraphs + _split_blocks(cell.cut(last))


def _split_blocks(text: Traced) -> list[Traced]:
    blocks: list[Traced] = []
    last = 0
    for tag in TAG.finditer(text):
        if INLINE.fullmatch(tag.group()):
            continue
        blocks.append(text.cut(last, tag.start()))
        last = tag.end()
    blocks.append(text.cut(last))
    return [block for block in map(clean_inline, blocks) if block]


def nested_rows(table: Traced) -> list[list[Traced]]:
    """Return the filled cells of a `<table>`, row by row."""
    rows = []
    for row in ROW.finditer(table):
        inner = table.cut(*row.span(1))
        cells = [clean_inline(inner.cut(*cell.span(1))) for cell in CELL.finditer(inner)]
        if any(cells):
            rows.append([cell for cell in cells if cell])
    return rows


def has_table(cell: str) -> bool:
    return "<table" in cell.lower()


def squeeze(text: str) -> str:
    """Return the text without any white space, for comparing names and headings."""
    return "".join(text.split())


def visible_length(line: str) -> int:
    """Return how many characters of a source line are neither white space nor markup."""
    line = BULLET.sub("", line)
    if "<" in line:
        line = TAG.sub("", line)
    if "$" in line:
        line = FORMULA.sub(lambda match: _plain_formula(match[1]), line)
    return sum(not character.isspace() for character in line)
