"""Citations of the passages that a language model's sentences lean on, numbered in order of use."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.figures import find_figures
from corpus.model import Passage, Sentence
from qa.answer import Citation, ShownFigure
from qa.check.numerals import flatten, read_numerals
from qa.check.statements import MARKS, Statement, read_marks
from qa.llm.checking import Source


class Bibliography:
    """Renumbers the marks of shown sentences: 1 for the passage that is cited first."""

    def __init__(self, sources: Mapping[int, Source]) -> None:
        self._sources = sources
        self._numbers: dict[int, int] = {}
        self._words: dict[int, list[str]] = {}
        self._figures: dict[tuple[str, int], ShownFigure] = {}

    def cite(self, statement: Statement) -> str:
        """The sentence's text with its marks renumbered."""
        for clause in statement.clauses:
            for mark in clause.marks:
                number = self._numbers.setdefault(mark, len(self._numbers) + 1)
                self._words.setdefault(number, []).append(clause.text)
            if clause.marks:
                self._note_figures(clause.text, clause.marks)
        return MARKS.sub(self._renumber, statement.text)

    def _renumber(self, group: re.Match[str]) -> str:
        blank = " " if group.group().startswith(" ") else ""
        marks = dict.fromkeys(read_marks(group.group()))
        return blank + "".join(f"[{self._numbers[mark]}]" for mark in marks)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(
            _cite(self._sources[mark].passage, number, " ".join(self._words[number]))
            for mark, number in self._numbers.items()
        )

    @property
    def figures(self) -> tuple[ShownFigure, ...]:
        return tuple(self._figures.values())

    def _note_figures(self, text: str, marks: tuple[int, ...]) -> None:
        for figure in find_figures(text):
            numerals = read_numerals(flatten(figure.text))
            holders = [m for m in marks if all(self._sources[m].ground.has(n) for n in numerals)]
            number = self._numbers[(holders or marks)[0]]
            shown = ShownFigure(figure.text, figure.value, figure.unit, number)
            self._figures.setdefault((figure.text, number), shown)


def _cite(passage: Passage, number: int, words: str) -> Citation:
    sentence = _nearest_sentence(passage, words)
    quote = passage.sentence_text(sentence).strip() if sentence else passage.text
    return Citation(
        n=number,
        department=passage.department,
        section=str(passage.section),
        path=passage.path,
        page=passage.page.number,
        page_estimated=passage.page.estimated,
        lines=sentence.lines if sentence else passage.lines,
        passage=passage.text,
        quote=quote,
    )


def _nearest_sentence(passage: Passage, words: str) -> Sentence | None:
    """The sentence that has most of the words' numbers, then most of their characters."""
    keys = {numeral.key for numeral in read_numerals(flatten(words))}
    letters = set(re.findall(r"\w", words))

    def closeness(sentence: Sentence) -> tuple[int, float]:
        flat = flatten(passage.sentence_text(sentence))
        own = {numeral.key for numeral in read_numerals(flat)}
        return len(keys & own), len(letters & set(flat)) / (10 + len(flat))

    return max(passage.sentences, key=closeness, default=None)
