"""The report cut into passages, the units that are cited, and these into sentences."""

from __future__ import annotations

import hashlib

from corpus.cutting.grouping import group_pieces
from corpus.cutting.sentences import Outliner, Piece, cut_sentences
from corpus.figures import find_figures
from corpus.model import (
    Department,
    Indicator,
    Lines,
    Page,
    Paragraph,
    Passage,
    Programme,
    Report,
    ReportId,
    Section,
    Sentence,
    Shortfall,
)
from corpus.traced import Traced, join, traced

GLUE = "｜"
NEAR = 8
"""Lines between a programme's text and its name or completion that count as one place."""


def cut_passages(report: Report) -> list[Passage]:
    """Return the passages of a report in the order of the report; their ids are unique and stable."""
    passages: list[Passage] = []
    for department in report.departments:
        cutter = _Cutter(report.id, department)
        passages += cutter.cut()
    return _number_twins(passages)


def _number_twins(passages: list[Passage]) -> list[Passage]:
    """Return the passages with the ids of those that are word for word the same told apart."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    unique = []
    for passage in passages:
        number = seen.get(passage.id, 0)
        seen[passage.id] = number + 1
        unique.append(replace(passage, id=f"{passage.id}-{number + 1}") if number else passage)
    return unique


class _Cutter:
    """Cuts one department's chapter."""

    def __init__(self, report: ReportId, department: Department) -> None:
        self.report = report
        self.department = department

    def cut(self) -> list[Passage]:
        department = self.department
        passages = self._prose(Section.PREFACE, department.preface)
        if department.summary_text:
            passages.append(self._summary())
        goal: tuple[str, str] | None = None
        for indicator in department.indicators:
            own = (indicator.goal_number, indicator.goal, indicator.common)
            passages.append(self._indicator(indicator, own != goal))
            goal = own
        shortfall_goal = None
        for shortfall in department.shortfalls:
            passages.append(self._shortfall(shortfall, shortfall.goal != shortfall_goal))
            shortfall_goal = shortfall.goal
        passages += self._prose(Section.ASSESSMENT, department.assessment)
        for programme in department.programmes:
            passages += self._programme(programme)
        return passages

    # -- tables ------------------------------------------------------------------------------

    def _summary(self) -> Passage:
        summary = self.department.summary
        text = traced(self.department.summary_text)
        lines = summary.lines if summary else text.span() or self.department.lines
        sentence = Sentence(0, len(text), lines)
        return self._make(Section.SUMMARY, ("關鍵績效指標達成一覽表",), text, lines, [sentence])

    def _indicator(self, indicator: Indicator, first: bool) -> Passage:
        goal = _numbered(indicator.goal_number, indicator.goal)
        name = join(
            [
                traced(indicator.number),
                " " if indicator.number and indicator.name else "",
                traced(indicator.name),
            ]
        )
        values = [traced(value) for value in (indicator.target, indicator.actual, indicator.attainment)]
        cells = [cell for cell in (name, *values) if cell]
        head = _cells([_goal_cell(indicator)] if first and indicator.goal else [], cells)
        offset = len(head[0])
        text = join(
            [*head, GLUE if indicator.explanation else "", traced(indicator.explanation, indicator.lines[0])]
        )
        sentences = [Sentence(offset, offset + len(head[1]), _span(head[1], indicator.lines))]
        sentences += self._explain(text, offset + len(head[1]) + 1, indicator.lines)
        section = Section.COMMON if indicator.common else Section.INDICATORS
        path = tuple(part for part in (goal, str(name)) if part)
        number_place = offset if indicator.number else -1
        return self._make(
            section, path, text, indicator.lines, sentences, indicator.page, indicator, numbered=number_place
        )

    def _shortfall(self, shortfall: Shortfall, own_goal: bool) -> Passage:
        goal, name = traced(shortfall.goal), traced(shortfall.name)
        head = _cells(
            [goal] if own_goal and goal else [],
            [cell for cell in (name, traced(shortfall.difference)) if cell],
        )
        offset = len(head[0])
        text = join([*head, GLUE if shortfall.text else "", traced(shortfall.text, shortfall.lines[0])])
        sentences = [Sentence(offset, offset + len(head[1]), _span(head[1], shortfall.lines))]
        sentences += self._explain(text, offset + len(head[1]) + 1, shortfall.lines)
        path = tuple(str(part) for part in (goal, name) if part)
        return self._make(
            Section.SHORTFALLS, path, text, shortfall.lines, sentences, shortfall.page, shortfall=shortfall
        )

    def _explain(self, text: Traced, start: int, lines: Lines) -> list[Sentence]:
        """Return the sentences of a table row's long cell."""
        outliner = Outliner()
        sentences = []
        for begin, end in _paragraphs(text, start):
            for piece in outliner.cut(text, begin, end):
                sentences += _sentences_of(text, piece, lines)
        return sentences

    # -- running text ------------------------------------------------------------------------

    def _prose(self, section: Section, paragraphs: tuple[Paragraph, ...]) -> list[Passage]:
        return [
            self._make(section, (), text, lines, sentences)
            for text, lines, sentences in _cut_body(paragraphs, self.department.lines)
        ]

    def _programme(self, programme: Programme) -> list[Passage]:
        """Return a programme's passages; its names, SDG line and completion are cells of the first."""
        path = tuple(str(part) for part in (programme.category, programme.item, programme.subitem) if part)
        parts = _cut_body(programme.paragraphs, programme.lines)
        first = _frame(programme, *(parts[0] if parts else (Traced(), programme.lines, [])))
        return [
            self._make(Section.PROGRAMMES, path, text, lines, sentences)
            for text, lines, sentences in [first, *parts[1:]]
            if text
        ]

    def _make(
        self,
        section: Section,
        path: tuple[str, ...],
        text: Traced,
        lines: Lines,
        sentences: list[Sentence],
        page: Page | None = None,
        indicator: Indicator | None = None,
        shortfall: Shortfall | None = None,
        numbered: int = -1,
    ) -> Passage:
        """Return a passage; a figure at `numbered` is a row's number and left out."""
        pages = self.department.pages
        place = "\0".join((str(self.report), self.department.name, section, *path, text))
        return Passage(
            hashlib.sha1(place.encode("utf-8")).hexdigest()[:12],
            self.report,
            self.department.name,
            section,
            path,
            text,
            lines,
            page or (pages.page_of(lines[0]) if pages else Page(0, True)),
            tuple(sentence for sentence in sentences if sentence.end > sentence.start),
            tuple(figure for figure in find_figures(text) if figure.start != numbered),
            indicator,
            shortfall,
        )


