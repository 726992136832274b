"""Which reading of a message is meant: alone, or going on from an earlier turn.

Both are answered on the report; a small linear model weighs how well, and what of the message speaks for
either.  `python -m qa.lab.train_readings` fits it on practice conversations and writes readings.json.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.words import normalize
from qa.answer import Answer, Status
from qa.understand.words import ContentWord

DATA = Path(__file__).parent / "data"
MODEL = DATA / "readings.json"
_PUNCTUATION = " ，。？！?!、；;：:～~…「」『』"
LONG = 30.0
"""Characters at which a message counts as long."""


@cache
def load_cues() -> dict[str, tuple[str, ...] | str]:
    """The hints of cues.toml by kind: words, or an expression."""
    data = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    nested = [entry for entry in data.values() if isinstance(entry, dict)]
    plain = {kind: words for kind, words in data.items() if not isinstance(words, dict)}
    cues = {kind: words for entry in [plain, *nested] for kind, words in entry.items()}
    return {kind: words if isinstance(words, str) else tuple(words) for kind, words in cues.items()}


def strip(kind: str, text: str) -> str:
    """A message without the hints of a kind, in normal form."""
    return _pattern(kind).sub(" ", normalize(text).lower()).strip(_PUNCTUATION)


def strip_all(text: str, kinds: Sequence[str]) -> str:
    """A message without the hints of some kinds, in normal form."""
    for kind in kinds:
        text = strip(kind, text)
    return text


@cache
def wordings() -> tuple[str, ...]:
    """The kinds of other wording, in the order of the file."""
    data = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    return tuple(data["wording"])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    cues = load_cues()[kind]
    if isinstance(cues, str):
        return re.compile(cues)
    words = sorted(cues, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
    )


def hints(kind: str, text: str, *, start: bool = False, end: bool = False) -> bool:
    """Does a message hold a hint of a kind, at its start or end where that is asked for?"""
    flat = normalize(text).lower().strip(_PUNCTUATION)
    if start:
        return _pattern(kind).match(flat) is not None
    return any(not end or match.end() == len(flat) for match in _pattern(kind).finditer(flat))


@dataclass(frozen=True)
class Case:
    """A message after a turn, with what its two readings came to."""

    text: str
    words: Sequence[ContentWord]
    demands: int  # kinds of thing that the message itself asks for
    near_cover: float  # share of its words that the place of the conversation accounts for
    alone: Answer
    rested: Answer
    before: Answer

    def features(self) -> dict[str, float]:
        alone, rested = _support(self.alone), _support(self.rested)
        weights = [word.weight for word in self.words]
        return {
            "alone": alone,
            "rested": rested,
            "alone_told": float(self.alone.status == Status.ANSWERED),
            "rested_told": float(self.rested.status == Status.ANSWERED),
            "computed": float(self.alone.route == "table"),
            "weight": min(sum(weights), 3.0),
            "heaviest": max(weights, default=0.0),
            "words": min(len(weights), 6) / 3,
            "near": self.near_cover if weights else 1.0,
            "far_weight": min(sum(weights), 3.0) * (1 - self.near_cover),
            "length": min(len(self.text) / LONG, 1.5),
            "demands": float(min(self.demands, 2)),
            "bare": float(not weights),
            "refers": float(hints("refers", self.text, start=True)),
            "trails": float(hints("trails", self.text, end=True)),
            "shifts": float(hints("shifts", self.text)),
            "returns": float(hints("returns", self.text)),
            "corrects": float(hints("corrects", self.text)),
            "same_place": float(_share_place(self.alone, self.before)),
            "again": float(self.rested.answer == self.before.answer),
            "clarified": float(self.before.status == Status.CLARIFY),
            "unanswered": float(self.before.status == Status.NOT_FOUND),
        }


def _support(answer: Answer) -> float:
    return answer.support if answer.status == Status.ANSWERED else min(answer.support, 0.3)


def _share_place(one: Answer, other: Answer) -> bool:
    places = {(c.department, c.lines) for c in other.citations}
    return any((c.department, c.lines) in places for c in one.citations)


@dataclass(frozen=True)
class ReadingModel:
    """A logistic regression as plain numbers: how sure it is that a message stands alone."""

    weights: Mapping[str, float]
    bias: float

    def stands_alone(self, case: Case) -> float:
        score = self.bias + sum(self.weights.get(n, 0.0) * v for n, v in case.features().items())
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


@cache
def load_model() -> ReadingModel:
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    return ReadingModel(data["weights"], data["bias"])
