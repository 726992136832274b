"""Draw meanings of questions over many rows, for people to put into their own words.

    python -m qa.lab.sample_frames --seed 1 --count 150 --chains 60 > frames.jsonl

A line has an id, the frame, and what it asks in plain words; lines of one chain change the frame before.
Only frames with a telling result on the report are drawn.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import jieba

from qa.assistant import Assistant
from qa.tables.evaluate import run
from qa.tables.frame import SPAN, Frame, Test, to_json, to_query
from qa.tables.query import Entity, Level, Range
from qa.tables.reader import Reader
from qa.tables.segment import flat
from qa.tables.tracker import is_claim

NOUNS = {
    Entity.INDICATOR: "關鍵績效指標",
    Entity.COMMON: "共同性指標",
    Entity.BOTH: "關鍵績效指標連同共同性指標",
    Entity.REVIEW: "未達標檢討（檢討表裡的項目）",
    Entity.PROGRAMME: "重要施政成果的計畫項目",
}
STATES = {
    "missed": "沒有達到目標（達成度未滿 100%）",
    "full": "達到目標（達成度 100%）",
    "over": "實際值高於目標值",
    "exact": "實際值剛好等於目標值",
    "under": "實際值低於目標值",
    "zero": "達成度為 0",
    "percent": "目標以百分比計",
    "oneoff": "目標值是 1（一次性的）",
    "unreviewed": "沒有附檢討的",
    "up": "數值是正的（比去年增加）",
    "down": "數值是負的（比去年減少）",
    "same": "數值是 0（沒有增減）",
    "moved": "數值不是 0（有增減）",
}
MEASURES = {
    "level": "達成度（計畫則為完成程度）",
    "actual": "實際達成值",
    "target": "目標值",
    "ratio": "實際是目標的幾倍",
    "gap": "實際減目標",
    "difference": "達成度差異值（百分點）",
    "count": "項數",
    "rate": "達標率（達成度 100% 的項數占比）",
    "missrate": "未達標率（未達標項數占該單位項數）",
    "share": "占該單位項數的比率",
    "mean": "平均達成度",
    "goals": "策略目標數",
    "per_goal": "平均每個策略目標的指標數",
}
ASKS = {
    "many": "共幾項",
    "list": "列出是哪些",
    "share": "占百分之幾",
    "sum": "合計多少",
    "mean": "平均多少",
    "median": "中位數多少",
    "difference": "差多少",
    "multiple": "是幾倍",
    "why": "原因寫什麼",
    "each": "各單位分別多少",
    "portion": "占全市府同樣條件的項目的百分之幾",
}
ORDERS = {
    "top": "最高（最多）的",
    "bottom": "最低（最少）的",
    "down": "全部由高到低排",
    "up": "全部由低到高排",
    "both": "最高的和最低的",
}


class Sampler:
    """Draws frames over one report's rows."""

    def __init__(self, reader: Reader, rows: Sequence, seed: int) -> None:
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
        for row in self.rows:
            if row.entity is entity:
                seen.update(
                    {w for w in jieba.cut(flat(row.texts.get(text, ""))) if len(w) >= 2 and w.isalpha()}
                )
        return [word for word, n in seen.items() if 2 <= n <= 25]

    def pick(self, **weights: float) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def place(self, n: int = 1) -> tuple[str, ...]:
        return tuple(self.random.sample(self.departments, n))

    def percent(self) -> tuple[str, Range]:
        key = self.pick(lt=4, le=2, gt=2, ge=3, eq=1, between=3)
        low = self.random.choice([10, 20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 99])
        if key == "between":
            high = self.random.choice([n for n in (30, 50, 60, 70, 80, 90, 95, 99, 100) if n > low])
            return key, Range(low, high, self.random.random() < 0.8, self.random.random() < 0.5)
        return key, SPAN[key](100 if key == "eq" and self.random.random() < 0.3 else low)

    def few(self) -> Range:
        key = self.pick(lt=2, le=1, gt=3, ge=3, eq=3, between=1)
        low = self.random.randint(1, 6)
        return Range(low, low + self.random.randint(1, 4)) if key == "between" else SPAN[key](low)

    def rank(self) -> tuple[int, int] | None:
        kind = self.pick(first=5, top=3, nth=2, some=1)
        if kind == "top":
            return 1, self.random.choice([2, 3, 3, 5, 5, 10])
        if kind == "nth":
            return (n := self.random.randint(2, 5)), n
        return (2, 3) if kind == "some" else None

    def rows_asked(self) -> frozenset[str]:
        return frozenset(
            self.pick(**{"list": 4, "many": 4, "many list": 3, "many share": 2, "share": 1}).split()
        )

    def draw(self) -> Frame:
        kind = self.pick(
            status=14,
            level=10,
            extreme=12,
            ranking=14,
            holding=11,
            common=14,
            programme=10,
            review=8,
            unit=6,
            word=7,
            goal=5,
            kinds=2,
            pair=6,
            sum=4,
            average=5,
        )
        frame = getattr(self, f"_draw_{kind}")()
        if not frame.places and not frame.kinds and self.random.random() < 0.07:
            frame = replace(frame, excluded=self.place(self.random.choice([1, 1, 2])))
        return frame

    def compose(self) -> Frame:
        """A frame put together of slots that are drawn each for itself."""
        entity = Entity(self.pick(indicator=12, common=4, review=3, programme=3))
        own = [row for row in self.rows if row.entity is entity]
        frame = Frame(entity)
        if entity is Entity.COMMON:
            frame = replace(frame, words=(("name", (self.random.choice(self.common),)),))
        for _ in range(self.random.choice([0, 1, 1, 1, 2, 2])):
            frame = self._narrow(frame, own)
        roll = self.random.random()
        if roll < 0.35:
            frame = replace(frame, places=tuple(sorted(self.place(self.random.choice([1, 1, 1, 1, 2, 3])))))
        elif roll < 0.45:
            frame = replace(frame, excluded=tuple(sorted(self.place(self.random.choice([1, 1, 2])))))
        elif roll < 0.52:
            frame = replace(frame, kinds=(self.random.choice(["處", "局"]),))
        return self._ask(frame)

    def _narrow(self, frame: Frame, own: Sequence) -> Frame:
        """A frame with one more condition."""
        taken = {test.of for test in frame.tests}
        kind = self.pick(status=5, level=4, ratio=1, target=2, actual=3, unit=2, word=3)
        if frame.entity is Entity.REVIEW:
            kind = self.pick(word=3, difference=2)
        elif frame.entity is Entity.PROGRAMME:
            kind = self.pick(status=3, level=4, word=2)
        elif frame.entity is Entity.COMMON:
            kind = self.pick(status=3, actual=4)
        if kind == "word" and not frame.words:
            words = self.words[frame.entity]
            return replace(
                frame,
                words=(
                    ("reason" if frame.entity is Entity.REVIEW else "name", (self.random.choice(words),)),
                ),
            )
        if kind == "unit" and not frame.units:
            return replace(frame, units=(self.random.choice(self.units),))
        if kind == "status" and not frame.status:
            if frame.entity is Entity.COMMON:
                return replace(frame, status=self.pick(missed=2, full=1, up=2, down=2, same=1, moved=1))
            if frame.entity is Entity.PROGRAMME:
                return replace(frame, status=self.pick(missed=3, full=1, zero=1))
            return replace(
                frame,
                status=self.pick(
                    missed=5, full=2, over=3, exact=2, under=1, zero=1, percent=2, oneoff=1, unreviewed=1
                ),
            )
        if kind in taken or kind not in ("level", "ratio", "target", "actual", "difference"):
            return frame
        if kind == "level":
            return replace(frame, tests=(*frame.tests, Test(kind, self.percent()[1])))
        if kind == "ratio":
            return replace(
                frame,
                tests=(
                    *frame.tests,
                    Test(
                        kind, SPAN[self.pick(gt=1, ge=2, lt=1)](self.random.choice([0.5, 1.5, 2, 3, 5, 10]))
                    ),
                ),
            )
        if kind == "difference":
            return replace(
                frame,
                tests=(
                    *frame.tests,
                    Test(
                        kind, SPAN[self.pick(lt=1, le=1, gt=1)](-self.random.choice([5, 10, 20, 30, 40, 50]))
                    ),
                ),
            )
        rows = [row for row in own if kind in row.numbers]
        row = self.random.choice(rows)
        span = SPAN[self.pick(eq=4, ge=2, gt=2, lt=2, le=1)](row.numbers[kind])
        units = (
            (row.unit,)
            if row.unit and frame.entity is Entity.INDICATOR and not frame.units and row.unit != "%"
            else frame.units
        )
        status = (
            "percent"
            if row.unit == "%" and not frame.status and frame.entity is Entity.INDICATOR
            else frame.status
        )
        return replace(frame, tests=(*frame.tests, Test(kind, span)), units=units, status=status)

    def _ask(self, frame: Frame) -> Frame:
        """A frame with what is to be told of its rows."""
        level = (
            "level"
            if frame.entity in (Entity.INDICATOR, Entity.PROGRAMME)
            else "actual"
            if frame.entity is Entity.COMMON
            else "difference"
        )
        kind = self.pick(rows=6, extreme=4, ends=2, average=3, sum=1, ranking=4, groups=3)
        if kind == "extreme":
            by = self.pick(
                **{
                    level: 4,
                    **({"ratio": 2, "actual": 2, "target": 1} if frame.entity is Entity.INDICATOR else {}),
                }
            )
            if by in ("actual", "target") and frame.entity is Entity.INDICATOR and not frame.units:
                frame = replace(frame, units=(self.random.choice(self.units),))
            return replace(
                frame,
                order=self.pick(top=1, bottom=1, down=0.3, up=0.3),
                by=by,
                ranks=self.rank(),
                asks=frozenset({"list"}),
            )
        if kind == "ends":
            return replace(frame, order="both", by=level, asks=frozenset({"difference"}))
        if kind == "average":
            by = "level" if frame.entity in (Entity.INDICATOR, Entity.PROGRAMME) else ""
            return replace(frame, by=by, asks=frozenset({self.pick(mean=2, median=1)}))
        if kind == "sum" and frame.units:
            return replace(frame, asks=frozenset({"sum"}))
        if kind == "ranking" and not frame.places and frame.entity is not Entity.COMMON:
            by = (
                self.pick(count=5, share=2)
                if frame.status or frame.tests or frame.words
                else self.pick(count=3, rate=2, missrate=2, mean=1)
            )
            order = self.pick(top=5, bottom=2, down=1, both=1)
            return replace(
                frame,
                level=Level.DEPARTMENTS,
                order=order,
                by=by,
                ranks=self.rank() if order in ("top", "bottom") else None,
                asks=frozenset({"many"} if order != "both" else {"difference"}),
            )
        if (
            kind == "groups"
            and not frame.places
            and frame.entity is not Entity.COMMON
            and (frame.status or frame.tests)
        ):
            frame = replace(
                frame,
                level=Level.DEPARTMENTS,
                holds=self.pick(some=3, none=3, every=1),
                asks=frozenset(self.pick(**{"list": 4, "many": 3, "many list": 3}).split()),
            )
            return (
                replace(frame, tests=(*frame.tests, Test("count", self.few())))
                if frame.holds == "some" and self.random.random() < 0.5
                else frame
            )
        return replace(frame, asks=self.rows_asked())

    def _draw_status(self) -> Frame:
        status = self.pick(
            missed=6, full=2, over=3, exact=2, under=1, zero=1, percent=1, oneoff=1, unreviewed=1
        )
        places = self.place(self.random.choice([1, 1, 1, 2])) if self.random.random() < 0.55 else ()
        entity = Entity.BOTH if self.random.random() < 0.08 else Entity.INDICATOR
        return Frame(entity, status=status, places=places, asks=self.rows_asked())

    def _draw_level(self) -> Frame:
        _, span = self.percent()
        places = self.place() if self.random.random() < 0.3 else ()
        if self.random.random() < 0.25:
            times = self.random.choice([1.5, 2, 3, 5, 10])
            return Frame(
                tests=(Test("ratio", SPAN[self.pick(gt=1, ge=2)](times)),),
                places=places,
                asks=self.rows_asked(),
            )
        return Frame(tests=(Test("level", span),), places=places, asks=self.rows_asked())

    def _draw_extreme(self) -> Frame:
        by = self.pick(level=5, ratio=4, actual=3, target=1, gap=2)
        order = self.pick(top=5, bottom=4, both=1)
        frame = Frame(
            order=order if by != "level" else self.pick(bottom=5, both=1),
            by=by,
            ranks=self.rank() if order != "both" else None,
        )
        if by in ("actual", "target", "gap"):
            frame = replace(frame, units=(self.random.choice(self.units),))
        if self.random.random() < 0.5:
            frame = replace(frame, places=self.place())
        if by == "level" and self.random.random() < 0.4:
            frame = replace(frame, status="missed", order=self.pick(top=1, bottom=1, both=1), ranks=None)
        return replace(frame, asks=frozenset({"difference"} if frame.order == "both" else {"list"}))

    def _draw_ranking(self) -> Frame:
        by = self.pick(count=8, rate=3, missrate=3, mean=2)
        order = self.pick(top=6, bottom=4, both=1, down=1, up=1)
        status = self.pick(none=3, missed=5, over=1, full=1, percent=1) if by == "count" else "none"
        ranks = self.rank() if order in ("top", "bottom") else None
        asks = frozenset(
            {"difference"}
            if order == "both"
            else {"many"}
            if by == "count" and self.random.random() < 0.6
            else {"list"}
        )
        return Frame(
            level=Level.DEPARTMENTS,
            status="" if status == "none" else status,
            order=order,
            by=by,
            ranks=ranks,
            asks=asks,
        )

    def _draw_holding(self) -> Frame:
        asks = frozenset(self.pick(**{"list": 4, "many": 3, "many list": 3}).split())
        frame = Frame(level=Level.DEPARTMENTS, asks=asks)
        kind = self.pick(none=3, every=3, some=2, count=4, rate=3)
        if kind == "rate":
            return replace(frame, tests=(Test("rate", self.percent()[1]),))
        if kind == "every":
            return replace(frame, holds=kind, status=self.pick(full=6, over=1))
        if kind == "count":
            status = self.pick(missed=4, plain=2, full=1)
            span = (
                self.few()
                if status != "plain"
                else SPAN[self.pick(gt=1, lt=1, ge=1)](self.random.choice([10, 15, 20, 30, 40]))
            )
            return replace(
                frame, holds="some", status="" if status == "plain" else status, tests=(Test("count", span),)
            )
        if self.random.random() < 0.5:
            return replace(
                frame,
                holds=kind,
                tests=(Test("level", SPAN[self.pick(lt=3, le=1)](self.random.choice([50, 60, 70, 80, 90]))),),
            )
        return replace(frame, holds=kind, status=self.pick(missed=3, zero=1, percent=1, unreviewed=1))

    def _draw_common(self) -> Frame:
        word = ("name", (self.random.choice(self.common),))
        frame = Frame(Entity.COMMON, words=(word,))
        kind = self.pick(end=5, test=5, average=3, status=3, sum=0.3)
        if kind == "end":
            order = self.pick(top=4, bottom=4, both=2, down=1)
            return replace(
                frame,
                order=order,
                by="actual",
                ranks=self.rank() if order in ("top", "bottom") else None,
                asks=frozenset({"difference"} if order == "both" else {"list"}),
            )
        if kind == "test":
            n = self.random.choice([0, 1, 2, 3, 5, 8, 10, 15, 80, 90, 95, 98, 100])
            span = SPAN[self.pick(lt=2, le=1, gt=3, ge=2, eq=1)](n)
            return replace(frame, tests=(Test("actual", span),), asks=self.rows_asked())
        if kind == "average":
            return replace(frame, asks=frozenset({self.pick(mean=1, median=1)}))
        return replace(
            frame, status=self.pick(missed=2, full=1, up=2, down=2, same=1, moved=1), asks=self.rows_asked()
        )

    def _draw_programme(self) -> Frame:
        frame = Frame(Entity.PROGRAMME, places=self.place() if self.random.random() < 0.4 else ())
        kind = self.pick(test=5, missed=3, end=3, ranking=3, count=2, mean=1)
        if kind == "test":
            return replace(frame, tests=(Test("level", self.percent()[1]),), asks=self.rows_asked())
        if kind == "missed":
            return replace(frame, status=self.pick(missed=3, full=1, zero=1), asks=self.rows_asked())
        if kind == "end":
            return replace(
                frame,
                order=self.pick(bottom=5, top=0.2),
                by="level",
                ranks=self.rank(),
                asks=frozenset({"list"}),
            )
        if kind == "ranking":
            return replace(
                frame,
                places=(),
                level=Level.DEPARTMENTS,
                order=self.pick(top=3, bottom=1, down=1),
                by="count",
                status=self.pick(missed=3, full=0.5),
                ranks=None,
                asks=frozenset({"many"}),
            )
        return replace(frame, asks=frozenset({"many"} if kind == "count" else {"mean"}))

    def _draw_review(self) -> Frame:
        frame = Frame(Entity.REVIEW, places=self.place() if self.random.random() < 0.25 else ())
        kind = self.pick(word=5, count=2, ranking=2, end=3, test=2)
        if kind == "word":
            word = self.random.choice(self.words[Entity.REVIEW])
            return replace(
                frame, words=(("reason", (word,)),), asks=self.rows_asked() - {"share"} or frozenset({"list"})
            )
        if kind == "end":
            return replace(
                frame,
                order=self.pick(bottom=4, top=1),
                by="difference",
                ranks=self.rank(),
                asks=frozenset({"list"}),
            )
        if kind == "test":
            return replace(
                frame,
                tests=(
                    Test(
                        "difference",
                        SPAN[self.pick(lt=1, le=1)](-self.random.choice([5, 10, 20, 30, 40, 50])),
                    ),
                ),
                asks=self.rows_asked(),
            )
        if kind == "ranking":
            return replace(
                frame,
                places=(),
                level=Level.DEPARTMENTS,
                order="top",
                by="count",
                ranks=self.rank(),
                asks=frozenset({"many"}),
            )
        return replace(frame, asks=frozenset({"many"}))

    def _draw_unit(self) -> Frame:
        if self.random.random() < 0.3:
            return Frame(
                level=Level.UNITS,
                order=self.pick(top=3, down=1),
                by="count",
                ranks=self.rank(),
                places=self.place() if self.random.random() < 0.5 else (),
                asks=frozenset({"many"}),
            )
        places = self.place() if self.random.random() < 0.5 else ()
        if self.random.random() < 0.3:
            return Frame(
                level=Level.DEPARTMENTS,
                units=(self.random.choice(self.units),),
                order="top",
                by="count",
                asks=frozenset({"many"}),
            )
        return Frame(units=(self.random.choice(self.units),), places=places, asks=self.rows_asked())

    def _draw_word(self) -> Frame:
        entity = Entity(self.pick(indicator=3, programme=1))
        word = self.random.choice(self.words[entity])
        frame = Frame(
            entity, words=(("name", (word,)),), asks=self.rows_asked() - {"share"} or frozenset({"many"})
        )
        kind = self.pick(plain=3, missed=1, mean=1, end=2)
        if kind == "missed":
            return replace(frame, status="missed")
        if kind == "mean":
            return replace(frame, asks=frozenset({"mean"}))
        if kind == "end" and entity is Entity.INDICATOR:
            return replace(
                frame,
                order=self.pick(top=1, bottom=1),
                by=self.pick(actual=1, level=1, ratio=1),
                asks=frozenset({"list"}),
            )
        return frame

    def _draw_goal(self) -> Frame:
        kind = self.pick(count=3, ranking=3, per=2)
        if kind == "count":
            return Frame(
                places=self.place() if self.random.random() < 0.6 else (),
                goals=True,
                asks=frozenset({"many"}),
            )
        by = "goals" if kind == "ranking" else "per_goal"
        return Frame(
            level=Level.DEPARTMENTS,
            goals=True,
            order=self.pick(top=2, bottom=2, both=1),
            by=by,
            ranks=self.rank(),
            asks=frozenset({"many"}),
        )

    def _draw_kinds(self) -> Frame:
        return Frame(
            level=Level.KINDS,
            kinds=("處", "局"),
            status=self.pick(missed=3, full=1),
            asks=frozenset(self.pick(many=1, share=1, mean=1).split()),
        )

    def _draw_pair(self) -> Frame:
        by = self.pick(count=4, rate=3)
        places = self.place(self.random.choice([2, 2, 3]))
        status = self.pick(none=2, missed=3, full=1) if by == "count" else "none"
        return Frame(
            level=Level.DEPARTMENTS,
            places=places,
            status="" if status == "none" else status,
            by=by,
            order=self.pick(top=1, none=2).replace("none", ""),
            asks=frozenset({self.pick(each=2, difference=2, sum=1, share=0.5)}),
        )

    def _draw_sum(self) -> Frame:
        word = self.random.choice(self.words[Entity.INDICATOR])
        return Frame(words=(("name", (word,)),), asks=frozenset({"sum"}))

    def _draw_average(self) -> Frame:
        asks = frozenset({self.pick(mean=3, median=1)})
        kind = self.pick(level=3, missed=1, count=2)
        if kind == "count":
            return Frame(
                level=Level.DEPARTMENTS,
                by="count",
                status=self.pick(missed=1, none=2).replace("none", ""),
                asks=asks,
            )
        return Frame(
            status="missed" if kind == "missed" else "",
            places=self.place() if self.random.random() < 0.5 else (),
            by="level",
            asks=asks,
        )

    def pair(self) -> Frame:
        """Two or three rows by name, which are added up or compared."""
        unit = self.random.choice([*self.units, "元", "%"])
        rows = [row for row in self.rows if row.entity is Entity.INDICATOR and row.unit == unit]
        first = self.random.choice(rows)
        near = [row for row in rows if row.department == first.department and row.name != first.name] or rows
        names = [
            first.name,
            *(row.name for row in self.random.sample(near, min(len(near), self.random.choice([1, 1, 2])))),
        ]
        names = list(dict.fromkeys(names))
        asks = (
            {"sum"}
            if unit != "%" and self.random.random() < 0.6
            else {self.pick(difference=3, multiple=1, mean=1)}
        )
        return Frame(words=(("name", tuple(names)),), asks=frozenset(asks))

    def third(self) -> Frame:
        """A frame of what the other two draw seldom."""
        kind = self.pick(pair=4, claim=8, portion=3, equal=4, first=2, review=3, whole=3, goals=2)
        if kind == "pair":
            return self.pair()
        if kind == "claim":
            return self.held()
        if kind == "portion":
            frame = replace(
                self._narrow(Frame(), [r for r in self.rows if r.entity is Entity.INDICATOR]),
                places=tuple(sorted(self.place(self.random.choice([1, 2, 3])))),
            )
            return replace(frame, asks=frozenset({"portion"}))
        if kind == "equal":
            entity = Entity(self.pick(indicator=2, programme=3, common=1, review=1))
            of = {Entity.REVIEW: "difference", Entity.COMMON: "actual"}.get(entity, "level")
            values = [
                row.numbers[k]
                for row in self.rows
                if row.entity is entity
                for k in (of if of != "level" else entity.level,)
                if k in row.numbers and row.numbers[k] < 100
            ]
            frame = Frame(
                entity,
                tests=(Test(of, SPAN[self.pick(eq=3, ge=1, le=1)](self.random.choice(values))),),
                asks=self.rows_asked(),
            )
            if entity is Entity.COMMON:
                frame = replace(frame, words=(("name", (self.random.choice(self.common),)),))
            return replace(frame, places=self.place()) if self.random.random() < 0.4 else frame
        if kind == "first":
            return replace(
                self._draw_ranking(),
                order=self.pick(top=2, bottom=1),
                ranks=self.random.choice([(1, 2), (2, 3), (2, 2)]),
            )
        if kind == "review":
            frame = Frame(
                Entity.REVIEW,
                words=(("reason", (self.random.choice(self.words[Entity.REVIEW]),)),),
                asks=self.rows_asked() - {"share"} or frozenset({"many"}),
            )
            return replace(frame, places=self.place()) if self.random.random() < 0.5 else frame
        if kind == "whole":
            n = self.random.choice([100, 100, 80, 90, 50])
            return Frame(
                status=self.pick(missed=3, full=1),
                units=("%",),
                tests=(Test("target", SPAN["eq"](n)),),
                places=self.place() if self.random.random() < 0.3 else (),
                asks=self.rows_asked(),
            )
        return Frame(
            level=Level.DEPARTMENTS,
            goals=True,
            tests=(
                Test(
                    "goals",
                    self.few() if self.random.random() < 0.5 else SPAN["eq"](self.random.randint(4, 14)),
                ),
            ),
            asks=frozenset(self.pick(**{"list": 4, "many": 3, "many list": 3}).split()),
        )

    def fourth(self) -> Frame:
        """A frame of what the others leave out."""
        kind = self.pick(
            sums=4, three=3, goals=3, kinds=2, percent=3, ratio=2, reviews=2, status=3, word=2, end=3
        )
        asked = frozenset(self.pick(**{"list": 3, "many": 3, "many list": 2}).split())
        if kind == "sums":
            places = self.place() if self.random.random() < 0.6 else ()
            return Frame(units=(self.random.choice(self.units),), places=places, asks=frozenset({"sum"}))
        if kind == "three":
            level = self.pick(rows=3, departments=2)
            frame = Frame(
                Entity.COMMON,
                status=self.pick(missed=4, full=1),
                asks=asked | ({"share"} if self.random.random() < 0.2 else set()),
            )
            return (
                replace(frame, level=Level.DEPARTMENTS, holds=self.pick(some=2, none=2))
                if level == "departments"
                else frame
            )
        if kind == "goals":
            frame = Frame(
                level=Level.GOALS, asks=asked, places=self.place() if self.random.random() < 0.3 else ()
            )
            if self.random.random() < 0.5:
                return replace(frame, order=self.pick(top=3, bottom=1), by="count", ranks=self.rank())
            return replace(
                frame,
                holds="some",
                tests=(Test("count", SPAN[self.pick(eq=3, ge=1, gt=1)](self.random.randint(1, 6))),),
            )
        if kind == "kinds":
            return Frame(
                level=Level.KINDS,
                kinds=("處", "局"),
                status=self.pick(missed=3, full=1, none=1).replace("none", ""),
                by=self.pick(missrate=1, rate=1, count=1),
                asks=frozenset({self.pick(each=3, difference=1)}),
            )
        if kind == "percent":
            status = self.pick(percent=3, missed=2, over=1, zero=1, oneoff=1)
            frame = Frame(level=Level.DEPARTMENTS, status=status, asks=asked)
            if self.random.random() < 0.5:
                return replace(
                    frame, order=self.pick(top=3, bottom=2), by=self.pick(share=2, count=1), ranks=self.rank()
                )
            return replace(frame, holds=self.pick(none=2, some=1))
        if kind == "ratio":
            return Frame(
                level=Level.DEPARTMENTS,
                places=tuple(sorted(self.place(2))),
                by="count",
                status=self.pick(missed=1, none=2).replace("none", ""),
                asks=frozenset({self.pick(multiple=2, difference=2, sum=1, share=1)}),
            )
        if kind == "reviews":
            return Frame(Entity.REVIEW, level=Level.DEPARTMENTS, holds=self.pick(none=2, some=1), asks=asked)
        if kind == "status":
            return Frame(
                status=self.pick(missed=3, zero=2, over=1, exact=1),
                places=self.place() if self.random.random() < 0.4 else (),
                asks=frozenset({"many"}),
            )
        if kind == "word":
            return Frame(
                Entity.REVIEW,
                words=(("reason", (self.random.choice(self.words[Entity.REVIEW]),)),),
                places=self.place() if self.random.random() < 0.4 else (),
                asks=asked,
            )
        return Frame(
            Entity.COMMON,
            words=(("name", (self.random.choice(self.common),)),),
            order=self.pick(top=2, bottom=2),
            by="actual",
            ranks=self.random.choice([None, (2, 2), (2, 3), (1, 2), (1, 3)]),
            asks=frozenset({"list"}),
        )

    def second(self, frame: Frame) -> Frame:
        """What one message asks besides: a part of the rows, their end, the departments that have most of them."""
        options: list[Callable[[], Frame]] = [lambda: self.change(frame)] * 3
        if frame.level is Level.ROWS and not frame.order and frame.entity is not Entity.COMMON:
            level = "difference" if frame.entity is Entity.REVIEW else "level"
            plain = replace(frame, asks=frozenset({"list"}))
            options += [
                lambda: replace(plain, order=self.pick(bottom=3, top=2), by=level, ranks=self.rank())
            ] * 3
            options += [
                lambda: replace(
                    frame, level=Level.DEPARTMENTS, order="top", by="count", asks=frozenset({"many"})
                )
            ] * 3
            if not frame.places:
                options += [
                    lambda: replace(
                        frame, places=self.place(), asks=frozenset({self.pick(many=2, portion=2)})
                    )
                ] * 3
            if not frame.tests:
                options += [
                    lambda: replace(
                        frame,
                        tests=(Test(level, self.percent()[1] if level == "level" else SPAN["lt"](-20)),),
                        asks=frozenset({self.pick(many=3, list=1, share=1)}),
                    )
                ] * 3
            if not frame.status and frame.entity is Entity.INDICATOR:
                options += [
                    lambda: replace(
                        frame, status=self.pick(missed=3, over=1, zero=1), asks=frozenset({"many"})
                    )
                ] * 2
        if frame.entity is Entity.COMMON and frame.words and not frame.tests and not frame.status:
            options += [
                lambda: replace(
                    frame,
                    order="",
                    by="",
                    ranks=None,
                    status=self.pick(missed=2, full=1),
                    asks=frozenset({"many"}),
                )
            ] * 2
            options += [
                lambda: replace(
                    frame, order=self.pick(top=1, bottom=1), by="actual", ranks=None, asks=frozenset({"list"})
                )
            ] * 3
            options += [lambda: replace(frame, order="", by="", ranks=None, asks=frozenset({"mean"}))]
        if frame.order in ("top", "bottom"):
            options += [lambda: replace(frame, ranks=self.random.choice([(2, 2), (2, 3), (3, 3)]))] * 3
            options += [
                lambda: replace(frame, order="bottom" if frame.order == "top" else "top", ranks=None)
            ] * 3
        return self.random.choice(options)()

    def held(self) -> Frame:
        """A composed frame with what somebody holds for true of it."""
        while True:
            frame = replace(self.compose(), asks=frozenset(), excluded=())
            if frame.order in ("both", "down", "up") or frame.ranks not in (None, (1, 1)):
                continue
            result = run(self.reader.complete(to_query(frame)), self.rows)
            rows, groups = result.rows, result.groups
            if not (rows or groups):
                continue
            right = self.random.random() < 0.5
            if frame.order:
                lines = [g.key for g in groups] or [row.department for row in rows]
                of = "actual" if frame.entity is Entity.COMMON else frame.by
                value = groups[0].value if groups else rows[0].numbers.get(of)
                said = (self.random.choice(lines),) if right else self.place()
                claims = (
                    (Test("value", self._about(round(value, 1))),)
                    if value is not None and self.random.random() < 0.4
                    else ()
                )
                return replace(frame, ranks=None, said=said, claims=claims)
            n = len(groups) if frame.level is not Level.ROWS else len(rows)
            kind = self.pick(n=4, share=3, none=3, every=3, mean=1, portion=2)
            if kind in ("none", "every") and frame.level is Level.ROWS and (frame.status or frame.tests):
                return replace(frame, holds=kind, by="")
            if kind == "share" and frame.level is Level.ROWS and frame.entity is not Entity.REVIEW:
                value = round(n / max(1, len(result.base)) * 100, self.random.choice([0, 0, 1]))
                return replace(
                    frame,
                    by="",
                    claims=(
                        Test(
                            kind,
                            self._about(
                                value if right else max(1, value + self.random.choice([-15, -8, 6, 14]))
                            ),
                        ),
                    ),
                )
            if kind == "portion" and frame.level is Level.ROWS and frame.places:
                return replace(
                    frame,
                    by="",
                    claims=(Test(kind, self._about(self.random.choice([20, 30, 33, 40, 50, 60, 66, 75]))),),
                )
            if kind == "mean" and frame.level is Level.ROWS and frame.by == "level":
                return replace(
                    frame, claims=(Test(kind, self._about(self.random.choice([60, 70, 80, 90, 95, 98]))),)
                )
            return replace(
                frame,
                by="",
                claims=(
                    Test(
                        "n",
                        self._about(n if right else max(1, n + self.random.choice([-3, -2, -1, 1, 2, 4]))),
                    ),
                ),
            )

    def claim(self) -> Frame:
        """A frame with what somebody holds for true of it; right half of the time."""
        kind = self.pick(n=6, groups=5, share=4, end=6, every=5, mean=2, pair=3, common=4)
        right = self.random.random() < 0.5
        if kind == "end":
            frame = replace(self._draw_ranking(), ranks=None, order=self.pick(top=4, bottom=2))
        elif kind == "common":
            frame = Frame(
                Entity.COMMON,
                words=(("name", (self.random.choice(self.common),)),),
                order=self.pick(top=3, bottom=2),
                by="actual",
            )
        elif kind == "groups":
            frame = self._draw_holding()
        elif kind == "every":
            frame = Frame(
                places=self.place() if self.random.random() < 0.7 else (), holds=self.pick(every=3, none=2)
            )
            frame = replace(frame, entity=Entity(self.pick(indicator=4, programme=1)))
            if frame.holds == "every":
                frame = replace(frame, status="full")
            elif self.random.random() < 0.5:
                frame = replace(frame, status=self.pick(missed=3, over=1))
            else:
                frame = replace(
                    frame, tests=(Test("level", SPAN["lt"](self.random.choice([50, 60, 80, 90]))),)
                )
            return replace(frame, asks=frozenset())
        elif kind == "mean":
            frame = self.random.choice(
                [
                    self._draw_average,
                    lambda: Frame(Entity.COMMON, words=(("name", (self.random.choice(self.common),)),)),
                ]
            )()
            frame = replace(frame, level=Level.ROWS, by="" if frame.entity is Entity.COMMON else "level")
        elif kind == "pair":
            places = self.place(2)
            frame = Frame(
                level=Level.DEPARTMENTS,
                places=tuple(sorted(places)),
                by=self.pick(count=3, rate=1),
                status="missed" if self.random.random() < 0.5 else "",
                order="top",
                said=places[:1],
            )
            return replace(frame, status="" if frame.by == "rate" else frame.status)
        else:
            frame = self.random.choice(
                [
                    self._draw_status,
                    self._draw_level,
                    self._draw_programme,
                    self._draw_review,
                    self._draw_unit,
                    self._draw_goal,
                ]
            )()
            if frame.order or frame.level is not Level.ROWS:
                frame = self._draw_status()
        frame = replace(frame, asks=frozenset(), excluded=())
        result = run(self.reader.complete(to_query(frame)), self.rows)
        if kind in ("end", "common"):
            lines = [g.key for g in result.groups] or [row.department for row in result.rows]
            value = (
                (result.groups[0].value if result.groups else result.rows[0].numbers["actual"])
                if lines
                else 0
            )
            said = (self.random.choice(lines),) if lines and right else self.place()
            claims = (Test("value", self._about(round(value, 1))),) if self.random.random() < 0.4 else ()
            return replace(frame, said=said, claims=claims)
        if kind == "mean":
            levels = [
                row.numbers["actual" if frame.entity is Entity.COMMON else "attainment"]
                for row in result.rows
                if ("actual" if frame.entity is Entity.COMMON else "attainment") in row.numbers
            ]
            value = round(sum(levels) / len(levels), 1) if levels else 0
            return replace(
                frame,
                claims=(
                    Test(
                        "mean",
                        self._about(value if right else round(value * self.random.uniform(0.7, 1.2), 1)),
                    ),
                ),
            )
        n = len(result.groups) if frame.level is not Level.ROWS else len(result.rows)
        if kind == "share":
            value = round(n / max(1, len(result.base)) * 100, self.random.choice([0, 0, 1]))
            return replace(
                frame,
                claims=(
                    Test(
                        "share",
                        self._about(value if right else max(1, value + self.random.choice([-10, -5, 5, 12]))),
                    ),
                ),
            )
        return replace(
            frame,
            claims=(
                Test("n", self._about(n if right else max(1, n + self.random.choice([-3, -2, -1, 1, 2, 4])))),
            ),
        )

    def _about(self, value: float) -> Range:
        """What is said of a value: just it, more or less than a round one, nearly it."""
        way = self.pick(eq=6, gt=1, lt=1, ge=1)
        return SPAN[way](value if way == "eq" else float(round(value)))

    def change(self, frame: Frame) -> Frame:
        """A follow-up of a frame."""
        options: list[Callable[[], Frame]] = []
        if frame.order in ("top", "bottom"):
            other = "bottom" if frame.order == "top" else "top"
            options += [lambda: replace(frame, order=other, ranks=None)] * 3
            if frame.ranks is None:
                options += [
                    lambda: replace(frame, ranks=(2, 2)),
                    lambda: replace(frame, ranks=(3, 3)),
                    lambda: replace(frame, ranks=(1, 3)),
                    lambda: replace(frame, ranks=(1, 5)),
                ]
            options.append(lambda: replace(frame, order="both", ranks=None, asks=frozenset({"difference"})))
        if frame.level is Level.ROWS and frame.order == "":
            options += [
                lambda: replace(
                    frame,
                    order="bottom",
                    by="level" if frame.entity is not Entity.COMMON else "actual",
                    asks=frozenset({"list"}),
                )
            ] * 2
            options.append(
                lambda: replace(
                    frame,
                    order="top",
                    by="level" if frame.entity is not Entity.COMMON else "actual",
                    asks=frozenset({"list"}),
                )
            )
            options.append(lambda: replace(frame, asks=frozenset({"share"})))
            options.append(lambda: replace(frame, asks=frozenset({"list"})))
            options.append(lambda: replace(frame, asks=frozenset({self.pick(mean=1, median=1)})))
            if frame.entity in (Entity.INDICATOR, Entity.PROGRAMME) and not frame.tests:
                options += [
                    lambda: replace(
                        frame,
                        tests=(Test("level", SPAN[self.pick(lt=3, ge=1)](self.random.choice([50, 80, 90]))),),
                    )
                ] * 2
            if frame.entity is Entity.INDICATOR and frame.status == "missed":
                options.append(lambda: replace(frame, asks=frozenset({"why"})))
        if frame.places:
            options += [lambda: replace(frame, places=self.place(len(frame.places)))] * 4
            options.append(lambda: replace(frame, places=()))
        elif frame.level is Level.ROWS:
            options += [lambda: replace(frame, places=self.place())] * 3
            options.append(lambda: replace(frame, excluded=self.place()))
        if frame.level is Level.DEPARTMENTS and frame.status:
            options += [
                lambda: replace(
                    frame,
                    level=Level.ROWS,
                    holds="",
                    order="",
                    by="",
                    ranks=None,
                    tests=(),
                    places=self.place(),
                    asks=frozenset({"list"}),
                )
            ] * 2
            if frame.by == "count":
                options.append(lambda: replace(frame, by="share"))
        if frame.status in ("missed", "full", "over") and frame.holds in ("", "some"):
            options.append(
                lambda: replace(
                    frame,
                    status=self.random.choice([s for s in ("missed", "full", "over") if s != frame.status]),
                )
            )
        return self.random.choice(options)() if options else frame

    def tells(self, frame: Frame) -> bool:
        """Whether the report has a telling result for a frame."""
        result = run(self.reader.complete(to_query(frame)), self.rows)
        n = len(result.groups) if frame.level is not Level.ROWS else len(result.rows)
        return 0 < n <= 45 or (n > 0 and not {"list", "why"} & frame.asks)


