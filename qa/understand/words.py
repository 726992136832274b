"""Which words of a question the evidence accounts for: by the word, a synonym, or most of its characters.

Retrieval says which sentence is nearest; it cannot say whether the sentence has what was asked.  A
question's content words that nothing cited accounts for are what the report may lack, and are named to
the user as `missing`.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.model import Passage
from index.search import Index
from index.texts import passage_text
from index.words import normalize

_LATIN = re.compile(r"[a-z][a-z'-]+")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_ASKING = re.compile(r"[有共計總]?[幾哪多]")  # 幾盞, 有幾件, 哪種: they ask and name nothing
_ASKED = re.compile(r"[幾哪誰]|多少|什麼")
PARTICLES = frozenset("的了嗎呢吧啊喔咧阿欸誒唉呀哦耶那這也都就又還再才是有在和與跟或吶啦囉蛤嘛")
"""Signs that carry a tone or join words, and name nothing."""
LONGEST_RUN = 3  # characters; longer runs of what the dictionary does not know are taken in pairs
KEPT = 256  # texts whose words are kept: one message is looked at many times in a turn
MOST_WORDS = 64  # of a text; the longest messages of people have about 50
TELLING = 0.5  # of the weight of the heaviest word
HALF = 0.5  # of a word, by which it has to be accounted for
PARTIAL = 0.6  # most that shared characters alone can account for


@dataclass(frozen=True)
class ContentWord:
    """A word of a question that must be accounted for; `weight` is its inverse passage frequency."""

    text: str
    weight: float
    alternatives: tuple[str, ...] = ()  # synonyms, official terms, translations


def telling_weight(words: Iterable[ContentWord]) -> float:
    """The weight above which a word of a question tells what it is about: half of its heaviest word's."""
    return TELLING * max((word.weight for word in words), default=0.0)


