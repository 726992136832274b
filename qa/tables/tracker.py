"""Read a message as a frame: which value each slot has, or that it stays as it was (dialogue state tracking).

Linear classifiers over the message's characters and the closed words in it, learned from sayings by
`python -m qa.lab.train_tracker`: some for the whole message, some for each number, department, unit and
word of rows that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path

from qa.tables.frame import GROUPED, SPAN, Frame, Test
from qa.tables.lexicon import KINDS, load_words
from qa.tables.query import Entity, Level, Range
from qa.tables.segment import Token
from qa.understand.linear import Model, load_model

MODEL = Path(__file__).parent / "data" / "tracker.npz"
KEEP = "keep"
"""The value of a slot of which a follow-up says nothing."""
CORE = ("entity", "level", "holds", "order", "by", "goals")
"""Slots whose values are chosen together, among those that were seen together."""
ASKS = ("list", "many", "share", "sum", "mean", "median", "difference", "multiple", "why", "each", "portion")
CLAIMED = "c_"
"""Before the role of a number that is held for true."""
_QUIET = frozenset({"filler", "break", "unknown"})
_MASK = {"place": "＠", "literal": "□", "unitword": "△", "year": "年"}
_AMONG = {"common": "◇", "programme": "○", "indicator": "□"}
VALUES = ("level", "actual", "target", "ratio", "difference")
"""What a number that counts things (`COUNTING`) is not compared with."""
COUNTING = ("項", "條", "題", "名", "位")
WINDOW = 5
KEPT = 512
"""Messages whose readings are kept: one message is read several times in a turn."""


@cache
def load_tracker() -> Model:
    """The model that `qa.lab.train_tracker` wrote."""
    return load_model(MODEL)


def mask(tokens: Sequence[Token]) -> str:
    """The message without what it names: 社會處低於 80% → 處低於#%."""
    parts = []
    for token in tokens:
        if token.number is not None:
            parts.append(f"#{token.number.unit}")
        else:
            parts.append(_AMONG.get(token.among) or _MASK.get(token.kind, token.text))
    return "".join(parts)


def grams(text: str, longest: int = 3) -> set[str]:
    flat = f"^{text}$"
    return {flat[at : at + size] for size in range(1, longest + 1) for at in range(len(flat) - size + 1)}


def describe_message(tokens: Sequence[Token], before: Frame | None) -> list[str]:
    """The features of a whole message, those of its closed words among them."""
    keys = [
        f"{one.kind}:{one.key}" if one.number is None else f"n:{one.number.unit}"
        for one in tokens
        if one.kind not in _QUIET
    ]
    keys = [
        key if not key.startswith(("place", "literal", "unitword", "year")) else key.split(":")[0]
        for key in keys
    ]
    among = {one.among for one in tokens if one.kind == "literal"}
    features = [f"g{gram}" for gram in grams(mask(tokens))]
    features += [f"k{key}" for key in keys]
    features += [f"p{one}>{other}" for one, other in pairwise(keys)]
    features += [f"among={one}" for one in among]
    features += [f"l{min(len(mask(tokens)) // 8, 6)}", f"places{min(keys.count('place'), 3)}"]
    if before is not None:
        features += ["before", f"b_level={before.level}", f"b_order={before.order}", f"b_by={before.by}"]
        features += [f"b_entity={before.entity}", f"b_status={before.status}", f"b_holds={before.holds}"]
        features += [f"b{before.level}&g{gram}" for gram in grams(mask(tokens), 2)]
    return features


