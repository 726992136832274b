"""Safe HTML for the page: text is escaped here, and a small Markdown becomes a fixed set of tags.

The page shows two kinds of foreign text, the user's and the report's.  Neither may become live markup or
a link, so nothing of either reaches the browser except through `escape`.  Gradio's sanitizer, which runs
after this in the browser, is the second fence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

Cite = Callable[[int], str | None]
"""Gives the HTML that stands for [n], or None when there is no such citation."""

# C0 and C1 controls, bidi overrides that would reorder what stands around them, and lone surrogates,
# which no JSON encoder accepts.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
MOST_MARKS = 6
"""So many citations of one statement stand beside each other; more are folded up under their numbers."""
_MARKER = re.compile(r"\[(\d{1,3}(?:\s?[,、，]\s?\d{1,3})*)\]")
_CITED = re.compile(rf"(&#?\w+;|[^\s<>;&\]])?{_MARKER.pattern}")
"""A marker with the sign before it, which may have been escaped."""
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


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

    Known are headings, lists, tables, quotations, bold text and [n]; anything else, links and HTML among
    it, is shown as the characters it consists of.
    """
    parts = []
    for token in _parser().parse(clean(markdown)):
        if token.type == "inline":
            parts += [
                "<br>" if child.type == "softbreak" else _inline(child.content, cite)
                for child in token.children or ()
            ]
        elif not token.hidden:
            parts.append(_tag(token))
    return block(*parts)


@cache
def _parser() -> MarkdownIt:
    """Blocks alone; bold text and [n] are put in by `_inline`, since Markdown has no ** beside 「」."""
    return MarkdownIt("zero", {"breaks": True}).enable(["heading", "list", "blockquote", "table", "newline"])


def _tag(token: Token) -> str:
    """The start or the end of a block as HTML; headings stand two levels below the page's own."""
    name = f"h{min(int(token.tag[1]) + 2, 6)}" if token.type.startswith("heading") else token.tag
    if token.nesting < 0:
        return f"</{name}></div>" if name == "table" else f"</{name}>"
    if name == "table":
        return '<div class="scroll"><table>'
    if name == "ol" and (first := token.attrGet("start")) is not None:
        return f'<ol start="{int(first)}">'
    return '<th scope="col">' if name == "th" else f"<{name}>"


def _inline(text: str, cite: Cite | None) -> str:
    """Escape a stretch, then put in bold and citations, which are the only markup left.

    A citation is held on the line of the sign before it, so that no line begins with a bare number.
    """

    def put(match: re.Match[str]) -> str:
        before, numbers = match[1] or "", match[2]
        first, *others = [cite(int(number)) for number in re.findall(r"\d+", numbers)] if cite else [None]
        if first is None or None in others:
            return match[0]
        held = f'<span class="held">{before}{first}</span>' if before else first
        if len(others) < MOST_MARKS:
            return held + "".join(others)
        ends = "–".join(re.findall(r"\d+", numbers)[:: len(others)])
        return (
            f'{before}<details class="cites"><summary>{ends}</summary>{"".join([first, *others])}</details>'
        )

    return _CITED.sub(put, _BOLD.sub(r"<strong>\1</strong>", escape(text)))