def describe(frame: Frame) -> str:
    """What a frame asks, in plain words for those who write."""
    told = [f"對象：{NOUNS[frame.entity]}"]
    told.append(
        "範圍："
        + ("、".join(frame.places) or "全市府")
        + (f"（{'、'.join(frame.excluded)} 除外）" if frame.excluded else "")
    )
    if frame.status:
        told.append(f"條件：{STATES[frame.status]}")
    told += [f"條件：{MEASURES[test.of]} {span_text(test.span)}" for test in frame.tests]
    fields = {"name": "名稱", "reason": "檢討原因", "text": "名稱"}
    told += [f"條件：{fields.get(of, of)}有「{'、'.join(forms)}」" for of, forms in frame.words]
    if frame.units:
        told.append(f"條件：目標的單位是「{'、'.join(frame.units)}」")
    if len(frame.kinds) > 1:
        told.append("名稱以處結尾的和以局結尾的單位分兩群比")
    elif frame.kinds:
        told.append(f"範圍：只看名稱以「{frame.kinds[0]}」結尾的單位")
    level = {
        Level.DEPARTMENTS: "問的是單位（局處）",
        Level.UNITS: "問的是哪種計量單位",
        Level.GOALS: "問的是策略目標",
    }
    if frame.level in level:
        told.append(level[frame.level])
    if frame.holds:
        told.append(
            {"some": "有這種項目的單位", "none": "一項這種的都沒有的單位", "every": "每一項都如此的單位"}[
                frame.holds
            ]
        )
    if frame.goals:
        told.append("數的是策略目標")
    if frame.order:
        by = MEASURES.get(frame.by or "count", frame.by)
        ranks = (
            ""
            if not frame.ranks
            else f"，第 {frame.ranks[0]} 名"
            if frame.ranks[0] == frame.ranks[1]
            else f"，第 {frame.ranks[0]} 到 {frame.ranks[1]} 名"
        )
        told.append(f"要：依{by}，{ORDERS[frame.order]}{ranks}")
    elif frame.by:
        told.append(f"看的是：{MEASURES[frame.by]}")
    if frame.asks:
        told.append("要：" + "、".join(ASKS[ask] for ask in sorted(frame.asks)))
    if frame.level is Level.ROWS and frame.holds:
        told.append("主張：" + {"every": "每一項都如此", "none": "一項這樣的都沒有"}[frame.holds])
    nouns = {
        "n": "的數量",
        "share": "所占百分比",
        "portion": "占全市府同樣條件的項目的百分比",
        "mean": "平均值",
        "value": "它的數值",
    }
    told += [f"主張：{nouns[one.of]} {span_text(one.span)}" for one in frame.claims]
    told += [f"主張：那就是{'、'.join(frame.said)}"] if frame.said else []
    return "；".join(told)


