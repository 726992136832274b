"""The year, period and place of a question: the evidence is of the same, or the report does not answer.

A figure of the whole year is no answer for its first half, one city's none for another, this year's none
for the year before.  What of these the evidence has nothing of is named, so that the user can be told.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from index.words import normalize
from qa.evidence.weighing import Evidence
from qa.understand.periods import asks_whole_year, find_days, lacks_period
from qa.understand.question import Understood
from qa.understand.vocabulary import normal_passage
from qa.understand.years import find_years

LEADERS = 3
"""Best candidates in which the year or the city may stand as well as in what was chosen."""
_FIGURES = frozenset({"number", "count", "amount", "percent", "target", "actual", "attainment"})


def lacking_setting(
    question: Understood,
    chosen: Sequence[Evidence],
    ranked: Sequence[Evidence],
    year: int,
    passages: Sequence[Passage],
) -> tuple[str, ...]:
    """What year, period and city a question asks about and the evidence does not have, for the user to read.

    `year` is the report's, `passages` all of it: the days that a figure is of may stand in another passage
    of its item.  Nothing is lacking where one of several years is there, where the own city is
    named beside another, and for a period where no figure is asked for: deeds may be told without a month.
    """
    text = " ".join(normal_passage(evidence.passage) for evidence in chosen)
    near = " ".join(normal_passage(evidence.passage) for evidence in ranked[:LEADERS])
    lacking = []
    if question.years and year not in question.years and not question.years & find_years(f"{text} {near}"):
        lacking += [f"{one} 年" for one in sorted(question.years)]
    if question.elsewhere:
        lacking += [place for place in question.cities[:1] if place not in f"{text} {near}"]
    if question.asks(_FIGURES) or not question.demands:
        period = lacks_period(question.text, normal_passage(chosen[0].passage))
        lacking += [f"{period}的數字"] if period else []
    if asks_whole_year(question.text):
        lines = chosen[0].passage.lines
        item = " ".join(normalize(passage.text) for passage in passages if passage.lines == lines)
        lacking += ["全年的數字"] if find_days(item) else []
    return tuple(lacking)
