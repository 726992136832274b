"""Words that people use for what a report calls otherwise: everyday words and English.

Both are tables that editors extend, `corpus/data/vocabulary/everyday.tsv` and `english.tsv`: a word, a
tab, and the official terms with 、 between them; lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from index.errors import IndexError_
from index.words import normalize

ENGLISH_WORD = re.compile(r"[a-z0-9]+(?:['+-][a-z0-9]+)*")


@dataclass(frozen=True)
class Vocabulary:
    """Everyday words and English phrases with the terms that a report uses for them.

    Chinese words are in normal form, English ones are lower-case words with single blanks.
    """

    everyday: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    english: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def expand(self, question: str) -> list[str]:
        """Return the official terms for the words of a question, without those it holds, in its order.

        At each place the longest word counts, and no character counts twice.
        """
        text = normalize(question).lower()
        found = [*self._everyday_terms(text), *self._english_terms(text)]
        return [term for term in dict.fromkeys(found) if term not in text]

    def _everyday_terms(self, text: str) -> list[str]:
        terms: list[str] = []
        place = 0
        while place < len(text):
            for length in range(min(self._longest_everyday, len(text) - place), 0, -1):
                if text[place : place + length] in self.everyday:
                    terms += self.everyday[text[place : place + length]]
                    place += length
                    break
            else:
                place += 1
        return terms

    def _english_terms(self, text: str) -> list[str]:
        words = ENGLISH_WORD.findall(text)
        terms: list[str] = []
        place = 0
        while place < len(words):
            for length in range(min(self._longest_english, len(words) - place), 0, -1):
                phrase = words[place : place + length]
                known = self.english.get(" ".join(phrase)) or self.english.get(" ".join(_singular(phrase)))
                if known:
                    terms += known
                    place += length
                    break
            else:
                place += 1
        return terms

    @cached_property
    def _longest_everyday(self) -> int:
        return max(map(len, self.everyday), default=0)

    @cached_property
    def _longest_english(self) -> int:
        return max((phrase.count(" ") + 1 for phrase in self.english), default=0)


def _singular(phrase: list[str]) -> list[str]:
    """Return a phrase with its last word in the singular."""
    *rest, last = phrase
    if last.endswith("ies") and len(last) > 4:
        return [*rest, last[:-3] + "y"]
    if last.endswith("s") and not last.endswith("ss") and len(last) > 3:
        return [*rest, last[:-1]]
    return phrase


@cache
def load_vocabulary(folder: Path) -> Vocabulary:
    """Return the vocabulary of a folder; a table that is not there counts as empty.

    Raises IndexError_ where a line has no tab or nothing on one side of it.
    """
    everyday = {
        normalize(word).lower(): terms for word, terms in _read_table(folder / "everyday.tsv").items()
    }
    english = {
        " ".join(ENGLISH_WORD.findall(word.lower())): terms
        for word, terms in _read_table(folder / "english.tsv").items()
    }
    return Vocabulary(everyday, english)


def _read_table(path: Path) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, terms = line.partition("\t")
        official = tuple(normalize(term) for term in terms.split("、") if term.strip())
        if not word.strip() or not official:
            raise IndexError_(
                f"詞彙檔 {path.name} 第 {number} 行「{line}」少了一邊：請寫成「詞<Tab>用語、用語」。"
            )
        table[word.strip()] = (*table.get(word.strip(), ()), *official)
    return table
