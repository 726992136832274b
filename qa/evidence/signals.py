"""What speaks for and against that the evidence answers: the features of the decision.

Similarity alone does not tell: a near miss is as near as a hit.  So beside the scores stand which parts of
the question (its words, the kinds of thing asked for, its year) the evidence has, and how its wording is
like that of questions that such a report answers.  Sixteen features are left of 116: chosen forward by the
area under the curve on departments that were not trained on, over questions of other hands, plain wishes
and wishes inside messages (all 103 that could be measured: 0.950, 0.944, 0.893; these: 0.951, 0.959, 0.911).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.bank import BankQuestion, GapQuestion
from index.words import normalize
from qa.evidence.manner import load_manner
from qa.evidence.missing import name_missing
from qa.evidence.weighing import CELLS, Evidence, Weigher
from qa.understand.question import Understood
from qa.understand.vocabulary import normal_passage
from qa.understand.words import ContentWord
from qa.understand.years import find_years

KINDS = ("count", "procedure", "change")
"""Kinds of thing whose being asked for, and proved or not, tells more than that one is unproved."""
OVER_BANK = frozenset({"gap", "gaps_here", "gaps_over_banks", "worth"})
"""Features that mean something only where questions were anticipated."""
NEAREST = 5  # known gaps and anticipated questions that are compared

_CLAUSE = re.compile(r"[，,。？?；;！!、 ]+")
_ASKING = re.compile(
    r"幾|多少|哪|誰|何|什麼|怎麼|怎樣|如何|為什麼|多久|多大|多高|嗎|有沒有|是不是|how|which|what|who|when|where|why",
    re.IGNORECASE,
)
_FIGURE_KINDS = frozenset({"count", "amount", "percent", "duration", "age", "rank", "number"})


@dataclass(frozen=True)
class Features:
    """Named values of one question, and what of it nothing accounts for, in words for the user."""

    values: dict[str, float]
    missing: tuple[str, ...]


class Describer:
    """Describes questions and their evidence in numbers."""

    def __init__(self, weigher: Weigher, bank: Iterable[BankQuestion], year: int) -> None:
        self._weigher = weigher
        self._year = year
        self._asked: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for number, question in enumerate(bank):
            place = question.passage_id, question.sentence_index
            self._asked[place].append((number, question.question))
        self._anticipated = {passage for passage, _ in self._asked}

    def is_anticipated(self, passage: str) -> bool:
        """Whether any question was anticipated of a passage, so that the bank's silence means something."""
        return passage in self._anticipated

    def describe(
        self,
        question: Understood,
        ranked: Sequence[Evidence],
        chosen: Sequence[Evidence],
        gaps: Sequence[tuple[GapQuestion, float]],
        without: frozenset[int] = frozenset(),
    ) -> Features:
        """The features of a question.

        gaps: the nearest questions that the report does not answer, with their similarities, best first.
        without: questions of the bank that are left out of account.
        """
        first = chosen[0]
        place = normal_passage(first.passage)
        evidence = " ".join(e.context for e in chosen)
        asked = self._asked.get((first.passage.id, first.candidate.sentence_index), ())
        alike = (normalize(text).lower() for number, text in asked if number not in without)
        known = " ".join([place, evidence, *alike])
        matcher, asks, words = self._weigher.matcher, self._weigher.asks, question.words
        unknown = matcher.unaccounted(words, known)
        proved = [d for d in question.demands if any(d in e.proved for e in chosen)]
        row = first.passage.indicator is not None
        absent = [
            d
            for d in question.demands
            if d not in proved and not (row and d.kind in CELLS) and not asks.proves(d, place, question.given)
        ]
        elsewhere = {y for y in question.years if y != self._year and y not in find_years(place)}
        foreign = [p for p in question.places if p not in place]
        banks = sorted(map(_bank, ranked), reverse=True)
        nearest = gaps[:NEAREST]
        asking = _asking_words(question)
        values = {
            "gap": gaps[0][1] if gaps else 0.0,
            "gaps_here": float(sum(g.passage_id == first.passage.id for g, _ in nearest)),
            "gaps_over_banks": _mean([s for _, s in nearest]) - _mean(banks[:NEAREST]),
            "worth": ranked[0].worth,
            "lexical": first.candidate.legs.get("lexical", 0.0),
            "dense_over_field": _over_field([e.candidate.legs.get("dense", 0.0) for e in ranked]),
            "manner": load_manner().score(question.text),
            "cover": matcher.cover(words, evidence),
            "asking_cover_place": matcher.cover(asking, place),
            "last_word_clause": self._cover_of_last(question, asking, chosen),
            "unknown_most": max((w.weight for w in unknown), default=0.0),
            "proved_share": len(proved) / len(question.demands) if question.demands else 1.0,
            # A year that is not there is no reason to be silent about another that is asked for too.
            "other_year": float(len(elsewhere) if elsewhere == question.years else 0),
        }
        for kind in KINDS:
            states = [d in proved for d in question.demands if d.kind == kind]
            values[f"asks_{kind}"] = 0.0 if not states else (1.0 if all(states) else -1.0)
        return Features(values, name_missing(unknown, absent, elsewhere, foreign, question, asking))

    def _cover_of_last(
        self, question: Understood, asking: Sequence[ContentWord], chosen: Sequence[Evidence]
    ) -> float:
        """How far the word that is asked about stands in a clause that has a thing of the kind."""
        matcher, asks = self._weigher.matcher, self._weigher.asks
        last = _last_word(question, asking)
        if last is None:
            return 1.0
        texts = [normalize(e.passage.text).lower() for e in chosen]
        clauses = [clause for text in texts for clause in _CLAUSE.split(text) if clause]
        figures = [d for d in question.demands if d.kind in _FIGURE_KINDS]
        holding = [c for c in clauses if all(asks.proves(d, c, question.given) for d in figures)]
        return max((matcher.account(last, clause) for clause in holding), default=0.0)


def _bank(evidence: Evidence) -> float:
    """Similarity of the nearest anticipated question of a sentence, 0 where it has none."""
    return max(evidence.candidate.legs.get("bank_dense", 0.0), 0.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _over_field(values: Sequence[float]) -> float:
    """The greatest of some values over the mean of those a few places behind it."""
    ranked = sorted(values, reverse=True)
    return ranked[0] - _mean(ranked[3:8]) if ranked[3:8] else 0.0


def _asking_words(question: Understood) -> list[ContentWord]:
    """The words of the clauses that ask: what the thing asked for is said of."""
    text = question.text.lower()
    asking = " ".join(clause for clause in _CLAUSE.split(text) if _ASKING.search(clause))
    return [word for word in question.words if word.text in asking] if asking else list(question.words)


def _last_word(question: Understood, words: Sequence[ContentWord]) -> ContentWord | None:
    """The content word nearest in front of the last asking word: 「被罰的有幾件」 asks about 罰."""
    text = question.text.lower()
    cues = [match.start() for match in _ASKING.finditer(text)]
    if not cues:
        return None
    before = [(text.rfind(word.text, 0, cues[-1] + 1), word) for word in words]
    before = [pair for pair in before if pair[0] >= 0]
    return max(before, key=lambda pair: pair[0])[1] if before else None
