"""An answer's text cut into statements: what each says and which citations it leans on.

A statement is a sentence with its marks.  Sentences without a mark belong to the next marked one of the
same line, as writers mark the last of a few sentences that come from one place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = re.compile(r"(?:\s*\[\d+(?:\s*[,、]\s*\d+)*\])+")
_CLOSERS = "」』）)”\"'*_"
_END = re.compile(
    rf"(?:[。！？!?；]+|(?<!\d)\.(?=[\s\[]|$)|(?<=\d)\.(?=\s*(?:\[|$)|\s+[A-Z]))[{_CLOSERS}]*{MARKS.pattern[:-1]}*"
    rf"(?:[。！？!?]|\.(?!\d))?|\n"
)


@dataclass(frozen=True)
class Clause:
    """Words between marks, and the citations that are marked behind them, () when none is."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Statement:
    """One or more sentences that are shown or dropped together; `text` as written, with its marks."""

    text: str
    clauses: tuple[Clause, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(mark for clause in self.clauses for mark in clause.marks))


def read_marks(text: str) -> tuple[int, ...]:
    """The numbers of all [n] marks of a text in order; [1,2] and [1][2] alike."""
    return tuple(
        int(number) for group in MARKS.finditer(text) for number in re.findall(r"\d+", group.group())
    )


def split_statements(text: str) -> list[Statement]:
    """The statements of a text in order; all of it is in one of them."""
    statements: list[Statement] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.end()]
        if piece.strip() and (read_marks(piece) or piece.endswith("\n")):
            statements.append(_read(piece))
            start = match.end()
    if text[start:].strip():
        statements.append(_read(text[start:]))
    return statements


def _read(piece: str) -> Statement:
    clauses: list[Clause] = []
    start = 0
    for group in MARKS.finditer(piece):
        clauses.append(Clause(piece[start : group.start()], read_marks(group.group())))
        start = group.end()
    tail = piece[start:]
    if re.search(r"\w", tail):
        # Words behind the last mark lean on the same citations.
        clauses.append(Clause(tail, clauses[-1].marks if clauses else ()))
    return Statement(piece, tuple(clauses))
