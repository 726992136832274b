"""Numbers of a part: what each counts, and how it is compared with that."""

from __future__ import annotations

from dataclasses import replace

from qa.tables.lexicon import KINDS
from qa.tables.numbers import ITEMS, Number
from qa.tables.query import Range, exactly
from qa.tables.segment import Token
from qa.tables.slots import NEUTRAL, Slots

BELOW = Range(high=100, high_in=False)
COMPARING = {"over": "gt", "under": "lt", "exact": "eq", "missed": "lt"}
"""Words on what was achieved that compare with a number behind them: 超過目標五倍, 沒做到百分之百."""
ASKED = {"entity", "measure", "unitmark", "unitword", "negation", "quantifier", "except", "number", "field"}
"""Beside any of these 百分比 is no answer that is asked for, but what tells rows apart."""
RATES = ("attainment", "completion", "difference", "rate")
OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "lt"}


class Numbers(Slots):
    """Reads the numbers of a part into its slots, by the unit and the measure beside each."""

    def _read_numbers(self) -> None:
        numbers = [
            (at, token.number)
            for at, token in enumerate(self.tokens)
            if token.kind == "number" and token.number
        ]
        while numbers:
            self.at, number = at, _ = numbers.pop(0)
            if numbers and (other := self._join_range(at, number, *numbers[0])):
                last, _ = numbers.pop(0)
                self._place(at, other[0], self._bound(last, self._bound(at, other[1])), True)
            else:
                span, compared = self._compare(at, number)
                self._place(at, number, self._bound(at, span), compared)

    def _bound(self, at: int, span: Range) -> Range:
        """A range with the end that a number is, which a word behind it takes in or leaves out: 80%（含）."""
        last = self.behind(at, ("filler", "behind"))
        ahead = self.behind(self.tokens.index(last), ("filler", "compare")) if last is not None else None
        if last is None or last.kind != "bound" or (ahead is not None and ahead.kind == "number"):
            return span
        return _bounded(span, self.tokens[at].number.value, last.key == "included")

    def _join_range(self, first: int, low: Number, second: int, high: Number) -> tuple[Number, Range] | None:
        """Two numbers that are the ends of one range: 5% 到 10%, 介於 2 項和 6 項之間."""
        between = [one for one in self.tokens[first + 1 : second] if one.kind not in ("filler", "bound")]
        to = {token.text for token in self.tokens[first + 1 : second]} & {"到", "至", "~", "-", "to"}
        enclosed = self.has("range", "begin", "end")
        if not (to or enclosed) or any(one.kind not in ("range", "joint") for one in between):
            return None
        unit = high.unit or low.unit
        start = low.value * 10 if unit == "%" and not low.unit and low.written else low.value
        ends = sorted((start, high.value))
        return replace(low, value=start, unit=unit), Range(*ends)

    def _compare(self, at: int, number: Number) -> tuple[Range, bool]:
        """The values that a number with the words around it means, and whether it is compared at all."""
        value = number.value
        if number.decade:
            return Range(value, value + 10, True, False), True
        if number.least:
            return Range(low=value), True
        quiet = {"filler", "contains", "unitmark", "scope", "quantifier", "measure", "joint"}
        quiet |= {"status"} if number.unit in ITEMS else set()
        ahead = self.before(at, quiet)
        behind = self.behind(at, ("filler", "contains", "measure", "bound"))
        key = negated = ""
        if ahead is not None and ahead.kind == "compare":
            index = self.tokens.index(ahead)
            further = self.before(index, ("filler", "quantifier"))
            key, negated = ahead.key, further is not None and further.kind == "negation"
            if negated and (self.grouped or self.asks & {"department", "departments"}):
                self.quantifier, negated = "none", False  # 哪些局處沒有低於 80% 的指標
        elif ahead is not None and ahead is self.before(at, ("filler",)) and ahead.key in COMPARING:
            key = COMPARING[ahead.key]
        elif ahead is not None and ahead.kind == "negation" and ahead is self.before(at, quiet - {"status"}):
            return (BELOW if value == 100 else Range(high=value, high_in=False)), True
        if behind is not None and behind.kind in ("behind", "compare"):
            number_next = self.behind(self.tokens.index(behind), ("filler",))
            own = behind.kind == "compare" and number_next is not None and number_next.kind == "number"
            if not own and key in ("", "eq"):
                key = behind.key
        key = OPPOSITE.get(key, key) if negated else key
        return span_of(key or "eq", value), bool(key)

    def _place(self, at: int, number: Number, span: Range, compared: bool) -> None:
        """What a number counts, by its unit and the measure beside it."""
        behind = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        last = self.before(at, ("filler", "joint"))
        if last is not None and last.key == "eq":  # 含剛好 10%
            further = self.before(self.tokens.index(last), ("filler",))
            last = further if further is not None and further.kind == "bound" else last
        unit, value = number.unit, number.value
        measure, near = self._measure_of(at, number)
        valued = measure if measure in ("target", "actual") else "actual"
        counted = behind.key if behind is not None and behind.kind == "entity" else ""
        if measure == "difference" and value > 0 and unit in ("%", ""):
            span = mirror(span)
        self.explicit |= unit in ("項", "條", "題")
        if last is not None and last.kind == "bound":
            self.conditions = [
                replace(c, ranges=tuple(_bounded(r, value, last.key == "included") for r in c.ranges))
                for c in self.conditions
            ]
        elif self._is_ordinal(at, number):
            self.add("ordinal", span)
            self.goals = False
            self.anchored = self.explicit = True
        elif last is not None and last.kind == "rank" and (behind is None or behind.kind != "unknown"):
            single = last.key == "nth" or last.text.startswith("倒數第")
            ended = any(one.kind == "direction" for one in self.tokens[:at])  # 最近的一項跟第二近的一項
            first = self.ranks[0] if self.ranks else 1 if ended or not single else int(value)
            self.ranks = (min(first, int(value)), int(value))
        elif unit == "倍":
            self.add("ratio", span)
            self.anchored = True
        elif unit in KINDS or (counted == "department" and behind is not None and behind.text in KINDS):
            self.kinds.append(unit if unit in KINDS else behind.text)  # type: ignore[union-attr]
        elif last is not None and last.kind == "grade" and measure == "target":
            way = 1 if last.key in ("most", "highest") else -1
            self._add_value("gap", exactly(way * value), unit)  # 比目標多 1
        elif unit == "%":
            self._place_share(at, span, compared, measure)
        elif not unit and compared and self.united:
            self.add(valued, span)
        elif not unit and compared and (value == 100 or measure in RATES):
            self.add("difference" if measure == "difference" else "percent", span)  # 沒滿百
        elif (
            measure in ("target", "actual") and near and not counted and unit not in ("名", "項", "條", "題")
        ):
            self._add_value(measure, span, unit)
        elif not unit and self.has("literal") and not self.measures:
            self.add("percent", span)
        elif unit in (*ITEMS, "件", "名", "位"):
            self._place_count(span, compared, counted, value > 1 or not number.written)
        elif unit and (compared or measure or not number.written or value != 1):  # 寫一篇 counts nothing
            self._add_value(valued, span, unit)
        elif not unit:
            self.unknown.append(self.tokens[at].text)
            self.needed.append(self.tokens[at].text)

    def _add_value(self, of: str, span: Range, unit: str) -> None:
        self.add(of, span)
        if unit and unit not in ITEMS:
            self.add("unit", words=(unit,))

    def _place_share(self, at: int, span: Range, compared: bool, measure: str) -> None:
        """A percentage: of the departments, of all rows, of a group on the whole, or of what one row has."""
        if compared and self._is_of_departments(at) and not self._has_subject(at):
            self.portion = span  # 超過一半的局處
        elif compared and measure in ("rate", "missrate"):
            self.rated = (measure, span)
        elif self._is_share_of_rows(at):
            low = span.low or 0.0
            self.share = span if compared else Range(low - 0.5, low + 0.5)
        elif compared and measure == "target" and self._is_of_target(at):
            ends = (None if end is None else end / 100 for end in (span.low, span.high))
            self.add("ratio", Range(*ends, span.low_in, span.high_in))  # 沒到目標的一半
            self.anchored = True
        elif measure in ("target", "actual"):
            self._add_value(measure, span, "%")
        else:
            own = measure if measure in ("difference", "gap") else "percent"
            self.add(own, span, negated=self.is_excepted(at))

    def _is_of_target(self, at: int) -> bool:
        """Whether a share behind 目標 is one of the target: 不到目標的八成, but not 目標低於 50%."""
        last = self.before(at, ("filler",))
        if last is None or (last.kind, last.key) != ("measure", "target"):
            return False
        ahead = self.before(self.tokens.index(last), ("filler",))
        return ahead is not None and ahead.kind == "compare"

    def _place_count(self, span: Range, compared: bool, counted: str, told: bool) -> None:
        """A number of rows or departments: a bound, how many of an order are wanted, or taken for given."""
        self.grouped |= counted == "department"
        if compared and counted == "department":
            self.groups = span
        elif compared:
            self.count = span
        elif self.ends or self.sort:
            self.ranks = self.ranks or (1, int(span.low or 1))
        elif told or counted:
            self.stated.append(span.low)

    def _names_unit(self, at: int) -> bool:
        """Whether 單位 is a unit of measure: the target's, not a department."""
        last, behind = self.before(at, NEUTRAL | {"direction"}), self.behind(at)
        if behind is not None and behind.kind == "unitword":
            return True
        if last is None or last.kind != "measure" or last.key not in ("target", "actual"):
            return False
        further = self.before(self.tokens.index(last), ("filler",))
        return further is None or further.kind != "number"  # 2% 目標的單位 are departments

    def _read_unitword(self, at: int, token: Token) -> None:
        negated = self.is_excepted(at) or self.is_negated(at)
        for index, one in enumerate(self.conditions):
            if one.of == "unit" and not (one.negated or negated):
                self.conditions[index] = replace(one, words=tuple(dict.fromkeys((*one.words, token.key))))
                return
        self.add("unit", words=(token.key,), negated=negated)
        self.anchored = True

    def _is_share(self, at: int) -> bool:
        """Whether a percentage is what is asked for: 占全部的百分比是多少."""
        last = self.before(at, ("filler", "scope", "quantifier", "entity"))
        kinds = {one.kind for one in self.tokens} | {one.key for one in self.tokens if one.kind == "ask"}
        spoken = kinds & (ASKED | {"which", "item", "many"})
        if len(self.tokens[at].text) < 4 and not spoken:
            return True
        beside = (self.behind(at, ("filler",)), self.before(at, ("filler",)))
        asked = any(one is not None and (one.kind, one.key) == ("ask", "much") for one in beside)
        return asked or (last is not None and (last.kind, last.key) == ("aggregate", "share"))

    def _is_said(self, at: int) -> bool:
        """Whether a share is said of rows and tells none apart: 占六成, 未達標項數的六成, 九成三都達標嗎."""
        last = self.before(at, ("filler", "compare", "scope"))
        behind = self.behind(at, ("filler", "quantifier"))
        if last is not None and (last.kind, last.key) == ("measure", "count"):
            return True
        return behind is not None and behind.kind == "status"

    def _is_of_departments(self, at: int) -> bool:
        behind = self.behind(at, ("filler", "behind"))
        return behind is not None and (behind.kind, behind.key) == ("entity", "department")

    def _is_ordinal(self, at: int, number: Number) -> bool:
        """Whether a number tells which goal of a department is meant: 目標三, 第三個策略目標."""
        last, behind = self.tokens[at - 1] if at else None, self.behind(at)
        goals = (("entity", "goal"), ("measure", "target"))
        if last is not None and last.key == "nth":
            return behind is not None and (behind.kind, behind.key) in goals
        return number.written and not number.unit and last is not None and (last.kind, last.key) in goals

    def _measure_of(self, at: int, number: Number) -> tuple[str, bool]:
        """The measure that a number is of, and whether no other thing is named between the two."""
        own = [
            (place, token.key)
            for place, token in enumerate(self.tokens)
            if token.kind == "measure" and token.key not in ("unit", "set")
        ]
        ahead = [one for one in own if one[0] < at]
        sets = [place for place, token in enumerate(self.tokens[:at]) if token.key == "set"]
        if not ahead and sets and number.value != 1:  # 訂 54 校, but 寫一篇
            ahead = [(sets[-1], "target")]
        if not ahead:
            later = [key for place, key in own if place > at and key not in ("target", "actual")]
            return (later[0] if later else "", False)
        place, key = ahead[-1]
        apart = any(one.kind in ("entity", "literal", "place") for one in self.tokens[place:at])
        if key == "reached":  # 做到 80% is the attainment, 做到 80 次 the actual value
            key = "" if number.unit == "%" else "actual"
        return key, not apart

    def _is_share_of_rows(self, at: int) -> bool:
        number = self.tokens[at].number
        named = any(one.kind == "literal" for one in self.tokens[:at])  # 賸餘比率沒達到 2%
        return number is not None and number.value != 100 and self._is_said(at) and not named

    def _has_subject(self, at: int) -> bool:
        """Whether what stands before a number is what it measures: 賸餘沒達到 2% 的局處."""
        return any(one.kind in ("literal", "measure") for one in self.tokens[:at])


def span_of(key: str, value: float) -> Range:
    return {
        "lt": Range(high=value, high_in=False),
        "le": Range(high=value),
        "gt": Range(low=value, low_in=False),
        "ge": Range(low=value),
        "eq": exactly(value),
    }[key]


def mirror(span: Range) -> Range:
    """A span of sizes as one of negative numbers: a review prints by how much a target was missed."""
    return Range(
        None if span.high is None else -span.high,
        None if span.low is None else -span.low,
        span.high_in,
        span.low_in,
    )


def _bounded(one: Range, value: float, included: bool) -> Range:
    if one.low == value:
        one = replace(one, low_in=included)
    return replace(one, high_in=included) if one.high == value else one
