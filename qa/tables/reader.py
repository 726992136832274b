"""Read a question over the whole report's figures: words fill slots in any order, slots make queries.

A question is cut at its punctuation into parts.  Each part fills its slots by itself (a number belongs to the
measure before it, a negation to the condition behind it); parts make wishes, and a later wish goes on from
the one before: 「有幾項？衛生局占幾項」 asks the second over the rows of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.tables.numbers import ITEMS, Number
from qa.tables.query import Condition, Entity, Level, Order, Predicate, Query, Range, exactly
from qa.tables.segment import Token

ENTITIES = {
    "indicator": Entity.INDICATOR,
    "common": Entity.COMMON,
    "review": Entity.REVIEW,
    "programme": Entity.PROGRAMME,
}
BELOW, FULL = Range(high=100, high_in=False), Range(low=100)
ROW_ASKS = frozenset(
    {"many", "much", "which", "item", "whose", "list", "department", "departments", "each", "goal", "why"}
)
COMPARING = {"over": "gt", "under": "lt", "exact": "eq", "missed": "lt"}
"""Words on what was achieved that compare with a number behind them: 超過目標五倍, 沒有做到百分之百."""
ENDS = {"most": True, "highest": True, "least": False, "lowest": False}
NEUTRAL = ("filler", "scope", "ask", "contains", "bound", "within")
ENDINGS = ("?", "？", "!", "！", "。", "\n")


@dataclass
class Part:
    """What one part of a question says."""

    tokens: list[Token]
    entity: Entity | None = None
    goals: bool = False
    conditions: list[Condition] = field(default_factory=list)
    count: Range | None = None  # how many rows a group has
    quantifier: str = ""  # none | all
    places: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    bounds: list[tuple[float, bool]] = field(
        default_factory=list
    )  # (含 5): whether an end belongs to its range
    ends: list[str] = field(default_factory=list)  # most, least, highest, lowest
    sort: str = ""
    ranks: tuple[int, int] | None = None
    reverse: bool = False
    measures: list[str] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    city: bool = False
    unknown: list[str] = field(default_factory=list)
    negated: bool = False
    anchored: bool = False
    spoken: bool = False  # says what reasons or measures hold
    units: bool = False  # speaks of a unit as such
    within: bool = False  # what follows is counted out of what stands before: 其中
    sentence_end: float = float("inf")
    grouped: bool = False  # speaks of departments as such

    @property
    def empty(self) -> bool:
        """Nothing is asked or picked: background, where it holds unknown words besides."""
        picks = self.selects or self.goals or self.sort or self.asks or self.ranks
        return not (picks or ((self.measures or self.quantifier) and not self.unknown))

    @property
    def selects(self) -> bool:
        return bool(
            self.conditions
            or self.count
            or self.places
            or self.excluded
            or self.ends
            or self.entity
            or self.kinds
        )


@dataclass(frozen=True)
class Reading:
    """The queries of a question in order; `unknown` are its words that were neither read nor stand in a row.

    `anchored`: it speaks of indicators, reviews or attainments as such; `explicit`: it says that rows or departments
    are what it is about, 指標, 幾項, 哪些局處; `literal`: it names words of rows; `weight`: how much of it was
    read, in words or characters, `loose` how much was not.
    """

    queries: tuple[Query, ...]
    unknown: tuple[str, ...]
    anchored: bool
    explicit: bool
    literal: bool
    city: bool
    weight: int
    loose: int
    years: tuple[int, ...]  # that it names, as 民國 years; those of words as 1 (after) and -1 (before)


def read(tokens: Sequence[Token]) -> Reading:
    parts = [_fill(tokens_of) for tokens_of in _split(tokens)]
    parts = _leave_background(parts, tokens)
    _explain(parts)
    told = [part for part in parts if not part.empty] if len(parts) > 1 else parts
    unknown = [word for part in told for word in part.unknown]
    literal = any(token.kind == "literal" for token in tokens)
    anchored = any(part.anchored for part in parts)
    queries: list[Query] = []
    wish: list[Part] = []
    before: Query | None = None
    for position, part in enumerate(told):
        asked = any(_asks(one) for one in wish)
        later = any(_asks(one) for one in told[position:])
        if asked and later and part.selects and not _goes_on(wish, part):
            before = _build(wish, before)
            queries.append(before)
            wish = []
        wish.append(part)
    if wish:
        queries.append(_build(wish, before))
    picks = any(part.conditions or part.count or part.ranks or part.ends for part in parts)
    explicit = any(_is_explicit(token) for part in parts for token in part.tokens) or any(
        (part.ends
        and {"attainment", "rate", "missrate"} & set(part.measures))
        or ((part.grouped or part.kinds) and picks)
        or ("count" in part.measures)
        or part.units
        or part.spoken
        or (part.entity is Entity.PROGRAMME and any(c.of in ("level", "percent") for c in part.conditions))
        for part in parts
    )
    read_tokens = [
        token
        for part in parts
        for token in part.tokens
        if token.kind not in ("filler", "unknown", "literal", "joint")
    ]
    return Reading(
        tuple(dict.fromkeys(queries)),
        tuple(unknown),
        anchored,
        explicit,
        literal,
        any(part.city for part in parts),
        sum(_weigh(token.text) for token in read_tokens),
        sum(map(_weigh, unknown)),
        _years(tokens),
    )


def _years(tokens: Sequence[Token]) -> tuple[int, ...]:
    named = [int(token.number.value) for token in tokens if token.kind == "year" and token.number]
    spoken = [
        1 if token.key == "future" else -1
        for token in tokens
        if token.kind == "scope" and token.key in ("past", "future")
    ]
    return (*(year - 1911 if year > 1911 else year for year in named), *spoken)


def _weigh(text: str) -> int:
    """Words of Latin letters, characters of Chinese."""
    return len(text.split()) if text.isascii() else len(text)


def _is_explicit(token: Token) -> bool:
    if token.kind == "entity":
        return token.key not in ("department", "programme")
    if token.kind == "both" or (token.kind == "number" and token.key in ("項", "條", "題")):
        return True
    if token.kind == "ask":
        return token.key in ("department", "departments", "each", "goal", "eachgoal") or any(
            word in token.text for word in ("項", "條", "指標")
        )
    return False


def _leave_background(parts: list[Part], tokens: Sequence[Token]) -> list[Part]:
    """The parts of the sentences that ask: another sentence with words of its own tells why it is asked."""
    sentences: list[list[Part]] = [[]]
    for part in parts:
        end = next(
            (token.start for token in tokens if token.text in ENDINGS and token.start > part.tokens[0].start),
            None,
        )
        if sentences[-1] and part.tokens[0].start > sentences[-1][0].sentence_end:
            sentences.append([])
        part.sentence_end = float("inf") if end is None else end
        sentences[-1].append(part)
    asking = [any(_asks(part) for part in sentence) for sentence in sentences]
    if not any(asking):
        return parts
    kept = [
        part
        for sentence, asks in zip(sentences, asking, strict=True)
        for part in sentence
        if asks or not any(one.unknown for one in sentence) or any(one.entity for one in sentence)
    ]
    return kept


def _explain(parts: list[Part]) -> None:
    """A part that only repeats a number of the part before says how it is counted: 三倍以上(含三倍), 1(1次、1場)."""
    for before, part in zip(parts, parts[1:], strict=False):
        values = {token.number.value for token in before.tokens if token.number}
        own = {token.number.value for token in part.tokens if token.number}
        for at, condition in enumerate(before.conditions):
            ranges = tuple(_bounded(one, part.bounds) for one in condition.ranges)
            before.conditions[at] = replace(condition, ranges=ranges)
        if own and own <= values and not part.entity and not part.asks & ROW_ASKS and not part.places:
            part.conditions, part.count, part.stated = [], None, []


def _bounded(one: Range, bounds: Sequence[tuple[float, bool]]) -> Range:
    for value, included in bounds:
        if one.low == value:
            one = replace(one, low_in=included)
        if one.high == value:
            one = replace(one, high_in=included)
    return one


def _asks(part: Part) -> bool:
    return bool(
        part.asks & ROW_ASKS
        or part.asks & {"sum", "mean", "median", "share", "difference"}
        or part.ends
        or part.sort
    )


def _goes_on(wish: list[Part], part: Part) -> bool:
    """Whether a part says more of the same wish: an end beside the other end, departments beside others."""
    return bool(
        part.ends
        and not part.conditions
        and not part.entity
        and any(one.ends for one in wish)
        and not part.measures
    )


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The parts of a question: at its punctuation and where a word joins two statements."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "break" or (token.kind, token.key) == ("joint", "and"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _fill(tokens: list[Token]) -> Part:
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
            elif part.entity is None or token.key in ("common", "review"):
                part.entity = ENTITIES[token.key]
            part.anchored |= token.key in ("indicator", "common", "review", "goal")
        elif token.kind == "both":
            part.entity, part.anchored = Entity.BOTH, True
        elif token.kind == "measure":
            part.measures.append(token.key)
            if token.key == "missrate":
                part.conditions.append(Condition("level", (BELOW,)))
            part.anchored |= (
                token.key in ("rate", "missrate", "difference", "completion", "attainment")
                or (len(token.text) > 2
                and token.key in ("target", "actual"))
            )
        elif token.kind == "grade":
            last = _before(tokens, position)
            if last is not None and last.kind == "number":
                part.ends.append(token.key)
            else:
                part.unknown.append(token.text)
        elif token.kind == "direction":
            part.ends.append(token.key)
        elif token.kind == "order":
            part.sort = token.key
        elif token.kind == "rank":
            part.reverse |= token.key in ("reverse", "last")
        elif token.kind == "ask" and token.key == "whose" and _after(tokens, position, ("filler", "measure")):
            part.asks.add("department")  # 哪些單位的指標: asked for, no attribute
        elif token.kind in ("ask", "aggregate"):
            part.asks.add(token.key)
        elif token.kind == "quantifier" and token.key in ("none", "all"):
            if token.key == "none" or any(
                one.kind in ("status", "number", "negation") for one in tokens[position + 1 :]
            ):
                part.quantifier = part.quantifier or token.key
        elif token.kind == "scope" and token.key == "city":
            part.city = True
        elif token.kind == "field" and token.key in ("reason", "measure"):
            behind = _after(tokens, position)
            part.spoken |= behind is not None and behind.kind == "literal"  # 理由寫流標
            part.anchored |= part.spoken
        elif token.kind == "scope" and token.key == "within":
            part.within = True
        elif token.kind == "unknown" and not _is_empty(token.text):
            part.unknown.append(token.text)
    _exclude(part)
    _read_units(part)
    _read_status(part)
    _read_numbers(part)
    _read_texts(part)
    part.anchored |= part.entity is Entity.PROGRAMME and any(
        c.of in ("level", "percent") for c in part.conditions
    )
    return part


def _is_unit(tokens: Sequence[Token], position: int) -> bool:
    """Whether 單位 is a unit of measure: the target's, not a department."""
    last = _before(tokens, position, (*NEUTRAL, "direction"))
    behind = _after(tokens, position)
    named = behind is not None and behind.kind == "unitword"
    return named or (last is not None and last.kind == "measure" and last.key in ("target", "actual"))


