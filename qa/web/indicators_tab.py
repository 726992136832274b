"""The indicators: two charts, then every row, searchable, each opening to the printed text; CSV and Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from qa.web.charts import department_chart, missed_chart, read_target
from qa.web.desk import Assistant
from qa.web.downloads import csv_bytes, write_bytes, xlsx_bytes
from qa.web.markup import block, button, escape
from qa.web.parts import as_block, show_html
from qa.web.rows import MISSED, Band, Filter, Row, collect_rows, goals_of, sheet
from qa.web.sources import SourceBook, cite_passage
from qa.web.texts import Texts

PAGE_ROWS = 30


class IndicatorsTab:
    """Lays out the tab and wires its events; `delivery` is the page's hidden file component."""

    def __init__(self, assistant: Assistant, book: SourceBook, texts: Texts, delivery: gr.File) -> None:
        self.rows = collect_rows(assistant.passages)
        self.book = book
        self.texts = texts
        self.delivery = delivery
        self.parts: dict[str, Any] = {}

    def build(self) -> None:
        """Create the components inside the current gr.Blocks."""
        texts, p = self.texts, self.parts
        everything = (texts("indicators.all"), "")
        bands = [(texts(f"indicators.{band}"), str(band)) for band in (MISSED, *Band)]
        departments = list(dict.fromkeys(row.indicator.department for row in self.rows))
        show_html(f'<p class="intro">{escape(texts("indicators.intro"))}</p>')
        with gr.Row(elem_id="charts", equal_height=False):
            with gr.Column(min_width=300):
                show_html(department_chart(self.rows, texts), "chart")
            with gr.Column(min_width=300):
                show_html(missed_chart(self.rows, texts), "chart")
        with gr.Row(elem_id="row-filters", equal_height=True):
            p["search"] = gr.Textbox(
                label=texts("indicators.search"),
                placeholder=texts("indicators.search_placeholder"),
                elem_id="row-search",
                max_lines=1,
                max_length=100,
                scale=2,
                min_width=200,
            )
            p["department"] = gr.Dropdown(
                [everything, *departments],
                value="",
                label=texts("indicators.department"),
                elem_id="row-department",
            )
            p["goal"] = gr.Dropdown(
                [everything, *goals_of(self.rows)],
                value="",
                label=texts("indicators.goal"),
                elem_id="row-goal",
            )
            p["attainment"] = gr.Dropdown(
                [everything, *bands], value="", label=texts("indicators.attainment"), elem_id="row-attainment"
            )
        with gr.Row(elem_id="row-tools"):
            p["reset"] = gr.Button(texts("indicators.reset"), elem_classes="quiet", size="sm", scale=0)
            p["csv"] = gr.Button(texts("indicators.csv"), elem_id="row-csv", size="sm", scale=0)
            p["xlsx"] = gr.Button(texts("indicators.xlsx"), elem_id="row-xlsx", size="sm", scale=0)
        p["list"] = show_html(self._list(self.rows, 0), elem_id="row-list")
        with gr.Row(elem_id="row-pages"):
            p["previous"] = gr.Button(texts("indicators.previous"), size="sm", scale=0, interactive=False)
            p["next"] = gr.Button(
                texts("indicators.next"), size="sm", scale=0, interactive=self._more(self.rows, 0)
            )
        p["page"] = gr.State(0)
        p["applied"] = gr.State("")  # the words that the shown rows were searched for
        p["target"] = gr.Textbox("", visible="hidden", elem_id="row-target")
        p["go"] = gr.Button("", visible="hidden", elem_id="row-go")
        self._wire()

    def _wire(self) -> None:
        p = self.parts
        filters = [p["search"], p["department"], p["goal"], p["attainment"]]
        shown = [p["list"], p["page"], p["previous"], p["next"]]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
        # Gradio's `input` event misses what is pasted or composed, so `change` it is; it also fires when
        # a bar of a chart empties the box, and must then leave the rows alone.
        p["search"].change(
            self._searched,
            [p["applied"], *filters],
            [*shown, p["applied"]],
            trigger_mode="always_last",
            **quiet,
        )
        p["department"].input(self._goals, [p["department"]], [p["goal"]], **quiet).then(
            self._first, filters, shown, **quiet
        )
        p["goal"].input(self._first, filters, shown, **quiet)
        p["attainment"].input(self._first, filters, shown, **quiet)
        p["reset"].click(
            lambda: ("", "", gr.update(choices=self._goal_choices(""), value=""), ""), None, filters, **quiet
        ).then(self._first, filters, shown, **quiet)
        p["previous"].click(lambda *given: self._turn(-1, *given), [p["page"], *filters], shown, **quiet)
        p["next"].click(lambda *given: self._turn(1, *given), [p["page"], *filters], shown, **quiet)
        p["go"].click(self._lead, [p["target"]], [*filters, *shown, p["applied"]], **quiet)
        p["csv"].click(self._csv, filters, [self.delivery], show_progress="hidden", api_visibility="private")
        p["xlsx"].click(
            self._xlsx, filters, [self.delivery], show_progress="hidden", api_visibility="private"
        )

    def _first(self, *filters: str) -> tuple:
        return self._page(Filter(*filters).choose(self.rows), 0)

    def _searched(self, applied: str, *filters: str) -> tuple:
        if filters[0] == applied:
            return tuple(gr.skip() for _ in range(5))
        return *self._first(*filters), filters[0]

    def _turn(self, by: int, page: int, *filters: str) -> tuple:
        return self._page(Filter(*filters).choose(self.rows), page + by)

    def _page(self, rows: Sequence[Row], page: int, opened: int | None = None) -> tuple:
        page = min(max(page, 0), max(len(rows) - 1, 0) // PAGE_ROWS)
        buttons = gr.update(interactive=page > 0), gr.update(interactive=self._more(rows, page))
        return as_block(self._list(rows, page, opened)), page, *buttons

    def _lead(self, target: str) -> tuple:
        """Where a bar of a chart leads: to the rows of its department, or to one row, opened."""
        department, attainment, number = read_target(target)
        chosen = Filter("", department, "", attainment)
        rows = chosen.choose(self.rows)
        place = next((place for place, row in enumerate(rows) if row.number == number), 0)
        goal = gr.update(choices=self._goal_choices(department), value="")
        return "", department, goal, attainment, *self._page(rows, place // PAGE_ROWS, number), ""

    def _goals(self, department: str) -> dict[str, Any]:
        return gr.update(choices=self._goal_choices(department), value="")

    def _goal_choices(self, department: str) -> list[Any]:
        return [(self.texts("indicators.all"), ""), *goals_of(self.rows, department)]

    def _csv(self, *filters: str) -> Iterator[str | None]:
        yield None
        yield write_bytes(
            csv_bytes(*sheet(Filter(*filters).choose(self.rows), self.texts)), self._name, "csv"
        )

    def _xlsx(self, *filters: str) -> Iterator[str | None]:
        yield None
        data = xlsx_bytes(self._name, *sheet(Filter(*filters).choose(self.rows), self.texts))
        yield write_bytes(data, self._name, "xlsx")

    @property
    def _name(self) -> str:
        return self.texts("indicators.file")

    @staticmethod
    def _more(rows: Sequence[Row], page: int) -> bool:
        return len(rows) > (page + 1) * PAGE_ROWS

    def _list(self, rows: Sequence[Row], page: int, opened: int | None = None) -> str:
        """One page of rows as HTML, each a line that opens to its source."""
        texts = self.texts
        if not rows:
            return block(f'<p class="count" role="status">{escape(texts("indicators.none"))}</p>')
        first = page * PAGE_ROWS
        part = rows[first : first + PAGE_ROWS]
        key = "indicators.count" if len(part) == len(rows) else "indicators.count_of"
        count = texts(key, count=len(rows), first=first + 1, last=first + len(part))
        heads = "".join(
            f"<span>{escape(texts('row.' + column))}</span>"
            for column in ("department", "name", "target", "actual", "attainment")
        )
        return block(
            f'<p class="count" role="status">{escape(count)}</p><p class="line heads">{heads}</p>',
            *(self._line(row, row.number == opened) for row in part),
        )

    def _line(self, row: Row, opened: bool) -> str:
        one, texts = row.indicator, self.texts
        common = f'<span class="tag">{escape(texts("indicators.common_mark"))}</span>' if one.common else ""
        question = "why_question" if row.band in (Band.PARTIAL, Band.BELOW80) else "ask_question"
        asked = texts(f"indicators.{question}", department=one.department, name=one.name)
        return (
            f'<details class="row" id="row-{row.number}"{" open" if opened else ""}><summary class="line">'
            f'<span class="row-department">{escape(one.department)}</span>'
            f'<span class="row-name">{escape(one.name)}{common}</span>'
            f"<span>{escape(one.target)}</span><span>{escape(one.actual)}</span>"
            f'<span class="percent {row.band}">{escape(one.attainment or "—")}</span></summary>'
            f'<div class="source-body">{self.book.body(cite_passage(row.passage, 1), texts)}'
            f"{button('ask', asked, escape(texts('indicators.ask')), 'chip')}</div></details>"
        )
