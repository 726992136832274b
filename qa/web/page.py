"""The chat's page of one language, as a Gradio app."""

from __future__ import annotations

import gradio as gr

from qa.web.api import add_api
from qa.web.chat_tab import ChatTab
from qa.web.conversation import ConversationView
from qa.web.desk import Desk
from qa.web.texts import LANGUAGES


def build_page(desk: Desk, view: ConversationView) -> gr.Blocks:
    """The page as gr.Blocks; `create_app` puts it behind its document, with theme and assets."""
    assistant, settings, texts = desk.assistant, desk.settings, view.texts
    title = texts("page.title", report=texts.report(assistant.report.id))
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as blocks:
        ChatTab(desk, view).build()
        if texts.language == LANGUAGES[0]:
            add_api(assistant, settings)
    # Who waits for whom is settled where the work is done, by client; here nobody waits in line.
    blocks.queue(max_size=settings.queue_size, default_concurrency_limit=None)
    return blocks