def _is_empty(word: str) -> bool:
    return not any(character.isalnum() for character in word)


def _before(tokens: Sequence[Token], position: int, skip: Sequence[str] = NEUTRAL) -> Token | None:
    return next((token for token in reversed(tokens[:position]) if token.kind not in skip), None)


def _after(tokens: Sequence[Token], position: int, skip: Sequence[str] = NEUTRAL) -> Token | None:
    return next((token for token in tokens[position + 1 :] if token.kind not in skip), None)


def _exclude(part: Part) -> None:
    """Departments: those named, and those taken out by words before or behind them."""
    opened = False
    for position, token in enumerate(part.tokens):
        if token.kind == "except" and token.key == "open":
            opened = True
        elif token.kind == "except" and token.key == "close":
            last = _before(part.tokens, position)
            if last is not None and last.kind == "place" and not opened:
                part.excluded.append(part.places.pop())
            opened = False
        elif token.kind == "place":
            (part.excluded if opened else part.places).append(token.key)
        elif opened and token.kind in ("ask", "entity", "status"):
            opened = False
    part.places = list(dict.fromkeys(part.places))


def _is_excepted(part: Part, position: int) -> bool:
    """Whether a word stands in an exception: 除了 A 和 B 以外, A 不算."""
    opened = False
    for token in part.tokens[:position]:
        if token.kind == "except":
            opened = token.key == "open"
        elif opened and token.kind in ("ask", "entity"):
            opened = False
    behind = _after(part.tokens, position)
    return opened or (behind is not None and behind.kind == "except" and behind.key == "close")


