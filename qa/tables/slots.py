"""The slots of one part of a question, and what stands beside a word of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from qa.tables.query import Condition, Entity, Range
from qa.tables.segment import Token

NEUTRAL = frozenset({"filler", "after", "pointing", "scope", "ask", "contains", "bound", "within"})
"""Words that may stand between two that belong together."""

SUMS = frozenset({"sum", "mean", "median", "share", "difference", "multiple"})
ROW_ASKS = frozenset({"many", "much", "which", "item", "whose", "list", "department", "departments"}) | {
    "each",
    "goal",
    "why",
    "overview",
    "any",
    "true",
}


@dataclass
class Slots:
    """The slots of one part; `conditions` and the like are filled by what reads its words."""

    tokens: list[Token]
    confirms: bool = False  # of a question that wants something confirmed
    united: bool = False  # of a question that names a unit, which numbers without one are in
    entity: Entity | None = None
    second: Entity | None = None  # another kind of rows that the same is said of
    goals: bool = False
    conditions: list[Condition] = field(default_factory=list)
    count: Range | None = None  # how many rows a group has
    groups: Range | None = None  # how many groups there are said to be
    portion: Range | None = None  # and what per cent of all departments
    share: Range | None = None  # of all rows, that the conditions are said to hold for
    spread: bool = False  # says what share of the rows departments have together
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
    only: bool = False  # names rows as the only ones: 只有登革熱一項
    unreviewed: bool = False  # says that a review is lacking: 沒附檢討
    claimed: list[Condition] = field(default_factory=list)  # said of all that the other conditions pick
    claims_from: int | None = None  # where what is said of all begins: 都
    at: int = 0  # the word that is read
    listed: int = 0  # words of rows that one list has
    within: bool = False  # what follows is counted out of what stands before: 其中
    grouped: bool = False  # speaks of departments as such
    anchored: bool = False  # speaks of what only the tables have
    explicit: bool = False  # says that rows or departments are what is asked for
    unknown: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)  # of these what an end or a comparison needs

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
        for place, token in enumerate(self.tokens[:at]):
            if token.kind == "except":  # 社會處不算 takes out what stands before, 不算社會處 what follows
                last = self.before(place)
                opened = last is None or last.kind != "place" or self.before(at) is token
            elif token.kind in ("ask", "entity", "status"):
                opened = False
        behind = self.behind(at, NEUTRAL | {"place", "joint"})
        if opened or behind is None or behind.kind != "except":
            return opened
        after = self.behind(self.tokens.index(behind))
        return after is None or after.kind not in ("place", "literal", "entity", "status")

    @property
    def picks(self) -> bool:
        own = self.conditions or self.count or self.places or self.excluded or self.kinds or self.rated
        return bool(own)

    @property
    def orders(self) -> bool:
        return bool(self.picks or self.ends or self.sort or self.ranks) or self.has("literal")

    @property
    def asking(self) -> bool:
        """Whether the part asks; a word that only wants something confirmed needs what it confirms."""
        asks = self.asks & (ROW_ASKS | SUMS)
        if asks == {"true"}:
            return bool(self.picks or self.entity or self.goals or self.measures) or self.has("literal")
        return bool(asks or self.ends or self.sort or self.ranks)

    @property
    def rests(self) -> bool:
        """Whether the part says what it asks of; 我要比例 alone says how the next one is to be told."""
        own = self.picks or self.orders or self.entity or self.goals or self.measures
        return bool(own or self.asks & ROW_ASKS)

    @property
    def placed(self) -> bool:
        own = self.places or self.kinds or self.grouped or self.asks & {"department", "departments", "each"}
        return bool(own)

    @property
    def says(self) -> bool:
        own = self.asks or self.entity or self.goals or self.measures or self.unknown or self.stated
        return bool(own or self.picks or self.asking)

    def is_background(self, named: bool) -> bool:
        """Whether the part only tells why it is asked: it asks and picks nothing, and has words of its own.

        Words of rows pick nothing where the part that asks names its own (`named`).
        """
        own = [c for c in self.conditions if not named or c.of not in ("text", "name", "goal")]
        return bool(self.unknown) and not (self.asking or own or self.places)

    def add(self, of: str, *ranges: Range, words: tuple[str, ...] = (), negated: bool = False) -> None:
        """A condition; ranges of one measure both hold, or either where both cannot."""
        claimed = self.claims_from is not None and self.at > self.claims_from
        conditions = self.claimed if claimed else self.conditions
        conditions[:] = merge([*conditions, Condition(of, ranges, words, negated)])


def merge(conditions: Sequence[Condition]) -> list[Condition]:
    """Ranges of one measure hold together, or either where both cannot."""
    merged: list[Condition] = []
    for condition in conditions:
        for at, one in enumerate(merged):
            alike = one.of == condition.of and not (one.negated or condition.negated)
            if alike and one.ranges and condition.ranges:
                met = (mine.meets(its) for mine in one.ranges for its in condition.ranges)
                both = tuple(found for found in met if found is not None)
                merged[at] = Condition(one.of, both or (*one.ranges, *condition.ranges))
                break
        else:
            if condition not in merged:
                merged.append(condition)
    return merged
