"""Learn to tell talk from questions: `python -m qa.lab.train_talk MESSAGES` writes talk.npz.

A linear model over the characters of a message, one to three in a row: each kind of talk against the
others and against questions.  Examples are the sayings in talk.toml; what is no talk are the questions
of the bank, those known not to be answered, the labelled questions of other hands, and of people's
messages (a folder) what they ask, in their words.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

from corpus.bundled import report_folder
from qa.conversation.talk import ASK, LONGEST, MODEL, SAYINGS, SLOT, describe
from qa.lab.gold import read_gold
from qa.lab.linear import Examples, fit, save
from qa.understand.linear import Model

GOLD = Path("tests/gold")
OPENINGS = (
    "好，",
    "喔，",
    "嗯嗯，",
    "欸，",
    "哈哈",
    "喔。",
    "OK，",
    "那",
    "對了，",
    "蛤，",
    "哇",
    "請問",
    "所以",
    "先等一下，",
)
"""What people put before what they say."""
SAID = 4.0
"""What a saying counts beside a question, of which there are many more."""
STRENGTH = 3.0
QUESTIONS = 2500
"""Questions of the bank that stand against the sayings: more gain nothing."""


def read_examples(messages: Path) -> tuple[list[str], list[str]]:
    """Messages and their kinds; `messages` holds people's messages, of which the wishes as typed ask."""
    sayings = tomllib.loads(SAYINGS.read_text(encoding="utf-8"))
    pairs = [(text, kind) for kind, entry in sayings.items() for text in entry["says"]]
    chance = random.Random(0)
    pairs += [(chance.choice(OPENINGS) + text, kind) for text, kind in pairs if kind != "heard"]
    asked = [
        one["q"]
        for folder in ("bank", "gaps")
        for path in sorted((report_folder() / folder).glob("*.jsonl"))
        for one in read_gold(path)
    ]
    asked = chance.sample(asked, min(QUESTIONS, len(asked)))
    for path in sorted(GOLD.glob("decide-*.jsonl")):
        asked += [one["question"] for one in read_gold(path)]
    for path in sorted(messages.glob("*.jsonl")):
        for message in read_gold(path):
            for wish in message.get("wishes", ()):
                asked += [text for span in wish["span"] if 1 < len(text := span.strip("，。 ")) <= LONGEST]
    asked += tomllib.loads(SAYINGS.with_name("asking.toml").read_text(encoding="utf-8"))["asks"] * 4
    pairs += [(text, ASK) for text in asked]
    return [text for text, _ in pairs], [kind for _, kind in pairs]


def learn(texts: Sequence[str], kinds: Sequence[str]) -> Model:
    """A model over the runs of characters that talk has."""
    told = {gram for text, kind in zip(texts, kinds, strict=True) if kind != ASK for gram in describe(text)}
    examples = Examples()
    for text, kind in zip(texts, kinds, strict=True):
        examples.add(SLOT, describe(text) & told, kind, 1.0 if kind == ASK else SAID)
    return fit(examples, STRENGTH, least=2)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_talk", description=__doc__)
    parser.add_argument("messages", type=Path, help="folder of people's messages with their wishes")
    texts, kinds = read_examples(parser.parse_args(argv).messages)
    model = learn(texts, kinds)
    print(f"{len(texts)} messages, {len(model.features)} runs of characters")
    save(model, MODEL)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