def _is_negated(part: Part, position: int) -> bool:
    """Whether a negation stands right before a word, with nothing but adverbs between."""
    last = _before(part.tokens, position, (*NEUTRAL, "quantifier", "unitmark", "joint"))
    return last is not None and last.kind == "negation"


def _read_units(part: Part) -> None:
    spoken = any(
        token.kind == "unitmark" or token.key == "unit" or token.text == "單位" for token in part.tokens
    )
    units: list[str] = []
    for position, token in enumerate(part.tokens):
        if token.kind != "unitword" or not (spoken or token.quoted):
            continue
        if _is_excepted(part, position):
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
        negated = _is_negated(part, position) or _is_excepted(part, position)
        if token.key in COMPARING and _is_measured(_after(part.tokens, position, ("filler",))):
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
        behind.kind == "unitword" or (behind.kind, behind.key) == ("aggregate", "sum")
    )


def _is_share(part: Part, position: int) -> bool:
    """Whether a percentage is what is asked for: 占全部的百分比是多少."""
    behind = _after(part.tokens, position, ("filler",))
    before = _before(part.tokens, position, ("filler", "scope", "quantifier", "entity"))
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


def _read_numbers(part: Part) -> None:
    tokens = part.tokens
    joined: dict[int, int] = {}
    positions = [at for at, token in enumerate(tokens) if token.kind == "number"]
    for first, second in zip(positions, positions[1:], strict=False):
        between = [token for token in tokens[first + 1 : second] if token.kind != "filler"]
        texts = {token.text for token in tokens[first + 1 : second]}
        begun = any(token.kind == "range" and token.key == "begin" for token in tokens[:first])
        ended = any(token.kind == "range" and token.key == "end" for token in tokens[second:])
        if (
            (between and all(token.kind == "range" for token in between))
            or (texts & {"到", "至", "~", "-"}
            and not [token for token in between if token.kind not in ("range", "joint")])
            or ((begun or ended) and not [t for t in between if t.kind not in ("joint", "range", "behind")])
        ):
            joined[first] = second
    skip: set[int] = set()
    for at in positions:
        if at in skip:
            continue
        number = tokens[at].number
        assert number is not None
        if at in joined:
            other = tokens[joined[at]].number
            assert other is not None
            skip.add(joined[at])
            unit = other.unit or number.unit
            low = _with_unit(number, unit)
            _place_number(
                part,
                at,
                Number(low.value, unit, 0),
                Range(min(low.value, other.value), max(low.value, other.value)),
                True,
            )
            continue
        span, compared = _compare(part, at, number)
        _place_number(part, at, number, span, compared)


