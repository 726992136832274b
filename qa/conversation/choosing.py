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
from qa.evidence.missing import is_noun
from qa.evidence.weighing import CELLS
from qa.understand.periods import find_asked_years
from qa.understand.words import ContentWord

if TYPE_CHECKING:
    from qa.assistant import Assistant

DATA = Path(__file__).parent / "data"
MODEL = DATA / "readings.json"
_PUNCTUATION = " ，。？！?!、；;：:～~…「」『』"
HEAVY = 3.0
"""Weight of words from which more say no more."""
ENOUGH = 1.0
"""Weight of words beyond which a message names its matter: that of one rare word."""
SEEN = 3
"""Citations of an answer that are looked at."""


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


def hints(kind: str, text: str, *, start: bool = False) -> bool:
    """Does a message hold a hint of a kind, at its start where that is asked for?"""
    flat = normalize(text).lower().strip(_PUNCTUATION)
    return (_pattern(kind).match(flat) if start else _pattern(kind).search(flat)) is not None


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
) -> dict[str, float]:
    """What speaks for and against an answer to a message, read as going on from `turn`, or alone for None."""
    matcher, asks = assistant.weigher.matcher, assistant.weigher.asks
    words = find_matter(assistant, text)
    demands = [demand for demand in asks.find_demands(normalize(text)) if demand.kind != "yes_no"]
    seen = answer.citations[:SEEN]
    cited = [passage for citation in seen if (passage := scope.find(citation))]
    quote = normalize(" ".join(f"{' '.join(c.path)} {c.quote}" for c in seen)).lower()
    row = any(passage.indicator is not None for passage in cited)
    held = [d for d in demands if asks.proves(d, quote) or (row and d.kind in CELLS)]
    open_words = matcher.unaccounted(words, " ".join(scope.text(passage.id) for passage in cited))
    before = (turn or last).answer.citations
    mass = min(sum(word.weight for word in words), HEAVY)
    talked = f"{normalize(last.asked).lower()} {scope.text_around(last.answer.citations)}"
    foreign = min(sum(word.weight for word in matcher.unaccounted(words, talked)), HEAVY)
    return {
        "support": _log_odds(answer),
        "mass": mass,
        "foreign": foreign,
        "lacking": max((word.weight for word in open_words if is_noun(word.text)), default=0.0),
        "cover_quote": matcher.cover(words, quote) if words else 1.0,
        "proved": len(held) / len(demands) if demands else 1.0,
        "same_passage": float(bool({c.passage for c in seen[:1]} & {c.passage for c in before})),
        "same_department": float(bool({c.department for c in seen[:1]} & {c.department for c in before})),
        "after_gap": float(last.answer.status == Status.NOT_FOUND and mass > ENOUGH),
        "computed": float(answer.route == Route.TABLE),
    }


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