def _numbered(number: str, name: str) -> str:
    return f"{number} {name}".strip()


def _goal_cell(indicator: Indicator) -> Traced:
    goal = traced(indicator.goal, indicator.lines[0])
    if not indicator.goal_number:
        return goal
    return join([Traced(indicator.goal_number, indicator.lines[0]), " ", goal])


def _cells(front: list[Traced], cells: list[Traced]) -> tuple[Traced, Traced]:
    """Return the goal's cell with the sign behind it, and the row's own cells."""
    return join([*front, GLUE]) if front else Traced(), join(cells, GLUE)


Part = tuple[Traced, Lines, list[Sentence]]
"""A passage's text, its lines and its sentences."""


def _cut_body(paragraphs: tuple[Paragraph, ...], lines: Lines) -> list[Part]:
    """Return the parts of running text; `lines` are those of its place, for text without lines."""
    body = join([traced(one.text, one.lines[0]) for one in paragraphs], "\n")
    outliner = Outliner()
    pieces = [piece for begin, end in _paragraphs(body, 0) for piece in outliner.cut(body, begin, end)]
    parts = []
    for group in group_pieces(body, pieces):
        start, end = group[0].start, group[-1].end
        start += len(body[start:end]) - len(body[start:end].lstrip())
        text = body.cut(start, end).trim()
        span = text.span() or lines
        sentences = [
            Sentence(one.start - start, one.end - start, one.lines, one.headings)
            for piece in group
            for one in _sentences_of(body, piece, span)
        ]
        parts.append((text, span, sentences))
    return parts


def _frame(programme: Programme, content: Traced, lines: Lines, sentences: list[Sentence]) -> Part:
    """Return a programme's first part with its names and SDG line in front and its completion behind.

    Each is a sentence of its own; the names only where nothing else is printed.  The part's lines
    grow by those of the cells where they stand near.
    """
    line = programme.lines[0]
    names = join([traced(name, line) for name in programme.printed_names], GLUE)
    completion = traced(programme.completion, line)
    cells = [names, traced(programme.goal_sdg, line), content, completion]
    if completion:
        cells[3] = join(["完成程度 ", completion])
    own = traced(programme.subitem, line) if programme.subitem else names
    for cell in (own, *cells[1:]):
        span = cell.span()
        if span and (not content or (lines[0] - span[0] <= NEAR and span[1] - lines[1] <= NEAR)):
            lines = (min(lines[0], span[0]), max(lines[1], span[1]))
    framed: list[Sentence] = []
    offset = 0
    for place, cell in enumerate(cells):
        if place == 2:
            framed += [
                Sentence(one.start + offset, one.end + offset, one.lines, one.headings) for one in sentences
            ]
        elif cell and (place or not content):
            span = cell.span() or lines
            span = (max(span[0], lines[0]), min(span[1], lines[1]))
            framed.append(Sentence(offset, offset + len(cell), span if span[0] <= span[1] else lines))
        offset += len(cell) + len(GLUE) if cell else 0
    return join([cell for cell in cells if cell], GLUE), lines, framed


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    bounds = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            bounds.append((start, end))
        start = end + 1
    return bounds


def _span(text: Traced, lines: Lines) -> Lines:
    return text.span() or lines


def _spans(text: Traced, start: int, end: int, lines: Lines) -> list[tuple[int, int, Lines]]:
    return [(a, b, text.cut(a, b).span() or lines) for a, b in cut_sentences(text, start, end)]


def _sentences_of(text: Traced, piece: Piece, lines: Lines) -> list[Sentence]:
    return [
        Sentence(a, b, span, piece.headings) for a, b, span in _spans(text, piece.start, piece.end, lines)
    ]