def _with_unit(number: Number, unit: str) -> Number:
    return replace(
        number,
        value=number.value * 10 if unit == "%" and number.unit == "" and number.written else number.value,
        unit=unit,
    )


def _compare(part: Part, at: int, number: Number) -> tuple[Range, bool]:
    """The values that a number with the words around it means, and whether it is compared at all."""
    tokens = part.tokens
    if number.decade:
        return Range(number.value, number.value + 10, True, False), True
    quiet = ("filler", "contains", "unitmark", "scope", "quantifier")
    ahead = _before(tokens, at, quiet)
    if ahead is not None and ahead.kind == "measure":  # 超過原定目標值五倍
        further = _before(tokens, tokens.index(ahead), quiet)
        ahead = further if further is not None and further.kind == "compare" else ahead
    behind = _after(tokens, at, ("filler", "contains", "measure"))
    key = negated = ""
    if ahead is not None and ahead.kind == "compare":
        key = ahead.key
        index = next(i for i, token in enumerate(tokens) if token is ahead)
        further = _before(tokens, index, ("filler", "quantifier"))
        negated = "not" if further is not None and further.kind == "negation" else ""
        grouped = part.grouped or part.asks & {"department", "departments"}
        if (
            negated
            and grouped
            and any(token.kind == "entity" and token.key != "department" for token in tokens[at:])
        ):
            part.quantifier, negated = "none", ""  # 哪些局處沒有低於80%的指標
    elif ahead is not None and ahead.kind == "status" and ahead.key in COMPARING:
        key = COMPARING[ahead.key]
    elif ahead is not None and ahead.kind == "negation":
        key, negated = "eq", "not"
    suffix = (
        behind is not None
        and behind.kind in ("behind", "compare")
        and not (behind.kind == "compare" and _is_number(_after(tokens, tokens.index(behind), ("filler",))))
    )
    if suffix and behind is not None and (behind.kind == "behind" or behind.key in ("lt", "le")):
        key = behind.key if not key or key == "eq" else key
    elif behind is not None and behind.kind == "behind":
        key = behind.key
    value = number.value
    spans = {
        "lt": Range(high=value, high_in=False),
        "le": Range(high=value),
        "gt": Range(low=value, low_in=False),
        "ge": Range(low=value),
        "eq": exactly(value),
    }
    opposite = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "eq"}
    if negated and key == "eq":
        return (BELOW if value == 100 else Range(high=value, high_in=False)), True
    if negated and key:
        key = opposite[key]
    return spans[key or "eq"], bool(key)


