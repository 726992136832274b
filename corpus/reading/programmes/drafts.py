"""A programme and its 項 while their names and text are still being read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.model import Repair
from corpus.reading.items import HAN, Marker, find_markers, read_marker
from corpus.reading.joins import is_finished, mend_paragraphs
from corpus.reading.markup import squeeze
from corpus.reading.programmes.labels import BARE_NUMERAL, mend_name
from corpus.reading.rows import Row
from corpus.traced import Traced, join

COLON = ("：", ":")
SLID_NUMBER = re.compile(rf"(?<=[^\s])[(（][{HAN}]{{1,3}}[)）](?=\d{{1,2}}、)")
"""A level's number that stands again before a number of the next level: (一)行政管理(一)3、公關業務."""
LATE_NUMBER = re.compile(rf"(?<=[^\s])[(（][{HAN}]{{1,3}}[)）]$")
"""A number alone behind a name."""
THIRD_LEVEL = re.compile(r"(?:^|\D)\d{1,2}、")


@dataclass
class Item:
    """A 項; its name may stand in pieces over several rows."""

    category: Traced
    name: Traced
    columns: set[int]
    row: int  # of its last piece
    used: bool = False  # whether a programme stands under it

    def add(self, piece: Traced, column: int, row: int) -> None:
        if BARE_NUMERAL.fullmatch(squeeze(self.name)) and not re.match(rf"[{HAN}、]", piece):
            self.name = join([self.name, "、"])
        self.name = mend_name(self.name, piece)
        self.columns.add(column)
        self.row = row

    @property
    def bare(self) -> bool:
        """Whether there is nothing but a number, or a last part of a single character."""
        name = squeeze(self.name)
        return bool(re.fullmatch(rf"[{HAN}]{{1,3}}、?", name) or re.search(r"[)）、]\S$", name))

    @property
    def full_name(self) -> Traced:
        """The name without a number that slid in: twice, or a (一) alone behind a 1、 that is below it."""
        name = self.name.replace_all(SLID_NUMBER, "")
        return name.replace_all(LATE_NUMBER, "") if THIRD_LEVEL.search(name) else name


@dataclass
class Draft:
    """A programme (目)."""

    item: Item
    name: Traced
    value: int  # of its (一)
    column: int
    row: int
    line: int
    paragraphs: list[Traced] = field(default_factory=list)
    completions: list[Traced] = field(default_factory=list)
    sdg: list[Traced] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)  # last item number of each style
    repairs: list[Repair] = field(default_factory=list)
    first_of_item: bool = False
    first_of_category: bool = False

    @property
    def last_number(self) -> int:
        """The number of the last outermost item, 0 where there is none."""
        return self.last.get("num", 0)

    def note(self, rule: str, detail: str, first: int, last: int | None = None) -> None:
        self.repairs.append(Repair((min(first, last or first), max(first, last or first)), rule, detail))

    def add(self, text: Traced, row: Row) -> None:
        """Add a paragraph; after a page break it may go on with the last one."""
        find_markers(text, self.last)
        above = self.paragraphs[-1].span() if self.paragraphs else None
        if above and row.after_break and above[1] < row.line:
            joined = mend_paragraphs(self.paragraphs, [text])
            if len(joined) == len(self.paragraphs):
                self.note("joined-page-break", f"第 {row.line} 行接續第 {above[1]} 行。", above[0], row.line)
                self.paragraphs = joined
                return
        self.paragraphs.append(text)

    def take(self, paragraphs: list[Traced]) -> None:
        """Put other paragraphs in the place of the programme's own."""
        self.paragraphs = paragraphs
        self.last = {}
        for text in paragraphs:
            find_markers(text, self.last)

    def goes_on_with(self, text: Traced, after_break: bool) -> bool:
        """Whether a text goes on with this programme's.

        It does when its number is the next one, when it is under a colon, or when a page break
        stands between it and a sentence that has no end.
        """
        if not self.paragraphs:
            return False
        last = self.paragraphs[-1].rstrip()
        marker = read_marker(text)
        if marker is None:
            return after_break and not is_finished(last)
        if marker.value == 1:
            return last.endswith(COLON) and not (is_first(marker) and self.last_number)
        return marker.value == self.last.get(marker.style, 0) + 1


def is_first(marker: Marker | None) -> bool:
    """Whether an item's number is an outermost 1."""
    return marker is not None and marker.style == "num" and marker.value == 1
