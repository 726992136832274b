"""Printed page numbers from the table of contents and from the page breaks that the text shows.

The contents give each chapter's first page, and so its last.  Inside a chapter a break shows as a
repeated heading, a repeated table header, or a blank line in the middle of a row or sentence.

* 重要施政成果 repeats its heading on every page, so its pages are counted back from the chapter's
  last one and are certain.
* Before it, breaks between tables and between paragraphs leave no trace.  Where the visible ones
  are as many as the contents ask for, the pages are certain; otherwise the missing breaks are put
  where most text stands between two visible ones, and the pages are estimates.
* The contents do not say where the last chapter ends: its pages are estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from corpus.model import ChapterPages, Page


@dataclass(frozen=True)
class ChapterBreaks:
    """What a chapter's text shows: lines that begin a page, and how much stands on each line.

    lines: first and last line; programmes: first line of 重要施政成果, None where there is none;
    breaks: lines that begin a page, in order; free: lines where a break would leave no trace;
    volumes: characters by line.
    """

    lines: tuple[int, int]
    programmes: int | None
    breaks: tuple[int, ...]
    free: frozenset[int]
    volumes: dict[int, int]


def number_pages(first: int | None, last: int | None, shown: ChapterBreaks) -> ChapterPages:
    """Return the pages of a chapter that the contents print from page `first` to page `last`.

    Each may be None: a chapter that the contents do not name, the last chapter.
    """
    if first is None:
        return ChapterPages(())
    turn = shown.programmes if shown.programmes is not None else shown.lines[1] + 1
    front = [shown.lines[0], *(line for line in shown.breaks if line < turn)]
    back = [turn, *(line for line in shown.breaks if line > turn)] if shown.programmes is not None else []
    if last is None:
        starts = [*front, *back]
        return ChapterPages(tuple((line, Page(first + n, True)) for n, line in enumerate(starts)))
    missing = (last - first + 1) - len(front) - len(back)
    if missing < 0:  # the contents leave fewer pages than the text shows
        starts = [*front, *back]
        pages = [Page(min(first + n, last), True) for n in range(len(starts))]
        return ChapterPages(tuple(zip(starts, pages, strict=True)))
    if missing:
        front = _add_breaks(front, missing, turn, shown)
    pages = [Page(first + n, missing > 0) for n in range(len(front))]
    pages += [Page(last - len(back) + 1 + n, False) for n in range(len(back))]
    return ChapterPages(tuple(zip([*front, *back], pages, strict=True)))


def _add_breaks(front: list[int], missing: int, end: int, shown: ChapterBreaks) -> list[int]:
    """Return the page starts with the missing ones added.

    Inside a table a break would show, so a missing one stands at a line of running text or a
    heading: on the page with most text, where that divides it most evenly.
    """
    starts = list(front)
    for _ in range(missing):
        best: tuple[int, int] | None = None  # text on the smaller half, text on the page
        place = 0
        for low, high in pairwise([*starts, end]):
            sizes = [(line, shown.volumes.get(line, 0)) for line in range(low, high)]
            total = sum(size for _, size in sizes)
            passed = 0
            for line, size in sizes:
                if line > low and line in shown.free:
                    gain = min(passed, total - passed)
                    if best is None or (gain, total) > best:
                        best, place = (gain, total), line
                passed += size
        starts = sorted([*starts, place if best else starts[-1]])
    return starts


def find_breaks(
    lines: list[tuple[int, str]], headers: set[int], headings: list[int], joined: list[int]
) -> list[int]:
    """Return the lines of a chapter that begin a page.

    lines: (number, text) of the chapter; headers: table header rows; headings: repeated headings;
    joined: lines that go on with a sentence over a blank line.  A table that goes on below a blank
    line begins a page; the header rows under a repeated heading begin none of their own.
    """
    breaks = {*headings, *joined}
    above: tuple[int, str] | None = None
    for number, text in lines:
        if not text.strip():
            continue
        goes_on = above is not None and "\t" in text and "\t" in above[1] and number - above[0] > 1
        if goes_on and (number in headers or above[0] not in headers):
            breaks.add(number)
        above = (number, text)
    return sorted(breaks)