def describe_mention(tokens: Sequence[Token], at: int, core: Mapping[str, str]) -> list[str]:
    """The features of one number, department, unit or word of rows: what stands beside it."""
    own = tokens[at]
    left, right = mask(tokens[:at])[-WINDOW:], mask(tokens[at + 1 :])[:WINDOW]
    features = [f"L{left[-size:]}" for size in range(1, len(left) + 1)]
    features += [f"R{right[:size]}" for size in range(1, len(right) + 1)]
    features += [f"l{one}" for one in left] + [f"r{one}" for one in right]
    ahead = [one for one in tokens[:at] if one.kind != "filler"][-3:]
    behind = [one for one in tokens[at + 1 :] if one.kind != "filler"][:3]
    for side, near in (("A", ahead[::-1]), ("B", behind)):
        features += [
            f"{side}{place}{one.kind}:{one.key if one.kind not in _MASK else ''}"
            for place, one in enumerate(near)
        ]
    features += [f"kind={own.kind}", f"among={own.among}", f"quoted={own.quoted}"]
    if own.number is not None:
        value = own.number.value
        size = next((limit for limit in (1, 5, 10, 20, 50, 99, 100) if value <= limit), "more")
        features += [f"unit={own.number.unit}", f"size={size}", f"unit={own.number.unit}&size={size}"]
        features += [f"written={own.number.written}"]
    features += [f"{slot}={value}" for slot, value in core.items()]
    unit = own.number.unit if own.number is not None else ""
    features += [f"{slot}={value}&unit={unit}" for slot, value in core.items()]
    features += [
        f"has{key}"
        for key in {
            f"{one.kind}:{one.key}" for one in tokens if one.kind in ("measure", "entity", "rank", "status")
        }
    ]
    return features


@dataclass(frozen=True)
class Tracked:
    """A frame with the logarithm of its probability; `kinds` say how sure it is that it asks over rows."""

    frame: Frame
    score: float
    kinds: Mapping[str, float]

    @property
    def asks(self) -> float:
        """How sure it is that the message asks or claims something over many rows, 0 to 1."""
        return find_asks(self.kinds)


def find_asks(kinds: Mapping[str, float]) -> float:
    """How sure it is that a message asks or claims something over many rows, of how sure each kind is."""
    return kinds["table"] + kinds["claim"]