def _is_measured(token: Token | None) -> bool:
    return token is not None and token.number is not None and token.number.unit in ("%", "倍")


def _is_number(token: Token | None) -> bool:
    return token is not None and token.kind == "number"


def _place_number(part: Part, at: int, number: Number, span: Range, compared: bool) -> None:
    tokens = part.tokens
    ahead, behind = tokens[:at], tokens[at + 1 :]
    next_token = behind[0] if behind else None
    last = next((token for token in reversed(ahead) if token.kind not in ("filler", "joint")), None)
    measures = [token for token in ahead if token.kind == "measure" and token.key not in ("count", "unit")]
    measure = (
        measures[-1].key
        if measures
        else next(
            (
                token.key
                for token in behind
                if token.kind == "measure" and token.key not in ("count", "unit", "target", "actual")
            ),
            "",
        )
    )
    if any(token.kind == "bound" for token in ahead):
        part.bounds.append(
            (number.value, next(t.key for t in reversed(ahead) if t.kind == "bound") == "included")
        )
        return
    if last is not None and last.kind == "rank":
        if last.key == "nth" or last.text.startswith("倒數第"):
            first = int(number.value)
            part.ranks = (min(first, part.ranks[0]) if part.ranks else first, first)
        else:
            part.ranks = (1, int(number.value))
        return
    if number.unit == "名" and part.ranks:
        part.ranks = (part.ranks[0], int(number.value))
        return
    if number.unit == "倍":
        _add(part, "ratio", span if compared else exactly(number.value))
        part.anchored = True
        return
    grouped = next_token is not None and next_token.kind == "entity" and next_token.key == "department"
    called = next_token.text[:1] if next_token is not None else ""
    if (
        (number.unit in ("個", "")
        and called in ("處", "局")
        and next_token is not None
        and len(next_token.text) == 1)
        or number.unit in ("處", "局")
    ):
        part.kinds.append(called if called in ("處", "局") else number.unit)
        part.stated.append(number.value)
        return
    if number.unit in ITEMS and grouped and not compared:
        part.grouped = True
        if any(token.kind == "direction" for token in tokens):
            part.ranks = (1, int(number.value))
        else:
            part.stated.append(number.value)
        return
    if number.unit == "" and any(token.kind == "literal" for token in ahead) and not measures:
        _add(part, "percent", span)
        return
    if number.unit == "%" and _is_excepted(part, at):
        part.conditions.append(Condition(_percent_measure(part, measure), (span,), (), True))
        return
    if number.unit == "%":
        _add(part, _percent_measure(part, measure), span)
        if measure in ("target", "actual"):
            part.conditions.append(Condition("unit", (), ("%",)))
        return
    near = bool(measures) and not any(
        token.kind in ("entity", "literal", "place") for token in ahead[ahead.index(measures[-1]) :]
    )
    if measure in ("target", "actual") and near and number.unit != "名":
        _add(part, measure, span)
        if number.unit and number.unit not in ("個", "項", "條", "題"):
            part.conditions.append(Condition("unit", (), (number.unit,)))
        return
    if measure in ("attainment", "completion", "difference") and number.unit == "" and compared:
        _add(part, _percent_measure(part, measure), span)
        return
    if number.unit in (*ITEMS, "件", "名", "位"):
        if any(token.kind == "direction" for token in ahead) and not compared:
            part.ranks = (1, int(number.value))
        elif compared:
            part.count = part.count.meets(span) or span if part.count else span
        elif number.value > 1:
            part.stated.append(number.value)
        return
    if number.unit:
        _add(part, measure if measure in ("target", "actual") else "actual", span)
        part.conditions.append(Condition("unit", (), (number.unit,)))
        return
    part.unknown.append(tokens[at].text)


