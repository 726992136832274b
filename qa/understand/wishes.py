"""What of a message is asked, and what is only told.

People wrap what they want to know in a story, a complaint, another city's case.  A linear model over the
characters of each clause, its place and the punctuation around it says which clauses ask; a second one
says where one wish ends and the next begins.  Both are learned from people's messages by
`python -m qa.lab.train_wishes`, as plain numbers in `data/wishes.npz`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from qa.understand.linear import Model, load_model

MODEL = Path(__file__).parent / "data" / "wishes.npz"
ASKING, PARTING, YES = "asks", "parts", "True"
MOST = 3  # wishes of one message; what is asked beyond them goes with the last one
KEPT = 256  # messages whose wishes are kept: tables, surveys and quotations each look at them
HALF = 0.5  # chance from which a clause counts as asking, and as beginning another wish
LONGEST = 3  # characters of a run that counts as a feature

_BREAK = re.compile(
    r"[。；;！!？?…~～\n]+|(?<!\d)[，,]+|[，,]+(?!\d)|(?<![A-Za-z0-9%])[ \u3000]+(?![A-Za-z0-9])"
    r"|\.{2,}|\.(?=\s|$)"
)
"""What ends a clause; a blank beside a figure or a Latin word and a comma inside a figure end none."""
_END = re.compile(r"[\s，,。；;！!？?…~～.、]+$")
_LATIN = re.compile(r"[a-z]+")

Clause = tuple[int, int]
"""Where a clause begins and where it ends in its message, the punctuation behind it included."""


@dataclass(frozen=True, eq=False)
class WishReader:
    """Takes messages apart: of `model` `ASKING` knows a clause that asks, `PARTING` one that begins another
    wish.
    """

    model: Model

    def read(self, message: str) -> tuple[str, ...]:
        """What is asked, one text for each wish, in order."""
        return tuple("，".join(clauses) for clauses in self.take_apart(message))

    @lru_cache(maxsize=KEPT)  # noqa: B019 - one reader serves all of the program's life
    def take_apart(self, message: str) -> tuple[tuple[str, ...], ...]:
        """What is asked: of each wish its clauses, in order; all clauses as one wish where none asks."""
        clauses = split_message(message)
        numbers = range(len(clauses))
        asking = [n for n in numbers if self._says(ASKING, clause_features(message, clauses, n))] or [
            *numbers
        ]
        groups = [[asking[0]]]
        for before, clause in pairwise(asking):
            features = border_features(message, clauses, before, clause)
            if len(groups) < MOST and self._says(PARTING, features):
                groups.append([])
            groups[-1].append(clause)
        return tuple(tuple(join_clauses(message, [clauses[n]]) for n in group) for group in groups)

    def _says(self, slot: str, features: Iterable[str]) -> bool:
        return self.model.share(slot, features)[YES] >= HALF


@cache
def load_wishes() -> WishReader:
    """The reader of a file written by `python -m qa.lab.train_wishes`."""
    return WishReader(load_model(MODEL))


def join_clauses(message: str, clauses: Sequence[Clause]) -> str:
    return "".join(message[start:end] for start, end in clauses).strip(" ，,、")


def split_message(text: str) -> list[Clause]:
    """The clauses of a message, at punctuation and at blanks between Chinese words; never none."""
    clauses: list[Clause] = []
    start = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.end() if match else len(text)
        if text[start : match.start() if match else end].strip():
            clauses.append((start, end))
        elif clauses:
            clauses[-1] = (clauses[-1][0], end)
        start = end
    return clauses or [(0, len(text))]


def clause_features(text: str, clauses: Sequence[Clause], number: int) -> Iterator[str]:
    """What speaks for a clause that asks: its characters, what ends it and its neighbours, its place."""
    body, end = _take_apart(text, clauses[number])
    yield from (f"c:{run}" for run in _runs(f"^{body}$"))
    yield from (f"w:{word}" for word in _LATIN.findall(body))
    behind = len(clauses) - 1 - number
    yield f"end:{end}"
    yield f"back:{min(behind, 4)}"
    yield f"length:{min(len(body) // 4, 6)}"
    if number == 0:
        yield "first" if behind else "only"
    for step, name in ((-1, "before"), (1, "after")):
        if 0 <= number + step < len(clauses):
            near, end = _take_apart(text, clauses[number + step])
            yield from (f"{name}:{part}" for part in (end, near[-2:], near[-1:], near[:2]))


def border_features(text: str, clauses: Sequence[Clause], one: int, other: int) -> Iterator[str]:
    """What speaks for two asking clauses that want different things."""
    first, end = _take_apart(text, clauses[one])
    second, _ = _take_apart(text, clauses[other])
    yield f"end:{end}"
    yield f"apart:{other - one > 1}"
    yield from (f"a:{run}" for run in _runs(f"^{first}$"))
    yield from (f"b:{run}" for run in _runs(f"^{second}$"))
    yield f"a-length:{min(len(first) // 4, 5)}"
    yield f"b-length:{min(len(second) // 4, 5)}"


def _take_apart(text: str, clause: Clause) -> tuple[str, str]:
    """A clause in lower case without what ends it, and the first character of what does."""
    whole = text[slice(*clause)].strip().lower()
    body = _END.sub("", whole)
    return body, whole[len(body) :].strip()[:1]


def _runs(text: str) -> Iterator[str]:
    for length in range(1, LONGEST + 1):
        yield from (text[place : place + length] for place in range(len(text) - length + 1))
