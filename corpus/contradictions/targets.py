"""Targets that the text beside a result names otherwise than the indicator's row does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.contradictions.cells import cells_of, only_figure
from corpus.contradictions.finding import Contradiction, Spot, contradiction, spot_of
from corpus.contradictions.measures import agree, is_amount, unit_of
from corpus.contradictions.naming import quote
from corpus.contradictions.records import Weights, Words, pairs_of
from corpus.model import Figure, Passage, Section

TARGET_BEFORE = re.compile(r"(?:原[定訂]|目標值?|預[定訂])[^，。；、\d]{0,6}$")
TARGET_BEHIND = re.compile(r"\s?的?目標")
COVERED = 0.7
"""How much of an indicator's name the surroundings of a figure must hold to be about it."""


def find_targets(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield targets that are told otherwise than the row's, and targets said to be passed that are not."""
    programmes: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.section == Section.PROGRAMMES:
            programmes[passage.department].append(passage)
    weights = Weights(pairs_of(one.text) for one in passages)
    for row in passages:
        cells = cells_of(row)
        target, actual = only_figure(cells.get("target")), only_figure(cells.get("actual"))
        if row.indicator is None or target is None or actual is None or not actual.unit:
            continue
        if agree(target, actual) or actual.unit == "%":
            continue
        name = pairs_of(row.indicator.name)
        for passage in programmes[row.department]:
            spot = _other_target(passage, name, target, actual, weights)
            if spot:
                yield contradiction(
                    f"{row.department}{quote(row.indicator.name)}的原定目標：指標表寫 {target.text}，"
                    f"重要施政成果寫 {spot.text}",
                    "target",
                    cells["target"],
                    spot,
                )


def _other_target(
    passage: Passage, name: Words, target: Figure, actual: Figure, weights: Weights
) -> Spot | None:
    """Return where a sentence about the row's thing prints its actual value and another target."""
    for sentence in passage.sentences:
        figures = [
            one
            for one in passage.figures
            if sentence.start <= one.start < sentence.end
            and unit_of(one) == unit_of(actual)
            and is_amount(one)
        ]
        if not any(one.value == actual.value for one in figures):
            continue
        words = passage.text[sentence.start : sentence.end]
        title = " ".join((*map(str, passage.path[-1:]), *sentence.headings))
        if weights.share(name, pairs_of(words) | pairs_of(title)) < COVERED:
            continue
        for figure in figures:
            before = passage.text[sentence.start : figure.start]
            if not TARGET_BEFORE.search(before) and not TARGET_BEHIND.match(passage.text, figure.end):
                continue
            if not agree(figure, target) and not agree(figure, actual):
                return spot_of(passage, figure)
    return None
