"""Hold a claim against the evidence: which sentence counts the same thing, and does it bear the claim out?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.figures import find_figures
from corpus.model import Figure
from index.words import normalize
from qa.claims.reading import COMPARED, Claim, direction_of, is_done, is_pending, is_undone
from qa.evidence.weighing import Evidence
from qa.understand.demands import units_like
from qa.understand.question import Understood
from qa.understand.words import WordMatcher

LEAST_COVER, LEAST_OF_FIRST = 0.5, 0.3
"""Share of the question's words that the place of a figure must account for: below, it counts another thing.

The first sentence of the ranking has been chosen for more than its words.
"""
AGREEING = 0.15
"""Words' share by which a figure that bears the claim out may be behind the best one."""
TELLING, TELLING_AGREEING = 100, 0.35
"""From this value on it is no chance that a figure on the matter agrees with the one that is claimed."""
SAME_UNIT, FIRST, SAME_PLACE = 0.1, 0.25, 0.03
_EVENTS = frozenset(["次", "件", "項", "案", "個", "則", "場", "場次"])
"""Counting words of deeds, which a row uses for what people call otherwise: 新聞稿 6 次."""
WHOLE_SENTENCE = 0.85
"""What the words of a figure's whole sentence count beside those of its own clause."""
_BREAK = re.compile(r"[，,；;。、：:｜\n](?!\d)")
_COMPARED = re.compile(r"(?:較|比(?=\s*\d|去年|前一?年|上年|同期))[^。；]*$")
_COMPARING = 30
"""Characters behind 較 in which figures are another year's or the difference to it."""
_OF_ROWS = frozenset({"ratio", "surplus", "attained"})
"""Kinds of claim that only an indicator's target and actual value can bear out."""
_NEAR = 3
"""Sentences of the evidence that tell of a deed, and behind each those that are read too: the figure of a
heading stands below it."""


@dataclass(frozen=True)
class Verdict:
    """Whether the report bears a claim out, and the sentence that tells."""

    true: bool
    evidence: Evidence
    cover: float  # of the question's words by the place of the figure


@dataclass(frozen=True)
class _Reading:
    """One value of the evidence that can be held against the claim."""

    value: float
    worth: float
    cover: float
    evidence: Evidence
    alike: bool = True  # in a unit that the claim's can stand for


def judge(
    claim: Claim, question: Understood, ranked: Sequence[Evidence], matcher: WordMatcher
) -> Verdict | None:
    """The verdict over a claim; None where no evidence counts what it counts, or tells of the deed."""
    if claim.kind == "state":
        return _judge_state(claim, ranked)
    if claim.kind == "all":
        return _judge_all(ranked)
    first = ranked[0]
    readings = [
        reading
        for evidence in _with_following(ranked)
        for reading in _read(claim, question, evidence, matcher, evidence.key == first.key)
    ]

    def is_first(reading: _Reading) -> bool:
        same = claim.kind in _OF_ROWS and reading.evidence.passage.id == first.passage.id
        return same or reading.evidence is first

    alike = [
        r
        for r in readings
        if r.alike and (r.cover >= (LEAST_OF_FIRST if is_first(r) else LEAST_COVER) or question.english)
    ]
    if claim.said and not claim.said.bound and claim.said.low >= TELLING:
        # Such a value in the sentence that retrieval puts first is the one that is meant.
        same = [r for r in readings if is_first(r) and r.alike and claim.said.covers(r.value)]
        if same:
            return Verdict(True, same[0].evidence, same[0].cover)
    if not alike:
        # Other counting words (24,915 通 for 件) can bear a claim out, but not refute it.
        said = claim.said if claim.said and not claim.said.bound else None
        found = [r for r in readings if said and said.covers(r.value) and r.cover >= LEAST_OF_FIRST]
        best = max(found, key=lambda reading: reading.worth, default=None)
        return Verdict(True, best.evidence, best.cover) if best else None
    best = max(alike, key=lambda reading: reading.worth)
    if claim.said is None:
        reached = best.value >= 100
        true = reached != claim.negated if claim.kind == "attained" else best.value * claim.direction > 0
        return Verdict(true, best.evidence, best.cover)
    behind = TELLING_AGREEING if best.value >= TELLING <= claim.said.low else AGREEING
    behind = SAME_PLACE if claim.said.bound else behind
    within = [r for r in alike if claim.said.covers(r.value) and r.worth >= best.worth - behind]
    chosen = max(within, key=lambda reading: reading.worth) if within else best
    return Verdict(bool(within), chosen.evidence, chosen.cover)


