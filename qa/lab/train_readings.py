"""Learn which reading of a message is meant: `python -m qa.lab.train_readings SCORER MESSAGES DIALOGUES...`.

SCORER is the program that judges a turn (`judge`), MESSAGES a folder of people's messages with their wishes,
DIALOGUES practice conversations.  Each turn is read alone and as going on from the turn before; every
answered reading is an example, right or not.  Of a message with several wishes each further one, in the words
in which it was typed, comes after the first; a short message of another person comes after some of them.
Writes qa/conversation/data/readings.json and prints cross-validated figures, folded by conversation, and what
each feature loses when it is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qa.answer import Answer, Status
from qa.assistant import Assistant
from qa.conversation.choosing import MODEL, describe
from qa.conversation.correcting import find_meant
from qa.conversation.reading import Tried
from qa.conversation.state import Exchange, find_last

LEFT_OUT = frozenset(
    ["social", "meta", "angry", "compare", "reformat", "vague", "more", "ordinal", "answer_ref", "choice"]
)
"""Kinds of turn that other means answer."""
OWN = 3.0
"""Weight of a turn of a whole conversation beside one of a message: only there are turns as they come."""
LONGEST, SHORT = 40, 30
"""Characters of a wish, and of another person's message, that are still like a turn of a conversation."""
SHIFTS = 0.4
"""Share of the messages that another person's message comes after."""
LIMITS = (0.2, 0.25, 0.3, 0.35, 0.4)
STRENGTH = 0.3
"""Inverse of the regularisation."""


@dataclass(frozen=True)
class Turn:
    """A turn with its readings, and whether the report answers it."""

    group: str
    answerable: bool
    readings: tuple[tuple[bool, bool, bool, dict[str, float]], ...]  # alone, told, right, features

    @property
    def own(self) -> bool:
        return not self.group.startswith("message-")


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def try_readings(assistant: Assistant, text: str, past: Sequence[Exchange]) -> list[Tried]:
    """A message read alone and as going on from the last turn."""
    last = find_last(past)
    return [
        Tried(*assistant.read(text)),
        Tried(*assistant.talker.readings.answer(text, last, past, None), last),
    ]


def make_turn(
    assistant: Assistant,
    group: str,
    text: str,
    tried: Sequence[Tried],
    right: Sequence[bool],
    answerable: bool,
    last: Exchange,
) -> Turn:
    scope = assistant.talker.scope
    readings = []
    for one, good in zip(tried, right, strict=True):
        told = one.answer.status == Status.ANSWERED
        values = describe(assistant, scope, text, one.answer, one.turn, last)
        readings.append((one.turn is None, told, good and told and answerable, values))
    return Turn(group, answerable, tuple(readings))


def read_dialogues(assistant: Assistant, path: Path, scorer: Any) -> Iterator[Turn]:
    """The deciding turns of practice conversations; a wrong answer is mended before the next turn."""
    for line in path.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        past: list[Exchange] = []
        for gold in dialogue["turns"]:
            before = past[-1].answer.answer if past else ""
            answer = assistant.ask(gold["q"], past)
            decides = gold["kind"] not in LEFT_OUT and gold["expect"] in ("answered", "not_found")
            if decides and (last := find_last(past)):
                text = find_meant(gold["q"]) or gold["q"]
                tried = try_readings(assistant, text, past)
                right = [all(scorer.judge(gold, one.answer.to_dict(), before)[:2]) for one in tried]
                answerable = gold["expect"] == "answered"
                yield make_turn(assistant, dialogue["id"], text, tried, right, answerable, last)
                if not all(scorer.judge(gold, answer.to_dict(), before)[:2]) and any(right):
                    answer = tried[right.index(True)].answer
            past.append(Exchange(gold["q"], answer.with_(trace={})))


