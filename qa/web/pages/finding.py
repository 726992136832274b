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
from qa.understand.words import ContentWord
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
_SHARE = 0.5  # of the best place's worth that another one has to have
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
    """Searches a report.

    `expand` gives the report's terms for an everyday or English word, `find_words` the words of a question.
    """

    library: Library
    expand: Expand
    find_words: Callable[[str], Iterable[ContentWord]]

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
        names = [name for group in groups for name in group]
        hits = [
            self._hit(entry, names)
            for entry in self._texts
            if all(any(name in entry[1] or name in entry[3] for name in group) for group in groups)
        ]
        return sorted(hits, key=lambda hit: not hit.named)

    @staticmethod
    def _hit(entry: tuple[Passage, str, list[int], str], names: Sequence[str]) -> Hit:
        passage, text, places, headings = entry
        marks = sorted({mark for name in names for mark in _find_all(text, places, name)})
        return Hit(passage, tuple(marks), any(name in headings for name in names))

    def find_some(self, typed: str) -> tuple[list[str], list[Hit]]:
        """The places that print the most telling of a question, best first, and before them what they print.

        Looked for are its content words by all their names, without any the report's own terms for it.  A
        word is the more telling the fewer places print it; a place that has less than half of what the best
        one has is left out.
        """
        words = [(word.text, *word.alternatives) for word in self.find_words(typed)]
        groups = [self._squeezed(names) for names in words or [(term,) for term in self.expand(typed)]]
        scores: Counter[str] = Counter()
        for names in groups:
            found = [entry[0].id for entry in self._texts if any(name in entry[1] for name in names)]
            scores.update(dict.fromkeys(found, log(len(self._texts) / len(found)) if found else 0.0))
        enough = _SHARE * max(scores.values(), default=0.0)
        names = [name for group in groups for name in group]
        hits = [
            self._hit(entry, names)
            for entry in self._texts
            if entry[0].id in scores and scores[entry[0].id] >= enough
        ]
        printed = {squeeze(hit.passage.text[slice(*mark)])[0] for hit in hits for mark in hit.marks}
        told = [name for name in dict.fromkeys(names) if name in printed]
        return told, sorted(hits, key=lambda hit: -scores[hit.passage.id])

    def related(self, typed: str) -> list[tuple[str, int]]:
        """Other names for what was typed, each with how many places print it."""
        counted = ((term, len(self.find(term))) for term in dict.fromkeys(self.expand(typed)))
        return [(term, count) for term, count in counted if count]

    def _names(self, word: str, wider: bool) -> list[str]:
        return self._squeezed([word, *(self.expand(word) if wider else ())])

    @staticmethod
    def _squeezed(names: Iterable[str]) -> list[str]:
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

    related = lru_cache(maxsize=KEPT)(finder.related)

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
            "related": related(typed[:LONGEST]) if typed else [],
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
