"""Answer questions that are computed over many rows, and only those."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from corpus.model import Passage, Report
from qa.answer import Answer, Route, Status
from qa.tables.citing import Citations
from qa.tables.confirming import confirm, contradict
from qa.tables.evaluate import run
from qa.tables.groups import Teller
from qa.tables.query import Condition, Query
from qa.tables.reader import Reader
from qa.tables.reading import Reading
from qa.tables.records import Record, read_records
from qa.understand.question import find_language
from qa.understand.words import WordMatcher

LONGEST_QUESTION = 240
"""Characters; a longer question tells a story, whose wish has to be cut out first."""
ROOM, CLAIM = 780, 330
"""Characters of an answer, which may have 800, and of one that says yes or no."""


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
        self.reader = Reader(report, self.rows, matcher)

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
        reading, takes = self.reader.choose(question)
        if not takes and not (reading.anchored and (reading.explicit or reading.city)):
            return None
        language = "en" if find_language(question) == "en" else "zh"
        teller = Teller(language, self._english, len(self._departments))
        if refused := self._refuse(reading, teller, years, places, start):
            return refused
        if not takes:
            return None
        if unread := self.reader.find_unread(reading):
            if reading.words or reading.is_strange:
                return None  # on a subject of its own
            words = "」「".join(dict.fromkeys(unread)) if language == "zh" else ", ".join(unread)
            text = teller.say("clarify", words=words) + "\n\n" + teller.say("offer")
            trace = {"unread": list(unread)}
            return self._told(Status.CLARIFY, text, start, missing=unread, trace=trace)
        queries = [_within(query, department) for query in reading.queries]
        if any(map(self.reader.is_of_one, queries)):
            return None
        results = [run(query, self.rows) for query in queries]
        citations = Citations(self._passages)
        passed = teller.say("quoted").join(dict.fromkeys((*reading.unknown, *reading.dropped)))
        note = teller.say("computed") + (teller.say("passed", words=passed) if passed else "")
        texts: list[str] = []
        tables = []
        for query, result in zip(queries, results, strict=True):
            room = ROOM - len(note) - sum(map(len, texts))
            room = room // max(1, len(queries) - len(texts))
            word = ""
            if query.claim is not None:
                room = min(room, CLAIM)
                true = confirm(query, result, len(self._departments))
                word = teller.say(("" if "true" in query.asks else "any_") + ("yes" if true else "no"))
                if not true and query.claim.every and not query.predicates:
                    query = contradict(query)
                    result = run(query, self.rows)
            text, table = teller.tell(query, result, citations, room)
            texts.append(word + text)
            tables.append(table)
        return self._told(
            Status.ANSWERED,
            "\n\n".join([*texts, note]),
            start,
            trace={"queries": [str(query) for query in queries]},
            citations=citations.all(),
            table=next((table for table in tables if table["rows"]), None),
            support=1.0,
        )

    def concerns(self, question: str) -> bool:
        """Whether a question is about indicators as such and names no subject of its own."""
        reading = self.reader.read(question)
        return reading.anchored and not reading.words and not reading.is_strange

    def _refuse(
        self, reading: Reading, teller: Teller, years: Collection[int], places: Collection[str], start: float
    ) -> Answer | None:
        """What is told of the figures of other years and places; None where the question is of neither."""
        own = self._report.id.year
        named = {year if abs(year) > 1 else own + year for year in reading.years} | set(years)
        others = sorted(named - {own})
        if reading.words or not (others or places):
            return None
        if others:
            text = teller.say("other_year", year=own, years="、".join(map(str, others)))
            missing = tuple(f"{year} 年的統計" for year in others)
        else:
            text = teller.say("other_place", city=self._report.id.city, places="、".join(places))
            missing = tuple(f"{place}的統計" for place in places)
        return self._told(Status.NOT_FOUND, text, start, missing=missing)

    def _told(self, status: Status, text: str, start: float, **fields) -> Answer:
        return Answer(
            status=status,
            route=Route.TABLE,
            answer=text,
            seconds=time.perf_counter() - start,
            report=str(self._report.id),
            **fields,
        )


def _within(query: Query, department: str | None) -> Query:
    """A query over one department, where it names none itself."""
    if not department or any(c.of == "department" for c in query.conditions):
        return query
    return replace(query, conditions=(*query.conditions, Condition("department", (), (department,))))