def _percent_measure(part: Part, measure: str) -> str:
    if measure in ("target", "actual", "difference", "share", "gap"):
        return measure
    return "percent"


def _add(part: Part, of: str, span: Range) -> None:
    """A range beside another of the same measure: both hold, or either where both cannot."""
    for at, condition in enumerate(part.conditions):
        if condition.of == of and condition.ranges and not condition.negated:
            both = [common for one in condition.ranges if (common := one.meets(span)) is not None]
            part.conditions[at] = Condition(of, tuple(both) or (*condition.ranges, span))
            return
    part.conditions.append(Condition(of, (span,)))


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
        negated = _is_excepted(part, position) or _is_negated(part, position)
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


def _build(parts: list[Part], before: Query | None) -> Query:
    """The query of a wish, going on from the one before where it says nothing else."""
    entity = next((part.entity for part in parts if part.entity), None)
    goals = any(part.goals or "eachgoal" in part.asks for part in parts)
    goals = goals or (
        before is not None and before.goals and not any(part.entity or part.conditions for part in parts)
    )
    asks = {ask for part in parts for ask in part.asks}
    measures = [measure for part in parts for measure in part.measures]
    if entity is None and any(condition.of == "reason" for part in parts for condition in part.conditions):
        entity = Entity.REVIEW
    named = any(condition.of in ("text", "name") for part in parts for condition in part.conditions)
    if entity is None and "completion" in measures and not named:
        entity = Entity.PROGRAMME
    if entity is None and "difference" in measures:
        entity = Entity.REVIEW
    entity = entity or (before.entity if before else Entity.INDICATOR)
    places = [place for part in parts for place in part.places]
    excluded = [place for part in parts for place in part.excluded]
    kinds = list(dict.fromkeys(kind for part in parts for kind in part.kinds))
    scope: list[Condition] = []
    if places:
        scope.append(Condition("department", (), tuple(dict.fromkeys(places))))
    if excluded:
        scope.append(Condition("department", (), tuple(dict.fromkeys(excluded)), True))
    if len(kinds) == 1 and not places:
        scope.append(Condition("kind", (), tuple(kinds)))
    ends = list(dict.fromkeys(end for part in parts for end in part.ends))
    level = _level(parts, asks, goals, places, kinds)
    conditions = [condition for part in parts for condition in part.conditions]
    predicates: tuple[Predicate, ...] = ()
    if level in (Level.DEPARTMENTS, Level.GOALS):
        predicates, conditions = _predicates(parts, entity, level, goals, ends)
    conditions = merge(conditions)
    if before is not None and entity is before.entity:
        own = {condition.of for condition in [*conditions, *scope]}
        city = any(part.city for part in parts)
        kept = [
            condition
            for condition in before.conditions
            if condition.of not in own and not (city and condition.of == "department")
        ]
        conditions = kept + conditions
    conditions += scope
    rated = "rate" in measures or ("completion" in measures and entity is Entity.PROGRAMME and not ends)
    if (
        rated
        and level is Level.ROWS
        and not any(c.of in ("level", "percent", "attainment") for c in conditions)
    ):
        conditions.append(Condition("level", (FULL,)))
    given: tuple[Condition, ...] | None = (
        before.conditions if before is not None and entity is before.entity else None
    )
    cut = next((at for at, part in enumerate(parts) if part.within), None)
    if cut is not None:
        inside = parts[: cut + 1] if parts[cut].conditions else parts[:cut]
        given = tuple(merge([c for part in inside for c in part.conditions])) + tuple(scope)
    orders = _orders(level, ends, measures, asks, goals, parts, entity)
    ranks = next((part.ranks for part in parts if part.ranks), None)
    sort = next((part.sort for part in parts if part.sort), "")
    if orders and ranks is None and ends and len(set(places)) < 2:
        ranks = (1, 1)
    if not orders and (sort or ranks):
        by = _by(level, "", measures, asks, goals, conditions)
        orders = (Order(by, sort != "up" if level is not Level.ROWS or sort or by == "ratio" else False),)
    elif orders and sort in ("down", "up"):
        orders = tuple(Order(order.by, sort == "down") for order in orders)
        ranks = ranks if any(part.ranks for part in parts) else None
    if any(part.reverse for part in parts) and orders and not ends:
        orders = (
            (Order(orders[0].by, not orders[0].descending),)
            if level is not Level.ROWS
            else (Order(orders[0].by, False),)
        )
    stated = tuple(value for part in parts for value in part.stated)
    return Query(
        entity,
        tuple(dict.fromkeys(conditions)),
        level,
        predicates,
        orders,
        ranks,
        frozenset(asks),
        frozenset(measures),
        given,
        stated,
        goals,
    )


