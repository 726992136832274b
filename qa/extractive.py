"""Word an answer out of printed sentences: no language model, nothing that is not in a cited passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Indicator, Passage, Shortfall
from index.words import normalize
from qa.answer import Citation
from qa.evidence import Evidence, Weigher
from qa.quoting import cut_window
from qa.understanding import Understood
from qa.wording import Phrases, tell_indicator, tidy

SHORT, MIDDLE, LONG = 230, 380, 760
"""Characters of an answer: figures and indicators, most others, lists."""
_ENUMERATION = re.compile(r"如下|包括|包含|分別為|計有|下列|[：:]$")


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
    return Citation(
        n=n,
        department=passage.department,
        section=str(passage.section),
        path=passage.path,
        page=passage.page.number,
        page_estimated=passage.page.estimated,
        lines=passage.lines,
        passage=passage.text,
        quote=passage.text[start:end],
    )


def limit_for(question: Understood) -> int:
    """How many characters the answer to a question may have."""
    if question.listing:
        return LONG
    numeric = question.asks(("count", "amount", "percent", "number", "target", "actual", "attainment", "date"))
    return SHORT if numeric and not question.reason else MIDDLE


class Extractor:
    """Puts evidence into words."""

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher

    def quote(self, question: Understood, chosen: Sequence[Evidence], phrases: Phrases) -> Draft:
        """Quote the chosen sentences, each with its number, within the question's limit."""
        draft = Draft()
        limit = limit_for(question)
        for position, evidence in enumerate(chosen):
            room = limit - draft.length
            if position and room < 30:
                break
            start, end = self._stretch(question, evidence, limit if not position else min(room, limit))
            if position and end - start > room:
                continue
            text = tidy(evidence.passage.text[start:end])
            if not position and question.english:
                text = phrases.quoted.format(text=text)
            draft.state(text, draft.cite(evidence.passage, start, end))
        return draft

    def tell_row(
        self,
        question: Understood,
        evidence: Evidence,
        phrases: Phrases,
        shortfall: tuple[Shortfall, Passage] | None,
    ) -> Draft:
        """One indicator's row in words, with the sentence that explains it and why it was missed."""
        draft = Draft()
        indicator, passage = evidence.passage.indicator, evidence.passage
        assert indicator is not None
        n = draft.cite(passage, *self._row_stretch(passage, indicator))
        if not question.reason or question.indicator:
            draft.state(tell_indicator(indicator, phrases), n)
        if shortfall and (question.reason or question.asks(("shortfall",))):
            review, place = shortfall
            limit = MIDDLE - draft.length - 20
            start, end = self._span(place.text, review.text)
            first, last = cut_window(place.text[start:end], limit, self._worth(question))
            text = tidy(place.text[start + first : start + last])
            draft.state(phrases.reason + text, draft.cite(place, start + first, start + last))
        elif self._wants_explanation(question, evidence, indicator):
            room = SHORT - draft.length
            start, end = self._span(passage.text, indicator.explanation)
            if evidence.sentence.start >= start:
                start, end = evidence.sentence.start, evidence.sentence.end
            first, last = cut_window(passage.text[start:end], max(room, 40), self._worth(question))
            if last - first <= room:
                draft.state(tidy(passage.text[start + first : start + last]), n)
        return draft

    def _wants_explanation(self, question: Understood, evidence: Evidence, indicator: Indicator) -> bool:
        """Does the question ask for more than the cells of the row say?"""
        row = normalize(f"{indicator.name} {indicator.target} {indicator.actual} {indicator.attainment}").lower()
        rest = [d for d in question.demands if d.kind not in ("target", "actual", "attainment", "yes_no", "shortfall")]
        unproved = [d for d in rest if not self._weigher.asks.proves(d, row, question.given)]
        return bool(unproved) or not question.indicator

    def _row_stretch(self, passage: Passage, indicator: Indicator) -> tuple[int, int]:
        start = passage.text.find(indicator.name)
        end = passage.text.find(indicator.explanation) if indicator.explanation else len(passage.text)
        return (start, max(end, start)) if start >= 0 else (0, len(passage.text))

    def _stretch(self, question: Understood, evidence: Evidence, limit: int) -> tuple[int, int]:
        """Offsets of what is quoted of a passage: the sentence, its list where one is asked for."""
        passage, sentence = evidence.passage, evidence.sentence
        start, end = sentence.start, sentence.end
        if question.listing and (_ENUMERATION.search(tidy(evidence.text)) or sentence.headings):
            for other in passage.sentences[evidence.number + 1 :]:
                if other.end - start > limit:
                    break
                end = other.end
        if end - start > limit:
            first, last = cut_window(passage.text[start:end], limit, self._worth(question))
            start, end = start + first, start + last
        return start, end

    def _worth(self, question: Understood):  # -> Callable[[str], float]
        def worth(text: str) -> float:
            flat = normalize(text).lower()
            proved = sum(self._weigher.asks.proves(d, flat, question.given) for d in question.demands)
            return self._weigher.matcher.cover(question.words, flat) + 0.5 * proved

        return worth

    @staticmethod
    def _span(text: str, part: str) -> tuple[int, int]:
        start = text.find(part) if part else -1
        return (start, start + len(part)) if start >= 0 else (0, len(text))

