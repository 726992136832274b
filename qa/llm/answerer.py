"""Asks a language model for what it adds: an answer missed, an overview, plain words, English.

The printed answer is given out first and at once; what the model wrote comes above it, when all of it has
passed the checks and the judge.  Whatever goes wrong, the printed answer stands.  A model that has not
passed its examination (`qa.llm.permits`) is not asked.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Citation, Route, Status
from qa.check.grounding import check_answer
from qa.llm.asking import Asking
from qa.llm.breaker import Breaker
from qa.llm.checking import Cover, Frame
from qa.llm.composing import compose
from qa.llm.errors import ModelError, ModelStopped
from qa.llm.judging import answers_question
from qa.llm.permits import Permit, load_permit
from qa.llm.rewriting import reword_for_table, rewrite_followup
from qa.llm.server import ModelServer
from qa.llm.sources import Sources
from qa.llm.writing import Order, choose_searches, write
from qa.settings import Settings
from qa.stopping import STOP
from qa.understand.demands import Demand
from qa.understand.question import Understood
from qa.wording.extractive import limit_for

log = logging.getLogger(__name__)

Search = Callable[[str, str | None], Sequence[Passage]]
"""The passages that a text finds, best first, in a department or in all."""

Compute = Callable[[str, str | None], Answer | None]
"""The computed answer to a question over the indicator table, in a department or in all."""

Proves = Callable[[Demand, str, frozenset[str]], bool]
"""Does a text hold a thing of the kind that a question demands, beside what the question states itself?"""

FIRST = 4  # passages given of those that were found first; the ones farther down mislead more than they help
FOUND = 2  # of each search of the model's own
MOST_GIVEN = 6000  # characters of all passages given
OVERVIEW = 780  # characters of an overview; the contract allows 800
BETWEEN = 40  # characters of marks and of what parts the model's words from what is printed
LEAST_ROOM = 60  # characters below which no sentence fits above the printed answer
REWRITE_SECONDS = 3.0
_PLAIN = re.compile(
    r"白話|簡單[地的]?(?:說|講|解釋)|講人話|說人話|懶人包|[看聽]不懂|淺顯"
    r"|plain (?:words|language|english)|simple (?:words|terms)"
)


class ModelAnswerer:
    """Answers through the language model of the settings; safe to call from several threads."""

    def __init__(
        self,
        settings: Settings,
        passages: Sequence[Passage],
        search: Search,
        cover: Cover,
        compute: Compute = lambda question, department: None,
        proves: Proves = lambda demand, text, given: True,
        permit: Permit | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        """`permit` None: as the kept examination says."""
        self.server = ModelServer(settings)
        self._seconds = settings.llm_timeout
        self._report = passages[0].report
        self._places = {(passage.text, passage.path): passage for passage in passages}
        self._search = search
        self._cover = cover
        self._compute = compute
        self._proves = proves
        self._breaker = breaker or Breaker()
        kept = permit or load_permit(settings)
        if kept is None:
            log.warning(
                "The language model has not been examined and is not asked: run `python app.py exam`."
            )
        self.permit = kept or Permit()

    def stream(self, question: Understood, draft: Answer, passages: Sequence[Passage]) -> Iterator[Answer]:
        """The printed answer, then, where the model adds to it, the answer with the model's words above.

        `passages` are those found for the question.  What the model was asked and why nothing of it is
        shown stands in the last answer's trace.
        """
        yield draft
        kind = choose_kind(question, draft) if self.permit.words else None
        room = _room(kind, question, draft) if kind else 0
        if kind is None or room < LEAST_ROOM:
            return
        language = "en" if question.english else "zh"
        if not self._breaker.allows():
            yield _note(draft, draft, "paused", language)
            return
        asking = Asking(self.server, self._seconds, STOP.get())
        order = Order("english" if question.english else kind, _ask(question), self._report, room)
        try:
            if kind == "table":
                answer = self._reckon(asking, question, draft)
            else:
                answer = self._word(asking, order, kind, question, draft, passages)
            self._breaker.succeed()
        except ModelStopped:
            return
        except ModelError as error:
            self._breaker.fail()
            log.warning("The language model gave no answer: %s (%s).", error.reason, error)
            answer = _note(draft, draft, error.reason, language)
        told = {"kind": kind, **answer.trace.get("language_model", {}), "calls": asking.told}
        yield answer.with_(trace={**draft.trace, "language_model": told})

    def _word(
        self,
        asking: Asking,
        order: Order,
        kind: str,
        question: Understood,
        draft: Answer,
        passages: Sequence[Passage],
    ) -> Answer:
        """The draft with the model's words above it, or with the notice why there are none."""
        language = "en" if question.english else "zh"
        given = self._choose(kind, draft, passages)
        if kind in ("near", "overview"):
            for text in choose_searches(asking, order.question, given):
                given += self._search(text, question.department)[:FOUND]
        sources = Sources(_fit(given))
        frame = self.frame(question.typed, english=question.english)
        written = write(asking, order, sources, frame)
        dropped = list(written.dropped)
        name, answer = "written", None
        if written.claims:
            answer = compose(order, written.claims, sources, draft)
            said = "\n".join(claim.text for claim in written.claims)
            if kind == "near" and answer and not self._answers(asking, question, said, answer.answer):
                answer, dropped = None, [*dropped, "does not answer the question"]
            elif answer is None or check_answer(answer, f"{question.typed} {order.question}"):
                answer, dropped = None, [*dropped, "does not stand with its citations"]
        if answer is None:
            name = "silent" if written.silent else "unsupported"
        told = {"dropped": dropped, "repaired": written.repaired, "given": len(sources.passages)}
        return _note(answer or draft, draft, name, language).with_(trace={"language_model": told})

    def _answers(self, asking: Asking, question: Understood, said: str, shown: str) -> bool:
        """Is each kind of thing that was asked for shown, and does the model find the question answered?"""
        text = normalize(shown).lower()
        demands = [demand for demand in question.demands if demand.kind != "yes_no"]
        if not all(self._proves(demand, text, question.given) for demand in demands):
            return False
        return answers_question(asking, _ask(question), said)

    def _reckon(self, asking: Asking, question: Understood, draft: Answer) -> Answer:
        """What the table computes for the question in words that it understands; else the draft."""
        text = reword_for_table(asking, _ask(question))
        answer = self._compute(text, question.department) if text else None
        computed = answer is not None and answer.status == Status.ANSWERED
        language = "en" if question.english else "zh"
        if answer is None or not computed or not answers_question(asking, _ask(question), answer.answer):
            dropped = [f"{text}: computes no answer"] if text else []
            return _note(draft, draft, "unread", language).with_(
                trace={"language_model": {"dropped": dropped}}
            )
        told = answer.with_(understood=f"理解為「{text}」", trace={"language_model": {"dropped": []}})
        return _note(told, draft, "computed", language)

    def _choose(self, kind: str, draft: Answer, passages: Sequence[Passage]) -> list[Passage]:
        """The passages that the draft cites, those found first, each once."""
        cited = [*draft.citations, *(citation for _, citation in draft.more)]
        own = [place for citation in cited if (place := self._find(citation))]
        return own if kind == "overview" else list(dict.fromkeys([*own, *passages]))[:FIRST]

    def _find(self, citation: Citation) -> Passage | None:
        return self._places.get((citation.passage, citation.path))

    def frame(self, question: str, *, english: bool) -> Frame:
        """What claims of an answer to a question are held against."""
        return Frame(question, self._report.year, english, self._cover)

    def rewrite(self, question: str, history: Sequence[tuple[str, str]]) -> str | None:
        """A message that rests on earlier turns (questions with answers) as a question of its own.

        None when the rules have to do it.
        """
        if not history or not self.permit.rewrites or not self._breaker.allows():
            return None
        asking = Asking(self.server, min(self._seconds, REWRITE_SECONDS), STOP.get())
        try:
            rewritten = rewrite_followup(asking, question, history)
        except ModelStopped:
            return None
        except ModelError as error:
            self._breaker.fail()
            log.warning("The language model rewrote no question: %s (%s).", error.reason, error)
            return None
        self._breaker.succeed()
        return rewritten


