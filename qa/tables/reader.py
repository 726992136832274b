"""What the rows of one report make of a question: the words that they know, and what a query lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.model import Report
from index.words import normalize
from qa.tables.evaluate import of_entity, run, select
from qa.tables.query import Condition, Entity, Level, Order, Query, exactly, merge
from qa.tables.records import Record
from qa.tables.segment import Segmenter, Token, flat
from qa.understand.words import WordMatcher

DIFFERENCES = {"difference", "multiple"}
"""What is computed of one row too: how far it is from its target."""
AVERAGES = {"sum", "mean"}
"""What is computed of several rows that are named one by one."""
TEXTS = ("text", "name")
AROUND = ("department", "unit")
"""Conditions that say where a row with words is looked for."""
NAMED = (Entity.INDICATOR, Entity.COMMON, Entity.PROGRAMME)
"""Kinds of rows with names of their own."""
KEPT = 512
"""Messages whose words are kept: one message is read several times in a turn."""
MOST_COMPARED = 6
"""Rows that are compared one with another."""


class Reader:
    """Reads questions over the rows of one report; safe to use from several threads."""

    def __init__(self, report: Report, rows: Sequence[Record], matcher: WordMatcher | None) -> None:
        self._rows = rows
        self._of = {entity: of_entity(rows, entity) for entity in Entity}
        self._matcher = matcher
        own = [row for row in rows if row.entity is not Entity.PROGRAMME]
        names = {row.texts[key] for row in own for key in ("name", "goal")}
        names |= {row.texts["name"] for row in rows if row.entity is Entity.PROGRAMME}
        reasons = {row.texts["reason"] for row in own if row.entity is Entity.REVIEW}
        units = {row.unit for row in rows if row.unit and row.unit != "%"}
        departments = [department.name for department in report.departments]
        alternatives, stop = (matcher.alternatives, matcher.stop) if matcher else ({}, ())
        self._segmenter = Segmenter(departments, units, names, reasons, alternatives, stop)
        self.segment = lru_cache(maxsize=KEPT)(self._segment)
        self._names = {e: "\n".join(flat(row.name) for row in self._of[e]) for e in NAMED}

    def _segment(self, message: str) -> tuple[Token, ...]:
        """The words of a message; those of rows' names with the one kind of rows that has them."""
        return tuple(
            replace(token, among=self._among(token)) if token.kind == "literal" else token
            for token in self._segmenter.segment(message)
        )

    def _among(self, token: Token) -> str:
        forms = token.alternatives or (token.key,)
        kinds = [entity for entity, names in self._names.items() if any(form in names for form in forms)]
        return str(kinds[0]) if len(kinds) == 1 else ""

    def find_common(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """The common indicators that a message names, each by words that no other has; the one of whose name
        it has most where they do not tell.
        """
        names = list(dict.fromkeys(flat(row.name) for row in self._of[Entity.COMMON]))
        words = [set(token.alternatives or (token.key,)) for token in tokens if token.kind == "literal"]
        of_words = [[name for name in names if any(f in name for f in forms)] for forms in words]
        named = dict.fromkeys(found[0] for found in of_words if len(found) == 1)
        if len(named) > 1:
            return tuple(named)
        held = {
            name: sum(
                max(map(len, forms)) for forms, found in zip(words, of_words, strict=True) if name in found
            )
            for name in names
        }
        best = max(held, key=held.__getitem__, default="")
        return (best,) if best and held[best] else ()

    def find_unread(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """The words of a message that fill no slot and that the report has."""
        words = (token.text for token in tokens if token.kind == "unknown" and len(token.text) > 1)
        return tuple(dict.fromkeys(word for word in words if self._has(word)))

    def is_of_one(self, query: Query) -> bool:
        """Whether a query by words of rows is about one row or none: it is quoted, not computed over."""
        named = [c for c in query.conditions if c.of in TEXTS and not c.negated]
        if not named or query.asks & DIFFERENCES:
            return False
        if query.entity is Entity.REVIEW and "many" in query.asks and "reason" not in query.asks:
            return False
        if query.entity in (Entity.REVIEW, Entity.PROGRAMME):
            return not run(query, self._rows).rows
        places = [c for c in query.conditions if c.of == "department"]
        return len(self._find(query.entity, [*named, *places])) < 2

    def complete(self, query: Query) -> Query:
        """A query with what the report decides: which indicators a name is of, what tells them apart."""
        conditions = [c for c in query.conditions if query.entity is not Entity.REVIEW or c.of != "level"]
        entity, asked = query.entity, list(query.predicates)
        own = [c for p in asked for c in p.conditions if p.every or p.count == exactly(0)]
        named = [c for c in dict.fromkeys([*conditions, *own]) if c.of in TEXTS and not c.negated]
        around = [c for c in conditions if c.of in AROUND]
        rows = self._find(Entity.BOTH, [*named, *around]) if entity is Entity.INDICATOR else []
        if entity is Entity.INDICATOR and named and not rows:
            goals = [replace(one, of="goal") for one in named]
            if rows := self._find(entity, [*goals, *around]):  # no row's name has the words, but a goal's
                conditions = [c for c in conditions if c not in named] + goals
                named = goals
        if entity is Entity.INDICATOR and not rows:
            compares = bool(query.orders or query.asks & (DIFFERENCES | AVERAGES))
            kept = self._regroup(named, around, compares, "each" in query.asks)
            lost, named = [c for c in named if c not in kept], kept
            conditions = [c for c in conditions if c not in lost and c not in kept] + kept
            asked = [replace(p, conditions=tuple(c for c in p.conditions if c not in lost)) for p in asked]
            rows = self._find(Entity.BOTH, named)
        if rows and all(row.entity is Entity.COMMON for row in rows):
            entity = Entity.COMMON
        one = bool(named) and entity is Entity.COMMON
        conditions = merge([resolve(condition, entity, one) for condition in conditions])
        given = None if query.given is None else tuple(merge([resolve(c, entity, one) for c in query.given]))
        level = query.level
        predicates = tuple(
            replace(p, conditions=tuple(merge([resolve(c, p.entity, False) for c in p.conditions])))
            for p in asked
        )
        if one and level is Level.DEPARTMENTS:
            # Each department has one row of it, so what the department has to meet its row has to.
            for predicate in asked:
                own = [resolve(condition, entity, one) for condition in predicate.conditions]
                own = [c for c in own if c.of not in TEXTS]
                none = predicate.count == exactly(0) and not predicate.every
                conditions = merge([*conditions, *(c.inverse() if none else c for c in own), *named])
            level, predicates = Level.ROWS, ()
        orders = query.orders
        if level is Level.ROWS:
            orders = tuple(self._measured(order, entity, conditions) for order in orders)
        if level is Level.ROWS and query.level is not Level.ROWS:
            orders = tuple(Order("actual", order.descending) for order in orders)
        return replace(
            query,
            entity=entity,
            conditions=tuple(conditions),
            level=level,
            predicates=predicates,
            orders=orders,
            given=given,
        )

    def _has(self, text: str) -> bool:
        """Whether the report has a word of a text, or what it means."""
        if self._matcher is None:
            return True
        weigh = self._matcher.weigh
        return any(
            min(map(weigh, (word.text, *word.alternatives))) < 1
            for word in self._matcher.find_words(normalize(text))
        )

    def _find(self, entity: Entity, conditions: Sequence[Condition]) -> list[Record]:
        return select(self._of[entity], conditions)

    def find_named(self, query: Query) -> list[Record]:
        """The rows that a query names one by one, each by words that no other has: two or more, of one unit
        and department; none where any of its words means several or another kind of row.
        """
        named = [c for c in query.conditions if c.of in TEXTS and not c.negated]
        around = [c for c in query.conditions if c.of in AROUND]
        found = [rows for _, rows in self._group(named, around)]
        if len(found) < 2 or any(len(rows) > 1 for rows in found):
            return []
        alike = {(row.entity, row.unit, row.department) for (row,) in found}
        return [row for (row,) in found] if len(alike) == 1 else []

    def _group(
        self, named: Sequence[Condition], around: Sequence[Condition]
    ) -> list[tuple[list[Condition], list[Record]]]:
        """Words in groups of those that some row has together, with the rows that have them, of those that
        meet the conditions `around` them.
        """
        groups: list[list[Condition]] = []
        found: list[list[Record]] = []
        for one in named:
            if groups and (both := select(found[-1], [one])):
                groups[-1].append(one)
                found[-1] = both
            elif rows := self._find(Entity.BOTH, [one, *around]):
                groups.append([one])
                found.append(rows)
        for one in named:  # 地價稅、契稅的徵起率: what the last is said of the others are too
            found = [select(rows, [one]) or rows for rows in found]
        return list(zip(groups, found, strict=True))

    def _regroup(
        self, named: Sequence[Condition], around: Sequence[Condition], compares: bool, mixed: bool
    ) -> list[Condition]:
        """Words that no row has together, as the rows that have those of one group of them, of those rows
        that meet the conditions `around` them.

        「進口業者的檢查」「販賣業者的抽檢」 are two groups and mean the rows of either; of 約聘僱人力 no row
        like those with the first word has the second, which is left out.  `compares`: rows are put together
        or in order, `mixed` ones of any units.
        """
        groups = self._group(named, around)
        if len(named) < 2 or not groups:
            return list(named)
        own, rows = groups[0]
        alike = [one for _, one in groups if mixed or _alike(one, rows)]
        sure = [one for _, one in groups if len(one) == 1]
        if len(sure) > 1 and (mixed or all(_alike(one, sure[0]) for one in sure)):
            alike = sure  # of words that no other row has the row is meant, whatever else is said
        names = dict.fromkeys(flat(row.name) for one in alike for row in one)
        if not compares or not 2 <= len(alike) <= len(names) <= MOST_COMPARED:
            return own
        return [Condition("name", (), tuple(names))]

    def _measured(self, order: Order, entity: Entity, conditions: Sequence[Condition]) -> Order:
        """How much was achieved: the attainment, or the actual value where all rows are alike in it."""
        rows = self._find(entity, conditions)
        if order.by == "gap" and len({row.unit for row in rows}) > 1:
            order = replace(order, by="ratio")  # 5 場 and 300 人次 over the target are not the same
        if order.by != "level" and any(order.by in row.numbers for row in rows):
            return order
        by = entity.level
        alike = len({row.numbers.get(by) for row in rows}) == 1 and len({row.unit for row in rows}) == 1
        alike = alike and any("actual" in row.numbers for row in rows)
        return Order(
            "actual" if alike or (entity is Entity.COMMON and any(c.words for c in conditions)) else by,
            order.descending,
        )


def _alike(rows: Sequence[Record], others: Sequence[Record]) -> bool:
    """Whether rows are of the kind and unit that others are of."""
    return (rows[0].entity, rows[0].unit) == (others[0].entity, others[0].unit)


def resolve(condition: Condition, entity: Entity, named: bool) -> Condition:
    """What a level, a bare percentage or a change is for an entity.

    How much was achieved is the attainment of an indicator and the completion of a programme; a
    percentage said of one common indicator by name is what a department reached in it.
    """
    of = condition.of
    if of == "completion" and entity is not Entity.PROGRAMME:
        of = "percent"
    if of == "attainment" and entity is Entity.PROGRAMME:
        of = "completion"
    percent = "actual" if named and entity is Entity.COMMON else entity.level
    own = {"level": entity.level, "percent": percent, "change": "actual"}
    return replace(condition, of=own.get(of, of))
