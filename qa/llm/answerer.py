"""Lets a language model word the answer from the passages that were found, and checks every sentence.

Only checked sentences are ever given out, one after the other as they come.  Whatever goes wrong, the
last answer is the extractive one with a notice, within LLM_TIMEOUT.
"""

from __future__ import annotations

import logging
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from corpus.model import Passage
from qa.answer import Answer, Route, Status
from qa.check.calculations import find_calculated
from qa.check.grounding import check_answer
from qa.check.numerals import flatten, read_numerals
from qa.check.statements import Statement, split_statements
from qa.llm.breaker import Breaker
from qa.llm.checking import Source, find_faults, tidy_reply
from qa.llm.citing import Bibliography
from qa.llm.errors import ModelError
from qa.llm.prompting import answer_messages
from qa.llm.rewriting import rewrite_followup
from qa.llm.server import ModelServer
from qa.settings import Settings
from qa.understand.question import find_language

log = logging.getLogger(__name__)

MOST_PASSAGES = 8
MOST_GIVEN = 8000  # characters of all passages given
MOST_SHOWN = 400  # characters of an answer; as many as the extractive one where that is longer
REWRITE_SHARE = 0.3  # of LLM_TIMEOUT, for understanding a follow-up
_NOTHING = re.compile(r"\W*(?:查無|查无)\W*")


class ModelAnswerer:
    """Answers through the language model of the settings; safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = ModelServer(settings)
        self._seconds = settings.llm_timeout
        self._breaker = breaker or Breaker()
        self._clock = clock

    def stream(
        self, question: str, history: Sequence[str], draft: Answer, passages: Sequence[Passage]
    ) -> Iterator[Answer]:
        """Growing answers, the last one complete: the model's, or `draft` with a notice.

        `draft` is given back untouched when it is not found, a question back or computed: there the
        model has nothing to add.
        """
        if draft.status != Status.ANSWERED or draft.route == Route.TABLE or not passages:
            yield draft
            return
        language = "en" if find_language(question) == "en" else "zh"
        if not self._breaker.allows():
            yield draft.with_(notice=notice("paused", language))
            return
        given = _choose(draft, passages)
        try:
            yield from self._word(question, history, draft, given, language)
            self._breaker.succeed()
        except ModelError as error:
            self._breaker.fail()
            log.warning("The language model gave no answer: %s (%s).", error.reason, error)
            yield draft.with_(notice=notice(error.reason, language))

    def rewrite(self, question: str, history: Sequence[str]) -> str | None:
        """A follow-up as a question of its own; None when the rules have to do it."""
        if not history or not self._breaker.allows():
            return None
        try:
            rewritten = rewrite_followup(self._server, question, history, self._seconds * REWRITE_SHARE)
        except ModelError as error:
            self._breaker.fail()
            log.warning("The language model rewrote no question: %s (%s).", error.reason, error)
            return None
        self._breaker.succeed()
        return rewritten

    def _word(
        self, question: str, history: Sequence[str], draft: Answer, given: Sequence[Passage], language: str
    ) -> Iterator[Answer]:
        """The model's answer as it grows, or `draft` with a notice when too little of it stands."""
        sources = {number: Source.of(passage) for number, passage in enumerate(given, 1)}
        writing = _Writing(draft, sources, question)
        reply = ""
        for piece in self._server.stream(answer_messages(question, history, given), self._seconds):
            reply += piece
            if writing.take(tidy_reply(reply), complete=False):
                yield writing.answer()
            if writing.full:
                break
        writing.take(tidy_reply(reply), complete=True)
        if not writing.shown:
            silent = _NOTHING.fullmatch(tidy_reply(reply))
            yield draft.with_(notice=notice("silent" if silent else "unsupported", language))
            return
        kind = "dropped" if writing.dropped else "written"
        final = writing.answer().with_(notice=notice(kind, language, count=writing.dropped))
        if check_answer(final, question, history):
            final = draft.with_(notice=notice("unsupported", language))
        yield final


class _Writing:
    """The checked part of a reply that is still coming."""

    def __init__(self, draft: Answer, sources: dict[int, Source], question: str) -> None:
        self._draft = draft
        self._sources = sources
        self._question = question
        self._bibliography = Bibliography(sources)
        self._seen = 0
        self._room = max(MOST_SHOWN, len(draft.answer))
        self._computed = False
        self.shown = ""
        self.dropped = 0
        self.full = False

    def take(self, reply: str, complete: bool) -> bool:
        """Check what is new in the reply; is there more to show?"""
        statements, _ = split_statements(reply, complete)
        grown = False
        for statement in statements[self._seen :]:
            self._seen += 1
            if self.full or not re.search(r"\w", statement.text) or _NOTHING.fullmatch(statement.text):
                continue
            if faults := find_faults(statement, self._sources, self._question):
                log.info("A sentence of the language model is not shown: %s.", "; ".join(faults))
                self.dropped += 1
            elif len(self.shown) + len(statement.text) > self._room and self.shown:
                self.full = True
            else:
                self._computed = self._computed or _computes(statement, self._sources)
                self.shown += self._bibliography.cite(statement)
                grown = True
        return grown

    def answer(self) -> Answer:
        return self._draft.with_(
            answer=self.shown.strip(),
            citations=self._bibliography.citations,
            figures=self._bibliography.figures,
            route=Route.TABLE if self._computed else self._draft.route,
        )


def _computes(statement: Statement, sources: dict[int, Source]) -> bool:
    """Does the sentence show a calculation, so that its result stands in no passage?"""
    flat = flatten(statement.text)
    grounds = [sources[mark].ground for mark in statement.marks]
    return bool(find_calculated(flat, read_numerals(flat), lambda n: any(g.has(n) for g in grounds)))


def _choose(draft: Answer, passages: Sequence[Passage]) -> list[Passage]:
    """The passages to give: those that the draft cites first, within the limits, each once."""
    places = {citation.passage: citation.n for citation in reversed(draft.citations)}
    last = len(draft.citations) + 1
    ranked = sorted(dict.fromkeys(passages), key=lambda passage: places.get(passage.text, last))
    chosen: list[Passage] = []
    room = MOST_GIVEN
    for passage in ranked[:MOST_PASSAGES]:
        if len(passage.text) <= room or not chosen:
            chosen.append(passage)
            room -= len(passage.text)
    return chosen


@cache
def _notices() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))


def notice(name: str, language: str, **values: object) -> str:
    """What the page says about the language model's part in an answer."""
    return _notices()[language][name].format(**values)
