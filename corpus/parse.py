"""A report's text as data: text -> Report."""

from __future__ import annotations

import hashlib

from corpus.chapters import Chapter, Outline, read_outline
from corpus.drafts import Draft
from corpus.indicators import finish_indicator, read_indicators
from corpus.markup import squeeze, visible_length
from corpus.model import (
    Department,
    LeftOut,
    Paragraph,
    Programme,
    Report,
    Section,
    Summary,
)
from corpus.pages import ChapterPages, find_breaks
from corpus.programmes import read_programmes
from corpus.prose import read_prose
from corpus.rows import HEADER, read_segments
from corpus.shortfalls import finish_shortfall, read_shortfalls
from corpus.summary import read_summary
from corpus.traced import join


def parse_report(text: str) -> Report:
    """Return the report in `text`; raise ReportError when it has no department's title line.

    Lines of the text are counted from 1.  Each line stands in a department's data or in `left_out`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    outline = read_outline(text)
    left_out = list(outline.left_out)
    lines = text.split("\n")
    departments = tuple(
        _read_department(chapter, outline, place, lines, left_out)
        for place, chapter in enumerate(outline.chapters)
    )
    return Report(
        outline.id,
        outline.title,
        departments,
        tuple(sorted(set(left_out), key=lambda one: one.line)),
        hashlib.sha256(text.encode("utf-8")).hexdigest(),
        tuple(visible_length(line) for line in lines),
    )


def _read_department(
    chapter: Chapter, outline: Outline, place: int, lines: list[str], left_out: list[LeftOut]
) -> Department:
    sections = chapter.sections
    own: list[LeftOut] = []

    def segments(section: Section):
        return read_segments(sections.get(section, []), own)

    tables = {
        section: segments(section) for section in (Section.INDICATORS, Section.COMMON, Section.SHORTFALLS)
    }
    programmes = read_programmes(segments(Section.PROGRAMMES))
    summary, summary_text = read_summary(sections.get(Section.SUMMARY, []))
    pages = _find_pages(chapter, outline, place, lines, {one.line for one in own if one.why == HEADER})
    left_out += own
    return Department(
        chapter.name,
        chapter.title,
        chapter.lines,
        tuple(read_prose(sections.get(Section.PREFACE, []))),
        summary,
        tuple(
            finish_indicator(draft, chapter.name, pages.page_of(draft.line))
            for section, common in ((Section.INDICATORS, False), (Section.COMMON, True))
            for draft in read_indicators(tables[section], common)
        ),
        tuple(
            finish_shortfall(draft, chapter.name, pages.page_of(draft.line))
            for draft in read_shortfalls(tables[Section.SHORTFALLS])
        ),
        tuple(read_prose(sections.get(Section.ASSESSMENT, []))),
        tuple(_finish_programme(draft, chapter.name, pages) for draft in programmes),
        summary_text,
        pages,
    )


def _find_pages(
    chapter: Chapter, outline: Outline, place: int, lines: list[str], headers: set[int]
) -> ChapterPages:
    first = outline.contents.get(squeeze(chapter.name))
    following = outline.chapters[place + 1].name if place + 1 < len(outline.chapters) else None
    after = outline.contents.get(squeeze(following)) if following else None
    numbered = [(n, lines[n - 1]) for n in range(chapter.lines[0], chapter.lines[1] + 1)]
    breaks = find_breaks(numbered, headers, chapter.breaks)
    programmes = chapter.sections.get(Section.PROGRAMMES)
    return ChapterPages(
        first,
        after - 1 if after is not None else None,
        tuple(breaks),
        programmes[0][0] if programmes else chapter.lines[1] + 1,
    )


def _finish_programme(draft: Draft, department: str, pages: ChapterPages) -> Programme:
    paragraphs = tuple(Paragraph(text, text.span() or (draft.line, draft.line)) for text in draft.paragraphs)
    body = join(draft.paragraphs).span() or (draft.line, draft.line)
    first = min(body[0], draft.line) if draft.paragraphs else draft.line
    return Programme(
        department,
        draft.item.category,
        draft.item.full_name,
        draft.name,
        join(draft.sdg, " "),
        paragraphs,
        draft.completions[0] if draft.completions else "",
        (first, max(body[1], draft.line)),
        pages.page_of(draft.line if draft.paragraphs and body[0] >= draft.line else first),
        tuple(draft.repairs),
        _printed_names(draft),
    )


def _printed_names(draft: Draft):
    """Return the names that are printed with this programme: 類 and 項 only with their first one."""
    names = []
    if draft.first_of_category:
        names.append(draft.item.category)
    if draft.first_of_item:
        names.append(draft.item.full_name)
    names.append(draft.name)
    return tuple(name for name in names if name)


__all__ = ["Summary", "parse_report"]