def _level(parts: list[Part], asks: set[str], goals: bool, places: list[str], kinds: list[str]) -> Level:
    picked = any(c.of == "unit" for part in parts for c in part.conditions)
    units = (
        not picked
        and any("unit" in part.measures for part in parts)
        and (any(part.ends for part in parts) or "each" in asks or any(part.sort for part in parts))
    )
    if units:
        return Level.UNITS
    if len(kinds) > 1:
        return Level.KINDS
    if (
        len(
            {
                word
                for part in parts
                for c in part.conditions
                if c.of == "unit" and not c.negated
                for word in c.words
            }
        )
        > 1
    ):
        return Level.UNITS
    if len({part.entity for part in parts if part.entity}) > 1:
        return Level.DEPARTMENTS
    if "goal" in asks:
        return Level.GOALS
    if (
        "overview" in asks
        and not {place for part in parts for place in part.places}
        and not any(part.conditions for part in parts)
    ):
        return Level.DEPARTMENTS
    if "item" in asks and not any(part.count for part in parts):
        return Level.ROWS
    if asks & {"mean", "median"} and any("count" in part.measures for part in parts):
        return Level.DEPARTMENTS
    if asks & {"department", "departments", "each"} or any(part.grouped for part in parts):
        return Level.DEPARTMENTS
    if goals and any(part.count for part in parts):
        return Level.GOALS
    if len(set(places)) > 1 and not asks & {"which", "list"}:
        return Level.DEPARTMENTS
    return Level.ROWS


