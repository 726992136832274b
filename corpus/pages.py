"""Printed page numbers from the table of contents and from the page breaks that the text shows.

A break shows as a repeated header or heading.  Where a chapter shows exactly as many breaks as the
contents give it pages, each line's page is certain.  Elsewhere some breaks are invisible (running
text has no header to repeat) and every page of the chapter is marked as an estimate.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from corpus.model import Page


@dataclass(frozen=True)
class ChapterPages:
    """Where the pages of a chapter begin.

    first: printed page of the title line, None where the contents do not name the chapter.
    last: printed page before the next chapter, None for the last chapter of the contents.
    breaks: lines that begin a page, in order.
    counted_back: first line from where breaks are counted from the chapter's end.
    """

    first: int | None
    last: int | None
    breaks: tuple[int, ...]
    counted_back: int

    @property
    def certain(self) -> bool:
        """Whether the contents give the chapter as many pages as its breaks show."""
        return self.first is not None and self.last is not None and self.last - self.first == len(self.breaks)

    def page_of(self, line: int) -> Page:
        """Return the printed page of a source line; page 0, an estimate, where nothing is known."""
        passed = bisect_right(self.breaks, line)
        if self.first is None:
            return Page(0, True)
        if self.certain or self.last is None or line < self.counted_back:
            number = self.first + passed
        else:
            number = self.last - (len(self.breaks) - passed)
        if self.last is not None:
            number = max(self.first, min(number, self.last))
        return Page(number, not self.certain)


def find_breaks(lines: list[tuple[int, str]], header_lines: set[int], marked: list[int]) -> list[int]:
    """Return the lines of a chapter that begin a page.

    lines: (number, text) of the chapter; header_lines: table header rows; marked: repeated headings.
    A header row begins a page when rows of the same table stand above it, which a blank line parts
    from it; a heading's own two header rows under it are no break of their own.
    """
    breaks = set(marked)
    previous_filled = 0
    table_above = False
    for number, text in lines:
        if not text.strip():
            continue
        table = "\t" in text
        if number in header_lines and table_above and number - previous_filled > 1:
            breaks.add(number)
        table_above = table
        previous_filled = number
    return sorted(breaks)
