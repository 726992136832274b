"""A message with the conversation that it comes in, and how much of it was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.words import normalize
from qa.conversation.choosing import strip
from qa.conversation.ledger import Ledger
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.evidence.missing import is_noun

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.conversation.reading import Tried

NOVEL = 0.45
"""Share of a message's words, by weight, that nothing said before accounts for: above it, it asks anew."""
ABBREVIATED = 0.29
"""What a text accounts for of a word whose characters it has: 台銀 of 臺灣銀行."""


@dataclass(frozen=True)
class Moment:
    """A message with the conversation that it comes in."""

    typed: str
    past: Sequence[Exchange]
    department: str | None
    last: Exchange  # the newest turn that was no talk
    told: Exchange | None  # the newest turn that the report answered
    ledger: Ledger
    tried: dict[str, list[Tried]] = field(default_factory=dict)  # readings of it that were asked


class Known:
    """Tells what of a message was said before, or stands where the conversation is."""

    def __init__(self, assistant: Assistant, scope: Scope) -> None:
        self._assistant = assistant
        self.scope = scope

    def novel(self, text: str, moment: Moment) -> float:
        """Share of a text's words, by weight, that nothing said before accounts for; 0 without words.

        Words that the report never has and that are no nouns name no other matter, and count nothing.
        """
        matcher = self._assistant.weigher.matcher
        words = [
            word
            for word in self._assistant.find_words(strip("generic", text))
            if word.weight < 1.0 or word.alternatives or is_noun(word.text)
        ]
        said = " ".join(f"{turn.asked} {turn.answer.answer}" for turn in moment.past)
        around = self.scope.text_around(moment.told.answer.citations) if moment.told else ""
        known = f"{normalize(said).lower()} {around}"
        total = sum(word.weight for word in words)
        novel = sum(word.weight for word in words if matcher.account(word, known) < ABBREVIATED)
        return novel / total if total else 0.0
