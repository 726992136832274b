"""The report as it is read: chapters, sections, blocks and pages, each place with an address.

A block is what one looks at as a whole: a table of indicators, a programme with all its paragraphs, a
run of paragraphs.  It is made of passages, so all of the report stands in it and whatever is cited is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from corpus.model import Department, Passage, Programme, Report, Section
from corpus.reading.indicators import FIELDS
from qa.web.sources import SHORTFALL, names_of


class Kind(StrEnum):
    """How a block is shown."""

    PROSE = "prose"
    INDICATORS = "indicators"
    SHORTFALLS = "shortfalls"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Block:
    """Passages that belong together, in the order of the report; `programme` for a programme's."""

    kind: Kind
    department: str
    section: Section
    passages: tuple[Passage, ...]
    programme: Programme | None = None

    @property
    def title(self) -> str:
        """A programme's names from the outside in, "" for anything else."""
        return " › ".join(names_of(self.passages[0].path)) if self.programme else ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a table, () for anything else."""
        return {Kind.INDICATORS: FIELDS, Kind.SHORTFALLS: SHORTFALL}.get(self.kind, ())

    def on(self, page: int) -> Block | None:
        """The part of the block that stands on a page; None when nothing of it does."""
        kept = tuple(passage for passage in self.passages if passage.page.number == page)
        return Block(self.kind, self.department, self.section, kept, self.programme) if kept else None


@dataclass(frozen=True)
class Chapter:
    """A department's chapter with its blocks."""

    department: Department
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> list[tuple[Section, Passage, int]]:
        """The sections that there are, each with its first passage and how many items it has."""
        found = []
        for section, blocks in groupby(self.blocks, key=lambda block: block.section):
            listed = list(blocks)
            count = sum(1 if block.programme else len(block.passages) for block in listed)
            found.append((section, listed[0].passages[0], count))
        return found

    @property
    def pages(self) -> tuple[int, int]:
        """First and last printed page."""
        numbers = [passage.page.number for block in self.blocks for passage in block.passages]
        return (min(numbers), max(numbers)) if numbers else (0, 0)


@dataclass(frozen=True)
class Library:
    """A report to read; made once, shared by all pages."""

    report: Report
    passages: tuple[Passage, ...]
    chapters: tuple[Chapter, ...] = field(repr=False)

    @classmethod
    def of(cls, report: Report, passages: Iterable[Passage]) -> Library:
        passages = tuple(passages)
        chapters = tuple(
            Chapter(department, tuple(_blocks(department, passages))) for department in report.departments
        )
        return cls(report, passages, chapters)

    def chapter(self, department: str) -> Chapter | None:
        return next((one for one in self.chapters if one.department.name == department), None)

    @cached_property
    def departments(self) -> list[str]:
        """Their names as printed, in the order of the report."""
        return [chapter.department.name for chapter in self.chapters]

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def page_numbers(self) -> list[int]:
        return sorted({passage.page.number for passage in self.passages})

    @cached_property
    def block_of(self) -> dict[str, Block]:
        """The block that a passage stands in, by the passage's id."""
        return {
            passage.id: block
            for chapter in self.chapters
            for block in chapter.blocks
            for passage in block.passages
        }

    def page(self, number: int) -> list[Block]:
        """What stands on a printed page; a block that begins earlier or goes on is cut."""
        cut = (block.on(number) for chapter in self.chapters for block in chapter.blocks)
        return [block for block in cut if block is not None]

    def around(self, passage: Passage) -> list[Block]:
        """The page of a passage, with all of the block that the passage stands in."""
        whole = self.block_of[passage.id]
        return [
            whole if block.passages[0] in whole.passages else block
            for block in self.page(passage.page.number)
        ]


def _blocks(department: Department, passages: Sequence[Passage]) -> Iterable[Block]:
    """The blocks of a chapter in the order of its passages."""
    inside = [passage for passage in passages if passage.department == department.name]
    programmes = list(department.programmes)
    for (section, path), run in groupby(inside, key=_place):
        if section is Section.PROGRAMMES:
            yield _programme_block(department.name, path, tuple(run), programmes)
        else:
            kind = {
                Section.INDICATORS: Kind.INDICATORS,
                Section.COMMON: Kind.INDICATORS,
                Section.SHORTFALLS: Kind.SHORTFALLS,
            }.get(section, Kind.PROSE)
            for shown, rows in groupby(run, key=lambda passage: _shown_as(passage, kind)):
                yield Block(shown, department.name, section, tuple(rows))


def _place(passage: Passage) -> tuple[Section, tuple[str, ...]]:
    return passage.section, passage.path if passage.section is Section.PROGRAMMES else ()


def _shown_as(passage: Passage, kind: Kind) -> Kind:
    """A row is shown in a table; what else stands in its section as text."""
    is_row = {Kind.INDICATORS: passage.indicator, Kind.SHORTFALLS: passage.shortfall}.get(kind)
    return kind if is_row is not None else Kind.PROSE


def _programme_block(
    department: str, path: tuple[str, ...], passages: tuple[Passage, ...], programmes: Sequence[Programme]
) -> Block:
    named = [one for one in programmes if path == (one.category, one.item, one.subitem)]
    first = passages[0].lines[0]
    programme = next(
        (one for one in named or programmes if one.lines[0] <= first <= one.lines[1]),
        named[0] if named else None,
    )
    return Block(
        Kind.PROGRAMME if programme else Kind.PROSE, department, Section.PROGRAMMES, passages, programme
    )
