"""Fit and save linear classifiers over named features (`qa.understand.linear`)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from qa.understand.linear import Linear, Model

LEAST = 4
"""A feature of fewer examples is left out where nothing else is said."""
SMALL = 0.04
"""Weights below this are left out."""


class Examples:
    """Feature sets with their class and what they count, slot by slot."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[Collection[str], str, float]]] = defaultdict(list)

    def add(self, slot: str, features: Collection[str], value: str, weight: float = 1.0) -> None:
        self.of[slot].append((features, value, weight))


def fit(examples: Examples, strength: float, least: int = LEAST) -> Model:
    """A classifier for each slot over one numbering of features.

    `strength` is the inverse of the penalty; a feature of fewer than `least` examples is left out.
    """
    counts: Counter[str] = Counter()
    for rows in examples.of.values():
        for features, _, _ in rows:
            counts.update(set(features))
    names = sorted(one for one, n in counts.items() if n >= least)
    number = {one: at for at, one in enumerate(names)}
    slots = {}
    for slot, rows in examples.of.items():
        indices, starts = [], [0]
        for features, _, _ in rows:
            indices += sorted({number[one] for one in features if one in number})
            starts.append(len(indices))
        matrix = csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(rows), len(names)))
        labels = [value for _, value, _ in rows]
        if len(set(labels)) == 1:
            slots[slot] = Linear((labels[0],), np.zeros((len(names), 1)), np.zeros(1))
            continue
        model = LogisticRegression(C=strength, max_iter=150).fit(
            matrix, labels, sample_weight=[weight for *_, weight in rows]
        )
        weights, bias = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
        slots[slot] = Linear(tuple(map(str, model.classes_)), weights.T, bias)
    return Model(number, slots)


def save(model: Model, path: Path) -> None:
    """Write a model; weights keep two decimals."""
    kept = {
        name: np.where(np.abs(one.weights) > SMALL, one.weights.round(2), 0)
        for name, one in model.slots.items()
    }
    used = np.any([weights.any(axis=1) for weights in kept.values()], axis=0)
    names = [name for name, at in model.features.items() if used[at]]
    rows = [model.features[name] for name in names]
    head = {"features": names, "slots": {k: v.classes for k, v in model.slots.items()}}
    arrays = {f"w_{name}": weights[rows].astype(np.float16) for name, weights in kept.items()}
    arrays |= {f"b_{name}": linear.bias for name, linear in model.slots.items()}
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, head=np.array(json.dumps(head, ensure_ascii=False)), **arrays)
