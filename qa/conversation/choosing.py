"""Which reading of a message is meant, and whether its answer is one; the cues of messages.

Each reading is answered on the report; a small linear model weighs how well, and what of the message speaks
for it.  `python -m qa.lab.train_readings` fits it on practice conversations and on people's messages.
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
from typing import TYPE_CHECKING

from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.evidence.manner import load_manner
from qa.evidence.missing import is_noun
from qa.evidence.weighing import CELLS
from qa.understand.words import ContentWord
from qa.understand.years import find_asked_years

if TYPE_CHECKING:
    from qa.assistant import Assistant

DATA = Path(__file__).parent / "data"
MODEL = DATA / "readings.json"
_PUNCTUATION = " ，。？！?!、；;：:～~…「」『』"
LONG = 30.0
"""Characters at which a message counts as long."""
HEAVY = 3.0
"""Weight of words from which more say no more."""
ENOUGH = 1.0
"""Weight of words beyond which a message names its matter: that of one rare word."""
SEEN = 3
"""Citations of an answer that are looked at."""
TELLING = ("amount", "name", "place", "reason", "count")
"""Kinds of thing whose being asked for tells more than that they are proved or not."""


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


def find_matter(assistant: Assistant, text: str) -> list[ContentWord]:
    """The words of a message that name a matter: not a kind of thing (金額), not a year (前一年)."""
    find_demands, year = assistant.weigher.asks.find_demands, assistant.report.id.year
    words = assistant.find_words(text)
    return [w for w in words if not find_demands(w.text) and not find_asked_years(w.text, year)]


def describe(
    assistant: Assistant,
    scope: Scope,
    text: str,
    answer: Answer,
    turn: Exchange | None,
    last: Exchange,
    rival: Answer,
) -> dict[str, float]:
    """What speaks for and against an answer to a message, read as going on from `turn`, or alone for None.

    `rival` is the answer to the message read alone, or, for that one, as going on from the last turn.
    """
    matcher, asks = assistant.weigher.matcher, assistant.weigher.asks
    words, flat = find_matter(assistant, text), normalize(text)
    demands = [demand for demand in asks.find_demands(flat) if demand.kind != "yes_no"]
    cited = [passage for c in answer.citations[:SEEN] if (passage := scope.find(c))]
    place = " ".join(scope.text(passage.id) for passage in cited)
    quote = normalize(" ".join(f"{' '.join(c.path)} {c.quote}" for c in answer.citations[:SEEN])).lower()
    before = (turn or last).answer
    known = {c.passage for c in before.citations}
    around = scope.text_around(last.answer.citations)
    row = any(passage.indicator is not None for passage in cited)
    held = [d for d in demands if asks.proves(d, quote) or (row and d.kind in CELLS)]
    mass = min(sum(word.weight for word in words), HEAVY)
    near = matcher.cover(words, f"{normalize(last.asked).lower()} {around}") if words else 1.0
    lacking = [word.weight for word in matcher.unaccounted(words, place) if is_noun(word.text)]
    evidence = answer.trace.get("decision", {}).get("features", {})
    kinds = {demand.kind for demand in demands}
    values = {
        "support": _log_odds(answer),
        "rival": _log_odds(rival),
        "cover_quote": matcher.cover(words, quote) if words else 1.0,
        "cover_place": matcher.cover(words, place) if words else 1.0,
        "lacking": max(lacking, default=0.0),
        "mass": mass,
        "named": float(mass > ENOUGH),
        "gap_named": float(mass > ENOUGH and last.answer.status == Status.NOT_FOUND),
        "far": mass * (1 - near),
        "near": near,
        "length": min(len(text) / LONG, 1.5),
        "demands": float(min(len(demands), 2)),
        "proved": len(held) / len(demands) if demands else 1.0,
        "same_passage": float(bool(answer.citations) and answer.citations[0].passage in known),
        "same_department": float(
            bool(answer.citations)
            and answer.citations[0].department in {c.department for c in before.citations}
        ),
        "manner": load_manner().score(flat),
        "gap": evidence.get("gap", 0.0),
        "gaps_over_banks": evidence.get("gaps_over_banks", 0.0),
        "computed": float(answer.route == Route.TABLE),
        "surveyed": float(answer.route in (Route.SURVEY, Route.OVERVIEW)),
        "after_gap": float(last.answer.status == Status.NOT_FOUND),
        "after_clarify": float(last.answer.status == Status.CLARIFY),
        "refers": float(hints("refers", text, start=True)),
        "trails": float(hints("trails", text, end=True)),
        "shifts": float(hints("shifts", text)),
        "returns": float(hints("returns", text)),
    }
    return values | {f"asks_{kind}": float(kind in kinds) for kind in TELLING}


def _log_odds(answer: Answer) -> float:
    chance = min(max(answer.support, 0.01), 0.99) if answer.status == Status.ANSWERED else 0.01
    return math.log(chance / (1 - chance))


@dataclass(frozen=True)
class ChoiceModel:
    """Two logistic regressions as plain numbers: for messages read alone, and as going on from a turn."""

    alone: Mapping[str, float]
    resting: Mapping[str, float]
    least: float  # how sure the surest reading has to be for it to be an answer

    def probability(self, values: Mapping[str, float], *, alone: bool) -> float:
        """How sure it is that a reading is the one that is meant, and that its answer is one."""
        weights = self.alone if alone else self.resting
        score = sum(weight * values.get(name, 1.0) for name, weight in weights.items())
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


@cache
def load_model() -> ChoiceModel:
    """The model that `python -m qa.lab.train_readings` wrote; `bias` counts as a feature that is always 1."""
    return ChoiceModel(**json.loads(MODEL.read_text(encoding="utf-8")))
