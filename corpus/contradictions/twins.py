"""Figures for the same thing that differ between two places of the report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.contradictions.cells import cells_of, figures_in
from corpus.contradictions.columns import compare_columns
from corpus.contradictions.finding import Contradiction, Place, contradiction, spot_of
from corpus.contradictions.measures import agree
from corpus.contradictions.naming import name_of, quote, subject_before
from corpus.contradictions.records import Record, Weights, Words, pairs_of
from corpus.model import Section
from corpus.reading.markup import squeeze

RARE = 60
"""Pairs of characters in more sentences than this bring no two figures together."""
LONGEST_RUN = 100
LEAST_SHARED = 7.0
LEAST_ALIKE = 0.3
SAME_WORDS = 0.85
"""How alike what is counted must be called in both places."""
LEAST_EVIDENCE = 3.0
"""What speaks for one thing, see `Pair.evidence`; over the bundled report the pairs about one thing come to
3.3 and more, those about two to 2.6 at most."""
NAMED_ALIKE = 0.8
TELLING_NOTHING = (0.0, 1.0, 2.0, 3.0, 100.0)
"""Values so common that it says nothing when two places agree on them."""
RATE_OF_TARGET = re.compile(r"達成[度率]\s*[為達]?\s*$")
PERIOD = re.compile(
    r"[上下]半年|第[一二三四1-4]季|第[一二12]學?期|[上下]學期|[上下]期|\d{2,3}\s?學?年|男|女|國[中小]|高中"
)
TOTAL_OF_LIST = re.compile(r"、[^。；]*(?:共計|合計|總計|總共)\s*$|、[^。；，]*計\s*$")
CLOCK = ("日", "時", "分", "月")

Block = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two figures that may be about the same thing.

    label, title: how alike the words right before them and the names above them are; covered: how much
    of either label the other's surroundings hold; sentence: how much of the shorter sentence is in the
    other; shared: weight of what the labels have in common.
    """

    one: Record
    other: Record
    label: float
    title: float
    covered: float
    sentence: float
    shared: float

    @property
    def agree(self) -> bool:
        return agree(self.one.figure, self.other.figure)

    @property
    def score(self) -> float:
        """How well they fit, to tell the best of several."""
        return self.label + self.covered + (0.3 if self.agree else 0.0)

    @cached_property
    def run(self) -> int:
        """How many words' characters right before the two figures are the same, numbers among them."""
        number = 0
        for mine, yours in zip(reversed(_lead(self.one)), reversed(_lead(self.other)), strict=False):
            if mine != yours:
                break
            number += mine.isalpha()
        return number

    def evidence(self, agreeing: int, beside: int) -> float:
        """How much speaks for one thing: same words, and how many figures near by agree."""
        return (
            self.shared / 25 + self.sentence + self.title + self.run / 15
            + 0.3 * (min(agreeing, 3) + min(beside, 2))
        )  # fmt: skip


def find_twins(records: list[Record], weights: Weights) -> Iterator[Contradiction]:
    """Yield figures that differ though all around them says that they are about the same thing.

    Places that give one and the same pair of values are told of once.
    """
    meetings = list(_meet(records, weights))
    settled = _settled(meetings)
    repeated = _repeated_labels(records)
    found: list[tuple[Record, Record]] = []
    for pairs in meetings:
        agreeing = [one for one in pairs if one.agree and one.one.figure.value not in TELLING_NOTHING]
        for pair in pairs:
            if not _may_contradict(pair):
                continue
            beside = sum(
                one.one.sentence is pair.one.sentence and one.other.sentence is pair.other.sentence
                for one in agreeing
            )
            known = (id(pair.one) in settled) + (id(pair.other) in settled)
            named = pair.title >= NAMED_ALIKE or not {_key(pair.one), _key(pair.other)} & repeated
            if known > bool(beside) or not named:
                continue
            if pair.evidence(len(agreeing), beside) >= LEAST_EVIDENCE:
                found.append((pair.one, pair.other))
    found += _by_title(records, weights)
    found += compare_columns(records, weights)
    yield from _describe(found, weights)


