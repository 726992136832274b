"""Learn what messages do with what was shown: `python -m qa.lab.train_acts DIALOGUES...` writes acts.npz.

Learned from `data/acts.tsv` (hand, acts joined by +, message), from the operations of
`data/reckonings.jsonl`, and from turns of practice conversations (DIALOGUES) that neither reckon nor ask for
another form or more.  Prints for each hand of acts.tsv what was learned without it: the share of acts that
are likely enough to be tried, of messages whose likeliest act is right, and of those that do none.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qa.conversation.acts import LIKELY, MODEL, NONE, SLOT, describe
from qa.lab.gold import read_gold
from qa.lab.linear import Examples, fit, save
from qa.understand.linear import Model

DATA = Path(__file__).parent / "data"
STRENGTH = 2.0
ACTING = frozenset({"compare", "reformat", "more", "language", "meta", "answer_ref", "ordinal", "open"})
"""Kinds of turns in practice conversations that may do something with what was shown."""
Saying = tuple[str, tuple[str, ...], str]
"""Its hand, its acts, the message."""


def read_sayings(folder: Path = DATA) -> list[Saying]:
    found = []
    for line in (folder / "acts.tsv").read_text(encoding="utf-8").splitlines():
        hand, acts, text = line.split("\t")
        found.append((hand, tuple(acts.split("+")), text))
    for chat in read_gold(folder / "reckonings.jsonl"):
        found.append(("", (chat["op"],), chat["q"]))
    return found


def read_others(paths: Iterable[Path]) -> Iterator[Saying]:
    """Turns of conversations that do nothing with what was shown."""
    for path in paths:
        for conversation in read_gold(path):
            for turn in conversation["turns"]:
                if not turn.get("computed") and turn["kind"] not in ACTING:
                    yield "", (NONE,), turn["q"]


def learn(sayings: Sequence[Saying]) -> Model:
    examples = Examples()
    for _, acts, text in sayings:
        for act in acts:
            examples.add(SLOT, describe(text), act)
    return fit(examples, STRENGTH)


def examine(model: Model, sayings: Sequence[Saying]) -> tuple[float, float, float]:
    tried, right, none = [], [], []
    for _, acts, text in sayings:
        scores = model.share(SLOT, describe(text))
        likeliest = max(scores, key=scores.__getitem__)
        if acts == (NONE,):
            none.append(likeliest == NONE)
            continue
        right.append(likeliest in acts)
        tried += [scores[act] >= LIKELY for act in acts]
    return tuple(sum(one) / len(one) for one in (tried, right, none))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_acts", description=__doc__)
    parser.add_argument("dialogues", type=Path, nargs="*")
    arguments = parser.parse_args(argv)
    sayings, others = read_sayings(), list(read_others(arguments.dialogues))
    for hand in dict.fromkeys(hand for hand, _, _ in sayings if hand):
        model = learn([one for one in sayings if one[0] != hand] + others)
        tried, right, none = examine(model, [one for one in sayings if one[0] == hand])
        print(f"{hand}: tried {tried:.3f}, likeliest {right:.3f}, none {none:.3f}")
    save(learn(sayings + others), MODEL)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
