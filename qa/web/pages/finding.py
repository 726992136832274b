"""Full-text search: every place that prints the words, counted by department, the hits marked.

Compared is the text without blanks, in half-width and small letters and with 台 for 臺, because a page
break or a converter's blank inside a word must hide nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import Any

from markupsafe import Markup

from corpus.model import Passage
from index.words import fold
from qa.web.markup import escape
from qa.web.pages.library import Library
from qa.web.pages.site import Site
from qa.web.pages.tables import PLACE, Listing, ListPage, Query, place_of
from qa.web.sources import Range, highlight, names_of

FILTERS = ("q", "department", "section", "wider")
COLUMNS = ("department", "section", "programme", "quotation", *PLACE)
KEPT = 16  # searches
LONGEST = 200  # characters that are searched for; every word costs a look at all passages
AROUND = 45  # characters shown on either side of a hit
_SHORTEST, _LONGEST_PART = 2, 12  # characters of a part of a question that is looked for by itself
_MOST_PIECES = 3  # of one passage; its other hits are marked where it opens

Expand = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Hit:
    """A passage with the stretches that were searched for; `named`: a word stands in its headings."""

    passage: Passage
    marks: tuple[Range, ...]
    named: bool

    def pieces(self) -> list[Markup]:
        """The stretches with what stands around them, those that touch joined."""
        text, windows = self.passage.text, []
        for start, end in self.marks or ((0, 0),):
            low, high = max(start - AROUND, 0), min(end + AROUND, len(text))
            if windows and low <= windows[-1][1]:
                windows[-1] = (windows[-1][0], high)
            elif len(windows) < _MOST_PIECES:
                windows.append((low, high))
        return [self._piece(*window) for window in windows]

    def _piece(self, low: int, high: int) -> Markup:
        text = self.passage.text
        marks = [(start - low, end - low) for start, end in self.marks if low <= start and end <= high]
        shown = "".join(
            f"<mark>{escape(part)}</mark>" if marked else escape(part.replace("｜", " ｜ "))
            for part, marked in highlight(text[low:high], marks)
        )
        return Markup(("…" if low else "") + shown + ("…" if high < len(text) else ""))


@dataclass(frozen=True)
class Finder:
    """Searches a report; `expand` gives the report's terms for an everyday or English word."""

    library: Library
    expand: Expand

    @cached_property
    def _texts(self) -> list[tuple[Passage, str, list[int], str]]:
        """Each passage, its text to compare, the place of each of those characters, and its headings."""
        return [
            (passage, *squeeze(passage.text), squeeze(" ".join(passage.path))[0])
            for passage in self.library.passages
        ]

    def find(self, typed: str, wider: bool = False) -> list[Hit]:
        """Places that print every word, each word also by another name where `wider`; headings first."""
        groups = [self._names(word, wider) for word in typed.split()]
        groups = [group for group in groups if group]
        if not groups:
            return []
        hits = []
        for passage, text, places, headings in self._texts:
            if all(any(name in text or name in headings for name in group) for group in groups):
                names = [name for group in groups for name in group]
                marks = sorted({mark for name in names for mark in _find_all(text, places, name)})
                hits.append(Hit(passage, tuple(marks), any(name in headings for name in names)))
        return sorted(hits, key=lambda hit: not hit.named)

    def find_some(self, typed: str) -> tuple[list[str], list[Hit]]:
        """The parts of a question that the report prints, and the places that print the most telling of them.

        Parts are the longest stretches that stand somewhere in the report, without any its own terms for what
        was typed; a part is the more telling the fewer places print it.
        """
        parts = self._parts(typed) or [name for name in self._names(typed, True) if name in self._all]
        printed = {part: [entry for entry in self._texts if part in entry[1]] for part in parts}
        weights = {part: log(len(self._texts) / len(found)) for part, found in printed.items()}
        scores: dict[str, float] = {}
        for part, found in printed.items():
            for passage, *_ in found:
                scores[passage.id] = scores.get(passage.id, 0.0) + weights[part]
        hits = []
        for passage, text, places, headings in self._texts:
            if passage.id in scores:
                marks = sorted({mark for part in parts for mark in _find_all(text, places, part)})
                hits.append(Hit(passage, tuple(marks), any(part in headings for part in parts)))
        return parts, sorted(hits, key=lambda hit: -scores[hit.passage.id])

    def _parts(self, typed: str) -> list[str]:
        """The longest printed stretches of a text, from left to right; single characters are none."""
        parts = []
        for word in typed.split():
            text, at = squeeze(word)[0], 0
            while at < len(text):
                ends = range(min(len(text), at + _LONGEST_PART), at + _SHORTEST - 1, -1)
                part = next((text[at:end] for end in ends if self._prints(text, at, end)), "")
                parts.append(part)
                at += len(part) or 1
        return [part for part in dict.fromkeys(parts) if part]

    def _prints(self, text: str, start: int, end: int) -> bool:
        """Does the report print this stretch, and does it cut no Latin word or number of `text`?"""
        cuts = (text[max(at - 1, 0) : at + 1] for at in (start, end) if 0 < at < len(text))
        return text[start:end] in self._all and not any(one.isascii() and one.isalnum() for one in cuts)

    @cached_property
    def _all(self) -> str:
        return "\n".join(text for _, text, _, _ in self._texts)

    def related(self, typed: str) -> list[tuple[str, int]]:
        """Other names for what was typed, each with how many places print it."""
        counted = ((term, len(self.find(term))) for term in dict.fromkeys(self.expand(typed)))
        return [(term, count) for term, count in counted if count]

    def _names(self, word: str, wider: bool) -> list[str]:
        names = [word, *(self.expand(word) if wider else ())]
        return [name for name in dict.fromkeys(squeeze(name)[0] for name in names) if name]


