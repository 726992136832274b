"""One score out of the legs, by weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.legs import NO_QUESTION, Legs

FILTERED = 5.0
"""How many times as much a department counts that is asked for with a filter as one that is named."""
LOW, HIGH = 1.54, 2.02
"""Fused scores of a sentence that has nothing to do with a question and of one that surely answers it."""


@dataclass(frozen=True)
class Weights:
    """What each leg counts beside the similarity of the sentence itself; 0 switches a leg off.

    department: what it adds when a sentence stands in a department that is named.
    Chosen by the questions of `index.examples`, never by the development questions.
    """

    dense: float = 1.0
    lexical: float = 0.05
    bank_dense: float = 1.0
    bank_lexical: float = 0.03
    department: float = 0.06

    @property
    def bank(self) -> bool:
        """Whether any leg over the bank counts."""
        return bool(self.bank_dense or self.bank_lexical)


PLAIN = Weights()
WITHOUT_BANK = Weights(bank_dense=0.0, bank_lexical=0.0)


def fuse(legs: Legs, preferred: np.ndarray, weights: Weights = PLAIN) -> np.ndarray:
    """Return the candidates' scores, about 0 for what has nothing to do with the question and 1 at best.

    preferred: of each candidate 0, 1 where its department is named, FILTERED where it is asked for.
    """
    score = (
        weights.dense * legs.dense
        + weights.lexical * legs.lexical
        + weights.bank_dense * np.maximum(legs.bank_dense, NO_QUESTION)
        + weights.bank_lexical * legs.bank_lexical
        + weights.department * preferred
    )
    # Legs that are off leave the others their place on the scale.
    score = score + (PLAIN.dense - weights.dense) * 0.8 + (PLAIN.bank_dense - weights.bank_dense) * 0.85
    return (score - LOW) / (HIGH - LOW)