def read_messages(assistant: Assistant, folder: Path) -> Iterator[Turn]:
    """Messages with several wishes as conversations, some with another person's message at the end."""
    messages = [
        json.loads(line)
        for path in sorted(folder.glob("*[處局].jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    short = [m for m in messages if len(m["wishes"]) == 1 and len(m["message"]) <= SHORT]
    chance = random.Random(1)
    for message in messages:
        first, *others = message["wishes"]
        if not others:
            continue
        turns = [("，".join(part.strip("，。 ") for part in wish["span"]), wish) for wish in others]
        turns = [(text, wish) for text, wish in turns if 1 < len(text) <= LONGEST]
        if chance.random() < SHIFTS:
            other = chance.choice(short)
            turns.append((other["message"], other["wishes"][0]))
        answer = assistant.ask(first["ask"])
        if first["answerable"] and not _tells(answer, first):
            continue
        past = [Exchange(first["ask"], answer)]
        for text, wish in turns:
            tried = try_readings(assistant, text, past)
            right = [_tells(one.answer, wish) for one in tried]
            yield make_turn(
                assistant, f"message-{message['id']}", text, tried, right, wish["answerable"], past[-1]
            )
            if wish["answerable"] and not any(right):
                break
            answer = tried[right.index(True)].answer if any(right) else tried[1].answer
            status = Status.ANSWERED if any(right) else Status.NOT_FOUND
            past.append(Exchange(text, answer.with_(status=status, trace={})))


def _tells(answer: Answer, wish: dict) -> bool:
    """Does an answer cite a line of a wish as its first or second place?"""
    places = [citation.lines for citation in answer.citations[:2]]
    told = answer.status == Status.ANSWERED
    return told and any(low <= line <= high for low, high in places for line in wish["lines"])


Names = tuple[Sequence[str], Sequence[str]]
"""The features of the readings alone, and of those that go on from a turn."""


def fit(turns: Sequence[Turn], names: Names) -> dict[str, dict[str, float]]:
    """The weights of both regressions, `bias` among them."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    weights = {}
    for kind, own in zip(("alone", "resting"), names, strict=True):
        told = [(t, r) for t in turns for r in t.readings if r[0] == (kind == "alone") and r[1]]
        rows = np.array([[values[name] for name in own] for _, (*_, values) in told])
        labels = np.array([right for _, (_, _, right, _) in told])
        scaler = StandardScaler().fit(rows)
        model = LogisticRegression(C=STRENGTH, max_iter=1000)
        model.fit(scaler.transform(rows), labels, sample_weight=[OWN if t.own else 1.0 for t, _ in told])
        slopes = model.coef_[0] / np.maximum(scaler.scale_, 1e-9)
        bias = float(model.intercept_[0] - (slopes * scaler.mean_).sum())
        weights[kind] = {"bias": round(bias, 3)} | {
            name: round(float(slope), 3) for name, slope in zip(own, slopes, strict=True)
        }
    return weights


def chances(weights: dict[str, dict[str, float]], turn: Turn) -> list[float]:
    """How sure each reading of a turn is."""
    found = []
    for alone, told, _, values in turn.readings:
        own = weights["alone" if alone else "resting"]
        score = sum(weight * values.get(name, 1.0) for name, weight in own.items())
        found.append(1 / (1 + np.exp(-score)) if told else 0.0)
    return found


def cross_validate(turns: Sequence[Turn], names: Names, folds: int = 8) -> list[list[float]]:
    """How sure each reading of each turn is to a model that has not seen its conversation."""
    from sklearn.model_selection import GroupKFold

    found: list[list[float]] = [[] for _ in turns]
    for train, test in GroupKFold(folds).split(turns, groups=[turn.group for turn in turns]):
        weights = fit([turns[place] for place in train], names)
        for place in test:
            found[place] = chances(weights, turns[place])
    return found


def measure(turns: Sequence[Turn], found: Sequence[Sequence[float]], least: float) -> dict[str, float]:
    """Shares of turns decided rightly: of those to be answered and to be refused, of all, and the mean
    log likelihood of the readings.
    """
    told, refused, likely = [], [], []
    for turn, sure in zip(turns, found, strict=True):
        best = int(np.argmax(sure))
        answers = sure[best] >= least
        (told if turn.answerable else refused).append(
            turn.readings[best][2] and answers if turn.answerable else not answers
        )
        for (_, answered, right, _), one in zip(turn.readings, sure, strict=True):
            if answered:
                likely.append(np.log(np.clip(one if right else 1 - one, 0.01, 1.0)))
    return {
        "answered": float(np.mean(told)),
        "refused": float(np.mean(refused)),
        "all": float(np.mean(told + refused)),
        "likelihood": float(np.mean(likely)),
    }


def report(turns: Sequence[Turn], names: Names) -> float:
    """Print cross-validated figures of whole conversations and what each feature loses; the best limit."""
    own = [place for place, turn in enumerate(turns) if turn.own]
    kept = [turns[place] for place in own]

    def score(names: Names, least: float) -> dict[str, float]:
        found = cross_validate(turns, names)
        return measure(kept, [found[place] for place in own], least)

    found = cross_validate(turns, names)
    tried = {least: measure(kept, [found[place] for place in own], least) for least in LIMITS}
    for least, values in tried.items():
        print(least, {name: round(value, 3) for name, value in values.items()})
    best = max(LIMITS, key=lambda least: tried[least]["all"])
    for place, kind in enumerate(("alone", "resting")):
        for name in names[place]:
            left = tuple(tuple(n for n in own if n != name or p != place) for p, own in enumerate(names))
            lost = tried[best]["likelihood"] - score(left, best)["likelihood"]  # type: ignore[arg-type]
            print(f"without {kind} {name}: {lost:.4f} of log likelihood lost")
    return best


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_readings", description=__doc__)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("messages", type=Path)
    parser.add_argument("dialogues", type=Path, nargs="+")
    arguments = parser.parse_args(argv)
    assistant, scorer = Assistant.load(), load_scorer(arguments.scorer)
    turns = [turn for path in arguments.dialogues for turn in read_dialogues(assistant, path, scorer)]
    turns += read_messages(assistant, arguments.messages)
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    names = tuple(tuple(n for n in data[kind] if n != "bias") for kind in ("alone", "resting"))
    least = report(turns, names)
    data = fit(turns, names) | {"least": least}
    MODEL.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(data, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
