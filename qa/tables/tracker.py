"""Read a message as a frame: which value each slot has, or that it stays as it was (dialogue state tracking).

A network over the message's signs and the closed words in it, taught from sayings by
`python -m qa.lab.train_tracker`, tells the slots of the whole message and what each number, department, unit
and word of rows is that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from math import exp
from pathlib import Path

import numpy as np

from qa.tables.carrying import add_bound, carry, find_bound, merge_tests, span_of, widen
from qa.tables.featuring import describe, describe_before, sign_of, slot_of, unit_of
from qa.tables.frame import OF_GROUPS, Frame, Test, canonical, is_claim
from qa.tables.lexicon import KINDS
from qa.tables.query import Entity, Level, Range
from qa.tables.reader import KEPT
from qa.tables.segment import Token
from qa.understand.network import Network, Read, load_network

MODEL = Path(__file__).parent / "data" / "tracker.npz"
NEVER = -12.0
"""What a value counts that a network does not know, as the logarithm of a probability."""
KEEP = "keep"
"""The value of a slot of which a follow-up says nothing."""
ASKED = ("？", "?")
"""Behind these a message asks another thing."""
CORE = ("entity", "level", "holds", "order", "by", "goals", "status")
"""Slots whose values are chosen together, among those that were seen together."""
ASKS = ("list", "many", "share", "sum", "mean", "median", "difference", "multiple", "why", "each", "portion")
CLAIMED = "c_"
"""Before the role of a number that is held for true."""
VALUES = ("level", "actual", "target", "ratio", "difference")
"""What a number that counts things (`COUNTING`) is not compared with."""
COUNTING = ("項", "條", "題", "名", "位")
COMPARING = ("compare", "behind")
"""Kinds of words that say what a number is compared as."""


@cache
def load_tracker() -> Network:
    """The network that `qa.lab.train_tracker` wrote."""
    return load_network(MODEL)


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
    """Reads messages as frames; `segment` cuts them into words."""

    def __init__(self, segment: Callable[[str], Sequence[Token]], network: Network | None = None) -> None:
        self._own = network
        self._segment = segment
        self.read = lru_cache(maxsize=KEPT)(self._read)
        self._look = lru_cache(maxsize=KEPT)(self._read_words)

    @property
    def _network(self) -> Network:
        return self._own or load_tracker()

    def _read(self, message: str, before: Frame | None = None) -> Tracked:
        """The frame of a message, going on from the one before where there is one."""
        tokens, read = self._look(message, before)
        own = read.slots
        if before is None:
            own = {slot: {v: s for v, s in scores.items() if v != KEEP} for slot, scores in own.items()}
        kind = "claim" if own["kind"]["claim"] > own["kind"]["table"] else "table"
        core, score = self._choose_core(own, before, kind == "claim")
        asks = frozenset(ask for ask in ASKS if max(own[f"ask_{ask}"], key=own[f"ask_{ask}"].get) == "yes")
        asks |= {"why"} if any((one.kind, one.key) == ("ask", "why") for one in tokens) else set()
        frame = Frame(
            Entity(core["entity"]),
            Level(core["level"]),
            core["status"],
            core["holds"],
            order=core["order"],
            by=core["by"],
            goals=core["goals"] == "yes",
            asks=asks,
        )
        frame, named, added = _read_mentions(tokens, frame, read)
        if kind == "claim" and not is_claim(frame) and frame.level is Level.ROWS:
            held = {one: own["holds"][one] for one in own["holds"] if one not in ("", KEEP, "some")}
            frame = replace(
                frame, holds=max(held, key=held.get)
            )  # what claims no number claims of all or none
        if kind == "table":
            frame = replace(frame, claims=(), said=())
        if "difference" in frame.asks and frame.by in OF_GROUPS and not (frame.order or frame.places):
            frame = replace(frame, order="both")  # how far departments are apart
        if not (frame.places or frame.kinds or (before and before.places)):
            frame = of_scope(frame)
        if before is not None:
            wide = max(own["wide"], key=own["wide"].get) == "yes"
            compared = any(token.kind in COMPARING for token in tokens)
            frame = carry(frame, before, wide, compared, added)
        kinds = {kind: exp(value) for kind, value in own["kind"].items()}
        return Tracked(canonical(frame), score + named, kinds)

    def kinds(self, message: str) -> Mapping[str, float]:
        """How sure it is of each kind that a message alone is of it: table, claim, survey, beyond, other."""
        _, read = self._look(message, None)
        return {kind: exp(value) for kind, value in read.slots["kind"].items()}

    def _read_words(self, message: str, before: Frame | None) -> tuple[Sequence[Token], Read]:
        """The words of a message that goes on from a frame, and what the network makes of them."""
        tokens = self._segment(message)
        asked = [(slot, at) for at, token in enumerate(tokens) if (slot := slot_of(token))]
        asked += [("op", at) for slot, at in asked if slot == "number"]
        return tokens, self._network.read(describe(tokens), describe_before(before), asked)

    def split(self, message: str) -> list[str]:
        """The questions of a message, one after the other: 「…有幾項？其中最低的是哪一項」 are two."""
        tokens, read = self._look(message, None)
        parts: list[list[Token]] = [[]]
        for at, token in enumerate(tokens):
            if token.kind == "break" and parts[-1]:
                scores = read.mentions["break", at]
                if token.text in ASKED or scores["yes"] > scores["no"]:
                    parts.append([])
                    continue
            parts[-1].append(token)
        if len(parts) > 1 and all(map(_only_asks, parts[-1])):  # 「…，是不是？」
            parts[-2:] = [[*parts[-2], *parts[-1]]]
        return ["".join(token.text for token in part) for part in parts if part]

    def _choose_core(
        self, own: Mapping[str, Mapping[str, float]], before: Frame | None, claims: bool
    ) -> tuple[dict[str, str], float]:
        """The likeliest values of the core slots that go together; what claims nothing holds of no rows."""
        last = core_of(before) if before is not None else ()
        totals = np.zeros(len(self._network.seen))
        for at, (slot, values) in enumerate(zip(CORE, zip(*self._network.seen, strict=True), strict=True)):
            said = own[slot]
            worth = {value: said.get(value, NEVER) for value in set(values)}
            if last and last[at] in worth:
                worth[last[at]] = max(worth[last[at]], said.get(KEEP, NEVER))
            totals += np.fromiter(map(worth.__getitem__, values), float, len(values))
        if not claims:
            totals[self._held] = -np.inf
        best = int(totals.argmax())
        return dict(zip(CORE, self._network.seen[best], strict=True)), float(totals[best])

    @cached_property
    def _held(self) -> list[int]:
        """The places of the values that hold something of rows, among those that were seen together."""
        return [n for n, one in enumerate(self._network.seen) if one[1] == Level.ROWS and one[2]]


def _read_mentions(tokens: Sequence[Token], frame: Frame, read: Read) -> tuple[Frame, float, bool]:
    """The frame with what the message names, how sure that is, and whether places are added to those of
    the frame before.
    """
    total = 0.0
    tests: list[Test] = []
    claims: list[Test] = []
    ranks: list[int] = []
    found: dict[str, list[str]] = {one: [] for one in ("in", "also", "out", "said", "unit", "kind")}
    words: list[tuple[str, tuple[str, ...]]] = []
    phrases: list[list[tuple[str, ...]]] = []
    ends = 0
    for at, token in enumerate(tokens):
        slot = slot_of(token)
        if slot in ("", "break"):
            continue
        scores, forms = read.mentions[slot, at], token.alternatives or (token.key,)
        role = max(scores, key=scores.get)
        total += scores[role]
        if slot == "number":
            value = token.number.value if token.number is not None else float(token.key)
            counts = token.number is not None and token.number.unit in COUNTING
            role = "none" if counts and role in VALUES else role  # 34 項 counts rows
            if at and (tokens[at - 1].kind, tokens[at - 1].key) == ("rank", "nth"):
                role = role if role in ("top", "nth") else "none"  # 第二名
            if role == "top":
                ranks += [1, int(value)]
            elif role == "nth":
                ranks.append(int(value))
            elif role != "none":
                if token.number is not None and token.number.decade:
                    tests.append(Test(role, Range(value, value + 10, True, False)))  # 八字頭
                    continue
                compared = read.mentions["op", at]
                op = max(compared, key=compared.get)
                total += compared[op]
                if token.number is not None and role in ("target", "actual") and token.number.unit:
                    found["unit"].append(token.number.unit)
                if role.startswith(CLAIMED):
                    span = span_of(role, op, value)
                    claims.append(Test(role[len(CLAIMED) :], widen(span, tokens, at) if op == "eq" else span))
                elif not add_bound(tests, role, find_bound(tokens, at) or op, value):
                    tests.append(Test(role, span_of(role, op, value)))
        elif slot == "place" and role != "none":
            found[role].append(token.key)
        elif slot == "unit" and role == "yes":
            found["unit"].append(unit_of(token))
        elif slot == "kind" and role == "unit":
            found["unit"].append(sign_of(token))
        elif slot == "kind" and role != "none":
            sign = sign_of(token)
            found["kind"].append(sign if role == "in" else next(k for k in KINDS if k != sign))
        elif slot == "word" and role == "reason":
            if phrases and at == ends:
                phrases[-1].append(forms)
            else:
                phrases.append([forms])
            ends = at + 1
        elif slot == "word" and role != "none":
            words.append((role, forms))
    words += _join_reasons(phrases)
    frame = replace(
        frame,
        places=tuple(sorted({*found["in"], *found["also"], *(found["said"] if found["in"] else ())})),
        said=tuple(dict.fromkeys(found["said"])),
        claims=tuple(merge_tests(claims)),
        excluded=tuple(sorted(set(found["out"]))),
        units=tuple(dict.fromkeys(found["unit"])),
        kinds=() if found["in"] else tuple(sorted(set(found["kind"]), reverse=True)),
        tests=tuple(merge_tests(tests)),
        words=tuple(dict.fromkeys(words)),
        ranks=(min(ranks), max(ranks)) if ranks and frame.order in ("top", "bottom") else None,
    )
    return frame, total, bool(found["also"])


def _join_reasons(phrases: Sequence[Sequence[tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """The words of one reason, all of which a review has to hold; of several reasons any one (疫情、流標)."""
    if len(phrases) < 2:
        return [("reason", forms) for phrase in phrases for forms in phrase]
    return [("reason", tuple(dict.fromkeys(form for phrase in phrases for form in phrase[0])))]


def _only_asks(token: Token) -> bool:
    """Whether a word asks no more than whether something is so."""
    return token.kind in ("filler", "break") or (token.kind, token.key) == ("ask", "true")


def of_scope(frame: Frame) -> Frame:
    """A frame that names no department: a portion of all rows of a kind is none, but a share of its scope."""
    claims = tuple(Test("share", test.span) if test.of == "portion" else test for test in frame.claims)
    asks = frame.asks - {"portion"} | ({"share"} if "portion" in frame.asks else set())
    return replace(frame, claims=claims, asks=asks)


def core_of(frame: Frame) -> tuple[str, ...]:
    return (
        str(frame.entity),
        str(frame.level),
        frame.holds,
        frame.order,
        frame.by,
        "yes" if frame.goals else "no",
        frame.status,
    )
