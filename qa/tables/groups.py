"""Tell the groups of a query: departments, goals, units, and what they come to together."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qa.tables.citing import Citations
from qa.tables.describing import is_nth, number, shorten
from qa.tables.evaluate import PLACES, Group, Result, count_full, count_goals, measure
from qa.tables.query import Entity, Level, Query
from qa.tables.records import Record
from qa.tables.rows import LONGEST_NAME, RowTeller, draw
from qa.tables.segment import flat

KNOWN_BY = 8
"""Characters of a row's name by which it is known in a text."""
MOST_NAMED = 4
"""So many rows of groups are named."""
_RATES = {"rate", "missrate", "share"}
"""Of two groups these are compared, where they are spoken of, else the counts."""
_SHARES = {*_RATES, "mean"}
"""Measures of a group in per cent."""


class Teller(RowTeller):
    """Tells results in one language: one sentence of what was computed, then the lines with their sources."""

    def tell(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        """The text of one result in at most about `room` characters, and its whole table."""
        groups = result.groups
        if query.level is Level.ROWS:
            return self.tell_rows(query, result, citations, room)
        if query.level is Level.GOALS:
            return self._tell_goals(query, result, citations, room)
        if query.level is Level.UNITS:
            return self._tell_units(query, result, citations, room)
        outcome = any(c.of not in PLACES for c in query.conditions)
        all_groups, departments = len(result.all_groups), result.among
        few = [row for group in groups for row in group.rows] if outcome or query.predicates else []
        scope = self.describe(query)
        if query.predicates:
            told = self.say("and").join(self.describe_predicate(one) for one in query.predicates)
            head = self.say(
                "departments",
                told=told,
                n=all_groups,
                share=number(all_groups / departments * 100 if departments else 0, 1),
                all=departments,
            )
        elif query.orders:
            order = query.orders[0]
            key = "ends" if len(query.orders) > 1 else "nth" if is_nth(query) else "order"
            by, way = self.say(f"by_{order.by}"), self.tell_way(query)
            head = self.say(f"department_{key}", scope=scope, by=by, way=way, n=len(groups))
        else:
            head = self.say("per_department", scope=scope)
        if len(query.predicates) == 1 and all_groups < departments and not self.short:
            head += self.say("others", n=departments - all_groups)
        head += citations.mark_departments([group.key for group in groups], query.entity, few)
        table = self._table_of_groups(query, groups, len(result.everywhere))
        if self.short:
            most = table["rows"] if query.orders else sorted(table["rows"], key=lambda one: -one["count"])
            return head + self._list_groups(table | {"rows": most}, room), table
        head += self._sum_up(query, result, groups, outcome)
        if 0 < len(few) <= MOST_NAMED:
            names = (f"{self.name(row.department)}「{shorten(row.name, LONGEST_NAME)}」" for row in few)
            head += self.say("named", names=self.say("comma").join(names))
        return head + self._list_groups(table, room - len(head)), table

    def tell_left(
        self,
        query: Query,
        result: Result,
        told: str,
        ahead: Sequence[Record] | Sequence[Group],
        citations: Citations,
        room: int,
    ) -> tuple[str, dict[str, Any]]:
        """The lines of a result that a text does not name yet, nor stand `ahead`, in their order, and their
        table.  Of rows of one name a text has to name the department.
        """
        if query.level is Level.ROWS:
            names = [flat(row.name)[:KNOWN_BY] for row in result.rows]
            count = Counter(names)

            def is_told(row: Record, name: str) -> bool:
                return name in told and (count[name] == 1 or flat(self.name(row.department)) in told)

            pairs = zip(result.rows, names, strict=True)
            left = [row for row, name in pairs if row not in ahead and not is_told(row, name)]
            table, n = self.table_of_rows(left, query), len(result.rows)
            mark = citations.mark(left or result.rows)
            listed = self.list_lines(table, left, room)
        else:
            keys = {line.key for line in ahead if isinstance(line, Group)}
            groups = [g for g in result.groups if g.key not in keys and flat(self.name(g.key)) not in told]
            table, n = self._table_of_groups(query, groups, len(result.everywhere)), len(result.groups)
            names = [group.key for group in groups or result.groups]
            mark = citations.mark_departments(names, query.entity)
            listed = self._list_groups(table, room)
        head = self.say("left", n=len(table["rows"])) if table["rows"] else self.say("none_left", n=n)
        return f"{head}{mark}{listed}", table

    def _sum_up(self, query: Query, result: Result, groups: Sequence[Group], outcome: bool) -> str:
        """All groups together, beside the whole report; two groups against each other."""
        text = ""
        noun = self.say(f"noun_{query.entity}")
        inside, every = sum(len(group.rows) for group in groups), len(result.everywhere)
        base = sum(len(group.base) for group in groups)
        if groups and (len(groups) > 1 or query.asks & {"share", "sum"}):
            share = number(inside / every * 100 if every else 0, 1)
            key = "together_all" if inside == every else "together"
            text += self.say(key, n=inside, total=every, share=share, noun=noun)
            if outcome and base:
                text += self.say("together_base", base=base, share=number(inside / base * 100, 1))
            if query.goals:
                goals = sum(count_goals(group.rows) for group in groups)
                each = number(inside / goals if goals else 0, 2)
                text += self.say("together_goals", goals=goals, each=each)
        if query.asks & {"mean", "median"}:
            text += self._tell_middle(query, groups)
        values = [group.value for group in groups if group.value is not None]
        if len(query.orders) > 1 and values:
            points = "apart_points" if query.orders[0].by in _RATES else "apart"
            text += self.say(points, gap=number(max(values) - min(values), 1))
            if "multiple" in query.asks and min(values) > 0:
                text += self.say("multiple", n=number(max(values) / min(values), 2))
        elif len(groups) == 2 and (by := _RATES & {*query.measures, *query.asks}):
            first, second = sorted((measure(min(by), group) or 0 for group in groups), reverse=True)
            text += self.say("apart_points", gap=number(first - second, 1))
        elif len(groups) == 2 and (len(result.all_groups) == 2 or query.asks & {"multiple", "difference"}):
            first, second = sorted((len(g.rows) for g in groups), reverse=True)
            text += self.say("apart", gap=number(first - second))
            if second and query.asks & {"multiple", "difference"}:
                text += self.say("multiple", n=number(first / second, 2))
        return text

    def _tell_middle(self, query: Query, groups: Sequence[Group]) -> str:
        """Mean and median of what is measured of the groups, nothing where fewer than three have a value."""
        of = next(iter(sorted(_SHARES & query.measures)), "goals" if query.goals else "count")
        counts = [value for group in groups if (value := measure(of, group)) is not None]
        if len(counts) < 3:
            return ""
        mean, median = number(statistics.mean(counts), 2), number(statistics.median(counts), 1)
        said = {"mean": mean, "median": median, "of": self.say(f"by_{of}")}
        return self.say("mean_share" if of in _SHARES else "mean_count", **said)

    def _table_of_groups(self, query: Query, groups: Sequence[Group], everywhere: int) -> dict[str, Any]:
        columns = ["department", "count"]
        if any(c.of not in PLACES for c in query.conditions):
            columns += ["base", "share", *(["portion"] if "share" in query.asks else [])]
        elif query.entity is not Entity.REVIEW:
            columns.append("rate")
        columns += ["missrate"] if "missrate" in query.measures else []
        columns += ["mean"] if "mean" in query.asks | query.measures else []
        columns += ["goals", "per_goal"] if query.goals else []
        lines = []
        for group in groups:
            values = {"department": group.key, "base": len(group.base)}
            values["portion"] = len(group.rows) / everywhere * 100 if everywhere else None
            values |= {column: measure(column, group) for column in columns[1:] if column not in values}
            lines.append({column: values[column] for column in columns} | {"full": count_full(group)})
        return self.table(columns, lines)

    def _list_groups(self, table: Mapping[str, Any], room: int) -> str:
        lines, keys = table["rows"], [column["key"] for column in table["columns"]]
        if not lines:
            return ""

        def cells(line: Mapping[str, Any]) -> list[str]:
            shown = [self.name(line["department"])]
            for key in keys[1:]:
                value = line[key]
                if value is None:
                    shown.append("–")
                elif key == "rate":
                    shown.append(self.say("cell_rate", n=line["full"], rate=number(value, 1)))
                elif key in ("share", "mean", "portion", "missrate"):
                    shown.append(f"{number(value, 1)}%")
                else:
                    told = number(value, 2)
                    form = "cell_goals" if key == "goals" else "cell_count"
                    shown.append(told if key == "per_goal" else self.say(form, n=told))
            return shown

        if self.short:
            return self.name_first([" ".join(cells(line)[:2]) for line in lines])
        text = draw(table, map(cells, lines))
        if len(text) <= room and self.form != "list":
            return text
        if self.form == "table":
            return self.cut_table(table, list(map(cells, lines)), room)
        short = [" ".join(cells(line)[:2]) for line in lines]
        kept = short
        while len(kept) > 1 and sum(len(one) + 2 for one in kept) > room - 30:
            kept = kept[:-1]
        rest = [self.say("rest", n=len(short) - len(kept))] if len(kept) < len(short) else []
        return "\n\n" + self.say("comma").join([*kept, *rest])

    def _tell_goals(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        groups = result.groups
        told = self.say("and").join(map(self.describe_predicate, query.predicates)) or self.describe(query)
        every = count_goals(result.base)
        share = number(len(groups) / every * 100 if every else 0, 1)
        head = self.say("goal_groups", told=told, n=len(groups), all=every, share=share)
        head += citations.mark([row for group in groups for row in group.rows])
        lines = []
        for group in groups:
            line: dict[str, Any] = dict(zip(("department", "name"), group.key.split("｜", 1), strict=True))
            printed = self.say("cell_count", n=len(group.rows))
            lines.append(line | {"count": len(group.rows), "count_printed": printed})
        table = self.table(("department", "name", "count"), lines, name="goal")
        return head + self.list_lines(table, (), room - len(head)), table

    def _tell_units(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        keys = ("department", "count", "share")
        lines = [
            dict(zip(keys, (group.key, n := len(group.rows), n / len(result.base) * 100), strict=True))
            for group in result.groups
        ]
        head = self.say("units", scope=self.describe(query), n=len(lines))
        head += citations.mark_departments([], query.entity, result.rows)
        table = self.table(keys, lines, department="unit")
        return head + self._list_groups(table, room - len(head)), table
