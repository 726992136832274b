"""Tell the rows that a query picked: how many, out of how many, sums and averages, and each row."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from qa.tables.citing import Citations
from qa.tables.describing import Words, is_nth, near, number, shorten, signed
from qa.tables.evaluate import OUTCOMES, Result, count_goals, total
from qa.tables.frame import BELOW
from qa.tables.query import Condition, Entity, Query
from qa.tables.records import Record
from qa.wording.clauses import choose_clauses
from qa.wording.phrases import tidy

TEN_THOUSAND = 1e4
MOST_LISTED = 40
"""So many rows are listed unasked; of more the full table tells."""
LEAST_REASON, SURVEY = 24, 1120
"""Characters of a reason at least, and of an answer that tells the reasons of many rows."""
MOST_CITED = 20
"""All rows of departments are cited by the departments' own tables where they are more."""
_MEASURED = ("actual", "target", "ratio", "gap")
"""Measures besides how much was achieved that an average is told of, of rows of one unit."""
MOST_SUMMED_UP = 3
"""Of the rows of up to so many departments a share is told with the departments' own tables as sources."""
MOST_EXPLAINED = 3
"""Up to so many common indicators are told with their calculation."""
MOST_SHORT = 4
"""Lines that an answer in short names at most."""
LONGEST_NAME = 34
"""Characters of a name in a table; a longer one is cut."""


