"""The answer object of the contract: what every caller of the assistant gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from corpus.model import Passage


class Status(StrEnum):
    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    CLARIFY = "clarify"
    CHAT = "chat"  # greeting, thanks, about itself or the report as a document; no quotation


class Route(StrEnum):
    PASSAGE = "passage"
    KPI = "kpi"  # one indicator's row
    TABLE = "table"  # computed over many rows, or over figures shown earlier
    OVERVIEW = "overview"  # what there is on a subject
    SURVEY = "survey"  # every place of something
    CHAT = "chat"


MARK = re.compile(r"\[(\d+(?:,\d+)*)\]")
"""The numbers of citations as they stand in an answer's text."""

LONGEST_ANSWER, LONGEST_TEXT, MOST_ENTRIES = 3000, 5000, 100
"""Characters and entries of an answer that a client hands back; none that is given has a third as many."""


@dataclass(frozen=True)
class Citation:
    """A place of the report that an answer rests on; `quote` is a stretch of `passage`."""

    n: int
    department: str
    section: str
    path: tuple[str, ...]
    page: int
    page_estimated: bool
    lines: tuple[int, int]
    passage: str
    quote: str
    report: str = ""  # the report that it stands in, named where there are several; "" where there is one

    @classmethod
    def of(cls, n: int, passage: Passage, quote: str = "") -> Citation:
        """A passage as citation `n`, a stretch of it quoted; without one all of it is cited."""
        return cls(
            n=n,
            department=passage.department,
            section=str(passage.section),
            path=passage.path,
            page=passage.page.number,
            page_estimated=passage.page.estimated,
            lines=passage.lines,
            passage=passage.text,
            quote=quote,
        )

    def to_dict(self) -> dict[str, Any]:
        named = {"report": self.report} if self.report else {}
        return {
            "n": self.n,
            **named,
            "department": self.department,
            "section": self.section,
            "path": list(self.path),
            "page": self.page,
            "page_estimated": self.page_estimated,
            "lines": list(self.lines),
            "passage": self.passage,
            "quote": self.quote,
        }


@dataclass(frozen=True)
class ShownFigure:
    """A figure of the answer's text; `n` is the citation it stands in."""

    text: str
    value: float
    unit: str
    n: int

    def to_dict(self) -> dict[str, Any]:
        value = int(self.value) if float(self.value).is_integer() else self.value
        return {"text": self.text, "value": value, "unit": self.unit, "n": self.n}


@dataclass(frozen=True)
class Answer:
    """One answer; `to_dict` gives the JSON of the contract."""

    status: Status
    route: Route
    answer: str  # Markdown; every statement carries [n]
    citations: tuple[Citation, ...] = ()
    figures: tuple[ShownFigure, ...] = ()
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    seconds: float = 0.0
    understood: str = ""  # how a follow-up or a filter was understood, in a few words; "" when as typed
    notice: str = ""  # e.g. that the language model did not answer and the extractive answer stands in
    report: str = ""  # which report the answer is from: 基隆市政府 112 年度
    table: dict[str, Any] | None = field(default=None, compare=False)
    """What was computed, whole: `columns` of key and label, `rows` with numbers as numbers."""
    frame: dict[str, Any] | None = field(default=None, compare=False)
    """What was asked over many rows, slot by slot (`qa.tables.frame`), which a follow-up goes on from."""
    asked: str = ""  # the question that was answered where an earlier turn completed it; "" where as typed
    support: float = field(default=0.0, compare=False)  # how sure it is that this answers, 0 to 1; not shown
    more: tuple[tuple[str, Citation], ...] = field(default=(), compare=False)
    """What a survey or an overview has left to tell: clause and source of each place, best first."""
    trace: dict[str, Any] = field(default_factory=dict, compare=False)  # filled for --explain

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        result: dict[str, Any] = {
            "status": str(self.status),
            "route": str(self.route),
            "answer": self.answer,
            "citations": [citation.to_dict() for citation in self.citations],
            "figures": [figure.to_dict() for figure in self.figures],
            "missing": list(self.missing),
            "suggestions": list(self.suggestions),
            "seconds": round(self.seconds, 4),
            "understood": self.understood,
            "asked": self.asked,
            "notice": self.notice,
            "report": self.report,
        }
        if self.table is not None:
            result["table"] = self.table
        if self.frame is not None:
            result["frame"] = self.frame
        if explain:
            result["trace"] = self.trace
        return result

    @classmethod
    def from_dict(cls, item: Mapping[str, Any]) -> Answer:
        """An answer from the JSON of `to_dict`; raises KeyError, TypeError or ValueError on any other.

        What no answer is as large as is refused too, since later turns read all of it.
        """
        return cls(
            status=Status(item["status"]),
            route=Route(item["route"]),
            answer=_text(item["answer"], LONGEST_ANSWER),
            citations=tuple(_citation(entry) for entry in _some(item["citations"])),
            figures=tuple(
                ShownFigure(
                    _text(entry["text"]), float(entry["value"]), _text(entry["unit"]), int(entry["n"])
                )
                for entry in _some(item["figures"])
            ),
            missing=tuple(_text(entry) for entry in _some(item["missing"])),
            suggestions=tuple(_text(entry) for entry in _some(item["suggestions"])),
            seconds=float(item["seconds"]),
            understood=_text(item.get("understood", "")),
            notice=_text(item.get("notice", "")),
            report=_text(item.get("report", "")),
            asked=_text(item.get("asked", "")),
            frame=_frame(item.get("frame")),
        )

    def with_(self, **changes: Any) -> Answer:
        """A copy with some fields replaced."""
        return replace(self, **changes)


def _citation(item: Mapping[str, Any]) -> Citation:
    first, last = item["lines"]
    return Citation(
        n=int(item["n"]),
        department=_text(item["department"]),
        section=_text(item["section"]),
        path=tuple(_text(part) for part in _some(item["path"])),
        page=int(item["page"]),
        page_estimated=bool(item.get("page_estimated", False)),
        lines=(int(first), int(last)),
        passage=_text(item["passage"]),
        quote=_text(item["quote"]),
        report=_text(item.get("report", "")),
    )


def _frame(item: Any) -> dict[str, Any] | None:
    """The slots of a question over rows as they were sent; they are looked at where they are used."""
    if item is not None and not isinstance(item, Mapping):
        raise TypeError(f"Expected an object, not {type(item).__name__}")
    return None if item is None else dict(item)


def _text(value: Any, most: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise TypeError(f"Expected text, not {type(value).__name__}")
    if len(value) > most:
        raise ValueError(f"More than {most} characters")
    return value


def _some(values: Any) -> list[Any]:
    if not isinstance(values, list | tuple):
        raise TypeError(f"Expected a list, not {type(values).__name__}")
    if len(values) > MOST_ENTRIES:
        raise ValueError(f"More than {MOST_ENTRIES} entries")
    return list(values)


def find_marks(text: str) -> list[int]:
    """The numbers of the citations that a text bears, in their order."""
    return [int(n) for marks in MARK.findall(text) for n in marks.split(",")]


def renumber(text: str, numbers: Mapping[int, int]) -> str:
    """A text with other numbers of its citations; those that have none are left out."""

    def put(match: re.Match[str]) -> str:
        found = [str(numbers[int(n)]) for n in match[1].split(",") if int(n) in numbers]
        return f"[{','.join(found)}]" if found else ""

    return MARK.sub(put, text)
