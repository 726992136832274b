"""The telling clause of a place: a few words as printed that say what is done, with its figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.figures import find_figures
from corpus.model import Figure, Passage
from index.words import normalize
from qa.gather.gatherer import Place
from qa.gather.ground import Row
from qa.gather.subject import Subject
from qa.wording.phrases import tidy, tidy_heading
from qa.wording.quoting import split_clauses

_FULL = re.compile(r"\s*100(?:\.0+)?\s*%\s*")
_SAID = 0.5
"""Share of a heading's characters that a clause has which need not be told what it is about."""
_LABEL = 24
"""Characters of a heading that stands in front of a clause which does not name its subject."""
_FIGURES = frozenset({"money", "number", "percent"})
MOST_ROWS = 6
"""Sentences of a place that are looked at."""
_GOES_ON = re.compile(r"[但惟並且致及另亦仍再又]|以(?:及|利|提|期|加|防)|因此|其中")
"""How a clause begins that goes on with the one before it."""
_IN_NUMBER = re.compile(r"\d[,，]$")
_DANGLING = re.compile(r"如下$|[：:]$")
"""How a clause ends that only leads on to a list."""
_GLUE = re.compile(r"\s*\n\s*")
_TOTAL = re.compile(r"[共合總累]計|總共|計有|共有?\s*\d")
LEAST_TOTAL = 16
"""Characters that a total may have beyond the room of its clause."""
_END = "，、；。：:;,"


@dataclass(frozen=True)
class Clause:
    """What is told of a place: `text` as printed, where it stands, the heading (`label`) that it needs."""

    text: str
    passage: Passage
    start: int
    end: int
    figures: tuple[str, ...]  # as printed
    label: str = ""
    named: bool = False  # it names the subject itself

    @property
    def whole(self) -> str:
        return f"{self.label}：{self.text}" if self.label else self.text


class Teller:
    """Tells the places of one subject, each in at most `limit` characters."""

    def __init__(self, subject: Subject) -> None:
        forms = [form for word in subject.words for form in (word.text, *word.forms, *word.terms)]
        self._forms = tuple(form.lower() for form in forms)

    def names(self, text: str) -> bool:
        """Does a text name the subject?"""
        flat = normalize(text).lower()
        return any(form in flat for form in self._forms)

    def tell(self, place: Place, limit: int) -> list[Clause]:
        """The clauses of a place, what tells most first: on the subject, with a figure, short."""
        clauses = [self._tell_row(row, limit) for row in place.rows[:MOST_ROWS]]
        order = sorted(
            range(len(clauses)),
            key=lambda rank: 0.25 * rank - self._worth(clauses[rank]),
        )
        return [clauses[rank] for rank in order]

    def _worth(self, clause: Clause) -> float:
        dangling = _DANGLING.search(clause.text) is not None
        return bool(clause.figures) + 0.5 * self.names(clause.whole) - 1.5 * dangling

    def _tell_row(self, row: Row, limit: int) -> Clause:
        passage, sentence = row.passage, row.sentence
        indicator = passage.indicator
        if indicator is not None and row.number == 0:
            values = indicator.actual
            if not _FULL.fullmatch(indicator.target):
                values += f"（目標 {indicator.target}）"
            text = f"{shorten(tidy(indicator.name), limit - 12)} {values}"
            shown = () if _FULL.fullmatch(indicator.actual) else (indicator.actual,)
            return Clause(_GLUE.sub("", text), passage, sentence.start, sentence.end, shown)
        if passage.shortfall is not None and row.number == 0:
            missed = passage.shortfall
            text = f"{shorten(tidy(missed.name), limit - 12)}（{missed.difference}）"
            return Clause(_GLUE.sub("", text), passage, sentence.start, sentence.end, (missed.difference,))
        start, end = choose_clauses(row.text, limit, self.names)
        start, end = sentence.start + start, sentence.start + end
        text = tidy(passage.text[start:end]).strip(_END)
        if text[:1] in "(（" and text.count("(") + text.count("（") > text.count(")") + text.count("）"):
            text = text[1:]
        figures = tuple(figure.text for figure in telling_figures(passage.text[start:end]))
        if not figures and (total := find_total(row.text, limit - len(text))):
            text = f"{text}…{total}"
            figures, end = tuple(figure.text for figure in telling_figures(total)), sentence.end
        return Clause(text, passage, start, end, figures, self._label(row, text, limit), self.names(text))

    def _label(self, row: Row, text: str, limit: int) -> str:
        """The nearest heading that names the subject, else the own one.

        "" where the text says as much, or names the subject itself and leaves no room for more.
        """
        path = [tidy_heading(heading).strip(_END) for heading in row.passage.path]
        own = [tidy(heading).strip(_END) for heading in row.sentence.headings]
        headings = [heading for heading in (*path, *own) if heading]
        label = next((heading for heading in reversed(headings) if self.names(heading)), "")
        label = shorten(label or next(iter(headings[-1:]), ""), _LABEL)
        said = len(_pairs(label) & _pairs(text)) >= _SAID * max(len(_pairs(label)), 1)
        full = self.names(text) and len(label) + len(text) > limit
        return "" if said or full else label


