"""What frames are put together of, at random: words of a report, departments, numbers as people say them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import jieba

from qa.tables.evaluate import Result, run
from qa.tables.frame import SPAN, Frame, Test, to_query
from qa.tables.query import Entity, Level, Range
from qa.tables.reader import Reader
from qa.tables.records import Record
from qa.tables.segment import flat

PERCENTS = (10, 20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 99)
ENDS = (30, 50, 60, 70, 80, 90, 95, 99, 100)
"""Percentages that a range begins or ends with."""
DIFFERENCES = (-5, -10, -20, -30, -40, -50)
"""Percentage points that a review tells a row to be from its target."""
SOME_ROWS = range(2, 26)
"""Rows that have a word that is drawn."""
MOST_LISTED = 45
"""Rows that a list tells at most."""
FULL = 100


class Chances:
    """Draws over one report's rows; the same seed draws the same."""

    def __init__(self, reader: Reader, rows: Sequence[Record], seed: int) -> None:
        self.random = random.Random(seed)
        self.reader, self.rows = reader, rows
        self.departments = list(dict.fromkeys(row.department for row in rows))
        self.common = list(dict.fromkeys(row.name for row in rows if row.entity is Entity.COMMON))
        self.units = [u for u, n in Counter(r.unit for r in rows if r.unit).items() if n >= 5 and u != "%"]
        self.words = {
            entity: self._words(entity, "name") for entity in (Entity.INDICATOR, Entity.PROGRAMME)
        } | {Entity.REVIEW: self._words(Entity.REVIEW, "reason")}

    def _words(self, entity: Entity, text: str) -> list[str]:
        seen: Counter[str] = Counter()
        for row in self.rows_of(entity):
            words = {word for word in jieba.cut(flat(row.texts.get(text, ""))) if word.isalpha()}
            seen.update(sorted(word for word in words if len(word) > 1))
        return [word for word, rows in seen.items() if rows in SOME_ROWS]

    def rows_of(self, entity: Entity) -> list[Record]:
        return [row for row in self.rows if row.entity is entity]

    def pick(self, **weights: float) -> str:
        """One of the names, as likely as it weighs; `_` stands for "", the slot left empty."""
        return self.random.choices(list(weights), list(weights.values()))[0].strip("_")

    def draw(self, families: Mapping[Callable[[Chances], Frame], float]) -> Frame:
        """A frame of one of the families, as likely as they weigh."""
        return self.random.choices(list(families), list(families.values()))[0](self)

    def happens(self, likely: float) -> bool:
        return self.random.random() < likely

    def places(self, likely: float = 1.0, sizes: Sequence[int] = (1,)) -> tuple[str, ...]:
        """So many departments, or () where none are named."""
        n = self.random.choice(sizes) if self.happens(likely) else 0
        return tuple(sorted(self.random.sample(self.departments, n)))

    def unit(self) -> tuple[str, ...]:
        return (self.random.choice(self.units),)

    def word(self, entity: Entity) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """A word that some rows have, in the text that it is looked for in."""
        return (("reason" if entity is Entity.REVIEW else "name", (self.random.choice(self.words[entity]),)),)

    def common_row(self) -> Frame:
        """A frame of one common indicator by its name."""
        return Frame(Entity.COMMON, words=(("name", (self.random.choice(self.common),)),))

    def compared(self, of: str, values: Sequence[float], **ops: float) -> Test:
        """A measure compared with one of the values."""
        return Test(of, SPAN[self.pick(**ops)](self.random.choice(values)))

    def level(self) -> Test:
        """How much was achieved compared with a percentage, or in a range of percentages."""
        return Test("level", self.percent())

    def percent(self) -> Range:
        op, low = self.pick(lt=4, le=2, gt=2, ge=3, eq=1, between=3), self.random.choice(PERCENTS)
        if op == "between":
            high = self.random.choice([end for end in ENDS if end > low])
            return Range(low, high, self.happens(0.8), self.happens(0.5))
        return SPAN[op](FULL if op == "eq" and self.happens(0.3) else low)

    def few(self) -> Range:
        """A small number of rows or groups."""
        op, low = self.pick(lt=2, le=1, gt=3, ge=3, eq=3, between=1), self.random.randint(1, 6)
        return Range(low, low + self.random.randint(1, 4)) if op == "between" else SPAN[op](low)

    def rank(self) -> tuple[int, int] | None:
        kind, n = self.pick(first=5, top=3, nth=2, some=1), self.random.randint(2, 5)
        return {"top": (1, self.random.choice([2, 3, 3, 5, 5, 10])), "nth": (n, n), "some": (2, 3)}.get(kind)

    def asks(self, **weights: float) -> frozenset[str]:
        """What is told, of names with _ between two of them."""
        return frozenset(self.pick(**weights).split("_"))

    def rows_asked(self) -> frozenset[str]:
        return self.asks(list=4, many=4, many_list=3, many_share=2, share=1)

    def groups_asked(self) -> frozenset[str]:
        return self.asks(list=4, many=3, many_list=3)

    def named_asked(self, otherwise: str) -> frozenset[str]:
        """What is told of rows with a word: no share, rather than that `otherwise`."""
        return self.rows_asked() - {"share"} or frozenset({otherwise})

    def ordered(self, frame: Frame, by: str, asks: str = "list", **orders: float) -> Frame:
        """A frame put in order by a measure: what is at an end, or how far both ends are apart."""
        order = self.pick(**orders)
        ranks = self.rank() if order in ("top", "bottom") else None
        told = frozenset({"difference" if order == "both" else asks})
        return replace(frame, order=order, by=by, ranks=ranks, asks=told)

    def run(self, frame: Frame) -> Result:
        return run(self.reader.complete(to_query(frame)), self.rows)

    def tells(self, frame: Frame) -> bool:
        """Whether the report has a telling result for a frame."""
        result = self.run(frame)
        n = len(result.rows if frame.level is Level.ROWS else result.groups)
        return 0 < n <= MOST_LISTED or (n > 0 and not {"list", "why"} & frame.asks)
