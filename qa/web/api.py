"""The endpoint `ask` for gradio_client and plain HTTP; MCP's tool of that name calls the same function."""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr

from qa.errors import AssistantError, QuestionError
from qa.library.choosing import report_option
from qa.settings import Settings
from qa.web.desk import Assistant, refuse
from qa.web.refusing import texts_for
from qa.web.texts import Texts

log = logging.getLogger(__name__)

DESCRIPTION = """Answer a question about the city government's annual performance report, with citations.

The report is in Traditional Chinese; questions may be in Chinese or English. Every figure of the
answer stands in a cited passage; status is "not_found" when the report does not say."""


def call_assistant(
    assistant: Assistant,
    settings: Settings,
    texts: Texts,
    question: Any,
    department: Any = None,
    history: Any = None,
    report: Any = None,
) -> dict[str, Any]:
    """The JSON of an answer; raises AssistantError for whatever the caller can mend, types included."""
    if isinstance(question, str) and (problem := refuse(question, settings, texts)):
        raise QuestionError(problem, problem)
    department = None if department == "" else department
    chosen = report_option(assistant, report)
    return assistant.ask(question, () if history is None else history, department, **chosen).to_dict()


def add_api(assistant: Assistant, settings: Settings) -> None:
    """Add the endpoint to the current gr.Blocks."""

    def answer(request: gr.Request, *given: Any) -> dict[str, Any]:
        texts = texts_for(request.request.scope)
        try:
            return call_assistant(assistant, settings, texts, *given)
        except AssistantError as error:
            raise _told(error.text(texts.language), texts) from error
        except Exception as error:
            log.exception("A call of the API failed.")
            raise _told(texts("error.failed"), texts) from error

    def ask(
        question: Any, department: Any = "", history: Any = None, request: gr.Request = None
    ) -> dict[str, Any]:
        return answer(request, question, department, history)

    def ask_report(
        question: Any, report: Any, department: Any = "", history: Any = None, request: gr.Request = None
    ) -> dict[str, Any]:
        return answer(request, question, department, history, report)

    ask.__doc__ = DESCRIPTION
    gr.api(ask, api_name="ask", concurrency_limit=None)
    if hasattr(assistant, "reports"):
        # A function of its own: calls by position must not break when a second report is added.
        ask_report.__doc__ = f"{DESCRIPTION}\n\n`report` is asked where the question names no year and city."
        gr.api(ask_report, api_name="ask_report", concurrency_limit=None)


def _told(sentence: str, texts: Texts) -> gr.Error:
    return gr.Error(sentence, title=texts("error.title"), print_exception=False)
