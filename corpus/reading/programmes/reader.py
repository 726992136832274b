"""重要施政成果 as programmes: each text under the name it belongs to.

Names and texts are two streams.  A page break lets the end of one programme's text open the next
one's cell, and whole runs of rows have their names one programme too early; so a named row's text
goes to its name only from where a text begins.  What begins a text: the numbering starts again at
1, or the text above is finished and the new one has no number that follows it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.reading.items import find_markers, read_marker
from corpus.reading.joins import is_finished
from corpus.reading.markup import squeeze
from corpus.reading.programmes.cells import RowParts, read_rows
from corpus.reading.programmes.drafts import Draft, Item, is_first
from corpus.reading.programmes.flow import (
    begins_other_kind,
    count_blocks,
    find_restarts,
    soft_paragraphs,
    split_spill,
)
from corpus.reading.programmes.names import NameReader
from corpus.reading.rows import Segment
from corpus.traced import Traced

NOTE = re.compile(r"[（(※*]?\s*(?:備?註|附註|說明)")
SLID_NUMBER = 4
"""Longest name that is a mere number: (十一)."""


def read_programmes(segments: list[Segment]) -> list[Draft]:
    """Return the programmes of the section with their texts, in the order of their names."""
    return ProgrammeReader(read_rows(segments)).read()


class ProgrammeReader:
    """Reads rows in order."""

    def __init__(self, rows: list[RowParts]) -> None:
        self.rows = rows
        self.names = NameReader()
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.queue: list[Draft] = []  # named, their text not yet reached
        self.without_text: set[int] = set()  # ids of queued drafts whose own row had no text

    def read(self) -> list[Draft]:
        for place, parts in enumerate(self.rows):
            self._read_row(place, parts)
        self._give_tails()
        return self.drafts

    def _read_row(self, place: int, parts: RowParts) -> None:
        current = self.current
        goes_on = bool(parts.text and current and current.goes_on_with(parts.text[0], parts.row.after_break))
        new = [draft for draft in self.names.read(parts, goes_on) if not self._is_repeated(draft)]
        self.drafts += new
        if parts.text and new:
            self._place_named(place, parts, new, goes_on)
        elif parts.text:
            self._place_nameless(parts, goes_on)
        elif new:
            self._take_back(place, new)
            self.queue += [draft for draft in new if draft is not self.current]
            self.without_text |= {id(draft) for draft in new}
        self._complete(parts, new)

    def _is_repeated(self, draft: Draft) -> bool:
        """Whether a name is printed again above its own text, or is a category's number that slid."""
        name = squeeze(draft.name)
        if not name:
            return False
        twin = next((other for other in self.queue if squeeze(other.name) == name), None)
        if twin is None and self.current is not None and len(name) <= SLID_NUMBER:
            twin = self.current if squeeze(self.current.name).startswith(name) else None
        if twin is not None:
            self.names.draft = twin
        return twin is not None

    def _complete(self, parts: RowParts, new: list[Draft]) -> None:
        """Give the row's completions and SDG line to its names, or to the programme it goes on with."""
        targets = new or ([self.current] if self.current else [])
        if not targets and (parts.completions or parts.sdg):
            targets = [self._start_nameless(parts)]
        if targets:
            targets[0].sdg += parts.sdg
        for number, completion in enumerate(parts.completions):
            targets[min(number, len(targets) - 1)].completions.append(completion)

    # -- a row's text --------------------------------------------------------------------------

    def _place_nameless(self, parts: RowParts, goes_on: bool) -> None:
        if self.queue and not goes_on:
            self._start_queued(parts.text[0])
        elif self.current is None or (not goes_on and self._lost_name(parts)):
            self._start_nameless(parts)
        self._append(parts.text, parts)

    def _place_named(self, place: int, parts: RowParts, new: list[Draft], goes_on: bool) -> None:
        halves = None
        if goes_on and self.current is not None:
            halves = split_spill(parts.text, self.current, self.rows[place + 1 :])
        if halves is None:
            self._drop_lost(place, new)
            self.queue += new
            self._distribute(parts.text, parts, new)
            return
        lead, rest = halves
        for text in lead:
            self._add(text, parts)
        line = parts.row.line
        for draft in new:
            draft.note("returned-spill", f"第 {line} 行開頭的「{lead[0][:20]}…」屬於前一項計畫。", line)
        self.queue += new
        if rest:
            self._distribute(rest, parts, new)

    def _start_queued(self, text: Traced) -> None:
        """Begin the next name's text; the last name's where the text's own beginning is lost."""
        marker = read_marker(text)
        if marker is None or marker.value == 1:
            self.current = self.queue.pop(0)
        else:
            self.current = self.queue[-1]
            self.queue.clear()

    def _lost_name(self, parts: RowParts) -> bool:
        """Whether a row without a name has a list and a completion of its own."""
        current = self.current
        finished = current is not None and current.completions and current.last_number
        return bool(finished and parts.completions) and is_first(read_marker(parts.text[0]))

    def _start_nameless(self, parts: RowParts) -> Draft:
        line = parts.row.line
        item = self.names.item or Item(self.names.category, Traced(), set(), self.names.row)
        value = self.current.value + 1 if self.current else 0
        draft = Draft(item, Traced(), value, -1, self.names.row, line)
        draft.first_of_item, item.used = not item.used, True
        draft.first_of_category, self.names.new_category = self.names.new_category, False
        draft.note("lost-name", "這項計畫沒有印出名稱。", line)
        self.names.item, self.names.draft, self.current = item, draft, draft
        self.drafts.append(draft)
        return draft

    def _drop_lost(self, place: int, new: list[Draft]) -> None:
        """Take names off the queue whose text will not come any more."""
        if not self.queue:
            return
        if id(self.queue[-1]) in self.without_text:
            lost = count_blocks(self.rows[place:]) < len(self.queue) + len(new)
        else:
            lost = new[0].value not in (self.queue[-1].value + 1, 1)
        if lost:
            self.queue.clear()

    def _distribute(self, texts: list[Traced], parts: RowParts, new: list[Draft]) -> None:
        """Give a named row's text, from where it begins, to the names that wait for it."""
        self.current = self.queue.pop(0)
        restarts = len(find_restarts(texts)) if len(new) > 1 else 0
        if len(new) > 1 and not restarts and len(texts) == len(self.queue) + 1:
            for number, text in enumerate(texts):
                self.current = self.queue.pop(0) if number else self.current
                self._add(text, parts)
        elif len(new) > 1 and restarts < len(self.queue):
            pieces = [piece for text in texts for piece in soft_paragraphs(text)]
            for number, text in enumerate(pieces):
                if number and self.queue and begins_other_kind(text, pieces[number - 1]):
                    self.current = self.queue.pop(0)
                self._append([text], parts)
        else:
            self._append(texts, parts)

    def _add(self, text: Traced, parts: RowParts) -> None:
        assert self.current is not None
        self.current.add(text, parts.row)

    def _append(self, texts: list[Traced], parts: RowParts) -> None:
        """Add paragraphs to the current programme; a restart begins the next queued one."""
        for text in texts:
            rest = text
            while rest:
                rest = self._append_one(rest, parts)

    def _append_one(self, text: Traced, parts: RowParts) -> Traced:
        """Add a paragraph as far as it belongs to the current programme; return what is left."""
        current = self.current
        assert current is not None
        numbered = current.last_number > 0
        for marker in find_markers(text, dict(current.last)) if self.queue else ():
            if is_first(marker) and numbered:
                head = text.cut(0, marker.start).trim()
                if head:
                    current.add(head, parts.row)
                self.current = self.queue.pop(0)
                return text.cut(marker.start)
            numbered = numbered or marker.style == "num"
        current.add(text, parts.row)
        return Traced()

    # -- names below their text ------------------------------------------------------------------

    def _take_back(self, place: int, new: list[Draft]) -> None:
        """Give a name that stands below its text that text: a list begun anew right above it."""
        current = self.current
        following = next((parts.text[0] for parts in self.rows[place + 1 :] if parts.text), None)
        marker = read_marker(following) if following is not None else None
        if current is None or self.queue or marker is None or is_first(marker):
            return
        line = self.rows[place - 1].row.line
        named = new[0]
        if not current.name and current.line == line and current in self.drafts:
            named.take(current.paragraphs)
            named.completions = current.completions
            self.drafts.remove(current)
        else:
            restart = _find_list(current, line)
            if restart is None:
                return
            named.take(current.paragraphs[restart:])
            current.take(current.paragraphs[:restart])
        named.note("text-above-name", f"成果印在名稱之前（第 {line} 行）。", line, named.line)
        self.current = named

    def _give_tails(self) -> None:
        """Give a name that got no text the paragraph right above it that stands outside a finished list."""
        for above, named in pairwise(self.drafts):
            if named.paragraphs or not named.name or named.row < 1 or not _has_tail(above):
                continue
            line = self.rows[named.row - 1].row.line
            if above.paragraphs[-1].span() == (line, line):
                named.take(above.paragraphs[-1:])
                above.take(above.paragraphs[:-1])
                named.note("text-above-name", f"成果印在名稱之前（第 {line} 行）。", line, named.line)


def _has_tail(draft: Draft) -> bool:
    """Whether a list with an end is followed by a last paragraph without a number, which is no note on it."""
    if len(draft.paragraphs) < 2:
        return False
    item, tail = draft.paragraphs[-2:]
    marker = read_marker(item)
    listed = marker is not None and marker.style == "num" and is_finished(item)
    return listed and read_marker(tail) is None and NOTE.match(tail) is None


def _find_list(draft: Draft, line: int) -> int | None:
    """Return the last paragraph but the first that begins a list anew on the given line."""
    for number in range(len(draft.paragraphs) - 1, 0, -1):
        text = draft.paragraphs[number]
        if text.span() == (line, line) and is_first(read_marker(text)):
            return number
    return None
