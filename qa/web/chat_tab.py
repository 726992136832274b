"""The chat: question box, department filter, streaming answers with their sources, and what follows them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from qa.web.conversation import ConversationView
from qa.web.desk import Desk
from qa.web.examples import choose_examples, examples_html
from qa.web.running import Runs
from qa.web.turns import State, Turn, keep, recall

MOST_HISTORY = 900_000  # characters of a conversation as JSON; a body of more than 1 MiB is refused
MOST_SHARED = 8
"""Questions of an address that are asked one after the other."""


@dataclass(repr=False)
class ChatTab:
    """Lays out the tab and wires its events; all state is in the browser."""

    desk: Desk
    view: ConversationView
    parts: dict[str, Any] = field(default_factory=dict)
    runs: Runs = field(default_factory=Runs)

    def build(self) -> None:
        """Create the components inside the current gr.Blocks."""
        texts, assistant = self.view.texts, self.desk.assistant
        chosen = choose_examples(assistant, texts)
        self.parts = parts = {
            "thread": gr.Chatbot(
                elem_id="thread",
                show_label=False,
                container=False,
                height=None,
                autoscroll=False,
                buttons=[],
                sanitize_html=True,
                latex_delimiters=[],
                line_breaks=False,
                allow_file_downloads=False,
                group_consecutive_messages=False,
                feedback_options=None,
                layout="panel",
                placeholder=examples_html(
                    chosen, assistant.report, texts, [str(one.id) for one in self.view.reports.others]
                ),
            ),
        }
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="composer-row", equal_height=False):
                parts["question"] = gr.Textbox(
                    label=texts("chat.question"),
                    placeholder=texts("chat.placeholder"),
                    elem_id="question",
                    container=False,
                    show_label=False,
                    lines=1,
                    max_lines=5,
                    max_length=5000,
                    scale=1,
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
                )
                parts["send"] = gr.Button(
                    texts("chat.send"), variant="primary", elem_id="send", scale=0, min_width=80
                )
                parts["stop"] = gr.Button(
                    texts("chat.stop"),
                    variant="secondary",
                    elem_id="stop",
                    scale=0,
                    min_width=80,
                    visible=False,
                )
            with gr.Row(elem_id="composer-foot"):
                if entries := self.view.reports.entries:
                    choices = [(texts("chat.any_report"), ""), *((str(one.id), one.name) for one in entries)]
                    parts["report"] = _build_choice(texts("nav.reports"), "report-choice", choices)
                everywhere = (texts("chat.all_departments"), "")
                choices = [everywhere, *map(self._named, assistant.departments)]
                parts["department"] = _build_choice(texts("row.department"), "department", choices)
                for name in ("clear", "export"):  # what they do, the script does
                    gr.Button(texts(f"chat.{name}"), elem_id=name, elem_classes="quiet", scale=0, size="sm")
        # The browser keeps the conversations, and its script hands over the one that is shown as JSON, with
        # the query of the address; so two tabs have two conversations.
        parts["history"] = gr.Textbox("[]", visible="hidden", elem_id="history", max_length=MOST_HISTORY)
        parts["opened"] = gr.Textbox("", visible="hidden", elem_id="opened")
        parts["open"] = gr.Button("", visible="hidden", elem_id="open")
        # Which earlier question is edited, and what an answer's button asks for.
        parts["editing"] = gr.Textbox("", visible="hidden", elem_id="editing")
        parts["action"] = gr.Textbox("", visible="hidden", elem_id="action")
        parts["act"] = gr.Button("", visible="hidden", elem_id="act")
        self._wire()

    def _named(self, department: str) -> tuple[str, str]:
        """A department as the list shows it: on the English page with its usual English name."""
        called = self.view.texts.department(department)
        return (called if called == department else f"{called} ({department})", department)

    def _wire(self) -> None:
        p = self.parts
        outputs = [p["thread"], p["history"], p["question"], p["editing"], p["send"], p["stop"]]
        choice = [p["report"]] if "report" in p else []
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # What a lost network swallowed must not block what comes next; the script holds back a question
        # that is sent while one is being answered.
        running = {
            "concurrency_id": "ask",
            "concurrency_limit": None,
            "trigger_mode": "multiple",
            **quiet,
        }
        gr.on(
            [p["question"].submit, p["send"].click],
            self._ask,
            [p["question"], p["department"], p["history"], p["editing"], *choice],
            outputs,
            **running,
        )
        p["act"].click(self._act, [p["action"], p["history"]], outputs, **running)
        p["open"].click(
            self._open, [p["history"], p["opened"]], [*outputs, p["department"], *choice], **running
        )
        p["stop"].click(self._stop, None, None, queue=False, **quiet)

    def _ask(
        self,
        question: str,
        department: str,
        stored: Any,
        editing: str,
        report: str = "",
        request: gr.Request = None,
    ) -> Iterator[tuple]:
        """Answer what was typed; `editing` names the turn that it replaces."""
        turns = recall(stored)
        for place, turn in enumerate(turns):
            if turn.id == editing:
                turns = turns[:place]
                break
        yield from self._stream(turns, question, department or None, report or None, request, typed=True)

    def _act(self, action: str, stored: Any, request: gr.Request) -> Iterator[tuple]:
        """Do what a button of an answer asks for: ask again, alone or not, or note what the user thinks."""
        turns = recall(stored)
        verb, _, rest = action.partition(" ")
        turn_id, _, more = rest.partition(" ")
        place = next((place for place, turn in enumerate(turns) if turn.id == turn_id), None)
        if place is None:
            yield self._show(turns)
        elif verb in ("retry", "alone"):
            again = turns[place]
            yield from self._stream(
                turns[:place], again.question, again.department, again.report, request, alone=verb == "alone"
            )
        else:
            noted = self._note(verb, turns[place], more)
            yield self._show((*turns[:place], noted, *turns[place + 1 :]))

    def _note(self, verb: str, turn: Turn, more: str) -> Turn:
        """A turn with what the user thinks of it: a verdict, a remark on it, or neither any more.

        Where it cannot be stored the turn says so.
        """
        if verb == "undo":
            self.desk.forget(turn)
            return turn.with_(verdict="", message="")
        comment = more.strip() if verb == "comment" else ""
        if verb != "verdict" and not comment:
            return turn
        verdict = turn.verdict if comment else more
        if self.desk.note(turn, verdict, comment):
            return turn.with_(verdict=verdict, message="")
        return turn.with_(message=self.view.texts("answer.not_noted"))

    def _open(self, stored: Any, opened: str, request: gr.Request) -> Iterator[tuple]:
        """Show the kept conversation, and ask the questions of a shared address one after the other."""
        turns = recall(stored)
        query = parse_qs(opened.removeprefix("?"))
        department = query.get("department", [""])[-1].strip()
        department = department if department in self.desk.assistant.departments else ""
        report = query.get("report", [""])[-1].strip()
        known = [entry.name for entry in self.view.reports.entries]
        report = report if report in known else ""
        chosen = (department, report) if known else (department,)
        questions = [one for one in map(str.strip, query.get("q", ())) if one][:MOST_SHARED]
        if [(turn.question, turn.department or "") for turn in turns][-len(questions) :] == [
            (question, department) for question in questions
        ]:
            questions = []  # the page was only loaded again
        if not questions:
            yield (*self._show(turns), *chosen)
        for question in questions:
            for shown in self._stream(turns, question, department or None, report or None, request):
                yield (*shown, *chosen)
            turns = recall(shown[1])

    def _stop(self, request: gr.Request) -> None:
        self.runs.stop(request.session_hash or "")

    def _stream(
        self,
        turns: tuple[Turn, ...],
        question: str,
        department: str | None,
        report: str | None,
        request: gr.Request,
        typed: bool = False,
        alone: bool = False,
    ) -> Iterator[tuple]:
        """The conversation as it grows; the browser's copy is written once, at the end.

        `typed`: the question came from the box, which is emptied; otherwise a draft in it stays.
        `alone`: what was asked before is not told to the assistant.
        """
        if not question.strip():
            yield self._show(turns)
            return
        # Question box and note on editing are reset once: what comes later must not wipe a new draft.
        reset: tuple[Any, Any] = ("", "") if typed else (gr.skip(), gr.skip())
        grown, shown = turns, self.view.messages(turns)
        with self.runs.start(request.session_hash or "") as stop:
            for turn in self.desk.answer(question, () if alone else turns, department, stop, report):
                grown = (*turns, turn)
                if turn.state is State.ASKING:
                    buttons = gr.update(visible=False), gr.update(visible=True)
                    yield [*shown, *self.view.exchange(turn, turns)], gr.skip(), *reset, *buttons
                    reset = gr.skip(), gr.skip()
        yield self._show(grown)

    def _show(self, turns: tuple[Turn, ...]) -> tuple:
        """Outputs for a conversation at rest."""
        buttons = gr.update(visible=True), gr.update(visible=False)
        return (
            self.view.messages(turns),
            json.dumps(keep(turns), ensure_ascii=False),
            gr.skip(),
            gr.skip(),
            *buttons,
        )


def _build_choice(label: str, identifier: str, choices: Sequence[tuple[str, str]]) -> gr.Dropdown:
    """A small list under the box for questions; its first choice narrows nothing."""
    return gr.Dropdown(
        choices,
        value="",
        label=label,
        elem_id=identifier,
        container=False,
        show_label=False,
        scale=0,
        min_width=150,
    )
