"""Passages as a language model gets them: sentences with numbers that it can point at.

The model writes [2.3] for the third sentence of the second passage; the program prints that sentence.  So
a quotation cannot be made up.  Rows of the indicator table come with their fields named, since bare cells
leave open which number is the target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Passage
from qa.answer import Citation
from qa.check.grounding import Ground

POINTER = re.compile(r"\[\s*\d+\.\d+(?:\s*[,、，]\s*\d+\.\d+)*\s*\]")
_NUMBERING = re.compile(r"^\W*[\d一二三四五六七八九十]{1,3}(?:[)）、.\s]|$)\s*")
_PLACE = re.compile(r"(\d+)\.(\d+)")
Pointer = tuple[int, int]
"""Numbers of a passage and of a sentence in it, from 1."""


@dataclass(frozen=True)
class Line:
    """A sentence that can be pointed at; `text` as the model reads it, the rest as printed."""

    passage: Passage
    start: int
    end: int
    text: str

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end].strip()

    @cached_property
    def place(self) -> str:
        """Department and headings without their numbers, which count nothing."""
        names = [_NUMBERING.sub("", name) for name in self.passage.path]
        return " ".join([self.passage.department, *names])

    @cached_property
    def ground(self) -> Ground:
        return Ground(f"{self.text}\n{self.quote}", self.place, self.passage.page.number)


class Sources:
    """Numbered passages with numbered sentences."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passages)
        self._lines = {
            (n, m): line
            for n, passage in enumerate(self.passages, 1)
            for m, line in enumerate(read_lines(passage), 1)
        }

    def lines(self, number: int) -> list[tuple[Pointer, Line]]:
        """The sentences of a passage with their pointers, in order."""
        return [(pointer, line) for pointer, line in self._lines.items() if pointer[0] == number]

    def get(self, pointer: Pointer) -> Line | None:
        """The sentence that is pointed at, None where there is none."""
        return self._lines.get(pointer)


def read_lines(passage: Passage) -> list[Line]:
    """The sentences of a passage; a row of a table is one, with its fields named."""
    lines = []
    for number, sentence in enumerate(passage.sentences):
        text = " ".join([*sentence.headings, passage.sentence_text(sentence).strip()])
        if number == 0 and (row := passage.indicator) is not None:
            text = (
                f"指標：{row.name}；原定目標：{row.target or '無'}；實際達成：{row.actual or '無'}；"
                f"達成度：{row.attainment or '無'}"
            )
        elif number == 0 and (entry := passage.shortfall) is not None:
            text = f"未達成項目：{entry.name}；與目標的差異：{entry.difference or '無'}"
        lines.append(Line(passage, sentence.start, sentence.end, text))
    return lines


@dataclass(frozen=True)
class Claim:
    """A sentence of the model with what it points at; () where it points at nothing."""

    text: str
    pointers: tuple[Pointer, ...]


def read_claims(reply: str) -> list[Claim]:
    """The sentences of a tidied reply; what stands before a pointer leans on it, up to the line's start."""
    claims = []
    for row in reply.splitlines():
        start = 0
        for group in re.finditer(rf"(?:\s*{POINTER.pattern})+", row):
            words = _strip(row[start : group.start()])
            pointers = tuple((int(n), int(m)) for n, m in _PLACE.findall(group.group()))
            if re.search(r"\w", words):
                claims.append(Claim(words, tuple(dict.fromkeys(pointers))))
            start = group.end()
        if re.search(r"\w", rest := _strip(row[start:])):
            claims.append(Claim(rest, ()))
    return claims


def _strip(words: str) -> str:
    return re.sub(r"^\s*(?:[-*•]|\d{1,2}[.、)](?!\d))\s*", "", words).strip(" \t。.；;，,")


class Bibliography:
    """Citations of an answer: those it has keep their numbers, passages pointed at get the next ones."""

    def __init__(self, sources: Sources, kept: Sequence[Citation] = ()) -> None:
        self._sources = sources
        self.citations = list(kept)

    def cite(self, claim: Claim) -> str:
        """The marks of a claim: [1][3]."""
        numbers = [self._number(line) for pointer in claim.pointers if (line := self._sources.get(pointer))]
        return "".join(f"[{number}]" for number in dict.fromkeys(numbers))

    def _number(self, line: Line) -> int:
        passage = line.passage
        for citation in self.citations:
            if citation.passage == passage.text and citation.path == passage.path:
                return citation.n
        self.citations.append(Citation.of(len(self.citations) + 1, passage, line.quote))
        return len(self.citations)