def squeeze(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and for each of its characters the place in `text` that it comes from."""
    kept, places = [], []
    for place, character in enumerate(text):
        for folded in fold(character):
            if not folded.isspace():
                kept.append(folded)
                places.append(place)
    return "".join(kept), places


def _find_all(text: str, places: Sequence[int], name: str) -> Iterable[Range]:
    at = text.find(name)
    while at >= 0:
        yield places[at], places[at + len(name) - 1] + 1
        at = text.find(name, at + len(name))


def list_hits(site: Site, finder: Finder) -> ListPage[Hit]:
    """The search; the newest are kept for the next screen, another facet and the file."""

    @lru_cache(maxsize=KEPT)
    def find(typed: str, wider: str) -> tuple[list[str], list[Hit]]:
        """The parts that were looked for where no place prints all of it, and the hits."""
        hits = finder.find(typed[:LONGEST], bool(wider))
        return finder.find_some(typed[:LONGEST]) if typed and not hits else ([], hits)

    def choose(query: Query) -> Listing[Hit]:
        department, section = query["department"], query["section"]
        hits = (
            hit
            for hit in find(query["q"], query["wider"])[1]
            if department in ("", hit.passage.department) and section in ("", str(hit.passage.section))
        )
        return Listing(list(hits), query)

    def more(listing: Listing[Hit]) -> dict[str, Any]:
        typed = listing.query["q"]
        some, hits = find(typed, listing.query["wider"])
        return {
            "asked": typed,
            "hits": hits,
            "some": "、".join(some) if hits else "",
            "departments": Counter(hit.passage.department for hit in hits),
            "sections": Counter(str(hit.passage.section) for hit in hits),
            "related": finder.related(typed[:LONGEST]) if typed else [],
            "address_of_hit": address,
        }

    def address(hit: Hit) -> str:
        """Where a hit stands in the report to read, its first stretch marked."""
        start, end = hit.marks[0] if hit.marks else (None, None)
        return f"{site.url(f'/report/at/{hit.passage.id}', s=start, e=end)}#{hit.passage.id}"

    def line(hit: Hit) -> Iterable[tuple[object, ...]]:
        one = hit.passage
        path = " › ".join(names_of(one.path))
        yield (one.department, str(one.section), path, one.text, *place_of(one, site.texts))

    return ListPage(site, "/search", FILTERS, choose, COLUMNS, line, more)