def find_echoes(records: list[Record], weights: Weights) -> dict[Place, list[Place]]:
    """Return for a figure where other sections print the same figure in the same words."""
    echoes: dict[Place, list[Place]] = defaultdict(list)
    for pair in (one for pairs in _meet(records, weights) for one in pairs):
        one, other = _place_of(pair.one), _place_of(pair.other)
        if pair.agree and pair.label >= SAME_WORDS and pair.one.figure.value not in TELLING_NOTHING:
            echoes[one].append(other)
            echoes[other].append(one)
    return echoes


def _place_of(record: Record) -> Place:
    return record.passage.id, record.figure.start, record.figure.end


def _meet(records: list[Record], weights: Weights) -> Iterator[list[Pair]]:
    """Yield, for each two blocks of a department, the figures that answer each other.

    Of two rows of the indicator table none do; a target answers no result, nor so many a week a total.
    """
    pairs: dict[tuple[Block, Block], list[Pair]] = defaultdict(list)
    for one, other in _candidates(records, weights):
        if one.passage.indicator and other.passage.indicator:
            continue
        if one.planned != other.planned or bool(one.per) != bool(other.per):
            continue
        if weights.likeness(one.label, other.label) >= LEAST_ALIKE:
            pairs[(one.block, other.block)].append(_compare(one, other, weights))
    for found in pairs.values():
        taken: set[int] = set()
        matched = []
        for pair in sorted(found, key=lambda one: -one.score):
            if not {id(pair.one), id(pair.other)} & taken:
                taken |= {id(pair.one), id(pair.other)}
                matched.append(pair)
        yield matched


def _candidates(records: list[Record], weights: Weights) -> Iterator[tuple[Record, Record]]:
    """Yield records in two blocks of a department that share rare words and the unit."""
    index: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        for words in record.label:
            if weights.count[words] <= RARE:
                index[(words, record.unit, record.passage.department)].append(number)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for (words, _, _), numbers in index.items():
        weight = weights.of([words])
        for place, first in enumerate(numbers):
            for second in numbers[place + 1 :]:
                shared[(first, second)] += weight
    for (first, second), weight in shared.items():
        if weight >= LEAST_SHARED and records[first].block != records[second].block:
            yield records[first], records[second]


def _compare(one: Record, other: Record, weights: Weights) -> Pair:
    shorter = min(weights.of(one.words), weights.of(other.words))
    return Pair(
        one,
        other,
        weights.likeness(one.label, other.label),
        weights.likeness(one.title, other.title),
        min(weights.share(one.label, other.context), weights.share(other.label, one.context)),
        weights.of(one.words & other.words) / shorter if shorter else 0.0,
        weights.of(one.label & other.label),
    )


def _lead(record: Record) -> str:
    start = max(record.sentence.start, record.figure.start - LONGEST_RUN)
    return squeeze(record.passage.text[start : record.figure.start]).replace("臺", "台")


def _settled(meetings: list[list[Pair]]) -> set[int]:
    """Return the figures that another section confirms."""
    settled: set[int] = set()
    for pair in (one for pairs in meetings for one in pairs):
        if pair.one.passage.section == pair.other.passage.section or pair.label < 0.5:
            continue
        if pair.agree and pair.one.figure.value not in TELLING_NOTHING:
            settled |= {id(pair.one), id(pair.other)}
    return settled


def _key(record: Record) -> tuple[str, str, Words]:
    return record.passage.department, str(record.passage.section), record.label


def _repeated_labels(records: list[Record]) -> set[tuple[str, str, Words]]:
    """Return labels that several rows or programmes of a section have: phrases that name nothing."""
    blocks: dict[tuple[str, str, Words], set[Block]] = defaultdict(set)
    for record in records:
        blocks[_key(record)].add(record.block)
    return {key for key, found in blocks.items() if len(found) > 1}


