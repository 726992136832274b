"""What speaks for and against that the evidence answers: the features of the decision.

Similarity alone does not tell: a near miss is as near as a hit.  So beside the scores stand which parts of
the question (its words, the kinds of thing asked for, its year) the evidence has, and what it asks beyond it.
The features were chosen forward and backward by the area under the curve on departments that were not trained
on, over questions of other hands, plain wishes and wishes inside messages (0.975, 0.971, 0.941); how long a
question is, what it asks beyond its evidence and whether it stands in a message tell most.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.bank import BankQuestion, GapQuestion
from index.words import normalize
from qa.evidence.missing import name_missing
from qa.evidence.weighing import CELLS, Evidence, Weigher
from qa.understand.periods import find_years
from qa.understand.question import Understood
from qa.understand.words import ContentWord, normal_passage

OVER_BANK = frozenset({"gap", "gap_over_bank", "gaps_over_banks", "worth", "nearest"})
"""Features that mean something only where questions were anticipated."""
NEAREST = 5  # known gaps and anticipated questions that are compared
MANNER = Path(__file__).parent / "data" / "manner.json"
LONGEST_RUN = 3  # characters of a run that tells the manner of asking
SAME = 3  # characters by which a message may be longer than what it asks, and tell nothing besides

_CLAUSE = re.compile(r"[，,。？?；;！!、 ]+")
_ASKING = re.compile(
    r"幾|多少|哪|誰|何|什麼|怎麼|怎樣|如何|為什麼|多久|多大|多高|嗎|有沒有|是不是|how|which|what|who|when|where|why",
    re.IGNORECASE,
)


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
        self.manner = load_manner()

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
        # By the best sentence alone: what is told beside it may have the words in another sense.
        told = f"{first.context} {self.find_asked(*first.key, without)}"
        matcher, asks = self._weigher.matcher, self._weigher.asks
        unknown = matcher.unaccounted(question.words, f"{place} {told}")
        row = first.passage.indicator is not None
        here = [
            d for d in question.demands if (row and d.kind in CELLS) or asks.proves(d, place, question.given)
        ]
        proved = {d for e in chosen for d in e.proved}
        absent = [d for d in question.demands if d not in proved and d not in here]
        counts = [d in proved for d in question.demands if d.kind == "count"]
        elsewhere = {y for y in question.years if y != self._year and y not in find_years(place)}
        foreign = [p for p in question.places if p not in place]
        banks = sorted(map(_bank, ranked), reverse=True)
        asking = _asking_words(question)
        held, new = self.manner.score(question.text, told)
        gap = gaps[0][1] if gaps else 0.0
        values = {
            "gap": gap,
            "gap_over_bank": gap - _bank(first),
            "gaps_over_banks": _mean([s for _, s in gaps[:NEAREST]]) - _mean(banks[:NEAREST]),
            "worth": first.worth,
            "nearest": banks[0],
            "asks_held": held,
            "asks_new": new,
            "told": float(len(question.message) > len(question.text) + SAME),
            "length": math.log(1 + len(question.text)),
            "english": float(question.english),
            "asking_cover_place": matcher.cover(asking, place),
            "unknown_most": max((w.weight for w in unknown), default=0.0),
            "proved_place": len(here) / len(question.demands) if question.demands else 1.0,
            "asks_count": 0.0 if not counts else (1.0 if all(counts) else -1.0),
            # A year that is not there is no reason to be silent about another that is asked for too.
            "other_year": float(len(elsewhere) if elsewhere == question.years else 0),
        }
        return Features(values, name_missing(unknown, absent, elsewhere, foreign, question, asking))

    def find_asked(self, passage: str, sentence: int, without: Container[int] = ()) -> str:
        """The questions anticipated of a sentence in one text, normalised, without those of some numbers."""
        texts = (text for number, text in self._asked.get((passage, sentence), ()) if number not in without)
        return normalize(" ".join(texts)).lower()


def _bank(evidence: Evidence) -> float:
    """Similarity of the nearest anticipated question of a sentence, 0 where it has none."""
    return max(evidence.candidate.legs.get("bank_dense", 0.0), 0.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _asking_words(question: Understood) -> list[ContentWord]:
    """The words of the clauses that ask: what the thing asked for is said of."""
    text = question.text.lower()
    asking = " ".join(clause for clause in _CLAUSE.split(text) if _ASKING.search(clause))
    return [word for word in question.words if word.text in asking] if asking else list(question.words)


@dataclass(frozen=True)
class Manner:
    """What a question asks beyond what is told, in the manner of those that a report answers or not.

    What people ask in vain (prices, hours, telephones, next year, why, who, how many of each) shows in runs
    of characters that neither the evidence has nor any question anticipated of it.  Those that are held and
    those that are new have weights of their own; a run counts once.  Learned from the bank and the near
    misses by `python -m qa.lab.train_decision`, this stands in for lists of such kinds.
    """

    held: Mapping[str, float]
    new: Mapping[str, float]

    def score(self, question: str, known: str) -> tuple[float, float]:
        """What the runs say for an answer that `known` (normalised, lower case) has, and those that it has
        not: two shares of the log-odds.
        """
        held = new = 0.0
        for run in find_runs(normalize(question).lower()):
            if run in known:
                held += self.held.get(run, 0.0)
            else:
                new += self.new.get(run, 0.0)
        return held, new

    def save(self, path: Path) -> None:
        text = json.dumps({"held": self.held, "new": self.new}, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")


@cache
def load_manner(path: Path = MANNER) -> Manner:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Manner(data["held"], data["new"])


def find_runs(text: str) -> set[str]:
    """The runs of up to `LONGEST_RUN` characters of a text."""
    lengths = range(1, LONGEST_RUN + 1)
    return {text[n : n + length] for length in lengths for n in range(len(text) - length + 1)}
