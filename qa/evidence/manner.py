"""How a question is worded: like those that a year's report answers, or like those that it does not.

What people ask in vain (prices, hours, telephones, next year, why, who) shows in the wording, whatever the
subject.  A linear model over the runs of characters of a question, learned from the bank and the near
misses by `python -m qa.lab.train_decision`, stands in for lists of such kinds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.words import normalize, to_traditional

MODEL = Path(__file__).parent / "data" / "manner.json"
LONGEST = 3  # characters of a run


@dataclass(frozen=True)
class Manner:
    """Weights of runs of characters; a run that a question has counts once."""

    weights: Mapping[str, float]
    bias: float

    def score(self, question: str) -> float:
        """Log-odds that a question is one that such reports answer."""
        text = fold(question)
        runs = {
            text[n : n + length] for length in range(1, LONGEST + 1) for n in range(len(text) - length + 1)
        }
        return self.bias + sum(self.weights.get(run, 0.0) for run in runs)

    def save(self, path: Path) -> None:
        text = json.dumps(
            {"bias": self.bias, "weights": self.weights}, ensure_ascii=False, separators=(",", ":")
        )
        path.write_text(text + "\n", encoding="utf-8")


@cache
def load_manner() -> Manner:
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    return Manner(data["weights"], data["bias"])


def fold(question: str) -> str:
    """The form in which questions are compared."""
    return normalize(to_traditional(question)).lower()
