"""Understand a question: its language, what it asks for, of what, of which year and place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from index.words import is_simplified, normalize
from qa.understand.demands import UNIT, Asks, Demand
from qa.understand.periods import find_asked_years, find_near_years
from qa.understand.places import Places
from qa.understand.words import ContentWord, WordMatcher

AMOUNT = frozenset("錢數量額")
"""Words of one sign that any amount may be of."""
LONGEST_READ = 300
"""Characters of a message that are read; of 7,151 messages of people the longest had 272."""

_MOST_WIDENED = 18  # characters that one sign may stand for


def keep_ends(text: str) -> str:
    """The beginning and the end of a text that is too long to be one message, where people ask.

    So what a question costs is bounded, whatever is sent as one.
    """
    wide = unicodedata.normalize("NFKC", text) if len(text) * _MOST_WIDENED > LONGEST_READ else ""
    if len(wide) > max(len(text), LONGEST_READ):
        text = wide
    half = LONGEST_READ // 2
    return text if len(text) <= LONGEST_READ else f"{text[:half]} {text[-half + 1 :]}"


def clean_text(text: str) -> str:
    """A text without control characters and lone surrogates, which no question needs."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else " " for character in text).strip()


@dataclass(frozen=True)
class Reading:
    """A message as one question.

    text: what is asked, complete as far as the message goes.
    subject: the earlier question that it rests on, "" where it stands on its own.
    near: what sentences (by their passage's id and their place in it) earn for standing where the
        conversation is, as shares of a sure answer.
    note: how the message was understood, for the user; "" where as typed.
    told: passages with what was quoted of them before, which does not answer what else there is.
    """

    text: str
    subject: str = ""
    near: Mapping[tuple[str, int], float] = field(default_factory=dict)
    note: str = ""
    told: frozenset[tuple[str, str]] = frozenset()

    @property
    def asked(self) -> str:
        """The whole question in one line."""
        return f"{self.subject} {self.text}".strip()


_COUNTED = re.compile(rf"(?:多少|幾)\s*(?:{UNIT}|點)?+([\u4e00-\u9fff])(?=$|[呢啊啦\s,，。?？!！])")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_INDICATOR = frozenset({"target", "attainment"})
_LISTING = frozenset({"list", "content", "name"})
_REASON = frozenset({"reason", "shortfall"})

"""Texts whose demands and words are kept."""
RESTING = 0.3
"""What a word of the earlier question counts beside one of the message that rests on it."""


@dataclass(frozen=True)
class Understood:
    """A question taken apart; `text` is normalised and complete, follow-ups resolved."""

    typed: str
    text: str
    language: str  # zh | hans | en
    demands: tuple[Demand, ...]
    words: tuple[ContentWord, ...]
    years: frozenset[int]
    places: tuple[str, ...]  # other cities and countries named
    given: frozenset[str]  # digit strings that the question states
    department: str | None = None  # asked for with a filter
    subject: str = ""  # the earlier question that a follow-up rests on
    note: str = ""  # how the question was understood where it was not taken as typed
    message: str = ""  # all that the question was taken from, as it was typed
    home: bool = False  # names the report's own city
    cities: tuple[str, ...] = ()  # of the places those that have a government of their own

    @property
    def english(self) -> bool:
        return self.language == "en"

    @property
    def elsewhere(self) -> bool:
        """Asks about another city's matters, not about the own city's beside them."""
        return bool(self.cities) and not self.home

    @property
    def search_text(self) -> str:
        """What is searched for: a follow-up together with the question that it rests on."""
        return f"{self.subject} {self.text}".strip()

    def asks(self, kinds: Iterable[str]) -> bool:
        return any(demand.kind in kinds for demand in self.demands)

    @property
    def indicator(self) -> bool:
        """Asks for a target, an actual value or an attainment."""
        return self.asks(_INDICATOR)

    @property
    def reason(self) -> bool:
        return self.asks(_REASON)

    @property
    def listing(self) -> bool:
        """Asks for the members of something, all of them."""
        return self.asks(_LISTING)


class Understanding:
    """Takes questions apart; holds what it needs of the vocabulary and of the report's words."""

    def __init__(self, matcher: WordMatcher, asks: Asks, places: Places, year: int) -> None:
        self._matcher, self._asks = matcher, asks
        self._year = year
        self._places = places

    def _find_short(self, text: str) -> tuple[ContentWord, ...]:
        """What a text without longer words asks the amount of in one sign: 幾隻狗, 多少債."""
        named = _COUNTED.search(text)
        return self._matcher.find_any(named[1]) if named and named[1] not in AMOUNT else ()

    def understand(
        self,
        typed: str,
        department: str | None = None,
        *,
        text: str | None = None,
        subject: str = "",
        note: str = "",
        message: str = "",
    ) -> Understood:
        """Take one question apart.

        `message` is what the question is a part of.  What is only told there is not asked for: its words
        and its years in figures count where the question itself names none.

        `text` stands in for what was typed where a follow-up was rewritten; `subject` is the earlier
        question that it rests on: its words count as asked about, its demands only if there are no others.
        """
        text = normalize(text or typed)
        subject, whole = normalize(subject), normalize(message)
        demands = self._asks.find_demands(text)
        if not [demand for demand in demands if demand.kind != "yes_no"] and subject:
            demands = self._asks.find_demands(subject)
        words = self._matcher.find_words(text) or self._matcher.find_words(whole) or self._find_short(text)
        if subject:
            words = words or self._matcher.find_any(text)
            known = {word.text for word in words}
            words += tuple(
                replace(word, weight=word.weight * RESTING)
                for word in self._matcher.find_words(subject)
                if word.text not in known
            )
        places = self._places.find(text)
        return Understood(
            typed=typed,
            text=text,
            language=find_language(typed, subject),
            demands=demands,
            words=words,
            years=find_asked_years(text, self._year)
            or find_asked_years(subject, self._year)
            or (frozenset() if subject else find_near_years(whole, self._year)),
            places=places,
            home=bool(self._places.find_own_spans(whole or text)),
            cities=tuple(filter(self._places.is_city, places)),
            given=frozenset(re.findall(r"\d+(?:\.\d+)?", f"{whole or text} {subject}")),
            department=department,
            subject=subject,
            note=note,
            message=message,
        )


def find_language(text: str, before: str = "") -> str:
    """zh, hans (Simplified Chinese) or en; en only where no Chinese is left but names.

    One Latin word alone is of no language (Why? YouBike): it goes by what was asked `before`.
    """
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    if before and latin == 1 and not chinese:
        return find_language(before)
    if latin >= 2 and chinese <= latin:
        return "en"
    return "hans" if is_simplified(text) else "zh"
