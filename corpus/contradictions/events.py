"""Days of one event that a row and a programme print differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.contradictions.cells import cells_of
from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.naming import place_of
from corpus.contradictions.records import Weights, Words, pairs_of
from corpus.model import Passage, Section

DAY = re.compile(
    r"(?<![\d./])(?P<month>1[0-2]|0?[1-9])\s?[月/]\s?"
    r"(?:(?P<day>[0-3]?\d)(?!\d)\s?日?(?:\s?[-~～至–]\s?(?:(?P<other>1[0-2]|0?[1-9])\s?[月/]\s?)?(?P<end>[0-3]?\d)(?!\d)\s?日?)?)?"
)
TELLING = 25.0
"""What the words of an event weigh at least for another sentence with them to be about it."""
COVERED = 0.8
"""How much of these words the other sentence must have."""

Day = tuple[int, int]
"""Month and day; 0 where only the month is printed."""


def find_events(passages: list[Passage], weights: Weights) -> Iterator[Contradiction]:
    """Yield rows that date an event otherwise than the sentence of a programme that names it in full.

    The event is what the row is called, with all days of its explanation, or what one sentence of the
    explanation says, with its own.  They differ where they have no month in common; those of one
    sentence also where only their beginnings or only their ends do.
    """
    dated: dict[str, list[tuple[Words, set[Day], Spot]]] = defaultdict(list)
    for passage in passages:
        if passage.section == Section.PROGRAMMES:
            for sentence in passage.sentences:
                text = passage.sentence_text(sentence)
                if days := _days(text):
                    spot = _dates_of(Spot(passage, sentence.start, sentence.end))
                    dated[passage.department].append((pairs_of(text), days, spot))
    for passage in passages:
        for place, (words, spot) in enumerate(_events(passage)):
            days = _days(spot.text)
            if not days or weights.of(words) < TELLING:
                continue
            for other_words, other_days, other in dated[passage.department]:
                if weights.share(words, other_words) >= COVERED and (
                    _are_apart(days, other_days) or (place and _share_one_end(days, other_days))
                ):
                    here = _dates_of(spot)
                    yield contradiction(
                        f"{place_of(passage)}的日期，{passage.section}寫「{here.text}」，"
                        f"{other.passage.section}寫「{other.text}」",
                        "date",
                        here,
                        other,
                    )


def _events(passage: Passage) -> Iterator[tuple[Words, Spot]]:
    """Yield the words that name a row's events, and the stretch that dates them."""
    explanation = cells_of(passage).get("explanation")
    if explanation is None or passage.indicator is None or passage.indicator.common:
        return
    yield pairs_of(passage.indicator.name), explanation
    for sentence in passage.sentences[1:]:
        yield pairs_of(passage.sentence_text(sentence)), Spot(passage, sentence.start, sentence.end)


def _days(text: str) -> set[Day]:
    """Return the days of a text, of a span both ends."""
    days: set[Day] = set()
    for match in DAY.finditer(text):
        if match["day"] or "月" in match.group():
            days.add((int(match["month"]), int(match["day"] or 0)))
        if match["end"]:
            days.add((int(match["other"] or match["month"]), int(match["end"])))
    return days


def _dates_of(spot: Spot) -> Spot:
    """Return the stretch from the first date to the last."""
    found = [one for one in DAY.finditer(spot.text) if one["day"] or "月" in one.group()]
    if not found:
        return spot
    end = spot.start + found[0].start() + len(spot.text[found[0].start() : found[-1].end()].rstrip())
    return Spot(spot.passage, spot.start + found[0].start(), end)


def _are_apart(one: set[Day], other: set[Day]) -> bool:
    """Whether two sets of days have no month in common."""
    return not {month for month, _ in one} & {month for month, _ in other}


def _share_one_end(one: set[Day], other: set[Day]) -> bool:
    """Whether two spans begin on one day and end on two, or the other way round."""
    if len(one) < 2 or len(other) < 2 or not all(day for _, day in one | other):
        return False
    return (min(one) == min(other)) != (max(one) == max(other))