def _with_following(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence, and behind each of the first the sentences that follow it in its passage."""
    known = {evidence.key for evidence in ranked}
    found = list(ranked)
    for evidence in ranked:
        passage = evidence.passage
        for number in range(len(passage.sentences))[evidence.number + 1 :][:_NEAR]:
            if (passage.id, number) not in known and passage.indicator is None:
                text = normalize(passage.sentence_text(passage.sentences[number])).lower()
                found.append(replace(evidence, number=number, context=f"{evidence.context} {text}"))
    return found


def _judge_state(claim: Claim, ranked: Sequence[Evidence]) -> Verdict | None:
    """What the first sentences say of the deed: plainly that it is still to be done, or else what each says.

    A sentence that tells of a deed is taken back by one behind it that has something still to be done.
    """
    leaders = [evidence for evidence in ranked[:_NEAR] if evidence.cover >= LEAST_COVER]
    for leader in leaders:
        if is_undone(_told(leader), claim.deed):
            return Verdict(claim.negated, leader, leader.cover)
    for leader in leaders:
        behind = [evidence for evidence in _with_following([leader])[1:] if is_pending(evidence.text)]
        if is_pending(_told(leader), claim.deed):
            return Verdict(claim.negated, leader, leader.cover)
        if is_done(_told(leader), claim.deed):
            return Verdict(bool(behind) == claim.negated, (behind or [leader])[0], leader.cover)
    return None


def _told(evidence: Evidence) -> str:
    row = evidence.passage.indicator if evidence.number == 0 else None
    return f"{row.actual} {evidence.text}" if row else evidence.text


def _judge_all(ranked: Sequence[Evidence]) -> Verdict | None:
    """Nothing is left out where a row's actual value is 100 %; something is where a share is less."""
    first = ranked[0]
    row = first.passage.indicator
    shares = [f.value for f in find_figures(row.actual if row else first.text) if f.unit == "%"]
    if first.cover < LEAST_COVER or not shares or (min(shares) >= 100 and row is None):
        return None
    return Verdict(min(shares) >= 100, first, first.cover)


def _read(
    claim: Claim, question: Understood, evidence: Evidence, matcher: WordMatcher, first: bool
) -> Iterator[_Reading]:
    """The values of a sentence that can be held against a claim; of a row its cells."""
    row = evidence.passage.indicator
    if row is not None and claim.kind in _OF_ROWS:
        evidence = replace(evidence, number=0)  # its cells tell it, whichever sentence of it was found

    def reading(value: float, figure: Figure | None, place: str) -> _Reading:
        cover = max(
            matcher.cover(question.words, normalize(place).lower()),
            WHOLE_SENTENCE * matcher.cover(question.words, evidence.context),
        )
        same = figure is None or claim.said is None or figure.unit == claim.said.unit
        alike = figure is None or _comparable(claim, figure, row is not None and evidence.number == 0)
        return _Reading(value, cover + SAME_UNIT * same + FIRST * first, cover, evidence, alike)

    if row is not None and (evidence.number == 0 or claim.kind in _OF_ROWS):
        place = f"{evidence.context} {row.name}"
        target, actual = _only(row.target), _only(row.actual)
        if claim.kind == "attained" and (attained := _only(row.attainment)):
            yield reading(attained.value, None, place)
        elif actual and target and target.value and claim.kind == "ratio":
            yield reading(actual.value / target.value, None, place)
        elif actual and target and claim.kind == "surplus":
            yield reading((actual.value - target.value) * claim.direction, None, place)
        elif actual and claim.kind == "value":
            yield reading(actual.value, actual, place)
        return
    if claim.kind in _OF_ROWS:
        return
    above = " ".join([evidence.passage.department, *evidence.passage.path, *evidence.sentence.headings])
    for figure in find_figures(evidence.text):
        if figure.kind not in COMPARED or figure.text.isdigit():
            continue
        clause = _clause(evidence.text, figure)
        if claim.kind != "change":
            if _COMPARED.search(evidence.text, max(0, figure.start - _COMPARING), figure.start):
                continue
            yield reading(figure.value, figure, f"{above} {clause}")
        elif direction := direction_of(clause[-12 - len(figure.text) :]):
            if claim.said is None:
                yield reading(direction, figure, evidence.context)
            elif direction == claim.direction:
                yield reading(figure.value, figure, evidence.context)


def _comparable(claim: Claim, figure: Figure, row: bool = False) -> bool:
    """Whether a printed figure counts in a unit that the claim's can stand for."""
    unit = claim.said.unit if claim.said else ""
    if not unit:
        return claim.said is None or figure.unit != "%"
    if "%" in (unit, figure.unit):
        return unit == figure.unit
    if not figure.unit:
        return row
    events = row and figure.unit in _EVENTS and unit not in units_like("人") | {"元"}
    return figure.unit in units_like(unit) or events


def _only(cell: str) -> Figure | None:
    """The one figure of a cell, the first where it holds several."""
    return next((f for f in find_figures(cell) if f.kind in COMPARED), None)


def _clause(text: str, figure: Figure) -> str:
    """The words in front of a figure that say what it counts: its clause and the one before it."""
    starts = [match.end() for match in _BREAK.finditer(text, 0, figure.start)]
    start = starts[-2] if len(starts) > 1 else 0
    behind = _BREAK.search(text, figure.end)
    return text[start : behind.start() if behind else len(text)]
