"""Source cards: a cited place of the report as HTML, the quoted stretch marked.

A card is a <details> element, so it opens by keyboard and without a script.  A row of the indicator table
is shown as a table with the report's own columns; any other passage as running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.model import Indicator, Passage, Report, Shortfall
from corpus.reading.indicators import FIELDS
from qa.answer import Citation
from qa.web.markup import attribute, block, button, element, escape
from qa.web.texts import Texts
from qa.wording.clauses import clip

CELL = "｜"
"""Stands between the cells of a table row's passage."""
SHORTFALL = ("goal", "name", "difference", "text")
"""The columns of a review of what was missed, as `FIELDS` are those of an indicator."""
_BEGINNING = 24  # characters of a quotation that tell its source from others of the same place
_TITLE = 120  # characters of a quotation that a number shows when pointed at
_ONLY_NUMBER = re.compile(r"[\d一二三四五六七八九十壹貳參肆伍陸柒捌玖拾百]+[、.．]?")
Row = Indicator | Shortfall
Range = tuple[int, int]
"""First character and the one after the last."""


@dataclass(frozen=True)
class SourceBook:
    """Makes cards and citations; knows the report's title and the passage behind a citation."""

    title: str
    passages: dict[tuple[tuple[int, int], str], Passage]
    departments: tuple[str, ...] = ()  # as printed
    root: str = ""  # what stands before the paths of the report's pages
    others: Callable[[str], SourceBook | None] = field(default=lambda report: None, compare=False)
    """The book of another report of the library by its city and year."""

    @classmethod
    def of(
        cls,
        report: Report,
        passages: Iterable[Passage],
        root: str = "",
        others: Callable[[str], SourceBook | None] | None = None,
    ) -> SourceBook:
        known = {(passage.lines, passage.text): passage for passage in passages}
        title = f"{report.id.city}《{report.id.year} 年度施政績效成果報告》"
        names = tuple(department.name for department in report.departments)
        return cls(title, known, names, root, *([others] if others else []))

    def _of(self, citation: Citation) -> SourceBook:
        """The book of the report that a citation is of."""
        return (self.others(citation.report) if citation.report else None) or self

    def passage(self, citation: Citation) -> Passage | None:
        """The passage that a citation is of; None when its report has none such."""
        return self._of(citation).passages.get((citation.lines, citation.passage))

    def row(self, citation: Citation) -> Row | None:
        """The row of a table that a citation is of."""
        passage = self.passage(citation)
        return (passage.indicator or passage.shortfall) if passage else None

    def card(
        self, citation: Citation, card_id: str, texts: Texts, back: bool = True, quoted: bool = False
    ) -> str:
        """The card of a citation; `card_id` names it so that [n] can open it, `back` leads to that place.

        `quoted` says how the quotation begins, where other cards are of the same place.
        """
        place = " › ".join([texts.section(citation.section), *names_of(citation.path)])
        place += f"：「{_begin(citation, _BEGINNING)}」" if quoted else ""
        department = element("strong", escape(texts.department(citation.department)))
        more = button("back", card_id, escape(texts("source.back")), "quiet") if back else ""
        return block(
            f'<details class="source" id="source-{card_id}"><summary>',
            element("span", str(citation.n), "source-n"),
            element("span", escape(citation.report), "source-report") if citation.report else "",
            element("span", f"{department} › {escape(place)}", "source-place"),
            element("span", page_text(citation.page, citation.page_estimated, texts), "source-page"),
            f'</summary><div class="source-body">{self.body(citation, texts, more)}</div></details>',
        )

    def body(
        self, citation: Citation, texts: Texts, more: str = "", marks: Sequence[Range] | None = None
    ) -> str:
        """The cited passage with its page, its lines and the button that copies the citation.

        `marks` are the stretches of the passage to mark; without them it is the quotation.
        """
        if marks is None:
            start = citation.passage.find(citation.quote) if citation.quote.strip() else -1
            marks = [(start, start + len(citation.quote))] if start >= 0 else []
        row = self.row(citation)
        cells = marked_cells(citation.passage, marks)
        shown = _row_table(cells, row, texts) if row else _prose(cells)
        page = page_text(citation.page, citation.page_estimated, texts)
        return block(
            f'{shown}<div class="source-foot"><span>{page} · {lines_text(citation.lines, texts)}</span>',
            f"<span>{self._context(citation, texts)}{more}",
            button("copy", self.cite(citation, texts), escape(texts("source.copy")), "quiet"),
            "</span></div>",
        )

    def _context(self, citation: Citation, texts: Texts) -> str:
        """The link to the whole item and the page around it."""
        passage = self.passage(citation)
        if passage is None:
            return ""
        address = attribute(address_of(texts.at(self._of(citation).root), passage, citation.quote))
        return f'<a class="read" href="{address}">{escape(texts("reader.open"))}</a>'

    def cite(self, citation: Citation, texts: Texts) -> str:
        """The citation as people paste it: quotation, report, place, page and lines."""
        return texts(
            "source.citation", quote=citation.quote or citation.passage, place=self.place(citation, texts)
        )

    def place(self, citation: Citation, texts: Texts) -> str:
        """Where a citation is from: report, department, programme, page and lines."""
        return texts(
            "source.place",
            title=self._of(citation).title,
            department=citation.department,
            path=" › ".join(names_of(citation.path)) or citation.section,
            page=page_text(citation.page, citation.page_estimated, texts),
            lines=lines_text(citation.lines, texts),
        )


