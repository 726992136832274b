"""What of a message names no subject, and what asks for reasons: a table of the vocabulary, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cues:
    """A pattern over a normalised lower-case question, and words that name no subject."""

    reviews: re.Pattern[str]  # only reasons and measures of missed targets are asked about
    hollow: frozenset[str]


def load_cues(path: Path, names: Iterable[str] = ()) -> Cues:
    """The cues of `gathering.toml`; departments' `names` are no subject either."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    reviews = re.compile("|".join(f"(?:{pattern})" for pattern in table["reviews"]), re.IGNORECASE)
    return Cues(reviews, frozenset([*table["hollow"], *names]))