def choose_kind(question: Understood, draft: Answer) -> str | None:
    """What a model could add to an answer: near, table, overview, plain, english; None where nothing.

    Figures, rows and what is computed are right and there at once; another city or year stays refused.
    """
    if draft.status == Status.NOT_FOUND:
        return None if question.elsewhere or draft.trace.get("lacking") or not draft.citations else "near"
    if draft.status == Status.CLARIFY and draft.route == Route.TABLE:
        return "table"
    if draft.status != Status.ANSWERED:
        return None
    if draft.route == Route.OVERVIEW:
        return "overview"
    if draft.route != Route.PASSAGE:
        return None
    if _PLAIN.search(question.text.lower()):
        return "plain"
    if question.english:
        return "english"
    return None


def _room(kind: str, question: Understood, draft: Answer) -> int:
    """Characters that are left for the model's words, with some for what comes between."""
    if kind in ("near", "table"):
        return limit_for(question) // 2  # in the other half is printed what is pointed at
    return (OVERVIEW if kind == "overview" else limit_for(question)) - len(draft.answer) - BETWEEN


def _ask(question: Understood) -> str:
    """The whole question: a message that rests on an earlier one together with it."""
    return f"{question.subject} {question.text}".strip() if question.subject else question.typed


def _fit(passages: Sequence[Passage]) -> list[Passage]:
    """Each passage once, as many as fit."""
    chosen: list[Passage] = []
    room = MOST_GIVEN
    for passage in dict.fromkeys(passages):
        if len(passage.text) <= room or not chosen:
            chosen.append(passage)
            room -= len(passage.text)
    return chosen


def _note(answer: Answer, draft: Answer, name: str, language: str) -> Answer:
    """An answer with the notice of that name behind what the draft has to say of itself."""
    return answer.with_(notice=f"{draft.notice}{_notices()[language][name]}")


@cache
def _notices() -> dict[str, dict[str, str]]:
    """What the page says about the language model's part in an answer, by language and name."""
    return tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))
