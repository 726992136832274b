"""A conversation as chat messages: the question, the answer with its sources, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.answer import Answer, Citation, Status
from qa.web.markup import block, button, clean, element, escape, render
from qa.web.sources import SourceBook, marker
from qa.web.texts import Texts
from qa.web.turns import State, Turn

VERDICTS = ("right", "wrong_figure", "wrong_source", "not_in_report")
"""What users may say of an answer, as stored."""
_SHOWN_SOURCES = 4  # more of them stand behind one line, so that an answer over many rows stays short


@dataclass(frozen=True)
class ConversationView:
    """Shows turns in one language, as messages of a gr.Chatbot."""

    book: SourceBook
    texts: Texts

    def messages(self, turns: Iterable[Turn]) -> list[dict[str, str]]:
        """Two messages a turn: what was asked and what came."""
        return [
            message
            for turn in turns
            for message in (
                {"role": "user", "content": self.question(turn)},
                {"role": "assistant", "content": self.reply(turn)},
            )
        ]

    def question(self, turn: Turn) -> str:
        texts = self.texts
        return block(
            f'<div class="asked" id="asked-{turn.id}">',
            element("h3", escape(texts("chat.you")), "hidden-text"),
            element("span", escape(turn.department), "within") if turn.department else "",
            element("p", escape(turn.question), "asked-text"),
            button("edit", turn.id, escape(texts("chat.edit")), "quiet", texts("chat.edit_label")),
            "</div>",
        )

    def reply(self, turn: Turn) -> str:
        texts, answer = self.texts, turn.answer
        parts = [f'<h3 class="hidden-text">{escape(texts("chat.answer"))}</h3>']
        if turn.state is State.ASKING and answer is None:
            parts.append(f'<p class="asking"><span class="dots"></span>{escape(texts("chat.asking"))}</p>')
        elif turn.state is State.STOPPED:
            parts.append(self._notice(texts("chat.stopped" if answer else "chat.stopped_empty")))
        elif turn.message:
            parts.append(self._notice(turn.message))
        if answer:
            parts.append(self._answer(turn, answer))
        if turn.state is not State.ASKING:
            parts.append(self._tools(turn))
        return block(f'<div class="reply {turn.state}" id="reply-{turn.id}">', *parts, "</div>")

    def _answer(self, turn: Turn, answer: Answer) -> str:
        texts = self.texts
        cards = {citation.n: f"{turn.id}-{citation.n}" for citation in answer.citations}
        cited = {citation.n: citation for citation in answer.citations}

        def cite(n: int) -> str | None:
            return marker(cited[n], cards[n], texts) if n in cited else None

        parts = []
        if answer.notice:
            parts.append(self._notice(answer.notice))
        if answer.status is not Status.ANSWERED:
            parts.append(f'<p class="verdict-title">{escape(texts(f"answer.{answer.status}"))}</p>')
        parts.append(f'<div class="answer-text">{render(answer.answer, cite)}</div>')
        if answer.missing and answer.status is Status.ANSWERED:
            missing = "、".join(answer.missing)
            parts.append(f'<p class="missing">{escape(texts("answer.missing", items=missing))}</p>')
        if turn.state is State.ASKING:
            return f'<div class="{answer.status}">{"".join(parts)}</div>'
        if answer.status is Status.NOT_FOUND and (departments := departments_to_call(turn, answer)):
            parts.append(
                f'<p class="call">{escape(texts("answer.call", departments="、".join(departments)))}</p>'
            )
        parts.append(self._sources(answer, cards))
        parts.append(f'<p class="basis">{self._basis(turn, answer)}</p>')
        parts.append(self._suggestions(answer))
        return f'<div class="{answer.status}">{"".join(parts)}</div>'

    def _sources(self, answer: Answer, cards: dict[int, str]) -> str:
        if not answer.citations:
            return ""
        title = self.texts("answer.sources" if answer.status is Status.ANSWERED else "answer.near")
        made = [self.book.card(citation, cards[citation.n], self.texts) for citation in answer.citations]
        shown, rest = made[:_SHOWN_SOURCES], made[_SHOWN_SOURCES:]
        if len(rest) == 1:
            shown, rest = made, []
        more = ""
        if rest:
            summary = element("summary", f"{escape(title)} +{len(rest)}")
            more = element("details", summary + "".join(rest), "more")
        return f'<div class="sources"><h4>{escape(title)}</h4>{"".join(shown)}{more}</div>'

    def _basis(self, turn: Turn, answer: Answer) -> str:
        """What the answer rests on, in one line."""
        texts = self.texts
        facts = [texts(f"answer.route_{answer.route}")] if answer.status is Status.ANSWERED else []
        if turn.department:
            facts.append(texts("answer.within", department=turn.department))
        if answer.understood:
            facts.append(texts("answer.understood", text=answer.understood))
        if answer.report:
            facts.append(answer.report)
        facts.append(texts("answer.seconds", seconds=f"{answer.seconds:.2f}"))
        return f"{escape(texts('answer.basis'))} {escape(' · '.join(facts))}"

    def _suggestions(self, answer: Answer) -> str:
        if not answer.suggestions:
            return ""
        chips = "".join(button("ask", text, escape(text), "chip") for text in answer.suggestions)
        return f'<div class="chips"><h4>{escape(self.texts("answer.suggestions"))}</h4>{chips}</div>'

    def _tools(self, turn: Turn) -> str:
        texts = self.texts
        parts = [
            button("retry", turn.id, escape(texts("chat.retry")), "quiet"),
            button("share", _address(turn), escape(texts("chat.share")), "quiet"),
        ]
        if turn.answer and turn.verdict in VERDICTS:
            thanks = texts("answer.thanks", verdict=texts(f"answer.{turn.verdict}"))
            parts.append(f'<span class="verdict" role="status">{escape(thanks)}</span>')
        elif turn.answer:
            choices = "".join(
                button("verdict", f"{turn.id} {verdict}", escape(texts(f"answer.{verdict}")), "quiet")
                for verdict in VERDICTS
            )
            parts.append(
                f'<span class="verdict"><span>{escape(texts("answer.verdict"))}</span>{choices}</span>'
            )
        return f'<div class="tools">{"".join(parts)}</div>'

    @staticmethod
    def _notice(text: str) -> str:
        return f'<p class="notice">{escape(text)}</p>'


def departments_to_call(turn: Turn, answer: Answer) -> list[str]:
    """Whom a citizen may ask when the report has no answer: the one filtered by, else those nearby."""
    if turn.department:
        return [turn.department]
    return list(dict.fromkeys(citation.department for citation in answer.citations))[:2]


def as_markdown(turns: Iterable[Turn], book: SourceBook, texts: Texts) -> str:
    """A conversation as a Markdown file, each answer with its citations written out."""
    parts = []
    for turn in turns:
        parts.append(f"## {clean(turn.question)}")
        if turn.answer is None:
            parts.append(turn.message or texts("chat.stopped_empty"))
            continue
        parts.append(clean(turn.answer.answer))
        parts += [_source_line(citation, book, texts) for citation in turn.answer.citations]
        parts.append(turn.answer.report)
    return "\n\n".join(part for part in parts if part) + "\n"


def _source_line(citation: Citation, book: SourceBook, texts: Texts) -> str:
    return f"[{citation.n}] {clean(book.cite(citation, texts))}"


def _address(turn: Turn) -> str:
    """The query of the address that opens with this question."""
    from urllib.parse import urlencode

    asked = {"q": turn.question} | ({"department": turn.department} if turn.department else {})
    return "?" + urlencode(asked)
