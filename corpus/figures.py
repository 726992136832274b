"""Numbers in a text: printed form, value and unit."""

from __future__ import annotations

from corpus.model import Figure


def find_figures(text: str) -> list[Figure]:
    return []
