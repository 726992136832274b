"""Choose the sentences that answer: the best one, and the one behind it where it is nearly as good.

The retriever ranks sentences by nearness.  Here a candidate also earns for the question's words that it
accounts for and for the kinds of thing asked for that it holds.  What the best sentence leaves out of a
question (the second figure, the other side, the total beside the part) mostly stands in the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage, Section, Sentence
from index.search import Candidate
from index.words import normalize
from qa.understand.demands import Asks, Demand
from qa.understand.periods import find_rates
from qa.understand.question import Understood
from qa.understand.words import WordMatcher, normal_passage

CONSIDERED = 12  # candidates that can become evidence
COVER_WEIGHT = 0.1
DEMAND_WEIGHT = 0.08
BEHIND = 0.2
"""Worth by which the second sentence may be behind the best: as many answers won from 0.1 to 0.3, at 0.2
fewest lost."""
REVIEW_WEIGHT = 0.15  # the shortfall review where the reason of a missed target is asked for


_DIGITS = re.compile(r"\d+(?:\.\d+)?")
CELLS = frozenset({"target", "actual", "attainment"})
TABLE_HEADS = {
    Section.INDICATORS: "策略目標 績效指標 原定目標值 達成目標值 實際 達成度 達標",
    Section.COMMON: "共同性目標 共同性指標 原定目標值 達成目標值 實際 達成度 達標",
    Section.SHORTFALLS: "未達成目標 達成度 差異值 未達成原因 因應策略 檢討 改善",
}
"""What the heads of a table say of each of its rows: a row accounts for these words without printing them."""


def name_place(passage: Passage, number: int) -> str:
    """What stands over a sentence of a passage: department, headings, heads of the table, normalised."""
    headings = passage.sentences[number].headings
    place = [passage.department, *passage.path, *headings, TABLE_HEADS.get(passage.section, "")]
    return normalize(" ".join(place)).lower()


def _cells(passage: Passage) -> str:
    """The values of an indicator's row, normalised; "" for other passages."""
    row = passage.indicator
    return normalize(f"{row.name} {row.target} {row.actual} {row.attainment}").lower() if row else ""


@dataclass(frozen=True)
class Evidence:
    """One weighed sentence: where it stands, and what of the question it settles."""

    passage: Passage
    number: int  # of the sentence in its passage
    worth: float
    proved: tuple[Demand, ...]
    cover: float
    candidate: Candidate
    context: str  # the sentence with its place and headings, normalised

    @property
    def sentence(self) -> Sentence:
        return self.passage.sentences[self.number]

    @property
    def text(self) -> str:
        return self.passage.sentence_text(self.sentence)

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.id, self.number


class Weigher:
    """Weighs candidates for a question."""

    def __init__(self, matcher: WordMatcher, asks: Asks) -> None:
        self.matcher = matcher
        self.asks = asks

    def weigh(self, question: Understood, candidate: Candidate) -> Evidence:
        """A candidate as evidence for a question."""
        passage, number = candidate.passage, candidate.sentence_index
        text = normalize(passage.sentence_text(passage.sentences[number])).lower()
        context = f"{name_place(passage, number)} {text}"
        shown = f"{text} {_cells(passage)}" if question.indicator else text
        proved = tuple(d for d in question.demands if self._proves(d, passage, shown, question.given))
        share = len(proved) / len(question.demands) if question.demands else 1.0
        cover = self.matcher.cover(question.words, context)
        worth = candidate.score + COVER_WEIGHT * cover + DEMAND_WEIGHT * share
        rates = find_rates(question.text)
        worth += DEMAND_WEIGHT * bool(rates and all(told.search(context) for _, told in rates))
        if question.reason and passage.section == Section.SHORTFALLS:
            worth += REVIEW_WEIGHT
        return Evidence(passage, number, worth, proved, cover, candidate, context)

    def _proves(self, demand: Demand, passage: Passage, text: str, given: frozenset[str]) -> bool:
        if passage.indicator is not None and demand.kind in CELLS:
            return True
        return self.asks.proves(demand, text, given)

    def rank(self, question: Understood, candidates: Sequence[Candidate]) -> list[Evidence]:
        """The candidates weighed, best first; of two that weigh the same the earlier stays first."""
        weighed = [self.weigh(question, candidate) for candidate in candidates[:CONSIDERED]]
        return sorted(weighed, key=lambda evidence: -evidence.worth)

    def choose(self, question: Understood, ranked: Sequence[Evidence]) -> list[Evidence]:
        """The best sentence, and the best of another passage that is nearly as good and has more to tell:
        a figure or a word of the question that the first passage lacks.
        """
        if not ranked:
            return []
        first = ranked[0]
        known = normal_passage(first.passage)
        figures = set(_DIGITS.findall(known))
        lacking = self.matcher.unaccounted(question.words, known)
        for other in ranked[1:]:
            if other.worth < first.worth - BEHIND:
                break
            adds = set(_DIGITS.findall(other.context)) - figures or len(
                self.matcher.unaccounted(lacking, other.context)
            ) < len(lacking)
            if other.passage.id != first.passage.id and adds:
                return [first, other]
        return [first]
