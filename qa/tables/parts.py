"""What one part of a question says: its words fill slots, in whatever order they stand.

A part is what stands between two stops.  A word belongs to what stands nearest: a negation to the condition
behind it, a number to the measure beside it, an exception to what it encloses.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from qa.tables.numbers import ITEMS, Number
from qa.tables.query import Condition, Entity, Range, exactly
from qa.tables.segment import Token

FULL, BELOW = Range(low=100), Range(high=100, high_in=False)
ABOVE, UNDER = Range(low=0, low_in=False), Range(high=0, high_in=False)
NEUTRAL = frozenset({"filler", "pointing", "scope", "ask", "contains", "bound", "within"})
"""Words that may stand between two that belong together."""
ENTITIES = {
    "indicator": Entity.INDICATOR,
    "common": Entity.COMMON,
    "review": Entity.REVIEW,
    "programme": Entity.PROGRAMME,
}
STATUS = {
    "missed": Condition("level", (BELOW,)),
    "full": Condition("level", (FULL,)),
    "clean": Condition("percent", (FULL,)),
    "over": Condition("gap", (ABOVE,)),
    "exact": Condition("gap", (exactly(0),)),
    "under": Condition("gap", (UNDER,)),
    "percent": Condition("unit", (), ("%",)),
    "oneoff": Condition("target", (exactly(1),)),
    "zero": Condition("level", (exactly(0),)),
    "near": Condition("level", (Range(90, 100, True, False),)),
    "up": Condition("change", (ABOVE,)),
    "down": Condition("change", (UNDER,)),
    "same": Condition("change", (exactly(0),)),
}
COMPARING = {"over": "gt", "under": "lt", "exact": "eq", "missed": "lt"}
"""Words on what was achieved that compare with a number behind them: 超過目標五倍, 沒做到百分之百."""
OPPOSITE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
FIELDS = {
    "name": "name",
    "goal": "goal",
    "explanation": "explanation",
    "reason": "reason",
    "measure": "reason",
}
NAMED_MEASURES = frozenset(
    {"attainment", "completion", "difference", "rate", "missrate", "ratio", "gap", "change"}
)
"""Measures that only this report's tables have; 目標 and 實際 are spoken of elsewhere too."""


