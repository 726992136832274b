"""What a question is about, as words that can be looked for: the subject of a survey or an overview.

A subject is one or more alternatives (「太陽能、光電」), each of them words that belong together (「青年
創業」).  A word brings the forms that may stand for it: synonyms, official terms, translations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.vocabulary import ENGLISH_WORD, Vocabulary
from qa.gather.cues import Cues
from qa.gather.spotting import describe_word, find_chance
from qa.understand.question import Understood
from qa.understand.words import WordMatcher

_BETWEEN = re.compile(r"[、，,/;；]|(?<=\s)(?:and|or)(?=\s)|[和與及跟或]")
_TERM = re.compile(r"[「『\"“]([^」』\"”]{2,40})[」』\"”]")
_REMARK = re.compile(r"[(（]([^()（）]*)[)）]")
_MORE = re.compile(r"含|包[括含]|如")
"""How a remark begins that only names parts of what stands before it."""
_NAME = 3
"""Characters of a quoted term that is looked for as it stands; a longer one is taken as its words."""
_LISTED = re.compile("[、，,]")
TELLING = 0.45
"""Share of the heaviest word's weight from which on a word tells one subject from another."""
LIKELY, BESIDE = 0.5, 0.25
"""How likely a word has to name the subject, and one right behind another that does."""
_ALONE = re.compile(r"[\u4e00-\u9fff](?=$|[\s、，])")
_LATIN = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9+-]+(?![a-z0-9])")


@dataclass(frozen=True)
class Word:
    """A word of the subject in normal form, lower case, with the forms that may stand for it."""

    text: str
    forms: tuple[str, ...] = ()  # synonyms, without the word itself
    terms: tuple[str, ...] = ()  # official terms of the same field, not always of the same thing


@dataclass(frozen=True)
class Subject:
    """What is looked for: alternatives of words; `text` is what of the question names it."""

    text: str
    alternatives: tuple[tuple[Word, ...], ...]
    name: str = ""  # as it is shown to the user

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for words in self.alternatives for word in words)

    @property
    def widened(self) -> Subject | None:
        """The subject without what its last words say more of it (志工 of 志工人力); None where none do."""
        wider = tuple(words[:-1] or words for words in self.alternatives)
        return replace(self, alternatives=wider) if wider != self.alternatives else None


