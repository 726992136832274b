"""Where in the report a conversation is: the passages of a turn, their programme, their department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.model import Passage
from corpus.reading.shortfalls import match_reviews
from qa.answer import Citation
from qa.understand.words import normal_passage

HERE, PROGRAMME, CHAPTER = 0.2, 0.12, 0.03
"""What a cited passage, one of its programme and one of its department earn, as shares of a sure answer."""


class Scope:
    """Finds the passages that citations name, and those around them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._by_lines: dict[tuple[str, tuple[int, int]], list[Passage]] = defaultdict(list)
        self._by_path: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
        self._by_department: dict[str, list[Passage]] = defaultdict(list)
        self._by_id = {passage.id: passage for passage in passages}
        self._partner: dict[str, list[Passage]] = defaultdict(list)
        for row, review in match_reviews(passages):
            self._partner[row.id].append(review)
            self._partner[review.id].append(row)
        for passage in passages:
            self._by_lines[passage.department, passage.lines].append(passage)
            self._by_path[(passage.department, *passage.path)].append(passage)
            self._by_department[passage.department].append(passage)

    def find(self, citation: Citation) -> Passage | None:
        """The passage that a citation was made from; None where this report has it no more."""
        for passage in self._by_lines.get((citation.department, tuple(citation.lines)), ()):
            if passage.text == citation.passage:
                return passage
        return None

    def passage(self, identifier: str) -> Passage:
        return self._by_id[identifier]

    def text(self, identifier: str) -> str:
        """The text of a passage with its place, normalised and in lower case."""
        return normal_passage(self._by_id[identifier])

    def place(self, passage: Passage) -> tuple[str, ...]:
        """The names of the place of the report that a passage stands in."""
        return (passage.department, *passage.path)

    def programme(self, passage: Passage) -> list[Passage]:
        """The passages of the same place of the report, in order, the passage itself included; of an
        indicator its row and its review.
        """
        return [*self._by_path[(passage.department, *passage.path)], *self._partner.get(passage.id, ())]

    def after(self, passage: Passage) -> list[Passage]:
        """The passages of the same programme, those behind a passage first."""
        own = self.programme(passage)
        place = own.index(passage)
        return [*own[place + 1 :], *own[:place]]

    def text_around(self, citations: Iterable[Citation]) -> str:
        """The text of the programmes that were cited, normalised and in lower case."""
        passages = {p.id: p for c in citations if (cited := self.find(c)) for p in self.programme(cited)}
        return " ".join(map(self.text, passages))

    def near(self, citations: Iterable[Citation]) -> dict[str, float]:
        """What passages earn for being near what was cited, by their id."""
        worth: dict[str, float] = {}
        cited = [passage for citation in citations if (passage := self.find(citation))]
        for passages, gain in (
            ([p for c in cited for p in self._by_department[c.department]], CHAPTER),
            ([p for c in cited for p in self.programme(c)], PROGRAMME),
            (cited, HERE),
        ):
            worth |= dict.fromkeys((passage.id for passage in passages), gain)
        return worth