@dataclass
class Part:
    """The slots of one part."""

    tokens: list[Token]
    entity: Entity | None = None
    second: Entity | None = None  # another kind of rows that the same is said of
    goals: bool = False
    conditions: list[Condition] = field(default_factory=list)
    count: Range | None = None  # how many rows a group has
    groups: Range | None = None  # how many groups there are said to be
    portion: Range | None = None  # and what per cent of all departments
    share: Range | None = None  # of all rows, that the conditions are said to hold for
    rated: tuple[str, Range] | None = None  # what a group reaches on the whole: rate, missrate or mean
    quantifier: str = ""  # none | all | not
    places: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)  # numbers of rows or groups that it takes for given
    ends: list[str] = field(default_factory=list)  # most, least, highest, lowest
    sort: str = ""
    ranks: tuple[int, int] | None = None
    reverse: bool = False
    measures: list[str] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    city: bool = False
    within: bool = False  # what follows is counted out of what stands before: 其中
    grouped: bool = False  # speaks of departments as such
    anchored: bool = False  # speaks of what only the tables have
    explicit: bool = False  # says that rows or departments are what is asked for
    unknown: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)  # of these what an end or a comparison needs

    def __post_init__(self) -> None:
        self.kinds = [token.key for token in self.tokens if token.kind == "kind"]
        self._read_places()
        for at, token in enumerate(self.tokens):
            if reader := getattr(self, f"_read_{token.kind}", None):
                reader(at, token)
        self._read_numbers()
        self._read_texts()

    def has(self, kind: str, *keys: str) -> bool:
        return any(token.kind == kind and (not keys or token.key in keys) for token in self.tokens)

    def before(self, at: int, skip: Collection[str] = NEUTRAL) -> Token | None:
        return next((token for token in reversed(self.tokens[:at]) if token.kind not in skip), None)

    def behind(self, at: int, skip: Collection[str] = NEUTRAL) -> Token | None:
        return next((token for token in self.tokens[at + 1 :] if token.kind not in skip), None)

    def is_negated(self, at: int) -> bool:
        """Whether a negation stands right before a word, with nothing but adverbs between."""
        last = self.before(at, NEUTRAL | {"quantifier", "unitmark", "joint"})
        return last is not None and last.kind == "negation"

    def is_excepted(self, at: int) -> bool:
        """Whether a word stands in an exception: 除了 A 和 B 以外, A 不算."""
        opened = False
        for token in self.tokens[:at]:
            if token.kind == "except":
                opened = token.key == "open"
            elif opened and token.kind in ("ask", "entity", "status"):
                opened = False
        behind = self.behind(at, NEUTRAL | {"place", "joint"})
        return opened or (behind is not None and (behind.kind, behind.key) == ("except", "close"))

    def add(self, of: str, *ranges: Range, words: tuple[str, ...] = (), negated: bool = False) -> None:
        """A condition; ranges of one measure both hold, or either where both cannot."""
        for at, one in enumerate(self.conditions):
            if one.of == of and one.ranges and ranges and not (one.negated or negated):
                both = [c for mine in one.ranges for its in ranges if (c := mine.meets(its)) is not None]
                self.conditions[at] = Condition(of, tuple(both) or (*one.ranges, *ranges))
                return
        if (condition := Condition(of, ranges, words, negated)) not in self.conditions:
            self.conditions.append(condition)

    # what each kind of word says

    def _read_places(self) -> None:
        for at, token in enumerate(self.tokens):
            if token.kind == "place":
                (self.excluded if self.is_excepted(at) else self.places).append(token.key)

    def _read_entity(self, at: int, token: Token) -> None:
        own = ENTITIES.get(token.key)
        if token.text in ("單位", "units") and self._names_unit(at):
            self.measures.append("unit")
        elif token.key == "department":
            self.grouped = True
        elif token.key == "goal":
            self.goals = True
        elif token.key == "common" and self.is_excepted(at):
            self.entity = Entity.INDICATOR
        elif self.entity is None or own in (Entity.COMMON, Entity.REVIEW):
            self.second = self.entity if self.entity not in (own, None) and self.has("joint", "or") else None
            self.entity = own
        elif own is not self.entity:
            self.second = own
        self.anchored |= token.key != "department"
        self.explicit |= token.key not in ("department", "programme")

    def _names_unit(self, at: int) -> bool:
        """Whether 單位 is a unit of measure: the target's, not a department."""
        last, behind = self.before(at, NEUTRAL | {"direction"}), self.behind(at)
        if behind is not None and behind.kind == "unitword":
            return True
        if last is None or last.kind != "measure" or last.key not in ("target", "actual"):
            return False
        further = self.before(self.tokens.index(last), ("filler",))
        return further is None or further.kind != "number"  # 2% 目標的單位 are departments

    def _read_both(self, at: int, token: Token) -> None:
        self.entity, self.anchored, self.explicit = Entity.BOTH, True, True

    def _read_field(self, at: int, token: Token) -> None:
        self.anchored |= "指標" in token.text
        self.explicit |= "指標" in token.text
        if token.key in ("reason", "measure"):
            self.asks.add("reason")

    def _read_measure(self, at: int, token: Token) -> None:
        self.measures.append("actual" if token.key == "reached" else token.key)
        self.anchored |= token.key in NAMED_MEASURES or (
            token.key in ("target", "actual") and len(token.text) > 2
        )
        if token.key == "missrate":
            self.add("level", BELOW)

    def _read_grade(self, at: int, token: Token) -> None:
        """高, 低, 多, 少 behind a rank or between two that are compared."""
        last = self.before(at)
        if (last is not None and last.kind == "number") or self.behind(at, NEUTRAL - {"ask"}) is None:
            self.ends.append(token.key)

    def _read_direction(self, at: int, token: Token) -> None:
        self.ends.append(token.key)

    def _read_order(self, at: int, token: Token) -> None:
        self.sort = self.sort if token.key == "any" and self.sort else token.key

    def _read_rank(self, at: int, token: Token) -> None:
        self.reverse |= token.key in ("reverse", "last")

    def _read_ask(self, at: int, token: Token) -> None:
        whose = token.key == "whose" and self.behind(at, ("filler", "measure")) is not None
        self.asks.add("department" if whose else token.key)
        self.asks |= {"reason"} if token.key == "why" else set()
        self.anchored |= any(word in token.text for word in ("指標", "目標", "kpi", "indicator"))
        rows = any(word in token.text for word in ("項", "條", "指標", "目標"))
        self.explicit |= rows or token.key in ("department", "departments", "each", "goal", "eachgoal")

    def _read_aggregate(self, at: int, token: Token) -> None:
        self.asks.add(token.key)

    def _read_quantifier(self, at: int, token: Token) -> None:
        behind = self.behind(at, ("filler", "scope", "quantifier"))
        holds = behind is not None and (behind.kind in ("status", "negation", "compare") or behind.key == "%")
        if token.key == "none" or (token.key == "all" and holds):
            self.quantifier = self.quantifier or token.key
        elif token.key == "every":
            self.quantifier = self.quantifier or "all"
        elif token.key == "any":
            self.asks.add("any")

    def _read_scope(self, at: int, token: Token) -> None:
        self.city |= token.key == "city"
        self.within |= token.key == "within"

    def _read_unknown(self, at: int, token: Token) -> None:
        if sum(map(str.isalnum, token.text)) > (1 if not token.text.isascii() else 0):
            self.unknown.append(token.text)
            behind = self.behind(at, ("filler",))
            if behind is not None and behind.kind in ("direction", "compare", "order"):
                self.needed.append(token.text)

    def _read_compare(self, at: int, token: Token) -> None:
        """A comparison of what was done with the target; with a number it belongs to that."""
        quiet = NEUTRAL | {"measure", "quantifier", "compare", "unitmark", "joint", "aggregate"}
        beside = [one for one in (self.before(at, quiet), self.behind(at, quiet)) if one is not None]
        behind = self.behind(at)
        target = behind is not None and (behind.kind, behind.key) == ("measure", "target")
        if any(one.kind in ("number", "status", "negation") for one in beside[-1:] if not target):
            return
        if token.key == "eq" and not target:
            if token.text in ("剛好", "正好", "恰好", "剛剛好") and not (beside or self.has("number")):
                self.add("gap", exactly(0))
        elif target and token.key == "lt" and "達" in token.text:
            self.add("level", BELOW)  # 沒有達到目標
            self.anchored = True
        elif target and not self.has("grade"):
            self.add("gap", _span(token.key, 0))
        else:
            self.unknown.append(token.text)  # with something else than a number: 低於平均
            self.needed.append(token.text)

    def _read_unitword(self, at: int, token: Token) -> None:
        spoken = len(token.text) > 1 or (
            self.has("unitmark")
            or self.has("measure", "unit")
            or any(one.text == "單位" for one in self.tokens)
        )
        if not (spoken or token.quoted):
            return
        negated = self.is_excepted(at) or self.is_negated(at)
        for index, one in enumerate(self.conditions):
            if one.of == "unit" and not (one.negated or negated):
                self.conditions[index] = replace(one, words=tuple(dict.fromkeys((*one.words, token.key))))
                return
        self.add("unit", words=(token.key,), negated=negated)
        self.anchored = True

    def _read_status(self, at: int, token: Token) -> None:
        if at and self.tokens[at - 1].kind == "bound":
            return  # (不含相等) tells a bound, and is none of its own
        key, behind = token.key, self.behind(at, ("filler",))
        negated = self.is_negated(at) or self.is_excepted(at)
        number = behind is not None and behind.number is not None and behind.number.unit in ("%", "倍")
        if (key in COMPARING or key == "full") and number:
            return  # compares with the number behind it: 超過目標五倍
        if key == "percent" and self._is_share(at):
            self.asks.add("share")
            return
        if key == "percent" and at and self.tokens[at - 1].kind == "literal":
            return  # the end of a name: 業務費賸餘百分比
        amount = behind is not None and (behind.kind == "unitword" or (behind.kind, behind.key) in _AMOUNTS)
        if key == "full" and not negated and amount:
            self.measures.append("actual")  # how much was done: 達成合計, 達成人次
            return
        shares = [one for one in self.tokens if one.number is not None and one.number.unit == "%"]
        if key == "full" and shares and not negated:
            return  # a verb beside the number that says how much: 有 95% 以上達成
        self.anchored |= key not in ("full", "up", "down", "same") or negated
        if key == "clean":
            self.quantifier = "" if negated else "all"
        if key in ("full", "clean") and negated:
            self.quantifier = "" if self.quantifier == "all" else self.quantifier
            self.add(STATUS[key].of, BELOW)
        elif negated and self.grouped and key in ("missed", "percent"):
            self.quantifier = self.quantifier or "not"
            self.conditions.append(STATUS[key])
        elif negated:
            self.conditions.append(STATUS[key].inverse())
        else:
            self.add(STATUS[key].of, *STATUS[key].ranges, words=STATUS[key].words)

    def _is_share(self, at: int) -> bool:
        """Whether a percentage is what is asked for: 占全部的百分比是多少."""
        behind, last = (
            self.behind(at, ("filler",)),
            self.before(at, ("filler", "scope", "quantifier", "entity")),
        )
        asked = any(
            one is not None and one.kind == "ask" and one.key == "much"
            for one in (behind, self.before(at, ("filler",)))
        )
        return asked or (last is not None and (last.kind, last.key) == ("aggregate", "share"))

    # numbers

    def _read_numbers(self) -> None:
        numbers = [
            (at, token.number)
            for at, token in enumerate(self.tokens)
            if token.kind == "number" and token.number
        ]
        while numbers:
            at, number = numbers.pop(0)
            if numbers and (other := self._join_range(at, number, *numbers[0])):
                numbers.pop(0)
                self._place(at, *other, True)
            else:
                self._place(at, number, *self._compare(at, number))

    def _join_range(self, first: int, low: Number, second: int, high: Number) -> tuple[Number, Range] | None:
        """Two numbers that are the ends of one range: 5% 到 10%, 介於 2 項和 6 項之間."""
        between = [token for token in self.tokens[first + 1 : second] if token.kind != "filler"]
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
        behind = self.behind(at, ("filler", "contains", "measure"))
        key = negated = ""
        if ahead is not None and ahead.kind == "compare":
            index = self.tokens.index(ahead)
            further = self.before(index, ("filler", "quantifier"))
            key, negated = ahead.key, further is not None and further.kind == "negation"
            rows = any(token.kind == "entity" and token.key != "department" for token in self.tokens[at:])
            if negated and rows and (self.grouped or self.asks & {"department", "departments"}):
                self.quantifier, negated = "none", False  # 哪些局處沒有低於 80% 的指標
        elif ahead is not None and ahead is self.before(at, ("filler",)) and ahead.key in COMPARING:
            key = COMPARING[ahead.key]
        elif ahead is not None and ahead.kind == "negation" and ahead is self.before(at, quiet - {"status"}):
            return (BELOW if value == 100 else Range(high=value, high_in=False)), True
        if behind is not None and behind.kind in ("behind", "compare"):
            number_next = self.behind(self.tokens.index(behind), ("filler",))
            own = behind.kind == "compare" and number_next is not None and number_next.kind == "number"
            if not own and (key in ("", "eq") or behind.key in ("lt", "le")):
                key = behind.key
        key = OPPOSITE.get(key, key) if negated else key
        if negated and key == "eq":
            return Range(high=value, high_in=False), True
        return _span(key or "eq", value), bool(key)

    def _place(self, at: int, number: Number, span: Range, compared: bool) -> None:
        """What a number counts, by its unit and the measure beside it."""
        behind = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        last = self.before(at, ("filler", "joint"))
        unit, value = number.unit, number.value
        measure, near = self._measure_of(at, number)
        self.explicit |= unit in ("項", "條", "題")
        counted = behind is not None and behind.kind == "entity"
        department = counted and behind.key == "department"  # type: ignore[union-attr]
        if last is not None and last.kind == "bound":
            self.conditions = [
                replace(c, ranges=tuple(_bounded(r, value, last.key == "included") for r in c.ranges))
                for c in self.conditions
            ]
        elif self._is_ordinal(at, number):
            self.add("ordinal", span)
            self.anchored = self.explicit = True
        elif last is not None and last.kind == "rank":
            single = last.key == "nth" or last.text.startswith("倒數第")
            self.ranks = (
                (min(int(value), *(self.ranks or ())[:1]) if self.ranks else int(value), int(value))
                if single
                else (1, int(value))
            )
        elif unit == "名" and self.ranks:
            self.ranks = (self.ranks[0], int(value))
        elif unit == "倍":
            self.add("ratio", span)
            self.anchored = True
        elif unit in ("處", "局") or (department and behind is not None and behind.text in ("處", "局")):
            self.kinds.append(unit if unit in ("處", "局") else behind.text)  # type: ignore[union-attr]
        elif (
            unit == "%" and compared and (self.behind(at, ("filler",)) or self.tokens[at]).key == "department"
        ):
            self.portion = span  # 超過一半的局處
        elif last is not None and last.kind == "grade" and measure == "target":
            way = 1 if last.key in ("most", "highest") else -1
            self.add("gap", exactly(way * value))  # 比目標多 1
            if unit and unit not in ITEMS:
                self.add("unit", words=(unit,))
        elif department and unit in ITEMS:
            self.grouped = True
            if compared:
                self.groups = span
            elif self.ends or self.sort:
                self.ranks = self.ranks or (1, int(value))
            else:
                self.stated.append(value)
        elif (
            unit == "%"
            and compared
            and (measure in ("rate", "missrate") or (self.grouped and "mean" in self.asks))
        ):
            self.rated = (measure if measure in ("rate", "missrate") else "mean", span)
        elif unit == "%" and self._is_said(at):
            self.share = span if compared else Range(value - 0.5, value + 0.5)
        elif unit == "%":
            own = measure if measure in ("target", "actual", "difference", "gap") else "percent"
            self.add(own, span, negated=self.is_excepted(at))
            if own in ("target", "actual"):
                self.add("unit", words=("%",))
        elif not unit and compared and measure in ("attainment", "completion", "difference", "rate"):
            self.add("difference" if measure == "difference" else "percent", span)
        elif unit in ("項", "個", "條") and not compared and counted and not self.ends:
            self.stated.append(value)
        elif self.ends and not compared and unit in ITEMS:
            self.ranks = self.ranks or (1, int(value))
        elif not unit and compared and value == 100:
            self.add("percent", span)  # 沒滿百
        elif measure in ("target", "actual") and near and unit not in ("名", "項", "條", "題"):
            self.add(measure, span)
            if unit and unit not in ITEMS:
                self.add("unit", words=(unit,))
        elif not unit and self.has("literal") and not self.measures:
            self.add("percent", span)
        elif unit in (*ITEMS, "件", "名", "位"):
            if compared:
                self.count = (self.count.meets(span) if self.count else None) or span
            elif value > 1 or not number.written:
                self.stated.append(value)
        elif unit and number.written and value == 1 and not (compared or measure):
            pass  # 寫一篇, 一次
        elif unit:
            self.add(measure if measure in ("target", "actual") else "actual", span)
            self.add("unit", words=(unit,))
        else:
            self.unknown.append(self.tokens[at].text)
            self.needed.append(self.tokens[at].text)

    def _is_said(self, at: int) -> bool:
        """Whether a share is said of rows and tells none apart: 占六成, 未達標項數的六成, 九成三都達標嗎."""
        last, behind = (
            self.before(at, ("filler", "compare", "scope")),
            self.behind(at, ("filler", "quantifier")),
        )
        if last is not None and (last.kind, last.key) in (("aggregate", "share"), ("measure", "count")):
            return True
        return "true" in self.asks and behind is not None and behind.kind == "status"

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
            if token.kind == "measure" and token.key != "unit"
        ]
        ahead = [one for one in own if one[0] < at]
        if not ahead:
            later = [key for place, key in own if place > at and key not in ("target", "actual")]
            return (later[0] if later else "", False)
        place, key = ahead[-1]
        apart = any(one.kind in ("entity", "literal", "place") for one in self.tokens[place:at])
        if key == "reached":  # 做到 80% is the attainment, 做到 80 次 the actual value
            key = "" if number.unit == "%" else "actual"
        return key, not apart

    def _read_texts(self) -> None:
        """Words of rows, in the text that a word beside them names; listed ones are alternatives."""
        groups: list[tuple[str, bool, list[str]]] = []
        previous, listing = -1, False
        for at, token in enumerate(self.tokens):
            if token.kind != "literal":
                continue
            fields = [one.key for one in (*self.tokens[at:][::-1], *self.tokens[:at]) if one.kind == "field"]
            between = self.tokens[previous + 1 : at]
            spoken = [one for one in between if one.kind not in ("joint", "number", "range")]
            spoken = [one for one in spoken if one.text not in "、及和與跟或+,"]
            forms = token.alternatives
            if "reason" in self.asks and "many" not in self.asks:
                forms = tuple(dict.fromkeys((*forms, *token.wider)))  # every place is wanted, not a count
            if "reason" in self.asks:  # of 人員異動、職缺 the reasons are 異動 or 職缺
                spoken = [one for one in spoken if one.kind != "unknown"]
                joined = previous >= 0 and listing and not between
            else:
                joined = False
            if joined:
                groups[-1][2][-1:] = forms
            elif previous >= 0 and (between or token.quoted) and not spoken:
                groups[-1][2].extend(forms)
                listing = True
            else:
                negated = self.is_excepted(at) or self.is_negated(at)
                of = "reason" if token.key == "reason" else "text"
                groups.append((FIELDS[fields[-1]] if fields else of, negated, list(forms)))
                listing = False
            previous = at
        for of, negated, words in groups:
            self.add(of, words=tuple(dict.fromkeys(words)), negated=negated)
        self.asks |= {"reason"} if self.has("literal", "reason") else set()
        if groups and self.has("field", "reason", "measure"):
            self.anchored = self.explicit = True  # 理由寫流標


