"""What a briefing is about: rows, passages, reviews and contradictions of a department or a topic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.contradictions.finding import Contradiction
from corpus.model import Department, Indicator, Passage, Report, Section, Shortfall

_SPLIT = re.compile(r"[\s、，,;；/／]+")
NUMBERING = re.compile(r"^\s*[(（]?[\d一二三四五六七八九十]+[)）.．、]?\s*")
_SQUEEZE = re.compile(r"[\W_]+")
_MOST_PASSAGES = 60

Expand = Callable[[str], Iterable[str]]
"""Gives the official terms for an everyday word."""


@dataclass(frozen=True)
class Scope:
    """The part of a report that a briefing looks at; pairs hold what was read and the passage of it."""

    departments: tuple[Department, ...]
    passages: tuple[Passage, ...]
    rows: tuple[tuple[Indicator, Passage], ...]
    shortfalls: tuple[tuple[Shortfall, Passage], ...]
    contradictions: tuple[tuple[Contradiction, tuple[Passage, ...]], ...]
    words: tuple[tuple[str, ...], ...] = ()  # each word of the topic with its other names; () for all
    all_departments: tuple[Department, ...] = ()
    named: bool = False  # does anything in scope bear the topic in its name?
    department: str = ""  # the one that is looked at, if it is one

    @classmethod
    def choose(
        cls,
        report: Report,
        passages: Sequence[Passage],
        contradictions: Sequence[Contradiction],
        department: str | None,
        topic: str,
        expand: Expand,
    ) -> Scope:
        inside = [passage for passage in passages if department in (None, "", passage.department)]
        words = tuple((word, *map(_fold, expand(word))) for word in _SPLIT.split(_fold(topic)) if word)
        chosen = _on_topic(inside, words) if words else inside
        ids = {passage.id for passage in chosen}
        # A row whose explanation merely mentions the topic is not about it where others bear its name.
        named = [one for one in chosen if words and _named(one, words)]
        by_id = {passage.id: passage for passage in passages}
        # A review is wanted with its indicator even where only one of them prints the topic's words.
        reviews = [(passage.shortfall, passage) for passage in inside if passage.shortfall]
        return cls(
            departments=tuple(one for one in report.departments if not words and one.name == department),
            passages=tuple(chosen),
            rows=tuple((one.indicator, one) for one in (named or chosen) if one.indicator),
            shortfalls=tuple(reviews),
            contradictions=tuple(
                (one, places)
                for one in contradictions
                if (places := _places(one, by_id)) and any(passage.id in ids for passage in places)
            ),
            words=words,
            all_departments=report.departments if named else (),
            named=bool(named),
            department=department or "",
        )

    def said(self, department: str) -> str:
        """A department's name where it must be told; not in a briefing on that department alone."""
        return "" if department == self.department else department

    @property
    def least_closeness(self) -> int:
        """How close what is told must be to the topic: where something bears its name, by name."""
        return 2 if self.named else 0

    @property
    def empty(self) -> bool:
        return not self.passages

    def summaries(self) -> list[tuple[Department, Passage]]:
        """Departments with the passage that prints the report's own count of their indicators."""
        return [
            (department, passage)
            for department in self.departments
            for passage in self.passages
            if passage.department == department.name and passage.section is Section.SUMMARY
        ][: len(self.departments)]

    def unfinished(self) -> list[tuple[Passage, str]]:
        """Programmes in scope whose printed completion is a number below 100, with the passage of each.

        For a topic, those that bear its name.
        """
        found = []
        for department in self.departments or self.all_departments:
            for programme in department.programmes:
                percent = _percent(programme.completion)
                if percent is not None and percent < 100:
                    first, last = programme.lines
                    here = (
                        passage
                        for passage in self.passages
                        if passage.section is Section.PROGRAMMES
                        and passage.department == department.name
                        and first <= passage.lines[0] <= last
                        and passage.path[-1:] == (programme.subitem or programme.item,)
                    )
                    if (passage := next(here, None)) and self.closeness(passage) >= self.least_closeness:
                        found.append((passage, f"{percent:g}"))
        return found

    def closeness(self, passage: Passage) -> int:
        """How near a passage is to the topic: each of its words in the path counts 2, in the text 1."""
        path, text = _fold(" ".join(passage.path)), _fold(passage.text)
        return sum(2 * _prints(path, names) + _prints(text, names) for names in self.words)


def missed(rows: Iterable[tuple[Indicator, Passage]]) -> list[tuple[Indicator, Passage]]:
    """Rows whose printed attainment is below 100 %."""
    return [(row, passage) for row, passage in rows if (row.attainment_percent or 0) < 100 and row.attainment]


def match_shortfall(
    row: Indicator, shortfalls: Iterable[tuple[Shortfall, Passage]]
) -> tuple[Shortfall, Passage] | None:
    """The review of a missed row: same department, and the same name or else goal and difference.

    Names in the review differ from the table's in numbering and wording, so they are compared loosely.
    """
    best, score = None, 0.0
    for entry, passage in shortfalls:
        if entry.department != row.department:
            continue
        likeness = _alike(entry.name, row.name)
        if _difference_fits(row, entry):
            likeness += 0.25 + 0.25 * (_alike(entry.goal, row.goal) > 0.6)
        if likeness > max(score, 0.6):
            best, score = (entry, passage), likeness
    return best


def _named(passage: Passage, words: Sequence[tuple[str, ...]]) -> bool:
    """Does a passage bear every word of a topic in its name?"""
    path = _fold(" ".join(passage.path))
    return all(_prints(path, names) for names in words)


def _on_topic(passages: Sequence[Passage], words: Sequence[tuple[str, ...]]) -> list[Passage]:
    """Passages that print every word of the topic or a name for it, else those that print any."""
    texts = {passage.id: _fold(" ".join((*passage.path, passage.text))) for passage in passages}
    found = [one for one in passages if all(_prints(texts[one.id], names) for names in words)]
    if not found and len(words) > 1:
        found = [one for one in passages if any(_prints(texts[one.id], names) for names in words)]
    rows = [one for one in found if one.indicator or one.shortfall]
    return rows + [one for one in found if not (one.indicator or one.shortfall)][:_MOST_PASSAGES]


def _places(one: Contradiction, passages: Mapping[str, Passage]) -> tuple[Passage, ...]:
    """The passages that a contradiction was found in, each once."""
    identifiers = dict.fromkeys(identifier for identifier, _, _ in one.places)
    return tuple(passages[identifier] for identifier in identifiers if identifier in passages)


def _difference_fits(row: Indicator, entry: Shortfall) -> bool:
    if row.attainment_percent is None or entry.difference_percent is None:
        return False
    return abs(row.attainment_percent - 100 - entry.difference_percent) < 0.6


def _alike(one: str, other: str) -> float:
    """0 to 1: how much two names agree without numbering, spaces and punctuation."""
    first, second = (_SQUEEZE.sub("", NUMBERING.sub("", _fold(name))) for name in (one, other))
    if not first or not second:
        return 0.0
    if first in second or second in first:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _prints(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)


def _percent(printed: str) -> float | None:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", printed)
    return float(match[1]) if match else None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("臺", "台")
