"""A message with the conversation that it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.model import Passage
from qa.answer import Answer
from qa.conversation.ledger import Ledger
from qa.conversation.state import Exchange


@dataclass(frozen=True)
class Moment:
    """A message with the conversation that it comes in."""

    typed: str
    past: Sequence[Exchange]
    department: str | None
    last: Exchange  # the newest turn that was no talk
    told: Exchange | None  # the newest turn that the report answered
    ledger: Ledger
    read: dict[tuple[str, int], tuple[Answer, list[Passage]]] = field(default_factory=dict)
    """Readings that were answered, by their text and the turn that they go on from: each is asked once."""

    @cached_property
    def quoted(self) -> set[tuple[str, tuple[int, int], str]]:
        """What earlier answers quoted: department, lines and words."""
        return {(c.department, c.lines, c.quote) for turn in self.past for c in turn.answer.citations}