def find_total(text: str, room: int) -> str:
    """The clause of a sentence that sums up what it lists, "" where none is or it is longer than the room."""
    clauses = [tidy(text[start:end]).strip(_END) for start, end in _whole_clauses(text)]
    totals = [clause[match.start() :] for clause in clauses for match in _TOTAL.finditer(clause)]
    told = [total for total in totals if telling_figures(total) and len(total) <= max(room, LEAST_TOTAL)]
    return told[-1] if told else ""


def telling_figures(text: str) -> list[Figure]:
    """The figures that say how much: amounts, counts with a unit and percentages, no dates and ordinals."""
    return [
        figure
        for figure in find_figures(text)
        if figure.kind in _FIGURES and (figure.unit or figure.kind != "number")
    ]


def choose_clauses(text: str, limit: int, names: Callable[[str], bool]) -> tuple[int, int]:
    """Offsets of the run of clauses of a sentence that tells most within `limit` characters.

    It is worth most that a run names the subject, then that it has a figure; of equals the shorter wins.
    A sentence that fits is taken whole.
    """
    if len(text) <= limit:
        return 0, len(text)
    clauses = _whole_clauses(text)
    named = [names(text[start:end]) for start, end in clauses]
    figured = [bool(telling_figures(text[start:end])) for start, end in clauses]
    best, best_value = clauses[0], float("-inf")
    for first in range(len(clauses)):
        for last in range(first, len(clauses)):
            start, end = clauses[first][0], clauses[last][1]
            if end - start > limit and last > first:
                break
            value = 2 * any(named[first : last + 1]) + 1.5 * any(figured[first : last + 1])
            value += 0.2 * min(sum(figured[first : last + 1]), 3) - (end - start) / limit * 0.3 - 0.02 * first
            value -= 0.5 * bool(first and _GOES_ON.match(text[start:end]))
            if value > best_value:
                best, best_value = (start, end), value
    start, end = best
    if end - start > limit:
        end = start + len(shorten(text[start:end], limit))
    return start, end


def _whole_clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a text, those joined that a comma inside a number parted (24, 234)."""
    clauses: list[tuple[int, int]] = []
    for start, end in split_clauses(text):
        if clauses and _IN_NUMBER.search(text[:start]) and text[start:].lstrip()[:1].isdigit():
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
    return clauses


def shorten(text: str, limit: int) -> str:
    """The beginning of a text within a limit, cut where a word of signs ends and never inside a number."""
    if len(text) <= limit:
        return text
    end = limit
    for place in range(limit, limit // 2, -1):
        if text[place - 1] in "，、；。：）)」 ":
            return text[:place].rstrip("，、；：（( ")
    while end > 1 and re.match(r"[\d,.]", text[end - 1]) and re.match(r"[\d,.]", text[end]):
        end -= 1
    return text[:end]


def same_telling(one: Clause, other: Clause) -> bool:
    """Do two clauses say the same: the same figures, or most of their characters?"""
    if one.passage.department != other.passage.department:
        return False
    pairs, others = _pairs(one.text), _pairs(other.text)
    likeness = len(pairs & others) / max(min(len(pairs), len(others)), 1)
    shared = set(_flat(one.figures)) & set(_flat(other.figures))
    return likeness > 0.9 or bool(shared and likeness > 0.4)


def _flat(figures: Sequence[str]) -> list[str]:
    return [normalize(figure) for figure in figures]


def _pairs(text: str) -> set[str]:
    flat = re.sub(r"\W", "", normalize(text))
    return {flat[place : place + 2] for place in range(len(flat) - 1)}