def _may_contradict(pair: Pair) -> bool:
    """Whether two figures differ that stand in two sections and are not set apart by what is before them."""
    if pair.label < SAME_WORDS or pair.covered < SAME_WORDS or pair.agree:
        return False
    if pair.one.passage.section == pair.other.passage.section:
        return False
    if any(RATE_OF_TARGET.search(one.before) or one.figure.unit in CLOCK for one in (pair.one, pair.other)):
        return False
    if _periods(pair.one) != _periods(pair.other):
        return False
    return bool(TOTAL_OF_LIST.search(pair.one.before)) == bool(TOTAL_OF_LIST.search(pair.other.before))


def _periods(record: Record) -> set[str]:
    """Return the words right before a figure that set it apart from its like: halves of a year, sexes."""
    year = str(record.passage.report.year)
    found = {re.sub(r"\s|學", "", one) for one in PERIOD.findall(record.before)}
    return found - {f"{year}年"}


def _by_title(records: list[Record], weights: Weights) -> Iterator[tuple[Record, Record]]:
    """Yield rows' actual values with the one number of their kind in the programme of the same name."""
    blocks: dict[Block, list[Record]] = defaultdict(list)
    for record in records:
        if record.passage.section == Section.PROGRAMMES and record.passage.path:
            blocks[record.block].append(record)
    programmes: dict[str, list[tuple[Words, list[Record]]]] = defaultdict(list)
    for block in blocks.values():
        first = block[0].passage
        programmes[first.department].append((pairs_of(str(first.path[-1])), block))
    rows = [one for one in records if one.cell]
    for row in rows:
        for title, block in programmes[row.passage.department]:
            if not title & row.label or weights.likeness(row.label, title) < NAMED_ALIKE:
                continue
            kind = row.unit
            same = [one for one in block if one.unit == kind and not one.planned and not one.per]
            if len(same) == 1 and _is_other(row, same[0], rows, weights):
                yield row, same[0]


def _is_other(row: Record, record: Record, rows: list[Record], weights: Weights) -> bool:
    """Whether a programme's one number is the row's actual value, printed otherwise."""
    figure, passage = record.figure, record.passage
    if agree(row.figure, figure) or row.unit == "%":
        return False
    explanation = cells_of(row.passage).get("explanation")
    if explanation and any(agree(one, figure) for one in figures_in(explanation)):
        return False
    if any(agree(one.figure, figure) for one in rows if one.passage.department == passage.department):
        return False
    title = pairs_of(str(passage.path[-1]))
    return weights.share(record.label, row.label | title) >= 0.4


def _describe(found: list[tuple[Record, Record]], weights: Weights) -> Iterator[Contradiction]:
    """Yield one contradiction for each two values, with all places that print either."""
    groups: list[list[Record]] = []
    for one, other in found:
        for group in groups:
            values = {record.figure.value for record in group}
            if (one in group or other in group) and {one.figure.value, other.figure.value} <= values:
                group += [record for record in (one, other) if record not in group]
                break
        else:
            groups.append([one, other])
    for group in groups:
        yield _write(group, weights)


def _write(places: list[Record], weights: Weights) -> Contradiction:
    first = next((one for one in places if one.cell), places[0])
    alike = weights.likeness(places[0].title, places[1].title) >= NAMED_ALIKE
    if first.cell or alike:
        subject = name_of(first.passage)
    else:
        subject = min((subject_before(one.passage, one.figure.start) for one in places), key=len)
    said = "，".join(f"{one.passage.section}寫{one.per.strip()} {one.figure.text}" for one in places)
    return contradiction(
        f"{first.passage.department}{quote(subject)}：{said}",
        "twin",
        *(spot_of(one.passage, one.figure) for one in places),
    )
