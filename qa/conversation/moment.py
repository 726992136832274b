"""A message with the conversation that it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
