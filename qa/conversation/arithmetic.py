"""Reckon with figures shown earlier: sums, differences, shares, averages, the largest and the smallest.

The operands are printed figures of earlier answers, each with its source; the result says that it was
computed and shows how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corpus.figures import find_figures
from index.words import normalize
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.conversation.choosing import hints, strip
from qa.conversation.shown import RECKONED, Ledger, Shown, how_many, shared
from qa.understand.question import find_language
from qa.understand.words import ContentWord

ORDER = (
    "change", "share", "ratio", "days", "product", "per", "largest", "smallest", "difference", "sum"
)  # fmt: skip
"""Operations in the order in which their hints are looked for: the narrower ones first."""
_JOINTS = re.compile(r"加上|加|和|跟|與|及|比|減去|減|、|，|,|\band\b|\bplus\b|\bminus\b")
_FIRST_YEAR = 1911
_ITS = re.compile(r"它|那個|這個|其|前者|後者|\bit\b")
LOOKED_BACK = 5
"""Turns whose figures can be operands."""


@dataclass(frozen=True)
class Sum:
    """What is to be reckoned: the operation, its operands in order, and the words of the result."""

    operation: str
    operands: tuple[Shown, ...]
    result: float
    unit: str


def find_operation(text: str) -> str | None:
    """The operation that a message hints at; None for none."""
    return next((name for name in ORDER if hints(name, text)), None)


class Reckoner:
    """Finds operands in a ledger and words the result."""

    def __init__(self, ledger: Ledger, find_words: Callable[[str], Sequence[ContentWord]]) -> None:
        self._ledger = ledger
        self._find_words = find_words
        self._places = ledger.printed()[:LOOKED_BACK]
        last = ledger.past[-1]
        self._before = last.question if last.answer.answer.startswith(RECKONED) else ""

    def answer(self, text: str, operation: str) -> Answer | None:
        """The computed answer to a message; None where the figures shown do not fit it."""
        if not self._places:
            return None
        if self._before and not self._ledger.asks_kind(text) and how_many(text):
            text = f"{text}（{self._before}）"
        found = self._reckon(text, operation)
        return self._word(found, find_language(text)) if found else None

    def _reckon(self, text: str, operation: str) -> Sum | None:
        if operation in ("largest", "smallest") and not (hints("largest", text) and hints("smallest", text)):
            return self._extreme(text, operation)
        if operation == "days":
            return self._days()
        if operation == "product":
            return self._product()
        if operation == "per":
            return self._average(text)
        kind = "" if operation in ("share", "change", "ratio") else text  # % is the result's kind there
        operands = self._operands(text, operation, kind)
        if len(operands) < 2:
            return None
        if operation == "sum":
            total = sum(operand.value for operand in operands)
            return Sum("sum", tuple(operands), total, operands[0].unit)
        first, second = operands[0], operands[1]
        if operation in ("difference", "largest", "smallest"):
            operation = "difference"
            first, second = sorted((first, second), key=lambda s: -s.value)
            unit = "個百分點" if first.kind == "percent" else first.unit
            return Sum("difference", (first, second), first.value - second.value, unit)
        small, large = sorted((first, second), key=lambda s: s.value)
        if not small.value or not large.value:
            return None
        if operation == "ratio":
            return Sum("ratio", (large, small), large.value / small.value, "倍")
        if operation == "change":
            if first.turn == second.turn and first.start > second.start:
                first, second = second, first
            earlier, later = (first, second) if first.turn <= second.turn else (second, first)
            if hints("difference", earlier.clause) or "減少" in later.clause or "減少" in earlier.clause:
                return Sum("share", (small, large), small.value / large.value * 100, "%")
            return Sum("change", (large, small), (large.value - small.value) / large.value * 100, "%")
        return Sum("share", (small, large), small.value / large.value * 100, "%")

    def _operands(self, text: str, operation: str, kind: str) -> list[Shown]:
        """The figures that a message means: those it names, as many as it says, or the latest.

        `kind` says what kind of figures they are, where the message does.
        """
        named = self._named(text)
        if len(named) < 2 and self._before and self._ledger.asks_kind(text):
            named = self._named(f"{self._before}，{text}")
        if len(named) >= 2:
            return named
        stated = self._stated(text)
        if stated is not None and operation != "sum":
            latest = self._ledger.measures(self._places[0], kind)
            if latest:
                return [latest[0], stated]
        series = self._series(kind)
        extremes = hints("largest", text) and hints("smallest", text)
        if extremes and len(series) >= 2:
            ordered = sorted(series, key=lambda s: -s.value)
            return [ordered[0], ordered[-1]]
        wanted = how_many(text)
        if operation == "sum" and wanted is None:
            own = [s for s in series if s.turn == self._places[0]]
            return own if len(own) >= 2 else series[:2]
        return series[: wanted or 2]

    def _series(self, text: str) -> list[Shown]:
        """Figures that go together, the newest turn's first: those that answer each turn, of one unit."""
        latest = self._ledger.measures(self._places[0], text)
        if not latest:
            return []
        two = _JOINTS.search(self._ledger.past[self._places[0]].question)
        asked = self._ledger.past[self._places[0]].question
        own = [s for s in self._ledger.answering(self._places[0]) if s.like(latest[0]) and s not in latest]
        if len(latest) == 1 and (two or len(self._places) == 1):
            latest = [*latest, *(s for s in own if not two or shared(asked, s.clause) > 0)]
        found = list(latest)
        for place in self._places[1:]:
            more = [s for s in self._ledger.measures(place, text) if s.like(latest[0])]
            found += [s for s in more[:1] if s.value not in [known.value for known in found]]
        if len(found) < 2:
            found += own
        return found

    def _named(self, text: str) -> list[Shown]:
        """The figures whose subjects a message names one by one (居家加日照); 它 is the last."""
        found: list[Shown] = []
        for part in _JOINTS.split(_bare(normalize(text))):
            best, most = None, 0.34
            for age, place in enumerate(self._places):
                pool = [s for s in self._ledger.answering(place) if s.kind != "date"]
                fit = max((self._ledger.fits(s, text) for s in pool), default=0.0)
                for shown in pool:
                    score = max(self._names(part, shown.label), 0.9 * self._names(part, shown.lead))
                    score -= 0.02 * age
                    if self._ledger.fits(shown, text) == fit and score > most and shown not in found:
                        best, most = shown, score
            if best is None and _ITS.search(part):
                latest = [s for s in self._ledger.measures(self._places[0], text) if s not in found]
                best = latest[0] if latest else None
            if best is not None:
                found.append(best)
        return found if len(found) >= 2 and all(s.like(found[0]) for s in found) else []

    def _names(self, part: str, label: str) -> float:
        """How far a part of a message names what a label says: by its words, or by its characters."""
        words = [word.text for word in self._find_words(strip("generic", part))]
        flat = normalize(label).lower()
        return max(sum(word in flat for word in words) / len(words) if words else 0.0, _names(part, label))

    def _stated(self, text: str) -> Shown | None:
        """A figure that the message itself states (占 419 處的幾成), where an earlier answer has it."""
        for figure in find_figures(text):
            for place in self._places:
                for shown in self._ledger.turns[place]:
                    if shown.value == figure.value and figure.kind in ("number", "money"):
                        return shown
        return None

    def _extreme(self, text: str, operation: str) -> Sum | None:
        """The largest or the smallest of as many as the message says, or of the longest list shown."""
        wanted = how_many(text)
        pool = self._named(text) or self._series(text)
        for place in self._places[:3]:
            main = self._ledger.measures(place, text)
            own = [s for s in self._ledger.turns[place] if main and s.like(main[0])]
            if len(own) > max(2, len(pool)) and wanted is None:
                pool = own
        pool = pool[:wanted] if wanted else pool
        if len(pool) < 2:
            return None
        ordered = sorted(pool, key=lambda s: s.value, reverse=operation == "largest")
        return Sum(operation, tuple(ordered), ordered[0].value, ordered[0].unit)

    def _average(self, text: str) -> Sum | None:
        """An amount over a number of things: of the latest turns, or over the twelve months."""
        everything = [s for p in self._places[:3] for s in self._ledger.answering(p) if s.kind != "date"]
        if "月" in text or "month" in text:
            base = next((s for s in everything if s.kind != "percent"), None)
            return Sum("month", (base,), base.value / 12, base.unit) if base else None
        counts = [s for s in everything if s.kind == "number" and s.unit]
        amounts = [s for s in everything if s.kind == "money"]
        named = [s for s in counts if re.search(rf"[一每]{re.escape(s.unit[:1])}", text)]
        count = next(iter(named or counts), None)
        if count is None:
            return None
        same = [s for s in amounts if s.turn == count.turn and s.citation == count.citation]
        amount = next(iter(same or amounts), None)
        if amount is None or not count.value:
            return None
        return Sum("per", (amount, count), amount.value / count.value, f"{amount.unit}／{count.unit}")

    def _days(self) -> Sum | None:
        for place in self._places:
            dates = [s for s in self._ledger.turns[place] if s.kind == "date"]
            for first, second in pairwise(dates):
                span = _day_of(second, first) - _day_of(first, first)
                if span > 0:
                    return Sum("days", (first, second), span + 1, "天")
        return None

    def _product(self) -> Sum | None:
        pool = [s for place in self._places[:3] for s in self._ledger.answering(place) if s.kind != "date"]
        for total in pool:
            for one in pool:
                for other in pool:
                    if one is other or one.kind == other.kind or total in (one, other):
                        continue
                    if one.value > 1 and other.value > 1 and one.value * other.value == total.value:
                        return Sum("product", (one, other, total), total.value, total.unit)
        return None

    def _word(self, found: Sum, language: str) -> Answer:
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
            return f"{self._ledger.name(shown) + ' ' if name else ''}{shown.text}{mark}"

        result = _print(found.result, found.unit)
        signs = {"sum": " ＋ ", "difference": " － ", "share": " ÷ ", "ratio": " ÷ ", "per": " ÷ "}
        english = language == "en"
        if found.operation in ("largest", "smallest"):
            word = {"largest": ("最大", "the largest"), "smallest": ("最小", "the smallest")}[found.operation]
            first = told(found.operands[0])
            rest = "、".join(told(shown) for shown in found.operands[1:6])
            text = (
                f"Of these, {word[1]} is {first}; the others: {rest}"
                if english
                else f"{word[0]}的是{first}；其餘：{rest}。"
            )
        elif found.operation == "days":
            text = (
                f"{told(found.operands[0], False)}到{told(found.operands[1], False)}，頭尾都算共 {result}。"
            )
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
            figures=(ShownFigure(result, found.result, found.unit, 1),) if citations else (),
            understood="用前面答過的數字計算" if not english else "computed from figures of earlier answers",
            support=0.9,
        )


