"""Tell the result of a query: one sentence of what was computed, then the lines with their sources."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from qa.tables.citing import Citations
from qa.tables.evaluate import OUTCOMES, Group, Result, count_goals, measure, total
from qa.tables.query import Condition, Entity, Level, Predicate, Query, Range
from qa.tables.records import Record

ROOM = 780
"""Characters of an answer; a list may have 800."""
MOST_CITED = 20
"""Up to so many rows are cited one by one; above, the departments' own tables are."""
MOST_LISTED = 40
"""So many rows are listed unasked; of more the full table tells."""
MOST_EXPLAINED = 3
"""Up to so many common indicators are told with their calculation."""
LONGEST_NAME = 34


@cache
def load_phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("qa.tables").joinpath("phrases.toml").read_text(encoding="utf-8"))


class Teller:
    """Tells results in one language; `english` maps a department's name to its English one."""

    def __init__(self, language: str, english: Mapping[str, str], departments: int) -> None:
        self._phrases = load_phrases()[language]
        self._zh = language == "zh"
        self._english = english
        self._departments = departments

    def say(self, key: str, **values: Any) -> str:
        return self._phrases[key].format(**values)

    def tell(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        """The text of one result in at most about `room` characters, and its whole table."""
        if query.level is Level.ROWS:
            return self._tell_rows(query, result, citations, room)
        return self._tell_groups(query, result, citations, room)

    # one line a row

    def _tell_rows(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        rows = list(result.rows)
        matched = list(result.all_groups[0].rows)
        mark = citations.mark(rows if query.orders else matched)
        scope = self.describe(query)
        one = query.entity is Entity.COMMON and len({row.name for row in matched}) == 1
        if query.goals and not query.orders:
            goals = count_goals(matched)
            text = (
                self.say(
                    "goals",
                    scope=scope,
                    n=goals,
                    rows=len(matched),
                    each=_number(len(matched) / goals if goals else 0, 2),
                )
                + mark
            )
            return text, self._table_of_rows(rows, query)
        head = (
            self.say(
                "count",
                scope=scope,
                n=len(matched),
                what=self.say("counted_departments" if one else "counted_rows"),
            )
            if not query.orders
            else self.say(
                "ranked" if len(query.orders) == 1 else "ends",
                scope=scope,
                by=self.say(f"by_{query.orders[0].by}"),
                way=self.say("highest" if query.orders[0].descending else "lowest"),
                n=len(rows),
                total=len(matched),
            )
        )
        base = len(result.base)
        if not matched and not query.orders:
            head = self.say("nothing_found", scope=scope, noun=self.say(f"noun_{query.entity}"))
        if not matched and base and _is_missed(query):
            head += self.say("all_met", base=base)
        elif base and base != len(matched):
            head += self.say("of_base", base=base, share=_number(len(matched) / base * 100, 1))
        head += self.say("stop") + mark
        head += self._differs(query, [len(matched), base, len(rows)])
        head += self._tell_more(query, matched)
        head += self._tell_classes(query, matched)
        head += self._tell_ranges(query, matched) + self._tell_unknown(query, result)
        by_place: dict[str, int] = {}
        for row in matched:
            by_place[row.department] = by_place.get(row.department, 0) + 1
        if len(by_place) > 1 and len(matched) > 3 and not query.orders and not one:
            places = sorted(by_place.items(), key=lambda pair: -pair[1])
            head += self.say(
                "by_place", places=self.say("comma").join(f"{self.name(place)} {n}" for place, n in places)
            )
        table = self._table_of_rows(rows, query)
        if len(rows) > MOST_LISTED and not query.orders and not query.asks & {"list", "which", "item"}:
            return head + self.say("whole_table"), table
        return head + self._list(table, citations, rows, room - len(head)), table

    def _tell_classes(self, query: Query, rows: Sequence[Record]) -> str:
        """How many rows are in each class of the report's own table, where no condition on it was asked."""
        levels = [row.numbers["attainment"] for row in rows if "attainment" in row.numbers]
        asked = any(c.of in OUTCOMES for c in query.conditions)
        if (
            asked
            or query.entity not in (Entity.INDICATOR, Entity.BOTH)
            or len(levels) < MOST_EXPLAINED
            or query.orders
        ):
            return ""
        full, below = sum(one >= 100 for one in levels), sum(one < 80 for one in levels)
        between = len(levels) - full - below
        shares = {
            f"{key}_share": _number(n / len(levels) * 100, 1)
            for key, n in (("full", full), ("missed", between + below))
        }
        return self.say(
            "classes",
            full=full,
            missed=between + below,
            between=between,
            below=below,
            mean=_number(sum(levels) / len(levels), 1),
            **shares,
        )

    def _tell_ranges(self, query: Query, rows: Sequence[Record]) -> str:
        """How many rows lie in each of several ranges of a measure."""
        parts = []
        for condition in query.conditions:
            if len(condition.ranges) > 1 and not condition.negated:
                for one in condition.ranges:
                    n = sum(row.numbers.get(condition.of) in one for row in rows)
                    parts.append(
                        f"{self.describe_condition(Condition(condition.of, (one,)))} {self.say('cell_count', n=n)}"
                    )
        if query.entity is Entity.COMMON and len({row.name for row in rows}) > 1:
            names: dict[str, int] = {}
            for row in rows:
                names[row.name] = names.get(row.name, 0) + 1
            parts += [f"{_short(name, 24)} {self.say('cell_count', n=n)}" for name, n in names.items()]
        return self.say("of_these", parts=self.say("comma").join(parts)) if parts else ""

    def _tell_unknown(self, query: Query, result: Result) -> str:
        """Rows that print no number, which meet no condition on it."""
        of = _level_name(query.entity)
        if not any(condition.of == of for condition in query.conditions):
            return ""
        blank = sum(of not in row.numbers for row in result.base)
        full = any(
            condition.of == of and condition.ranges and condition.ranges[0].low == 100
            for condition in query.conditions
        )
        if not blank:
            return ""
        n, base = len(result.all_groups[0].rows) + blank, len(result.base)
        key = "blank_full" if full else "blank"
        return self.say(key, n=blank, of=self.say(f"by_{of}"), total=n, share=_number(n / base * 100, 1))

    def _tell_more(self, query: Query, rows: Sequence[Record]) -> str:
        """What besides is asked of the rows: sums, averages."""
        text = ""
        levels = [value for row in rows if (value := row.numbers.get(_level_name(query.entity))) is not None]
        if query.asks & {"mean", "median"} and levels:
            of = _level_name(query.entity)
            if query.entity is Entity.COMMON and any(c.of in ("name", "text") for c in query.conditions):
                of = "actual"
                levels = [row.numbers["actual"] for row in rows if "actual" in row.numbers]
            values = {
                "mean": _number(sum(levels) / len(levels), 1),
                "median": _number(statistics.median(levels), 1),
            }
            text += self.say("mean", of=self.say(f"by_{of}"), **values)
        if query.asks & {"sum", "much", "difference", "share"}:
            targets, actuals = total(rows, "target"), total(rows, "actual")
            if len(targets) <= 3 and "sum" in query.asks and len(rows) > 1:
                for unit, value in targets.items():
                    text += self.say(
                        "sum",
                        unit=unit,
                        target=_number(value),
                        actual=_number(actuals[unit]),
                        gap=_signed(actuals[unit] - value),
                    )
        return text

    def _table_of_rows(self, rows: Sequence[Record], query: Query) -> dict[str, Any]:
        if query.entity is Entity.REVIEW:
            columns = ["department", "name", "difference"]
        elif query.entity is Entity.PROGRAMME:
            columns = ["department", "name", "completion"]
        else:
            columns = ["department", "name", "target", "actual", "attainment"]
        if query.entity is Entity.COMMON and len(rows) <= MOST_EXPLAINED:
            columns.append("explanation")
        wanted = {condition.of for condition in query.conditions} | {order.by for order in query.orders}
        columns += [of for of in ("ratio", "gap") if of in wanted]
        lines = []
        for row in rows:
            line: dict[str, Any] = {"department": row.department, "name": row.name}
            for column in columns[2:]:
                line[column] = row.numbers.get(column)
                line[f"{column}_printed"] = self._cell(row, column)
            lines.append(line)
        return {
            "columns": [{"key": key, "label": self.say(f"column_{key}")} for key in columns],
            "rows": lines,
        }

    def _cell(self, row: Record, column: str) -> str:
        if column == "ratio":
            return self.say("times", n=_number(row.numbers[column], 1)) if column in row.numbers else "–"
        if column == "gap":
            return f"{_signed(row.numbers[column])} {row.unit}".strip() if column in row.numbers else "–"
        if column == "explanation":
            return _short(row.texts[column], 2 * LONGEST_NAME)
        return " ".join(row.printed.get(column, "").split())

    def _list(self, table: Mapping[str, Any], citations: Citations, rows: Sequence[Record], room: int) -> str:
        """The lines as a Markdown table where it fits, else as a list of names, the rest counted."""
        lines, keys = table["rows"], [column["key"] for column in table["columns"]]
        if not lines:
            return ""
        labels = [column["label"] for column in table["columns"]]
        for length in (LONGEST_NAME, 20):
            body = [
                "| "
                + " | ".join(
                    [
                        self.name(line["department"]),
                        _short(line["name"], length),
                        *(line[f"{key}_printed"] for key in keys[2:]),
                    ]
                )
                + " |"
                for line in lines
            ]
            text = "\n\n" + "\n".join(["| " + " | ".join(labels) + " |", "|" + "---|" * len(labels), *body])
            if len(text) <= room:
                return text
        last = keys[-1] if keys[-1] in ("ratio", "gap", "difference", "completion") else "attainment"
        for length in (LONGEST_NAME, 16, 9):
            places: dict[str, list[str]] = {}
            for line in lines:
                places.setdefault(line["department"], []).append(
                    f"{_short(line['name'], length)} {line.get(f'{last}_printed', '')}".strip()
                )
            text = "\n\n" + "\n".join(
                f"- {self.name(place)}：{'、'.join(names)}" for place, names in places.items()
            )
            if len(text) <= room:
                return text
        kept, size = [], 60
        for line in lines:
            item = f"- {self.name(line['department'])}：{_short(line['name'], LONGEST_NAME)} {line.get(f'{last}_printed', '')}".rstrip()
            if size + len(item) > room:
                break
            kept.append(item)
            size += len(item) + 1
        return (
            ("\n\n" + "\n".join(kept) if kept else "") + "\n\n" + self.say("rest", n=len(lines) - len(kept))
        )

    # one line a group

    def _tell_groups(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        groups = list(result.groups)
        if query.level is Level.GOALS:
            return self._tell_goals(query, result, citations, room)
        if query.level is Level.UNITS:
            return self._tell_units(query, result, citations, room)
        outcome = [c for c in query.conditions if c.of not in ("department", "kind")]
        scope = self.describe(query)
        if query.predicates:
            told = self.say("and").join(self._describe_predicate(one) for one in query.predicates)
            head = self.say(
                "departments",
                told=told,
                n=len(result.all_groups),
                share=_number(len(result.all_groups) / self._departments * 100, 1),
                all=self._departments,
            )
        elif query.orders:
            order = query.orders[0]
            head = self.say(
                "department_ends" if len(query.orders) > 1 else "department_order",
                scope=scope,
                by=self.say(f"by_{order.by}"),
                way=self.say("highest" if order.descending else "lowest"),
                n=len(groups),
            )
        else:
            head = self.say("per_department", scope=scope)
        if (
            len(query.predicates) == 1
            and len(result.all_groups) < self._departments
            and not any(c.of == "department" for c in query.conditions)
        ):
            head += self.say("others", n=self._departments - len(result.all_groups))
        head += citations.mark_departments(
            [group.key for group in groups], query.entity, [row for group in groups for row in group.rows]
        )
        head += self._differs(
            query,
            [
                len(groups),
                len(result.all_groups),
                *(len(g.rows) for g in groups),
                len(result.rows),
                len(result.base),
                sum(len(g.rows) for g in groups),
            ],
        )
        table = self._table_of_groups(query, groups)
        if "overview" in query.asks:
            head += self._tell_classes(query, result.rows)
        head += self._sum_up(query, result, groups, bool(outcome))
        return head + self._list_groups(table, room - len(head)), table

    def _sum_up(self, query: Query, result: Result, groups: Sequence[Group], outcome: bool) -> str:
        """All groups together, beside the whole report; two groups against each other."""
        text = ""
        noun = self.say(f"noun_{query.entity}")
        inside, every = sum(len(group.rows) for group in groups), len(result.everywhere)
        base = sum(len(group.base) for group in groups)
        if groups and (len(groups) > 1 or query.asks & {"share", "sum"}):
            text += self.say(
                "together",
                n=inside,
                total=every,
                share=_number(inside / every * 100 if every else 0, 1),
                noun=noun,
            )
            if outcome and base:
                text += self.say("together_base", base=base, share=_number(inside / base * 100, 1))
            if query.goals:
                goals = sum(count_goals(group.rows) for group in groups)
                text += self.say(
                    "together_goals", goals=goals, each=_number(inside / goals if goals else 0, 2)
                )
        if query.asks & {"mean", "median"} and len(groups) > 2:
            counts = [len(group.rows) for group in groups]
            text += self.say(
                "mean_count",
                mean=_number(statistics.mean(counts), 2),
                median=_number(statistics.median(counts), 1),
            )
        if query.asks & {"alike"}:
            same: dict[int, list[str]] = {}
            for group in groups:
                same.setdefault(len(group.rows), []).append(self.name(group.key))
            text += "".join(
                self.say("alike", n=n, places=self.say("comma").join(names))
                for n, names in same.items()
                if len(names) > 1
            )
        values = [group.value for group in groups if group.value is not None]
        if len(query.orders) > 1 and values:
            text += self.say("apart", gap=_number(max(values) - min(values), 1))
        elif len(groups) == 2:
            first, second = sorted((len(g.rows) for g in groups), reverse=True)
            text += self.say("apart", gap=_number(first - second))
            if second and query.asks & {"multiple", "much", "difference", "compare"}:
                text += self.say("multiple", n=_number(first / second, 2))
        return text

    def _table_of_groups(self, query: Query, groups: Sequence[Group]) -> dict[str, Any]:
        outcome = any(c.of not in ("department", "kind") for c in query.conditions)
        columns = ["department", "count"]
        columns += (
            ["base", "share"]
            if outcome
            else ["rate"]
            if query.entity in (Entity.INDICATOR, Entity.BOTH, Entity.PROGRAMME, Entity.COMMON)
            else []
        )
        columns += ["mean"] if query.asks & {"mean"} or any(o.by == "mean" for o in query.orders) else []
        columns += ["goals", "per_goal"] if query.goals else []
        lines = []
        for group in groups:
            values = {"department": group.key, "base": len(group.base)}
            values |= {column: measure(column, group) for column in columns[1:] if column != "base"}
            lines.append({column: values[column] for column in columns})
        return {
            "columns": [{"key": key, "label": self.say(f"column_{key}")} for key in columns],
            "rows": lines,
        }

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
                elif key in ("share", "rate", "mean"):
                    shown.append(f"{_number(value, 1)}%")
                else:
                    shown.append(
                        self.say(
                            "cell_goals"
                            if key == "goals"
                            else "cell_number"
                            if key == "per_goal"
                            else "cell_count",
                            n=_number(value, 2),
                        )
                    )
            return shown

        head = [
            "| " + " | ".join(column["label"] for column in table["columns"]) + " |",
            "|" + "---|" * len(keys),
        ]
        text = "\n\n" + "\n".join([*head, *("| " + " | ".join(cells(line)) + " |" for line in lines)])
        if len(text) <= room:
            return text
        return "\n\n" + self.say("comma").join(" ".join(cells(line)[:2]) for line in lines)

    def _tell_goals(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        groups = list(result.groups)
        told = self.say("and").join(
            self._describe_predicate(one) for one in query.predicates
        ) or self.describe(query)
        head = self.say("goal_groups", told=told, n=len(groups)) + citations.mark(
            [row for group in groups for row in group.rows]
        )
        lines = []
        for group in groups:
            place, goal = group.key.split("｜", 1)
            lines.append(
                {
                    "department": place,
                    "name": goal,
                    "count": len(group.rows),
                    "count_printed": self.say("cell_count", n=len(group.rows)),
                }
            )
        keys = ("department", "name", "count")
        table = {
            "columns": [
                {"key": key, "label": self.say("column_goal" if key == "name" else f"column_{key}")}
                for key in keys
            ],
            "rows": lines,
        }
        return head + self._list(table, citations, (), room - len(head)), table

    def _tell_units(
        self, query: Query, result: Result, citations: Citations, room: int
    ) -> tuple[str, dict[str, Any]]:
        lines = [
            {
                "department": group.key,
                "count": len(group.rows),
                "share": len(group.rows) / len(result.base) * 100,
            }
            for group in result.groups
        ]
        head = self.say("units", scope=self.describe(query), n=len(lines)) + citations.mark_departments(
            [], query.entity, result.rows
        )
        keys = ("department", "count", "share")
        table = {
            "columns": [
                {"key": key, "label": self.say("column_unit" if key == "department" else f"column_{key}")}
                for key in keys
            ],
            "rows": lines,
        }
        return head + self._list_groups(table, room - len(head)), table

    # words

    def _differs(self, query: Query, computed: Sequence[float]) -> str:
        """Numbers that the question takes for given and that nothing computed bears out."""
        wrong = [value for value in query.stated if value not in (*computed, self._departments)]
        return (
            self.say("stated", n="、".join(_number(value) for value in wrong))
            if wrong and query.level is not Level.KINDS
            else ""
        )

    def name(self, department: str) -> str:
        if self._zh:
            return {"處": "名稱為處的單位", "局": "名稱為局的單位"}.get(department, department)
        return f"{self._english[department]} ({department})" if department in self._english else department

    def describe(self, query: Query) -> str:
        """What rows a query picks, in words."""
        conditions = [c for c in query.conditions if c.of not in ("department", "kind")]
        places = [c for c in query.conditions if c.of in ("department", "kind")]
        where = self.say("comma").join(
            self.say("except" if c.negated else "of", places=self.say("comma").join(map(self.name, c.words)))
            for c in places
        ) or self.say("city")
        told = self.say("and").join(map(self.describe_condition, conditions))
        noun = self.say("noun_goal" if query.goals and not conditions else f"noun_{query.entity}")
        return self.say("scope" if told else "scope_all", where=where, noun=noun, told=told)

    def _describe_predicate(self, predicate: Predicate) -> str:
        told = self.say("and").join(map(self.describe_condition, predicate.conditions))
        noun = self.say("noun_goal" if predicate.goals else f"noun_{predicate.entity}")
        scope = self.say("scope_rows" if told else "noun_only", noun=noun, told=told)
        if predicate.every:
            return self.say("every", noun=noun, told=told)
        if predicate.count == Range(0, 0):
            return self.say("none", scope=scope)
        if predicate.count == Range(low=1):
            return self.say("some", scope=scope)
        return self.say("counted", scope=scope, range=self._range(predicate.count, ""))

    def describe_condition(self, condition: Condition) -> str:
        negated = self.say("not") if condition.negated else ""
        if condition.of == "unit":
            return self.say("unit", negated=negated, words=self.say("or").join(condition.words))
        if condition.words:
            return self.say(
                "contains",
                negated=negated,
                of=self.say(f"text_{condition.of}"),
                words=self.say("or").join(f"「{word}」" for word in condition.words),
            )
        unit = (
            "%"
            if condition.of in ("attainment", "completion", "difference")
            else self.say("times_unit")
            if condition.of == "ratio"
            else ""
        )
        ranges = self.say("or").join(self._range(one, unit) for one in condition.ranges)
        if condition.of == "gap" and len(condition.ranges) == 1:
            low, high = condition.ranges[0].low, condition.ranges[0].high
            return negated + self.say("exact" if low == high else "over" if high is None else "under")
        return self.say("within", of=self.say(f"by_{condition.of}"), negated=negated, ranges=ranges)

    def _range(self, one: Range, unit: str) -> str:
        if one.low is not None and one.low == one.high:
            return self.say("equal", n=_number(one.low), unit=unit)
        parts = []
        if one.low is not None:
            parts.append(self.say("at_least" if one.low_in else "more", n=_number(one.low), unit=unit))
        if one.high is not None:
            parts.append(self.say("at_most" if one.high_in else "less", n=_number(one.high), unit=unit))
        return self.say("range_and").join(parts)


def _is_missed(query: Query) -> bool:
    """Whether the only condition on what was achieved is that the target was missed."""
    outcomes = [c for c in query.conditions if c.of in ("attainment", "completion")]
    return (
        len(outcomes) == 1
        and outcomes[0].ranges == (Range(high=100, high_in=False),)
        and not outcomes[0].negated
    )


def _level_name(entity: Entity) -> str:
    return {Entity.PROGRAMME: "completion", Entity.REVIEW: "difference"}.get(entity, "attainment")


def _short(name: str, length: int) -> str:
    name = name.replace("|", "／").replace("\n", " ")
    return name if len(name) <= length else f"{name[: length - 1]}…"


def _number(value: float, places: int = 4) -> str:
    rounded = round(value + 1e-9 * (value > 0), places)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.{places}f}".rstrip("0")


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{_number(value)}"