def _begin(citation: Citation, longest: int) -> str:
    """How a citation begins; no number in it is cut."""
    return clip(citation.quote or citation.passage, longest)


def marker(citation: Citation, card_id: str, texts: Texts) -> str:
    """The [n] inside an answer: a button that opens its card."""
    shown = _begin(citation, _TITLE)
    title = texts("source.open", n=citation.n, department=texts.department(citation.department), quote=shown)
    label = element("span", escape(texts("source.label", n="")), "hidden-text") + str(citation.n)
    return button("source", card_id, label, "cite", title)


def address_of(texts: Texts, passage: Passage, quote: str = "") -> str:
    """The address of a place of the report: the passage, and in it the stretch that is quoted."""
    start = passage.text.find(quote) if quote.strip() and quote != passage.text else -1
    marked = f"?s={start}&e={start + len(quote)}" if start >= 0 else ""
    return f"{texts.base}/report/at/{passage.id}{marked}#{passage.id}"


def names_of(path: Iterable[str]) -> list[str]:
    """The names on a passage's path; one of which the text kept only its number tells nothing."""
    return [name for name in path if name and not _ONLY_NUMBER.fullmatch(name.strip())]


def page_text(page: int, estimated: bool, texts: Texts) -> str:
    return texts("source.page_estimated" if estimated else "source.page", page=page)


def lines_text(lines: tuple[int, int], texts: Texts) -> str:
    first, last = lines
    return texts("source.line" if first == last else "source.lines", first=first, last=last)


def highlight(text: str, marks: Iterable[Range]) -> list[tuple[str, bool]]:
    """Cut `text` into stretches, each with whether it is marked; marks may overlap and come in any order."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [part for part in (*parts, (text[at:], False)) if part[0]]


def marked_cells(text: str, marks: Iterable[Range]) -> list[str]:
    """The cells of a passage as HTML; what is marked across cells is marked in each of them."""
    cells = [""]
    for stretch, marked in highlight(text, marks):
        for place, part in enumerate(stretch.split(CELL)):
            if place:
                cells.append("")
            if part:
                cells[-1] += f"<mark>{escape(part)}</mark>" if marked else escape(part)
    return cells


def _prose(cells: Sequence[str]) -> str:
    if len(cells) == 1:
        return f'<p class="passage">{cells[0]}</p>'
    return element("div", "".join(element("div", cell) for cell in cells if cell), "cells")


def cells_by_column(cells: Sequence[str], row: Row) -> dict[str, str] | None:
    """The cells of a row's passage by the report's columns; None where they do not fit.

    A passage leaves out cells that are empty in the report, and a goal that an earlier row of it printed.
    """
    columns = FIELDS if isinstance(row, Indicator) else SHORTFALL
    filled = [column for column in columns if getattr(row, column)]
    if len(cells) == len(filled) - 1 and filled[0] == "goal":
        cells = [escape(row.goal), *cells]
    return dict(zip(filled, cells, strict=True)) if len(cells) == len(filled) else None


def _row_table(cells: Sequence[str], row: Row, texts: Texts) -> str:
    """A row under the report's column names."""
    named = cells_by_column(cells, row)
    if named is None:
        return _prose(cells)
    rows = "".join(
        f'<tr><th scope="row">{escape(texts("row." + column))}</th><td>{cell}</td></tr>'
        for column, cell in named.items()
    )
    return f'<div class="scroll"><table class="row-table"><tbody>{rows}</tbody></table></div>'