def _predicates(
    parts: list[Part], entity: Entity, level: Level, goals: bool, ends: list[str]
) -> tuple[tuple[Predicate, ...], list[Condition]]:
    """What groups have to meet, and the conditions on the rows that are counted in them."""
    plain: list[Condition] = []
    found: list[Predicate] = []
    for position, part in enumerate(parts):
        own = part.entity or entity
        conditions = tuple(part.conditions)
        if part.count is not None:
            alone = not conditions and plain and part.entity is None and not part.goals
            used = tuple(plain) if alone else conditions
            found.append(Predicate(own, used, part.count, goals=part.goals and level is Level.DEPARTMENTS))
            plain += [] if alone else list(conditions)
        elif part.quantifier in ("none", "not") and (conditions or part.entity is Entity.REVIEW):
            positive = tuple(c.inverse() if c.negated else c for c in conditions)
            found.append(Predicate(own, positive, exactly(0)))
        elif part.quantifier == "all" and conditions and _is_level(conditions):
            found.append(Predicate(own, conditions, every=True))
        elif (
            part.entity is not None
            and not conditions
            and any(token.kind == "negation" for token in part.tokens)
            and not ends
        ):
            found.append(Predicate(own, (), exactly(0)))
        elif conditions:
            if len(parts) > 1 and own is not entity:
                found.append(Predicate(own, conditions))
            else:
                plain += list(conditions)
        _ = position
    named = len({place for part in parts for place in part.places}) > 1
    shown = named or any(part.sort or "each" in part.asks for part in parts)
    if plain and not ends and (found or not shown):
        used = tuple(merge(plain))
        if not any(predicate.conditions == used for predicate in found):
            found.append(Predicate(entity, used))
    return tuple(found), plain


def _is_level(conditions: Sequence[Condition]) -> bool:
    return any(condition.of in ("level", "percent", "gap") for condition in conditions)


def resolve(condition: Condition, entity: Entity, named: bool) -> Condition:
    """What a level, a bare percentage or a change is for an entity.

    How much was achieved is the attainment of an indicator and the completion of a programme; a percentage said of
    one common indicator by name is what a department reached in it.
    """
    level = {Entity.PROGRAMME: "completion", Entity.REVIEW: "difference"}.get(entity, "attainment")
    if entity in (Entity.INDICATOR, Entity.BOTH, Entity.COMMON) and condition.of == "completion":
        condition = replace(condition, of="percent")
    if condition.of == "attainment" and entity is Entity.PROGRAMME:
        condition = replace(condition, of="completion")
    own = {
        "level": level,
        "percent": "actual" if named and entity is Entity.COMMON else level,
        "change": "actual",
    }
    return replace(condition, of=own.get(condition.of, condition.of))


def merge(conditions: Sequence[Condition]) -> list[Condition]:
    """Ranges of one measure from several parts hold together."""
    merged: list[Condition] = []
    for condition in conditions:
        for at, other in enumerate(merged):
            if (
                other.of == condition.of
                and other.ranges
                and condition.ranges
                and not other.negated
                and not condition.negated
            ):
                both = [
                    c for one in other.ranges for two in condition.ranges if (c := one.meets(two)) is not None
                ]
                merged[at] = Condition(other.of, tuple(both) or (*other.ranges, *condition.ranges))
                break
        else:
            if condition not in merged:
                merged.append(condition)
    return merged


def _by(
    level: Level,
    end: str,
    measures: Sequence[str],
    asks: set[str],
    goals: bool,
    conditions: Sequence[Condition],
) -> str:
    """What lines are put in order by."""
    if level is Level.ROWS:
        if any(condition.of == "ratio" for condition in conditions) and not {"gap", "attainment"} & set(
            measures
        ):
            return "ratio"
        for name in ("ratio", "gap", "difference", "completion", "attainment", "actual", "target"):
            if name in measures:
                return name
        return "level"
    if "eachgoal" in asks or (goals and "mean" in asks):
        return "per_goal"
    if goals or end in ("most", "least"):
        return "goals" if goals else "count"
    if "rate" in measures:
        return "rate"
    if "missrate" in measures or ("share" in asks and end in ("highest", "lowest")):
        return "share"
    if "mean" in asks:
        return "mean"
    if "attainment" in measures and not conditions:
        return "rate"
    if end in ("highest", "lowest") and not conditions:
        return "rate"
    return "count"


def _orders(
    level: Level,
    ends: Sequence[str],
    measures: Sequence[str],
    asks: set[str],
    goals: bool,
    parts: list[Part],
    entity: Entity,
) -> tuple[Order, ...]:
    conditions = [condition for part in parts for condition in part.conditions]
    return tuple(
        dict.fromkeys(Order(_by(level, end, measures, asks, goals, conditions), ENDS[end]) for end in ends)
    )