class WordMatcher:
    """Finds the content words of a question and how far a text accounts for them.

    `segment` splits normalised text into words; `alternatives` maps a word to those that can stand for
    it; `stop` are the words that carry no content.  `frequencies` says of a word how many of the `total`
    passages have it.
    """

    def __init__(
        self,
        segment: Callable[[str], Sequence[str]],
        frequencies: Mapping[str, int],
        total: int,
        stop: frozenset[str],
        alternatives: Mapping[str, Sequence[str]],
    ) -> None:
        self.segment = segment
        self.stop = stop
        self.alternatives = alternatives
        self.find_words = lru_cache(maxsize=KEPT)(self._find_words)
        """Gives the content words of a normalised text, each once, in order, at most `MOST_WORDS`."""
        self._longest = max(map(len, alternatives), default=0)
        self._frequencies = frequencies
        self._total = total

    def weigh(self, word: str) -> float:
        """Inverse passage frequency, 1.0 for a word that no passage has, towards 0 for one in all."""
        scale = math.log(1 + self._total)
        return math.log((1 + self._total) / (1 + self._frequencies.get(word, 0))) / scale if scale else 1.0

    def _find_words(self, text: str) -> tuple[ContentWord, ...]:
        found: dict[str, ContentWord] = {}
        for word in self._cut(text.lower()):
            if len(found) == MOST_WORDS:
                break
            if word not in found and not self._is_empty(word):
                found[word] = ContentWord(word, self.weigh(word), tuple(self.alternatives.get(word, ())))
        return tuple(found.values())

    def find_any(self, text: str) -> tuple[ContentWord, ...]:
        """The words of a text without content words that may mean something after another: 蛇, A, 高的."""
        words = self.segment(text.lower())
        return tuple(
            ContentWord(word, 1.0, tuple(self.alternatives.get(word, ())))
            for word in dict.fromkeys(words)
            if word not in self.stop and not _ASKING.match(word) and word not in PARTICLES
        )

    def _cut(self, text: str) -> Iterator[str]:
        """The words of a text: at each place the longest that has alternatives, the rest segmented."""
        start = place = 0
        while place < len(text):
            for length in range(min(self._longest, len(text) - place), 1, -1):
                phrase = text[place : place + length]
                if phrase in self.alternatives and not phrase.isascii() and not _ASKED.search(phrase):
                    yield from self._join_singles(self.segment(text[start:place]), text)
                    yield phrase
                    start = place = place + length
                    break
            else:
                place += 1
        yield from self._join_singles(self.segment(text[start:]), text)

    def _join_singles(self, words: Sequence[str], text: str) -> Iterator[str]:
        """Words with runs of single characters joined: what the dictionary does not know is still a word."""
        run = ""
        for word in [*words, ""]:
            single = len(word) == 1 and _CJK.match(word) and not _ASKING.match(word)
            if single and word not in self.stop and run + word in text:
                run += word
                continue
            while len(run) > LONGEST_RUN:
                yield run[:2]
                run = run[2:]
            if run:
                yield run
            run = ""
            if word:
                yield word

    def _is_empty(self, word: str) -> bool:
        if word in self.stop or not word.strip() or _ASKING.match(word):
            return True
        if _CJK.search(word):
            return len(word) < 2
        return not _LATIN.fullmatch(word) or len(word) < 3

    def account(self, word: ContentWord, evidence: str) -> float:
        """How far a normalised text accounts for a word: 1 has it, 0.9 a synonym, less by characters."""
        if word.text in evidence:
            return 1.0
        if any(alternative in evidence for alternative in word.alternatives):
            return 0.9
        if len(word.text) == 1 or not _CJK.search(word.text):
            return 0.0
        pairs = [word.text[i : i + 2] for i in range(len(word.text) - 1)]
        shared = sum(pair in evidence for pair in pairs) / len(pairs)
        characters = sum(character in evidence for character in word.text) / len(word.text)
        return max(PARTIAL * shared, 0.3 * (characters == 1.0))

    def cover(self, words: Sequence[ContentWord], evidence: str) -> float:
        """Weighted share of the words that the evidence accounts for; 1.0 where there are none."""
        total = sum(word.weight for word in words)
        if not total:
            return 1.0
        return sum(word.weight * self.account(word, evidence) for word in words) / total

    def find_needed(self, words: Sequence[ContentWord], share: float) -> tuple[str, ...]:
        """Names of a word of which an evidence must have one, or it covers less than a share of the words;
        none where no word weighs so much.
        """
        heaviest = max(words, key=lambda word: word.weight, default=None)
        lost = (1 - PARTIAL) * heaviest.weight if heaviest else 0.0
        if heaviest is None or lost <= (1 - share) * sum(word.weight for word in words) + 1e-9:
            return ()
        return heaviest.text, *heaviest.alternatives

    def unaccounted(self, words: Sequence[ContentWord], evidence: str) -> tuple[ContentWord, ...]:
        """The words that the evidence accounts for by less than half, heaviest first."""
        lacking = [word for word in words if self.account(word, evidence) < HALF]
        return tuple(sorted(lacking, key=lambda word: -word.weight))


def build_matcher(index: Index, folder: Path) -> WordMatcher:
    """A matcher over an index's passages with the synonyms and empty words of a vocabulary folder."""
    alternatives: dict[str, list[str]] = defaultdict(list)
    for group in _read_groups(folder / "synonyms.tsv"):
        for word in group:
            alternatives[word] += [other for other in group if other != word]
    for table in (index.vocabulary.everyday, index.vocabulary.english):
        for word, terms in table.items():
            alternatives[word] += terms
    stop = frozenset(word for group in _read_groups(folder / "stop.txt") for word in group)
    parts = index.parts
    return WordMatcher(
        parts.words.segment, parts.frequencies, len(index.source.passages), stop, dict(alternatives)
    )


def read_places(folder: Path) -> tuple[tuple[str, ...], ...]:
    """The names of places, those of one place together, normalised and in lower case."""
    return tuple(tuple(dict.fromkeys(group)) for group in _read_groups(folder / "places.txt"))


def normal_passage(passage: Passage) -> str:
    """A passage with its place, normalised and in lower case: what words are looked for in."""
    return normalize(passage_text(passage)).lower()


def _read_groups(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [normalize(word).lower() for word in line.strip().split("、")]
