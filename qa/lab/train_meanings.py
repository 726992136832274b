"""Learn which meaning of a message is the likeliest: `python -m qa.lab.train_meanings SCORER DIALOGUES...`.

SCORER is the program that judges a turn (`judge`), DIALOGUES are files of practice conversations, each of
another hand.  Every meaning of every turn after the first is answered and judged; a conditional logit learns
to put those that are right above the others.  Writes qa/conversation/data/meanings.json and prints, for each
file, the share of turns decided rightly by what was learned from the others, beside what would be best.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qa.assistant import Assistant
from qa.conversation.meanings import MODEL
from qa.conversation.state import Exchange, find_last

STRENGTH = 4.0
"""Half of what the square of a weight costs, in units of the features' spread."""
SMALL = 0.02
"""Weights below this, in units of the features' spread, are left out."""
Name = tuple[str, str]
"""A kind of meaning and a feature of it."""


@dataclass(frozen=True)
class Turn:
    """A turn's meanings: kind and features of each, and whether its answer is right."""

    hand: str
    meanings: Sequence[tuple[str, Mapping[str, float]]]
    right: Sequence[bool]


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_dialogues(assistant: Assistant, path: Path, scorer: Any) -> Iterator[Turn]:
    """The turns after the first question of each conversation, as the product itself leads it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        past: list[Exchange] = []
        for gold in json.loads(line)["turns"]:
            before = past[-1].answer.answer if past else ""
            if find_last(past) is None:
                answer = assistant.ask(gold["q"], past)
            else:
                found = assistant.talker.weigh(gold["q"], past, None)
                right = [all(scorer.judge(gold, one.answer.to_dict(), before)[:2]) for one in found]
                yield Turn(str(path), [(one.kind, one.features) for one in found], right)
                answer = found[0].answer
            past.append(Exchange(gold["q"], answer.with_(trace={})))


def make_table(turns: Sequence[Turn]) -> tuple[list[Name], list[np.ndarray]]:
    """The names of all features, and a row of them for each meaning of each turn."""
    held = {(kind, name) for turn in turns for kind, features in turn.meanings for name in features}
    names = sorted(held)
    place = {name: number for number, name in enumerate(names)}
    tables = []
    for turn in turns:
        table = np.zeros((len(turn.meanings), len(names)))
        for row, (kind, features) in zip(table, turn.meanings, strict=True):
            for name, value in features.items():
                row[place[kind, name]] = value
        tables.append(table)
    return names, tables


def fit(tables: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> np.ndarray:
    """Weights with which the right meanings of a turn are likeliest among all of it."""
    from scipy.optimize import minimize

    telling = [n for n, one in enumerate(right) if one.any() and not one.all()]
    rows = np.vstack([tables[n] for n in telling])
    good = np.concatenate([right[n] for n in telling]).astype(float)
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
        cost = STRENGTH * weights @ weights - np.log(best / every).sum()
        return cost, slope + 2 * STRENGTH * weights

    start = np.zeros(rows.shape[1])
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return np.where(np.abs(weights) < SMALL, 0.0, weights) / spread


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_meanings", description=__doc__)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("dialogues", type=Path, nargs="+")
    arguments = parser.parse_args(argv)
    assistant, scorer = Assistant.load(), load_scorer(arguments.scorer)
    turns = [turn for path in arguments.dialogues for turn in read_dialogues(assistant, path, scorer)]
    names, tables = make_table(turns)
    right = [np.array(turn.right) for turn in turns]
    for path in arguments.dialogues if len(arguments.dialogues) > 1 else ():
        own = [n for n, turn in enumerate(turns) if turn.hand == str(path)]
        others = sorted(set(range(len(turns))) - set(own))
        weights = fit([tables[n] for n in others], [right[n] for n in others])
        found = np.mean([right[n][int(np.argmax(tables[n] @ weights))] for n in own])
        now, best = np.mean([right[n][0] for n in own]), np.mean([right[n].any() for n in own])
        print(f"{path.name}: {len(own)} turns, as shipped {now:.3f}, unseen {found:.3f}, best {best:.3f}")
    weights = fit(tables, right)
    model: dict[str, dict[str, float]] = {}
    for (kind, name), weight in zip(names, weights, strict=True):
        if weight:
            model.setdefault(kind, {})[name] = round(float(weight), 3)
    MODEL.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(map(len, model.values()))} weights of {len(model)} kinds of meaning")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
