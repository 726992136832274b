"""Word an answer out of printed sentences: no language model, nothing that is not in a cited passage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Indicator, Passage
from index.words import normalize
from qa.answer import MARK, Citation, find_marks
from qa.evidence.weighing import Evidence, Weigher
from qa.understand.periods import find_days, find_periods
from qa.understand.question import Understood
from qa.wording.clauses import find_total, says, telling_figures
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
_PERIOD = "期間"
"""What the days of a stretch are named by that all that follows in its passage is of."""
HEADING = 40
"""Characters up to which a heading is a name and no sentence."""
ROW_KINDS = frozenset({"count", "number", "percent", "amount", "target", "actual", "attainment", "duration"})


Stretch = tuple[Passage, int, int]
"""A passage and the offsets of a stretch of it."""


@dataclass
class Draft:
    """An answer as it is put together: statements and the places they are quoted from."""

    statements: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def cite(self, passage: Passage, start: int, end: int) -> int:
        """The number under which a stretch of a passage is cited; one number for each passage."""
        return self.take(make_citation(0, passage, start, end))

    def take(self, citation: Citation) -> int:
        """The number that a citation has here; one number for each passage."""
        if (known := self.has(citation)) is not None:
            return known.n
        self.citations.append(replace(citation, n=len(self.citations) + 1))
        return len(self.citations)

    def has(self, citation: Citation) -> Citation | None:
        """The citation of the same passage; None where it is not cited yet."""
        place = citation.passage, citation.path
        return next((known for known in self.citations if (known.passage, known.path) == place), None)

    def state(self, text: str, *numbers: int) -> None:
        """Add a statement; of two that say the same the longer one stands, with the sources of both."""
        for place, statement in enumerate(self.statements):
            said = MARK.sub("", statement)
            if says(said, text) or says(text, said):
                marks = dict.fromkeys([*find_marks(statement), *numbers])
                self.statements[place] = max(said, text, key=len) + _marks(marks)
                return
        self.statements.append(text + _marks(numbers))

    def retell(self, line: str, cited: Mapping[int, Citation]) -> None:
        """Add a line of another answer with what it cites, which is known by that answer's numbers."""
        self.state(MARK.sub("", line), *(self.take(cited[n]) for n in find_marks(line)))

    @property
    def text(self) -> str:
        return "\n".join(self.statements)

    @property
    def length(self) -> int:
        return sum(len(statement) for statement in self.statements)


def _marks(numbers: Iterable[int]) -> str:
    marks = ",".join(map(str, dict.fromkeys(numbers)))
    return f"[{marks}]" if marks else ""


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

    def __init__(self, weigher: Weigher, passages: Iterable[Passage] = ()) -> None:
        """`passages`: all of the report, in order, for what stands in front of a quotation in its item."""
        self._weigher = weigher
        self._items: dict[tuple[str, tuple[int, int]], list[Passage]] = defaultdict(list)
        for passage in passages:
            self._items[passage.department, passage.lines].append(passage)

    def quote(
        self, question: Understood, chosen: Sequence[Evidence], phrases: Phrases, room: int = LIST
    ) -> Draft:
        """Quote the chosen sentences, each with its number, within the question's limit and `room`."""
        draft = Draft()
        limit = min(limit_for(question), room)
        first, *others = chosen
        room = limit - BETWEEN - sum(min(len(other.text), SECOND) for other in others)
        text, sources = self._quote_one(question, first, phrases, room, WIDE)
        draft.state(text, *(draft.cite(*source) for source in sources))
        self._add(question, draft, others, min(limit, FIGURE), phrases)
        if question.english:  # behind what says more, which may take the place of the first
            told = draft.statements[0]
            marks = "".join(match[0] for match in MARK.finditer(told))
            draft.statements[0] = phrases.quoted.format(text=MARK.sub("", told)) + marks
        if question.asks(("unit",)) and first.passage.department not in draft.text:
            draft.statements[0] = f"{first.passage.department}：{draft.statements[0]}"
        return draft

    def _quote_one(
        self, question: Understood, evidence: Evidence, phrases: Phrases, room: int, wide: int = 0
    ) -> tuple[str, list[Stretch]]:
        """A sentence as it is shown with what is around it, and the stretches that this is printed in."""
        passage, number = evidence.passage, evidence.number
        lowest = 1 if passage.indicator is not None and number else 0
        if passage.shortfall is not None and number == 0:
            number, lowest = min(1, len(passage.sentences) - 1), 1
        start, end = choose_stretch(passage, number, self._taste(question, room, evidence), lowest)
        start, end = widen(passage, start, end, min(room, wide), lowest)
        text = self._words_of(question, evidence, start, end, phrases)
        whole = max((one.end for one in passage.sentences if one.start < end), default=end)
        total = find_total(passage.text[end:whole], room - len(text) - 1)
        if total and len(text) + 1 + len(total) <= room:  # of what is cut off the sum is told
            text = f"{text}…{total}"
        sources = [(passage, start, end)]
        label = self._find_heading(question, evidence, text)
        if passage.path and (days := self._find_days(passage, start, text)):
            label = f"{label or tidy_heading(passage.path[-1])}（{days[0].text[slice(*days[1:])]}）"
            sources.append(days)
        if label and len(label) + 1 + len(text) <= room:
            return f"{label}：{text}", sources
        return text, sources[:1]

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
            text, sources = self._quote_one(question, evidence, phrases, room)
            if len(text) <= room:
                draft.state(text, *(draft.cite(*source) for source in sources))

    @staticmethod
    def _words_of(question: Understood, evidence: Evidence, start: int, end: int, phrases: Phrases) -> str:
        """A quotation as shown: a row's cells in a sentence, all else as printed."""
        indicator = evidence.passage.indicator
        if indicator is not None and (evidence.number == 0 or question.indicator):
            return tell_indicator(indicator, phrases)
        return tidy(evidence.passage.text[start:end])

    def _find_heading(self, question: Understood, evidence: Evidence, text: str) -> str:
        """The nearest heading with a word of the question that a quotation lacks, "" where it needs none."""
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

    def _find_days(self, passage: Passage, start: int, text: str) -> Stretch | None:
        """Where an item says in front of an offset of what days it is; None where the text has no figures
        or says itself when.
        """
        if find_periods(normalize(text)) or not telling_figures(text):
            return None
        item = self._items[passage.department, passage.lines]
        before = [(one, one.text) for one in item[: item.index(passage)]] if passage in item else []
        for one, front in reversed([*before, (passage, passage.text[:start])]):
            _, named, behind = front.rpartition(_PERIOD)
            if named and (days := find_days(behind)):
                return one, one.text.index(days), one.text.index(days) + len(days)
        return None

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
