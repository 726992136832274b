"""A conversation as chat messages: the question, the answer with its sources, and what can be done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from corpus.model import Indicator
from qa.answer import Answer, Route, Status
from qa.understand.question import find_language
from qa.web.layout import lay_out
from qa.web.markup import block, button, element, escape, render
from qa.web.reports import Reports
from qa.web.rows import band_of
from qa.web.silence import Contacts, Searched, near_of, ways_on
from qa.web.sources import SourceBook, marker
from qa.web.taking import copy_of
from qa.web.texts import LANGUAGES, Texts, load_texts
from qa.web.turns import COLLECTED, State, Turn, chain_of

VERDICTS = ("right", "wrong_figure", "wrong_source", "off_topic", "not_in_report")
"""What users may say of an answer, as stored."""
_SHOWN_SOURCES = 4  # more of them stand behind one line, so that an answer over many rows stays short
_MOST_CHIPS, _MOST_FIGURES = 3, 4
_LEAST = 10  # smaller figures are mostly ages and numbers of places
UNDERSTOOD = 40  # characters of how a question was understood: its end, in which the newest one stands
_ALIKE = 0.6  # share of a suggestion's pairs of characters that the question has: the same in other words


@dataclass(frozen=True)
class ConversationView:
    """Shows turns in one language, as messages of a gr.Chatbot."""

    book: SourceBook
    texts: Texts
    contacts: Contacts = field(default_factory=Contacts)
    reports: Reports = field(default_factory=Reports)
    searched: Searched = field(default_factory=Searched)

    def messages(self, turns: Iterable[Turn]) -> list[dict[str, str]]:
        """Two messages a turn: what was asked and what came."""
        turns = tuple(turns)
        pairs = (self.exchange(turn, turns[:place]) for place, turn in enumerate(turns))
        return [message for pair in pairs for message in pair]

    def exchange(self, turn: Turn, earlier: Sequence[Turn]) -> list[dict[str, str]]:
        """The two messages of a turn that comes after earlier ones."""
        reply = self._speaking(turn, earlier).reply(turn, earlier)
        return [{"role": "user", "content": self.question(turn)}, {"role": "assistant", "content": reply}]

    def _speaking(self, turn: Turn, earlier: Sequence[Turn]) -> ConversationView:
        """Whoever asks in English on the Chinese page reads English around the answer, too."""
        before = earlier[-1].question if earlier else ""
        english = self.texts.language == LANGUAGES[0] and find_language(turn.question, before) == "en"
        return replace(self, texts=load_texts("en")) if english else self

    def question(self, turn: Turn) -> str:
        texts = self.texts
        named = (self.reports.called(turn.report), turn.department)
        return block(
            f'<div class="asked" id="asked-{turn.id}">',
            element("h2", escape(texts("chat.you")), "hidden-text"),
            "".join(element("span", escape(one), "within") for one in named if one),
            element("p", escape(turn.question), "asked-text"),
            button("edit", turn.id, escape(texts("chat.edit")), "quiet", texts("chat.edit_label")),
            "</div>",
        )

    def reply(self, turn: Turn, earlier: Sequence[Turn] = ()) -> str:
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
            parts.append(self._tools(turn, earlier))
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
        parts.append(self._reading(turn, answer))
        if headline := self._headline(answer):
            parts.append(f'<p class="verdict-title">{escape(headline)}</p>')
        text, rows = answer.answer, ""
        if turn.state is not State.ASKING:
            rows_of = [(citation, self.book.row(citation)) for citation in answer.citations]
            text, rows = lay_out(answer, rows_of, cards, self._texts(answer))
        parts.append(f'<div class="answer-text">{render(text, cite)}</div>')
        if gloss := self._gloss(answer):
            parts.append(f'<p class="gloss">{escape(gloss)}</p>')
        if answer.missing and answer.status is Status.ANSWERED:
            missing = "、".join(answer.missing)
            parts.append(f'<p class="missing">{escape(texts("answer.missing", items=missing))}</p>')
        if turn.state is State.ASKING:
            return f'<div class="{answer.status}">{"".join(parts)}</div>'
        parts.append(rows)
        suggested = self._suggestions(turn, answer)
        if answer.status is Status.CLARIFY:
            parts.append(suggested)  # what to choose from
        if answer.status in (Status.NOT_FOUND, Status.CLARIFY):
            search = self.searched.words_of(answer.asked or turn.question)
            known = self.book.departments
            parts.append(ways_on(turn, answer, known, self.contacts, self._texts(answer), search))
        parts.append(self._sources(answer, cards))
        if answer.status is not Status.CHAT:
            parts.append(self._basis(turn, answer))
        if answer.status is not Status.CLARIFY:
            parts.append(suggested)
        return f'<div class="{answer.status}">{"".join(parts)}</div>'

    def _reading(self, turn: Turn, answer: Answer) -> str:
        """How a question was understood that an earlier one completed, and the way out of that."""
        parts = ""
        if answer.asked:
            alone = button(
                "alone",
                turn.id,
                escape(self.texts("chat.alone")),
                "quiet",
                self.texts("chat.alone_label"),
            )
            told = escape(self.texts("answer.understood", text=keep_newest(answer.asked)))
            parts = f'<p class="understood">{told} {alone}</p>'
        if others := _elsewhere(turn, answer):
            within, *named = map(self.texts.department, (turn.department, *others))
            told = self.texts("answer.elsewhere", within=within, departments=self.texts.listed(named))
            parts += self._notice(told)
        return parts

    def _headline(self, answer: Answer) -> str:
        """What kind of answer follows: nothing, something near, a question back, or a collection."""
        if answer.status is Status.NOT_FOUND:
            return self.texts("answer.not_exactly" if near_of(answer, self.contacts) else "answer.not_found")
        if answer.status is Status.CLARIFY:
            return self.texts("answer.clarify")
        if answer.status is Status.ANSWERED and answer.route in COLLECTED:
            return self.texts(f"answer.{answer.route}")
        return ""

    def _gloss(self, answer: Answer) -> str:
        """On the English page a line on what is quoted: its department and the figures that it prints."""
        if self.texts.language != "en" or answer.route is not Route.PASSAGE or not answer.citations:
            return ""
        name = self.texts.department(answer.citations[0].department)
        telling = [figure for figure in answer.figures if figure.value >= _LEAST] or answer.figures
        figures = ", ".join(figure.text for figure in telling[:_MOST_FIGURES])
        if not figures:
            return ""
        return self.texts("answer.gloss", department=name, figures=figures)

    def _sources(self, answer: Answer, cards: dict[int, str]) -> str:
        if not answer.citations:
            return ""
        near = answer.status is not Status.ANSWERED and near_of(answer, self.contacts)
        title = self.texts("answer.near" if near else "answer.sources")
        places = Counter((one.report, one.path, one.page) for one in answer.citations)
        made = [
            self.book.card(one, cards[one.n], self.texts, quoted=places[one.report, one.path, one.page] > 1)
            for one in answer.citations
        ]
        shown, rest = made[:_SHOWN_SOURCES], made[_SHOWN_SOURCES:]
        if len(rest) == 1:
            shown, rest = made, []
        more = ""
        if rest:
            summary = element("summary", escape(self.texts("answer.more", count=len(rest))))
            more = element("details", summary + "".join(rest), "more")
        return f'<div class="sources"><h4>{escape(title)}</h4>{"".join(shown)}{more}</div>'

    def _basis(self, turn: Turn, answer: Answer) -> str:
        """What the answer rests on, in one line; none where there is nothing to tell."""
        texts = self.texts
        facts = [texts(f"answer.route_{answer.route}")] if answer.status is Status.ANSWERED else []
        if turn.department and not _elsewhere(turn, answer):
            facts.append(texts("answer.within", department=texts.department(turn.department)))
        if entry := self.reports.find(answer.report):
            facts.append(texts.report(entry.id))
        if answer.understood and not answer.asked:
            facts.append(answer.understood)
        told = escape(texts("answer.basis", facts=" · ".join(facts)))
        return f'<p class="basis">{told}</p>' if facts else ""

    def _texts(self, answer: Answer) -> Texts:
        """The texts with the addresses of the report that an answer is from."""
        return self.texts.at(self.reports.root_of(answer))

    def _suggestions(self, turn: Turn, answer: Answer) -> str:
        """The next steps: from a missed target to its reason, to the department, then other questions."""
        if answer.status is Status.NOT_FOUND and not answer.citations:
            return ""  # with nothing near, what could be suggested is on anything
        texts, chips = self._texts(answer), []
        rows = [row for citation in answer.citations if isinstance(row := self.book.row(citation), Indicator)]
        if answer.route is Route.KPI and rows and band_of(rows[0].attainment_percent).missed:
            asked = texts("example.why", department=texts.department(rows[0].department), name=rows[0].name)
            if alike(asked, turn.question) < _ALIKE:
                chips.append(button("ask", asked, escape(texts("answer.next_why")), "chip"))
        if answer.more and answer.route in COLLECTED:
            chips.append(button("ask", said := texts("answer.next_all"), escape(said), "chip"))
        # What is no whole question is said among friends; a Chinese one tells an English reader nothing.
        others = [
            text
            for text in answer.suggestions
            if answer.status is Status.CLARIFY
            or (
                (text.endswith(("？", "?")) and alike(text, turn.question) < _ALIKE)
                and (texts.language != "en" or text.isascii())
            )
        ]
        chips += [button("ask", text, escape(text), "chip") for text in others[: _MOST_CHIPS - len(chips)]]
        if answer.status is Status.ANSWERED and len({one.department for one in answer.citations}) == 1:
            name = answer.citations[0].department
            chips.append(
                f'<a class="chip" href="{texts.base}/department/{quote(name)}">'
                f"{escape(texts('answer.silent_department', department=texts.department(name)))}</a>"
            )
        if not chips:
            return ""
        key = "suggestions" if answer.status is Status.NOT_FOUND else "silent"  # which stands above already
        # What to choose from goes on the sentence above it.
        title = "" if answer.status is Status.CLARIFY else element("h4", escape(texts(f"answer.{key}")))
        return f'<div class="chips">{title}{"".join(chips)}</div>'

    def _tools(self, turn: Turn, earlier: Sequence[Turn]) -> str:
        texts = self.texts
        address = _address((*earlier, turn))
        parts = []
        if turn.answer and turn.answer.status is not Status.CHAT:
            copied = copy_of(turn, self.book, texts)
            parts.append(button("copy-answer", copied, escape(texts("chat.copy")), "quiet"))
        parts += [
            button("share", address, escape(texts("chat.share")), "quiet"),
            button("retry", turn.id, escape(texts("chat.retry")), "quiet"),
        ]
        if turn.answer and turn.answer.status is not Status.CHAT:
            parts.append(self._verdict(turn))
        return f'<div class="tools">{"".join(parts)}</div>'

    def _verdict(self, turn: Turn) -> str:
        texts = self.texts
        if turn.verdict in VERDICTS:
            thanks = texts("answer.thanks", verdict=texts(f"answer.{turn.verdict}"))
            more = button("comment", turn.id, escape(texts("chat.comment")), "quiet")
            undo = button("undo-verdict", turn.id, escape(texts("chat.undo_verdict")), "quiet")
            return f'<span class="verdict" role="status">{escape(thanks)} {more}{undo}</span>'
        right = "right" if turn.answer and turn.answer.status is Status.ANSWERED else ""
        choices = "".join(
            button("verdict", f"{turn.id} {verdict}", escape(texts(f"answer.{verdict}")), "quiet")
            for verdict in VERDICTS
            if verdict != "right" or right
        )
        return f'<span class="verdict"><span>{escape(texts("answer.verdict"))}</span>{choices}</span>'

    @staticmethod
    def _notice(text: str) -> str:
        return f'<p class="notice">{escape(text)}</p>'


def alike(one: str, other: str) -> float:
    """The share of the pairs of characters of `one` that `other` has too."""
    pairs, known = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(pairs & known) / len(pairs) if pairs else 0.0


def _elsewhere(turn: Turn, answer: Answer) -> list[str]:
    """The departments that an answer is from, where none of them is the one that was chosen."""
    others = list(dict.fromkeys(one.department for one in answer.citations))
    return others if turn.department and turn.department not in others else []


def _address(turns: Sequence[Turn]) -> str:
    """The query of the address that opens with this answer: its question and those that it goes on from."""
    turn = turns[-1]
    questions = [one.question for one in chain_of(turns, len(turns) - 1)] or [turn.question]
    asked = [("q", question) for question in questions]
    chosen = [("department", turn.department), ("report", turn.report)]
    return "?" + urlencode(asked + [(name, value) for name, value in chosen if value])


def keep_newest(text: str) -> str:
    """The end of a chain of questions, in which the newest one stands."""
    return text if len(text) <= UNDERSTOOD else f"…{text[-UNDERSTOOD:]}"
