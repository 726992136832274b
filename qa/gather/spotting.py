"""Whether a message wants to know what there is on a subject, and which of its words name that.

Linear classifiers, learned from messages with their subjects by `python -m qa.lab.train_spotting`: over
the characters of the message, and over what stands beside each of its content words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from qa.understand.linear import Model, grams, load_model

MODEL = Path(__file__).parent / "data" / "spotting.npz"
SURVEY_SUBJECT, SUBJECT, BREADTH = "surveyed", "asked", "breadth"
"""What is told: which words a survey looks for, which any other message is about, and how broad it is."""
BROAD = "broad"
WINDOW, LONGEST = 5, 4
NAMED = "□"
"""Stands for the subject of a message."""
_OPEN, _CLOSE = '「『“"', '」』”"'


@cache
def load_spotter() -> Model:
    return load_model(MODEL)


def describe_word(
    text: str, start: int, end: int, weight: float, every: Sequence[float], hollow: bool
) -> list[str]:
    """The features of one content word of a message: what stands around it, and how telling it is.

    weight: of the word, 0 to 1 and more; every: the weights of all content words of the message; hollow: the
    vocabulary has it among the words that name no subject.
    """
    left, right = f"^^{text[:start]}"[-WINDOW:], f"{text[end:]}$$"[:WINDOW]
    features = [f"L{left[-size:]}" for size in range(1, len(left) + 1)]
    features += [f"R{right[:size]}" for size in range(1, len(right) + 1)]
    features += [f"l{one}" for one in left] + [f"r{one}" for one in right]
    before = text[:start]
    quoted = (
        sum(map(before.count, _OPEN[:3])) > sum(map(before.count, _CLOSE[:3])) or before.count('"') % 2 == 1
    )
    rank = sum(one > weight for one in every)
    features += [f"quoted={quoted}", f"quotes={any(one in text for one in _OPEN)}"]
    features += [f"weight={min(int(weight * 5), 8)}", f"rank={min(rank, 4)}", f"words={min(len(every), 8)}"]
    features += [f"length={min(end - start, 5)}", f"at={int(4 * start / max(1, len(text)))}"]
    features += [
        f"hollow={hollow}",
        f"hollow={hollow}&quoted={quoted}",
        f"word={text[start:end]}",
        f"ends={text[end - 1]}",
        f"latin={text[start:end].isascii()}",
    ]
    return features


def find_chance(features: Sequence[str], of: str) -> float:
    """How likely it is that a word names the subject `of` a survey or of another message, 0 to 1."""
    return load_spotter().share(of, features)["yes"]


def describe_message(message: str, subject: Iterable[str]) -> set[str]:
    """The features of a whole lower-case message: its runs of characters without the words of its subject."""
    text = message
    for word in sorted(subject, key=len, reverse=True):
        text = text.replace(word, NAMED)
    return grams(re.sub(f"[{NAMED} ]*{NAMED}[{NAMED} ]*", NAMED, text).strip(" ?？。!！"), LONGEST)


def find_breadth(message: str, subject: Iterable[str]) -> float:
    """How likely it is that a lower-case message asks what there is on its subject, not one thing; 0 to 1."""
    return load_spotter().share(BREADTH, describe_message(message, subject))[BROAD]