class Tracker:
    """Reads messages as frames; `find` gives the stretches of rows that a word means."""

    def __init__(self, segment: Callable[[str], list[Token]], model: Model | None = None) -> None:
        self._own = model
        self.read = lru_cache(maxsize=KEPT)(self._read)
        self.kinds = lru_cache(maxsize=KEPT)(self._kinds)
        self._tokens = lru_cache(maxsize=KEPT)(segment)

    @property
    def _model(self) -> Model:
        return self._own or load_tracker()

    def _read(self, message: str, before: Frame | None = None) -> Tracked:
        """The frame of a message, going on from the one before where there is one."""
        tokens = self._tokens(message)
        features = describe_message(tokens, before)
        own = {
            slot: self._model.score(slot, features) for slot in self._model.slots if not slot.startswith("m_")
        }
        if before is None:
            own = {slot: {v: s for v, s in scores.items() if v != KEEP} for slot, scores in own.items()}
        core, score = self._choose_core(own, before)
        status = max(own["status"], key=own["status"].get)
        score += own["status"][status]
        status = before.status if status == KEEP and before else status
        asks = frozenset(ask for ask in ASKS if max(own[f"ask_{ask}"], key=own[f"ask_{ask}"].get) == "yes")
        frame = Frame(
            Entity(core["entity"]),
            Level(core["level"]),
            status,
            core["holds"],
            order=core["order"],
            by=core["by"],
            goals=core["goals"] == "yes",
            asks=asks,
        )
        kind = "claim" if own["kind"]["claim"] > own["kind"]["table"] else "table"
        frame, named = self._read_mentions(tokens, frame, core | {"kind": kind})
        if before is not None:
            wide = max(own["wide"], key=own["wide"].get) == "yes"
            frame = carry(frame, before, wide)
        kinds = {kind: exp(value) for kind, value in own["kind"].items()}
        return Tracked(frame, score + named, kinds)

    def _kinds(self, message: str) -> Mapping[str, float]:
        """How sure it is of each kind that a message alone is of it: table, claim, survey, beyond, other."""
        scores = self._model.score("kind", describe_message(self._tokens(message), None))
        return {kind: exp(value) for kind, value in scores.items()}

    def split(self, message: str) -> list[str]:
        """The questions of a message, one after the other: 「…有幾項？其中最低的是哪一項」 are two."""
        tokens = self._tokens(message)
        parts: list[list[Token]] = [[]]
        for at, token in enumerate(tokens):
            if token.kind == "break" and parts[-1]:
                scores = self._model.score("m_break", describe_mention(tokens, at, {}))
                if scores["yes"] > scores["no"]:
                    parts.append([])
                    continue
            parts[-1].append(token)
        return ["".join(token.text for token in part) for part in parts if part]

    def _choose_core(
        self, own: Mapping[str, Mapping[str, float]], before: Frame | None
    ) -> tuple[dict[str, str], float]:
        """The likeliest values of the core slots that go together."""
        last = dict(zip(CORE, core_of(before), strict=True)) if before is not None else {}
        best: tuple[float, tuple[str, ...]] | None = None
        for values in self._model.head["seen"]:
            total = 0.0
            for slot, value in zip(CORE, values, strict=True):
                said = own[slot].get(value, -12.0)
                if last and last[slot] == value:
                    said = max(said, own[slot].get(KEEP, -12.0))
                total += said
            if best is None or total > best[0]:
                best = (total, values)
        return dict(zip(CORE, best[1], strict=True)), best[0]

    def _read_mentions(
        self, tokens: Sequence[Token], frame: Frame, core: Mapping[str, str]
    ) -> tuple[Frame, float]:
        total = 0.0
        tests: list[Test] = []
        claims: list[Test] = []
        ranks: list[int] = []
        found: dict[str, list[str]] = {"in": [], "out": [], "said": [], "unit": [], "kind": []}
        words: list[tuple[str, tuple[str, ...]]] = []
        for at, token in enumerate(tokens):
            slot = slot_of(token)
            if slot in ("", "break"):
                continue
            features = describe_mention(tokens, at, core)
            scores = self._model.score(f"m_{slot}", features)
            role = max(scores, key=scores.get)
            total += scores[role]
            if slot == "number":
                value = token.number.value if token.number is not None else float(token.key)
                counts = token.number is not None and token.number.unit in COUNTING
                role = "none" if counts and role in VALUES else role  # 34 項 counts rows
                if role == "top":
                    ranks += [1, int(value)]
                elif role == "nth":
                    ranks.append(int(value))
                elif role != "none":
                    compared = self._model.score("m_op", [*features, f"role={role}"])
                    op = max(compared, key=compared.get)
                    total += compared[op]
                    if token.number is not None and role in ("target", "actual") and token.number.unit:
                        found["unit"].append(token.number.unit)
                    if role.startswith(CLAIMED):
                        span = span_of(role, op, value)
                        claims.append(
                            Test(role[len(CLAIMED) :], widen(span, tokens, at) if op == "eq" else span)
                        )
                    elif not add_bound(tests, role, op, value):
                        tests.append(Test(role, span_of(role, op, value)))
            elif slot == "place" and role != "none":
                found[role].append(token.key)
            elif slot == "unit" and role == "yes":
                found["unit"].append(token.key)
            elif slot == "kind" and role == "unit":
                found["unit"].append(sign_of(token))
            elif slot == "kind" and role != "none":
                sign = sign_of(token)
                found["kind"].append(sign if role == "in" else next(k for k in KINDS if k != sign))
            elif slot == "word" and role != "none":
                words.append((role, token.alternatives or (token.key,)))
        frame = replace(
            frame,
            places=tuple(sorted({*found["in"], *(found["said"] if found["in"] else ())})),
            said=tuple(dict.fromkeys(found["said"])),
            claims=tuple(merge_tests(claims)),
            excluded=tuple(sorted(set(found["out"]))),
            units=tuple(dict.fromkeys(found["unit"])),
            kinds=() if found["in"] else tuple(sorted(set(found["kind"]), reverse=True)),
            tests=tuple(merge_tests(tests)),
            words=tuple(dict.fromkeys(words)),
            ranks=(min(ranks), max(ranks)) if ranks and frame.order in ("top", "bottom") else None,
        )
        return frame, total


