"""Make the query of a wish from the slots of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.tables.parts import Part
from qa.tables.query import Condition, Entity, Level, Order, Predicate, Query, Range, exactly

FULL = Range(low=100)
ENDS = {"most": True, "highest": True, "least": False, "lowest": False}
"""Words for an end of an order: whether it is the high one."""


def build(parts: list[Part], before: Query | None) -> Query:
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
    if any(part.goals and part.count and part.entity is Entity.INDICATOR for part in parts):
        return Level.GOALS
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
        if part.rated is not None:
            found.append(Predicate(own, (), part.rated[1], by=part.rated[0]))
            conditions = tuple(c for c in conditions if part.rated[0] != "missrate" or c.of != "level")
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
        elif conditions and part.second is not None:
            found += [Predicate(one, conditions) for one in (own, part.second)]
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
    return any(c.of in ("level", "percent", "gap") or c.words == ("%",) for c in conditions)


def resolve(condition: Condition, entity: Entity, named: bool) -> Condition:
    """What a level, a bare percentage or a change is for an entity.

    How much was achieved is the attainment of an indicator and the completion of a programme; a
    percentage said of one common indicator by name is what a department reached in it.
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
    if "missrate" in measures or ("share" in asks and end in ("highest", "lowest", "")):
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
