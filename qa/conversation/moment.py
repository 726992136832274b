"""A message with the conversation that it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.conversation.ledger import Ledger
from qa.conversation.state import Exchange

if TYPE_CHECKING:
    from qa.conversation.reading import Tried


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
