"""Lists of the same things that two places print, and the things that the two count differently.

A column is what one place says of several things in one unit: the figures of the items under one
heading (key: the item's own words), or one and the same words under several headings (key: the
heading).  Two columns are the same list where the things that answer each other agree often enough;
what then differs contradicts.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.measures import agree, is_amount, write_number
from corpus.contradictions.naming import place_of
from corpus.contradictions.records import Record, Weights, Words, pairs_of

ALIKE = 0.25
"""How alike the words of two things must be at least to answer each other, as the best of all."""
FEWEST = 2
ENOUGH = 2.5
"""What two lists must agree on: figures whose decimal digits come to this (322 and 477 have 5)."""

MANY = 4
"""Things that a sentence must name before its total is held against their figures."""
HEAD_ENDS = re.compile(r"[，,：:]")
TOTAL = re.compile(r"(?:共|計|總)[^，。；、：]{0,6}$")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A thing of a list with its figure."""

    key: Words
    record: Record


@dataclass(frozen=True)
class Column:
    """What a place says of several things in one unit."""

    block: Key
    unit: str
    entries: tuple[Entry, ...]

    @property
    def department(self) -> str:
        return self.entries[0].record.passage.department

    @property
    def added(self) -> float:
        return sum(one.record.figure.value for one in self.entries)

    @property
    def largest(self) -> float:
        return max(one.record.figure.value for one in self.entries)


def compare_columns(records: list[Record], weights: Weights) -> Iterator[tuple[Record, Record]]:
    """Yield the figures of two lists of a department that differ although the lists are the same."""
    columns: dict[str, list[Column]] = defaultdict(list)
    for column in find_columns(records):
        columns[column.department].append(column)
    for own in columns.values():
        for place, one in enumerate(own):
            for other in own[place + 1 :]:
                if one.block != other.block:
                    yield from _compare(one, other, weights)


def find_totals(records: list[Record]) -> Iterator[Contradiction]:
    """Yield totals of a sentence that names all things of another place's list, which do not add up to it."""
    totals: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for one in records:
        if not one.cell and one.unit != "%" and TOTAL.search(one.before):
            totals[(one.passage.department, one.unit)].append(one)
    lists: dict[int, list[Column]] = defaultdict(list)
    named: dict[int, Record] = {}
    for column in find_columns(records):
        names = _own_words(column.entries)
        for total in totals[(column.department, column.unit)] if len(names) >= MANY else ():
            if total.block != column.block and all(own & total.words for own in names):
                lists[id(total)].append(column)
                named[id(total)] = total
    for number, total in named.items():
        value = total.figure.value
        nearest = min(lists[number], key=lambda column: abs(column.added - value))
        if agree(total.figure, replace(total.figure, value=nearest.added)) or nearest.largest >= value:
            continue
        section = nearest.entries[0].record.passage.section
        yield contradiction(
            f"{place_of(total.passage)}的總數寫 {total.figure.text}，"
            f"{section}逐一列出的相加卻是 {write_number(nearest.added)} {total.figure.unit}",
            "sum",
            spot_of(total.passage, total.figure),
            *(spot_of(one.record.passage, one.record.figure) for one in nearest.entries),
        )


def find_columns(records: list[Record]) -> Iterator[Column]:
    """Yield the columns of each programme or row."""
    blocks: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        if not record.cell and not record.planned and not record.per:
            blocks[record.block].append(record)
    for block, own in blocks.items():
        units: dict[str, list[Record]] = defaultdict(list)
        for record in own:
            units[record.unit].append(record)
        for unit, same in units.items():
            if len(same) <= FEWEST:
                continue
            seen: set[tuple[int, ...]] = set()
            for entries in (*_items(same), *_headed(same)):
                shape = tuple(id(one.record) for one in entries)
                if len(entries) > FEWEST and shape not in seen:
                    seen.add(shape)
                    yield Column(block, unit, tuple(_tell_apart(entries)))


def _own_words(entries: Sequence[Entry]) -> list[Words]:
    """Return of each thing the words that no other has."""
    number = Counter(word for one in entries for word in one.key)
    return [frozenset(word for word in one.key if number[word] == 1) for one in entries]


def _tell_apart(entries: list[Entry]) -> list[Entry]:
    """Return things without the words that most of them share: 正義 of 正義社會福利服務中心."""
    number = Counter(word for one in entries for word in one.key)
    most = len(entries) / 2
    return [
        replace(one, key=frozenset(word for word in one.key if number[word] <= most) or one.key)
        for one in entries
    ]


def _items(records: Iterable[Record]) -> Iterator[list[Entry]]:
    """Yield what stands under one heading, each thing named by its own words."""
    groups: dict[Key, list[Record]] = defaultdict(list)
    for one in records:
        groups[one.sentence.headings].append(one)
    for group in groups.values():
        if len({one.near for one in group}) * 2 > len(group):
            yield [Entry(one.near, one) for one in group]
        by_words: dict[Words, list[Record]] = defaultdict(list)
        for one in group:
            by_words[one.near].append(one)
        for same in by_words.values():
            yield [Entry(pairs_of(HEAD_ENDS.split(_sentence_of(one))[0]), one) for one in same]


def _sentence_of(record: Record) -> str:
    return record.passage.sentence_text(record.sentence)


def _headed(records: Iterable[Record]) -> Iterator[list[Entry]]:
    """Yield what several headings say in the same words, or say alone in this unit."""
    by_words: dict[Words, dict[Key, list[Record]]] = defaultdict(lambda: defaultdict(list))
    by_heading: dict[Key, list[Record]] = defaultdict(list)
    for one in records:
        if one.sentence.headings:
            by_words[one.near][one.sentence.headings].append(one)
            by_heading[one.sentence.headings].append(one)
    for headed in (*by_words.values(), by_heading):
        yield [
            Entry(pairs_of(headings[-1]), found[0]) for headings, found in headed.items() if len(found) == 1
        ]


def _compare(one: Column, other: Column, weights: Weights) -> Iterator[tuple[Record, Record]]:
    if one.unit != other.unit and {one.unit, other.unit} & {"%", "元"}:
        return
    pairs = list(_answer(one, other, weights))
    same = [mine for mine, yours in pairs if agree(mine.record.figure, yours.record.figure)]
    told = sum(math.log10(abs(entry.record.figure.value) + 1) for entry in same)
    fewest = FEWEST if one.unit == other.unit else FEWEST + 1
    if len(same) < fewest or told < ENOUGH or len(same) * 2 < len(pairs):
        return
    for mine, yours in pairs:
        if not _says(mine.record, yours.record) and not _says(yours.record, mine.record):
            yield mine.record, yours.record


def _says(one: Record, other: Record) -> bool:
    """Whether the sentence of one figure prints the other one too."""
    return any(
        agree(figure, other.figure)
        for figure in one.passage.figures
        if one.sentence.start <= figure.start < one.sentence.end and is_amount(figure)
    )


def _answer(one: Column, other: Column, weights: Weights) -> Iterator[tuple[Entry, Entry]]:
    """Yield the things of two columns that are each other's most alike."""
    alike = [[weights.likeness(mine.key, yours.key) for yours in other.entries] for mine in one.entries]
    for row, mine in enumerate(one.entries):
        best = max(alike[row])
        column = alike[row].index(best)
        if best < ALIKE or alike[row].count(best) > 1:
            continue
        rivals = [likes[column] for likes in alike]
        if max(rivals) == best and rivals.count(best) == 1:
            yield mine, other.entries[column]