class SubjectReader:
    """Reads the subject out of an understood question; safe to share between threads."""

    def __init__(self, matcher: WordMatcher, vocabulary: Vocabulary, cues: Cues) -> None:
        self._matcher = matcher
        self._vocabulary = vocabulary
        self._english: Mapping[str, tuple[str, ...]] = vocabulary.english
        self._longest = max((phrase.count(" ") + 1 for phrase in self._english), default=0)
        self._cues = cues

    def read(self, question: Understood, of: str = "") -> Subject:
        """The subject: all that a bare keyword names, of a survey or another message (`of`) what names it
        rather than asks.

        It has no alternatives where the question names nothing that could be looked for.
        """
        text = _REMARK.sub(_open_remark, question.text.lower())
        found = self.find_named(text, question.english, of) if of else self.find_words(text, question.english)
        groups: list[list[Word]] = []
        names: list[tuple[int, int]] = []
        end = 0
        for start, word in found:
            stop = start + len(word.text)
            if groups and not _BETWEEN.search(text[end:start]):
                groups[-1].append(word)
                names[-1] = (names[-1][0], stop)
            else:
                groups.append([word])
                names.append((start, stop))
            end = stop
        name = "、".join(_as_typed(text[start:stop], question.text) for start, stop in names)
        return Subject(text, tuple(tuple(group) for group in groups), name)

    def weigh(self, word: Word) -> float:
        """How telling a word is: its inverse passage frequency."""
        return self._matcher.weigh(word.text)

    def is_hollow(self, word: Word) -> bool:
        """Is a word among those that name no subject?"""
        return word.text in self._cues.hollow

    def find_named(self, text: str, english: bool, of: str) -> list[tuple[int, Word]]:
        """The words of a lower-case text that name what it is about and where they stand: the likeliest, and
        all that rather do than not.
        """
        found = self.find_words(text, english, hollow=True)
        weights = [self.weigh(word) for _, word in found]
        chances = [
            find_chance(
                describe_word(text, start, start + len(word.text), weight, weights, self.is_hollow(word)), of
            )
            for (start, word), weight in zip(found, weights, strict=True)
        ]
        least = min(LIKELY, max(chances, default=0.0))
        kept: list[tuple[int, Word]] = []
        for (start, word), chance in zip(found, chances, strict=True):
            beside = bool(kept) and start == kept[-1][0] + len(kept[-1][1].text)
            if chance >= (min(least, BESIDE) if beside else least):
                kept.append((start, word))
        heaviest = max((self.weigh(word) for _, word in kept), default=0.0)
        return [one for one in kept if self.weigh(one[1]) >= TELLING * heaviest]

    def find_words(self, text: str, english: bool = False, hollow: bool = False) -> list[tuple[int, Word]]:
        """The content words of a lower-case text and where they stand; `hollow`: also those of no subject."""
        found = self._chinese_words(text, hollow)
        if english:
            named = [(start, word) for start, word in found if not word.text.isascii()]
            found = sorted([*self._english_words(text, hollow), *named], key=lambda one: one[0])
        return found

    def _chinese_words(self, text: str, hollow: bool) -> list[tuple[int, Word]]:
        """Content words with where they stand; short quoted terms are words as they are."""
        terms = [term for quoted in _TERM.findall(text) for term in _LISTED.split(quoted)]
        words = {term: Word(term) for term in terms if len(term) <= _NAME}
        for word in self._matcher.find_words(text):
            if hollow or word.text not in self._cues.hollow:
                official = tuple(dict.fromkeys(self._vocabulary.everyday.get(word.text, ())))
                forms = tuple(form for form in dict.fromkeys(word.alternatives) if form not in official)
                words.setdefault(word.text, Word(word.text, forms, official))
        for latin in _LATIN.findall(text):
            words.setdefault(latin, Word(latin))
        placed = [(text.find(word.text), word) for word in words.values()]
        placed = [(start, word) for start, word in placed if start >= 0]
        placed.sort(key=lambda item: (item[0], -len(item[1].text)))
        kept: list[tuple[int, Word]] = []
        for start, word in placed:  # a word inside a longer one says nothing more
            if not kept or start >= kept[-1][0] + len(kept[-1][1].text):
                kept.append((start, self._lengthen(word, text[start + len(word.text) :])))
        return kept

    def _lengthen(self, word: Word, behind: str) -> Word:
        """A word with the single character behind it that makes it another one (消費券, 遺產稅, 垃圾袋)."""
        rest = _ALONE.match(behind)
        if rest is None or rest[0] in self._cues.hollow or _BETWEEN.match(rest[0]):
            return word
        return Word(word.text + rest[0])

    def _english_words(self, text: str, hollow: bool) -> list[tuple[int, Word]]:
        """English phrases, the longest that the vocabulary knows, with its Chinese terms as forms."""
        matches = list(ENGLISH_WORD.finditer(text))
        found: list[tuple[int, Word]] = []
        place = 0
        while place < len(matches):
            for length in range(min(self._longest, len(matches) - place), 0, -1):
                start, end = matches[place].start(), matches[place + length - 1].end()
                phrase = text[start:end]
                terms = self._terms(phrase)
                if terms is not None or length == 1:
                    place += length
                    if (hollow or phrase not in self._cues.hollow) and (terms or len(phrase) > 1):
                        found.append((start, Word(phrase, terms or ())))
                    break
        return found

    def _terms(self, phrase: str) -> tuple[str, ...] | None:
        for form in (phrase, phrase.removesuffix("s"), re.sub("ies$", "y", phrase)):
            if form in self._english:
                return tuple(self._english[form])
        return None


def _open_remark(remark: re.Match[str]) -> str:
    """Other names of a thing in brackets are listed beside it: 移工（外籍勞工、外籍漁工）."""
    return " " if _MORE.match(remark[1]) else f"、{remark[1]}"


def _as_typed(name: str, typed: str) -> str:
    """A stretch of the lower-case text with the capitals that were typed."""
    start = typed.lower().find(name)
    return typed[start : start + len(name)] if start >= 0 else name
