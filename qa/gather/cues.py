"""The words by which people ask for everything on a subject: a table of the vocabulary, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cues:
    """Patterns over a normalised lower-case question, and words that name no subject."""

    broad: re.Pattern[str]  # what there is on a subject is asked for
    asking: re.Pattern[str]  # words around a subject that only ask
    reviews: re.Pattern[str]  # only reasons and measures of missed targets are asked about
    hollow: frozenset[str]

    def strip(self, text: str) -> str:
        """A question without the words that only ask; their places keep a blank."""
        return self.asking.sub(" ", text).strip()


def load_cues(path: Path, names: Iterable[str] = ()) -> Cues:
    """The cues of `gathering.toml`; departments' `names` are no subject either."""
    with path.open("rb") as file:
        table = tomllib.load(file)

    def join(name: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in table[name]), re.IGNORECASE)

    return Cues(join("broad"), join("asking"), join("reviews"), frozenset([*table["hollow"], *names]))
