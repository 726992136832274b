"""Word what was reckoned from figures shown earlier: the operands with their sources, how, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from qa.answer import Answer, Route, ShownFigure, Status
from qa.conversation.collected import Collected
from qa.conversation.ledger import Ledger
from qa.conversation.shown import RECKONED, Shown

SIGNS = {"sum": " ＋ ", "difference": " － ", "share": " ÷ ", "ratio": " ÷ ", "per": " ÷ "}
EXTREMES = {
    "largest": ("最大", "較大", "the largest"),
    "smallest": ("最小", "較小", "the smallest"),
}
"""What a figure is called among several and of two, in Chinese, and in English."""
LARGE_ENOUGH = 1000
"""From here on a quotient is told without decimals."""
LARGE = ((1e8, "億"), (1e4, "萬"))
OTHERS = 12
"""Figures besides the largest that are told."""


@dataclass(frozen=True)
class Sum:
    """What is to be reckoned: the operation, its operands in order, and the words of the result.

    `over`: a part of the year that is shared out over, how many of it there are and its name.
    `rank`: of the largest or the smallest, which one it is.
    """

    operation: str
    operands: tuple[Shown, ...]
    result: float
    unit: str
    over: tuple[float, str] | None = None
    rank: int = 1


def word_sum(found: Sum, ledger: Ledger, language: str) -> Answer:
    """The answer: operands with their sources, how they were reckoned with, and what came out."""
    gather, english = Collected(), language == "en"

    def told(shown: Shown) -> str:
        marks = dict.fromkeys(map(gather.cite, shown.sources or (shown.citation,)))
        return f"{ledger.name(shown, found.operands)} {shown.text}{''.join(marks)}"

    result = show_value(found.result, found.unit)
    operands = found.operands
    if found.operation in EXTREMES:
        many, of_two, in_english = EXTREMES[found.operation]
        tied = (
            [s for s in operands if s.value == operands[0].value][:OTHERS]
            if found.rank == 1
            else operands[:1]
        )
        first = (", " if english else "、").join(map(told, tied))
        many = many if found.rank == 1 else f"第{'〇一二三四五六七八九十'[found.rank]}{many[1]}"
        if len(operands) == 2:
            gap = show_value(
                abs(operands[0].value - operands[1].value),
                "個百分點" if operands[0].kind == "percent" else operands[0].unit,
            )
        rest = (", " if english else "、").join(told(shown) for shown in operands[len(tied) :][:OTHERS])
        if english:
            text = f"Of these, {in_english} is {first}; the others: {rest}."
        elif len(operands) == 2 and found.rank == 1:
            text = f"{of_two}的是{first}；另一個是{rest}，相差 {gap}。"
        else:
            text = f"{many}的是{first}{'（並列）' if len(tied) > 1 else ''}；其餘：{rest}。"
    elif found.operation == "apart":
        one, other = (told(shown) for shown in operands)
        text = (
            f"{one} and {other} are of different units and cannot be held together."
            if english
            else f"{one}和{other}的單位不同，不能直接相加減或比大小。"
        )
    elif found.operation == "span" and found.over:
        text = f"{told(operands[0])} ÷ {found.over[0]:g} {found.over[1]} ＝ {result}／{found.over[1]}。"
    elif found.operation == "others":
        part, whole = operands
        text = f"（{told(whole)} － {told(part)}）÷ {whole.text} ＝ {result}。"
    elif found.operation == "change":
        one, other = operands
        text = f"（{told(other)} － {told(one)}）÷ {one.text} ＝ {result}。"
    elif found.operation == "mean":
        text = f"（{' ＋ '.join(map(told, operands))}）÷ {len(operands)} ＝ {result}。"
    else:
        text = f"{SIGNS[found.operation].join(told(shown) for shown in operands)} ＝ {result}。"
    if found.operation == "sum" and (whole := _find_whole(found, ledger)):
        text = f"{text[:-1]}，和報告所載的{told(whole)}相符。"
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer=RECKONED[english] + text,
        citations=tuple(gather.citations),
        figures=(ShownFigure(result, found.result, found.unit, 1),)
        if gather.citations and found.unit
        else (),
        understood="用前面答過的數字計算" if not english else "computed from figures of earlier answers",
        support=0.9,
    )


def _find_whole(found: Sum, ledger: Ledger) -> Shown | None:
    """The printed total that a sum agrees with, in what its operands were shown with."""
    turns = {shown.turn for shown in found.operands}
    pool = (s for turn in turns for s in ledger.everything[turn] if s.like(found.operands[0]))
    return next((s for s in pool if abs(s.value - found.result) < 1e-6 and s not in found.operands), None)


def show_value(value: float, unit: str) -> str:
    """A computed value: exact where three decimals tell it, else to one, or from a thousand on whole."""
    exact = abs(value - round(value, 3)) < 1e-9
    digits = 3 if exact else 0 if value >= LARGE_ENOUGH else 1
    number = f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    gap = "" if unit == "%" else " "
    return f"{'' if exact else '約 '}{number}{gap}{unit}{_in_words(value, unit)}".rstrip()


def _in_words(value: float, unit: str) -> str:
    """A large sum of money as the report prints them, in brackets; "" for others."""
    if unit != "元" or value < LARGE[1][0]:
        return ""
    for size, name in LARGE:
        if value >= size and float(f"{value / size:.3f}") * size == value:
            return f"（{value / size:,.10g} {name}元）"
    parts, rest = [], round(value)
    for size, name in LARGE:
        whole, rest = divmod(rest, int(size))
        parts += [f"{whole:,} {name}"] if whole else []
    parts += [f"{rest:,}"] if rest else []
    return f"（{' '.join(parts)} 元）"
