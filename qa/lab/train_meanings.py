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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.conversation.meanings import Meaning
from qa.conversation.state import Exchange, find_last
from qa.lab.logit import Choice, learn


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STRENGTH = 12.0
WORDY, SPARE = 3, 300
"""An answer that is right may have so many times the characters of the shortest, and so many more."""
Turn = tuple[dict[str, Any], Sequence[Exchange], Sequence[Meaning], list[bool]]


def lead(assistant: Assistant, path: Path, scorer: Any) -> Iterator[Turn]:
    """The turns after the first question of each conversation: what is wanted, what was before, what the
    message may mean, the likeliest first, and which of that is right.

    It goes on from the likeliest that is right, so that one mistake does not spoil what comes after.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        past: list[Exchange] = []
        for gold in json.loads(line)["turns"]:
            if find_last(past) is None:
                answer = assistant.ask(gold["q"], past)
            else:
                found, before = assistant.talker.weigh(gold["q"], past, None), past[-1].answer.answer
                right = [all(scorer.judge(gold, one.answer.to_dict(), before)[:2]) for one in found]
                yield gold, past, found, right
                answer = found[right.index(True) if any(right) else 0].answer
            past.append(Exchange(gold["q"], answer.with_(trace={})))


def find_pointed(answers: Sequence[str], right: Sequence[bool], before: str) -> Sequence[bool]:
    """Of the answers that are right those that do not say the one before again, nor much more than is needed;
    all of them where none is so.

    A scorer looks for facts, and a table of all rows holds the facts of each.
    """
    new = [good and answer != before for answer, good in zip(answers, right, strict=True)]
    if not any(new):
        return right
    least = min(len(answer) for answer, good in zip(answers, new, strict=True) if good)
    most = WORDY * least + SPARE
    return [good and len(answer) <= most for answer, good in zip(answers, new, strict=True)]


def read_dialogues(assistant: Assistant, path: Path, scorer: Any) -> Iterator[Choice]:
    """Each turn as a choice among its meanings."""
    for _, past, found, right in lead(assistant, path, scorer):
        answers, before = [one.answer.answer for one in found], past[-1].answer.answer
        among = [(one.kind, one.features) for one in found]
        yield Choice(path.name, among, find_pointed(answers, right, before))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_meanings", description=__doc__)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("dialogues", type=Path, nargs="+")
    arguments = parser.parse_args(argv)
    assistant, scorer = Assistant.load(), load_scorer(arguments.scorer)
    learn(
        "meanings",
        [turn for path in arguments.dialogues for turn in read_dialogues(assistant, path, scorer)],
        strength=STRENGTH,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
