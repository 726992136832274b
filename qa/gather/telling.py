"""The telling clause of a place: a few words as printed that say what is done, with its figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Passage
from index.words import normalize
from qa.gather.gatherer import Place
from qa.gather.ground import Row
from qa.gather.subject import Subject
from qa.wording.clauses import END, choose_clauses, clip, find_total, pair_letters, telling_figures
from qa.wording.phrases import tidy, tidy_heading

_FULL = re.compile(r"\s*100(?:\.0+)?\s*%\s*")
_SAID = 0.5
"""Share of a heading's characters that a clause has which need not be told what it is about."""
_LABEL = 24
"""Characters of a heading that stands in front of a clause which does not name its subject."""
MOST_ROWS = 6
"""Sentences of a place that are looked at."""
_DANGLING = re.compile(r"如下$|[：:]$")
"""How a clause ends that only leads on to a list."""
_GLUE = re.compile(r"\s*\n\s*")


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
            text = f"{clip(tidy(indicator.name), limit - 12)} {values}"
            shown = () if _FULL.fullmatch(indicator.actual) else (indicator.actual,)
            return Clause(_GLUE.sub("", text), passage, sentence.start, sentence.end, shown)
        if passage.shortfall is not None and row.number == 0:
            missed = passage.shortfall
            text = f"{clip(tidy(missed.name), limit - 12)}（達成度差異 {missed.difference}）"
            return Clause(_GLUE.sub("", text), passage, sentence.start, sentence.end, (missed.difference,))
        start, end = choose_clauses(row.text, limit, self.names)
        whole = end == len(row.text) or bool({row.text[end - 1], row.text[end]} & set(END))
        start, end = sentence.start + start, sentence.start + end
        text = tidy(passage.text[start:end]).strip(END)
        if text[:1] in "(（" and text.count("(") + text.count("（") > text.count(")") + text.count("）"):
            text = text[1:]
        figures = tuple(figure.text for figure in telling_figures(passage.text[start:end]))
        if not figures and (total := find_total(row.text, limit - len(text))):
            text = f"{text}…{total}"
            figures, end = tuple(figure.text for figure in telling_figures(total)), sentence.end
        elif not whole:
            text = f"{text}…"
        return Clause(text, passage, start, end, figures, self._label(row, text, limit), self.names(text))

    def _label(self, row: Row, text: str, limit: int) -> str:
        """The nearest heading that names the subject, else the own one.

        "" where the text says as much, or names the subject itself and leaves no room for more.
        """
        path = [tidy_heading(heading).strip(END) for heading in row.passage.path]
        own = [tidy(heading).strip(END) for heading in row.sentence.headings]
        headings = [heading for heading in (*path, *own) if heading]
        label = next((heading for heading in reversed(headings) if self.names(heading)), "")
        label = clip(label or next(iter(headings[-1:]), ""), _LABEL)
        said = len(pair_letters(label) & pair_letters(text)) >= _SAID * max(len(pair_letters(label)), 1)
        full = self.names(text) and len(label) + len(text) > limit
        return "" if said or full else label


def same_telling(one: Clause, other: Clause) -> bool:
    """Do two clauses say the same: the same figures, or most of their characters?"""
    if one.passage.department != other.passage.department:
        return False
    pairs, others = pair_letters(one.text), pair_letters(other.text)
    likeness = len(pairs & others) / max(min(len(pairs), len(others)), 1)
    shared = set(_flat(one.figures)) & set(_flat(other.figures))
    return likeness > 0.9 or bool(shared and likeness > 0.4)


def _flat(figures: Sequence[str]) -> list[str]:
    return [normalize(figure) for figure in figures]
