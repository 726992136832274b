"""Name what the report lacks, in words for the user: a year, a place, a kind of thing, a thing.

A word that nothing accounts for is named only when it is a noun of a clause that asks: 「租金」 says what is
missing, 「夠慢」 and what is told beside the question do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from qa.understand.demands import Demand
from qa.understand.question import Understood
from qa.understand.words import ContentWord

MOST = 3
_NOUN = re.compile("n|vn|an|j")  # tags of jieba's dictionary: nouns and short forms
_UNNAMED = frozenset({"yes_no", "number"})


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
    return _converter().convert(word) in _nouns()


@cache
def _nouns() -> frozenset[str]:
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split(" ") for line in lines)
    return frozenset(entry[0] for entry in entries if _NOUN.match(entry[-1]))


@cache
def _converter():  # -> opencc.OpenCC
    import opencc

    return opencc.OpenCC("tw2s")
