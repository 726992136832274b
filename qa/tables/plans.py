"""What an understood question amounts to: a query and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.tables.query import Query, Range


class Form(StrEnum):
    """What shape the answer has."""

    OVERVIEW = "overview"  # the classes of one scope side by side
    COUNT = "count"
    LIST = "list"
    DEPARTMENTS = "departments"  # which departments meet a condition
    RANKING = "ranking"
    RANK = "rank"  # the place of one department
    AGAINST_ALL = "against all"  # one department beside the whole government
    PART = "part"  # what one department makes up of the whole
    NAMES = "names"  # the common indicators by name
    TABLE = "table"  # every department with its value
    COMPARISON = "comparison"
    VALUE = "value"  # one average, median or sum
    PER_DEPARTMENT = "per department"  # items per department on average
    GOALS = "goals"
    SHARED = "shared"  # one common indicator over the departments


@dataclass(frozen=True)
class Plan:
    """A query and how its result is to be told.

    `claimed` is a number of matching items that the question takes for granted, `stated` a number of all
    items that it states; either may be wrong.
    """

    form: Form
    query: Query
    claimed: int | None = None
    stated: int | None = None
    asks_whether: bool = False
    asks_all: bool = False
    asks_gap: bool = False
    asks_attainment: bool = False  # of each row, all of them
    asks_reason: bool = False  # why each row was missed
    focus: str = ""  # the department whose place is asked for
    stated_departments: int | None = None
    threshold: Range | None = None  # 「達標率有沒有超過九成」
