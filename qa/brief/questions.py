"""Open questions that a report leaves, found by rule: each with the passages that give rise to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Indicator, Passage, Section
from qa.brief.patterns import find_shared, past
from qa.brief.scope import Scope, name_of, tell_conflict, tell_row
from qa.evidence.weighing import TABLE_HEADS

MOST = 12
_PER_RULE = 4
_LISTED = 6  # names that one question lists
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s,.，。]*)")
_DEADLINE = re.compile(r"\d+\s*年|\d+\s*月|月底|年底|年中|季|[上下]半年|明年|次年")
_ONLY_PERCENT = re.compile(r"\s*100(?:\.0+)?\s*%?\s*")
# What a review says where it answers a miss by another target.
_TARGET_CHANGED = re.compile(
    r"(?:調降|下修|酌修|修正|修訂|調整|降低|檢討)[^，。；]{0,10}(?:目標|指標)|(?:目標|指標)值?[^，。；]{0,6}(?:調降|下修|酌修|修正|修訂|調整)"
)
# Money that was granted and not spent: more of it than meant is no achievement.
_UNSPENT = re.compile(r"賸餘|剩餘|結餘|節餘|未執行")

Question = tuple[str, tuple[Passage, ...]]


def ask_about(scope: Scope) -> list[Question]:
    """Questions on what is in scope, those about misses and contradictions first; at most `MOST`."""
    rules = (
        _lowered,
        _shared,
        _unspent,
        _unfinished,
        _no_review,
        _no_deadline,
        _contradicted,
        _outgrown,
        _unmeasured,
        _bare,
        _unfounded,
        _exact,
    )
    found: dict[frozenset[str], Question] = {}
    for rule in rules:
        for place, question in enumerate(rule(scope)):
            # One question for each place: the first rule that finds it has the best one.
            if place < _PER_RULE:
                found.setdefault(frozenset(passage.id for passage in question[1]), question)
    return list(found.values())[:MOST]


def _list(scope: Scope, found: Sequence[tuple[Indicator, Passage]]) -> tuple[str, tuple[Passage, ...]]:
    """The names of rows in one phrase, and their passages."""
    shown = found[:_LISTED]
    words = scope.words
    before = ["", *(row.department for row, _ in shown)]
    named = [
        words(
            "one_name", department="" if row.department == last else scope.said(row.department), name=row.name
        )
        for last, (row, _) in zip(before, shown, strict=False)
    ]
    more = words.sentences["more_names"].format(count=len(found)) if len(found) > len(shown) else ""
    return words.sentences["between_names"].join(named) + more, tuple(passage for _, passage in shown)


def _lowered(scope: Scope) -> Iterator[Question]:
    """Missed targets that the review answers by setting the next target otherwise."""
    reviewed = [(row, entry) for row, _, entry in scope.missed if entry]
    found = [(row, place) for row, (review, place) in reviewed if _TARGET_CHANGED.search(review.text)]
    if len(found) > 1:
        names, sources = _list(scope, found)
        yield scope.words("ask_lowered", of=len(reviewed), count=len(found), names=names), sources


def _shared(scope: Scope) -> Iterator[Question]:
    """What most reviews of the missed targets have in common, and other reviews of the report have not."""
    reviewed = [(row, entry) for row, _, entry in scope.missed if entry]
    own = [past(review.text) for _, (review, _) in reviewed]
    used = {id(review) for _, (review, _) in reviewed}
    alike = [past(review.text) for review in scope.reviews if id(review) not in used]
    for term in find_shared(own, alike, scope.others):
        if term in TABLE_HEADS[Section.SHORTFALLS]:
            continue  # a heading that some repeat in the cell
        found = [(row, place) for text, (row, (_, place)) in zip(own, reviewed, strict=True) if term in text]
        names, sources = _list(scope, found)
        asked = scope.words("ask_shared", of=len(reviewed), count=len(found), term=term, names=names)
        yield asked, sources


def _unspent(scope: Scope) -> Iterator[Question]:
    """Shares of a budget that were left, the largest first: what was not done?"""
    found = [
        (pair.actual, row, passage)
        for row, passage in scope.rows
        if _UNSPENT.search(row.name) and (pair := _Pair.read(row)) and pair.actual > pair.target
    ]
    for _, row, passage in sorted(found, key=lambda item: -item[0]):
        yield tell_row(scope, "ask_unspent", row), (passage,)


def _unfinished(scope: Scope) -> Iterator[Question]:
    """Programmes that are not done, the least done first, several in one question."""
    found = sorted(scope.unfinished(), key=lambda item: float(item[1]))[:_LISTED]
    if found:
        words = scope.words
        named = [
            words("one_unfinished", department=scope.said(one.department), name=name_of(one), percent=percent)
            for one, percent in found
        ]
        names = words.sentences["between_unfinished"].join(named)
        yield words("ask_unfinished", names=names), tuple(passage for passage, _ in found)


def _no_review(scope: Scope) -> Iterator[Question]:
    """A missed target without an entry in the department's review."""
    for row, passage, entry in scope.missed:
        if entry is None:
            yield tell_row(scope, "ask_no_review", row), (passage,)


