"""Train what tells asking from telling: `python -m qa.lab.train_wishes --messages FOLDER`.

The examples are people's messages, one JSON object a line: `message`, `dept`, and `wishes`, each with the
stretches of the message that carry it (`span`); and the questions of other hands (`tests/gold/decide-*`),
of which the last clause asks, in the forms of councils and offices too.  Figures are cross-validated over
departments.  The result is `qa/understand/data/wishes.json`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from qa.lab.gold import GOLD, OTHER_HANDS, read_gold
from qa.understand.wishes import MODEL, border_features, clause_features, split_message

FOLDS = 5
SEEN = 4  # clauses that a feature must stand in
ASKED = 0.4  # share of a clause's characters that a wish's stretches must hold
STRENGTH = {"asks": 0.3, "parts": 0.1}  # of the logistic regressions, by cross-validation
SMALL = 0.03  # weights below it are left out: they change no verdict


@dataclass(frozen=True)
class Example:
    """Features of a clause or of a border, whether it asks or parts, and the department for its fold."""

    features: frozenset[str]
    label: bool
    group: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_wishes", description=__doc__)
    parser.add_argument("--messages", type=Path, required=True, help="folder of messages, *.jsonl")
    parser.add_argument("--out", type=Path, default=MODEL)
    arguments = parser.parse_args(argv)
    messages = [
        record
        for path in sorted(arguments.messages.glob("*.jsonl"))
        for record in read_gold(path)
        if "wishes" in record
    ]
    clauses, borders = read_examples(messages)
    clauses += [example for path in sorted(GOLD.glob(OTHER_HANDS)) for example in read_questions(path)]
    data = {}
    for name, examples in zip(STRENGTH, (clauses, borders), strict=True):
        print(f"{name}: {len(examples)} examples; {cross_validate(examples, STRENGTH[name])}")
        data[name] = fit(examples, STRENGTH[name])
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    arguments.out.write_text(text + "\n", encoding="utf-8")
    return 0


def label_clauses(message: str, wishes: Sequence[dict[str, Any]]) -> list[int]:
    """Of each clause of a message the number of the wish that it asks for, -1 for what is only told."""
    owner = np.full(len(message), -1)
    for number, wish in enumerate(wishes):
        for stretch in wish["span"]:
            place = message.find(stretch)
            if place >= 0:
                owner[place : place + len(stretch)] = number
    labels = []
    for start, end in split_message(message):
        counts = Counter(int(owner[n]) for n in range(start, end) if message[n].strip())
        own = [(count, number) for number, count in counts.items() if number >= 0]
        best, number = max(own, default=(0, -1))
        labels.append(number if best >= ASKED * counts.total() else -1)
    return labels


def read_examples(messages: Sequence[dict[str, Any]]) -> tuple[list[Example], list[Example]]:
    """The clauses, and the borders between clauses that ask."""
    clauses, borders = [], []
    for record in messages:
        text, group = record["message"], record["dept"]
        parts, labels = split_message(text), label_clauses(text, record["wishes"])
        for number, label in enumerate(labels):
            features = frozenset(clause_features(text, parts, number))
            clauses.append(Example(features, label >= 0, group))
        asking = [number for number, label in enumerate(labels) if label >= 0]
        for one, other in pairwise(asking):
            features = frozenset(border_features(text, parts, one, other))
            borders.append(Example(features, labels[one] != labels[other], group))
    return clauses, borders


def read_questions(path: Path) -> Iterator[Example]:
    """The last clause of each question that has one or two and stands on its own: it asks."""
    for record in read_gold(path):
        text = record["question"]
        parts = split_message(text)
        if len(parts) <= 2 and not record.get("history"):
            features = frozenset(clause_features(text, parts, len(parts) - 1))
            yield Example(features, True, record.get("dept", ""))


def _matrix(examples: Sequence[Example], names: dict[str, int]):  # -> scipy.sparse.csr_matrix
    from scipy.sparse import csr_matrix

    rows = [[names[f] for f in sorted(example.features) if f in names] for example in examples]
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    columns = np.array([column for row in rows for column in row], dtype=np.int32)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(names)))


def _fit(examples: Sequence[Example], strength: float) -> tuple[dict[str, int], Any]:
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for example in examples for feature in example.features)
    seen = sorted(feature for feature, count in counts.items() if count >= SEEN)
    names = {feature: column for column, feature in enumerate(seen)}
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300)
    return names, model.fit(_matrix(examples, names), [example.label for example in examples])


def cross_validate(examples: Sequence[Example], strength: float) -> str:
    """Area under the curve and share of right verdicts on departments that training has not seen."""
    from sklearn.metrics import roc_auc_score

    groups = sorted({example.group for example in examples})
    fold = np.array([groups.index(example.group) % FOLDS for example in examples])
    labels = np.array([example.label for example in examples])
    scores = np.zeros(len(examples))
    for number in range(FOLDS):
        names, model = _fit([e for e, f in zip(examples, fold, strict=True) if f != number], strength)
        held = [e for e, f in zip(examples, fold, strict=True) if f == number]
        scores[fold == number] = model.predict_proba(_matrix(held, names))[:, 1]
    right = ((scores >= 0.5) == labels).mean()
    return f"AUC {roc_auc_score(labels, scores):.3f}, right {right:.3f}"


def fit(examples: Sequence[Example], strength: float) -> dict[str, Any]:
    """The model over all examples as plain numbers."""
    names, model = _fit(examples, strength)
    weights = {f: round(float(w), 3) for f, w in zip(names, model.coef_[0], strict=True) if abs(w) >= SMALL}
    return {"bias": round(float(model.intercept_[0]), 3), "weights": weights}


if __name__ == "__main__":
    raise SystemExit(main())
