"""What a report is made of, as plain immutable data.

Every type carries the 1-based source lines it was read from, so that whatever is shown later can be
traced back to the printed line.  Nothing in here knows how the text was parsed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

ROC_OFFSET = 1911
"""What a 民國 year is added to for the western one."""
Lines = tuple[int, int]
"""First and last source line, 1-based, both inclusive."""


class Section(StrEnum):
    """The seven parts of a department's chapter; the value is the name shown to users."""

    PREFACE = "前言"
    SUMMARY = "達成一覽表"
    INDICATORS = "關鍵績效指標"
    COMMON = "共同性指標"
    SHORTFALLS = "未達成檢討"
    ASSESSMENT = "績效總評"
    PROGRAMMES = "重要施政成果"


@dataclass(frozen=True)
class ReportId:
    """Which report a passage is from: several reports can share one index."""

    city: str  # 基隆市政府
    year: int  # 民國 year, 112

    @property
    def western(self) -> int:
        """The year as the western calendar counts it, 2023."""
        return self.year + ROC_OFFSET

    def __str__(self) -> str:
        return f"{self.city} {self.year} 年度"


@dataclass(frozen=True)
class Page:
    """A printed page number; `estimated` where page breaks and table of contents do not settle it."""

    number: int
    estimated: bool = False


@dataclass(frozen=True)
class ChapterPages:
    """Where the pages of a chapter begin: (first line, page), by line."""

    starts: tuple[tuple[int, Page], ...]

    @classmethod
    def of_lines(cls, pages: Sequence[int], lines: Lines) -> ChapterPages:
        """The pages of a chapter's `lines` (first, last) where each line's printed page is known."""
        known = [(line, pages[line - 1]) for line in range(lines[0], lines[1] + 1)]
        turns = [known[0], *(b for a, b in pairwise(known) if a[1] != b[1])]
        return cls(tuple((line, Page(page, False)) for line, page in turns))

    def page_of(self, line: int) -> Page:
        """Return the printed page of a source line; page 0, an estimate, where nothing is known."""
        place = bisect_right([start for start, _ in self.starts], line) - 1
        return self.starts[place][1] if place >= 0 else Page(0, True)


@dataclass(frozen=True)
class Repair:
    """What the parser mended at a spot and why, for the audit and for editors."""

    lines: Lines
    rule: str  # short stable name of the rule, e.g. "joined-page-break"
    detail: str  # one sentence


@dataclass(frozen=True)
class Summary:
    """The report's own count of a department (一、關鍵績效指標達成一覽表)."""

    goals: int
    indicators: int
    full: int
    partial: int
    below80: int
    lines: Lines


@dataclass(frozen=True)
class Indicator:
    """One row of the indicator table, page breaks mended; `common` for 共同性指標."""

    department: str
    goal_number: str  # 一; "" where the report prints none
    goal: str  # 零星工程
    number: str  # 1; "" where the report prints none
    name: str
    target: str  # as printed: 350 件
    actual: str  # as printed: 862 件
    attainment: str  # as printed: 100%
    attainment_percent: float | None  # 100.0; None where the report prints no number
    explanation: str
    common: bool
    lines: Lines
    page: Page
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Shortfall:
    """One entry of 未達成目標項目檢討."""

    department: str
    goal: str
    name: str
    difference: str  # as printed: -48%
    difference_percent: float | None
    text: str  # reasons and measures
    lines: Lines
    page: Page
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A numbered or plain paragraph under a programme, with the list headings above it."""

    text: str
    lines: Lines
    headings: tuple[str, ...] = ()  # ("5. 資訊支持內容：",) for an item (1) under it


@dataclass(frozen=True)
class Programme:
    """A row of 重要施政成果: 類 › 項 › 目 with its results."""

    department: str
    category: str  # 類: 民政部門
    item: str  # 項: 四、戶籍管理
    subitem: str  # 目: (二)鼓勵婚育措施
    goal_sdg: str  # "SDGs 目標 11 …" as printed, "" where none
    paragraphs: tuple[Paragraph, ...]
    completion: str  # as printed: 100%, 40; "" where none
    lines: Lines
    page: Page
    repairs: tuple[Repair, ...] = ()
    printed_names: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """The names printed with this row: 類 and 項 stand only with the first programme under them."""


@dataclass(frozen=True)
class Department:
    """A department's chapter."""

    name: str  # 民政處
    title: str  # the printed title line
    lines: Lines
    preface: tuple[Paragraph, ...]
    summary: Summary | None
    indicators: tuple[Indicator, ...]  # key indicators, then common ones
    shortfalls: tuple[Shortfall, ...]
    assessment: tuple[Paragraph, ...]
    programmes: tuple[Programme, ...]
    summary_text: str = field(default="", compare=False, repr=False)  # the summary table, readable
    pages: ChapterPages | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class LeftOut:
    """A source line that stands in no passage, and why; `partly` where only some of its cells do not."""

    line: int
    why: str
    partly: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report."""

    id: ReportId
    title: str
    departments: tuple[Department, ...]
    left_out: tuple[LeftOut, ...]
    digest: str  # SHA-256 of the text that was read
    characters: tuple[int, ...] = field(default=(), compare=False, repr=False)
    """Of each source line, how many characters are neither white space nor markup."""
    lacking: tuple[str, ...] = ()
    """What of the report the file does not have, a sentence each: departments, rows."""


@dataclass(frozen=True)
class Figure:
    """A number in a passage: `value` in `unit` (萬 and 億 multiplied out), `text` as printed."""

    text: str  # 86 萬 2, 000 元
    value: float  # 862000
    unit: str  # 元; "" where none is printed
    start: int  # offsets into the passage's text
    end: int
    kind: str = "number"  # number | percent | money | date | year | ordinal


@dataclass(frozen=True)
class Sentence:
    """The retrieval unit: a stretch of a passage, `passage.text[start:end]`."""

    start: int
    end: int
    lines: Lines
    headings: tuple[str, ...] = ()  # list headings it stands under, inside its programme


@dataclass(frozen=True)
class Passage:
    """The cited unit: text of one place of the report, cut at items and sentences.

    Each character of the report that is no title, rule or repeated header stands in exactly one
    passage.  An indicator's row is one passage, its cells joined by `｜`.
    """

    id: str  # stable while the text is: a hash of place and text
    report: ReportId
    department: str
    section: Section
    path: tuple[str, ...]  # ("民政部門", "四、戶籍管理", "(二)鼓勵婚育措施")
    text: str
    lines: Lines
    page: Page
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...] = ()
    indicator: Indicator | None = field(default=None, compare=False)
    shortfall: Shortfall | None = field(default=None, compare=False)

    def sentence_text(self, sentence: Sentence) -> str:
        return self.text[sentence.start : sentence.end]
