"""Choose among what a message may mean: conditional logits over named features, learned from chats."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
Model = Mapping[str, Mapping[str, float]]
"""Weights of features by kind; those of `EVERY` hold for all kinds."""
EVERY = ""


@cache
def load_weights(name: str) -> Model:
    """The weights of a model that one of `python -m qa.lab.train_meanings` and `train_operands` wrote."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def score(model: Model, kind: str, features: Mapping[str, float]) -> float:
    """How much speaks for one that has such features."""
    own, every = model.get(kind, {}), model.get(EVERY, {})
    return sum((own.get(name, 0.0) + every.get(name, 0.0)) * value for name, value in features.items())


def share_out(scores: Sequence[float]) -> list[float]:
    """How likely each is, all together 1."""
    powers = np.exp(np.array(scores) - max(scores))
    return [float(power) for power in powers / powers.sum()]
