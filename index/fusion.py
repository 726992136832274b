"""One score out of the legs, by weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from index.legs import Legs

FILTERED = 5.0
"""How many times as much a department counts that is asked for with a filter as one that is named."""


@dataclass(frozen=True)
class Weights:
    """What each leg counts beside the similarity of the sentence itself; 0 switches a leg off.

    department: what it adds when a sentence stands in a department that is named.
    no_question: what similarity to a question counts where a sentence has none, or only farther ones.
    low, high: fused scores of a sentence that has nothing to do with a question and of a sure answer.
    Chosen by questions of other hands (`tests/gold/decide-*.jsonl`), never by the development questions.
    """

    dense: float = 0.75
    lexical: float = 0.25
    bank_dense: float = 1.0
    bank_lexical: float = 0.2
    department: float = 0.1
    no_question: float = 0.3
    low: float = 0.0
    high: float = 2.0

    @property
    def bank(self) -> bool:
        """Whether any leg over the bank counts."""
        return bool(self.bank_dense or self.bank_lexical)

    def without_bank(self) -> Weights:
        """The same weights over sentences alone; a sure answer keeps its place on the scale."""
        lost = 0.85 * (self.bank_dense + self.bank_lexical)
        return replace(self, bank_dense=0.0, bank_lexical=0.0, low=self.low - lost, high=self.high - lost)


ADAPTED = Weights()
"""For vectors that an adapter spreads (`index.adapt`): cosines from 0 to 1."""
PLAIN = Weights(1.0, 0.05, 1.0, 0.03, 0.06, no_question=0.75, low=1.54, high=2.02)
"""For a model's own vectors, whose cosines all lie between 0.75 and 0.95."""


def fuse(legs: Legs, preferred: np.ndarray, weights: Weights = ADAPTED) -> np.ndarray:
    """Return the candidates' scores, about 0 for what has nothing to do with the question and 1 at best.

    preferred: of each candidate 0, 1 where its department is named, FILTERED where it is asked for.
    """
    score = (
        weights.dense * legs.dense
        + weights.lexical * legs.lexical
        + weights.bank_dense * np.maximum(legs.bank_dense, weights.no_question)
        + weights.bank_lexical * legs.bank_lexical
        + weights.department * preferred
    )
    return (score - weights.low) / (weights.high - weights.low)
