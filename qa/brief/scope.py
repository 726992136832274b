"""What a briefing is about: rows, passages, reviews and contradictions of a department or a topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.contradictions.finding import Contradiction
from corpus.model import Department, Indicator, Passage, Report, Section, Shortfall
from corpus.reading.shortfalls import match_reviews
from qa.brief.words import Words

NUMBERING = re.compile(r"^\s*[(（]?[\d一二三四五六七八九十]+[)）.．、]?\s*")
_REASON = re.compile(r"惟|因(?!應)|致(?!力|詞|贈)|尚未|未能|無法|俟|流標|延[後期宕至]|刻正|暫[緩停]|變更")
"""What a sentence says that tells why something is not done, or how far it is."""
_MOST_PASSAGES = 60
_LONGEST_VALUE = 24  # characters of a value that is told by itself
_MEASURES = re.compile(
    r"(?:[\d一二三四五六]+[、.．]\s*)?"
    r"(?:因應(?:策略|措施|作為)|解決方(?:式|案)|改善(?:措施|作為|方式|策略)|策進作為|精進作為"
    r"|後續(?=[^，。]{0,6}[將請持擬])|未來(?=[^，。]{0,8}[將應擬於]))"
)
_REASON_LABEL = re.compile(
    r"^\s*(?:[\d一二三四五六]+[、.．]\s*)?(?:遭遇問題)?[(（]?未達成原因[)）]?\s*[:：]?\s*"
)
_LABEL = re.compile(
    r"^\s*(?:[\d一二三四五六]+[、.．]\s*)?(?:因應|解決|改善|策進|精進)[^:：，。]{0,6}(?:[:：]\s*|$)"
)

Gather = Callable[[str, str | None], Iterable[tuple[Passage, bool]]]
"""Gives the passages on a topic, in a department or everywhere, best first: each with whether it bears the
topic in its name; nothing where the report does not have it."""


Missed = tuple[Indicator, Passage, tuple[Shortfall, Passage] | None]
"""A row that missed its target with its passage, and its review with that one's passage."""


