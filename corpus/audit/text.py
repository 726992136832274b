"""An audit as text for the terminal."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from corpus.audit.counting import COUNTED, COUNTS, Audit, DepartmentAudit

HEADER = (
    "機關",
    "策略目標",
    "指標",
    "達成",
    "80%以上",
    "未滿80%",
    "共同性",
    "未達成檢討",
    "施政計畫",
    "段落",
    "報告自述",
    "相符",
)
MOST_RANGES = 24
"""Runs of lines named on the terminal for one reason; the JSON names all."""


def render_audit(audit: Audit) -> str:
    """Return the audit in Traditional Chinese: a table, the share of characters, what is left out."""
    rows = [HEADER, *(_row(one) for one in audit.departments), _total(audit)]
    kept = audit.source_characters - audit.left_out_characters
    parts = [
        f"{audit.report} 施政績效成果報告：讀到的內容與報告自述對照",
        "\n".join(f"注意：{sentence}" for sentence in audit.lacking),
        _table(rows),
        "報告自述：策略目標／指標(A)／達成(B)／80%以上(C)／未滿80%(D)。",
        f"文字：原文 {audit.source_characters:,} 字（不計空白與標記），其中標題、表頭等整行略去 "
        f"{audit.left_out_characters:,} 字；其餘 {kept:,} 字有 {audit.share:.2%} 恰好在一個段落裡。",
        _left_out(audit),
        _contradictions(audit),
    ]
    return "\n\n".join(part for part in parts if part)


def _row(one: DepartmentAudit) -> tuple[str, ...]:
    declared = "／".join(str(one.declared[name]) for name in COUNTS) if one.declared else "（沒有一覽表）"
    agrees = {True: "是", False: "否", None: "－"}[one.agrees]
    return (one.name, *(str(getattr(one, name)) for name in COUNTED), declared, agrees)


def _total(audit: Audit) -> tuple[str, ...]:
    sums = [sum(getattr(one, name) for one in audit.departments) for name in COUNTED]
    declared = [one.declared for one in audit.departments if one.declared]
    total = "／".join(str(sum(one[name] for one in declared)) for name in COUNTS)
    agreeing = sum(one.agrees is True for one in audit.departments)
    return ("合計", *map(str, sums), total, f"{agreeing}/{len(audit.departments)}")


def _left_out(audit: Audit) -> str:
    lines: dict[str, list[int]] = defaultdict(list)
    for one in audit.left_out:
        lines[one.why].append(one.line)
    texts = [f"整行不在任何段落裡的有 {len(audit.left_out)} 行："]
    texts += [f"  {why}（{len(numbers)} 行）：{_ranges(numbers)}" for why, numbers in lines.items()]
    if audit.partly:
        number = sum(one.characters for one in audit.partly)
        texts.append(f"一部分不在段落裡的有 {len(audit.partly)} 行，共 {number:,} 字：")
        reasons: dict[str, list[int]] = defaultdict(list)
        for part in audit.partly:
            reasons[part.why].append(part.line)
        texts += [f"  {why}（{len(numbers)} 行）：{_ranges(numbers)}" for why, numbers in reasons.items()]
    return "\n".join(texts)


def _contradictions(audit: Audit) -> str:
    if not audit.contradictions:
        return ""
    texts = [f"報告裡彼此不一致的數字有 {len(audit.contradictions)} 處："]
    for one in audit.contradictions:
        places = "、".join(f"第 {line} 行" for line in one.lines)
        texts.append(f"  {one.what}：{'；'.join(one.values)}（{places}）")
    return "\n".join(texts)


def _ranges(numbers: list[int]) -> str:
    """Return line numbers with runs drawn together: 46-47、57."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:MOST_RANGES]]
    more = "…（全部行號見 audit --json）" if len(runs) > MOST_RANGES else ""
    return "、".join(texts) + more


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            _pad(cell, width, left=column in (0, len(row) - 2))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
