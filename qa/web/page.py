"""The chat's page of one language, as a Gradio app."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.web.api import add_api
from qa.web.chat_tab import ChatTab
from qa.web.conversation import ConversationView
from qa.web.desk import Assistant, Desk
from qa.web.feedback import FeedbackStore, Given
from qa.web.options import PageOptions
from qa.web.reports import Reports
from qa.web.silence import Contacts, Searched
from qa.web.sources import SourceBook
from qa.web.texts import LANGUAGES, load_texts


def build_page(
    assistant: Assistant, settings: Any = None, language: str = LANGUAGES[0], given: Given | None = None
) -> gr.Blocks:
    """The page as gr.Blocks; `create_app` puts it behind its document, with theme and assets.

    `settings` is any object with attributes of `PageOptions`; what it lacks keeps its default.
    `given` are the answers that feedback is taken on, of all languages' pages together.
    """
    texts = load_texts(language)
    options = PageOptions.of(settings)
    reports = Reports.of(assistant)
    book = SourceBook.of(assistant.report, assistant.passages, others=reports.book)
    contacts = Contacts.load(assistant.passages)
    desk = Desk(assistant, options, FeedbackStore(options.feedback_file), texts, given or Given())
    title = texts("page.title", report=texts.report(assistant.report.id))
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as blocks:
        searched = Searched.of(assistant.find_words, assistant.passages)
        ChatTab(desk, ConversationView(book, texts, contacts, reports, searched)).build()
        if language == LANGUAGES[0]:
            add_api(assistant, options)
    # Who waits for whom is settled where the work is done, by client; here nobody waits in line.
    blocks.queue(max_size=options.queue_size, default_concurrency_limit=None)
    return blocks