_AMOUNTS = {("aggregate", "sum"), ("ask", "much")}


def _span(key: str, value: float) -> Range:
    return {
        "lt": Range(high=value, high_in=False),
        "le": Range(high=value),
        "gt": Range(low=value, low_in=False),
        "ge": Range(low=value),
        "eq": exactly(value),
    }[key]


def _bounded(one: Range, value: float, included: bool) -> Range:
    if one.low == value:
        one = replace(one, low_in=included)
    return replace(one, high_in=included) if one.high == value else one


def split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The parts of a question: at its punctuation and where a word joins two statements.

    A remark in brackets that takes something out or lists names is a part of its own, one may say how a
    number counts; any other only explains.
    """
    parts: list[list[Token]] = [[]]
    remark: list[Token] | None = None
    for token in tokens:
        if token.text in "(（" and token.kind == "break":
            remark = []
        elif token.text in ")）" and token.kind == "break" and remark is not None:
            if remark and remark[0].kind == "bound":
                parts[-1] += remark  # whether an end belongs to a range: 三倍以上（含三倍）
            elif any(one.kind == "literal" and one.key == "reason" for one in remark):
                parts[-1] += [replace(remark[0], kind="joint", key="or", text="、"), *remark]
            elif any(one.kind in ("except", "place", "unitword") for one in remark):
                parts += [remark, []]
            remark = None
        elif remark is not None:
            remark.append(token)
        elif token.kind == "break" or (token.kind, token.key) == ("joint", "and"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in [*parts, remark or []] if part]
