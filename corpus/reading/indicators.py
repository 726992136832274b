"""Rows of the indicator tables (關鍵績效指標, 共同性指標執行情形) read by what stands in their cells.

The tables change between 6, 7 and 8 columns from page to page and their headers stand one column
off, so a row is read from its values: the attainment is the last percentage before the
explanation, target and actual stand left of it, numbers and names left of those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.model import Indicator, LeftOut, Lines, Page, Repair
from corpus.reading.items import starts_item
from corpus.reading.joins import is_finished, mend, mend_paragraphs, strip_name
from corpus.reading.rows import ORPHAN, Row, Segment
from corpus.traced import Traced, join

ATTAINMENT = re.compile(r"[-－−—]?\s*\d{1,4}(?:[.．]\d+)?\s*[%％]?")
GOAL_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]?")
GOAL_FUSED = re.compile(r"([一二三四五六七八九十]{1,3})(?:\s*[、.．]\s*|\s+)(?=\S)")
NUMBER = re.compile(r"\d{1,2}[、.．]?")
NUMBER_FUSED = re.compile(r"(\d{1,2})(?:\s*[、.．]\s*|\s+)(?=\S)")
WIDEST = 10
"""Columns of a table of the form, and some to spare."""
LONG = 15
FIELDS = ("goal", "name", "target", "actual", "attainment", "explanation")
HEADER_FIELDS = (
    ("策略目標", "goal"),
    ("共同性目標", "goal"),
    ("績效指標", "name"),
    ("共同性指標", "name"),
    ("原定目標", "target"),
    ("達成目標", "actual"),
    ("績效衡量", "explanation"),
    ("達成度", "attainment"),
)


@dataclass
class Goal:
    """A strategic goal, its name still open: a page break may cut it."""

    number: str = ""
    name: Traced = field(default_factory=Traced)


@dataclass
class IndicatorDraft:
    """An indicator while its row may still go on over the page."""

    goal: Goal
    number: Traced
    name: Traced
    target: Traced
    actual: Traced
    attainment: Traced
    explanation: list[Traced]
    line: int
    common: bool
    repairs: list[Repair] = field(default_factory=list)

    def mend_field(self, name: str, paragraphs: list[Traced], line: int) -> None:
        if name == "explanation":
            self.explanation = mend_paragraphs(self.explanation, paragraphs)
        else:
            tail = strip_name(join(paragraphs, " "))
            if name == "goal":
                self.goal.name = strip_name(mend(self.goal.name, tail))
            else:
                setattr(self, name, strip_name(mend(getattr(self, name), tail)))
        self.repairs.append(
            Repair(
                (self.line, line),
                "joined-page-break",
                f"第 {line} 行接續第 {self.line} 行的「{FIELD_NAMES[name]}」。",
            )
        )


FIELD_NAMES = dict(
    zip(FIELDS, ("策略目標", "指標名稱", "原定目標值", "達成目標值", "達成度", "說明"), strict=True)
)


def read_indicators(segments: list[Segment], common: bool, left_out: list[LeftOut]) -> list[IndicatorDraft]:
    """Return the rows of a table, continued rows joined and goals filled down.

    A row without values that stands above all others goes on with nothing and is left out.
    """
    drafts: list[IndicatorDraft] = []
    goal = Goal()
    for segment in segments:
        for row in segment.rows:
            place = find_attainment(row)
            if place is None:
                if drafts:
                    _continue_row(drafts[-1], row, segment.header)
                else:
                    left_out.append(LeftOut(row.line, ORPHAN))
                continue
            head = _read_head(row, place - 2, common)
            fresh = bool(head.goal_number) or not drafts
            if head.goal and not fresh and row.after_break:
                goal.name = strip_name(mend(goal.name, head.goal))
            elif head.goal_number or head.goal:
                goal, fresh = Goal(head.goal_number, head.goal), True
            draft = IndicatorDraft(
                goal,
                head.number,
                head.name,
                *(strip_name(row.plain(place + shift)) for shift in (-2, -1, 0)),
                explanation=[
                    text for column in row.filled() if column > place for text in row.paragraphs(column)
                ],
                line=row.line,
                common=common,
            )
            if head.goal and not fresh:
                draft.repairs.append(
                    Repair((row.line, row.line), "joined-page-break", "策略目標名稱被分頁切斷，已接回。")
                )
            if not draft.name:
                draft.repairs.append(Repair((row.line, row.line), "lost-name", "這一列沒有印出指標名稱。"))
            if drafts and row.after_break:
                _return_spill(drafts[-1], draft)
            drafts.append(draft)
    return drafts


def find_attainment(row: Row) -> int | None:
    """Return the column of the attainment, None for a row that only goes on with the row above.

    It is the last but one filled cell, or the last where the explanation is lost; behind a nested
    table whose cells leaked to the right it is the first percentage with a long text behind it.
    """
    filled = row.filled()
    for column in reversed(filled[-2:]):
        if _is_attainment(row, column):
            return column
    if len(row.cells) > WIDEST:
        for column in filled:
            if _is_attainment(row, column) and len(row.cells[column + 1].strip()) > LONG:
                return column
    return None


def _is_attainment(row: Row, column: int) -> bool:
    """Whether a cell is a percentage with target and actual left of it."""
    if column < 2 or not ATTAINMENT.fullmatch(row.plain(column)):
        return False
    return bool(row.cells[column - 1].strip() and row.cells[column - 2].strip())


@dataclass
class Head:
    goal_number: str
    goal: Traced
    number: Traced
    name: Traced


def _read_head(row: Row, end: int, common: bool) -> Head:
    """Return goal and indicator from the cells left of the target."""
    cells = [row.plain(column) for column in row.filled() if column < end]
    goal_number, number = "", Traced()
    before: list[Traced] = []  # texts left of the indicator's number
    after: list[Traced] = []
    for cell in cells:
        fused_goal = GOAL_FUSED.match(cell)
        fused = NUMBER_FUSED.match(cell)
        if GOAL_NUMBER.fullmatch(cell) and not goal_number and not before and not number:
            goal_number = cell.strip("、.． ")
        elif NUMBER.fullmatch(cell) and not number and not common:
            number = cell.cut(0, len(cell.rstrip("、.． ")))
        elif fused_goal and not goal_number and not before and not number:
            goal_number = fused_goal[1]
            before.append(cell.cut(fused_goal.end()))
        elif fused and not number and not common:
            number = cell.cut(*fused.span(1))
            after.append(cell.cut(fused.end()))
        else:
            (after if number else before).append(cell)
    if not number and len(before) > (1 if goal_number else 0):
        after.append(before.pop())
    return Head(goal_number, strip_name(join(before, " ")), number, strip_name(join(after, " ")))


def _continue_row(draft: IndicatorDraft, row: Row, header: tuple[str, ...]) -> None:
    """Join a row without values to the row above it."""
    for column in row.filled():
        paragraphs = row.paragraphs(column)
        if paragraphs:
            draft.mend_field(_field_of(row, column, header), paragraphs, row.line)


def _field_of(row: Row, column: int, header: tuple[str, ...]) -> str:
    """Return which field a cell of a continued row goes on with: what the header above it says."""
    found = "goal"
    for word in header[: column + 1]:
        found = next((name for key, name in HEADER_FIELDS if key in word), found) if word else found
    filled = row.filled()
    short = len(row.cells[column].strip()) <= 12
    if found in ("target", "actual", "attainment") and not short:
        return "explanation" if column == filled[-1] else "name"
    if len(filled) == 1 and (not header or len(row.cells) == 1):
        return "explanation"
    return found


def _return_spill(above: IndicatorDraft, draft: IndicatorDraft) -> None:
    """Give the head of a row's explanation back to the row above when that row's text stops short.

    After a page break the end of the old row's text may stand at the head of the new row's cell;
    it ends where the numbering restarts, else with its first sentence.
    """
    if not above.explanation or not draft.explanation or is_finished(above.explanation[-1]):
        return
    first = draft.explanation[0]
    if starts_item(first):
        return
    restart = re.search(r"(?:(?<=[。；])|(?<=[。；]\s))\s*(?=1\s?[.、](?!\d))", first)
    end = restart.start() if restart else first.find("。") + 1
    if end <= 0 or (end >= len(first) and len(draft.explanation) == 1):
        return
    head, rest = first.cut(0, end), first.cut(end).trim()
    above.explanation = mend_paragraphs(above.explanation, [head.trim()])
    draft.explanation = [rest, *draft.explanation[1:]] if rest else draft.explanation[1:]
    for owner in (above, draft):
        owner.repairs.append(
            Repair(
                (above.line, draft.line),
                "returned-spill",
                f"第 {draft.line} 行開頭的「{head[:20]}…」屬於第 {above.line} 行。",
            )
        )


def percent_of(text: str) -> float | None:
    """Return the number of a printed percentage, None where there is none."""
    match = re.search(r"[-－−—]?\s*\d+(?:\s*[.．]\s*\d+)?", text)
    if not match:
        return None
    digits = re.sub(r"\s", "", match.group()).replace("．", ".")
    return float(re.sub(r"^[－−—]", "-", digits))


def finish_indicator(draft: IndicatorDraft, department: str, page: Page) -> Indicator:
    """Return the draft as an indicator."""
    own = [draft.number, draft.name, draft.target, draft.actual, draft.attainment, *draft.explanation]
    lines: Lines = join(own).span() or (draft.line, draft.line)
    return Indicator(
        department,
        draft.goal.number,
        draft.goal.name,
        draft.number,
        draft.name,
        draft.target,
        draft.actual,
        draft.attainment,
        percent_of(draft.attainment),
        join(draft.explanation, "\n"),
        draft.common,
        (min(lines[0], draft.line), lines[1]),
        page,
        tuple(draft.repairs),
    )