def _bare(text: str) -> str:
    """A message without the hints of operations that do not join things."""
    for kind in ("largest", "smallest", "difference", "share", "per", "ratio", "change"):
        text = strip(kind, text)
    return text


def _names(part: str, label: str) -> float:
    """How far a part of a message names what a label says: by pairs of characters of the shorter one."""
    part = re.sub(r"[幾多少個人件次錢元總共計的了啦呢嗎?？。\s]", "", part)
    label = normalize(label)
    if not part or not label:
        return 0.0
    if len(part) < 2:
        return 0.5 * (part in label)
    pairs = [part[place : place + 2] for place in range(len(part) - 1)]
    short = 0.5 * (len(part) == 2 and all(sign in label for sign in part))
    return max(sum(pair in label for pair in pairs) / len(pairs), short)


def _day_of(shown: Shown, first: Shown) -> int:
    year, rest = divmod(int(shown.value), 10000)
    year = year or int(first.value) // 10000 or 1
    month, day = divmod(rest, 100)
    year = year if year > _FIRST_YEAR else year + _FIRST_YEAR  # of the Republic
    try:
        return date(year, month, day or 1).toordinal()
    except ValueError:
        return 0


def _print(value: float, unit: str) -> str:
    """A computed value: whole where it is, money and large numbers rounded, others to a decimal or two."""
    digits = 0 if float(value).is_integer() or unit.startswith("元") else 2 if unit == "個百分點" else 1
    number = f"{value:,.{digits}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    gap = "" if unit == "%" else " "
    about = "" if abs(value - float(number.replace(",", ""))) < 1e-9 else "約 "
    return f"{about}{number}{gap}{unit}"
