"""What the report says twice and differently, both places side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import gradio as gr

from corpus.contradictions.finding import Contradiction
from corpus.model import Passage
from qa.web.desk import Assistant
from qa.web.markup import block, element, escape
from qa.web.parts import as_block, show_html
from qa.web.sources import Range, SourceBook, cite_passage
from qa.web.texts import Texts

_LONGEST = 40  # characters of values in a heading; what else there is, is marked in the passage


def build_contradictions(assistant: Assistant, book: SourceBook, texts: Texts, tab: gr.Tab) -> None:
    """Create the tab's component inside the current gr.Blocks; it is filled when the tab is first opened."""
    shown = show_html("", elem_id="contradictions")
    made = as_block(contradictions_html(assistant.contradictions, assistant.passages, book, texts))
    tab.select(lambda: made, None, [shown], show_progress="hidden", queue=False, api_visibility="private")


def contradictions_html(
    contradictions: Sequence[Contradiction], passages: Sequence[Passage], book: SourceBook, texts: Texts
) -> str:
    """All contradictions, each with a card for every passage that it was found in."""
    intro = f'<p class="intro">{escape(texts("contradictions.intro"))}</p>'
    if not contradictions:
        return block(intro, f'<p class="count">{escape(texts("contradictions.none"))}</p>')
    count = f'<p class="count">{escape(texts("contradictions.count", count=len(contradictions)))}</p>'
    by_id = {passage.id: passage for passage in passages}
    return block(intro, count, *(_contradiction(one, by_id, book, texts) for one in contradictions))


def _contradiction(
    one: Contradiction, passages: Mapping[str, Passage], book: SourceBook, texts: Texts
) -> str:
    sides = "".join(
        _side(n, found, passages[identifier], book, texts)
        for n, (identifier, found) in enumerate(gather_places(one).items(), start=1)
        if identifier in passages
    )
    title = element("h3", escape(one.what))
    return element("section", title + element("div", sides, "sides"), "conflict")


def _side(
    n: int, found: Sequence[tuple[str, Range]], passage: Passage, book: SourceBook, texts: Texts
) -> str:
    values = "、".join(dict.fromkeys(value for value, _ in found))
    values = values if len(values) <= _LONGEST else found[0][0]
    label = element("span", escape(texts("contradictions.place", n=n)))
    place = " › ".join(part for part in (passage.department, str(passage.section), *passage.path) if part)
    citation = cite_passage(passage, n, values if values in passage.text else "")
    body = book.body(citation, texts, marks=[marked for _, marked in found])
    parts = element("h4", f"{label} {escape(values)}"), element("p", escape(place), "place")
    return element("div", "".join(parts) + element("div", body, "source-body"), "side")


def gather_places(one: Contradiction) -> dict[str, list[tuple[str, Range]]]:
    """The values of a contradiction with their stretches, by the passage that prints them."""
    gathered: dict[str, list[tuple[str, Range]]] = {}
    for value, (identifier, start, end) in zip(one.values, one.places, strict=False):
        gathered.setdefault(identifier, []).append((value, (start, end)))
    return gathered
