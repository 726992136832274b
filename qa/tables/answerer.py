"""Answer questions that are computed over many rows, and only those."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from corpus.model import Passage, Report
from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.tables.citing import Citations
from qa.tables.composing import Reading, compose, merge, resolve
from qa.tables.confirming import confirm, contradict
from qa.tables.evaluate import Result, any_meets, of_entity, run, select
from qa.tables.query import Condition, Entity, Level, Order, Query, exactly
from qa.tables.records import Record, read_records
from qa.tables.segment import Segmenter
from qa.tables.telling import ROOM, Teller
from qa.understand.question import find_language
from qa.understand.wishes import load_wishes
from qa.understand.words import WordMatcher

LONGEST_QUESTION = 240
"""Characters; a longer question tells a story, whose wish has to be cut out first."""
CLAIM = 330
"""Characters of an answer that says yes or no."""
COMPUTING = frozenset(
    {
        "many",
        "which",
        "item",
        "whose",
        "list",
        "department",
        "departments",
        "each",
        "goal",
        "sum",
        "mean",
        "median",
        "share",
        "difference",
        "alike",
        "eachgoal",
        "any",
        "true",
        "overview",
    }
)


class TableAnswerer:
    """Computes over everything countable of one report; safe to use from several threads."""

    def __init__(
        self,
        report: Report,
        passages: Sequence[Passage],
        matcher: WordMatcher | None = None,
        english: Mapping[str, str] | None = None,
    ) -> None:
        self._report = report
        self._passages = passages
        self._departments = [department.name for department in report.departments]
        self._english = {name: (english or {}).get(name, name) for name in self._departments}
        self.rows: tuple[Record, ...] = read_records(report, passages)
        units = {row.unit for row in self.rows if row.unit and row.unit != "%"}
        names = {
            row.texts[key]
            for row in self.rows
            if row.entity is not Entity.PROGRAMME
            for key in ("name", "goal")
        }
        reasons = {row.texts["reason"] for row in self.rows if row.entity is Entity.REVIEW}
        self._matcher = matcher
        alternatives, stop = (matcher.alternatives, matcher.stop) if matcher else ({}, ())
        self._segmenter = Segmenter(self._departments, units, names, reasons, alternatives, stop)

    def answer(
        self,
        question: str,
        department: str | None = None,
        years: Collection[int] = (),
        places: Collection[str] = (),
    ) -> Answer | None:
        """The computed answer, or one that says what was not understood; None for all other questions.

        `department` is a filter that holds where the question names none.  `years` and `places` are those
        that the question names, as `Understood` has them; the figures of others are refused in words.
        """
        start = time.perf_counter()
        if len(question) > LONGEST_QUESTION:
            return None
        reading, takes = self._choose(question)
        if not takes and not (reading.anchored and (reading.explicit or reading.city)):
            return None
        language = "en" if find_language(question) == "en" else "zh"
        teller = Teller(language, self._english, len(self._departments))
        if refused := self._refuse(reading, teller, years, places, start):
            return refused
        if not takes:
            return None
        if unread := self._unread(reading):
            if reading.literal or reading.loose > reading.weight:
                return None  # on a subject of its own
            words = "」「".join(dict.fromkeys(unread)) if language == "zh" else ", ".join(unread)
            text = teller.say("clarify", words=words) + "\n\n" + teller.say("offer")
            trace = {"unread": list(unread)}
            return self._told(Status.CLARIFY, text, start, missing=unread, trace=trace)
        queries = [self.complete(query, department) for query in reading.queries]
        results = [self.run(query) for query in queries]
        if any(self._is_of_one(query, result) for query, result in zip(queries, results, strict=True)):
            return None
        citations = Citations(self._passages)
        passed = teller.say("quoted").join(dict.fromkeys(reading.unknown))
        note = teller.say("computed") + (teller.say("passed", words=passed) if passed else "")
        texts: list[str] = []
        tables = []
        for query, result in zip(queries, results, strict=True):
            room = ROOM - len(note) - sum(map(len, texts))
            room = room // max(1, len(queries) - len(texts))
            true = confirm(query, result, len(self._departments))
            word = "" if true is None else teller.say("yes" if true else "no")
            if true is False and query.claim and query.claim.every and not query.predicates:
                query = contradict(query)
                result = self.run(query)
            text, table = teller.tell(query, result, citations, room if true is None else min(room, CLAIM))
            text = word + text
            texts.append(text)
            tables.append(table)
        texts.append(note)
        answer = self._told(
            Status.ANSWERED, "\n\n".join(texts), start, trace={"queries": [str(query) for query in queries]}
        )
        return answer.with_(
            citations=citations.all(), table=next((t for t in tables if t["rows"]), None), support=1.0
        )

    def concerns(self, question: str) -> bool:
        """Whether a question is about indicators as such and names no subject of its own."""
        reading = self.read(question)
        return reading.anchored and not reading.literal and reading.loose <= reading.weight

    def clarify(self, question: str) -> Answer:
        """What is told instead of one department's figures where the question names none."""
        teller = Teller(
            "en" if find_language(question) == "en" else "zh", self._english, len(self._departments)
        )
        text = teller.say("clarify_empty") + "\n\n" + teller.say("offer")
        return self._told(Status.CLARIFY, text, time.perf_counter())

    def read(self, question: str) -> Reading:
        return compose(self._segmenter.segment(question))

    def _choose(self, question: str) -> tuple[Reading, bool]:
        """The reading of a message, or of what asks in it where not all is understood; is it one to take?"""
        readings = [*map(self.read, dict.fromkeys((question, "，".join(load_wishes().read(question)))))]
        taken = [one for one in readings if self._takes(one) and (one.rows or one is readings[0])]
        taken.sort(key=lambda one: (len(self._unread(one)), len(one.unknown)))
        return (taken or readings)[0], bool(taken)

    def _refuse(
        self, reading: Reading, teller: Teller, years: Collection[int], places: Collection[str], start: float
    ) -> Answer | None:
        """What is told of the figures of other years and places; None where the question is of neither."""
        own = self._report.id.year
        named = {year if abs(year) > 1 else own + year for year in reading.years} | set(years)
        others = sorted(named - {own})
        if reading.literal or not (others or places):
            return None
        if others:
            text = teller.say("other_year", year=own, years="、".join(map(str, others)))
            missing = tuple(f"{year} 年的統計" for year in others)
        else:
            text = teller.say("other_place", city=self._report.id.city, places="、".join(places))
            missing = tuple(f"{place}的統計" for place in places)
        return self._told(Status.NOT_FOUND, text, start, missing=missing)

    def _is_of_one(self, query: Query, result: Result) -> bool:
        """Whether a query by words of rows is about one row or none: it is quoted, not computed over."""
        named = [c for c in query.conditions if c.of in ("text", "name") and not c.negated]
        if not named or query.entity in (Entity.REVIEW, Entity.PROGRAMME):
            return bool(named) and not result.rows
        places = [c for c in query.conditions if c.of == "department"]
        return len(select(of_entity(self.rows, query.entity), [*named, *places])) < 2

    def _unread(self, reading: Reading) -> tuple[str, ...]:
        """The words that may be a condition and were not read: what the report has, and what an end needs.

        Words that all rows looked at bear say nothing more: 哪個稅 among taxes.
        """
        words = [
            word
            for word in reading.unknown
            if word in reading.needed or (word not in reading.spare and self._has(word))
        ]
        rows = [
            self.run(replace(self.complete(query), orders=(), level=Level.ROWS)).rows
            for query in reading.queries
        ]
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

    def run(self, query: Query) -> Result:
        return run(query, self.rows)

    def complete(self, query: Query, department: str | None = None) -> Query:
        """A query with what the report decides: which indicators a name is of, what tells them apart."""
        conditions = [c for c in query.conditions if query.entity is not Entity.REVIEW or c.of != "level"]
        named = [
            condition
            for condition in conditions
            if condition.of in ("text", "name") and not condition.negated
        ]
        entity = query.entity
        if (
            entity is Entity.INDICATOR
            and named
            and not any_meets(of_entity(self.rows, entity), named)
            and any_meets(of_entity(self.rows, Entity.COMMON), named)
        ):
            entity = Entity.COMMON
        one = bool(named) and entity is Entity.COMMON
        conditions = merge([resolve(condition, entity, one) for condition in conditions])
        given = None if query.given is None else tuple(merge([resolve(c, entity, one) for c in query.given]))
        if department and not any(c.of == "department" for c in conditions):
            conditions.append(Condition("department", (), (department,)))
        level = query.level
        predicates = tuple(
            replace(p, conditions=tuple(merge([resolve(c, p.entity, False) for c in p.conditions])))
            for p in query.predicates
        )
        if one and level is Level.DEPARTMENTS:
            # Each department has one row of it, so what the department has to meet its row has to.
            for predicate in query.predicates:
                own = [resolve(condition, entity, one) for condition in predicate.conditions]
                own = [c for c in own if c.of not in ("text", "name")]
                conditions = merge(
                    [
                        *conditions,
                        *(
                            own
                            if predicate.count != exactly(0) or predicate.every
                            else [c.inverse() for c in own]
                        ),
                    ]
                )
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

    def _measured(self, order: Order, entity: Entity, conditions: Sequence[Condition]) -> Order:
        """How much was achieved: the attainment, or the actual value where all rows are alike in it."""
        missed = any(c.of == "attainment" and c.ranges[0].high == 100 for c in conditions)
        if order.by == "difference" or (order.by == "gap" and missed):
            return Order(order.by, not order.descending)  # the greatest miss is the most negative number
        if order.by != "level":
            return order
        by = {Entity.PROGRAMME: "completion", Entity.REVIEW: "difference"}.get(entity, "attainment")
        rows = select(of_entity(self.rows, entity), conditions)
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
        queries = [self.complete(query) for query in reading.queries]
        if (
            reading.pointing
            or not queries
            or not (reading.anchored or any(q.entity is Entity.COMMON for q in queries))
        ):
            return False
        computing = any(
            q.asks & COMPUTING or q.orders or q.predicates or q.level is not Level.ROWS for q in queries
        )
        rates = any(q.measures & {"rate", "missrate", "count"} for q in queries) and not reading.literal
        picks = any(c.of not in ("text", "name", "department") for q in queries for c in q.conditions)
        places = reading.city or any(c.of == "department" for q in queries for c in q.conditions)
        if any("why" in q.asks for q in queries):
            picks = places and any(q.entity is Entity.REVIEW for q in queries)
        ordered = any(q.orders or q.predicates for q in queries)
        alone = picks or ordered or (computing and (reading.rows or reading.city))
        alone = alone and not reading.literal and not reading.loose
        common = any(q.entity is Entity.COMMON for q in queries)
        return ((reading.explicit or (common and reading.city)) and (computing or rates or picks)) or alone

    def _told(self, status: Status, text: str, start: float, **fields) -> Answer:
        return Answer(
            status=status,
            route=Route.TABLE,
            answer=text,
            seconds=time.perf_counter() - start,
            report=str(self._report.id),
            **fields,
        )
