"""How an answer is laid out: computed rows as a table with bars, places as a list, a reason apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Indicator, Shortfall
from qa.answer import MARK, Answer, Citation, Route, Status, find_marks
from qa.brief.scope import split_review
from qa.web.markup import escape
from qa.web.rows import band_of
from qa.web.sources import Row, marker
from qa.web.texts import Texts
from qa.web.turns import COLLECTED

_COLUMNS = ("department", "name", "target", "actual", "attainment")
_NEXT_PLACE = re.compile(r"(?<=\])；")
_LISTED = re.compile(r"\s*(?:\d{1,3}\.\s|[-*]\s)")

Cited = Sequence[tuple[Citation, Row | None]]
"""The citations of an answer, each with the row of a table that it is of."""


def lay_out(answer: Answer, cited: Cited, cards: dict[int, str], texts: Texts) -> tuple[str, str]:
    """An answer's Markdown as it is to be shown, and the HTML of the rows under it, "" for none."""
    rows = [(citation, row) for citation, row in cited if isinstance(row, Indicator)]
    lines = answer.answer.split("\n")
    if answer.status is Status.CLARIFY:  # what can be chosen stands below, to be pressed
        return "\n".join(line for line in lines if not _LISTED.match(line)), ""
    tabled = sum(line.startswith("|") for line in lines)
    one_report = len({citation.report for citation, _ in rows}) == 1
    # A table of the answer's own is another one, unless it has the same rows (and a head of two lines).
    if answer.route is Route.TABLE and len(rows) > 1 and one_report and tabled in (0, len(rows) + 2):
        kept = [line for line in lines if not _LISTED.match(line) and not line.startswith("|")]
        text = "\n".join(kept) if any(line.strip() for line in kept) else answer.answer
        return text, _table(rows, cards, texts)
    reviews = {citation.n for citation, row in cited if isinstance(row, Shortfall)}
    if reviews and answer.route not in COLLECTED:
        return "\n".join(_lay_review(line, reviews, texts) for line in lines), ""
    return spread(answer), ""


def _lay_review(line: str, reviews: set[int], texts: Texts) -> str:
    """A line that cites nothing but reviews with the reason apart from its measures; any other as it is."""
    marks = set(find_marks(line))
    return "\n\n".join(_apart(line, texts)) if marks and marks <= reviews else line


def spread(answer: Answer) -> str:
    """An answer's Markdown, of a collection with the places of each department one below the other."""
    lines = answer.answer.split("\n")
    return "\n".join(map(_list_places, lines)) if answer.route in COLLECTED else answer.answer


def _list_places(line: str) -> str:
    """The places that stand in one line behind a department's name, as a list."""
    name, parted, places = line.partition("**：")
    return "\n- ".join([f"\n{name}**", *_NEXT_PLACE.split(places)]) + "\n" if parted else line


def _apart(told: str, texts: Texts) -> list[str]:
    """A review's reason and its measures, each under its name with its source; a reason alone without one."""
    marks = "".join(match[0] for match in MARK.finditer(told))
    reason, measure = split_review(MARK.sub("", told))
    if not reason:
        return [told]
    if not measure:  # nor its heading, where a quotation ends behind that
        return [reason + marks]
    named = (("reason", reason), ("measure", measure))
    return [f"**{texts('row.' + name)}**　{part}{marks}" for name, part in named]


def _table(rows: Sequence[tuple[Citation, Indicator]], cards: dict[int, str], texts: Texts) -> str:
    """Indicators as a table with bars, and the way to the page that sorts them."""
    heads = "".join(f'<th scope="col">{escape(texts("row." + name))}</th>' for name in _COLUMNS)
    lines = []
    for citation, row in rows:
        band = band_of(row.attainment_percent)
        width = min(max(row.attainment_percent or 0.0, 0.0), 100.0)
        bar = f'<span class="bar"><span class="part {band}" style="width:{width:.1f}%"></span></span>'
        cells = (
            escape(texts.department(row.department)),
            escape(row.name) + marker(citation, cards[citation.n], texts),
            escape(row.target),
            escape(row.actual),
            f'<span class="percent {band}">{escape(row.attainment or "—")}</span>{bar}',
        )
        # Gradio's sanitizer takes out data-label, so a column's name is text, seen where rows are cards.
        lines.append(
            "".join(
                f'<td><span class="column">{escape(texts("row." + name))}　</span>{cell}</td>'
                for name, cell in zip(_COLUMNS, cells, strict=True)
            )
        )
    lines_of = ".".join(str(citation.lines[0]) for citation, _ in rows)
    link = f'<a href="{texts.base}/indicators?lines={lines_of}">{escape(texts("answer.rows_page"))}</a>'
    table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{'</tr><tr>'.join(lines)}</tr></tbody></table>"
    return f'<div class="scroll computed">{table}</div><p>{link}</p>'
