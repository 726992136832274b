"""Fill the slots of a part from its words: what is counted, where, on what conditions, what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from qa.tables.comparing import BELOW, COMPARING, read_numbers
from qa.tables.parts import NEUTRAL, Part, is_excepted, is_measured, is_negated, word_before, word_behind
from qa.tables.query import Condition, Entity, Range, exactly
from qa.tables.segment import Token

FULL = Range(low=100)
GAPS = {
    "gt": Range(low=0, low_in=False),
    "ge": Range(low=0),
    "lt": Range(high=0, high_in=False),
    "le": Range(high=0),
}
"""What a comparison with the target says of the gap between what was done and it."""
EVEN = ("剛好", "正好", "恰好", "剛剛好", "exactly")
"""Alone, without a number, they say that as much was done as was aimed at."""
ENTITIES = {
    "indicator": Entity.INDICATOR,
    "common": Entity.COMMON,
    "review": Entity.REVIEW,
    "programme": Entity.PROGRAMME,
}


def split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The parts of a question: at its punctuation and where a word joins two statements."""
    parts: list[list[Token]] = [[]]
    for position, token in enumerate(tokens):
        behind = tokens[position + 1] if position + 1 < len(tokens) else None
        again = token.text == "、" and behind is not None and (behind.kind, behind.key) == ("ask", "many")
        if again and any(one.kind == "status" for one in tokens[position:]):
            parts.append([])  # 多少項超標、多少項沒做到
        elif token.kind == "break" or (token.kind, token.key) == ("joint", "and"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def fill(tokens: list[Token]) -> Part:
    part = Part(tokens)
    part.kinds = [token.key for token in tokens if token.kind == "kind"]
    for position, token in enumerate(tokens):
        if token.kind == "entity":
            if token.text == "單位" and _is_unit(tokens, position):
                part.measures.append("unit")
            elif token.key == "department":
                part.grouped = True
            elif token.key == "goal":
                part.goals = part.anchored = True
            elif _other_entity(part, token):
                part.second, part.second_text = ENTITIES[token.key], token.text
            elif token.key == "common" and is_excepted(part, position):
                part.entity = Entity.INDICATOR  # 不算共同性指標
            elif part.entity is None or token.key in ("common", "review"):
                part.entity = ENTITIES[token.key]
            part.anchored |= token.key in ("indicator", "common", "review", "goal")
        elif token.kind == "both":
            part.entity, part.anchored = Entity.BOTH, True
        elif token.kind == "measure":
            part.measures.append("actual" if token.key == "reached" else token.key)
            if token.key == "missrate":
                part.conditions.append(Condition("level", (BELOW,)))
            part.anchored |= token.key in ("rate", "missrate", "difference", "completion", "attainment") or (
                len(token.text) > 2 and token.key in ("target", "actual")
            )
        elif token.kind == "grade":
            last = word_before(tokens, position)
            ending = word_behind(tokens, position) is None
            between = "which" in part.asks or "department" in part.asks or len(part.places) > 1
            if (last is not None and last.kind == "number") or (ending and between):
                part.ends.append(token.key)
            else:
                part.unknown.append(token.text)
        elif token.kind == "direction":
            part.ends.append(token.key)
        elif token.kind == "order":
            part.sort = token.key
        elif token.kind == "rank":
            part.reverse |= token.key in ("reverse", "last")
        elif (
            token.kind == "ask"
            and token.key == "whose"
            and word_behind(tokens, position, ("filler", "measure"))
        ):
            part.asks.add("department")  # 哪些單位的指標: asked for, no attribute
        elif token.kind in ("ask", "aggregate"):
            part.asks.add(token.key)
            part.anchored |= any(word in token.text for word in ("指標", "策略目標", "kpi", "indicator"))
        elif token.kind == "quantifier" and token.key == "every":
            part.quantifier = part.quantifier or "all"
        elif token.kind == "quantifier" and token.key in ("none", "all"):
            if token.key == "none" or any(
                one.kind in ("status", "number", "negation") for one in tokens[position + 1 :]
            ):
                part.quantifier = part.quantifier or token.key
        elif token.kind == "scope" and token.key == "city":
            part.city = True
        elif token.kind == "field" and token.key in ("reason", "measure"):
            behind = word_behind(tokens, position)
            part.spoken |= behind is not None and behind.kind == "literal"  # 理由寫流標
            part.anchored |= part.spoken
        elif token.kind == "scope" and token.key == "within":
            part.within = True
        elif token.kind == "compare" and not _is_compared(tokens, position):
            behind = word_behind(tokens, position)
            if (
                token.key in GAPS
                and behind is not None
                and (behind.kind, behind.key) == ("measure", "target")
            ):
                part.conditions.append(Condition("gap", (GAPS[token.key],)))
                part.anchored = True  # 大於目標值
            elif token.key == "eq" and token.text in EVEN:
                part.conditions.append(Condition("gap", (exactly(0),)))
                part.anchored = True
            elif token.key != "eq":
                part.unknown.append(token.text)  # with something else than a number: 低於平均
        elif token.kind == "unknown" and not _is_empty(token.text):
            part.unknown.append(token.text)
    _exclude(part)
    _read_units(part)
    _read_status(part)
    read_numbers(part)
    _read_texts(part)
    part.anchored |= part.entity is Entity.PROGRAMME and any(
        c.of in ("level", "percent") for c in part.conditions
    )
    return part


def _is_compared(tokens: Sequence[Token], position: int) -> bool:
    """Whether a comparison has a number, behind or before it."""
    quiet = (*NEUTRAL, "measure", "quantifier", "compare", "unitmark", "joint")
    last, behind = word_before(tokens, position, quiet), word_behind(tokens, position, quiet)
    beside = [one for one in (last, behind) if one is not None]
    return any(one.kind in ("number", "status", "negation") for one in beside)


def _other_entity(part: Part, token: Token) -> bool:
    """Whether a part speaks of a second kind of rows: 關鍵指標和共同性指標."""
    own = ENTITIES.get(token.key)
    if part.entity is None or own is None or own is part.entity:
        return False
    pair = {part.entity, own}
    if pair == {Entity.INDICATOR, Entity.COMMON}:
        indicators = [one.text for one in part.tokens if one.kind == "entity" and one.key == "indicator"]
        return any("關鍵" in text or "key" in text or "kpi" in text for text in indicators)
    return Entity.PROGRAMME in pair


def _is_unit(tokens: Sequence[Token], position: int) -> bool:
    """Whether 單位 is a unit of measure: the target's, not a department."""
    last = word_before(tokens, position, (*NEUTRAL, "direction"))
    behind = word_behind(tokens, position)
    named = behind is not None and behind.kind == "unitword"
    return named or (last is not None and last.kind == "measure" and last.key in ("target", "actual"))


def _is_empty(word: str) -> bool:
    return not any(character.isalnum() for character in word)


def _exclude(part: Part) -> None:
    """Departments: those named, and those taken out by words before or behind them."""
    opened = False
    for position, token in enumerate(part.tokens):
        if token.kind == "except" and token.key == "open":
            opened = True
        elif token.kind == "except" and token.key == "close":
            last = word_before(part.tokens, position)
            if last is not None and last.kind == "place" and not opened:
                part.excluded += part.places  # 社會處和都發處以外
                part.places = []
            opened = False
        elif token.kind == "place":
            (part.excluded if opened else part.places).append(token.key)
        elif opened and token.kind in ("ask", "entity", "status"):
            opened = False
    part.places = list(dict.fromkeys(part.places))


def _read_units(part: Part) -> None:
    spoken = any(
        token.kind == "unitmark" or token.key == "unit" or token.text == "單位" for token in part.tokens
    )
    units: list[str] = []
    for position, token in enumerate(part.tokens):
        if token.kind != "unitword" or not (spoken or token.quoted):
            continue
        if is_excepted(part, position):
            part.conditions.append(Condition("unit", (), (token.key,), True))
        else:
            units.append(token.key)
    part.units = bool(units)
    if units:
        part.conditions.append(Condition("unit", (), tuple(dict.fromkeys(units)), part.negated))
        part.anchored = True


def _read_status(part: Part) -> None:
    numbers = [token.number for token in part.tokens if token.kind == "number" and token.number]
    stated = any(number.unit == "%" for number in numbers)
    for position, token in enumerate(part.tokens):
        if token.kind != "status":
            continue
        if position and part.tokens[position - 1].kind == "bound":
            continue  # (不含相等) tells a bound, and is none of its own
        negated = is_negated(part, position) or is_excepted(part, position)
        if token.key in COMPARING and is_measured(word_behind(part.tokens, position, ("filler",))):
            continue  # compares with the number behind it: 超過目標五倍
        if token.key == "full" and not negated and _is_amount(part, position):
            part.measures.append("actual")
            continue
        if token.key == "percent" and position and part.tokens[position - 1].kind == "literal":
            continue  # the end of a name: 業務費賸餘百分比
        if (
            token.key == "percent"
            and token.text in ("百分比", "百分率", "趴數", "percentages")
            and _is_share(part, position)
        ):
            part.asks.add("share")
            continue
        part.anchored |= token.key in ("missed", "over", "exact", "under", "percent", "clean") or negated
        if token.key == "full" and stated and not negated:
            continue  # a verb beside the number that says how much: 有 95% 以上達成
        _add_status(part, token.key, negated)


def _is_amount(part: Part, position: int) -> bool:
    """Whether 達成 is how much was done and no condition: 達成合計, 達成人次."""
    behind = part.tokens[position + 1] if position + 1 < len(part.tokens) else None
    return behind is not None and (
        behind.kind == "unitword" or (behind.kind, behind.key) in (("aggregate", "sum"), ("ask", "much"))
    )


def _is_share(part: Part, position: int) -> bool:
    """Whether a percentage is what is asked for: 占全部的百分比是多少."""
    behind = word_behind(part.tokens, position, ("filler",))
    before = word_before(part.tokens, position, ("filler", "scope", "quantifier", "entity"))
    asked = behind is not None and (behind.kind, behind.key) == ("ask", "much")
    return asked or (before is not None and (before.kind, before.key) == ("aggregate", "share"))


def _add_status(part: Part, key: str, negated: bool) -> None:
    conditions = {
        "missed": Condition("level", (BELOW,)),
        "full": Condition("level", (FULL,)),
        "over": Condition("gap", (Range(low=0, low_in=False),)),
        "exact": Condition("gap", (exactly(0),)),
        "under": Condition("gap", (Range(high=0, high_in=False),)),
        "percent": Condition("unit", (), ("%",)),
        "oneoff": Condition("target", (exactly(1),)),
        "zero": Condition("level", (exactly(0),)),
        "near": Condition("level", (Range(90, 100, True, False),)),
        "up": Condition("change", (Range(low=0, low_in=False),)),
        "down": Condition("change", (Range(high=0, high_in=False),)),
        "same": Condition("change", (exactly(0),)),
    }
    if key == "clean":
        part.quantifier = "" if negated else "all"
        part.conditions.append(Condition("percent", (BELOW if negated else FULL,)))
        return
    condition = conditions[key]
    if not negated:
        part.conditions.append(condition)
    elif key == "full":
        part.conditions.append(conditions["missed"])
        if part.quantifier == "all":
            part.quantifier = ""  # not all met: some missed
    elif key in ("missed", "percent"):
        part.quantifier = part.quantifier or "not"
        part.conditions.append(condition.inverse())
    else:
        part.conditions.append(condition.inverse())


def _read_texts(part: Part) -> None:
    """Words that stand in rows, in the text that the word before them names; listed ones are alternatives."""
    groups: list[tuple[str, bool, list[str]]] = []
    previous = -9
    for position, token in enumerate(part.tokens):
        if token.kind != "literal":
            continue
        fields = [one.key for one in part.tokens[:position] if one.kind == "field"] or [
            one.key for one in part.tokens[position:] if one.kind == "field"
        ]
        of = (
            {
                "name": "name",
                "reason": "reason",
                "measure": "reason",
                "explanation": "explanation",
                "goal": "goal",
            }[fields[-1]]
            if fields
            else "text"
        )
        negated = is_excepted(part, position) or is_negated(part, position)
        between = part.tokens[previous + 1 : position] if previous >= 0 else []
        listed = (
            previous >= 0
            and between
            and all(
                one.kind in ("joint", "number", "range")
                or one.text in ("、", "及", "和", "與", "跟", "或", "+", ",")
                for one in between
            )
        )
        if listed and groups:
            groups[-1][2].extend(token.alternatives)
        else:
            groups.append((of, negated, list(token.alternatives)))
        previous = position
    part.conditions += [
        Condition(of, (), tuple(dict.fromkeys(words)), negated) for of, negated, words in groups
    ]
