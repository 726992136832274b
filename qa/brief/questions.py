"""Open questions that a report leaves, found by rule: each with the passages that give rise to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Indicator, Passage, Section
from qa.brief.patterns import find_shared, past
from qa.brief.scope import Scope, match_shortfall, missed, name_of
from qa.evidence.weighing import TABLE_HEADS

MOST = 12
_PER_RULE = 4
_LISTED = 6  # names that one question lists
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s,.，。]*)")
_DEADLINE = re.compile(r"\d+\s*年|\d+\s*月|月底|年底|年中|季|[上下]半年|明年|次年")
_ONLY_PERCENT = re.compile(r"\s*100(?:\.0+)?\s*%?\s*")
# Targets where less is better: an actual value below the target is then no miss.
_LESS_IS_BETTER = re.compile(
    r"降低|減少|下降|縮短|節約|成長率|死亡|發生率|確診|不超過|以下|低於|內(?:完成|辦結)|天數|時[間效]"
)

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
        _difference_differs,
        _declared_differs,
        _contradicted,
        _outgrown,
        _below,
        _unmeasured,
        _bare,
        _unfounded,
        _exact,
    )
    found: dict[frozenset[str], Question] = {}
    for rule in rules:
        for place, question in enumerate(rule(scope)):
            if (
                place < _PER_RULE
            ):  # one question for each place: the first rule that finds it has the best one
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


def _ask(scope: Scope, key: str, row: Indicator, **values: str) -> str:
    """A question on one row."""
    cells = {"target": row.target, "actual": row.actual, "attainment": row.attainment}
    return scope.words(key, department=scope.said(row.department), name=row.name, **(cells | values))


def _reviewed(scope: Scope, said: re.Pattern[str]) -> tuple[int, list[tuple[Indicator, Passage]]]:
    """How many missed rows have a review, and those whose review says something, with its passage."""
    entries = [(row, match_shortfall(row, scope.shortfalls)) for row, _ in missed(scope.rows)]
    reviewed = [(row, entry) for row, entry in entries if entry]
    return len(reviewed), [(row, entry[1]) for row, entry in reviewed if said.search(entry[0].text)]


def _lowered(scope: Scope) -> Iterator[Question]:
    """Missed targets that the review answers by setting the next target otherwise."""
    of, found = _reviewed(scope, _TARGET_CHANGED)
    if len(found) > 1:
        names, sources = _list(scope, found)
        yield scope.words("ask_lowered", of=of, count=len(found), names=names), sources


def _shared(scope: Scope) -> Iterator[Question]:
    """What most reviews of the missed targets have in common, and other reviews of the report have not."""
    matched = ((row, match_shortfall(row, scope.shortfalls)) for row, _ in missed(scope.rows))
    entries = [(row, entry) for row, entry in matched if entry]
    own = [past(entry.text) for _, (entry, _) in entries]
    used = {id(entry) for _, (entry, _) in entries}
    alike = [past(review.text) for review in scope.reviews if id(review) not in used]
    for term in find_shared(own, alike, scope.others):
        if term in TABLE_HEADS[Section.SHORTFALLS]:
            continue  # a heading that some repeat in the cell
        found = [(row, place) for text, (row, (_, place)) in zip(own, entries, strict=True) if term in text]
        names, sources = _list(scope, found)
        asked = scope.words("ask_shared", of=len(entries), count=len(found), term=term, names=names)
        yield asked, sources


def _unspent(scope: Scope) -> Iterator[Question]:
    """Shares of a budget that were left, the largest first: what was not done?"""
    found = [
        (pair.actual, row, passage)
        for row, passage in scope.rows
        if _UNSPENT.search(row.name) and (pair := _Pair.read(row)) and pair.actual > pair.target
    ]
    for _, row, passage in sorted(found, key=lambda item: -item[0]):
        yield _ask(scope, "ask_unspent", row), (passage,)


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
    for row, passage in missed(scope.rows):
        if match_shortfall(row, scope.shortfalls) is None:
            yield _ask(scope, "ask_no_review", row), (passage,)


def _no_deadline(scope: Scope) -> Iterator[Question]:
    """Reviews whose text names no date for what they promise; another target is no promise."""
    found = []
    for row, _ in missed(scope.rows):
        entry = match_shortfall(row, scope.shortfalls)
        if entry and not _DEADLINE.search(entry[0].text) and not _TARGET_CHANGED.search(entry[0].text):
            found.append((row, entry[1]))
    if found:
        names, sources = _list(scope, found)
        yield scope.words("ask_no_deadline", names=names), sources


def _difference_differs(scope: Scope) -> Iterator[Question]:
    """A review that states another difference than the table's attainment leaves."""
    for row, passage in missed(scope.rows):
        entry = match_shortfall(row, scope.shortfalls)
        if entry is None or entry[0].difference_percent is None or row.attainment_percent is None:
            continue
        left = row.attainment_percent - 100
        if abs(left - entry[0].difference_percent) >= 1:
            asked = _ask(scope, "ask_difference", row, left=f"{left:g}", difference=entry[0].difference)
            yield asked, (passage, entry[1])


def _declared_differs(scope: Scope) -> Iterator[Question]:
    """A department's own count of its indicators that its rows do not bear out."""
    for department, passage in scope.summaries():
        key = [row for row in department.indicators if not row.common]
        full = sum((row.attainment_percent or 0) >= 100 for row in key)
        one = department.summary
        if one is not None and key and (one.indicators, one.full) != (len(key), full):
            asked = scope.words(
                "ask_declared",
                department=scope.words.department(department.name),
                declared=one.indicators,
                declared_full=one.full,
                counted=len(key),
                full=full,
            )
            yield asked, (passage,)


def _contradicted(scope: Scope) -> Iterator[Question]:
    for one, places in scope.contradictions:
        yield scope.words("ask_contradicted", text=one.what), places


def _outgrown(scope: Scope) -> Iterator[Question]:
    """A result of at least twice the target, the largest first."""
    found = []
    for row, passage in scope.rows:
        pair = _Pair.read(row)
        if pair and pair.target > 0 and pair.actual / pair.target >= 2 and not _UNSPENT.search(row.name):
            found.append((pair.actual / pair.target, row, passage))
    for ratio, row, passage in sorted(found, key=lambda item: -item[0]):
        yield _ask(scope, "ask_outgrown", row, ratio=f"{ratio:.1f}"), (passage,)


def _below(scope: Scope) -> Iterator[Question]:
    """A result below the target that is nevertheless called reached."""
    for row, passage in scope.rows:
        pair = _Pair.read(row)
        told = " ".join((row.goal, row.name, row.explanation))
        if pair is None or (row.attainment_percent or 0) < 100 or _LESS_IS_BETTER.search(told):
            continue
        if pair.actual < pair.target:
            yield _ask(scope, "ask_below", row), (passage,)


def _unmeasured(scope: Scope) -> Iterator[Question]:
    """A topic that programmes bear in their name and no indicator measures."""
    if scope.topic and scope.named and not scope.rows:
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