MENTIONS = {
    "break": "break",
    "number": "number",
    "ordinal": "number",
    "place": "place",
    "unitword": "unit",
    "literal": "word",
}
"""The classifier of each kind of token that names something."""


def slot_of(token: Token) -> str:
    """The classifier that says what a token is in the frame; "" for none."""
    if token.text in KINDS or token.kind == "kind":
        return "kind"
    return "" if token.kind == "number" and token.number is None else MENTIONS.get(token.kind, "")


def sign_of(token: Token) -> str:
    """處 or 局, of a token that is either."""
    return next(sign for sign in KINDS if sign in token.text)


def core_of(frame: Frame) -> tuple[str, ...]:
    return (
        str(frame.entity),
        str(frame.level),
        frame.holds,
        frame.order,
        frame.by,
        "yes" if frame.goals else "no",
    )


def is_claim(frame: Frame) -> bool:
    """Whether a frame holds something for true."""
    return bool(frame.claims or frame.said or (frame.holds and frame.level is Level.ROWS))


def span_of(role: str, op: str, value: float) -> Range:
    """The values that a number with its comparison means; a difference is told by its size, and negative."""
    if role == "difference" and value > 0:
        mirrored = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
        return SPAN[mirrored.get(op, op)](-value)
    return SPAN[op](value)


def add_bound(tests: list[Test], role: str, op: str, value: float) -> bool:
    """Whether a number only says again where a range ends and if that is in it: 不到 90（90 不含）."""
    for at, one in enumerate(tests):
        span = one.span
        if one.of == role and value in (span.low, span.high) and span.low != span.high:
            inside = op in ("eq", "ge", "le")
            low = {"low_in": inside} if value == span.low else {"high_in": inside}
            tests[at] = Test(role, span if op == "eq" else replace(span, **low))
            return True
    return False


def widen(span: Range, tokens: Sequence[Token], at: int) -> Range:
    """The values that a number said to be so stands for: as exact as it is said, or a tenth about it."""
    number = tokens[at].number
    if number is None or number.unit not in ("%", "倍", ""):
        return span
    around = "".join(one.text for one in tokens[max(at - 2, 0) : at + 2])
    text = tokens[at].text
    digits = len(text.split(".")[1].rstrip("%趴倍成 ")) if "." in text else 0
    near = 10 if number.unit == "%" and number.written and number.value % 10 == 0 else 10**-digits
    if any(word in around for word in load_words()["about"]["any"]):
        near = max(near, number.value / 5)
    return Range(span.low - near / 2, span.high + near / 2) if near != 1 or number.unit == "%" else span


def merge_tests(tests: Sequence[Test]) -> list[Test]:
    """Two ends of one measure are one range."""
    merged: list[Test] = []
    for test in tests:
        for at, one in enumerate(merged):
            if one.of == test.of and (both := one.span.meets(test.span)) is not None:
                merged[at] = Test(one.of, both)
                break
        else:
            merged.append(test)
    return merged


def carry(frame: Frame, before: Frame, wide: bool) -> Frame:
    """A follow-up's frame with what it leaves as it was."""
    tests = frame.tests
    kept = [one for one in before.tests if all(one.of != own.of for own in tests)]
    if frame.level is not before.level:
        kept = [one for one in kept if one.of not in GROUPED]
    named = frame.places or wide
    return replace(
        frame,
        places=frame.places if named else before.places,
        excluded=frame.excluded or (() if frame.places else before.excluded),
        kinds=frame.kinds or before.kinds,
        units=frame.units or before.units,
        words=frame.words or before.words,
        tests=(*kept, *tests),
        ranks=frame.ranks or (before.ranks if (frame.order, frame.by) == (before.order, before.by) else None),
        asks=frame.asks or before.asks,
    )
