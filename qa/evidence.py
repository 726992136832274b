"""Choose the sentences that answer: the best one, then those that settle what it leaves open.

The retriever ranks sentences by nearness.  Here a candidate also earns for the question's words that it
accounts for and for the kinds of thing asked for that it holds; what the first sentence leaves open is
looked for in its passage and in the other candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.model import Passage, Section, Sentence
from index.search import Candidate
from index.words import normalize
from qa.coverage import ContentWord, WordMatcher
from qa.demands import Asks, Demand
from qa.understanding import Understood
from qa.years import find_years

CONSIDERED = 12  # candidates that can become evidence
COVER_WEIGHT = 0.25
DEMAND_WEIGHT = 0.20
ROW_WEIGHT = 0.12  # an indicator's row where a target or an attainment is asked for
YEAR_WEIGHT = 0.10  # a sentence of another year than the one asked for
REVIEW_WEIGHT = 0.15  # the shortfall review where the reason of a missed target is asked for


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

    def weigh(self, question: Understood, candidate: Candidate, number: int | None = None) -> Evidence:
        """A candidate, or another sentence of its passage, as evidence for a question."""
        passage = candidate.passage
        number = candidate.sentence_index if number is None else number
        sentence = passage.sentences[number]
        text = normalize(passage.sentence_text(sentence)).lower()
        context = " ".join(
            [normalize(" ".join([passage.department, *passage.path, *sentence.headings])).lower(), text]
        )
        proved = tuple(d for d in question.demands if self.asks.proves(d, text, question.given))
        share = len(proved) / len(question.demands) if question.demands else 1.0
        cover = self.matcher.cover(question.words, context)
        worth = candidate.score + COVER_WEIGHT * cover + DEMAND_WEIGHT * share
        if question.indicator and passage.indicator is not None:
            worth += ROW_WEIGHT
        if question.reason and passage.section == Section.SHORTFALLS:
            worth += REVIEW_WEIGHT
        named = find_years(text)
        if question.years and named and not (question.years & named):
            worth -= YEAR_WEIGHT
        return Evidence(passage, number, worth, proved, cover, candidate, context)

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

    def complete(
        self, question: Understood, ranked: Sequence[Evidence], most: int = 3, margin: float = 0.25
    ) -> list[Evidence]:
        """The best sentence and those that settle what it leaves open, at most `most`.

        A further sentence comes from the same passage or from a candidate whose worth is within
        `margin` of the best; it must hold a kind that is open or account for a heavy word that is.
        """
        if not ranked:
            return []
        chosen = [ranked[0]]
        pool = self._neighbours(question, ranked[0]) + [e for e in ranked[1:] if e.worth >= ranked[0].worth - margin]
        while len(chosen) < most:
            best = self._most_helpful(question, chosen, pool)
            if best is None:
                break
            chosen.append(best)
        return chosen

    def _neighbours(self, question: Understood, first: Evidence) -> list[Evidence]:
        numbers = (n for n in range(len(first.passage.sentences)) if n != first.number)
        return [
            replace(e, worth=e.worth - 0.02 * abs(n - first.number))
            for n in numbers
            if (e := self.weigh(question, first.candidate, n))
        ]

    def _most_helpful(
        self, question: Understood, chosen: Sequence[Evidence], pool: Sequence[Evidence]
    ) -> Evidence | None:
        open_words = self.open_words(question, chosen)
        open_demands = set(self.open_demands(question, chosen))
        taken = {evidence.key for evidence in chosen}
        best, best_gain = None, 0.0
        for evidence in pool:
            if evidence.key in taken:
                continue
            demands = sum(demand in open_demands for demand in evidence.proved)
            words = sum(w.weight for w in open_words if self.matcher.account(w, evidence.context) >= 0.5)
            near = evidence.passage.id == chosen[0].passage.id
            gain = (0.5 if near else 0.3) * demands + 0.6 * words
            if demands and not near and not words:
                gain = 0.0
            gain += 0.2 * (evidence.worth - chosen[0].worth) if gain else 0.0
            if gain > max(best_gain, 0.3):
                best, best_gain = evidence, gain
        return best
