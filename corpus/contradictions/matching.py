"""Which figures of two places answer each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.contradictions.measures import agree
from corpus.contradictions.mentions import Mention, Weights
from corpus.reading.markup import squeeze

RARE = 60
"""Pairs of characters in more sentences than this bring no two figures together."""
LONGEST_RUN = 100
LEAST_SHARED = 7.0
LEAST_ALIKE = 0.3
TELLING_NOTHING = (0.0, 1.0, 2.0, 3.0, 100.0)
"""Values so common that it says nothing when two places agree on them."""

Block = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two figures that may be about the same thing.

    label, title: how alike the words right before them and the names above them are; covered: how much
    of either label the other's surroundings hold; sentence: how much of the shorter sentence is in the
    other; shared: weight of what the labels have in common; run: how many characters right before them
    are the same; agree: whether the values do.
    """

    one: Mention
    other: Mention
    label: float
    title: float
    covered: float
    sentence: float
    shared: float
    run: int
    agree: bool

    @property
    def fit(self) -> float:
        """How well they fit all in all, to tell the best of several."""
        return self.score + self.title + self.sentence

    @property
    def score(self) -> float:
        return self.label + self.covered + (0.3 if self.agree else 0.0)


@dataclass(frozen=True)
class Meeting:
    """The pairs of two blocks; each figure stands in one of them at most."""

    pairs: tuple[Pair, ...]

    @property
    def agreeing(self) -> list[Pair]:
        """The pairs that agree on a value that tells something."""
        return [one for one in self.pairs if one.agree and one.one.figure.value not in TELLING_NOTHING]

    def agreeing_beside(self, pair: Pair) -> int:
        """Return how many pairs of the same two sentences agree."""
        return sum(
            one.one.sentence is pair.one.sentence and one.other.sentence is pair.other.sentence
            for one in self.agreeing
        )


def meet(mentions: list[Mention], weights: Weights) -> Iterator[Meeting]:
    """Yield, for each two blocks of a department, the figures that answer each other.

    Of two rows of the indicator table none do; a target answers no result, nor so many a week a total.
    """
    pairs: dict[tuple[Block, Block], list[Pair]] = defaultdict(list)
    for first, second in _candidates(mentions, weights):
        one, other = mentions[first], mentions[second]
        if one.passage.indicator and other.passage.indicator:
            continue
        if one.planned != other.planned or bool(one.per) != bool(other.per):
            continue
        if weights.likeness(one.label, other.label) >= LEAST_ALIKE:
            pairs[(one.block, other.block)].append(_compare(one, other, weights))
    for found in pairs.values():
        yield Meeting(tuple(_match(found)))


def _candidates(mentions: list[Mention], weights: Weights) -> Iterator[tuple[int, int]]:
    """Yield numbers of mentions in two blocks of a department that share rare words and the unit."""
    index: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        for words in mention.label:
            if weights.count[words] <= RARE:
                index[(words, mention.unit, mention.passage.department)].append(number)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for (words, _, _), numbers in index.items():
        weight = weights.of([words])
        for place, first in enumerate(numbers):
            for second in numbers[place + 1 :]:
                shared[(first, second)] += weight
    for (first, second), weight in shared.items():
        if weight >= LEAST_SHARED and mentions[first].block != mentions[second].block:
            yield first, second


def _compare(one: Mention, other: Mention, weights: Weights) -> Pair:
    shorter = min(weights.of(one.words), weights.of(other.words))
    return Pair(
        one,
        other,
        weights.likeness(one.label, other.label),
        weights.likeness(one.title, other.title),
        min(weights.share(one.label, other.context), weights.share(other.label, one.context)),
        weights.of(one.words & other.words) / shorter if shorter else 0.0,
        weights.of(one.label & other.label),
        _common_run(one, other),
        agree(one.figure, other.figure),
    )


def _common_run(one: Mention, other: Mention) -> int:
    """Return how many words' characters right before two figures are the same, numbers among them."""
    number = 0
    for mine, yours in zip(reversed(_lead(one)), reversed(_lead(other)), strict=False):
        if mine != yours:
            break
        number += mine.isalpha()
    return number


def _lead(mention: Mention) -> str:
    start = max(mention.sentence.start, mention.figure.start - LONGEST_RUN)
    return squeeze(mention.passage.text[start : mention.figure.start]).replace("臺", "台")


def _match(pairs: list[Pair]) -> list[Pair]:
    """Return the best pairs, each figure in one of them."""
    taken: set[int] = set()
    matched = []
    for pair in sorted(pairs, key=lambda one: -one.score):
        if id(pair.one) not in taken and id(pair.other) not in taken:
            taken |= {id(pair.one), id(pair.other)}
            matched.append(pair)
    return matched
