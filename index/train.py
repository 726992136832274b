"""Train the ranking of candidates: `python -m index.train`.

Its gain over plain fusion is measured by cross-validation over departments on the questions of other
hands; then the trees are trained on all examples and written to `data/ranking.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexError_
from index.examples import Example, collect_examples, open_bundled
from index.ranking import RANKING, Ranker

FOLDS = 5
ROUNDS = 100
SCALE = 20.0
"""A fused score times this is where the trees begin, so that they learn only what it gets wrong."""
OWN_WEIGHT = 4.0
"""Of a question from another hand against a near miss: there are fewer of them, and they can be answered."""
PARAMETERS = {
    "objective": "lambdarank",
    "label_gain": [0, 2, 3],
    "lambdarank_truncation_level": 10,
    "num_leaves": 7,
    "learning_rate": 0.05,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, train, write; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("var/index"), help="folder of indexes")
    parser.add_argument("--out", type=Path, default=RANKING, help="where the trees go")
    arguments = parser.parse_args(argv)
    try:
        examples = collect_examples(open_bundled(arguments.index))
    except IndexError_ as error:
        print(error, file=sys.stderr)
        return 2
    for line in cross_validate(examples):
        print(line)
    record = train(examples).to_record()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(record, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes, {len(examples)} examples")
    return 0


def train(examples: Sequence[Example]) -> Ranker:
    """Return the trees trained on examples."""
    import lightgbm

    data = lightgbm.Dataset(
        np.concatenate([example.features for example in examples]),
        label=np.concatenate([example.labels for example in examples]),
        group=[len(example.labels) for example in examples],
        weight=np.concatenate([np.full(len(e.labels), OWN_WEIGHT if e.own else 1.0) for e in examples]),
        init_score=np.concatenate([SCALE * example.fused for example in examples]),
    )
    return read_trees(lightgbm.train(PARAMETERS, data, ROUNDS).dump_model()["tree_info"])


def read_trees(trees: Sequence[dict[str, Any]]) -> Ranker:
    """Return the trees of LightGBM's dump as arrays."""
    nodes = [_flatten(tree["tree_structure"]) for tree in trees]
    most = max(map(len, nodes))
    table = np.zeros((len(nodes), most, 5))
    for number, tree in enumerate(nodes):
        table[number, : len(tree)] = tree
    whole = table[:, :, [0, 2, 3]].astype(np.int64)
    depth = max(_depth(tree["tree_structure"]) for tree in trees)
    return Ranker(
        whole[:, :, 0], table[:, :, 1], whole[:, :, 1], whole[:, :, 2], table[:, :, 4], depth, 1 / SCALE
    )


def _flatten(root: dict[str, Any]) -> list[list[float]]:
    """Return a tree's nodes: feature, threshold, left, right, value; a leaf leads to itself."""
    rows: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        number = len(rows)
        if "leaf_value" in node:
            rows.append([0, 0.0, number, number, node["leaf_value"]])
            return number
        rows.append([node["split_feature"], node["threshold"], 0, 0, 0.0])
        rows[number][2] = add(node["left_child"])
        rows[number][3] = add(node["right_child"])
        return number

    add(root)
    return rows


def _depth(node: dict[str, Any]) -> int:
    return 0 if "leaf_value" in node else 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def cross_validate(examples: Sequence[Example]) -> list[str]:
    """Return lines with recall and MRR of plain fusion and of the trees, on departments they never saw."""
    departments = sorted({example.department for example in examples})
    shuffled = np.random.default_rng(0).permutation(len(departments))
    fold = {departments[number]: place % FOLDS for place, number in enumerate(shuffled)}
    plain: dict[bool, list[int]] = {True: [], False: []}
    learned: dict[bool, list[int]] = {True: [], False: []}
    for number in range(FOLDS):
        ranker = train([example for example in examples if fold[example.department] != number])
        for example in examples:
            if fold[example.department] == number:
                plain[example.own].append(example.rank(example.fused))
                learned[example.own].append(example.rank(example.fused + ranker.correct(example.features)))
    lines = []
    for own, name in ((True, "questions of other hands"), (False, "near misses")):
        for how, ranks in (("plain fusion", plain[own]), ("learned", learned[own])):
            lines.append(f"{name:26s}{how:14s}n={len(ranks):5d}  {tell_ranks(ranks)}")
    return lines


def tell_ranks(ranks: Sequence[int]) -> str:
    """Return recall at 1, 5 and 10 and the mean reciprocal rank; 0 stands for not found."""
    found = np.array([rank or np.inf for rank in ranks])
    recalls = "  ".join(f"@{k} {np.mean(found <= k):.3f}" for k in (1, 5, 10))
    return f"{recalls}  MRR {np.mean(1 / found):.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
