"""Talk that is no question: greetings, thanks, about the assistant or the report as a document.

Small talk only where the whole message is: what kind it is, if any, a small linear model tells, which
`qa/lab/train_talk.py` learns from talk.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.understand.linear import Model, grams, load_model
from qa.understand.question import find_language

SAYINGS = Path(__file__).parent / "data" / "talk.toml"
MODEL = SAYINGS.with_name("talk.npz")
SLOT, ASK = "kind", "ask"
OPENING = ("greeting", "thanks", "heard", "joke", "praise")
"""Kinds that often only open or close a message that means something else."""
SURE = 0.3
KEPT = 256
"""Messages and clauses whose kind is kept: one is looked at several times in a turn."""
_END = re.compile(r"[，。！？!?；;～~…]+|,\s|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
LONGEST = 60
"""Characters beyond which a message is no small talk."""


def describe(text: str) -> set[str]:
    """The runs of one to three characters of a message, and about how long it is."""
    flat = normalize(text).lower()
    return grams(flat) | {f"#{(len(flat) + 2) // 6}"}


@cache
def _model() -> Model:
    return load_model(MODEL)


def weigh_kinds(text: str) -> dict[str, float]:
    """How likely each kind of talk is of a message, and `ASK` that it is none; together 1."""
    return _model().share(SLOT, describe(text))


@cache
def _sayings() -> dict[str, dict[str, str]]:
    return tomllib.loads(SAYINGS.read_text(encoding="utf-8"))


def split_clauses(text: str) -> list[str]:
    """The clauses of a message; a message without any is one."""
    return [clause for clause in _END.split(text) if clause.strip()] or [text]


@lru_cache(maxsize=KEPT)
def find_talk(text: str) -> tuple[str, float]:
    """The likeliest kind of talk of a message or a clause and how sure it is that it is talk, 0 to 1."""
    if len(text) > LONGEST:
        return ASK, 0.0
    chances = weigh_kinds(text)
    sure = 1 - chances.pop(ASK)
    return max(chances, key=chances.get), sure


def part_talk(text: str) -> tuple[str, float, str]:
    """The kind of talk in a message, how sure it is, and what is left of the message without it.

    The message may be talk as a whole or in some of its clauses.
    """
    kind, sure = find_talk(text)
    clauses = split_clauses(text)
    if sure >= SURE or len(clauses) == 1:
        return kind, sure, "" if sure >= SURE else text
    found = [find_talk(clause) for clause in clauses]
    best = max(found, key=lambda one: (one[0] not in OPENING, one[1]) if one[1] >= SURE else (False, one[1]))
    rest = [clause for clause, one in zip(clauses, found, strict=True) if one[1] < SURE]
    return *best, "，".join(rest)


def find_kind(text: str) -> str:
    """The kind of talk that a message would be, though it may be none."""
    kind = part_talk(text)[0]
    if kind != ASK:
        return kind
    chances = weigh_kinds(text[:LONGEST])
    return max((one for one in chances if one != ASK), key=lambda one: chances[one])


def say(kind: str, text: str, facts: dict[str, str], before: str = "") -> Answer:
    """The reply to a kind of talk, in the language of the message and of what was asked before.

    A first message goes by its script: hello is English.
    """
    entry = _sayings()[kind]
    english = find_language(text, before) == "en" or (not before and text.isascii())
    reply = entry["en"] if english else entry["reply"]
    return Answer(
        status=Status.CHAT,
        route=Route.CHAT,
        answer=reply.format(**facts),
        support=1.0,
    )
