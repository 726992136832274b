"""Learn which reading of a message is meant: `python -m qa.lab.train_readings DIALOGUES SCORER MESSAGES`.

DIALOGUES holds practice conversations, SCORER the program that judges a turn (`judge`), MESSAGES a folder
of people's messages with their wishes.  Each turn is read alone and as going on from the turn before; where
one reading is right and the other wrong, that is an example.  Of a message with two wishes the second, in
the words in which it was typed, comes after the first; of two messages the second has nothing to do with
the first.
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

from qa.answer import Answer, Status
from qa.assistant import Assistant
from qa.conversation.choosing import MODEL
from qa.conversation.state import Exchange

LEFT_OUT = frozenset({"social", "meta", "compare", "reformat", "vague", "more"})
"""Kinds of turn that other means answer."""
PAIRS = 150
"""Messages with two wishes that are read; half as many pairs of messages beside them."""
OWN = 4
"""Weight of an example of a whole conversation beside one of a message: only there are turns as they come."""
LONGEST = 40
"""Characters of a wish as typed that is still like a turn of a conversation."""


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


def read_wishes(assistant: Assistant, folder: Path) -> list[tuple[str, dict, int]]:
    """Examples from messages: a wish as typed after another of its message, and after one of another's."""
    messages = [
        json.loads(line)
        for path in sorted(folder.glob("*[處局].jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known = [[wish for wish in message["wishes"] if wish["answerable"]] for message in messages]
    double = [wishes for wishes in known if len(wishes) > 1]
    single = [wishes[0] for wishes in known if len(wishes) == 1]
    chance, pairs = random.Random(1), []
    for first, second, *_ in chance.sample(double, PAIRS):
        pairs.append((first, second))
    for _ in range(PAIRS // 2):
        pairs.append(tuple(chance.sample(single, 2)))
    examples = []
    for number, (first, second) in enumerate(pairs):
        typed = "，".join(second["span"])
        if not 2 < len(typed) < LONGEST:
            continue
        last = Exchange(first["ask"], assistant.ask(first["ask"]))
        talker, alone = assistant.talker, assistant.read(typed)[0]
        rested = talker.readings.best(typed, [last], last, None)[0]
        right = [_tells(answer, second) for answer in (alone, rested)]
        if right[0] != right[1]:
            case = talker.case(typed, last, alone, rested)
            examples.append((f"pair-{number}", case.features(), int(right[0])))
    return examples


def _tells(answer: Answer, wish: dict) -> bool:
    """Does an answer cite a line of a wish as its first or second place?"""
    places = [citation.lines for citation in answer.citations[:2]]
    told = answer.status == Status.ANSWERED
    return told and any(low <= line <= high for low, high in places for line in wish["lines"])


def main(argv: Sequence[str] | None = None) -> int:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_readings", description=__doc__)
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("messages", type=Path)
    arguments = parser.parse_args(argv)
    assistant = Assistant.load()
    examples = read_examples(assistant, arguments.dialogues, load_scorer(arguments.scorer))
    examples += read_wishes(assistant, arguments.messages)
    names = list(examples[0][1])
    rows = np.array([[features[name] for name in names] for _, features, _ in examples])
    labels = np.array([label for _, _, label in examples])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.05))
    groups = [name for name, _, _ in examples]
    own = np.array([not name.startswith("pair-") for name in groups])
    weights = {"logisticregression__sample_weight": np.where(own, OWN, 1)}
    found = cross_val_predict(model, rows, labels, groups=groups, cv=GroupKFold(10), params=weights)
    print(f"{len(labels)} examples, {labels.sum()} alone; right {np.mean(found == labels):.3f}")
    print(f"of the conversations' {own.sum()}: {np.mean((found == labels)[own]):.3f}")
    model.fit(rows, labels, **weights)
    scaler, linear = model[0], model[1]
    slopes = linear.coef_[0] / np.maximum(scaler.scale_, 1e-9)
    bias = float(linear.intercept_[0] - (slopes * scaler.mean_).sum())
    data = {
        "bias": round(bias, 3),
        "weights": {n: round(float(w), 3) for n, w in zip(names, slopes, strict=True)},
    }
    MODEL.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(data, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
