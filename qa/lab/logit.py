"""Fit and write conditional logits (`qa.conversation.choosing`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.conversation.choosing import DATA, EVERY

STRENGTH = 4.0
"""Half of what the square of a weight costs, in units of the features' spread."""
SMALL = 0.02
"""Weights below this, in units of the features' spread, are left out."""
Name = tuple[str, str]
"""A kind of choice and a feature of it."""


@dataclass(frozen=True)
class Choice:
    """What there was to choose from: kind and features of each, and whether it is right."""

    hand: str
    among: Sequence[tuple[str, Mapping[str, float]]]
    right: Sequence[bool]


def make_tables(choices: Sequence[Choice], shared: bool = False) -> tuple[list[Name], list[np.ndarray]]:
    """The names of all features, and a row of them for each thing to choose, choice by choice.

    `shared`: each feature counts for all kinds together as well as for its own.
    """
    names = {(kind, name) for one in choices for kind, features in one.among for name in features}
    names |= {(EVERY, name) for _, name in names} if shared else set()
    ordered = sorted(names)
    place = {name: number for number, name in enumerate(ordered)}
    tables = []
    for one in choices:
        table = np.zeros((len(one.among), len(ordered)))
        for row, (kind, features) in zip(table, one.among, strict=True):
            for name, value in features.items():
                row[place[kind, name]] = value
                if shared:
                    row[place[EVERY, name]] = value
        tables.append(table)
    return ordered, tables


def fit(
    tables: Sequence[np.ndarray], right: Sequence[Sequence[bool]], strength: float = STRENGTH
) -> np.ndarray:
    """Weights with which what is right is likeliest among all of a choice."""
    from scipy.optimize import minimize

    goods = [np.array(one, bool) for one in right]
    telling = [n for n, one in enumerate(goods) if one.any() and not one.all()]
    rows = np.vstack([tables[n] for n in telling])
    good = np.concatenate([goods[n] for n in telling]).astype(float)
    sizes = [len(tables[n]) for n in telling]
    starts, turn = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    spread = np.sqrt((rows**2).mean(axis=0)) + 1e-6
    rows = rows / spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[turn])
        every = np.add.reduceat(powers, starts)
        best = np.add.reduceat(powers * good, starts) + 1e-300
        slope = rows.T @ (powers / every[turn] - powers * good / best[turn])
        cost = strength * weights @ weights - np.log(best / every).sum()
        return cost, slope + 2 * strength * weights

    start = np.zeros(rows.shape[1])
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return np.where(np.abs(weights) < SMALL, 0.0, weights) / spread


def learn(
    name: str, choices: Sequence[Choice], shared: bool = False, strength: float = STRENGTH
) -> dict[str, dict[str, float]]:
    """Learn a model and write it to its file; for each hand, print what was learned without it."""
    names, tables = make_tables(choices, shared)
    hands = list(dict.fromkeys(one.hand for one in choices))
    for hand in hands if len(hands) > 1 else ():
        own = [n for n, one in enumerate(choices) if one.hand == hand]
        others = [n for n, one in enumerate(choices) if one.hand != hand]
        weights = fit([tables[n] for n in others], [choices[n].right for n in others], strength)
        found = np.mean([choices[n].right[int(np.argmax(tables[n] @ weights))] for n in own])
        now = np.mean([choices[n].right[0] for n in own])
        best = np.mean([any(choices[n].right) for n in own])
        print(f"{hand}: {len(own)}, as shipped {now:.3f}, unseen {found:.3f}, best {best:.3f}")
    weights = fit(tables, [one.right for one in choices], strength)
    model: dict[str, dict[str, float]] = {}
    for (kind, feature), weight in zip(names, weights, strict=True):
        if weight:
            model.setdefault(kind, {})[feature] = round(float(weight), 3)
    path = DATA / f"{name}.json"
    path.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{path.name}: {sum(map(len, model.values()))} weights of {len(model)} kinds")
    return model
