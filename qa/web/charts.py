"""Two charts as HTML: attainment by department, and the indicators that missed their target.

A bar is a button, so it can be reached by keyboard and read aloud; what it shows by colour and length it
also says in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa.web.markup import block, button, escape
from qa.web.rows import MISSED, Band, Row, missed_rows
from qa.web.texts import Texts


def target_of(department: str = "", attainment: str = "", row: Row | None = None) -> str:
    """The value of a button that leads to rows; `read_target` takes it apart again."""
    return "|".join((department, attainment, "" if row is None else str(row.number)))


def read_target(value: str) -> tuple[str, str, int | None]:
    """Department, attainment and row number of a button's value; what cannot be read is empty."""
    department, attainment, number = [*value.split("|"), "", "", ""][:3]
    return department, attainment, int(number) if number.isascii() and number.isdigit() else None


def department_chart(rows: Sequence[Row], texts: Texts) -> str:
    """A bar for each department, as long as it has key indicators; those with misses come first."""
    counts: dict[str, Counter[Band]] = {}
    for row in rows:
        if not row.indicator.common:
            counts.setdefault(row.indicator.department, Counter())[row.band] += 1
    longest = max((count.total() for count in counts.values()), default=1)
    # A stable sort: departments without a miss keep the report's order.
    ordered = sorted(counts, key=lambda name: -_missed(counts[name]))
    bars = "".join(_department_bar(name, counts[name], longest, texts) for name in ordered)
    return block(f"<h3>{escape(texts('indicators.chart_departments'))}</h3>{_legend(counts, texts)}", bars)


def missed_chart(rows: Sequence[Row], texts: Texts) -> str:
    """A bar for each key or common indicator below its target, as long as its attainment."""
    missed = missed_rows(rows)
    title = f"<h3>{escape(texts('indicators.chart_missed'))}</h3>"
    if not missed:
        return block(title, f"<p>{escape(texts('indicators.chart_missed_none'))}</p>")
    return block(title, *(_missed_bar(row) for row in missed))


def _department_bar(name: str, count: Counter[Band], longest: int, texts: Texts) -> str:
    parts = "".join(
        f'<span class="part {band}" style="width:{100 * count[band] / longest:.2f}%"></span>'
        for band in Band
        if count[band]
    )
    said = texts(
        "indicators.chart_label",
        department=name,
        full=count[Band.FULL],
        partial=count[Band.PARTIAL],
        below80=count[Band.BELOW80],
    )
    label = (
        f'<span class="bar-name">{escape(name)}</span><span class="bar">{parts}</span>'
        f'<span class="bar-value">{count[Band.FULL]}/{count.total()}</span>'
    )
    attainment = MISSED if _missed(count) else ""
    return button("rows", target_of(name, attainment), label, "bar-row", said)


def _missed_bar(row: Row) -> str:
    one = row.indicator
    width = min(max(one.attainment_percent or 0.0, 0.0), 100.0)
    label = (
        f'<span class="bar-name"><span>{escape(one.department)}</span> {escape(one.name)}</span>'
        f'<span class="bar track"><span class="part {row.band}" style="width:{width:.2f}%"></span></span>'
        f'<span class="bar-value">{escape(one.attainment)}</span>'
    )
    return button("rows", target_of(one.department, MISSED, row), label, "bar-row wide")


def _legend(counts: dict[str, Counter[Band]], texts: Texts) -> str:
    shown = [band for band in Band if any(count[band] for count in counts.values())]
    keys = "".join(
        f'<span><span class="part {band}"></span>{escape(texts(f"indicators.legend_{band}"))}</span>'
        for band in shown
    )
    return f'<p class="legend">{keys}</p>'


def _missed(count: Counter[Band]) -> int:
    return count[Band.PARTIAL] + count[Band.BELOW80]
