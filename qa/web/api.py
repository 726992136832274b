"""The endpoint `ask`, for gradio_client, plain HTTP and, where the package `mcp` is installed, MCP."""

from __future__ import annotations

from typing import Any

import gradio as gr

from qa.errors import AssistantError
from qa.web.desk import Assistant, refuse
from qa.web.options import PageOptions
from qa.web.texts import Texts


def add_api(assistant: Assistant, options: PageOptions, texts: Texts) -> None:
    """Add the endpoint to the current gr.Blocks."""

    def ask(question: str, department: str = "", history: list[str] | None = None) -> dict[str, Any]:
        """Answer a question about the city government's annual performance report, with citations.

        The report is in Traditional Chinese; questions may be in Chinese or English. Every figure of the
        answer stands in a cited passage; status is "not_found" when the report does not say.

        Args:
            question: The question, at most a few hundred characters.
            department: Search only this department (its Chinese name as printed); empty for all.
            history: Earlier questions of the conversation, oldest first, that this one may refer to.
        """
        if problem := refuse(question, options, texts):
            raise gr.Error(problem, print_exception=False)
        try:
            answer = assistant.ask(question, history=tuple(history or ()), department=department or None)
        except AssistantError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.to_dict()

    # Unqueued, as Gradio's MCP would else ask itself over HTTP at whatever host the first caller names.
    gr.api(ask, api_name="ask", queue=False)
