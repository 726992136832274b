"""Where the report contradicts what an answer shows: the other side is named, with its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.contradictions import Contradiction
from corpus.contradictions.cells import cells_of
from corpus.contradictions.finding import Place
from corpus.figures import find_figures
from corpus.model import Passage
from qa.answer import Answer, Route, ShownFigure, Status
from qa.wording.extractive import make_citation
from qa.wording.phrases import Phrases, name_place, tidy
from qa.wording.quoting import split_clauses

RESULTS = frozenset({"sum", "ratio", "formula", "change"})
"""Kinds whose first place prints a result, the others what it does not follow from."""
MOST = 2
"""Contradictions told with one answer, the weightiest first."""
TELLING = 10
"""Characters that a quotation should have beside the figure, so that it says what is counted."""
CELLS = {"target": "原定目標值", "actual": "達成目標值", "attainment": "達成度"}
BESIDE = 3
"""Characters before or behind a value by which its place is known again in an answer."""
LONGEST = 70
"""Characters of a quotation."""
SHORT = 16
"""Characters of a value that is told without what is around it."""
_TEXT = re.compile(r"[^\S\n]|\[\d+(?:\s*,\s*\d+)*\]|(?<=\d),(?=\d)")


class Conflicts:
    """Looks up contradictions by what an answer cites and shows; one for each report."""

    def __init__(self, contradictions: Sequence[Contradiction], passages: Sequence[Passage]) -> None:
        self.all = tuple(contradictions)
        self._passages = {passage.id: passage for passage in passages}
        self._by_text: dict[str, list[Contradiction]] = defaultdict(list)
        for one in sorted(self.all, key=lambda one: -one.weight):
            for identifier in dict.fromkeys(identifier for identifier, _, _ in (*one.places, *one.echoes)):
                if identifier in self._passages:
                    self._by_text[self._passages[identifier].text].append(one)

    def tell(self, answer: Answer, phrases: Phrases, limit: int) -> Answer:
        """The answer with a sentence for each contradiction that it shows one side of, at most `MOST`.

        The sentence quotes the other side, whole numbers kept, and is cited; in an answer that would
        grow over `limit` characters the quotation shrinks to the figure, and where not even that has
        room nothing is said.
        """
        if answer.status != Status.ANSWERED:
            return answer
        told = 0
        for one, here, others in self._found(answer):
            if told == MOST:
                break
            grown = self._add(answer, one, here, others, phrases, limit)
            told += grown is not answer
            answer = grown
        return answer

    def _found(self, answer: Answer) -> Iterator[tuple[Contradiction, Place, list[Place]]]:
        """The contradictions of which the answer shows a place, with the places that it does not show."""
        text = _squeeze(answer.answer)
        cited = dict.fromkeys(citation.passage for citation in answer.citations)
        seen: set[int] = set()
        for passage in cited:
            for one in self._by_text.get(passage, ()):
                if id(one) in seen:
                    continue
                places = [place for place in (*one.places, *one.echoes) if place[0] in self._passages]
                shown = [p for p in places if self._passages[p[0]].text in cited and self._is_shown(p, text)]
                shown.sort(key=lambda place: self._value(place) != self._value(one.places[0]))
                if not shown:
                    continue
                if one.kind in RESULTS and self._value(shown[0]) != self._value(one.places[0]):
                    continue  # only numbers that it was computed from
                seen.add(id(one))
                yield one, shown[0], [place for place in places if place not in shown]

    def _is_shown(self, place: Place, text: str) -> bool:
        """Is what a place prints in the answer's text, with what stands before or behind it?

        A row's cells are told with other words around them, so for them the value is enough.
        """
        passage, start, end = self._passages[place[0]], place[1], place[2]
        value = self._value(place)
        before = _squeeze(passage.text[max(0, start - 2 * BESIDE) : start]).replace("\n", "")[-BESIDE:]
        behind = _squeeze(passage.text[end : end + 2 * BESIDE]).replace("\n", "")[:BESIDE]
        left = r"(?<![\d.])" if value[:1].isdigit() else ""
        right = r"(?!\d|\.\d)" if value[-1:].isdigit() else ""
        near = _is_in_row(passage, start) or before + value in text or value + behind in text
        return near and re.search(left + re.escape(value) + right, text) is not None

    def _add(
        self,
        answer: Answer,
        one: Contradiction,
        here: Place,
        others: Sequence[Place],
        phrases: Phrases,
        limit: int,
    ) -> Answer:
        shown = self._passages[here[0]]
        differing = [place for place in others if self._value(place) != self._value(here)]
        if one.places[1:] and not differing:
            return self._say_both(answer, one, phrases, limit)
        place = differing[0] if differing else here
        passage = self._passages[place[0]]
        form = phrases.differs if passage.text != shown.text else phrases.disagrees
        if one.kind == "sum" and self._value(here) == self._value(one.places[0]):
            form = phrases.adds
        form = (form if one.places[1:] else phrases.slip).replace("{where}", _where(passage, place))
        room = limit - len(answer.answer) - len(form.format(quote="")) - len("[00]\n")
        for start, end in _stretches(passage, place[1], place[2]):
            quote = tidy(passage.text[start:end])
            if f"「{quote}」" in answer.answer:
                return answer
            if len(quote) <= room:
                return _state(answer, form.format(quote=quote), passage, start, end)
        return answer

    def _say_both(self, answer: Answer, one: Contradiction, phrases: Phrases, limit: int) -> Answer:
        """The answer, which shows all sides already, with word that they do not fit."""
        values = [value for value in dict.fromkeys(map(tidy, one.values)) if len(value) <= SHORT]
        passage = self._passages[one.places[0][0]]
        named = re.search("「[^」]+」", one.what)
        name = named[0] if named else name_place(passage)
        text = phrases.both.format(name=name, quotes="".join(f"「{value}」" for value in values))
        if one.kind == "sum" and len(values) == 1:
            text = phrases.adds.format(where=passage.section, quote=values[0])
        enough = len(values) > (one.kind != "sum")
        if not enough or len(answer.answer) + len(text) + len("[00]\n") > limit:
            return answer
        told = {self._passages[place[0]].text for place in one.places if place[0] in self._passages}
        numbers = sorted(one.n for one in answer.citations if one.passage in told)
        return answer.with_(answer=f"{answer.answer}\n{text}[{','.join(map(str, numbers))}]")

    def _value(self, place: Place) -> str:
        return _squeeze(self._passages[place[0]].text[place[1] : place[2]]).replace("\n", "")


def _where(passage: Passage, place: Place) -> str:
    """The name of the section that a place stands in, for a row's cell with the cell's."""
    cell = next(
        (CELLS[name] for name, spot in cells_of(passage).items() if name in CELLS and spot.start == place[1]),
        "",
    )
    return f"{passage.section}的{cell}" if cell else str(passage.section)


def _is_in_row(passage: Passage, place: int) -> bool:
    """Whether a place is a cell of an indicator's or a review's row, and no text of its own."""
    row = passage.indicator is not None or passage.shortfall is not None
    return row and place < passage.sentences[0].end


def _squeeze(text: str) -> str:
    """A text without spaces, marks and thousands commas; its lines stay apart."""
    return _TEXT.sub("", text)


def _stretches(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches around a place that end with whole clauses, the most telling first, then the place alone."""
    sentence = next((one for one in passage.sentences if one.start <= start < one.end), None)
    if sentence is not None and not _is_in_row(passage, start):
        bounds = [
            (sentence.start + a, sentence.start + b)
            for a, b in split_clauses(passage.sentence_text(sentence))
        ]
        first = max((n for n, (a, _) in enumerate(bounds) if a <= start), default=0)
        last = max((n for n, (a, _) in enumerate(bounds) if a < end), default=first)
        stop = max(bounds[last][1], end)
        while first and start - bounds[first][0] < TELLING and stop - bounds[first - 1][0] <= LONGEST:
            first -= 1
        if stop - bounds[first][0] <= LONGEST:
            yield bounds[first][0], stop
    if _is_in_row(passage, start):
        yield start, end
        return
    opening = max(
        passage.text.rfind(sign, sentence.start if sentence else 0, start) for sign in "、，：；（("
    )
    if 0 < opening < start and start - opening <= LONGEST and end - start <= SHORT:
        yield opening + 1, end
    if end - start > LONGEST:  # a list of parts: as many as there is room for
        end = max(passage.text.rfind(sign, start, start + LONGEST) for sign in "、，,；")
    if end > start:
        yield start, end


def _state(answer: Answer, text: str, passage: Passage, start: int, end: int) -> Answer:
    """The answer with one more statement, cited by the number that the passage has or gets."""
    citations = answer.citations
    known = [one.n for one in citations if one.passage == passage.text and one.path == passage.path]
    n = known[0] if known else max((one.n for one in citations), default=0) + 1
    if not known:
        citations = (*citations, make_citation(n, passage, start, end))
    figures = tuple(
        ShownFigure(one.text, one.value, one.unit, n)
        for one in find_figures(tidy(passage.text[start:end]))
        if one.unit
    )
    return answer.with_(
        answer=f"{answer.answer}\n{text}[{n}]",
        citations=citations,
        figures=(*answer.figures, *(one for one in figures if one not in answer.figures)),
    )


def limit_of(answer: Answer, limit: int) -> int:
    """How long an answer may grow: those that list or compute have no narrow limit of their own."""
    return limit if answer.route in (Route.PASSAGE, Route.KPI) else len(answer.answer) + 2 * LONGEST
