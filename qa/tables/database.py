"""Runs a query in DuckDB over the parsed rows.

The SQL is put together from the closed query alone; every value in it is a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.model import Report
from qa.tables.query import (
    BELOW80,
    MISSED,
    PARTIAL,
    Group,
    Kind,
    Measure,
    Order,
    Query,
    Range,
    Scope,
)
from qa.tables.rows import CLASS_NAMES, Row, read_rows

_SCHEMA = """
CREATE TABLE departments (name TEXT, position INTEGER, shortfalls INTEGER);
CREATE TABLE indicators (
    id INTEGER, department TEXT, goal TEXT, goal_key TEXT, name TEXT, common BOOLEAN,
    percent DOUBLE, class TEXT, unit TEXT, target DOUBLE, actual DOUBLE, actual_missing BOOLEAN,
    opens BOOLEAN
);
"""

_VALUES: dict[Measure, str] = {
    Measure.COUNT: "count(i.id) FILTER ({condition})",
    Measure.SHARE: "100.0 * count(i.id) FILTER ({condition}) / nullif(count(i.id), 0)",
    Measure.ATTAINMENT: "min(i.percent)",
    Measure.AVERAGE: "avg(i.percent)",
    Measure.MEDIAN: "median(i.percent)",
    Measure.GAP: "min(i.actual - i.target)",
    Measure.RATIO: "min(CASE WHEN i.target > 0 THEN 100.0 * i.actual / i.target END)",
    Measure.TARGETS: "sum(i.target) FILTER ({condition})",
    Measure.ACTUALS: "sum(i.actual) FILTER ({condition})",
    Measure.GOALS: "count(DISTINCT i.department || i.goal_key)",
    Measure.DEPARTMENTS: "count(DISTINCT d.name)",
    Measure.SHORTFALLS: "coalesce(sum(d.shortfalls) FILTER (WHERE i.opens), 0)",
}

_KEYS: dict[Group, tuple[str, str]] = {
    Group.NONE: ("''", "''"),
    Group.DEPARTMENT: ("d.name", "''"),
    Group.GOAL: ("d.name", "i.goal_key"),
    Group.CLASS: ("''", "i.class"),
    Group.INDICATOR: ("d.name", "CAST(i.id AS TEXT)"),
}


@dataclass(frozen=True)
class Line:
    """One group of a result.

    `value` is the measure (None where nothing can be computed), `total` the rows of the scope in the
    group, `ids` those of them that meet the condition, `first` the first of the group (-1 for none).
    """

    department: str
    label: str
    value: float | None
    total: int
    ids: tuple[int, ...]
    first: int = -1

    @property
    def matched(self) -> int:
        return len(self.ids)


class Database:
    """The rows of one report, kept in memory; safe to use from several threads."""

    def __init__(self, report: Report) -> None:
        import duckdb

        self.rows: tuple[Row, ...] = read_rows(report)
        self._connection = duckdb.connect(":memory:")
        self._connection.execute(_SCHEMA)
        self._fill("departments", [(d.name, n, len(d.shortfalls)) for n, d in enumerate(report.departments)])
        opening = {row.department: row.id for row in reversed(self.rows)}
        self._fill("indicators", [(*_record(row), opening[row.department] == row.id) for row in self.rows])

    def run(self, query: Query) -> tuple[Line, ...]:
        """The groups of a query in its order; a query without groups gives one line.

        A condition restricts what is counted; a list (`Group.INDICATOR`) holds the matching rows only.
        """
        sql, parameters = build_sql(query)
        # A cursor of its own per call: one DuckDB connection must not be shared between threads.
        with self._connection.cursor() as cursor:
            found = cursor.execute(sql, parameters).fetchall()
        return tuple(
            Line(
                department or "", label or "", value, total, tuple(ids or ()), -1 if first is None else first
            )
            for department, label, value, total, ids, first in found
        )

    def _fill(self, table: str, records: Sequence[Sequence[Any]]) -> None:
        if records:
            marks = ", ".join("?" * len(records[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", records)


def build_sql(query: Query) -> tuple[str, list[Any]]:
    """The statement of a query with its parameters in order."""
    condition, condition_values = _condition(query.condition)
    scope, scope_values = _scope(query.scope)
    members, member_values = _members(query.scope.departments)
    key, label = _KEYS[query.group]
    measure = _VALUES[query.measure]
    value = measure.format(condition=f"WHERE {condition}")
    parameters = [
        *condition_values * measure.count("{condition}"),
        *condition_values,
        *scope_values,
        *member_values,
    ]
    # Departments without a row of the scope still count as groups with none; other groups need a row.
    join = "LEFT JOIN" if query.group is Group.DEPARTMENT else "JOIN"
    if query.group is Group.INDICATOR:
        members, parameters = f"{members} AND ({condition})", [*parameters, *condition_values]
    groups = "" if query.group is Group.NONE else f"GROUP BY {key}, {label}"
    statement = f"""
        WITH groups AS (
            SELECT {key} AS department, {label} AS label, {value} AS value, count(i.id) AS total,
                   list(i.id ORDER BY i.id) FILTER (WHERE i.id IS NOT NULL AND {condition}) AS ids,
                   min(d.position) AS position, min(i.id) AS first
            FROM departments d {join} (SELECT * FROM indicators i WHERE {scope}) i ON i.department = d.name
            WHERE {members}
            {groups}
        )
        SELECT department, label, value, total, ids, first FROM groups WHERE true"""
    if query.having is not None:
        having, having_values = _between("value", query.having)
        statement += f" AND {having}"
        parameters += having_values
    if query.order is not Order.PRINTED:
        statement += " AND value IS NOT NULL"
    direction = "ASC" if query.order is Order.LOWEST else "DESC"
    if query.limit is not None:
        statement += f" QUALIFY rank() OVER (ORDER BY value {direction}) <= ?"
        parameters.append(query.limit)
    by_value = "" if query.order is Order.PRINTED else f"value {direction}, "
    statement += f" ORDER BY {by_value}position, first"
    return statement, parameters


def _record(row: Row) -> tuple[Any, ...]:
    indicator = row.indicator
    goal_key = f"{indicator.goal_number} {indicator.goal}".strip()
    return (
        row.id, indicator.department, indicator.goal, goal_key, indicator.name, indicator.common, row.percent,
        row.class_name, row.unit, row.target_value, row.actual_value, row.actual_missing,
    )  # fmt: skip


def _condition(condition: Range | None) -> tuple[str, list[Any]]:
    if condition is None:
        return "true", []
    if condition in CLASS_NAMES:
        return "i.class = ?", [CLASS_NAMES[condition]]
    if condition == MISSED:
        return "i.class IN (?, ?)", [CLASS_NAMES[PARTIAL], CLASS_NAMES[BELOW80]]
    return _between("i.percent", condition)


def _between(column: str, interval: Range) -> tuple[str, list[Any]]:
    parts, values = [f"{column} IS NOT NULL"], []
    if interval.low is not None:
        parts.append(f"{column} {'>=' if interval.low_included else '>'} ?")
        values.append(interval.low)
    if interval.high is not None:
        parts.append(f"{column} {'<=' if interval.high_included else '<'} ?")
        values.append(interval.high)
    return " AND ".join(parts), values


def _scope(scope: Scope) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if scope.kind is not Kind.ALL:
        parts.append("i.common" if scope.kind is Kind.COMMON else "NOT i.common")
    if scope.goal:
        parts.append("i.goal = ?")
        values.append(scope.goal)
    for word in scope.words:
        parts.append("(contains(i.name, ?) OR contains(i.goal, ?))")
        values += [word, word]
    if scope.unit:
        parts.append("i.unit = ?")
        values.append(scope.unit)
    if scope.names:
        parts.append("list_contains(?, i.name)")
        values.append(list(scope.names))
    if scope.actual_missing:
        parts.append("i.actual_missing")
    return " AND ".join(parts) or "true", values


def _members(departments: tuple[str, ...]) -> tuple[str, list[Any]]:
    return ("list_contains(?, d.name)", [list(departments)]) if departments else ("true", [])
