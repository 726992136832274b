"""Words of a text in one normal form, for search and for comparing.

normalize   half width, Traditional characters and words of Taiwan, 台 for 臺, numbers and dates in one form
Words       cuts a text into the tokens of BM25: dictionary words, pairs of characters, figures, Latin words
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from corpus.figures import find_figures
from corpus.model import ROC_OFFSET

if TYPE_CHECKING:
    from corpus.model import Figure

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
LATIN = re.compile(r"[a-z][a-z0-9]*(?:[+-][a-z0-9]+)*")
BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
"""Blanks beside a Chinese character, which mean nothing."""
_DIGIT = re.compile(r"\d")
_SPOKEN = re.compile(r"[成半]|(?<!百)分之")
LONGEST_WORD = 8
NORMALIZED = 65536
"""Texts whose normal form is kept: all sentences, passages and anticipated questions of a report or two."""
_known: dict[str, str] = {}
"""Normal forms that were kept with an index: working out those of a whole report takes seconds."""


def normalize(text: str) -> str:
    """Return a text in the one form in which texts are compared.

    NFKC; Simplified characters and phrases as Taiwan writes them; 台 for 臺; numbers as plain digits
    (1 萬 4,562 is 14562, 三百件 is 300件); dates as 112年8月26日 or 8月26日; no blanks beside
    Chinese characters.  Years stay as they are counted, upper case stays.
    """
    return _known.get(text) or _normalize(text)


def remember(normal: Mapping[str, str]) -> None:
    """Take over normal forms by their texts, as `normalize` made them before."""
    _known.update(normal)


@lru_cache(maxsize=NORMALIZED)
def _normalize(text: str) -> str:
    text = to_traditional(unicodedata.normalize("NFKC", text)).replace("臺", "台")
    parts = []
    place = 0
    for figure in find_figures(text):
        parts += [text[place : figure.start], _plain_figure(figure)]
        place = figure.end
    return BLANK.sub("", "".join([*parts, text[place:]])).strip()


def to_traditional(text: str) -> str:
    """Return a text as Taiwan writes it where it holds Simplified characters, otherwise as it is."""
    return converter("s2twp").convert(text) if is_simplified(text) else text


def is_simplified(text: str) -> bool:
    """Return whether a text holds a character of Simplified Chinese.

    That is one that Big5 does not know and that has a Traditional form of its own.
    """
    return not _is_big5(text) and any(map(_is_simple, "".join(HAN.findall(text))))


@lru_cache(maxsize=16384)
def _is_simple(character: str) -> bool:
    return not _is_big5(character) and bool(converter("s2t").convert(character) != character)


def _is_big5(text: str) -> bool:
    try:
        return text.encode("big5") is not None
    except UnicodeEncodeError:
        return False


@cache
def converter(configuration: str) -> Any:
    """What turns characters of one script into another's."""
    import opencc

    return opencc.OpenCC(configuration)


def _plain_figure(figure: Figure) -> str:
    if figure.kind == "date":
        year, rest = divmod(int(figure.value), 10000)
        month, day = divmod(rest, 100)
        return (f"{year}年" if year else "") + f"{month}月" + (f"{day}日" if day else "")
    if figure.kind == "year" and not _DIGIT.search(figure.text):
        return f"{figure.value:.0f}年"
    if not _DIGIT.search(figure.text) and (_SPOKEN.search(figure.text) or figure.text.isascii()):
        return figure.text  # 一半, 八成, two thirds: more words than numbers
    if figure.kind in ("number", "money", "percent"):
        return plain_number(figure.value) + figure.unit
    return figure.text


def fold(text: str) -> str:
    """Return a text in half width and small letters, with 台 for 臺: how lists are searched as one types."""
    return unicodedata.normalize("NFKC", text).casefold().replace("臺", "台")


def plain_number(value: float) -> str:
    """Return a number as plain digits, without an exponent and without zeros behind the point."""
    if math.isinf(value):  # hundreds of digits, which nobody means
        return str(value)
    return f"{value:.0f}" if value == int(value) else f"{value:.6f}".rstrip("0")


def figure_tokens(figures: Iterable[Figure]) -> list[str]:
    """Return numbers and dates as tokens: #14562, @8-26 and @112-8-26, y112 (2023 is 112)."""
    tokens = []
    for figure in figures:
        if figure.kind == "date":
            year, rest = divmod(int(figure.value), 10000)
            month, day = divmod(rest, 100)
            tokens.append(f"@{month}-{day}")
            if year:
                tokens += [f"@{_republic(year)}-{month}-{day}", f"y{_republic(year)}"]
        elif figure.kind == "year":
            tokens.append(f"y{_republic(int(figure.value))}")
        else:
            tokens.append(f"#{plain_number(figure.value)}")
    return tokens


def _republic(year: int) -> int:
    """Return a year as the Republic counts it."""
    return year - ROC_OFFSET if year > ROC_OFFSET else year


class Words:
    """Cuts texts into tokens with a dictionary of its own; safe to use from several threads.

    dictionary: word → how often it occurs, in Traditional characters with 台 for 臺.
    """

    def __init__(self, dictionary: Mapping[str, int]) -> None:
        import jieba

        self.dictionary = dict(dictionary)
        self._tokenizer = jieba.Tokenizer()
        frequencies: dict[str, int] = {}
        for word, count in self.dictionary.items():
            frequencies[word] = count
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        self._tokenizer.FREQ = frequencies
        self._tokenizer.total = sum(self.dictionary.values()) or 1
        # Without this jieba would read its own dictionary and a cache in the folder for temporary files.
        self._tokenizer.initialized = True

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of a text; a word comes once as a word and again as its pairs of characters."""
        text = normalize(text).lower()
        tokens = figure_tokens(find_figures(text))
        for run in HAN.findall(text):
            cut = self._tokenizer.cut_for_search(run, HMM=False)
            tokens += [word for word in cut if len(word) > 1 or len(run) == 1]
            tokens += [f"_{run[place : place + 2]}" for place in range(len(run) - 1)]
        tokens += [_stem(word) for word in LATIN.findall(text)]
        return tokens

    def segment(self, text: str) -> list[str]:
        """Return the words of a normalised text without overlaps: dictionary words, then Latin words."""
        text = text.lower()
        found = [word for run in HAN.findall(text) for word in self._tokenizer.cut(run, HMM=False)]
        return found + LATIN.findall(text)


def _stem(word: str) -> str:
    """Return a Latin word without the s of the plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def grow_dictionary(texts: Iterable[str], terms: Iterable[str]) -> dict[str, int]:
    """Return the words of `texts` by jieba's dictionary and `terms`, with how often they occur.

    jieba's dictionary is written in Simplified characters, so texts are cut by their Simplified form,
    character for character.  The result is small, which lets a search start without reading all of it.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in terms:
        tokenizer.add_word(_simplify(normalize(term)))
    counts: Counter[str] = Counter()
    for text in texts:
        for run in HAN.findall(normalize(text)):
            place = 0
            for word in tokenizer.cut_for_search(_simplify(run), HMM=False):
                found = _simplify(run).find(word, max(0, place - LONGEST_WORD))
                counts[run[found : found + len(word)]] += 1
                place = found + len(word)
    return dict(sorted(counts.items()))


def _simplify(text: str) -> str:
    """Return a text in Simplified characters, of the same length."""
    return "".join(map(_simple_character, text))


@lru_cache(maxsize=16384)
def _simple_character(character: str) -> str:
    simple = converter("t2s").convert(character)
    return simple if len(simple) == 1 else character
