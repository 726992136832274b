"""What the report lacks of what a question asks for, in words: a year, a place, a period, a thing.

A word that nothing accounts for is named only when it is a noun of a clause that asks: 「租金」 says what is
missing, 「夠慢」 and what is told beside the question do not.

A figure of the whole year is no answer for its first half, one city's none for another, this year's none
for the year before: what of these the evidence has nothing of is named too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from corpus.model import Passage
from index.words import converter, normalize
from qa.evidence.weighing import Evidence
from qa.understand.demands import Demand
from qa.understand.periods import asks_whole_year, find_days, find_years, lacks_period
from qa.understand.question import Understood
from qa.understand.words import ContentWord, normal_passage

MOST = 3
_NOUN = re.compile(r"^(\S+) \d+ (?:n|vn|an|j)", re.MULTILINE)
"""Lines of jieba's dictionary with the tag of a noun or a short form."""
_UNNAMED = frozenset({"yes_no", "number"})
LEADERS = 3
"""Best candidates in which the year or the city may stand as well as in what was chosen."""
_FIGURES = frozenset({"number", "count", "amount", "percent", "target", "actual", "attainment"})


def name_missing(
    unknown: Sequence[ContentWord],
    absent: Sequence[Demand],
    years: Iterable[int],
    places: Sequence[str],
    question: Understood,
    asking: Iterable[ContentWord],
) -> tuple[str, ...]:
    """What a question asks for and the report lacks, at most `MOST`.

    Years and places come first, then kinds of things (`absent`), then the nouns among the `unknown` words
    that are in the clauses `asking`.
    """
    names = [f"{year} 年" for year in sorted(years)]
    names += places[:1]
    names += [demand.label for demand in absent if demand.kind not in _UNNAMED]
    if not question.english:
        asked = {word.text for word in asking}
        names += [word.text for word in unknown if word.text in asked and is_noun(word.text)]
    return tuple(dict.fromkeys(names))[:MOST]


@lru_cache(maxsize=4096)
def is_noun(word: str) -> bool:
    """Whether jieba's dictionary, which has Simplified characters, knows a word as a noun."""
    return converter("tw2s").convert(word) in _nouns()


@cache
def _nouns() -> frozenset[str]:
    import jieba

    return frozenset(_NOUN.findall((Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")))


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
