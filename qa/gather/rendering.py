"""Places as an answer: grouped by department, each with its telling clause and its source, counted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.words import normalize
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.gather.counting import count_english, count_han
from qa.gather.gatherer import Places
from qa.gather.telling import Clause, Teller, same_telling
from qa.wording.extractive import Draft, make_citation

ROOM = {Route.SURVEY: 1130, Route.OVERVIEW: 780}
"""Characters of an answer, marks left out; the contract allows 1,200 and 800."""
LEAD = 200
"""Characters of what stands in front of an overview."""
LEAST, MOST, LONGEST = 34, 96, 180
"""Characters of one clause: fewer say nothing, more are a passage, which only few places leave room for."""
ITEMS = 8
"""Places of an overview, and how many of them of one department while others have some."""

FIGURE = 1.0
"""What a figure adds to the worth of an item, in log odds: of two as much on the subject it tells more."""


@dataclass(frozen=True)
class Told:
    """One item of a list: what is told, and all places that say it."""

    clause: Clause
    clauses: tuple[Clause, ...]  # the same told elsewhere, itself included
    worth: float


class Renderer:
    """Words surveys and overviews; `english` gives the usual English name of a department."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._english = english

    def survey(self, places: Places, in_english: bool) -> Answer:
        """Every place, as far as 1,200 characters go; what is left stands in `Answer.more`."""
        return self._render(places, in_english, Route.SURVEY, Draft())

    def overview(self, places: Places, in_english: bool, lead: Answer | None = None) -> Answer:
        """The most central places, at most eight, behind what an answered `lead` says in short; the others
        stand in `Answer.more`.
        """
        if lead is None or lead.status != Status.ANSWERED:
            return self._render(places, in_english, Route.OVERVIEW, Draft())
        draft = _shorten(lead)
        told = {citation.passage for citation in draft.citations}
        others = tuple(place for place in places.places if place.passage.text not in told)
        if not others:
            return lead
        answer = self._render(replace(places, places=others), in_english, Route.OVERVIEW, draft)
        number = {citation.passage: citation.n for citation in answer.citations}
        held = {citation.n: number.get(citation.passage) for citation in lead.citations}
        figures = [
            replace(one, n=n) for one in lead.figures if (n := held.get(one.n)) and one.text in draft.text
        ]
        return answer.with_(figures=tuple(dict.fromkeys([*figures, *answer.figures])))

    def _render(self, places: Places, in_english: bool, route: Route, draft: Draft) -> Answer:
        """The places behind what a draft says, which grows by them."""
        most = None if route == Route.SURVEY else ITEMS
        room = ROOM[route] - draft.length
        names = {name: self._name(name, in_english) for name in places.departments}
        shown = min(len(places), most or len(places))
        overhead = 60 + sum(len(name) + 8 for name in names.values())
        limit = max(LEAST, min(MOST, (room - overhead) // max(shown, 1) - 2))
        told, extra = tell_all(places, limit)
        if most is not None:
            extra = [item for item in extra if item.clause.figures and item.clause.named]
        while (
            most is None
            and limit < LONGEST
            and sum(len(one.clause.whole) for one in told) < (room - overhead) / 2
        ):
            limit *= 2
            told, extra = tell_all(places, limit)
        said = normalize(draft.text)
        told = [one for one in told if not one.clause.figures or not _says(said, one.clause)]
        heads = {name: len(text) + 7 for name, text in names.items()}
        kept, left = choose(told, extra, room - 60, heads, most)
        return self._word(places, kept, left, names, in_english, route, draft)

    def _word(
        self,
        places: Places,
        kept: Sequence[Told],
        left: Sequence[Told],
        names: Mapping[str, str],
        in_english: bool,
        route: Route,
        draft: Draft,
    ) -> Answer:
        order = {name: place for place, name in enumerate(places.departments)}
        labels = list(dict.fromkeys(item.clause.label for item in kept))
        kept = sorted(
            kept, key=lambda item: (order[item.clause.passage.department], labels.index(item.clause.label))
        )
        citations = draft.citations
        figures: dict[tuple[str, int], ShownFigure] = {}
        lines = [*draft.statements, self._head(places, in_english)]
        department = label = ""
        for item in kept:
            numbers = []
            for clause in item.clauses:
                numbers.append(len(citations) + 1)
                citations.append(make_citation(numbers[-1], clause.passage, clause.start, clause.end))
            same = (item.clause.passage.department, item.clause.label) == (department, label)
            told = item.clause.text if same else item.clause.whole
            told += f"[{','.join(map(str, numbers))}]"
            if item.clause.passage.department != department:
                lines.append(f"**{names[item.clause.passage.department]}**：{told}")
            else:
                lines[-1] += f"；{told}"
            department, label = item.clause.passage.department, item.clause.label
            figures |= {(figure.text, figure.n): figure for figure in _figures(item.clause, numbers[0])}
        if left:
            lines.append(self._rest(left, in_english))
        return Answer(
            status=Status.ANSWERED,
            route=route,
            answer="\n".join(lines),
            citations=tuple(citations),
            figures=tuple(figures.values()),
            more=tuple(
                (item.clause.whole, make_citation(0, item.clause.passage, item.clause.start, item.clause.end))
                for item in left
            ),
            support=1.0 / (1.0 + math.exp(-places.places[0].worth)),
        )

    def nothing(self, places: Places, hotline: Citation | None, in_english: bool) -> Answer:
        """One sentence that the report does not have the subject, and who would know."""
        about, near = places.subject.name, places.near
        if in_english:
            text = f"The report says nothing on “{about}”"
            text += f"; {self._name(near, True)} has the nearest tasks" if near else ""
            text += ", and the 1999 hotline takes questions[1]." if hotline else "."
        else:
            text = f"這份報告沒有寫到「{about}」。"
            if near:
                text += f"業務最接近的是{near}" + ("，也可以打 1999 市民熱線詢問[1]。" if hotline else "。")
        return Answer(
            status=Status.NOT_FOUND,
            route=Route.OVERVIEW,
            answer=text,
            citations=(hotline,) if hotline and "[1]" in text else (),
            missing=(about,),
        )

    def _head(self, places: Places, in_english: bool) -> str:
        """What is counted by us, in words: no number that a passage would have to hold."""
        about = places.subject.name
        departments, count = len(places.departments), len(places)
        if in_english:
            return (
                f"The report has {count_english(count, 'place', 'places')} on “{about}” in "
                f"{count_english(departments, 'department', 'departments')}:"
            )
        return f"報告裡與「{about}」有關的，共{count_han(departments)}個局處、{count_han(count)}處："

    @staticmethod
    def _rest(left: Sequence[Told], in_english: bool) -> str:
        count = sum(len(item.clauses) for item in left)
        if in_english:
            return (
                f"There are {count_english(count, 'more place', 'more places')}; ask “What else?” for them."
            )
        return f"還有{count_han(count)}處，可以說「全部列出」接著看。"

    def _name(self, department: str, in_english: bool) -> str:
        name = self._english.get(department)
        return f"{name} ({department})" if in_english and name else department


def _shorten(answer: Answer) -> Draft:
    """The first statements of an answer with what they cite."""
    cited = {citation.n: citation for citation in answer.citations}
    draft = Draft()
    for line in answer.answer.split("\n"):
        if not draft.statements or draft.length + len(line) <= LEAD:
            draft.retell(line, cited)
    return draft


def tell_all(places: Places, limit: int) -> tuple[list[Told], list[Told]]:
    """The places told, best first, and what more there is to tell of them.

    Places that say the same are one item with several sources.
    """
    teller = Teller(places.subject)
    told: list[Told] = []
    extra: list[Told] = []
    for place in places:
        first, *others = teller.tell(place, limit)
        twin = _find_twin(told, first)
        if twin is None:
            told.append(Told(first, (first,), place.worth))
        else:
            item = told[twin]
            best = item.clause if item.clause.figures or not first.figures else first
            every = (*item.clauses, first)
            told[twin] = Told(best, (best, *(one for one in every if one is not best)), item.worth)
        extra += [Told(one, (one,), place.worth) for one in others if one.figures or teller.names(one.text)]
    fresh: list[Told] = []
    for item in extra:
        if _find_twin([*told, *fresh], item.clause) is None:
            fresh.append(item)
    return told, fresh


def _says(text: str, clause: Clause) -> bool:
    """Does a text in normal form have all the figures of a clause?"""
    return all(normalize(figure) in text for figure in clause.figures)


def _find_twin(told: Sequence[Told], clause: Clause) -> int | None:
    return next((n for n, item in enumerate(told) if same_telling(item.clause, clause)), None)


def choose(
    told: Sequence[Told], extra: Sequence[Told], room: int, heads: Mapping[str, int], most: int | None
) -> tuple[list[Told], list[Told]]:
    """The items that are shown and those that are left.

    First comes the best of each department, then the others by worth, then what more there is to tell.
    """
    ranked = sorted(told, key=lambda item: -(item.worth + FIGURE * bool(item.clause.figures)))
    leading = {item.clause.passage.department: item for item in reversed(ranked)}
    ranked.sort(key=lambda item: leading[item.clause.passage.department] is not item)
    kept: list[Told] = []
    used: set[str | tuple[str, str]] = set()
    for item in [*ranked, *extra]:
        department, label = item.clause.passage.department, item.clause.label
        cost = len(item.clause.text) + 1 + (0 if department in used else heads[department])
        cost += len(label) + 1 if label and (department, label) not in used else 0
        if cost <= room and (most is None or len(kept) < most):
            kept.append(item)
            used |= {department, (department, label)}
            room -= cost
    return kept, [item for item in told if item not in kept]


def _figures(clause: Clause, n: int) -> list[ShownFigure]:
    from corpus.figures import find_figures

    shown = []
    for text in clause.figures:
        for figure in find_figures(text)[:1]:
            shown.append(ShownFigure(figure.text, figure.value, figure.unit, n))
    return shown