class RowTeller(Words):
    """Tells results of one line a row."""

    def tell_rows(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        rows = list(result.rows)
        matched = list(result.all_groups[0].rows)
        places = list(dict.fromkeys(row.department for row in result.base))
        told = rows if query.orders else matched
        whole = len(told) == len(result.base) > MOST_CITED
        mark = citations.mark(told) if matched and not whole else citations.mark_departments(places)
        scope = self.describe(query)
        one = query.entity is Entity.COMMON and len({row.name for row in matched}) == 1
        if query.goals and not query.orders:
            goals = count_goals(matched)
            each = number(len(matched) / goals if goals else 0, 2)
            text = self.say("goals", scope=scope, n=goals, rows=len(matched), each=each) + mark
            return text, self.table_of_rows(rows, query)
        base = len(result.base)
        if query.orders:
            key = "ends" if len(query.orders) > 1 else "ranked_nth" if is_nth(query) else "ranked"
            by, way = self.say(f"by_{query.orders[0].by}"), self.tell_way(query)
            head = self.say(key, scope=scope, by=by, way=way, n=len(rows), total=len(matched))
        elif matched:
            what = self.say("counted_departments" if one else "counted_rows")
            head = self.say("count", scope=scope, n=len(matched), what=what)
        else:
            head = self.say("nothing_found", scope=scope, noun=self.say(f"noun_{query.entity}"))
        if not matched and base and _is_missed(query):
            head += self.say("all_met", base=base)
        elif base and base != len(matched):
            if matched and len(places) <= MOST_SUMMED_UP:
                mark = citations.mark_passages([*citations.of_rows(told), *citations.of_departments(places)])
            head += self.say("of_base", base=base, share=number(len(matched) / base * 100, 1))
        head += self.say("stop") + mark
        head += self._tell_more(query, matched)
        table = self.table_of_rows(rows, query)
        if self.short:
            return head + self.list_lines(table, rows, room), table
        head += self.tell_classes(query, matched)
        head += self._tell_ranges(query, matched, result.base) + self._tell_unknown(query, result)
        by_place = Counter(row.department for row in matched).most_common()
        if len(by_place) > 1 and len(matched) > 3 and not query.orders and not one:
            head += self.say("by_place", places=self._name_places(by_place, room // 2))
        if (
            "reason" in query.asks
            and rows
            and not self.form
            and query.entity is not Entity.PROGRAMME
            and "many" not in query.asks
        ):
            return head + self._list_reasons(rows, query, SURVEY - len(head)), table
        if len(rows) > MOST_LISTED and not query.orders and "list" not in query.asks and not self.form:
            return head + self.say("whole_table"), table
        return head + self.list_lines(table, rows, room - len(head)), table

    def _name_places(self, places: Sequence[tuple[str, int]], room: int) -> str:
        """Departments with how many rows each has, as many as there is room for, and what the others have."""
        told = [f"{self.name(place)} {n}" for place, n in places]
        kept = max(
            (n for n in range(1, len(told) + 1) if len(self.say("comma").join(told[:n])) <= room), default=1
        )
        if kept < len(told):
            rest = sum(n for _, n in places[kept:])
            told[kept:] = [self.say("other_places", n=rest, places=len(told) - kept)]
        return self.say("comma").join(told)

    def tell_classes(self, query: Query, rows: Sequence[Record]) -> str:
        """How many rows are in each class of the report's own table, where no condition on it was asked."""
        levels = [row.numbers["attainment"] for row in rows if "attainment" in row.numbers]
        apart = query.orders or any(c.of in OUTCOMES for c in query.conditions)
        if apart or query.entity not in (Entity.INDICATOR, Entity.BOTH) or len(levels) < MOST_EXPLAINED:
            return ""
        full, below = sum(one >= 100 for one in levels), sum(one < 80 for one in levels)
        between = len(levels) - full - below
        if not between + below:
            return self.say("all_full")
        counts = {"full": full, "missed": between + below, "between": between, "below": below}
        shares = {f"{key}_share": number(n / len(levels) * 100, 1) for key, n in counts.items()}
        return self.say("classes", mean=number(sum(levels) / len(levels), 1), **counts, **shares)

    def _tell_ranges(self, query: Query, rows: Sequence[Record], base: Sequence[Record]) -> str:
        """How many rows lie in each of several ranges of a measure."""
        parts = []
        for condition in query.conditions:
            if len(condition.ranges) > 1 and not condition.negated:
                for one in condition.ranges:
                    n = sum(row.numbers.get(condition.of) in one for row in rows)
                    told = self.describe_condition(Condition(condition.of, (one,)))
                    parts.append(f"{told} {self.say('cell_count', n=n)}")
        if query.entity is Entity.COMMON and len({row.name for row in rows}) > 1:
            names = {row.name: sum(one.name == row.name for one in rows) for row in base}
            parts += [f"{shorten(name, 24)} {self.say('cell_count', n=n)}" for name, n in names.items()]
        return self.say("of_these", parts=self.say("comma").join(parts)) if parts else ""

    def _tell_unknown(self, query: Query, result: Result) -> str:
        """Rows that print no number, which meet no condition on it."""
        of = query.entity.level
        asked = [condition for condition in query.conditions if condition.of == of]
        blank = sum(of not in row.numbers for row in result.base)
        if not (asked and blank):
            return ""
        n, base = len(result.all_groups[0].rows) + blank, len(result.base)
        key = "blank_full" if any(c.ranges[0].low == 100 for c in asked) else "blank"
        return self.say(key, n=blank, of=self.say(f"by_{of}"), total=n, share=number(n / base * 100, 1))

    def _tell_more(self, query: Query, rows: Sequence[Record]) -> str:
        """What besides is asked of the rows: sums, averages."""
        text = ""
        levels = [value for row in rows if (value := row.numbers.get(query.entity.level)) is not None]
        if query.asks & {"mean", "median"} and levels:
            of = query.entity.level
            actual = [row.numbers["actual"] for row in rows if "actual" in row.numbers]
            alike = len({row.unit for row in rows}) == 1 and any(
                c.of in ("name", "text") for c in query.conditions
            )
            if alike and actual and (query.entity is Entity.COMMON or len(set(levels)) == 1):
                of, levels = "actual", actual
            unit = "%"
            if measured := next((one for one in _MEASURED if one in query.measures), ""):
                values = [row.numbers[measured] for row in rows if measured in row.numbers]
                units = {"倍"} if measured == "ratio" else {row.unit for row in rows}
                if values and len(units) == 1:
                    of, levels, unit = measured, values, f" {units.pop()}".replace(" %", "%")
            mean, median = near(statistics.mean(levels)), near(statistics.median(levels))
            text += self.say("mean", of=self.say(f"by_{of}"), mean=mean, median=median, unit=unit)
        by = query.orders[0].by if len(query.orders) > 1 else ""
        ends = [row.numbers[by] for row in rows if by in row.numbers]
        units = {row.unit if by in ("target", "actual", "gap") else "%" for row in rows}
        if len(set(ends)) > 1 and len(units) == 1:
            text += self.say("ends_apart", gap=number(max(ends) - min(ends)), unit=units.pop())
        values = [row.numbers.get("actual") for row in rows]
        alike = len(rows) == 2 and None not in values and rows[0].unit == rows[1].unit
        if alike and query.asks & {"difference", "multiple"}:
            low, high = sorted(values)
            text += self.say("actual_apart", gap=number(high - low), unit=rows[0].unit)
            text += self.say("multiple", n=number(high / low, 2)) if low else ""
        targets, actuals = total(rows, "target"), total(rows, "actual")
        if len(targets) <= 3 and "sum" in query.asks and len(rows) > 1:
            for unit, value in ((unit, value) for unit, value in targets.items() if unit != "%"):
                scale, name = _find_scale(rows, unit)
                target, actual, gap = value / scale, actuals[unit] / scale, (actuals[unit] - value) / scale
                told = {"target": number(target), "actual": number(actual), "gap": signed(gap)}
                text += self.say("sum", unit=name, **told)
        return text

    def _list_reasons(self, rows: Sequence[Record], query: Query, room: int) -> str:
        """Each row with what its review says of the words asked for, or how it begins."""
        words = [word for c in query.conditions if c.of in ("reason", "text") for word in c.words]
        names = [shorten(row.name, LONGEST_NAME) for row in rows]
        own = sum(
            len(name) + len(self.name(row.department)) + 14 for name, row in zip(names, rows, strict=True)
        )
        limit = max((room - own) // len(rows), LEAST_REASON)
        lines: list[str] = []
        for name, row in zip(names, rows, strict=True):
            text = row.texts["reason"].replace("\n", " ")
            start, end = choose_clauses(text, limit, lambda clause: any(word in clause for word in words))
            told = tidy(text[start:end] if words else shorten(text, limit)).strip("，、；。")
            missed = row.printed.get("difference") or row.printed.get("attainment", "")
            why = f"：{told}" if told else ""
            lines.append(f"- {self.name(row.department)}：{name}（{missed}）{why}")
        return "\n\n" + self.cut_list(lines, room - 20)

    def table_of_rows(self, rows: Sequence[Record], query: Query) -> dict[str, Any]:
        valued = query.entity not in (Entity.REVIEW, Entity.PROGRAMME)
        columns = ["department", "name", *(["target", "actual"] if valued else []), query.entity.level]
        if query.entity is Entity.COMMON and len(rows) <= MOST_EXPLAINED:
            columns.append("explanation")
        wanted = {condition.of for condition in query.conditions} | {order.by for order in query.orders}
        wanted |= {"gap"} if "difference" in query.asks else set()
        wanted |= {"ratio"} if "multiple" in query.asks else set()
        columns += [of for of in ("ratio", "gap") if of in wanted]
        lines = []
        for row in rows:
            line: dict[str, Any] = {"department": row.department, "name": row.name}
            for column in columns[2:]:
                line[column] = row.numbers.get(column)
                line[f"{column}_printed"] = self._cell(row, column)
            lines.append(line)
        return self.table(columns, lines)

    def table(self, columns: Sequence[str], lines: list[dict[str, Any]], **labels: str) -> dict[str, Any]:
        """A table of an answer; `labels` name columns whose label is another one's."""
        named = [{"key": key, "label": self.say(f"column_{labels.get(key, key)}")} for key in columns]
        return {"columns": named, "rows": lines}

    def _cell(self, row: Record, column: str) -> str:
        if column == "ratio":
            return self.say("times", n=number(row.numbers[column], 1)) if column in row.numbers else "–"
        if column == "gap":
            return f"{signed(row.numbers[column])} {row.unit}".strip() if column in row.numbers else "–"
        if column == "explanation":
            return shorten(row.texts[column], 2 * LONGEST_NAME)
        return " ".join(row.printed.get(column, "").split())

    def list_lines(self, table: Mapping[str, Any], rows: Sequence[Record], room: int) -> str:
        """The lines as a Markdown table where it fits, else as a list of names, the rest counted."""
        lines, keys = table["rows"], [column["key"] for column in table["columns"]]
        if not lines:
            return ""
        last = keys[-1] if keys[-1] in ("ratio", "gap", "difference", "completion") else "attainment"
        last = "actual" if rows and all(row.entity is Entity.COMMON for row in rows) else last

        def item(line: Mapping[str, Any], length: int) -> str:
            return f"{shorten(line['name'], length)} {line.get(f'{last}_printed', '')}".strip()

        if self.short:
            several = len({line["department"] for line in lines}) > 1
            names = [self.name(line["department"]) if several else "" for line in lines]
            told = [f"{name}「{item(line, 20)}」" for name, line in zip(names, lines, strict=True)]
            return self.name_first(told)
        for length in (LONGEST_NAME, 20) if self.form != "list" else ():
            names = [[self.name(line["department"]), shorten(line["name"], length)] for line in lines]
            values = [[line[f"{key}_printed"] for key in keys[2:]] for line in lines]
            cells = list(map(list.__add__, names, values))
            text = draw(table, cells)
            if len(text) <= room:
                return text
        if self.form == "table":
            return self.cut_table(table, cells, room)
        for length in (LONGEST_NAME, 16, 9) if self.form != "list" else ():
            places: dict[str, list[str]] = {}
            for line in lines:
                places.setdefault(line["department"], []).append(item(line, length))
            told = (f"- {self.name(place)}：{'、'.join(names)}" for place, names in places.items())
            text = "\n\n" + "\n".join(told)
            if len(text) <= room:
                return text
        each = [f"- {self.name(line['department'])}：{item(line, LONGEST_NAME)}" for line in lines]
        return "\n\n" + self.cut_list(each, room - 59)

    def name_first(self, lines: Sequence[str]) -> str:
        """The first lines in one sentence, and how many more there are."""
        kept = lines if len(lines) <= MOST_SHORT else lines[: MOST_SHORT - 1]
        rest = self.say("and_more", n=len(lines) - len(kept)) if len(kept) < len(lines) else ""
        return self.say("named", names=self.say("comma").join(kept) + rest)

    def cut_table(self, table: Mapping[str, Any], cells: Sequence[Sequence[str]], room: int) -> str:
        """As many lines of a table as there is room for, then how many are left out."""
        most = next((n for n in range(len(cells), 1, -1) if len(draw(table, cells[:n])) <= room - 30), 1)
        rest = [self.say("rest", n=len(cells) - most)] if most < len(cells) else []
        return "\n\n".join([draw(table, cells[:most]), *rest])

    def cut_list(self, lines: Sequence[str], room: int) -> str:
        """As many lines of a list as there is room for, then how many are left out."""
        sizes = accumulate(len(line) + 1 for line in lines)
        kept = list(lines[: sum(size <= room for size in sizes)])
        rest = ["", self.say("rest", n=len(lines) - len(kept))] if len(kept) < len(lines) else []
        return "\n".join([*kept, *rest] if kept else [self.say("whole_table")])


def draw(table: Mapping[str, Any], cells: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, with the cells of each of its lines."""
    labels = [column["label"] for column in table["columns"]]
    head = f"| {' | '.join(labels)} |\n|{'---|' * len(labels)}"
    return "\n\n" + "\n".join([head, *(f"| {' | '.join(line)} |" for line in cells)])


def _is_missed(query: Query) -> bool:
    """Whether the only condition on what was achieved is that the target was missed."""
    outcomes = [c for c in query.conditions if c.of in ("attainment", "completion")]
    return [(c.ranges, c.negated) for c in outcomes] == [((BELOW,), False)]


def _find_scale(rows: Sequence[Record], unit: str) -> tuple[float, str]:
    """What amounts of a unit are told in: in 萬元 where all rows print them so."""
    printed = [row.printed.get(of, "") for row in rows if row.unit == unit for of in ("target", "actual")]
    return (TEN_THOUSAND, f"萬{unit}") if all("萬" in cell for cell in printed) else (1.0, unit)
