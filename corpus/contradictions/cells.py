"""The cells of a table row's passage as stretches of its text."""

from __future__ import annotations

from corpus.contradictions.finding import Spot
from corpus.model import Figure, Passage

GLUE = "｜"


def cells_of(passage: Passage) -> dict[str, Spot]:
    """Return where the target, actual, attainment and explanation of an indicator stand.

    Cells that the row does not fill are missing.
    """
    indicator = passage.indicator
    if indicator is None or not passage.sentences:
        return {}
    place = _skip(passage, passage.sentences[0].start, indicator.name)
    cells: dict[str, Spot] = {}
    for name in ("target", "actual", "attainment", "explanation"):
        value = str(getattr(indicator, name))
        if not value:
            continue
        start = passage.text.find(GLUE + value, place)
        if start < 0:
            continue
        start += len(GLUE)
        cells[name] = Spot(passage, start, start + len(value))
        place = start + len(value)
    return cells


def difference_of(passage: Passage) -> Spot | None:
    """Return where a shortfall entry prints its difference."""
    if passage.shortfall is None or not passage.shortfall.difference or not passage.sentences:
        return None
    value = str(passage.shortfall.difference)
    place = _skip(passage, passage.sentences[0].start, passage.shortfall.name)
    start = passage.text.find(GLUE + value, place)
    return Spot(passage, start + 1, start + 1 + len(value)) if start >= 0 else None


def figures_in(spot: Spot) -> list[Figure]:
    """Return the passage's figures that stand inside a stretch."""
    return [one for one in spot.passage.figures if spot.start <= one.start and one.end <= spot.end]


def only_figure(spot: Spot | None) -> Figure | None:
    """Return the one number of a cell, None where it has none or several."""
    if spot is None:
        return None
    figures = figures_in(spot)
    return figures[0] if len(figures) == 1 else None


def _skip(passage: Passage, start: int, words: str) -> int:
    place = passage.text.find(str(words), start) if words else -1
    return place + len(words) if place >= 0 else start