def span_text(span: Range) -> str:
    if span.low is not None and span.low == span.high:
        return f"等於 {span.low:g}"
    parts = []
    if span.low is not None:
        parts.append(f"{'≥' if span.low_in else '＞'} {span.low:g}")
    if span.high is not None:
        parts.append(f"{'≤' if span.high_in else '＜'} {span.high:g}")
    return " 且 ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--chains", type=int, default=60)
    parser.add_argument("--draw", choices=("draw", "compose", "claim", "third", "fourth"), default="draw")
    options = parser.parse_args()
    tables = Assistant.load().stages.tables
    sampler = Sampler(tables.reader, tables.rows, options.seed)
    change = sampler.second if options.draw == "fourth" else sampler.change
    seen: set[Frame] = set()
    for at in range(options.count + options.chains):
        frame = next(
            found
            for found in iter(getattr(sampler, options.draw), None)
            if found not in seen and (is_claim(found) or sampler.tells(found))
        )
        seen.add(frame)
        length = sampler.random.choice([2, 2, 3, 4]) if at >= options.count else 1
        for turn in range(length):
            name = f"{options.seed}-{at}" + (f".{turn}" if turn else "")
            line = {"id": name, "frame": to_json(frame), "said": describe(frame)}
            print(json.dumps(line, ensure_ascii=False))
            changed = (change(frame) for _ in range(20))
            frame = next((one for one in changed if one != frame and sampler.tells(one)), None)
            if frame is None:
                break


if __name__ == "__main__":
    main()
