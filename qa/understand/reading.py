"""One way to read a message of a conversation: what is asked, and what of earlier turns it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

LONGEST_READ = 300
"""Characters of a message that are read; of 7,151 messages of people the longest had 272."""

_MOST_WIDENED = 18  # characters that one sign may stand for


def keep_ends(text: str) -> str:
    """The beginning and the end of a text that is too long to be one message, where people ask.

    So what a question costs is bounded, whatever is sent as one.
    """
    wide = normalize("NFKC", text) if len(text) * _MOST_WIDENED > LONGEST_READ else ""
    if len(wide) > max(len(text), LONGEST_READ):
        text = wide
    half = LONGEST_READ // 2
    return text if len(text) <= LONGEST_READ else f"{text[:half]} {text[-half + 1 :]}"


def clean_text(text: str) -> str:
    """A text without control characters and lone surrogates, which no question needs."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else " " for character in text).strip()


@dataclass(frozen=True)
class Reading:
    """A message as one question.

    text: what is asked, complete as far as the message goes.
    subject: the earlier question that it rests on, "" where it stands on its own.
    near: what sentences (by their passage's id and their place in it) earn for standing where the
        conversation is, as shares of a sure answer.
    note: how the message was understood, for the user; "" where as typed.
    """

    text: str
    subject: str = ""
    near: Mapping[tuple[str, int], float] = field(default_factory=dict)
    note: str = ""

    @property
    def asked(self) -> str:
        """The whole question in one line."""
        return f"{self.subject} {self.text}".strip()
