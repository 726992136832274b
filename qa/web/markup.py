"""Safe HTML for the page: text is escaped here, and a small Markdown becomes a fixed set of tags.

The page shows two kinds of foreign text, the user's and the report's.  Neither may become live markup or
a link, so nothing of either reaches the browser except through `escape`.  Gradio's sanitizer, which runs
after this in the browser, is the second fence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

Cite = Callable[[int], str | None]
"""Gives the HTML that stands for [n], or None when there is no such citation."""

# C0 and C1 controls, bidi overrides that would reorder what stands around them, and lone surrogates,
# which no JSON encoder accepts.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_MARKER = re.compile(r"\[(\d{1,3}(?:\s?[,、，]\s?\d{1,3})*)\]")
_DIGITS = re.compile(r"\d+")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITEM = re.compile(r"(\s*)(?:[-*•]|(\d{1,3})[.)])\s+(.*)")
_RULE_CELL = re.compile(r"\s*:?-{1,}:?\s*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")


def clean(text: str) -> str:
    """Take out what cannot be shown or would reorder the text around it; line breaks become \\n."""
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Text as HTML on one line: every special character escaped, a line break as <br>."""
    return html.escape(clean(text), quote=True).replace("\n", "<br>").replace("\t", " ")


def attribute(text: str) -> str:
    """Text for the inside of a quoted attribute; a line break survives as its number."""
    return html.escape(clean(text), quote=True).replace("\n", "&#10;").replace("\t", " ")


def block(*parts: str) -> str:
    """Join HTML into one line, which Markdown passes through untouched and never continues."""
    return "".join(parts).replace("\n", " ")


def element(name: str, html: str, kind: str = "") -> str:
    """An element around HTML, with a class."""
    return f'<{name} class="{kind}">{html}</{name}>' if kind else f"<{name}>{html}</{name}>"


def button(name: str, value: str, label: str, kind: str = "", title: str = "") -> str:
    """A button that the page's script acts on; `label` is HTML, `value` is text."""
    extra = f' title="{attribute(title)}"' if title else ""
    start = f'<button type="button" class="{kind}" name="{name}" value="{attribute(value)}"{extra}>'
    return f"{start}{label}</button>"


def render(markdown: str, cite: Cite | None = None) -> str:
    """Turn the Markdown that answers and briefs are written in into HTML.

    Known are headings, lists (one level of nesting), tables, quotations, bold text and [n]; anything else,
    links and HTML among it, is shown as the characters it consists of.
    """
    lines = clean(markdown).split("\n")
    parts: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif heading := _HEADING.fullmatch(line.strip()):
            level = min(len(heading[1]) + 2, 6)
            parts.append(f"<h{level}>{_inline(heading[2], cite)}</h{level}>")
            at += 1
        elif _starts_table(lines, at):
            at, table = _table(lines, at, cite)
            parts.append(table)
        elif _ITEM.fullmatch(line):
            at, listing = _list(lines, at, cite)
            parts.append(listing)
        elif line.lstrip().startswith(">"):
            at, quoted = _gather(lines, at, lambda text: text.lstrip().startswith(">"))
            inner = "<br>".join(_inline(text.lstrip()[1:].strip(), cite) for text in quoted)
            parts.append(f"<blockquote>{inner}</blockquote>")
        else:
            at, paragraph = _gather(lines, at, _continues)
            parts.append(f"<p>{'<br>'.join(_inline(text.strip(), cite) for text in paragraph)}</p>")
    return block(*parts)


def _inline(text: str, cite: Cite | None) -> str:
    """Escape a stretch, then put in bold and citations, which are the only markup left."""

    def put(match: re.Match[str]) -> str:
        shown = [cite(int(number)) for number in _DIGITS.findall(match[1])] if cite else [None]
        return match[0] if None in shown else "".join(shown)

    return _MARKER.sub(put, _BOLD.sub(r"<strong>\1</strong>", escape(text)))


def _gather(lines: list[str], at: int, belongs: Callable[[str], bool]) -> tuple[int, list[str]]:
    """The line at `at` and those after it that belong to it."""
    end = at + 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end, lines[at:end]


def _continues(text: str) -> bool:
    """Does a line go on with the paragraph above it?"""
    return bool(text.strip()) and not (
        _ITEM.fullmatch(text) or _HEADING.fullmatch(text.strip()) or text.lstrip().startswith((">", "|"))
    )


def _list(lines: list[str], at: int, cite: Cite | None) -> tuple[int, str]:
    """A list from `at` on; items indented by two or more spaces form a list inside the one above."""
    ordered = _ITEM.fullmatch(lines[at])[2] is not None
    items: list[str] = []
    nested: list[str] = []

    def close() -> None:
        if nested:
            items[-1] += f"<ul>{''.join(f'<li>{text}</li>' for text in nested)}</ul>"
            nested.clear()

    while at < len(lines):
        match = _ITEM.fullmatch(lines[at])
        if match is None:
            if not lines[at].strip() or not lines[at].startswith("  ") or not items:
                break
            more = "<br>" + _inline(lines[at].strip(), cite)
            if nested:
                nested[-1] += more
            else:
                items[-1] += more
        elif len(match[1]) >= 2 and items:
            nested.append(_inline(match[3], cite))
        else:
            close()
            items.append(_inline(match[3], cite))
        at += 1
    close()
    tag = "ol" if ordered else "ul"
    return at, f"<{tag}>{''.join(f'<li>{text}</li>' for text in items)}</{tag}>"


def _starts_table(lines: list[str], at: int) -> bool:
    """Is there a row of cells with a rule of dashes under it?"""
    if "|" not in lines[at] or at + 1 >= len(lines):
        return False
    rule = _cells(lines[at + 1])
    return bool(rule) and "-" in lines[at + 1] and all(_RULE_CELL.fullmatch(cell) for cell in rule)


def _table(lines: list[str], at: int, cite: Cite | None) -> tuple[int, str]:
    head = _cells(lines[at])
    end, body = _gather(lines, at + 1, lambda text: "|" in text)
    rows = [_cells(line) for line in body[1:]]
    headings = "".join(f'<th scope="col">{_inline(cell, cite)}</th>' for cell in head)
    cells = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell, cite)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        end,
        f'<div class="scroll"><table><thead><tr>{headings}</tr></thead><tbody>{cells}</tbody></table></div>',
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
