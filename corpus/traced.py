"""Text that remembers the source lines it is from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from corpus.model import Lines

Marks = tuple[tuple[int, int], ...]
"""(offset, line): from this offset on the text is from this line; line 0 is text of our own."""


class Traced(str):
    """A string with the source line of each of its characters.

    It behaves like `str` everywhere; only the methods below keep the lines.  Slicing gives a plain
    string, `cut` gives a traced one.
    """

    __slots__ = ("marks",)
    marks: Marks

    def __new__(cls, text: str = "", marks: Marks | int = ()) -> Traced:
        self = super().__new__(cls, text)
        self.marks = ((0, marks),) if isinstance(marks, int) else marks
        return self

    def __getnewargs__(self) -> tuple[str, Marks]:
        return str(self), self.marks

    def cut(self, start: int, end: int | None = None) -> Traced:
        """Return the text from `start` to `end` with its lines."""
        end = len(self) if end is None else min(end, len(self))
        if start >= end:
            return Traced()
        first = max(bisect_right(self.marks, (start, 1 << 60)) - 1, 0)
        marks: list[tuple[int, int]] = []
        for offset, line in self.marks[first:]:
            if offset >= end:
                break
            marks.append((max(offset - start, 0), line))
        return Traced(self[start:end], tuple(marks))

    def trim(self) -> Traced:
        """Return the text without white space at its ends."""
        start = len(self) - len(self.lstrip())
        return self.cut(start, len(self.rstrip()))

    def line_at(self, offset: int) -> int:
        """Return the source line of the character at `offset`; 0 for text of our own."""
        place = bisect_right(self.marks, (offset, 1 << 60)) - 1
        return self.marks[place][1] if place >= 0 else 0

    def counts(self) -> dict[int, int]:
        """Return how many characters other than white space each source line gave."""
        counts: dict[int, int] = {}
        for place, (offset, line) in enumerate(self.marks):
            end = self.marks[place + 1][0] if place + 1 < len(self.marks) else len(self)
            number = sum(not character.isspace() for character in self[offset:end])
            if line and number:
                counts[line] = counts.get(line, 0) + number
        return counts

    def span(self) -> Lines | None:
        """Return the first and the last source line, None where all the text is our own."""
        lines = self.counts()
        return (min(lines), max(lines)) if lines else None

    def replace_all(self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> Traced:
        """Return the text with each match replaced; what replaces it has the match's first line."""
        parts: list[Traced] = []
        last = 0
        for match in pattern.finditer(self):
            parts.append(self.cut(last, match.start()))
            new = by(match) if callable(by) else match.expand(by)
            parts.append(Traced(new, self.line_at(match.start())))
            last = match.end()
        if not parts:
            return self
        parts.append(self.cut(last))
        return join(parts)


def join(parts: Iterable[str], glue: str = "") -> Traced:
    """Return the parts as one text; `glue` and parts that are plain strings are text of our own."""
    text: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0

    def add(part: str) -> None:
        nonlocal length
        if not part:
            return
        for offset, line in part.marks if isinstance(part, Traced) else ((0, 0),):
            if not marks or marks[-1][1] != line:
                marks.append((length + offset, line))
        text.append(part)
        length += len(part)

    for number, part in enumerate(parts):
        if number and glue:
            add(glue)
        add(part)
    return Traced("".join(text), tuple(marks))


def traced(text: str, line: int = 0) -> Traced:
    """Return `text` as it is when it is traced already, else as text of `line`."""
    return text if isinstance(text, Traced) else Traced(text, line)
