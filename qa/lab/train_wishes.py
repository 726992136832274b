"""Train what tells asking from telling: `python -m qa.lab.train_wishes --messages FOLDER`.

The examples are people's messages, one JSON object a line: `message`, `dept`, and `wishes`, each with the
stretches of the message that carry it (`span`); and the questions of other hands (`tests/gold/decide-*`),
of which the last clause asks, in the forms of councils and offices too.  Figures are cross-validated over
departments.  The result is `qa/understand/data/wishes.npz`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from qa.lab.gold import GOLD, OTHER_HANDS, read_gold
from qa.lab.linear import Examples, fit, save
from qa.understand.linear import Model
from qa.understand.wishes import (
    ASKING,
    HALF,
    MODEL,
    PARTING,
    YES,
    border_features,
    clause_features,
    split_message,
)

FOLDS = 5
ASKED = 0.4  # share of a clause's characters that a wish's stretches must hold
STRENGTH = 0.2  # of both logistic regressions: 0.1 to 0.3 are alike


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
    for slot, examples in ((ASKING, clauses), (PARTING, borders)):
        print(f"{slot}: {len(examples)} examples; {cross_validate(slot, examples)}")
    save(learn({ASKING: clauses, PARTING: borders}), arguments.out)
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


def learn(examples: Mapping[str, Sequence[Example]]) -> Model:
    """The model over all examples of both slots."""
    gathered = Examples()
    for slot, own in examples.items():
        for example in own:
            gathered.add(slot, example.features, str(example.label))
    return fit(gathered, STRENGTH)


def cross_validate(slot: str, examples: Sequence[Example]) -> str:
    """Area under the curve and share of right verdicts on departments that training has not seen."""
    from sklearn.metrics import roc_auc_score

    groups = sorted({example.group for example in examples})
    labels, scores = [], []
    for number in range(FOLDS):
        within = [groups.index(example.group) % FOLDS == number for example in examples]
        model = learn({slot: [e for e, held in zip(examples, within, strict=True) if not held]})
        for example in (e for e, held in zip(examples, within, strict=True) if held):
            labels.append(example.label)
            scores.append(model.share(slot, example.features)[YES])
    right = sum((score >= HALF) == label for score, label in zip(scores, labels, strict=True)) / len(labels)
    return f"AUC {roc_auc_score(labels, scores):.3f}, right {right:.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
