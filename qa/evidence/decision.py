"""Decide whether the report answers: on what the evidence holds, not on how near it is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import GapQuestion
from qa.evidence.signals import Describer
from qa.evidence.weighing import Evidence
from qa.understand.question import Understood

MODEL = Path(__file__).parent / "data" / "decision.json"
BARE_MODEL = Path(__file__).parent / "data" / "decision-bare.json"
"""For places that no anticipated question asks of: those of a new report, or a new item of one."""
FAR = 4.0  # standard deviations from its mean beyond which a feature says no more
KNOWN_GAP = 0.85  # similarity from which a question is one that is known not to be answered


@dataclass(frozen=True)
class DecisionModel:
    """A logistic regression over features and the products of two of them, as plain numbers."""

    names: tuple[str, ...]
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray  # of the terms that `expand` makes of the scaled features
    bias: float
    threshold: float  # a probability below which the report counts as not answering

    def probability(self, values: Mapping[str, float]) -> float:
        """How sure it is that the report answers, 0 to 1; features that are not given count as 0."""
        row = np.array([values.get(name, 0.0) for name in self.names])
        score = float(expand((row - self.mean) / self.scale) @ self.weights) + self.bias
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def expand(scaled: np.ndarray) -> np.ndarray:
    """Scaled features (…, n), within `FAR` of their means, and behind them the products of each two."""
    near = np.clip(scaled, -FAR, FAR)
    one, other = np.triu_indices(near.shape[-1])
    return np.concatenate([near, near[..., one] * near[..., other]], axis=-1)


def load_model(path: Path = MODEL) -> DecisionModel:
    """The model of a file written by `python -m qa.lab.train_decision`.

    Raises ValueError when the file is not one.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        model = DecisionModel(
            names=tuple(data["names"]),
            mean=np.array(data["mean"]),
            scale=np.array(data["scale"]),
            weights=np.array(data["weights"]),
            bias=float(data["bias"]),
            threshold=float(data["threshold"]),
        )
        model.probability({})
        return model
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise ValueError(f"{path} is no decision model: {error}") from error


@dataclass(frozen=True)
class Decision:
    """Whether the report answers, how sure that is, and what of the question nothing accounts for."""

    answers: bool
    probability: float
    missing: tuple[str, ...] = ()
    values: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "probability": round(self.probability, 3),
            "missing": list(self.missing),
            "features": {name: round(value, 3) for name, value in self.values.items() if value},
        }


class Judge:
    """Applies the decision models to a question and its evidence."""

    def __init__(self, describer: Describer, model: DecisionModel, bare: DecisionModel | None = None) -> None:
        """`bare` decides where no question was anticipated; without it `model` decides there too."""
        self._describer = describer
        self._model = model
        self._bare = bare or model

    def decide(
        self,
        question: Understood,
        ranked: Sequence[Evidence],
        chosen: Sequence[Evidence],
        gaps: Sequence[tuple[GapQuestion, float]],
    ) -> Decision:
        """The decision over a question; `missing` is empty where all of it is accounted for."""
        features = self._describer.describe(question, ranked, chosen, gaps)
        model = self._model if self._describer.is_anticipated(chosen[0].passage.id) else self._bare
        probability = model.probability(features.values)
        answers = probability >= model.threshold
        known = gaps and gaps[0][1] >= KNOWN_GAP
        missing = (gaps[0][0].missing,) if known and not answers else features.missing
        return Decision(
            answers=answers,
            probability=probability,
            missing=missing,
            values=features.values,
        )