@dataclass(frozen=True)
class Scope:
    """The part of a report that a briefing looks at; pairs hold what was read and the passage of it."""

    departments: tuple[Department, ...]
    passages: tuple[Passage, ...]
    rows: tuple[tuple[Indicator, Passage], ...]
    found: Mapping[Indicator, tuple[Shortfall, Passage]]  # reviews of indicators
    contradictions: tuple[tuple[Contradiction, tuple[Passage, ...]], ...]
    words: Words
    topic: str = ""  # "" for all that a department has
    titled: frozenset[str] = frozenset()  # passages that bear the topic in their name, by their ids
    all_departments: tuple[Department, ...] = ()
    reviews: tuple[Shortfall, ...] = ()  # all of the report
    others: tuple[str, ...] = ()  # texts of the report, against which a common word is no news
    department: str = ""  # the one that is looked at, if it is one

    @classmethod
    def choose(
        cls,
        report: Report,
        passages: Sequence[Passage],
        contradictions: Sequence[Contradiction],
        department: str | None,
        topic: str,
        gather: Gather,
        words: Words,
    ) -> Scope:
        inside = [passage for passage in passages if department in (None, "", passage.department)]
        found = list(gather(topic, department or None)) if topic else [(one, False) for one in inside]
        chosen = [one for one, _ in found]
        if topic:
            rows = [one for one in chosen if one.indicator or one.shortfall]
            chosen = rows + [one for one in chosen if not (one.indicator or one.shortfall)][:_MOST_PASSAGES]
        ids = {passage.id for passage in chosen}
        # A row whose explanation merely mentions the topic is not about it where others bear its name.
        titled = frozenset(one.id for one, bears in found if bears)
        named = [one for one in chosen if one.id in titled]
        by_id = {passage.id: passage for passage in passages}
        return cls(
            departments=tuple(one for one in report.departments if not topic and one.name == department),
            passages=tuple(chosen),
            rows=tuple((one.indicator, one) for one in (named or chosen) if one.indicator),
            # a review is wanted with its indicator even where only one of them prints the topic's words
            found={
                row.indicator: (review.shortfall, review)
                for row, review in match_reviews(inside)
                if row.indicator and review.shortfall
            },
            contradictions=tuple(
                (one, places)
                for one in contradictions
                if (places := _places(one, by_id)) and any(passage.id in ids for passage in places)
            ),
            topic=topic,
            titled=titled,
            all_departments=report.departments if topic else (),
            reviews=tuple(passage.shortfall for passage in passages if passage.shortfall),
            others=tuple(passage.text for passage in passages if passage.shortfall is None),
            department=department or "",
            words=words,
        )

    @property
    def named(self) -> bool:
        """Does anything in scope bear the topic in its name?"""
        return bool(self.titled)

    def said(self, department: str) -> str:
        """A department's name where it must be told; not in a briefing on that department alone."""
        return "" if department == self.department else self.words.called(department)

    @property
    def least_closeness(self) -> int:
        """How close what is told must be to the topic: where something bears its name, by name."""
        return 1 if self.named else 0

    @property
    def empty(self) -> bool:
        return not self.passages

    @cached_property
    def missed(self) -> list[Missed]:
        """Rows whose printed attainment is below 100 %, each with its review where it has one."""
        return [
            (row, passage, self.found.get(row))
            for row, passage in self.rows
            if row.attainment and (row.attainment_percent or 0) < 100
        ]

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

    def reasons(self, passage: Passage) -> list[tuple[Passage, str]]:
        """Why a programme is not done, as printed under its name: the sentence that gives most reasons."""
        told = [
            (len(set(_REASON.findall(text))), -len(text), one, text)
            for one in self.passages
            if one.department == passage.department and one.path == passage.path
            for sentence in one.sentences
            if _REASON.search(text := one.sentence_text(sentence))
        ]
        if not told:
            return []
        _, _, place, text = max(told, key=lambda item: item[:2])
        return [(place, " ".join(text.split()))]

    def closeness(self, passage: Passage) -> int:
        """1 for a passage that bears the topic in its name, 0 for others."""
        return int(passage.id in self.titled)


def name_of(passage: Passage) -> str:
    """What a passage is about: the last name on its path, without the number of the list it stands in."""
    named = next((part for part in reversed(passage.path) if part), str(passage.section))
    return NUMBERING.sub("", named) or named


def tell_conflict(words: Words, one: Contradiction, place: Passage) -> str:
    """What does not agree, as it was found; in English its names and figures alone."""
    named = re.search("「([^」]+)」", one.what)
    values = " / ".join(value for value in dict.fromkeys(one.values) if len(value) <= _LONGEST_VALUE)
    return words(
        "conflict_told",
        what=one.what,
        department=words.called(place.department),
        name=named[1] if named else name_of(place),
        values=f": {values}" if values else "",
    )


def tell_row(scope: Scope, key: str, row: Indicator, **more: str) -> str:
    """A sentence on one row: its name and its cells."""
    cells = {"name": row.name, "target": row.target, "actual": row.actual, "attainment": row.attainment}
    return scope.words(key, department=scope.said(row.department), **(cells | more))


def split_review(text: str) -> tuple[str, str]:
    """Reasons and measures of a shortfall entry, by the report's own headings; all is reason without one."""
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    match = _MEASURES.search(text)
    cut = match.start() if match else len(text)
    return _REASON_LABEL.sub("", text[:cut]).rstrip("，、；, ").strip(), _LABEL.sub("", text[cut:]).strip()


def _places(one: Contradiction, passages: Mapping[str, Passage]) -> tuple[Passage, ...]:
    """The passages that a contradiction was found in, each once."""
    identifiers = dict.fromkeys(identifier for identifier, _, _ in one.places)
    return tuple(passages[identifier] for identifier in identifiers if identifier in passages)


def _percent(printed: str) -> float | None:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", printed)
    return float(match[1]) if match else None
