"""Word an answer out of printed sentences: no language model, nothing that is not in a cited passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Indicator, Passage
from index.words import normalize
from qa.answer import Citation
from qa.evidence.weighing import Evidence, Weigher
from qa.understand.question import Understood
from qa.wording.phrases import Phrases, tell_indicator, tidy, tidy_heading
from qa.wording.quoting import Taste, choose_stretch, widen

FIGURE, MOST, LIST = 250, 400, 800
"""Characters of an answer: figures and indicators, most others, lists."""
WIDE = 220
"""Characters up to which a quotation takes in its neighbours: what else the item says of the matter."""
SECOND = 80
"""Characters of the second quotation that the first leaves free."""
BETWEEN, LEAST = 4, 30
"""Characters of a line break and a mark, and those below which nothing is quoted."""
FULL_COVER = 0.9
PARTLY = 0.5
HEADING = 40
"""Characters up to which a heading is a name and no sentence."""
ROW_KINDS = frozenset({"count", "number", "percent", "amount", "target", "actual", "attainment", "duration"})


@dataclass
class Draft:
    """An answer as it is put together: statements and the places they are quoted from."""

    statements: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def cite(self, passage: Passage, start: int, end: int) -> int:
        """The number under which a stretch of a passage is cited; one number for each passage."""
        for citation in self.citations:
            if citation.passage == passage.text and citation.path == passage.path:
                return citation.n
        citation = make_citation(len(self.citations) + 1, passage, start, end)
        self.citations.append(citation)
        return citation.n

    def state(self, text: str, *numbers: int) -> None:
        marks = ",".join(map(str, numbers))
        self.statements.append(f"{text}[{marks}]")

    @property
    def text(self) -> str:
        return "\n".join(self.statements)

    @property
    def length(self) -> int:
        return sum(len(statement) for statement in self.statements)


def make_citation(n: int, passage: Passage, start: int, end: int) -> Citation:
    """A passage as citation `n`, the stretch from `start` to `end` quoted."""
    return Citation.of(n, passage, passage.text[start:end])


def limit_for(question: Understood) -> int:
    """How many characters the answer to a question may have."""
    if question.asks(("list",)):
        return LIST
    return FIGURE if question.asks(ROW_KINDS | {"date"}) and not question.reason else MOST


class Extractor:
    """Puts evidence into words."""

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher

    def quote(
        self, question: Understood, chosen: Sequence[Evidence], phrases: Phrases, room: int = LIST
    ) -> Draft:
        """Quote the chosen sentences, each with its number, within the question's limit and `room`."""
        draft = Draft()
        limit = min(limit_for(question), room)
        first, *others = chosen
        room = limit - BETWEEN - sum(min(len(other.text), SECOND) for other in others)
        text, start, end = self._quote_one(question, first, phrases, room, WIDE)
        if question.english:
            text = phrases.quoted.format(text=text)
        draft.state(text, draft.cite(first.passage, start, end))
        self._add(question, draft, others, min(limit, FIGURE), phrases)
        if question.asks(("unit",)) and first.passage.department not in draft.text:
            draft.statements[0] = f"{first.passage.department}：{draft.statements[0]}"
        return draft

    def _quote_one(
        self, question: Understood, evidence: Evidence, phrases: Phrases, room: int, wide: int = 0
    ) -> tuple[str, int, int]:
        """A sentence as it is shown with what is around it, and the offsets of its quotation."""
        passage, number = evidence.passage, evidence.number
        lowest = 1 if passage.indicator is not None and number else 0
        if passage.shortfall is not None and number == 0:
            number, lowest = min(1, len(passage.sentences) - 1), 1
        start, end = choose_stretch(passage, number, self._taste(question, room, evidence), lowest)
        start, end = widen(passage, start, end, min(room, wide), lowest)
        text = self._words_of(question, evidence, start, end, phrases)
        subject = self._subject_of(question, evidence, text)
        if subject and len(subject) + 1 + len(text) <= room:
            text = f"{subject}：{text}"
        return text, start, end

    def tell_row(
        self,
        question: Understood,
        evidence: Evidence,
        phrases: Phrases,
        review: Passage | None,
        others: Sequence[Evidence] = (),
        room: int = LIST,
    ) -> Draft:
        """One indicator's row in words, with the sentence that explains it and why it was missed."""
        draft = Draft()
        indicator, passage = evidence.passage.indicator, evidence.passage
        assert indicator is not None
        n = draft.cite(passage, *_row_stretch(passage, indicator))
        draft.state(tell_indicator(indicator, phrases), n)
        limit = min(room, LIST if question.asks(("list",)) else FIGURE)
        if review and question.reason:
            room = MOST - draft.length - len(phrases.reason) - BETWEEN
            start, end = choose_stretch(
                review, min(1, len(review.sentences) - 1), self._taste(question, max(room, LEAST))
            )
            draft.state(phrases.reason + tidy(review.text[start:end]), draft.cite(review, start, end))
        elif len(passage.sentences) > 1:
            room = limit - draft.length - BETWEEN
            number = evidence.number or self._best_sentence(question, passage)
            start, end = choose_stretch(passage, number, self._taste(question, max(room, LEAST)), 1)
            if end - start <= room:
                draft.state(tidy(passage.text[start:end]), n)
        self._add(question, draft, others, min(limit, FIGURE), phrases)
        return draft

    def _add(
        self, question: Understood, draft: Draft, others: Sequence[Evidence], limit: int, phrases: Phrases
    ) -> None:
        """Quote further sentences where they fit."""
        for evidence in others:
            room = limit - draft.length - BETWEEN
            if room < LEAST:
                return
            text, start, end = self._quote_one(question, evidence, phrases, room)
            if len(text) <= room:
                draft.state(text, draft.cite(evidence.passage, start, end))

    @staticmethod
    def _words_of(question: Understood, evidence: Evidence, start: int, end: int, phrases: Phrases) -> str:
        """A quotation as shown: a row's cells in a sentence, all else as printed."""
        indicator = evidence.passage.indicator
        if indicator is not None and (evidence.number == 0 or question.indicator):
            return tell_indicator(indicator, phrases)
        return tidy(evidence.passage.text[start:end])

    def _subject_of(self, question: Understood, evidence: Evidence, text: str) -> str:
        """What a quotation is about where it does not say so: the nearest heading that has a word of the
        question which the quotation lacks, "" where it needs none.
        """
        passage, account = evidence.passage, self._weigher.matcher.account
        flat = normalize(text).lower()
        lacking = [word for word in question.words if account(word, flat) < PARTLY]
        headings = [name for name in evidence.sentence.headings if not re.search(r"\d", tidy(name))]
        for name in reversed([*passage.path, *headings]):
            if len(name) <= HEADING and any(
                account(w, normalize(name).lower()) >= FULL_COVER for w in lacking
            ):
                return tidy_heading(name)
        return ""

    def _best_sentence(self, question: Understood, passage: Passage) -> int:
        worth = self._taste(question, FIGURE).worth
        texts = [normalize(passage.sentence_text(sentence)).lower() for sentence in passage.sentences]
        return max(range(1, len(texts)), key=lambda n: (worth(texts[n]), -n))

    def _taste(self, question: Understood, limit: int, evidence: Evidence | None = None) -> Taste:
        """How stretches are judged for a question: by its words and the kinds asked for.

        Length costs nothing in a list, nor beside a sentence that leaves something of the question open: what
        is missing often stands beside it in other words.
        """
        asks, matcher = self._weigher.asks, self._weigher.matcher
        demands = [d for d in question.demands if d.kind not in ("yes_no", "number")]
        opens = evidence is not None and (
            evidence.cover < FULL_COVER or len(evidence.proved) < len(question.demands)
        )

        def worth(flat: str) -> float:
            proved = sum(asks.proves(d, flat, question.given) for d in demands)
            return matcher.cover(question.words, flat) + 0.5 * proved / max(len(demands), 1)

        return Taste(worth, limit, 0.0 if question.listing or opens else Taste.cost)


def _row_stretch(passage: Passage, indicator: Indicator) -> tuple[int, int]:
    start = passage.text.find(indicator.name) if indicator.name else -1
    end = passage.text.find(indicator.explanation) if indicator.explanation else len(passage.text)
    return (start, max(end, start)) if start >= 0 else (0, len(passage.text))
