"""Say an answer in fewer words: clauses with the figures asked for, then those nearest to the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.shown import Shown, recalled, statements

_CLAUSE = re.compile(r"(?<=[，；。！？])|\n+")
_ENDS = " ，；、。：\n"


@dataclass(frozen=True)
class Clause:
    """A clause of an answer: its words, the citation that its statement bears, and its place."""

    text: str
    n: int | None
    start: int
    end: int


def find_clauses(answer: str) -> list[Clause]:
    """The clauses of an answer in order."""
    found = []
    for text, n, offset in statements(answer):
        place = 0
        for cut in [*(m.end() for m in _CLAUSE.finditer(text)), len(text)]:
            if text[place:cut].strip(_ENDS):
                found.append(Clause(text[place:cut], n, offset + place, offset + cut))
            place = cut
    return found


def choose_clauses(
    answer: str, question: str, main: Sequence[Shown], others: Sequence[Shown], room: int
) -> list[Clause]:
    """The clauses of at most `room` characters that answer a question, in their order.

    Those with the figures of `main` are always among them; then those with `others`, and those that share
    most with the question, as far as the room goes.
    """
    clauses = find_clauses(answer)

    def holds(clause: Clause, figures: Sequence[Shown]) -> int:
        return sum(clause.start <= figure.start < clause.end for figure in figures)

    kept = [clause for clause in clauses if holds(clause, main)]
    used = sum(len(clause.text) for clause in kept)
    rest = [clause for clause in clauses if clause not in kept]
    worth = {id(c): recalled(question, c.text) + 0.5 * bool(holds(c, others)) for c in rest}
    for clause in sorted(rest, key=lambda c: -worth[id(c)]):
        if used + len(clause.text) <= room or not kept:
            kept.append(clause)
            used += len(clause.text)
    return sorted(kept, key=lambda clause: clause.start)


def join_clauses(clauses: Sequence[Clause]) -> list[tuple[str, int | None]]:
    """The chosen clauses as stretches with the citation that each bears; neighbours of one are joined."""
    joined: list[tuple[str, int | None]] = []
    for clause in clauses:
        text = " ".join(clause.text.split()).strip(_ENDS)
        if joined and joined[-1][1] == clause.n:
            joined[-1] = f"{joined[-1][0]}，{text}", clause.n
        else:
            joined.append((text, clause.n))
    return joined
