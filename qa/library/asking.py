"""A message to a library: which report it asks, and what of the conversation goes along to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import ReportId
from qa.conversation.state import Exchange, find_last
from qa.library.naming import Named, Names
from qa.library.phrases import load_phrases
from qa.understand.question import find_language

_LEADING = re.compile(r"^那麼?|呢[？?]?$")
"""What ties a message to the one before: 「那單身聯誼呢」."""


@dataclass(frozen=True)
class Whole:
    """A question that an earlier turn completed: what is asked, as it could be typed, and the note on it."""

    text: str
    typed: str
    note: str


def choose_base(past: Sequence[Exchange], reports: Sequence[ReportId], chosen: ReportId | None) -> ReportId:
    """The report that is talked about: the one chosen, that of the last answer, or the first of all."""
    if chosen is not None:
        return chosen
    for turn in reversed(past):
        told = [one for one in reports if turn.answer.report.startswith(str(one))]
        if told and not turn.talked:
            return told[0]
    return reports[0]


def list_recent(past: Sequence[Exchange], reports: Sequence[ReportId]) -> list[ReportId]:
    """The reports that answered, each once, that of the last answer last."""
    found: list[ReportId] = []
    for turn in past:
        told = [one for one in reports if str(one) in turn.answer.report and not turn.talked]
        found = [one for one in found if one not in told] + told
    return found


@dataclass(frozen=True)
class Asking:
    """One message with the turns before it, what it names, and the report that was talked about."""

    question: str
    past: Sequence[Exchange]
    named: Named
    base: ReportId
    names: Names

    @cached_property
    def language(self) -> str:
        return find_language(self.question)

    @property
    def target(self) -> ReportId:
        """The report that answers: of several that are named the one talked about, else the newest."""
        named = self.named.reports
        if not named or self.base in named:
            return self.base
        return max(named, key=lambda one: one.year)

    @cached_property
    def last(self) -> str:
        """The whole question before, without its names; "" where there is none."""
        turn = find_last(self.past)
        moved = self.target.city != self.base.city
        return _LEADING.sub("", self.names.strip(turn.asked, cities=moved)) if turn else ""

    def history(self, target: ReportId) -> list[Exchange | str]:
        """The turns as a report's own conversation, with the last question where another answered that.

        That question is asked there again in silence, so that what is pointed to is what that report says.
        """
        own = [turn for turn in self.past if turn.talked or str(target) in turn.answer.report]
        last = find_last(self.past)
        return [*own, self.last] if last is not None and last not in own and self.last else list(own)

    def carried(self) -> Whole | None:
        """The question before, asked of another report: 「111 年呢」; None where the message asks itself."""
        if self.named.rest or not self.last:
            return None
        target = self.target
        city = f"{target.city} " if target.city != self.base.city else ""
        if find_language(self.last) == "en":
            typed = f"{self.last.rstrip('?')} {city}in {target.western}?"
        else:
            typed = f"{city}{target.year} 年{self.last}"
        return Whole(self.last, typed, load_phrases(find_language(self.last))("understood", text=typed))
