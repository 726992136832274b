"""Whether a report is all there: what its contents list, its tables promise and its chapters hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.errors import ReportError
from corpus.model import Department, Report


def refuse_hollow(report: Report) -> Report:
    """Return the report; raise ReportError where it has no text, or no table with its columns."""
    departments = report.departments
    if not any(_has_text(department) for department in departments):
        raise ReportError("檔案裡只有封面、目錄或標題，沒有報告的內文；請確認檔案是否完整。")
    if not any(department.indicators for department in departments):
        raise ReportError(
            "讀得到文字，但讀不出任何表格的欄位；轉成純文字時表格的定位字元（Tab）不見了，"
            "請改用 PDF、Word 或 ODT 原檔。"
        )
    return report


def find_lacking(departments: Sequence[Department], contents: Iterable[str]) -> tuple[str, ...]:
    """Return what is missing, a sentence each; `contents` are the departments that the contents list."""
    names = [department.name for department in departments]
    squeezed = {"".join(name.split()) for name in names}
    missing = [name for name in contents if name not in squeezed]
    twice = [name for name, times in Counter(names).items() if times > 1]
    bare = [one.name for one in departments if not (one.indicators and one.programmes)]
    cut = [
        one.name
        for one in departments
        if one.summary and one.name not in bare and one.summary.indicators > _count_key(one)
    ]
    return tuple(
        sentence.format("、".join(which))
        for sentence, which in (
            ("目錄列了{}，但檔案裡沒有這些局處的內容。", missing),
            ("{}在檔案裡出現不只一次。", twice),
            ("{}讀不到完整的指標表或施政成果表。", bare),
            ("{}的指標比報告自己統計的少，檔案可能在中間斷了。", cut),
        )
        if which
    )


def _has_text(department: Department) -> bool:
    return bool(department.preface or department.indicators or department.programmes or department.assessment)


def _count_key(department: Department) -> int:
    return sum(not indicator.common for indicator in department.indicators)
