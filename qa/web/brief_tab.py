"""The briefing for council staff: made from the report, shown with its sources, edited, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from corpus.bundled import vocabulary_folder
from corpus.model import Passage
from index.vocabulary import load_vocabulary
from qa.brief.briefing import SOURCES_TITLE, Brief, build_brief
from qa.web.desk import Assistant
from qa.web.downloads import write_bytes, write_text
from qa.web.markup import block, escape, render
from qa.web.parts import as_block, show_html
from qa.web.sources import SourceBook, cite_passage, marker
from qa.web.texts import Texts
from qa.web.word import word_bytes

LONGEST = 60_000
"""Characters of a briefing that can be edited; one of a large department has about a third of it."""


class BriefTab:
    """Lays out the tab and wires its events; `delivery` is the page's hidden file component."""

    def __init__(self, assistant: Assistant, book: SourceBook, texts: Texts, delivery: gr.File) -> None:
        self.assistant = assistant
        self.vocabulary = load_vocabulary(vocabulary_folder())
        self.passages = {passage.id: passage for passage in assistant.passages}
        self.book = book
        self.texts = texts
        self.delivery = delivery
        self.parts: dict[str, Any] = {}

    def build(self) -> None:
        """Create the components inside the current gr.Blocks."""
        texts, p = self.texts, self.parts
        show_html(f'<p class="intro">{escape(texts("brief.intro"))}</p>')
        with gr.Row(elem_id="brief-form", equal_height=True):
            p["department"] = gr.Dropdown(
                [(texts("brief.none"), ""), *self.assistant.departments],
                value="",
                label=texts("brief.department"),
                elem_id="brief-department",
            )
            p["topic"] = gr.Textbox(
                label=texts("brief.topic"),
                placeholder=texts("brief.topic_placeholder"),
                elem_id="brief-topic",
                max_lines=1,
                max_length=60,
            )
            p["make"] = gr.Button(texts("brief.make"), variant="primary", elem_id="brief-make", scale=0)
        with gr.Column(visible=False, elem_id="brief-result") as p["result"]:
            with gr.Row(elem_id="brief-tools"):
                p["word"] = gr.Button(texts("brief.word"), elem_id="brief-word", size="sm", scale=0)
                p["markdown"] = gr.Button(
                    texts("brief.markdown"), elem_id="brief-markdown", size="sm", scale=0
                )
            with gr.Accordion(texts("brief.edit"), open=False, elem_id="brief-edit"):
                p["text"] = gr.Textbox(
                    label=texts("brief.edit_label"),
                    lines=16,
                    max_lines=24,
                    max_length=LONGEST,
                    elem_id="brief-text",
                )
        p["preview"] = show_html("", elem_id="brief-preview")
        p["cited"] = gr.State(())
        self._wire()

    def _wire(self) -> None:
        p = self.parts
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        made = [p["result"], p["text"], p["preview"], p["cited"]]
        gr.on([p["make"].click, p["topic"].submit], self._make, [p["department"], p["topic"]], made, **quiet)
        p["text"].change(
            self._edited,
            [p["text"], p["cited"]],
            [p["preview"]],
            trigger_mode="always_last",
            queue=False,
            **quiet,
        )
        p["word"].click(self._word, [p["text"]], [self.delivery], **quiet)
        p["markdown"].click(self._markdown, [p["text"]], [self.delivery], **quiet)

    def _make(self, department: str, topic: str) -> tuple:
        """Result, text, preview and the ids of the cited passages."""
        department, topic = department or "", topic.strip()
        if not department and not topic:
            return self._nothing(self.texts("brief.empty"))
        brief = build_brief(
            self.assistant.report,
            self.assistant.passages,
            self.assistant.contradictions,
            department,
            topic,
            self.vocabulary.expand,
        )
        if brief is None:
            return self._nothing(self.texts("brief.nothing", topic=topic or department))
        text = self._write(brief)
        cited = tuple(passage.id for passage in brief.sources)
        return gr.update(visible=True), text, self._preview(text, cited), cited

    def _write(self, brief: Brief) -> str:
        from qa.web.texts import LANGUAGES, load_texts

        chinese = load_texts(LANGUAGES[0])  # a briefing is in the report's language on either page
        return brief.to_markdown(lambda passage: self.book.place(cite_passage(passage, 0), chinese))

    def _nothing(self, message: str) -> tuple:
        notice = as_block(f'<p class="notice" role="status">{escape(message)}</p>')
        return gr.update(visible=False), "", notice, ()

    def _edited(self, text: str, cited: Sequence[str]) -> Any:
        return self._preview(text, cited) if text.strip() else gr.skip()

    def _preview(self, text: str, cited: Sequence[str]) -> str:
        """The text with [n] opening its card; the list of sources is replaced by the cards."""
        passages = {n: self.passages[one] for n, one in enumerate(cited, start=1) if one in self.passages}
        body = text.split(f"\n## {SOURCES_TITLE}", 1)[0]

        def cite(n: int) -> str | None:
            if n not in passages:
                return None
            return marker(cite_passage(passages[n], n), f"brief-{n}", self.texts)

        cards = "".join(self._card(n, passage) for n, passage in passages.items())
        sources = f'<div class="sources"><h4>{escape(self.texts("answer.sources"))}</h4>{cards}</div>'
        return as_block(block(f'<div class="brief">{render(body, cite)}</div>', sources if cards else ""))

    def _card(self, n: int, passage: Passage) -> str:
        return self.book.card(cite_passage(passage, n), f"brief-{n}", self.texts)

    def _word(self, text: str) -> Iterator[str | None]:
        yield None
        yield write_bytes(word_bytes(text[:LONGEST]), self._name(text), "docx")

    def _markdown(self, text: str) -> Iterator[str | None]:
        yield None
        yield write_text(text[:LONGEST], self._name(text), "md")

    def _name(self, text: str) -> str:
        """The file's name: the briefing's title."""
        return text.split("\n", 1)[0].lstrip("# ") or self.texts("brief.file")
