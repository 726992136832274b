"""Number the places that an answer was computed from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Indicator, Passage, Section
from corpus.reading.shortfalls import match_reviews
from qa.answer import Citation, ShownFigure
from qa.tables.rows import Row

_MARK = re.compile(r"\[(\d+(?:,\d+)*)\]")

_REASON = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九]{1,2}[)）.、．]\s*)?(?:(?:遭遇問題|未達成原因|原因)[^：:]{0,8}[：:]\s*)?"
)

LEAST_REASON = 8
"""Characters of a sentence that can be a reason; shorter ones are labels."""
MOST_ROWS = 5
"""Up to so many rows are cited one by one; above, the departments' own tables are."""


class Places:
    """Where the passages of rows, of departments' tables and of reviews are found."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._rows: dict[Indicator, Passage] = {}
        self._summaries: dict[str, Passage] = {}
        self._shortfalls: list[Passage] = []
        self._assessments: list[Passage] = []
        for passage in passages:
            if passage.indicator is not None:
                self._rows[passage.indicator] = passage
            elif passage.shortfall is not None:
                self._shortfalls.append(passage)
            elif passage.section is Section.ASSESSMENT:
                self._assessments.append(passage)
            elif passage.section is Section.SUMMARY:
                self._summaries.setdefault(passage.department, passage)
        self._reviews: dict[Indicator | None, Passage] = {}
        for row, review in match_reviews(passages):
            self._reviews.setdefault(row.indicator, review)

    def find_row(self, row: Row) -> Passage | None:
        """The passage of a row, None when the row stands in none."""
        return self._rows.get(row.indicator)

    def find_summary(self, department: str) -> Passage | None:
        """The passage of a department's 達成一覽表, None when it has none."""
        return self._summaries.get(department)

    def find_shortfall(self, row: Row) -> Passage | None:
        """The review of a missed row: the entry of its department that is about it."""
        return self._reviews.get(row.indicator)

    def find_assessment(self, department: str, number: int) -> tuple[Passage, str] | None:
        """The sentence of a department's 績效總評 that says so many items were met, None when none does."""
        for passage in self._assessments:
            if passage.department == department:
                for sentence in passage.sentences:
                    text = passage.sentence_text(sentence)
                    if re.search(rf"(?<!\d){number}\s*項", text) and "達成" in text:
                        return passage, text
        return None

    def find_shortfalls(self, departments: Sequence[str]) -> list[Passage]:
        """All entries of the reviews of departments."""
        return [passage for passage in self._shortfalls if passage.department in departments]


