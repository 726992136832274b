"""One way to read a message of a conversation: what is asked, and what of earlier turns it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """A message as one question.

    text: what is asked, complete as far as the message goes.
    subject: the earlier question that it rests on, "" where it stands on its own.
    near: what passages (by id) earn for standing where the conversation is, as shares of a sure answer.
    here: the passages that were cited, by id.
    note: how the message was understood, for the user; "" where as typed.
    """

    text: str
    subject: str = ""
    near: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    here: frozenset[str] = frozenset()

    @property
    def asked(self) -> str:
        """The whole question in one line."""
        return f"{self.subject} {self.text}".strip()
