"""What texts have in common: terms that most of a few texts have and hardly any others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.reading.markup import squeeze
from index.words import HAN

FEWEST = 3
"""Texts that share a term at least: fewer are no pattern."""
SHARE = 0.5
"""Share of the texts that have it at least."""
ELSEWHERE = 0.02
"""Share of the other texts that have it at most: else it is a word of every day."""
ALIKE = 0.15
"""Share of other texts of the same kind that have it at most: else it belongs to the form."""
SHORTEST, LONGEST = 2, 16
"""Characters of a term."""
MOST = 2
"""Terms that are told."""

_FUTURE = re.compile("將|擬|後續|賡續|持續")


def find_shared(texts: Sequence[str], alike: Sequence[str], others: Sequence[str]) -> list[str]:
    """The terms common to most of the texts, the most frequent and longest first, none inside another.

    alike: other texts of the same kind; others: texts of any kind.
    """
    own, form, rest = _count(texts), _count(alike), _count(others)
    least = max(FEWEST, SHARE * len(texts))
    found = []
    for term, count in own.items():
        common = form[term] > ALIKE * len(alike) or rest[term] > ELSEWHERE * len(others)
        if count >= least and not common:
            found.append((count, len(term), term))
    told: list[str] = []
    for _, _, term in sorted(found, key=lambda item: (-item[0], -item[1], item[2])):
        if not any(term in longer or longer in term or _overlap(term, longer) for longer in told):
            told.append(_widest(term, own))
    return told[:MOST]


def past(text: str) -> str:
    """A text without the clauses that tell what will be done: what is left tells what happened, and why."""
    return "，".join(clause for clause in re.split("[，。；]", squeeze(text)) if not _FUTURE.search(clause))


def _widest(term: str, counts: Counter[str]) -> str:
    """The longest term around one that as many texts have."""
    wider = [other for other, count in counts.items() if term in other and count == counts[term]]
    return max(wider, key=lambda other: (len(other), other), default=term)


def _overlap(one: str, other: str) -> bool:
    """Are two terms pieces of one phrase: does one end as the other begins?"""
    return any(
        one.endswith(other[:n]) or other.endswith(one[:n]) for n in range(1, min(len(one), len(other)))
    )


def _count(texts: Sequence[str]) -> Counter[str]:
    """In how many texts each run of Chinese characters stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        runs = HAN.findall(squeeze(text))
        counts.update(
            {
                run[start : start + length]
                for run in runs
                for length in range(SHORTEST, LONGEST + 1)
                for start in range(len(run) - length + 1)
            }
        )
    return counts
