"""Other reports made from one: another year or city, other figures, rows that are renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.reading.parse import parse_report
from tests.qa.changed import change_figures

_YEAR = re.compile(r"(?<![\d.,])(1\d\d)(?=\s*(?:學?年|[./]\s*\d|\)\s*年))")


def derive_report(
    text: str,
    *,
    year: int | None = None,
    city: str | None = None,
    offices: Mapping[str, str] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> str:
    """The text of another report of the same form.

    year: all years are moved along with the report's.  city: 新海市政府, which takes the place of the own
    city's name.  offices: departments' names in the other city.  renamed: indicators' names, old to new.
    """
    report = parse_report(text)
    lines = text.split("\n")
    for department in report.departments:
        for row in department.indicators:
            first, last = row.lines
            if row.name in (renamed or {}):
                lines[first - 1 : last] = [
                    line.replace(row.name, renamed[row.name]) for line in lines[first - 1 : last]
                ]
    text = change_figures("\n".join(lines))
    if year is not None:
        text = _YEAR.sub(lambda match: str(int(match[1]) + year - report.id.year), text)
    if city is not None:
        text = text.replace(report.id.city[:2], city[:2])
    for old, new in (offices or {}).items():
        text = text.replace(old, new)
    return text
