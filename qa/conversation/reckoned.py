"""Word what was reckoned from figures shown earlier: the operands with their sources, how, and the result."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.conversation.shown import RECKONED, Ledger, Shown


@dataclass(frozen=True)
class Sum:
    """What is to be reckoned: the operation, its operands in order, and the words of the result."""

    operation: str
    operands: tuple[Shown, ...]
    result: float
    unit: str


def word_sum(found: Sum, ledger: Ledger, language: str) -> Answer:
    """The answer: operands with their sources, how they were reckoned with, and what came out."""
    numbers: dict[tuple, int] = {}
    citations: list[Citation] = []

    def told(shown: Shown, name: bool = True) -> str:
        mark = ""
        if shown.citation is not None:
            key = (shown.citation.department, shown.citation.lines, shown.citation.passage)
            if key not in numbers:
                numbers[key] = len(citations) + 1
                citations.append(Citation(**{**shown.citation.__dict__, "n": numbers[key]}))
            mark = f"[{numbers[key]}]"
        return f"{ledger.name(shown) + ' ' if name else ''}{shown.text}{mark}"

    result = _print(found.result, found.unit)
    signs = {"sum": " ＋ ", "difference": " － ", "share": " ÷ ", "ratio": " ÷ ", "per": " ÷ "}
    english = language == "en"
    if found.operation in ("largest", "smallest"):
        word = {"largest": ("最大", "the largest"), "smallest": ("最小", "the smallest")}[found.operation]
        first = told(found.operands[0])
        if len(found.operands) == 2 and not english:
            one, other = found.operands
            gap = _print(abs(one.value - other.value), "個百分點" if one.kind == "percent" else one.unit)
            word = ("較大", "") if found.operation == "largest" else ("較小", "")
            first = f"{first}；另一個是{told(other)}，相差 {gap}。"
        rest = "、".join(told(shown) for shown in found.operands[1:6])
        text = (
            f"Of these, {word[1]} is {first}; the others: {rest}"
            if english
            else f"{word[0]}的是{first}" + ("" if len(found.operands) == 2 else f"；其餘：{rest}。")
        )
    elif found.operation == "apart":
        one, other = found.operands
        text = (
            f"{told(one)} and {told(other)} are of different units and cannot be held together."
            if english
            else f"{told(one)}和{told(other)}的單位不同，不能直接相加減或比大小。"
        )
    elif found.operation == "days":
        text = f"{told(found.operands[0], False)}到{told(found.operands[1], False)}，頭尾都算共 {result}。"
    elif found.operation == "product":
        one, other, total = found.operands
        text = f"對得起來：{told(one)} × {told(other)} ＝ {result}，與報告所載{told(total)}相符。"
    elif found.operation == "month":
        text = f"{told(found.operands[0])} ÷ 12 個月，平均每月 {result}。"
    elif found.operation == "change":
        one, other = found.operands
        text = f"（{told(one)} － {told(other)}）÷ {one.text} ＝ {result}。"
    else:
        text = f"{signs[found.operation].join(told(shown) for shown in found.operands)} ＝ {result}。"
    head = RECKONED[1] if english else RECKONED[0]
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer=head + text,
        citations=tuple(citations),
        figures=(ShownFigure(result, found.result, found.unit, 1),) if citations and found.unit else (),
        understood="用前面答過的數字計算" if not english else "computed from figures of earlier answers",
        support=0.9,
    )


def _print(value: float, unit: str) -> str:
    """A computed value: whole where it is, money and large numbers rounded, others to a decimal or two."""
    digits = 0 if float(value).is_integer() or unit.startswith("元") else 2 if unit == "個百分點" else 1
    number = f"{value:,.{digits}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    gap = "" if unit == "%" else " "
    about = "" if abs(value - float(number.replace(",", ""))) < 1e-9 else "約 "
    return f"{about}{number}{gap}{unit}"
