"""Totals that are not the sum of the parts printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.listings import Listing, find_listings
from corpus.contradictions.measures import is_amount, slack_of, write_number
from corpus.contradictions.naming import name_of, quote, subject_before
from corpus.model import Passage

WHOLE = re.compile(r"(?P<name>總[\u4e00-\u9fff]{1,10}[次數])(?:共計|計|達|為)\s*$")
TELLING = 20
"""Smaller numbers stand beside a sum by chance."""
AHEAD = 8
"""How many passages behind one may hold the items of its list."""


def find_sums(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield totals with a list of parts in the same sentence, or of items under it, that differ."""
    for number, passage in enumerate(passages):
        following = [
            one
            for one in passages[number + 1 : number + 1 + AHEAD]
            if (one.department, one.section, one.path) == (passage.department, passage.section, passage.path)
        ]
        seen: set[int] = set()
        for listing in find_listings(passage, following):
            if listing.total.start in seen:
                continue
            added = sum(one.value for one in listing.parts)
            slack = sum(map(slack_of, (*listing.parts, listing.total)))
            if abs(added - listing.total.value) <= slack + 1e-6:
                seen.add(listing.total.start)
                continue
            if _is_printed(passage, added, listing):
                continue
            seen.add(listing.total.start)
            yield _describe(passage, listing, added)


def _is_printed(passage: Passage, added: float, listing: Listing) -> bool:
    """Whether the parts add up to another number beside, or with it to one: 輔導 55 人(甲 30、乙 25)"""
    total = listing.total.value
    return any(
        abs(one.value - added) < 1e-6 or abs(one.value - added - total) < 1e-6
        for one in passage.figures
        if is_amount(one) and one.kind != "percent" and one.value >= TELLING
    )


def _describe(passage: Passage, listing: Listing, added: float) -> Contradiction:
    total = listing.total
    named = WHOLE.search(passage.text, max(0, total.start - 20), total.start)
    if named:
        subject = named["name"]
    else:
        subject = (
            subject_before(passage, total.start) if listing.spots[0].start > total.start else name_of(passage)
        )
    computed = f"{write_number(added)} {total.unit}"
    return contradiction(
        f"{passage.department}{quote(subject)}的總數寫 {total.text}，各項相加卻是 {computed}",
        "sum",
        spot_of(passage, total),
        *listing.spots,
    )
