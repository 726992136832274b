"""Places of a report that cannot all be right: figures, sums, rates, targets, dates and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.contradictions.attainments import find_attainments, find_shortfalls
from corpus.contradictions.changes import find_changes
from corpus.contradictions.claims import find_claims
from corpus.contradictions.columns import find_totals
from corpus.contradictions.dates import find_dates
from corpus.contradictions.events import find_events
from corpus.contradictions.explanations import find_explanations
from corpus.contradictions.finding import Contradiction, Place, merge_same
from corpus.contradictions.formulas import find_formulas
from corpus.contradictions.names import find_names
from corpus.contradictions.ratios import find_ratios
from corpus.contradictions.records import collect_records
from corpus.contradictions.statements import find_statements
from corpus.contradictions.sums import find_sums
from corpus.contradictions.targets import find_targets
from corpus.contradictions.twins import find_echoes, find_twins
from corpus.model import Passage, Report

FINDERS: tuple[Callable[[list[Passage]], Iterator[Contradiction]], ...] = (
    find_attainments,
    find_shortfalls,
    find_explanations,
    find_targets,
    find_formulas,
    find_ratios,
    find_sums,
    find_changes,
    find_statements,
    find_dates,
    find_names,
)


def find_contradictions(report: Report, passages: list[Passage]) -> list[Contradiction]:
    """Return what the report contradicts itself in, in the order of the report.

    Precision goes before completeness: only what general rules are sure of.  `passages` are those of
    `cut_passages(report)`, or the same from a loaded index, whose lines are then those of sentences.
    """
    passages = list(passages)
    found = [*find_claims(report, passages)]
    for finder in FINDERS:
        found += finder(passages)
    records, weights = collect_records(passages)
    found += find_twins(records, weights)
    found += find_totals(records)
    found += find_events(passages, weights)
    echoes = find_echoes(records, weights)
    return [_with_echoes(one, echoes) for one in merge_same(found)]


def _with_echoes(one: Contradiction, echoes: Mapping[Place, Sequence[Place]]) -> Contradiction:
    further = dict.fromkeys(echo for place in one.places for echo in echoes.get(place, ()))
    return replace(one, echoes=tuple(echo for echo in further if echo not in one.places))


__all__ = ["Contradiction", "find_contradictions"]
