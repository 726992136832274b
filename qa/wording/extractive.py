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
ITEMS = 8
"""Members of a list beyond which more are worth no more, where the question does not say how many."""
LIST_COST = 0.0004
WIDE_COST = -0.0002
FULL_COVER = 0.9
PARTLY = 0.5
HEADING = 40
"""Characters up to which a heading is a name and no sentence."""
ROW_KINDS = frozenset({"count", "number", "percent", "amount", "target", "actual", "attainment", "duration"})
CELLS = frozenset({"target", "actual", "attainment", "yes_no", "shortfall"})
_ITEMS = re.compile(r"[、；]|及|[(（]\d+[)）]|(?<!\d)\d{1,2}\.(?!\d)")
_NUMBERED = re.compile(r"[(（][\da-z一二三四五六七八九十]{1,2}[)）]|(?<!\d)\d{1,2}\.(?!\d)|[①-⑳]")


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
    if question.stated or question.asks(("list",)):
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
        quoted: list[tuple[str, int, int]] = []
        for position, evidence in enumerate(chosen):
            room = (limit if not position else min(limit, FIGURE)) - draft.length - 4
            if not position and len(chosen) > 1:
                room -= min(len(chosen[1].text), SECOND)
            if room < 30 or any(
                i == evidence.passage.id and s <= evidence.sentence.start < e for i, s, e in quoted
            ):
                continue
            lowest = 1 if evidence.passage.indicator is not None and evidence.number else 0
            taste = self._taste(question, room, not position, evidence)
            number = evidence.number
            if evidence.passage.shortfall is not None and number == 0:
                number, lowest = _longest(evidence.passage), 1
            start, end = choose_stretch(evidence.passage, number, taste, lowest)
            if not position:
                start, end = widen(evidence.passage, start, end, min(room, WIDE), lowest)
            text = self._words_of(question, evidence, start, end, phrases)
            if position and len(text) > room:
                continue
            subject = self._subject_of(question, evidence, text)
            if subject and len(subject) + 1 + len(text) <= room:
                text = f"{subject}：{text}"
            if not position and question.english:
                text = phrases.quoted.format(text=text)
            draft.state(text, draft.cite(evidence.passage, start, end))
            quoted.append((evidence.passage.id, start, end))
        if question.asks(("unit",)) and chosen and chosen[0].passage.department not in draft.text:
            draft.statements[0] = f"{chosen[0].passage.department}：{draft.statements[0]}"
        return draft

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
            room = MOST - draft.length - len(phrases.reason) - 4
            start, end = choose_stretch(review, _longest(review), self._taste(question, max(room, 40), True))
            draft.state(phrases.reason + tidy(review.text[start:end]), draft.cite(review, start, end))
        elif len(passage.sentences) > 1 and self._wants_explanation(question, indicator):
            room = limit - draft.length - 4
            number = evidence.number or self._best_sentence(question, passage)
            start, end = choose_stretch(passage, number, self._taste(question, max(room, 30), True), 1)
            if end - start <= room:
                draft.state(tidy(passage.text[start:end]), n)
        self._add(question, draft, others, limit, phrases)
        return draft

    def _add(
        self, question: Understood, draft: Draft, others: Sequence[Evidence], limit: int, phrases: Phrases
    ) -> None:
        """Quote further sentences behind a row where they fit."""
        for evidence in others:
            room = limit - draft.length - 4
            taste = self._taste(question, room, False)
            start, end = (
                choose_stretch(evidence.passage, evidence.number, taste) if room >= 30 else (0, room + 1)
            )
            text = self._words_of(question, evidence, start, end, phrases)
            if max(len(text), end - start) <= room:
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

    def _wants_explanation(self, question: Understood, indicator: Indicator) -> bool:
        """Does the question ask for more than the cells of the row say?"""
        row = normalize(
            f"{indicator.name} {indicator.target} {indicator.actual} {indicator.attainment}"
        ).lower()
        rest = [d for d in question.demands if d.kind not in CELLS]
        proves = self._weigher.asks.proves
        unproved = [d for d in rest if not proves(d, row, question.given)]
        only_shares = "%" in indicator.target and not question.asks(("percent",))
        return bool(unproved) or not question.indicator or only_shares

    def _best_sentence(self, question: Understood, passage: Passage) -> int:
        worth = self._taste(question, FIGURE, True).worth
        texts = [normalize(passage.sentence_text(sentence)).lower() for sentence in passage.sentences]
        return max(range(1, len(texts)), key=lambda n: (worth(texts[n]), -n))

    def _taste(
        self, question: Understood, limit: int, first: bool, evidence: Evidence | None = None
    ) -> Taste:
        """How stretches are judged for a question: its words, the kinds asked for, as many as asked for.

        Where the sentence of `evidence` leaves some of a question with several parts open, a longer
        stretch is welcome: what is missing often stands beside it in other words.
        """
        asks, matcher = self._weigher.asks, self._weigher.matcher
        wanted = question.wanted
        demands = [d for d in question.demands if d.kind not in ("yes_no", "number")]
        cost = Taste.cost
        if evidence is not None and (
            evidence.cover < FULL_COVER or len(evidence.proved) < len(question.demands)
        ):
            cost = WIDE_COST if wanted > 1 else Taste.cost / 2

        def worth(flat: str) -> float:
            value = matcher.cover(question.words, flat)
            if demands:
                value += 0.5 * sum(asks.proves(d, flat, question.given) for d in demands) / len(demands)
            if wanted > 1:
                value += 0.3 * min(_count_figures(flat, question.given), wanted) / wanted
            if question.listing:
                items = question.stated or ITEMS
                value += 0.3 * min(len(_ITEMS.findall(flat)) + 1, items) / items
                value += 0.05 * min(len(_NUMBERED.findall(flat)), 15)
            return value

        return Taste(worth, limit, LIST_COST if question.listing and first else cost)


def _count_figures(text: str, given: frozenset[str]) -> int:
    return len(set(re.findall(r"\d+(?:\.\d+)?", text)) - given)


def _longest(passage: Passage) -> int:
    """The sentence of a review from which its reasons and measures are quoted: the first long one."""
    lengths = [sentence.end - sentence.start for sentence in passage.sentences]
    return next((n for n, length in enumerate(lengths) if length >= 20 and n), len(lengths) - 1)


def _row_stretch(passage: Passage, indicator: Indicator) -> tuple[int, int]:
    start = passage.text.find(indicator.name) if indicator.name else -1
    end = passage.text.find(indicator.explanation) if indicator.explanation else len(passage.text)
    return (start, max(end, start)) if start >= 0 else (0, len(passage.text))
