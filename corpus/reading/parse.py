"""A report's text as data: text -> Report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from corpus.model import (
    ChapterPages,
    Department,
    LeftOut,
    Paragraph,
    Programme,
    Report,
    Section,
)
from corpus.reading.chapters import Chapter, Outline, read_outline
from corpus.reading.indicators import finish_indicator, read_indicators
from corpus.reading.markup import squeeze, visible_length
from corpus.reading.pages import ChapterBreaks, find_breaks, number_pages
from corpus.reading.programmes.drafts import Draft
from corpus.reading.programmes.reader import read_programmes
from corpus.reading.prose import read_prose
from corpus.reading.rows import HEADER, Segment, read_segments
from corpus.reading.shortfalls import finish_shortfall, read_shortfalls
from corpus.reading.summary import read_summary
from corpus.reading.wholeness import find_lacking
from corpus.traced import join, traced


def parse_report(text: str, pages: Sequence[int] = ()) -> Report:
    """Return the report in `text`; raise ReportError when it has no department's title line.

    Lines of the text are counted from 1.  Each line stands in a department's data or in `left_out`.
    `pages` has the printed page of each line where the file tells it; without it pages are worked out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    outline = read_outline(text)
    left_out = list(outline.left_out)
    lines = text.split("\n")
    pages = _align(pages, outline)
    departments = tuple(
        _read_department(chapter, outline, lines, left_out, pages) for chapter in outline.chapters
    )
    return Report(
        outline.id,
        outline.title,
        departments,
        tuple(sorted(set(left_out), key=lambda one: one.line)),
        hashlib.sha256(text.encode("utf-8")).hexdigest(),
        tuple(visible_length(line) for line in lines),
        find_lacking(departments, outline.contents),
    )


def _align(pages: Sequence[int], outline: Outline) -> Sequence[int]:
    """Pages as they are printed: a file counts from its cover, the contents from the first chapter."""
    starts = [
        (outline.contents[squeeze(chapter.name)], pages[chapter.lines[0] - 1])
        for chapter in outline.chapters
        if pages and squeeze(chapter.name) in outline.contents
    ]
    if not starts:
        return pages
    shift, times = Counter(printed - counted for printed, counted in starts).most_common(1)[0]
    return [page + shift for page in pages] if 2 * times > len(starts) else pages


def _read_department(
    chapter: Chapter, outline: Outline, lines: list[str], left_out: list[LeftOut], printed: Sequence[int]
) -> Department:
    sections = chapter.sections
    own: list[LeftOut] = []

    def segments(section: Section) -> list[Segment]:
        return read_segments(sections.get(section, []), own)

    tables = {
        section: segments(section) for section in (Section.INDICATORS, Section.COMMON, Section.SHORTFALLS)
    }
    programmes = read_programmes(segments(Section.PROGRAMMES))
    summary, summary_text = read_summary(sections.get(Section.SUMMARY, []))
    preface = read_prose(sections.get(Section.PREFACE, []))
    assessment = read_prose(sections.get(Section.ASSESSMENT, []))
    headers = {one.line for one in own if one.why == HEADER}
    if printed:
        pages = ChapterPages.of_lines(printed, chapter.lines)
    else:
        pages = _find_pages(chapter, outline, lines, headers, [*preface, *assessment])
    left_out += own
    return Department(
        chapter.name,
        chapter.title,
        chapter.lines,
        tuple(preface),
        summary,
        tuple(
            finish_indicator(draft, chapter.name, pages.page_of(draft.line))
            for section, common in ((Section.INDICATORS, False), (Section.COMMON, True))
            for draft in read_indicators(tables[section], common, left_out)
        ),
        tuple(
            finish_shortfall(draft, chapter.name, pages.page_of(draft.line))
            for draft in read_shortfalls(tables[Section.SHORTFALLS], left_out)
        ),
        tuple(assessment),
        tuple(_finish_programme(draft, chapter.name, pages) for draft in programmes),
        summary_text,
        pages,
    )


def _find_pages(
    chapter: Chapter, outline: Outline, lines: list[str], headers: set[int], prose: list[Paragraph]
) -> ChapterPages:
    names = [squeeze(one.name) for one in outline.chapters]
    following = names[names.index(squeeze(chapter.name)) + 1 :][:1]
    after = outline.contents.get(following[0]) if following else None
    numbered = [(n, lines[n - 1]) for n in range(chapter.lines[0], chapter.lines[1] + 1)]
    joined = [line for one in prose for line in traced(one.text).counts() if line > one.lines[0]]
    programmes = chapter.sections.get(Section.PROGRAMMES)
    return number_pages(
        outline.contents.get(squeeze(chapter.name)),
        after - 1 if after is not None else None,
        ChapterBreaks(
            chapter.lines,
            chapter.starts[Section.PROGRAMMES] if programmes else None,
            tuple(find_breaks(numbered, headers, chapter.breaks, joined)),
            frozenset(number for number, text in numbered if text.strip() and "\t" not in text),
            {number: len(text) for number, text in numbered if text.strip()},
        ),
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