class Citations:
    """The numbered citations of one answer, in the order in which they are first used."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._numbers: dict[str, int] = {}
        self._passages: list[tuple[Passage, str]] = []
        self.figures: list[ShownFigure] = []

    def mark_rows(self, rows: Sequence[Row]) -> str:
        """`[n]` for a handful of rows, else for the tables of their departments."""
        if 0 < len(rows) <= MOST_ROWS:
            return self.mark_each(rows)
        return self.mark_summaries(list(dict.fromkeys(row.department for row in rows)))

    def mark_each(self, rows: Sequence[Row]) -> str:
        """`[n, …]` for rows that stand in no summary table, however many they are."""
        found = [(self._places.find_row(row), row) for row in rows]
        return self._mark([(p, _quote_row(p, row)) for p, row in found if p is not None])

    def mark_summaries(self, departments: Sequence[str]) -> str:
        """`[n]` for the 達成一覽表 of departments."""
        found = [self._places.find_summary(department) for department in departments]
        return self._mark([(passage, passage.text) for passage in found if passage is not None])

    def mark_assessment(self, department: str, number: int) -> str:
        """`[n]` for the department's own statement that so many items were met, "" when it makes none."""
        found = self._places.find_assessment(department, number)
        return self._mark([found]) if found is not None else ""

    def mark_shortfalls(self, departments: Sequence[str]) -> str:
        """`[n, …]` for the reviews of departments: each entry of a few, else the first of each department."""
        found = self._places.find_shortfalls(departments)
        if len(found) > MOST_ROWS:
            first = {passage.department: passage for passage in reversed(found)}
            found = [passage for passage in found if first[passage.department] is passage]
        if not found:
            return self.mark_summaries(departments)
        return self._mark([(passage, passage.text) for passage in found])

    def mark_shortfall(self, row: Row) -> str:
        """`[n]` for the review of a missed row, "" when the report reviews it nowhere."""
        passage = self._places.find_shortfall(row)
        return self._mark([(passage, passage.text)]) if passage is not None else ""

    def find_reason(self, row: Row) -> tuple[str, Passage] | None:
        """What a missed row's review says of it, reasons first, and its passage; None where there is none."""
        passage = self._places.find_shortfall(row)
        if passage is None:
            return None
        for sentence in passage.sentences[1:]:
            start, end = sentence.start, sentence.end
            label = _REASON.match(passage.text, start, end)
            start = label.end() if label else start
            if end - start >= LEAST_REASON:
                return passage.text[start:].rstrip(), passage
        return None

    def mark_quote(self, passage: Passage, quote: str) -> str:
        """`[n]` for a stretch of a passage."""
        return self._mark([(passage, quote)])

    def shortfall_difference(self, row: Row) -> str:
        """The difference that the review of a missed row prints, "" when the report reviews it nowhere."""
        passage = self._places.find_shortfall(row)
        return passage.shortfall.difference if passage is not None and passage.shortfall is not None else ""

    def note(self, text: str, value: float, unit: str, mark: str) -> None:
        """Record a figure that the answer shows, standing in the first place of `mark`."""
        first = mark.strip("[]").split(",")[0]
        if first.isdigit():
            self.figures.append(ShownFigure(text, value, unit, int(first)))

    def settle(self, text: str) -> tuple[str, tuple[Citation, ...], tuple[ShownFigure, ...]]:
        """The text with its marks numbered as they appear, its citations, and its figures.

        Places that were looked up for a wording that was not used fall away.
        """
        text = _join_marks(text)
        order: dict[int, int] = {}
        for mark in _MARK.finditer(text):
            for number in map(int, mark[1].split(",")):
                order.setdefault(number, len(order) + 1)

        def renumber(mark: re.Match[str]) -> str:
            return f"[{','.join(str(n) for n in sorted({order[int(old)] for old in mark[1].split(',')}))}]"

        figures = tuple(
            ShownFigure(f.text, f.value, f.unit, order[f.n])
            for f in dict.fromkeys(self.figures)
            if f.n in order
        )
        kept = {new: self._passages[old - 1] for old, new in order.items()}
        return _MARK.sub(renumber, text), self._cite([kept[n] for n in sorted(kept)]), figures

    def _cite(self, passages: Sequence[tuple[Passage, str]]) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                n,
                passage.department,
                str(passage.section),
                passage.path,
                passage.page.number,
                passage.page.estimated,
                passage.lines,
                passage.text,
                quote,
            )
            for n, (passage, quote) in enumerate(passages, start=1)
        )

    def _mark(self, found: Sequence[tuple[Passage, str]]) -> str:
        numbers = []
        for passage, quote in found:
            if passage.id not in self._numbers:
                self._passages.append((passage, quote))
                self._numbers[passage.id] = len(self._passages)
            numbers.append(self._numbers[passage.id])
        return f"[{','.join(map(str, sorted(numbers)))}]" if numbers else ""


def _join_marks(text: str) -> str:
    """`[1][2]` as `[1,2]`."""
    return re.sub(r"(?<=\d)\]\[(?=\d)", ",", text)


def _quote_row(passage: Passage, row: Row) -> str:
    """The cells from the name to the attainment where they stand together, else the whole passage."""
    start = passage.text.find(row.indicator.name)
    end = passage.text.find(row.indicator.attainment, start + len(row.indicator.name))
    if start < 0 or end < 0:
        return passage.text
    return passage.text[start : end + len(row.indicator.attainment)]
