"""One score out of the legs, by weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.legs import NO_QUESTION, Legs


@dataclass(frozen=True)
class Weights:
    """What each leg counts beside the similarity of the sentence itself; 0 switches a leg off.

    department: what it adds when a sentence stands in a department that is named or asked for.
    Tuned on questions of the bank, each with its own key left out, never on the development questions.
    """

    dense: float = 1.0
    lexical: float = 0.05
    bank_dense: float = 1.5
    bank_lexical: float = 0.07
    department: float = 0.06


PLAIN = Weights()
LOW, HIGH = 1.95, 2.55
"""Fused scores of a sentence that has nothing to do with a question and of one that answers it."""


def fuse(legs: Legs, preferred: np.ndarray, weights: Weights = PLAIN) -> np.ndarray:
    """Return the candidates' scores, about 0 for what has nothing to do with the question and 1 at best.

    preferred: of each candidate whether it stands in a department that is named or asked for.
    """
    score = (
        weights.dense * legs.dense
        + weights.lexical * legs.lexical
        + weights.bank_dense * legs.bank_dense
        + weights.bank_lexical * legs.bank_lexical
        + weights.department * preferred
    )
    # Without a leg the others keep their place on the scale.
    score = score + (1.0 - weights.dense) * 0.8 + (1.5 - weights.bank_dense) * NO_QUESTION
    return (score - LOW) / (HIGH - LOW)
