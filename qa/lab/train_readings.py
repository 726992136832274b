"""Learn which reading of a message is meant: `python -m qa.lab.train_readings DIALOGUES SCORER`.

DIALOGUES holds practice conversations, SCORER the program that judges a turn (`judge`).  Each turn is read
alone and as going on from the turn before; where one reading is right and the other wrong, that is an
example.  Pairs of questions that have nothing to do with each other are examples of standing alone.
Writes qa/conversation/data/readings.json and prints cross-validated figures, folded by conversation.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa.answer import Status
from qa.assistant import Assistant
from qa.conversation.choosing import MODEL
from qa.conversation.state import Exchange

LEFT_OUT = frozenset({"social", "meta", "compare", "reformat", "vague", "more"})
"""Kinds of turn that other means answer."""
GOLD = Path("tests/gold")
PAIRS = 150


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_examples(assistant: Assistant, dialogues: Path, scorer: Any) -> list[tuple[str, dict, int]]:
    """Of each deciding turn its conversation, features and whether the message stood alone."""
    examples = []
    for line in dialogues.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        past: list[Exchange] = []
        for gold in dialogue["turns"]:
            last = next((turn for turn in reversed(past) if not turn.talked), None)
            before = past[-1].answer.answer if past else ""
            answer = assistant.ask(gold["q"], past)
            if last is not None and gold["kind"] not in LEFT_OUT:
                talker = assistant.talker
                alone = assistant.read(gold["q"])[0]
                rested = talker.readings.best(gold["q"], past, last, None)[0]
                right = [all(scorer.judge(gold, a.to_dict(), before)[:2]) for a in (alone, rested)]
                if right[0] != right[1]:
                    case = talker.case(gold["q"], last, alone, rested)
                    examples.append((dialogue["id"], case.features(), int(right[0])))
                if any(right):
                    answer = alone if right[0] and not right[1] else rested if not right[0] else answer
            past.append(Exchange(gold["q"], answer))
    return examples


def read_pairs(assistant: Assistant) -> list[tuple[str, dict, int]]:
    """Examples of questions that stand alone after another that has nothing to do with them."""
    lines = [
        json.loads(line)
        for path in sorted(GOLD.glob("decide-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    asked = [item["question"] for item in lines if not item.get("history") and len(item["question"]) < 22]
    chance, examples = random.Random(1), []
    for number in range(PAIRS):
        first, second = chance.sample(asked, 2)
        last = Exchange(first, assistant.ask(first))
        talker, alone = assistant.talker, assistant.read(second)[0]
        rested = talker.readings.best(second, [last], last, None)[0]
        if last.answer.status == Status.ANSWERED == alone.status and alone.answer != rested.answer:
            examples.append((f"pair-{number}", talker.case(second, last, alone, rested).features(), 1))
    return examples


def main(argv: Sequence[str] | None = None) -> int:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_readings", description=__doc__)
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("scorer", type=Path)
    arguments = parser.parse_args(argv)
    assistant = Assistant.load()
    examples = read_examples(assistant, arguments.dialogues, load_scorer(arguments.scorer))
    examples += read_pairs(assistant)
    names = list(examples[0][1])
    rows = np.array([[features[name] for name in names] for _, features, _ in examples])
    labels = np.array([label for _, _, label in examples])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, class_weight="balanced"))
    groups = [name for name, _, _ in examples]
    found = cross_val_predict(model, rows, labels, groups=groups, cv=GroupKFold(10))
    own = np.array([not name.startswith("pair-") for name in groups])
    print(f"{len(labels)} examples, {labels.sum()} alone; right {np.mean(found == labels):.3f}")
    print(f"of the conversations' {own.sum()}: {np.mean((found == labels)[own]):.3f}")
    model.fit(rows, labels)
    scaler, linear = model[0], model[1]
    weights = linear.coef_[0] / np.maximum(scaler.scale_, 1e-9)
    bias = float(linear.intercept_[0] - (weights * scaler.mean_).sum())
    data = {
        "bias": round(bias, 3),
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)},
    }
    MODEL.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(data, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
