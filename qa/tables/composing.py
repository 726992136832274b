"""Compose the query of a wish from the slots of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from qa.tables.parts import FULL, Part
from qa.tables.query import Claim, Condition, Entity, Level, Order, Predicate, Query, exactly
from qa.tables.slots import ROW_ASKS, SUMS, merge

OPEN = ROW_ASKS - {"goal", "overview", "any", "true"}
"""What asks for more than yes or no."""
DIFFERENCES = {"difference", "multiple"}
"""What is computed of one row too: how far it is from its target."""
_LEVELS = {"department", "departments", "each", "goal", "item", "eachgoal", "eachname", "whose", "reason"}
"""What is asked that tells what a line is."""
OUTCOMES = ("level", "percent", "attainment", "gap")


class _Wish:
    """The slots of a wish: those of its parts together, filled up from the query before."""

    def __init__(self, parts: list[Part], before: Query | None) -> None:
        self.parts = parts
        self.before = before
        self.asks = {ask for part in parts for ask in part.asks}
        self.measures = [measure for part in parts for measure in part.measures]
        self.ends = list(dict.fromkeys(end for part in parts for end in part.ends))
        self.claimed = [c for part in parts for c in part.claimed]
        self.conditions = [c for part in parts for c in part.conditions] + self.claimed
        others = {e for part in parts for e in (part.entity, part.second)} - {None, Entity.REVIEW}
        lacking = [part for part in parts if part.unreviewed and (others or self.conditions)]
        for part in lacking:  # rows without a review, where other rows are spoken of
            part.entity, part.second = None, None
            part.conditions.append(Condition("reviewed", (exactly(0),)))
            self.conditions += part.conditions[-1:]
        self.places = list(dict.fromkeys(place for part in parts for place in part.places))
        self.excluded = list(dict.fromkeys(place for part in parts for place in part.excluded))
        self.kinds = list(dict.fromkeys(kind for part in parts for kind in part.kinds))
        self.sort = next((part.sort for part in parts if part.sort), "")
        self.ranks = next((part.ranks for part in parts if part.ranks), None)
        self.grouped = any(part.grouped for part in parts)
        own = next((part.entity for part in parts if part.entity), None)
        again = before is not None and own is None and not self.conditions
        placed = bool(self.places or self.excluded or self.kinds)
        self.again = again and not (self.grouped or placed or self.asks & _LEVELS)
        told = bool(self.asks) and self.asks <= {"much", "many", "share", "list", "which"}
        slots = self.ends or self.sort or self.ranks or self.measures or any(part.city for part in parts)
        self.stays = self.again and told and not slots  # 各多少: asks of the lines of the query before
        self.own = set(self.measures)
        self.measures = self.measures or list(before.measures if self.again else ())
        self.goals = any(part.goals or "eachgoal" in part.asks for part in parts) or (again and before.goals)
        self.entity = own or self._guess()

    def _guess(self) -> Entity:
        """What is counted where no word says so."""
        ofs = {c.of for c in self.conditions}
        if "reason" in (*ofs, *self.asks) or "difference" in (*ofs, *self.measures):
            return Entity.REVIEW
        if "completion" in self.measures and not ofs & {"text", "name"}:
            return Entity.PROGRAMME
        return self.before.entity if self.before else Entity.INDICATOR

    def claim(self, stated: tuple[float, ...]) -> Claim | None:
        """What the wish holds for true; None where it asks for more than yes or no."""
        parts = self.parts
        every = any(part.quantifier == "all" for part in parts)
        if not self.asks & {"true", "any"} or self.asks & OPEN - ({"each"} if every else set()):
            return None
        if any(part.only for part in parts):
            return Claim(numbers=(1.0,))
        if self.ends and len(self.places) == 2 and any(one.text == "比" for p in parts for one in p.tokens):
            return Claim(tuple(self.places[:1]), stated, groups=exactly(1))  # A 比 B 多
        return Claim(
            tuple(self.places) if self.ends or any(part.count or part.rated for part in parts) else (),
            stated,
            every,
            any(part.quantifier == "none" for part in parts),
            next((part.share for part in parts if part.share), None),
            next((part.groups for part in parts if part.groups), None),
            next(
                (part.portion for part in parts if part.portion),
                exactly(100) if "each" in self.asks else None,
            ),
        )

    @property
    def level(self) -> Level:
        if self.again and (self.stays or self.ends or self.ranks or self.sort or self.asks & DIFFERENCES):
            return self.before.level  # 第二名呢
        units = {word for c in self.conditions if c.of == "unit" and not c.negated for word in c.words}
        if len(units) > 1 or (
            not units and "unit" in self.measures and (self.ends or self.sort or "each" in self.asks)
        ):
            return Level.UNITS
        if len(self.kinds) > 1:
            return Level.KINDS
        if len({part.entity for part in self.parts if part.entity}) > 1 or any(p.second for p in self.parts):
            return Level.DEPARTMENTS
        counts = any(part.count for part in self.parts)
        if "goal" in self.asks or (any(p.goals for p in self.parts) and counts and not self.grouped):
            return Level.GOALS
        if "eachname" in self.asks:
            return Level.ROWS
        if "reason" in self.asks and self.entity is Entity.REVIEW and "many" not in self.asks:
            return Level.ROWS
        overview = "overview" in self.asks and not (self.places or self.conditions)
        per_department = bool(self.asks & {"mean", "median"}) and ("count" in self.measures or self.grouped)
        if "item" in self.asks and not counts:
            return Level.ROWS
        if self.ends and self.places and self.asks & {"true"}:
            return Level.DEPARTMENTS
        if overview or per_department or self.grouped or self.asks & {"department", "departments", "each"}:
            return Level.DEPARTMENTS
        if len(self.places) > 1 and not self.asks & {"which", "list"}:
            return Level.DEPARTMENTS
        ordered = self.sort or {"most", "least"} & set(self.ends)
        bare = ordered and not (set(self.measures) - {"count"}) and "item" not in self.asks
        bare = bare and not any(c.of in ("ratio", "gap", "reason") for c in self.conditions)
        return Level.DEPARTMENTS if counts or bare else Level.ROWS

    def scope(self) -> list[Condition]:
        found = [Condition("department", (), tuple(self.places))] if self.places else []
        if self.excluded:
            found.append(Condition("department", (), tuple(self.excluded), True))
        if len(self.kinds) == 1 and not self.places:
            found.append(Condition("kind", (), tuple(self.kinds)))
        return found

    def predicates(self) -> tuple[tuple[Predicate, ...], list[Condition]]:
        """What groups have to meet, and the conditions on the rows that are counted in them."""
        plain: list[Condition] = []
        found: list[Predicate] = []
        for part in self.parts:
            own = part.entity or self.entity
            conditions = tuple(part.conditions)
            denied = part.has("negation") and part.entity is not None and not (conditions or self.ends)
            if part.rated is not None:
                found.append(Predicate(own, (), part.rated[1], by=part.rated[0]))
                conditions = tuple(c for c in conditions if part.rated[0] != "missrate" or c.of != "level")
            if part.count is not None:
                alone = not conditions and bool(plain) and part.entity is None and not part.goals
                goals = part.goals and self.level is Level.DEPARTMENTS
                found.append(Predicate(own, tuple(plain) if alone else conditions, part.count, goals=goals))
                plain += [] if alone else list(conditions)
            elif part.quantifier in ("none", "not") and (conditions or part.entity is Entity.REVIEW):
                positive = tuple(c.inverse() if c.negated else c for c in conditions)
                found.append(Predicate(own, positive, exactly(0)))
            elif part.quantifier == "all" and any(c.of in OUTCOMES or c.words == ("%",) for c in conditions):
                found.append(Predicate(own, conditions, every=True))
            elif denied:
                found.append(Predicate(own, (), exactly(0)))
            elif part.second is not None and conditions:
                found += [Predicate(one, conditions) for one in (own, part.second)]
            elif conditions and len(self.parts) > 1 and own is not self.entity:
                found.append(Predicate(own, conditions))
            else:
                plain += conditions
        listed = len(self.places) > 1 or self.sort or "each" in self.asks or self.asks & SUMS
        used = tuple(merge(plain))
        if plain and not self.ends and (found or not listed) and all(p.conditions != used for p in found):
            found.append(Predicate(self.entity, used))
        return tuple(found), plain

    def by(self, end: str, level: Level, conditions: Sequence[Condition]) -> str:
        """What lines are put in order by."""
        named = [m for m in self.measures if m in _MEASURES]
        if {"target", "actual"} <= set(named) and "difference" in self.asks:
            return "ratio"  # differences in several units have no order
        if level is Level.ROWS:
            if any(c.of == "ratio" for c in conditions) and not {"gap", "attainment"} & set(named):
                return "ratio"
            return min(named, key=_MEASURES.index) if named else "level"
        if "eachgoal" in self.asks or (self.goals and "mean" in self.asks):
            return "per_goal"
        if self.goals:
            return "goals"
        if "mean" in self.asks:
            return "mean"
        rate = "rate" in self.measures or ("attainment" in self.measures and not conditions)
        if rate or (end in ("highest", "lowest") and not conditions):
            return "rate"
        share = "missrate" in self.measures or ("share" in self.asks and end not in ("most", "least"))
        return "share" if share else "count"

    def orders(self, level: Level, conditions: Sequence[Condition]) -> tuple[Order, ...]:
        reverse = any(part.reverse for part in self.parts)
        last = self.before.orders[0].by if self.again and self.before.orders else ""
        if self.ends:
            found = [
                Order(last or self.by(end, level, conditions), end in ("most", "highest"))
                for end in self.ends
            ]
            return tuple(dict.fromkeys(found))
        if self.stays:
            return self.before.orders
        if not (self.sort or self.ranks):
            return ()
        if self.ranks and not self.sort and self.before is not None and self.before.orders:
            order = self.before.orders[-1]
            return (Order(order.by, False) if reverse else order,)
        by = self.by("", level, conditions)
        falling = self.sort != "up" and (
            level is not Level.ROWS or bool(self.sort) or by in ("ratio", "actual")
        )
        return (Order(by, falling and not reverse),)


_MEASURES = ("ratio", "gap", "difference", "completion", "attainment", "actual", "target", "money")


def build(parts: list[Part], before: Query | None) -> Query:
    """The query of a wish, going on from the one before where it says nothing else."""
    wish = _Wish(parts, before)
    level, scope = wish.level, wish.scope()
    predicates, conditions = (
        wish.predicates() if level in (Level.DEPARTMENTS, Level.GOALS) else ((), wish.conditions)
    )
    conditions = merge(conditions)
    orders = wish.orders(level, conditions)
    follows = before is not None and wish.entity is before.entity
    if follows:
        own = {condition.of for condition in [*conditions, *scope]}
        city = any(part.city for part in parts)
        own |= {*OUTCOMES, "completion"} if {"rate", "attainment"} & wish.own else set()
        kept = [c for c in before.conditions if c.of not in own and not (city and c.of == "department")]
        conditions = kept + conditions
    if wish.entity is Entity.REVIEW:  # which has no values that could change or be met
        conditions = [c for c in conditions if c.of not in ("change", "level", "gap")]
    named = any(c.of in ("text", "name") for c in conditions)
    whole = {"attainment", "completion"} & set(wish.measures) and "much" in wish.asks and not named
    rated = "rate" in wish.measures or (whole and not wish.asks & {"mean", "median"})
    if rated and level is Level.ROWS and not orders and not any(c.of in OUTCOMES for c in conditions):
        conditions.append(Condition("level", (FULL,)))
    given = tuple(kept) if follows else None
    cut = next((at for at, part in enumerate(parts) if part.within), None)
    if cut is not None:
        inside = parts[: cut + 1] if parts[cut].conditions else parts[:cut]
        places = [place for part in inside for place in part.places]
        own = [c for c in scope if c.of != "department" or set(c.words) <= set(places) or c.negated]
        given = tuple(merge([c for part in inside for c in part.conditions])) + tuple(own)
    if wish.claimed:
        given = tuple(c for c in conditions if c not in wish.claimed) + tuple(scope)
    ranks = before.ranks if wish.stays else wish.ranks
    if ranks is None and wish.ends and len(wish.places) < 2 and not wish.sort:
        ranks = (1, 1)
    stated = tuple(value for part in parts for value in part.stated)
    claim = wish.claim(stated)
    if claim is not None and any(part.only for part in parts):
        conditions = [condition for condition in conditions if condition.of not in ("text", "name", "reason")]
    if claim is not None and claim.places and claim.groups is not None and orders:
        ranks = (1, 1)
    elif claim is not None and claim.places:
        scope = [condition for condition in scope if condition.of != "department"]
    return Query(
        wish.entity,
        tuple(dict.fromkeys([*conditions, *scope])),
        level,
        predicates,
        orders,
        ranks,
        frozenset(wish.asks),
        frozenset(wish.measures),
        given,
        stated,
        wish.goals,
        claim,
    )
