"""重要施政成果 as programmes: each text under the name it belongs to.

Names and texts are two streams.  A page break lets the end of one programme's text open the next
one's cell, and whole runs of rows have their names one programme too early; so a named row's text
goes to its name only from where a text begins.  What begins a text: the numbering starts again at
1, or the text above is finished and the new one has no number that follows it.
"""

from __future__ import annotations

from corpus.items import Marker, find_markers, read_marker
from corpus.joins import is_finished, mend_paragraphs
from corpus.markup import squeeze
from corpus.model import Repair
from corpus.programme_cells import RowParts, read_rows
from corpus.programme_names import Draft, NameReader
from corpus.rows import Segment
from corpus.traced import Traced

COLON = ("：", ":")


class ProgrammeReader:
    """Reads rows in order; `drafts` are the programmes in the order their names are printed."""

    def __init__(self, parts: list[RowParts]) -> None:
        self.parts = parts
        self.names = NameReader()
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.queue: list[Draft] = []  # named, their text not yet reached
        self.without_text: set[int] = set()  # ids of queued drafts whose own row had no text

    def read(self) -> list[Draft]:
        for place, parts in enumerate(self.parts):
            self._read_row(place, parts)
        return self.drafts

    def _read_row(self, place: int, parts: RowParts) -> None:
        new, _ = self.names.read(parts)
        new = [draft for draft in new if not self._is_repeated(draft)]
        self.drafts += new
        started_before = self.current
        if parts.text:
            self._place_text(place, parts, new)
        elif new:
            self._take_back(place, new)
            self.queue += [draft for draft in new if draft is not self.current]
            self.without_text |= {id(draft) for draft in new}
        target = new or ([self.current] if self.current else [])
        if not new and self.current is not started_before and self.current is not None:
            target = [self.current]
        self._complete(parts, target)

    def _is_repeated(self, draft: Draft) -> bool:
        """Whether a name is printed again above its own text, or is a category's number that slid."""
        name = squeeze(draft.name)
        if any(squeeze(other.name) == name and name for other in self.queue):
            self.names.draft = self.queue[-1]
            return True
        if (
            self.current is not None
            and len(name) <= 4
            and squeeze(self.current.name).startswith(name)
            and name
        ):
            self.names.draft = self.current
            return True
        return False

    def _complete(self, parts: RowParts, target: list[Draft]) -> None:
        if parts.sdg and target:
            target[0].sdg += parts.sdg
        for number, completion in enumerate(parts.completions):
            if not target:
                return
            spare = len(target) - len(parts.completions)
            owner = target[max(number + spare, 0)] if number + spare < len(target) else target[-1]
            owner.completions.append(completion)

    # -- text ------------------------------------------------------------------------------

    def _place_text(self, place: int, parts: RowParts, new: list[Draft]) -> None:
        texts = parts.text
        goes_on = self._goes_on(texts[0], parts.row.after_break)
        if not new:
            if self.queue and not goes_on:
                self._start_queued(texts)
            elif self._has_lost_name(parts, texts, goes_on):
                self._start(self._nameless(parts))
            self._append(texts, parts, split=bool(self.queue))
            return
        if goes_on:
            end = self._find_restart(texts, parts)
            if end is not None:
                lead, rest = end
                self._append(lead, parts, split=False)
                for draft in new:
                    self._note_spill(draft, parts, lead)
                self.queue += new
                if rest:
                    self._distribute(rest, parts, new)
                return
        self._drop_lost(place, new, texts)
        self.queue += new
        self._distribute(texts, parts, new)

    def _goes_on(self, text: Traced, after_break: bool) -> bool:
        """Whether a text goes on with the current programme's."""
        if self.current is None or not self.current.paragraphs:
            return False
        last = self.current.paragraphs[-1].rstrip()
        colon = last.endswith(COLON)
        marker = read_marker(text)
        if marker is None:
            return after_break and not is_finished(last)
        known = self.current.last.get(marker.style, 0)
        if marker.style == "num" and marker.value == 1:
            return colon and known == 0
        if marker.value == 1:
            return colon
        return marker.value == known + 1

    def _find_restart(self, texts: list[Traced], parts: RowParts) -> tuple[list[Traced], list[Traced]] | None:
        """Return the paragraphs before and from the place where the next programme's text begins.

        None when the text does begin with the row after all.
        """
        assert self.current is not None
        last = dict(self.current.last)
        for number, text in enumerate(texts):
            for marker in find_markers(text, last):
                if marker.style == "num" and marker.value == 1 and (number or marker.start):
                    lead = [*texts[:number], text.cut(0, marker.start).trim()]
                    lead = [part for part in lead if part]
                    if number == 0 and lead and not is_finished(lead[-1]) and lead[-1].endswith(COLON):
                        return None
                    return lead, [text.cut(marker.start), *texts[number + 1 :]]
        marked = read_marker(texts[0])
        if len(texts) > 1:
            for number, text in enumerate(texts[1:], 1):
                if read_marker(text) is None and is_finished(texts[number - 1]):
                    return texts[:number], texts[number:]
            return texts, []
        end = texts[0].find("。") + 1
        if 0 < end < len(texts[0].rstrip()) and (marked is None or marked.style == "num"):
            return [texts[0].cut(0, end)], [texts[0].cut(end).trim()]
        return texts, []

    def _note_spill(self, draft: Draft, parts: RowParts, lead: list[Traced]) -> None:
        if lead:
            line = parts.row.line
            draft.repairs.append(
                Repair(
                    (line, line), "returned-spill", f"第 {line} 行開頭的「{lead[0][:20]}…」屬於前一項計畫。"
                )
            )

    def _drop_lost(self, place: int, new: list[Draft], texts: list[Traced]) -> None:
        """Take names off the queue whose text will not come any more."""
        if not self.queue:
            return
        follows = new[0].value in (self.queue[-1].value + 1, 1)
        if id(self.queue[-1]) in self.without_text:
            if self._count_blocks(place) < len(self.queue) + len(new):
                self.queue.clear()
        elif not follows:
            self.queue.clear()

    def _count_blocks(self, place: int) -> int:
        """Return how many texts begin in a row and the nameless rows under it."""
        last: dict[str, int] = {}
        blocks = 1
        for number, parts in enumerate(self.parts[place:]):
            if number and parts.names:
                break
            for text in parts.text:
                for marker in find_markers(text, last):
                    blocks += marker.style == "num" and marker.value == 1 and last.get("seen", 0) > 0
                    last["seen"] = 1
        return blocks

    def _start(self, draft: Draft) -> None:
        self.current = draft

    def _start_queued(self, texts: list[Traced]) -> None:
        marker = read_marker(texts[0])
        if (
            marker is not None
            and not (marker.style == "num" and marker.value == 1)
            and not self._fits(marker)
        ):
            self._start(self.queue[-1])
            self.queue.clear()
        else:
            self._start(self.queue.pop(0))

    def _fits(self, marker: Marker) -> bool:
        return marker.value == 1

    def _has_lost_name(self, parts: RowParts, texts: list[Traced], goes_on: bool) -> bool:
        marker = read_marker(texts[0])
        return (
            not goes_on
            and bool(parts.completions)
            and self.current is not None
            and bool(self.current.completions)
            and marker is not None
            and marker.style == "num"
            and marker.value == 1
            and self.current.last.get("num", 0) >= 1
        )

    def _nameless(self, parts: RowParts) -> Draft:
        assert self.current is not None
        line = parts.row.line
        draft = Draft(
            self.current.item, Traced(), self.current.value + 1, self.current.column, self.names.row, line
        )
        draft.repairs.append(Repair((line, line), "lost-name", "這項計畫沒有印出名稱。"))
        self.drafts.append(draft)
        self.names.draft = draft
        return draft

    def _distribute(self, texts: list[Traced], parts: RowParts, new: list[Draft]) -> None:
        """Give a named row's text, from where it begins, to the names that wait for it."""
        first = self.queue.pop(0)
        self._start(first)
        if len(texts) == len(self.queue) + 1 and len(new) > 1 and not self._restarts(texts):
            for text in texts:
                self._append([text], parts, split=False)
                if self.queue:
                    self._start(self.queue.pop(0))
            return
        if len(new) > 1 and len(self._restarts(texts)) < len(self.queue):
            self._distribute_loosely(texts, parts)
            return
        self._append(texts, parts, split=bool(self.queue))

    def _restarts(self, texts: list[Traced]) -> list[tuple[int, int]]:
        last: dict[str, int] = {}
        found = []
        for number, text in enumerate(texts):
            seen = bool(last)
            for marker in find_markers(text, last):
                if marker.style == "num" and marker.value == 1 and (seen or marker.start):
                    found.append((number, marker.start))
                seen = True
        return found

    def _distribute_loosely(self, texts: list[Traced], parts: RowParts) -> None:
        """Also let a paragraph without a number behind numbered ones begin a text."""
        for text in texts:
            numbered = bool(self.current and self.current.last.get("num"))
            if numbered and self.queue and read_marker(text) is None:
                self._start(self.queue.pop(0))
            self._append([text], parts, split=True)

    def _append(self, texts: list[Traced], parts: RowParts, split: bool) -> None:
        """Add paragraphs to the current programme; with `split` a restart begins the next queued one."""
        if self.current is None:
            item_draft = self.names.draft or (self.drafts[-1] if self.drafts else None)
            if item_draft is None:
                return
            self._start(item_draft)
        for text in texts:
            rest = text
            while rest:
                rest = self._append_one(rest, parts, split)

    def _append_one(self, text: Traced, parts: RowParts, split: bool) -> Traced:
        current = self.current
        assert current is not None
        last = dict(current.last)
        for marker in find_markers(text, last):
            restart = marker.style == "num" and marker.value == 1 and current.last.get("num", 0) >= 1
            inner = marker.style == "num" and marker.value == 1 and marker.start > 0
            if split and self.queue and (restart or inner and self._seen_num(text, marker)):
                head = text.cut(0, marker.start).trim()
                if head:
                    self._add(current, head, parts)
                self._start(self.queue.pop(0))
                return text.cut(marker.start)
        self._add(current, text, parts)
        return Traced()

    def _seen_num(self, text: Traced, before: Marker) -> bool:
        return any(m.style == "num" and m.start < before.start for m in find_markers(text))

    def _add(self, draft: Draft, text: Traced, parts: RowParts) -> None:
        line = parts.row.line
        if draft.paragraphs and parts.row.after_break and draft.paragraphs[-1].span() != text.span():
            above = draft.paragraphs[-1].span()
            joined = mend_paragraphs(draft.paragraphs, [text])
            if len(joined) == len(draft.paragraphs) and above and above[1] < line:
                draft.repairs.append(
                    Repair((above[0], line), "joined-page-break", f"第 {line} 行接續第 {above[1]} 行。")
                )
                draft.paragraphs = joined
                find_markers(text, draft.last)
                return
        draft.paragraphs.append(text)
        find_markers(text, draft.last)

    # -- names behind their text ----------------------------------------------------------------

    def _take_back(self, place: int, new: list[Draft]) -> None:
        """Give a name that stands behind its text the text: a list begun anew right above it."""
        current = self.current
        following = next((parts for parts in self.parts[place + 1 :] if parts.text), None)
        if current is None or self.queue or not place or following is None:
            return
        marker = read_marker(following.text[0])
        if marker is None or (marker.style == "num" and marker.value == 1):
            return
        line = self.parts[place - 1].row.line
        restart = next(
            (
                number
                for number in range(len(current.paragraphs) - 1, 0, -1)
                if current.paragraphs[number].span() == (line, line) and _is_first(current.paragraphs[number])
            ),
            None,
        )
        if restart is None:
            return
        new[0].paragraphs = current.paragraphs[restart:]
        del current.paragraphs[restart:]
        for draft in (current, new[0]):
            draft.last = {}
            for text in draft.paragraphs:
                find_markers(text, draft.last)
        new[0].repairs.append(
            Repair((line, new[0].line), "text-above-name", f"成果印在名稱之前（第 {line} 行）。")
        )
        self._start(new[0])


def _is_first(text: str) -> bool:
    marker = read_marker(text)
    return bool(marker and marker.style == "num" and marker.value == 1)


def read_programmes(segments: list[Segment]) -> list[Draft]:
    """Return the programmes of the section with their texts."""
    return ProgrammeReader(read_rows(segments)).read()