def _no_deadline(scope: Scope) -> Iterator[Question]:
    """Reviews whose text names no date for what they promise; another target is no promise."""
    found = [
        (row, entry[1])
        for row, _, entry in scope.missed
        if entry and not _DEADLINE.search(entry[0].text) and not _TARGET_CHANGED.search(entry[0].text)
    ]
    if found:
        names, sources = _list(scope, found)
        yield scope.words("ask_no_deadline", names=names), sources


def _contradicted(scope: Scope) -> Iterator[Question]:
    for one, places in scope.contradictions:
        yield scope.words("ask_contradicted", told=tell_conflict(scope.words, one, places[0])), places


def _outgrown(scope: Scope) -> Iterator[Question]:
    """A result of at least twice the target, the largest first."""
    found = []
    for row, passage in scope.rows:
        pair = _Pair.read(row)
        if pair and pair.target > 0 and pair.actual / pair.target >= 2 and not _UNSPENT.search(row.name):
            found.append((pair.actual / pair.target, row, passage))
    for ratio, row, passage in sorted(found, key=lambda item: -item[0]):
        yield tell_row(scope, "ask_outgrown", row, ratio=f"{ratio:.1f}"), (passage,)


def _unmeasured(scope: Scope) -> Iterator[Question]:
    """A topic that programmes bear in their name and no indicator is on, nor explained by."""
    if scope.topic and scope.named and not any(passage.indicator for passage in scope.passages):
        yield scope.words("ask_unmeasured", topic=scope.topic), scope.passages[:1]


def _bare(scope: Scope) -> Iterator[Question]:
    """Several indicators of a topic whose target and result are both no more than 100 %."""
    found = [
        (row, passage)
        for row, passage in scope.rows
        if scope.topic and _ONLY_PERCENT.fullmatch(row.target) and _ONLY_PERCENT.fullmatch(row.actual)
    ]
    if len(found) > 1:
        names, sources = _list(scope, found)
        yield scope.words("ask_bare", names=names), sources


def _unfounded(scope: Scope) -> Iterator[Question]:
    """Targets of 100 % called reached in words alone, without a single figure."""
    found = [
        (row, passage)
        for row, passage in scope.rows
        if passage.section is Section.INDICATORS
        and _ONLY_PERCENT.fullmatch(row.target)
        and _ONLY_PERCENT.fullmatch(row.actual)
        and not re.search(r"\d", row.explanation)
    ]
    if found:
        names, sources = _list(scope, found)
        yield scope.words("ask_unfounded", names=names), sources


def _exact(scope: Scope) -> Iterator[Question]:
    """Counts that are their target to the unit."""
    found = []
    for row, passage in scope.rows:
        pair = _Pair.read(row)
        if pair and pair.actual == pair.target >= 10 and "%" not in row.target:
            found.append((row, passage))
    if found:
        names, sources = _list(scope, found)
        yield scope.words("ask_exact", names=names), sources


@dataclass(frozen=True)
class _Pair:
    """Target and result as numbers of the same unit."""

    target: float
    actual: float

    @classmethod
    def read(cls, row: Indicator) -> _Pair | None:
        """None unless each cell holds exactly one number and both have the same unit."""
        numbers = [_NUMBER.findall(cell) for cell in (row.target, row.actual)]
        if any(len(found) != 1 for found in numbers):
            return None
        (target, unit), (actual, other) = numbers[0][0], numbers[1][0]
        if unit != other or "萬" in unit + other or "億" in unit + other:
            return None
        return cls(float(target.replace(",", "")), float(actual.replace(",", "")))
