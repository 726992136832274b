"""Choose the sentences that answer: the best one, then those that settle what it leaves open.

The retriever ranks sentences by nearness.  Here a candidate also earns for the question's words that it
accounts for and for the kinds of thing asked for that it holds; what the first sentence leaves open is
looked for in the other candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage, Section, Sentence
from index.search import Candidate
from index.words import normalize
from qa.understand.demands import Asks, Demand
from qa.understand.question import Understood
from qa.understand.words import ContentWord, WordMatcher

CONSIDERED = 12  # candidates that can become evidence
COVER_WEIGHT = 0.1
DEMAND_WEIGHT = 0.08
MARGIN = 0.3  # a further sentence may be worth this much less than the best
LEAST_COVER = 0.4  # share of the question's words that a further sentence accounts for
ABROAD_WORDS = 0.6  # weight of open words that a sentence of another department must account for
LEAST_GAIN = 0.25
TWIN_COVER = 0.7  # how much of the words a sentence must have to be the other side of a comparison
FIGURES = frozenset(
    {"number", "count", "amount", "percent", "date", "duration", "age", "place", "phone", "hours"}
)
REVIEW_WEIGHT = 0.15  # the shortfall review where the reason of a missed target is asked for


_NUMBER = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[a-z])(?:[)）、]|\.(?!\d))|[(（][一二三四五六七八九十]{1,3}[)）])\s*"
)
_COMPLETED = re.compile(r"完成程度\W*\d+\s*%$")
CELLS = frozenset({"target", "actual", "attainment"})
TABLE_HEADS = {
    Section.INDICATORS: "策略目標 績效指標 原定目標值 達成目標值 實際 達成度 達標",
    Section.COMMON: "共同性目標 共同性指標 原定目標值 達成目標值 實際 達成度 達標",
    Section.SHORTFALLS: "未達成目標 達成度 差異值 未達成原因 因應策略 檢討 改善",
}
"""What the heads of a table say of each of its rows: a row accounts for these words without printing them."""


def _cells(passage: Passage) -> str:
    """The values of an indicator's row, normalised; "" for other passages."""
    row = passage.indicator
    return normalize(f"{row.name} {row.target} {row.actual} {row.attainment}").lower() if row else ""


def _plain_text(passage: Passage) -> str:
    """A passage's sentences, normalised, without those that only say how much of it was completed."""
    texts = (_plain_sentence(passage, sentence) for sentence in passage.sentences)
    return " ".join(text for text in texts if not _COMPLETED.match(text))


def _plain_sentence(passage: Passage, sentence: Sentence) -> str:
    """A sentence, normalised, without the number of the item that it begins with: it counts nothing."""
    return _NUMBER.sub("", normalize(passage.sentence_text(sentence)).lower())


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
        sentence = passage.sentences[number]
        text = _plain_sentence(passage, sentence)
        place = [passage.department, *passage.path, *sentence.headings, TABLE_HEADS.get(passage.section, "")]
        context = f"{normalize(' '.join(place)).lower()} {text}"
        shown = f"{text} {_cells(passage)}" if question.indicator else text
        proved = tuple(d for d in question.demands if self._proves(d, passage, shown, question.given))
        share = len(proved) / len(question.demands) if question.demands else 1.0
        cover = self.matcher.cover(question.words, context)
        worth = candidate.score + COVER_WEIGHT * cover + DEMAND_WEIGHT * share
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

    def open_words(self, question: Understood, chosen: Sequence[Evidence]) -> tuple[ContentWord, ...]:
        """The question's words that the chosen sentences do not account for, heaviest first."""
        return self.matcher.unaccounted(question.words, " ".join(e.context for e in chosen))

    def open_demands(self, question: Understood, chosen: Sequence[Evidence]) -> tuple[Demand, ...]:
        """The kinds of thing asked for that no chosen sentence holds."""
        proved = {demand for evidence in chosen for demand in evidence.proved}
        return tuple(demand for demand in question.demands if demand not in proved)

    def complete(self, question: Understood, ranked: Sequence[Evidence], most: int = 3) -> list[Evidence]:
        """The best sentence and those that settle what it leaves open, at most `most`.

        What stands in the same passage is taken up by the stretch that is quoted; a further sentence
        comes from another passage that is nearly as good, and holds a kind of thing that is still open
        or accounts for heavy words that are.
        """
        if not ranked:
            return []
        chosen = [ranked[0]]
        if question.english:
            return chosen
        pool = [e for e in ranked[1:] if e.worth >= ranked[0].worth - MARGIN and e.cover >= LEAST_COVER]
        while len(chosen) < most:
            best = self._most_helpful(question, chosen, pool)
            if best is None:
                break
            chosen.append(best)
        return chosen

    def _most_helpful(
        self, question: Understood, chosen: Sequence[Evidence], pool: Sequence[Evidence]
    ) -> Evidence | None:
        first = chosen[0]
        passages = " ".join(_plain_text(e.passage) for e in chosen)
        known = f"{passages} {' '.join(e.context for e in chosen)}"
        open_words = self.matcher.unaccounted(question.words, known)
        open_demands = {
            d
            for d in self.open_demands(question, chosen)
            if d.kind in FIGURES and not self.asks.proves(d, passages, question.given)
        }
        figures = [d for d in first.proved if d.kind in FIGURES]
        taken = {evidence.passage.id for evidence in chosen}
        best, best_gain = None, LEAST_GAIN
        for evidence in pool:
            if evidence.passage.id in taken:
                continue
            demands = sum(demand in open_demands for demand in evidence.proved)
            words = sum(w.weight for w in open_words if self.matcher.account(w, evidence.context) >= 0.8)
            abroad = evidence.passage.department != first.passage.department and not question.comparing
            if abroad and words < ABROAD_WORDS:
                continue
            gain = 0.35 * demands + 0.6 * words
            twin = question.comparing and figures and all(d in evidence.proved for d in figures)
            if twin and evidence.cover >= TWIN_COVER * first.cover:
                gain += 0.28
            gain += 0.02 * evidence.cover if gain else 0.0
            if gain > best_gain:
                best, best_gain = evidence, gain
        return best
