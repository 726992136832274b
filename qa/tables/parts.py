"""What one part of a question says: its words fill slots, in whatever order they stand.

A part is what stands between two stops.  A word belongs to what stands nearest: a negation to the condition
behind it, a number to the measure beside it, an exception to what it encloses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.tables.counting import BELOW, COMPARING, Numbers, span_of
from qa.tables.query import Condition, Entity, Range, exactly
from qa.tables.segment import Token
from qa.tables.slots import NEUTRAL

FULL = Range(low=100)
ABOVE, UNDER = Range(low=0, low_in=False), Range(high=0, high_in=False)
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
NAMED_MEASURES = frozenset(
    {"attainment", "completion", "difference", "rate", "missrate", "ratio", "gap", "change"}
)
"""Measures that only this report's tables have; 目標 and 實際 are spoken of elsewhere too."""
LISTING = tuple("、及和與跟或+,")


@dataclass
class Part(Numbers):
    """A part with its slots filled."""

    def __post_init__(self) -> None:
        self.kinds = [token.key for token in self.tokens if token.kind == "kind"]
        self._read_places()
        for at, token in enumerate(self.tokens):
            self.at = at
            if self._is_object(at):
                continue
            if reader := getattr(self, f"_read_{token.kind}", None):
                reader(at, token)
        self._read_numbers()
        self._read_texts()

    def _is_object(self, at: int) -> bool:
        """Whether a word goes on with what a review is said to write: 寫要「酌修」指標目標值."""
        if self.tokens[at].kind not in ("entity", "measure"):
            return False
        last = self.before(at, ("entity", "measure"))
        return last is not None and last.key == "reason"

    def _read_places(self) -> None:
        for at, token in enumerate(self.tokens):
            behind = self.behind(at, ("filler",))
            ahead = behind is not None and behind.kind == "after"  # 人事處之後的第二名
            if token.kind == "place" and not ahead:
                (self.excluded if self.is_excepted(at) else self.places).append(token.key)

    def _read_entity(self, at: int, token: Token) -> None:
        own = Entity(token.key) if token.key in set(Entity) else None
        last = self.before(at, NEUTRAL | {"unknown", "literal"})
        self.unreviewed |= own is Entity.REVIEW and last is not None and last.kind == "negation"
        if token.text in ("單位", "units") and self._names_unit(at):
            self.measures.append("unit")
        elif token.key == "department":
            self.grouped = True
        elif token.key == "goal" and self.has("literal") and self._is_field(at):
            self.tokens[at] = replace(token, kind="field")  # 策略目標裡提到防災的指標
        elif token.key == "goal":
            self.goals = True
        elif token.key == "common" and self.is_excepted(at):
            self.entity = Entity.INDICATOR
        elif self.entity is None or own in (Entity.COMMON, Entity.REVIEW):
            self.second = self.entity if self.entity not in (own, None) and self.has("joint", "or") else None
            self.entity = own
        elif own is not self.entity:
            self.second = own
        if at + 1 < len(self.tokens) and self.tokens[at + 1].text in ("數", "總數"):
            self.measures.append("count")
        self.anchored |= token.key != "department"
        self.explicit |= token.key not in ("department", "programme")

    def _is_field(self, at: int) -> bool:
        """Whether what stands behind a word tells what is written in it."""
        behind = self.behind(at, ("filler", "scope"))
        return behind is not None and (behind.kind in ("contains", "literal"))

    def _read_both(self, at: int, token: Token) -> None:
        self.entity, self.anchored, self.explicit = Entity.BOTH, True, True

    def _read_field(self, at: int, token: Token) -> None:
        self.anchored |= "指標" in token.text
        self.explicit |= "指標" in token.text
        if token.key in ("reason", "measure"):
            self.asks.add("reason")

    def _read_measure(self, at: int, token: Token) -> None:
        if token.key != "set":
            self.measures.append("actual" if token.key == "reached" else token.key)
        self.anchored |= token.key in NAMED_MEASURES or (
            token.key in ("target", "actual") and len(token.text) > 2
        )
        if token.key == "missrate":
            self.add("level", BELOW)

    def _read_grade(self, at: int, token: Token) -> None:
        """高, 低, 多, 少 behind a rank or between two that are compared."""
        last = self.before(at)
        behind = self.behind(at, NEUTRAL - {"ask"})
        ends = behind is None or behind.key == "true"  # A 的達標率比 B 高嗎
        if (last is not None and last.kind == "number") or ends:
            self.ends.append(token.key)

    def _read_direction(self, at: int, token: Token) -> None:
        if at and self.tokens[at - 1].kind == "unitword":
            self.measures.append("actual")  # 場次最多: as many of them
            self.asks.add("item")
        self.ends.append(token.key)

    def _read_order(self, at: int, token: Token) -> None:
        self.sort = token.key if token.key != "any" else self.sort or "any"

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
        last = self.tokens[at - 1] if at else None
        if token.key == "share" and last is not None and (last.kind, last.key) == ("status", "full"):
            self.measures.append("rate")  # 完全達成比率
            self.conditions = [c for c in self.conditions if c != STATUS["full"]]
        else:
            self.asks.add(token.key)

    def _read_quantifier(self, at: int, token: Token) -> None:
        behind = self.behind(at, ("filler", "scope", "quantifier", "measure", "contains"))
        if self.grouped and at + 1 < len(self.tokens) and self.tokens[at + 1].text == "有":
            return  # 局處都有…: all of them, not all rows of one
        holds = behind is not None and (behind.kind in ("status", "negation", "compare") or behind.key == "%")
        holds = holds or (self.confirms and behind is not None and behind.kind == "literal")
        none = any(n.number and n.number.written and n.number.value == 1 for n in self.tokens[:at])
        if token.key == "none" or (token.key == "all" and holds):
            self.quantifier = self.quantifier or ("none" if none else token.key)  # 一項…都沒有
            if token.key == "all" and self.confirms and self.conditions:
                self.claims_from = at
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
        share = self.behind(self.tokens.index(behind), ("filler",)) if target else None
        if share is not None and share.number is not None and share.number.unit == "%":
            return  # 沒到目標的一半
        if any(one.kind in ("number", "status", "negation") for one in beside[-1:] if not target):
            return
        if token.key == "eq" and not target:
            asked = at + 1 < len(self.tokens) and self.tokens[at + 1].kind == "ask"  # 只有幾項
            if not (beside or asked or self.has("number")):
                self.add("gap", exactly(0))
        elif target and not self.has("grade"):
            self.add("gap", span_of(token.key, 0))
        else:
            self.unknown.append(token.text)  # with something else than a number: 低於平均
            self.needed.append(token.text)

    def _read_status(self, at: int, token: Token) -> None:
        if at and self.tokens[at - 1].kind == "bound":
            return  # (不含相等) tells a bound, and is none of its own
        key, behind = token.key, self.behind(at, ("filler",))
        negated = self.is_negated(at) or self.is_excepted(at)
        number = behind is not None and behind.number is not None and behind.number.unit in ("%", "倍")
        if key == "exact" and not number:  # 不多不少剛好 80%
            behind = self.behind(at, ("filler", "compare"))
            number = behind is not None and behind.number is not None and behind.number.unit == "%"
        if (key in COMPARING or key == "full") and number:
            return  # compares with the number behind it: 超過目標五倍
        if key == "percent" and self._is_share(at):
            self.asks.add("share")
            return
        if key == "percent" and at and self.tokens[at - 1].kind == "literal":
            return  # the end of a name: 業務費賸餘百分比
        amount = behind is not None and (behind.kind == "unitword" or behind.key in ("sum", "much"))
        if key == "full" and not negated and amount:
            self.measures.append("actual")  # how much was done: 達成合計, 達成人次
            return
        shares = [
            one
            for place, one in enumerate(self.tokens)
            if one.number is not None and one.number.unit == "%" and not self._is_share_of_rows(place)
        ]
        if key == "full" and shares and not negated:
            self.anchored = True
            return  # a verb beside the number that says how much: 有 95% 以上達成
        self.anchored |= key not in ("full", "up", "down", "same") or negated
        if key == "clean":
            self.quantifier = "" if negated else "all"
        if key in ("full", "clean") and negated:
            self.add(STATUS[key].of, BELOW)
        else:
            apart = negated and (self.grouped or self.has("entity", "department"))
            self.quantifier = self.quantifier or ("not" if apart else "")
            one = STATUS[key]
            self.add(one.of, *one.ranges, words=one.words, negated=negated and not apart)

    def _read_texts(self) -> None:
        """Words of rows, in the text that a word beside them names; listed ones are alternatives."""
        self.asks |= {"reason"} if self.has("literal", "reason") else set()
        groups: list[tuple[str, bool, list[str]]] = []
        previous, listing = -1, False
        for at, token in enumerate(self.tokens):
            if token.kind != "literal":
                continue
            fields = [one.key for one in (*self.tokens[at:][::-1], *self.tokens[:at]) if one.kind == "field"]
            between = self.tokens[previous + 1 : at]
            spoken = [one for one in between if one.kind not in ("joint", "number", "range")]
            spoken = [one for one in spoken if one.text not in LISTING]
            forms = token.alternatives
            if "reason" in self.asks and "many" not in self.asks:
                forms = tuple(dict.fromkeys((*forms, *token.wider)))  # every place is wanted, not a count
            if "reason" in self.asks:  # of 人員異動、職缺 the reasons are 異動 or 職缺
                marked = any(one.text in LISTING for one in between)
                spoken = [] if marked else [one for one in spoken if one.kind != "unknown"]
                joined = previous >= 0 and listing and not between
            else:
                joined = False
            if joined:
                groups[-1][2][-1:] = forms
            elif previous >= 0 and (between or token.quoted) and not spoken:
                groups[-1][2].extend(forms)
                self.listed += 1
                listing = True
            else:
                negated = self.is_excepted(at) or self.is_negated(at)
                of = "reason" if token.key == "reason" else "text"
                self.listed = self.listed or 1
                field = fields[-1] if fields else of
                groups.append(("reason" if field == "measure" else field, negated, list(forms)))
                listing = False
            previous = at
            self.at = at
            self.only |= at > 0 and self.tokens[at - 1].text in ("只有", "只", "僅", "僅有", "only")
        for of, negated, words in groups:
            self.add(of, words=tuple(dict.fromkeys(words)), negated=negated)
        if groups and self.has("field", "reason", "measure"):
            self.anchored = self.explicit = True  # 理由寫流標
