"""What a question asks beyond what a place tells, in the manner of those that a year's report answers or not.

What people ask in vain (prices, hours, telephones, next year, why, who, how many of each) shows in the
words of a question that neither the evidence has nor any question anticipated of it.  A linear model weighs
the runs of characters of a question, those that are held and those that are new each by weights of their own.
Learned from the bank and the near misses by `python -m qa.lab.train_decision`, it stands in for lists of such
kinds.
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
    """Weights of runs of characters, of those that are held and of those that are new; a run counts once."""

    held: Mapping[str, float]
    new: Mapping[str, float]

    def score(self, question: str, known: str) -> tuple[float, float]:
        """What the runs say for an answer that `known` (normalised, lower case) has, and those that it has
        not: two shares of the log-odds.
        """
        held = new = 0.0
        for run in find_runs(fold(question)):
            if run in known:
                held += self.held.get(run, 0.0)
            else:
                new += self.new.get(run, 0.0)
        return held, new

    def save(self, path: Path) -> None:
        text = json.dumps({"held": self.held, "new": self.new}, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")


@cache
def load_manner(path: Path = MODEL) -> Manner:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Manner(data["held"], data["new"])


def fold(question: str) -> str:
    """The form in which questions are compared."""
    return normalize(to_traditional(question)).lower()


def find_runs(text: str) -> set[str]:
    """The runs of up to `LONGEST` characters of a text."""
    return {text[n : n + length] for length in range(1, LONGEST + 1) for n in range(len(text) - length + 1)}
