"""Puts what a language model wrote above the printed answer, as one answer with one set of citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.figures import find_figures
from qa.answer import Answer, Route, ShownFigure, Status
from qa.check.grounding import find_loose_numbers
from qa.llm.sources import Bibliography, Claim, Sources
from qa.llm.writing import Order

MOST_CITED = 5
"""Citations of an answer that is no overview, as the contract has it."""
LEAST_PRINTED = 20  # characters of a sentence that is cut
_HEADS = {"zh": "摘自報告：", "en": "From the report:"}
_YEAR_ZH, _YEAR_EN = "本年度", "the report's year"


def compose(order: Order, claims: Sequence[Claim], sources: Sources, draft: Answer) -> Answer | None:
    """The claims above what is printed; None where they lean on more places than may be cited.

    An answer that the report gave stays as it is below them; where it had none, what the claims point at
    is printed there.
    """
    language = "en" if order.kind == "english" else "zh"
    answered = draft.status == Status.ANSWERED
    shelf = Bibliography(sources, draft.citations if answered else ())
    told = [(claim, _name_year(claim, order, sources), shelf.cite(claim)) for claim in claims]
    if order.kind == "overview":
        text = "\n".join(f"- {words}{marks}" for _, words, marks in told)
    else:
        text = "".join(f"{words}{marks}。" for _, words, marks in told)
        text = " ".join(f"{words} {marks}." for _, words, marks in told) if language == "en" else text
    citations = tuple(shelf.citations)
    if len(citations) > max(MOST_CITED, len(draft.citations)) and order.kind != "overview":
        return None
    printed = draft.answer if answered else _print(claims, sources, shelf, order.room)
    figures = [*(draft.figures if answered else ()), *_figures(told, sources, shelf)]
    return draft.with_(
        status=Status.ANSWERED,
        route=draft.route if answered else Route.PASSAGE,
        answer=f"{text}\n\n{_HEADS[language]}\n{printed}",
        citations=citations,
        figures=tuple(dict.fromkeys(figures)),
        missing=draft.missing if answered else (),
    )


def _print(claims: Sequence[Claim], sources: Sources, shelf: Bibliography, room: int) -> str:
    """Each sentence that is pointed at, once, with its mark; those that fit, a long one cut."""
    pointers = dict.fromkeys(pointer for claim in claims for pointer in claim.pointers)
    printed = []
    for pointer in pointers:
        line = sources.get(pointer)
        if line is None or room < LEAST_PRINTED:
            continue
        cut = line.text if len(line.text) <= room else line.text[:room].rstrip("0123456789,.，") + "…"
        printed.append(f"「{cut}」{shelf.cite(Claim('', (pointer,)))}")
        room -= len(cut)
    return "\n".join(printed)


def _name_year(claim: Claim, order: Order, sources: Sources) -> str:
    """A claim's text, the report's year in words where neither its sources nor the question print it.

    Every number that is shown stands in what is cited; of the year the report itself says 本年度.
    """
    printed = order.question + "".join(
        line.passage.text for pointer in claim.pointers if (line := sources.get(pointer))
    )
    text = claim.text
    for year in (order.report.year, order.report.western):
        if str(year) not in printed:
            words = _YEAR_EN if order.kind == "english" else _YEAR_ZH
            text = re.sub(rf"(?:民國|西元)?\s?(?<!\d){year}(?!\d)\s?(?:年度?)?", words, text)
    return text


def _figures(
    told: Sequence[tuple[Claim, str, str]], sources: Sources, shelf: Bibliography
) -> list[ShownFigure]:
    shown = []
    for claim, words, _ in told:
        for figure in find_figures(words):
            for pointer in claim.pointers:
                line = sources.get(pointer)
                if line and figure.unit and not find_loose_numbers(figure.text, [line.ground]):
                    number = int(shelf.cite(Claim("", (pointer,))).strip("[]"))
                    shown.append(ShownFigure(figure.text, figure.value, figure.unit, number))
                    break
    return shown
