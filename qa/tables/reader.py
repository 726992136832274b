"""Read what a question asks of the rows of one report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Report
from index.words import normalize
from qa.tables.composing import DIFFERENCES, OPEN
from qa.tables.evaluate import of_entity, run, select
from qa.tables.query import Condition, Entity, Level, Order, Query, exactly
from qa.tables.reading import Reading, compose
from qa.tables.records import Record
from qa.tables.segment import Segmenter, flat
from qa.tables.slots import SUMS, merge
from qa.understand.wishes import load_wishes
from qa.understand.words import WordMatcher

COMPUTING = (OPEN | SUMS | {"goal", "alike", "eachgoal", "any", "true", "overview"}) - {
    "much",
    "why",
    "multiple",
}
"""What asks for more than one row has."""
TOLD = {"share", "much", "list", "which", "item"}
"""What asks of rows that are told anyway."""
TEXTS = ("text", "name")
STRANGE = 0.12
"""Share of characters that were not read, up to which a question is on the rows that it names."""
AVERAGES = {"mean", "median"}
MOST_COMPARED = 4
"""Rows that are compared one with another."""


class Reader:
    """Reads questions over the rows of one report; safe to use from several threads."""

    def __init__(self, report: Report, rows: Sequence[Record], matcher: WordMatcher | None) -> None:
        self._rows = rows
        self._of = {entity: of_entity(rows, entity) for entity in Entity}
        self._matcher = matcher
        own = [row for row in rows if row.entity is not Entity.PROGRAMME]
        names = {row.texts[key] for row in own for key in ("name", "goal")}
        reasons = {row.texts["reason"] for row in own if row.entity is Entity.REVIEW}
        units = {row.unit for row in rows if row.unit and row.unit != "%"}
        departments = [department.name for department in report.departments]
        alternatives, stop = (matcher.alternatives, matcher.stop) if matcher else ({}, ())
        totals = {str(one): len(self._of[one]) for one in (Entity.INDICATOR, Entity.PROGRAMME)}
        self._segmenter = Segmenter(departments, units, names, reasons, alternatives, stop, totals)

    def read(self, question: str) -> Reading:
        """The whole of a question, its queries completed with what the report decides."""
        reading = compose(self._segmenter.segment(question))
        queries: list[Query] = []
        for query in map(self.complete, reading.queries):
            if queries:
                query = self._go_on(query, queries[-1])
                told = replace(queries[-1], asks=query.asks, measures=query.measures, given=query.given)
                if query == told and query.claim is None:  # it only asks more of the same lines
                    last = queries.pop()
                    asks, measures = last.asks | query.asks, last.measures | query.measures
                    query = replace(last, asks=asks, measures=measures)
            if query not in queries:
                queries.append(query)
        read = {word for query in reading.queries for c in query.conditions for word in c.words}
        kept = "\n".join(word for query in queries for c in query.conditions for word in c.words)
        lost = tuple(
            word.text
            for word in reading.words
            if read & set(word.alternatives) and not any(form in kept for form in word.alternatives)
        )
        return replace(reading, queries=tuple(queries), dropped=lost)

    def _go_on(self, query: Query, before: Query) -> Query:
        """A query whose words of rows all rows of the one before have speaks of the same rows.

        Where it asks nothing else of them it is that one: 成長率最高的是誰？成長率多少？
        """
        named = [c for c in query.conditions if c.of in TEXTS and not c.negated]
        rows = run(before, self._rows).rows if named and before.entity is not Entity.REVIEW else ()
        if not rows or len(select(rows, named)) < len(rows):
            return query
        told = query.asks <= TOLD and not (query.orders or query.predicates)
        if told and all(c in named or c in before.conditions for c in query.conditions):
            return before
        kept = [c for c in before.conditions if c.of in TEXTS]
        rest = [c for c in query.conditions if c not in named]
        return replace(query, entity=before.entity, conditions=(*rest, *kept))

    def choose(self, question: str) -> tuple[Reading, bool]:
        """The reading of a message, or of what asks in it where not all is understood; is it one to take?"""
        readings = [*map(self.read, dict.fromkeys((question, "，".join(load_wishes().read(question)))))]
        taken = [one for one in readings if self._takes(one) and (one.rows or one is readings[0])]
        taken.sort(key=lambda one: (len(self.find_unread(one)), len(one.unknown)))
        return (taken or readings)[0], bool(taken)

    def find_unread(self, reading: Reading) -> tuple[str, ...]:
        """The words that may be a condition and were not read: what the report has, and what an end needs.

        Words that all rows looked at bear say nothing more: 哪個稅 among taxes.
        """
        words = [
            word
            for word in reading.unknown
            if word in reading.needed or (word not in reading.spare and self._has(word))
        ]
        if not words:
            return ()
        plain = [replace(query, orders=(), level=Level.ROWS) for query in reading.queries]
        rows = [run(query, self._rows).rows for query in plain]
        return tuple(
            word
            for word in words
            if not any(found and all(word in row.name for row in found) for found in rows)
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
        named = [c for c in conditions if c.of in TEXTS and not c.negated]
        entity, asked = query.entity, list(query.predicates)
        rows = self._find(Entity.BOTH, named) if entity is Entity.INDICATOR else []
        if entity is Entity.INDICATOR and not rows:
            kept = self._regroup(named, bool(query.asks & DIFFERENCES))
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
                conditions = merge([*conditions, *(c.inverse() if none else c for c in own)])
            level, predicates = Level.ROWS, ()
        orders = tuple(self._measured(order, entity, conditions) for order in query.orders)
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

    def _find(self, entity: Entity, conditions: Sequence[Condition]) -> list[Record]:
        return select(self._of[entity], conditions)

    def _regroup(self, named: Sequence[Condition], compares: bool) -> list[Condition]:
        """Words that no row has together, as the rows that have those of one group of them.

        「進口業者的檢查」「販賣業者的抽檢」 are two groups and mean the rows of either; of 約聘僱人力 no row
        like those with the first word has the second, which is left out.
        """
        if len(named) < 2:
            return list(named)
        groups: list[list[Condition]] = []
        found: list[list[Record]] = []
        for one in named:
            if groups and (both := select(found[-1], [one])):
                groups[-1].append(one)
                found[-1] = both
            elif rows := self._find(Entity.BOTH, [one]):
                groups.append([one])
                found.append(rows)
        alike = [rows for rows in found if rows[0].entity is found[0][0].entity]
        if len(alike) < 2 or not compares or any(len(rows) > MOST_COMPARED for rows in alike):
            return groups[0] if groups else list(named)
        names = dict.fromkeys(flat(row.name) for rows in alike for row in rows)
        if len(names) > MOST_COMPARED:
            return groups[0]
        return [Condition("name", (), tuple(names))]

    def _computes(self, query: Query, listed: bool) -> bool:
        """Whether a query ranks, averages or compares rows that it names, in a measure that they share."""
        words = [word for c in query.conditions if c.of in TEXTS for word in c.words]
        rows = self._find(query.entity, query.conditions)
        if query.level is not Level.ROWS or not words or not rows:
            return False
        if query.asks & DIFFERENCES:
            return len(rows) <= MOST_COMPARED
        names = [flat(row.name) for row in rows]
        if query.entity is Entity.COMMON:
            ranged = any(c.ranges for c in query.conditions)
            named = all(any(word in name for word in words) for name in names)
            return len(rows) > 1 and named and bool(query.orders or ranged or query.asks & AVERAGES)
        alike = listed or all(name.endswith(tuple(words)) for name in names)
        return len(rows) > 1 and alike and bool(query.orders or query.asks & AVERAGES)

    def _measured(self, order: Order, entity: Entity, conditions: Sequence[Condition]) -> Order:
        """How much was achieved: the attainment, or the actual value where all rows are alike in it."""
        missed = any(c.of == "attainment" and c.ranges[0].high == 100 for c in conditions)
        if order.by == "difference" or (order.by == "gap" and missed):
            return Order(order.by, not order.descending)  # the greatest miss is the most negative number
        if order.by != "level":
            return order
        by = entity.level
        rows = self._find(entity, conditions)
        alike = len({row.numbers.get(by) for row in rows}) == 1 and len({row.unit for row in rows}) == 1
        alike = alike and any("actual" in row.numbers for row in rows)
        return Order(
            "actual" if alike or (entity is Entity.COMMON and any(c.words for c in conditions)) else by,
            order.descending,
        )

    def _takes(self, reading: Reading) -> bool:
        """Whether a question is about the figures of many rows at all.

        It is where it computes over rows that it speaks of as such, and where it says nothing else.
        """
        queries = reading.queries
        kept = sum(len(one.text) for one in reading.words if one.text not in reading.dropped)
        if reading.pointing or not queries or sum(map(len, reading.dropped)) >= max(kept, 1):
            return False
        listed = reading.listed > 1
        computing = [query for query in queries if not query.asks <= TOLD or query.orders]
        if reading.strange < STRANGE and computing and all(self._computes(q, listed) for q in computing):
            return True
        if not (reading.anchored or any(q.entity is Entity.COMMON for q in queries)):
            return False
        computing = any(
            q.asks & COMPUTING or q.orders or q.predicates or q.level is not Level.ROWS for q in queries
        )
        rates = any(q.measures & {"rate", "missrate", "count"} for q in queries) and not reading.words
        picks = any(c.of not in ("text", "name", "department") for q in queries for c in q.conditions)
        places = reading.city or any(c.of == "department" for q in queries for c in q.conditions)
        if any("why" in q.asks for q in queries):
            picks = places and any(q.entity is Entity.REVIEW for q in queries)
        ordered = any(q.orders or q.predicates for q in queries)
        alone = picks or ordered or (computing and (reading.rows or reading.city or rates))
        alone = alone and not reading.words and not reading.unknown
        common = any(q.entity is Entity.COMMON for q in queries)
        return ((reading.explicit or (common and reading.city)) and (computing or rates or picks)) or alone


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
