"""What the report says twice and differently, both places side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import gradio as gr

from corpus.model import Passage
from qa.web.desk import Assistant
from qa.web.markup import block, escape
from qa.web.parts import as_block, show_html
from qa.web.sources import SourceBook, cite_passage
from qa.web.texts import Texts


def build_contradictions(assistant: Assistant, book: SourceBook, texts: Texts, tab: gr.Tab) -> None:
    """Create the tab's component inside the current gr.Blocks; it is filled when the tab is first opened."""
    shown = show_html("", elem_id="contradictions")
    made = as_block(contradictions_html(assistant.contradictions, assistant.passages, book, texts))
    tab.select(lambda: made, None, [shown], show_progress="hidden", queue=False, api_visibility="private")


def contradictions_html(
    contradictions: Sequence[Any], passages: Sequence[Passage], book: SourceBook, texts: Texts
) -> str:
    """All contradictions (`what`, `values`, `lines`), each with a card for every place."""
    intro = f'<p class="intro">{escape(texts("contradictions.intro"))}</p>'
    if not contradictions:
        return block(intro, f'<p class="count">{escape(texts("contradictions.none"))}</p>')
    count = f'<p class="count">{escape(texts("contradictions.count", count=len(contradictions)))}</p>'
    return block(intro, count, *(_contradiction(one, passages, book, texts) for one in contradictions))


def _contradiction(one: Any, passages: Sequence[Passage], book: SourceBook, texts: Texts) -> str:
    places = "".join(
        _place(n, str(value), passage, book, texts)
        for n, (value, passage) in enumerate(find_places(one.values, one.lines, passages), start=1)
    )
    return f'<section class="conflict"><h3>{escape(one.what)}</h3><div class="sides">{places}</div></section>'


def _place(n: int, value: str, passage: Passage | None, book: SourceBook, texts: Texts) -> str:
    title = f"<h4><span>{escape(texts('contradictions.place', n=n))}</span> {escape(value)}</h4>"
    if passage is None:
        return f'<div class="side">{title}</div>'
    citation = cite_passage(passage, n, value if value in passage.text else "")
    place = " › ".join(part for part in (passage.department, str(passage.section), *passage.path) if part)
    return (
        f'<div class="side">{title}<p class="place">{escape(place)}</p>'
        f'<div class="source-body">{book.body(citation, texts)}</div></div>'
    )


def find_places(
    values: Sequence[Any], lines: Sequence[Any], passages: Iterable[Passage]
) -> list[tuple[str, Passage | None]]:
    """Each value with the passage that prints it on its line; None where a line stands in no passage."""
    found = []
    for place, line in enumerate(lines):
        first, last = line if isinstance(line, Sequence) else (line, line)
        value = str(values[min(place, len(values) - 1)]) if values else ""
        here = [passage for passage in passages if passage.lines[0] <= last and first <= passage.lines[1]]
        with_value = [passage for passage in here if value in passage.text]
        found.append((value, next(iter(with_value or here), None)))
    return found
