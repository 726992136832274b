"""Questions computed over the indicator table: a closed query language, read, run and told."""

from qa.tables.answerer import TableAnswerer
from qa.tables.phrasing import describe
from qa.tables.query import Group, Kind, Measure, Order, Query, Range, Scope
from qa.tables.rows import COLUMNS, list_rows, write_csv

__all__ = [
    "COLUMNS",
    "Group",
    "Kind",
    "Measure",
    "Order",
    "Query",
    "Range",
    "Scope",
    "TableAnswerer",
    "describe",
    "list_rows",
    "write_csv",
]
