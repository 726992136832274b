"""Answer questions that are computed over many rows, and only those."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.model import Passage, Report
from qa.answer import Answer, Route, Status
from qa.tables.cards import tell_card
from qa.tables.citing import Citations
from qa.tables.confirming import confirm, contradict
from qa.tables.evaluate import Group, run
from qa.tables.frame import GROUPED, Frame, from_json, is_claim, to_json, to_query
from qa.tables.groups import Teller
from qa.tables.noticing import find_needed, find_years, names_one, names_rows
from qa.tables.query import Condition, Entity, Level, Query
from qa.tables.reader import Reader
from qa.tables.records import Record, read_records
from qa.tables.segment import Token, flat
from qa.tables.tracker import Tracked, Tracker, find_asks
from qa.understand.question import find_language
from qa.understand.wishes import load_wishes
from qa.understand.words import WordMatcher

LONGEST_QUESTION = 240
"""Characters; a longer question tells a story, whose wish has to be cut out first."""
NAMING = ("status", "unitword", "scope")
"""Kinds of words that name rows as well: what became of them, what they count, that all are meant."""
ROWS = frozenset({"indicator", "common", "review"})
"""Words of these kinds mean nothing but rows of the tables."""
SUMMED = frozenset({"sum", "mean", "median"})
"""What is asked of all rows of a department together."""
JOINED = frozenset({"sum", "mean", "difference", "multiple"})
"""What is asked of rows that are named one by one."""
JOINING = ("aggregate", "direction", "order")
"""Kinds of words that put rows together or in order: 加起來, 最高."""
ON = {"top": "down", "bottom": "up", "both": "down"}
"""The order that goes on from an end."""
TAKES = 0.5
"""How sure it has to be that a message asks over many rows."""
KEPT = 32
"""Frames whose lines are kept: a turn looks at those of the turns before it several times."""
LAID_OUT = ("table", "list")
"""Forms that tell all lines."""
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
        self.tracker = Tracker(self.reader.segment)
        self._lines = lru_cache(maxsize=KEPT)(self._find_lines)

    def answer(
        self,
        question: str,
        department: str | None = None,
        years: Collection[int] = (),
        places: Collection[str] = (),
    ) -> Answer | None:
        """The computed answer; None for a question that asks nothing over many rows.

        `department` is a filter that holds where the question names none.  `years` and `places` are those
        that the question names, as `Understood` has them; the figures of others are refused in words.
        """
        start = time.perf_counter()
        if len(question) > LONGEST_QUESTION:
            return None
        frames, tokens = self.read(question), self.reader.segment(question)
        if not frames and not self._goes_beyond(question):
            return None
        teller = self._teller(question)
        if refused := self._refuse(tokens, frames, teller, years, places, start):
            return refused
        if needed := find_needed(tokens):
            words = teller.say("quoted").join(needed)
            text = teller.say("clarify", words=words) + "\n\n" + teller.say("offer")
            return self._told(Status.CLARIFY, text, start, missing=needed, trace={"unread": list(needed)})
        if not frames:
            return None
        return self._tell(frames, teller, department, start, self.reader.find_unread(tokens))

    def follow(
        self, message: str, answer: Answer, department: str | None = None
    ) -> tuple[Answer, Tracked] | None:
        """The answer to a message that goes on from a computed one, and how it was read.

        None where the earlier answer was not computed over rows, or the message then is about one row.
        """
        start = time.perf_counter()
        before = _frame_of(answer)
        if before is None:
            return None
        tracked = self.tracker.read(message, before)
        frame = self._complete(tracked.frame, message)
        if frame.level is not Level.ROWS and frame.words == before.words and len(self._lines(before)) == 1:
            frame = replace(frame, words=())  # departments are asked for, not the name of the one row
        told = self._tell([frame], self._teller(message), department, start)
        return (told, tracked) if told is not None else None

    def retell(
        self, message: str, answer: Answer, form: str, language: str = "", department: str | None = None
    ) -> Answer | None:
        """A computed answer told anew, in the language of the message or another.

        `form`: table or list with all its lines, short, or "" as it was.  None for any other answer, and for
        one that tells more than its frame: several things, or reasons that a form has no room for.
        """
        start = time.perf_counter()
        if (frame := _frame_of(answer)) is None:
            return None
        teller = self._teller(message, form, language)
        if form in LAID_OUT:
            frame = replace(frame, asks=frame.asks - {"why"})
        elif form and "why" in frame.asks:
            return None
        told = self._tell([frame], teller, department, start)
        if told is None:
            lines = self._lines(frame)
            row = next((one for one in lines if isinstance(one, Record)), None)
            return self._tell_row(row, teller, start) if row is not None else None
        return told if form in LAID_OUT or _tells_all(told, answer) else None

    def lay_out(self, message: str, rows: Sequence[Record], form: str) -> Answer | None:
        """Rows of one kind as a table or a list, each with its cells; None for a single row."""
        names = tuple(dict.fromkeys(flat(row.name) for row in rows))
        places = tuple(sorted({row.department for row in rows}))
        frame = Frame(rows[0].entity, places=places, words=(("name", names),), asks=frozenset({"list"}))
        return self._tell([frame], self._teller(message, form), None, time.perf_counter())

    def rest(self, message: str, answer: Answer) -> Answer | None:
        """The rows or departments of a computed answer that it did not name, behind those at an end the next
        ones; None for any other answer.
        """
        start = time.perf_counter()
        if (frame := _frame_of(answer)) is None:
            return None
        whole = replace(frame, order=ON.get(frame.order, frame.order), ranks=None)
        query, told = self.reader.complete(to_query(whole)), flat(answer.answer)
        result, teller, citations = run(query, self.rows), self._teller(message), Citations(self._passages)
        # behind the second and third comes the fourth, not the first
        ahead = self._lines(replace(frame, ranks=(1, frame.ranks[1]))) if frame.ranks else ()
        text, table = teller.tell_left(query, result, told, ahead, citations, ROOM)
        return self._told(
            Status.ANSWERED,
            f"{text}\n\n{teller.say('computed')}",
            start,
            citations=citations.all(),
            table=table if table["rows"] else None,
            frame=to_json(whole),
            support=1.0,
        )

    def lines(self, answer: Answer) -> Sequence[Record] | Sequence[Group]:
        """The lines that a computed answer has, rows or groups; none for any other answer."""
        frame = _frame_of(answer)
        return self._lines(frame) if frame is not None else ()

    def tell_line(self, message: str, answer: Answer, line: Record | Group) -> Answer | None:
        """A line of a computed answer: a row whole, or a group's rows; None where a group has none."""
        start = time.perf_counter()
        if isinstance(line, Record):
            return self._tell_row(line, self._teller(message), start)
        frame = _frame_of(answer)
        own = _rows_of(frame, line.key) if frame is not None else None
        return self._tell([own], self._teller(message), None, start) if own is not None else None

    def narrow(self, answer: Answer) -> Answer | None:
        """A computed answer that told one department, as one about its rows; None for any other."""
        frame = _frame_of(answer)
        lines = self._lines(frame) if frame is not None else ()
        own = _rows_of(frame, lines[0].key) if len(lines) == 1 and isinstance(lines[0], Group) else None
        return answer.with_(frame=to_json(own)) if own is not None else None

    def lists_rows(self, frame: Frame, message: str) -> bool:
        """Whether a frame is over rows of the whole city though its message does not say so."""
        if frame.level is not Level.ROWS or frame.places:
            return False
        return not any((one.kind, one.key) == ("scope", "city") for one in self.reader.segment(message))

    def _find_lines(self, frame: Frame) -> Sequence[Record] | Sequence[Group]:
        """The lines that a frame's result is told in."""
        query = self.reader.complete(to_query(frame))
        result = run(query, self.rows)
        return result.rows if query.level is Level.ROWS else result.groups

    def _tell_row(self, row: Record, teller: Teller, start: float) -> Answer:
        """A row with all that the report says of it; in short without its explanation."""
        citations = Citations(self._passages)
        return self._told(
            Status.ANSWERED,
            tell_card(row, teller, citations),
            start,
            citations=citations.all(),
            frame=to_json(Frame(row.entity, places=(row.department,), words=(("name", (flat(row.name),)),))),
            support=1.0,
        )

    def find_row(self, answer: Answer) -> Record | None:
        """The indicator whose row or review an answer quotes first; None where it quotes none."""
        cited = answer.citations[0] if answer.citations else None
        return self._row_at.get((cited.lines, cited.passage)) if cited is not None else None

    @cached_property
    def _row_at(self) -> dict[tuple[tuple[int, int], str], Record]:
        """Indicators by the lines and the text of the passages that they and their reviews stand in."""
        rows = [row for row in self.rows if row.passage is not None and row.passage.indicator is not None]
        at = {(row.review.lines, row.review.text): row for row in rows if row.review is not None}
        return at | {(row.passage.lines, row.passage.text): row for row in rows if row.passage is not None}

    def read(self, question: str) -> list[Frame]:
        """What a message asks over many rows, wish by wish, each from the one before; [] for none."""
        text = question
        if not self._takes(question):  # what asks in it may, beside what is only told
            if max(self.surveys(question), self.reckons(question)) > TAKES:
                return []
            text = "，".join(load_wishes().read(question))
            if text == question or not self._takes(text, whole=False):
                return []
            if self._is_of(question, text):
                return []
        frames: list[Frame] = []
        parts = self.tracker.split(text)
        for part in parts if len(parts) > 1 else ():
            tracked = self.tracker.read(part, frames[-1] if frames else None)
            if frames or self._takes(part):
                frames.append(self._complete(tracked.frame, part))
        return list(dict.fromkeys(frames)) or [self._complete(self.tracker.read(text).frame, text)]

    def surveys(self, message: str) -> float:
        """How sure it is that a message asks for every place of something, 0 to 1."""
        return self.tracker.kinds(message)["survey"]

    def reckons(self, message: str) -> float:
        """How sure it is that a message asks to reckon with figures that are printed apart, 0 to 1."""
        return self.tracker.kinds(message).get("reckon", 0.0)

    def concerns(self, question: str) -> bool:
        """Whether a question is about indicators as such and names no subject of its own."""
        tokens = self.reader.segment(question)
        return any(map(names_rows, tokens)) and not any(map(names_one, tokens))

    def _takes(self, message: str, whole: bool = True) -> bool:
        """Whether a message asks over many rows.

        One that claims something has to say what, and one that picks none of the rows has to name them and
        nothing else; `whole`: the message is all of what was typed.
        """
        kinds, tokens = self.tracker.kinds(message), self.reader.segment(message)
        if find_asks(kinds) <= TAKES:
            return self._joins_rows(message, tokens)
        frame = self.tracker.read(message).frame
        rows, one = any(map(names_rows, tokens)), any(map(names_one, tokens))
        placed = _places(tokens) and (frame.tests or frame.status or frame.order)
        own = frame.words or placed
        if not (own or rows or any(token.kind in NAMING for token in tokens)):
            return False  # 第二多的呢 asks of what was told
        named = any(token.kind == "literal" and next_.kind == "entity" for token, next_ in pairwise(tokens))
        if named and not own:
            return False  # 空氣品質指標 are other indicators
        if kinds["claim"] >= kinds["table"]:
            told = frame.claims or frame.said or frame.words
            # what tells none of these claims something of all rows, and then names them and no one of them
            some = rows or any(token.kind == "status" for token in tokens)
            return is_claim(frame) and (bool(told) or (some and not one))
        counted, summed = (frame.units, frame.asks & SUMMED) if rows else ((), frozenset())
        if replace(frame, asks=summed, places=(), units=counted, by="", level=Level.ROWS) != Frame():
            return True
        return whole and rows and not (one or self.reader.find_unread(tokens))

    def _joins_rows(self, message: str, tokens: Sequence[Token]) -> bool:
        """Whether a message names rows one by one, to be put together or in order, and nothing else."""
        if sum(map(names_one, tokens)) < 2 or not any(token.kind in JOINING for token in tokens):
            return False
        frame = self.tracker.read(message).frame
        if frame.level is not Level.ROWS or not (frame.order or frame.asks & JOINED):
            return False
        return bool(self.reader.find_named(to_query(frame))) and not self.reader.find_unread(tokens)

    def _is_of(self, question: str, wish: str) -> bool:
        """Whether what is only told beside a wish names the department that it is asked of, or the row, where
        the wish itself names no rows (「敬老卡坐公車，有達到目標嗎」).
        """
        told, own = self.reader.segment(question), self.reader.segment(wish)
        named = {token.key for token in told if names_one(token)} - {token.key for token in own}
        return bool(_places(told) - _places(own)) or (bool(named) and not any(map(names_rows, own)))

    def _goes_beyond(self, message: str) -> bool:
        """Whether a message asks of the tables' rows what they may not have: then it is told what it names
        that they lack.
        """
        kinds = self.tracker.kinds(message)
        rows = any(token.kind == "entity" and token.key in ROWS for token in self.reader.segment(message))
        return rows and find_asks(kinds) + kinds["beyond"] > TAKES

    def _teller(self, message: str, form: str = "", language: str = "") -> Teller:
        own = "en" if find_language(message) == "en" else "zh"
        return Teller(language or own, self._english, form)

    def _complete(self, frame: Frame, message: str) -> Frame:
        """A frame with the names of the common indicators that a message means."""
        if frame.entity is not Entity.COMMON:
            return frame
        names = self.reader.find_common(self.reader.segment(message))
        return replace(frame, words=(("name", names),)) if names else frame

    def _tell(
        self,
        frames: Sequence[Frame],
        teller: Teller,
        department: str | None,
        start: float,
        unread: Sequence[str] = (),
    ) -> Answer | None:
        queries = [_within(self.reader.complete(to_query(frame)), department) for frame in frames]
        queries = list(dict.fromkeys(query for query in queries if not self.reader.is_of_one(query)))
        if not queries:
            return None
        results = [run(query, self.rows) for query in queries]
        citations = Citations(self._passages)
        passed = teller.say("quoted").join(unread)
        note = teller.say("computed") + (teller.say("passed", words=passed) if passed else "")
        texts: list[str] = []
        tables = []
        whole = CLAIM if any(query.claim for query in queries) else ROOM - len(note)
        for query, result in zip(queries, results, strict=True):
            room = (whole - sum(map(len, texts))) // max(len(queries) - len(texts), 1)
            word = ""
            if query.claim is not None:
                true = confirm(query, result, len(self._departments))
                word = teller.say("yes" if true else "no")
                if not true and query.claim.every and not query.predicates:
                    query = contradict(query)
                    result = run(query, self.rows)
            text, table = teller.tell(query, result, citations, room)
            if (told := word + text) not in texts:  # 「實際幾件？目標幾件？」 are told by the same rows
                texts.append(told)
                tables.append(table)
        return self._told(
            Status.ANSWERED,
            "\n\n".join([*texts, note]),
            start,
            trace={"queries": [str(query) for query in queries]},
            citations=citations.all(),
            table=next((table for table in tables if table["rows"]), None),
            frame=to_json(frames[-1]),
            support=1.0,
        )

    def _refuse(
        self,
        tokens: Sequence[Token],
        frames: Sequence[Frame],
        teller: Teller,
        years: Collection[int],
        places: Collection[str],
        start: float,
    ) -> Answer | None:
        """What is told of the figures of other years and places; None where the question is of neither."""
        own = self._report.id.year
        others = sorted(
            {own + year if abs(year) == 1 else year for year in (*find_years(tokens), *years)} - {own}
        )
        if any(frame.words for frame in frames) or not (others or places):
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


def _places(tokens: Sequence[Token]) -> set[str]:
    """The departments that words name."""
    return {token.key for token in tokens if token.kind == "place"}


def _within(query: Query, department: str | None) -> Query:
    """A query over one department, where it names none itself."""
    if not department or any(c.of == "department" for c in query.conditions):
        return query
    return replace(query, conditions=(*query.conditions, Condition("department", (), (department,))))


def _frame_of(answer: Answer) -> Frame | None:
    """What a computed answer was asked; None where it was not computed over rows, or comes back spoilt."""
    try:
        return from_json(answer.frame or {})
    except ValueError:
        return None


def _tells_all(told: Answer, answer: Answer) -> bool:
    """Whether an answer cites all that another does."""
    cited = {(c.lines, c.passage) for c in told.citations}
    return all((c.lines, c.passage) in cited for c in answer.citations)


def _rows_of(frame: Frame, key: str) -> Frame | None:
    """A frame over departments as one over the rows of one of them; None where it is over other groups."""
    if frame.level is not Level.DEPARTMENTS:
        return None
    tests = tuple(test for test in frame.tests if test.of not in GROUPED)
    return Frame(frame.entity, status=frame.status, places=(key,), tests=tests, words=frame.words)
