"""A briefing as it is edited and taken away: lines of text with the numbers of their sources.

The browser sends back what is left after editing; it is read strictly, so that a file holds what a
briefing can hold and no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Passage
from qa.brief.briefing import Brief, Statement

MOST_LINES, LONGEST = 600, 4000
"""Lines of a briefing and characters of a line; one of a large department has a third of the lines."""
MOST_CELLS, MOST_SOURCES = 10, 100
"""Cells of a row and sources of a line; a briefing has at most half as many."""
MOST_IN_TABLES = 2400
"""Cells of all rows together; each costs a word processor's file a millisecond."""


class PaperError(ValueError):
    """What was sent is no briefing."""


@dataclass(frozen=True)
class Line:
    """A heading (level 1), a statement (2), a line under it (3), or a row of a table (`cells`, level 0)."""

    level: int
    text: str = ""
    cells: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A briefing on paper; `sources` by their numbers."""

    title: str
    lines: tuple[Line, ...]
    sources: dict[int, str]

    @classmethod
    def of(cls, brief: Brief, cite: Callable[[Passage], str]) -> Paper:
        """A briefing as it was made; `cite` tells a source."""
        numbers = brief.numbers()
        lines: list[Line] = []
        for part in brief.parts:
            lines.append(Line(1, part.title))
            for statement in part.statements:
                lines += _statement(statement, numbers, 2)
            if part.table:
                lines.append(Line(0, cells=part.table.head))
                lines += [
                    Line(0, cells=cells, sources=(numbers[passage.id],)) for cells, passage in part.table.rows
                ]
            if part.note:
                lines.append(Line(2, part.note))
        return cls(brief.title, tuple(lines), {numbers[one.id]: cite(one) for one in brief.sources})

    @classmethod
    def read(cls, content: str) -> Paper:
        """A briefing from the JSON that the page sends; raises PaperError for anything else."""
        try:
            given = json.loads(content)
            if len(given["lines"]) > MOST_LINES or len(given["sources"]) > MOST_LINES:
                raise PaperError(f"More than {MOST_LINES} lines.")
            lines = tuple(_read_line(item) for item in given["lines"])
            if sum(len(line.cells) for line in lines) > MOST_IN_TABLES:
                raise PaperError(f"More than {MOST_IN_TABLES} cells.")
            sources = {int(number): _text(text) for number, text in given["sources"].items()}
            return cls(_text(given["title"]), lines, sources)
        except PaperError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
            raise PaperError(f"Not a briefing: {error}") from error

    def numbered(self) -> Paper:
        """The same with only the sources that are cited, in the order of their first citation.

        Places that read alike are one source.
        """
        new: dict[str, int] = {}
        lines = []
        for line in self.lines:
            known = [self.sources[n] for n in line.sources if n in self.sources]
            numbers = tuple(dict.fromkeys(new.setdefault(text, len(new) + 1) for text in known))
            lines.append(replace(line, sources=numbers))
        return Paper(self.title, tuple(lines), {number: text for text, number in new.items()})

    def to_markdown(self, notes: Iterable[str], sources_title: str) -> str:
        """The briefing as Markdown, with notes under the title and the sources at the end."""
        out = [f"# {self.title}", *notes]
        table = False
        for line in self.lines:
            marks = "".join(f"[{n}]" for n in line.sources)
            if line.cells:
                row = "| " + " | ".join(cell.replace("|", "／") for cell in line.cells) + f" | {marks} |"
                out.append(row if table else f"\n{row}\n|{' --- |' * (len(line.cells) + 1)}")
            elif line.level == 1:
                out.append(f"\n## {line.text}\n")
            else:
                out.append(f"{'  ' * (line.level - 2)}- {line.text}{marks}")
            table = bool(line.cells)
        listed = [f"[{n}] {text}\n" for n, text in self.sources.items()]
        return "\n".join([*out, f"\n## {sources_title}\n", *listed]).strip() + "\n"


def _statement(statement: Statement, numbers: dict[str, int], level: int) -> list[Line]:
    sources = tuple(numbers[passage.id] for passage in statement.sources)
    lines = [Line(level, statement.text, sources=sources)]
    for detail in statement.details:
        lines += _statement(detail, numbers, 3)
    return lines


def _read_line(item: Any) -> Line:
    level, cells, sources = item["level"], item.get("cells", ()), item.get("sources", ())
    if type(level) is not int or not 0 <= level <= 3:
        raise ValueError(f"level {level!r}")
    if len(cells) > MOST_CELLS or len(sources) > MOST_SOURCES:
        raise ValueError(f"More than {MOST_CELLS} cells or {MOST_SOURCES} sources")
    return Line(
        level,
        _text(item.get("text", "")),
        tuple(_text(cell) for cell in cells),
        tuple(int(number) for number in sources),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError(f"Expected text of at most {LONGEST} characters")
    return " ".join(value.split())
