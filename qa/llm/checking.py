"""Decides of each sentence of a language model what speaks against showing it; the judge comes after.

A claim is held against the sentences that it points at, never against the passage around them: numbers
must stand there beside the words that they are given with, members of a list and quotations must be
printed there, what is denied must be denied there.  The question's words are no support.  That catches
most slips and costs nothing; what it cannot see (a wrong reason in the report's own words) is for the
judge (`qa.llm.judging`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import ROC_OFFSET
from index.words import is_simplified
from qa.check.grounding import Ground, find_loose_numbers
from qa.check.numerals import Numeral, flatten, join_digits, read_numerals
from qa.llm.sources import Claim, Line, Sources

Cover = Callable[[str, str], float]
"""Share of a text's content words that another accounts for, synonyms and translations included."""

LEAST_COVER, LEAST_PAIRS, LEAST_OF_CLAUSE = 0.45, 0.35, 0.15
"""Share of a claim's words, or of its pairs of characters, that what it points at must account for."""
FEW_PAIRS = 4  # a shorter stretch says nothing of its own
SHARED_MEMBER = 0.6  # of a list member's pairs of characters, where it is not printed word for word
SAME_CLAUSE = 0.7  # of a printed clause's pairs in a claim that says the same
LOOPED = 4  # times that a run of characters stands in a sentence that only repeats itself
_RUN = 4

_MARKUP = re.compile(
    r"[<>`|\\]|\]\s*\(|!\[|https?:|www\.|://|&#?\w+;|\b[\w-]+\.(?:com|net|org|tw|io|gov|edu|cn)\b|^\s*[#>]",
    re.IGNORECASE | re.MULTILINE,
)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # controls, format characters, surrogates, private, unassigned
_QUOTATION = re.compile(r"「([^「」]*)」")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u3400-\u9fff]")
_BREAK = re.compile(r"[，、；。,;｜]")
_DENIAL = re.compile(r"(?:[未沒無否](?!來)|不(?![同僅只但過])|非(?!常)|並非)[\u3400-\u9fff]?")
_DENIAL_EN = re.compile(r"\b(?:not?|never|without|none|nor|failed?|refused?|denied)\b|n't\b", re.IGNORECASE)


def tidy_reply(text: str) -> str:
    """A reply without thoughts, emphasis and invisible characters, its brackets those of pointers."""
    text = _THOUGHT.sub("", text)
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    text = text.replace("**", "").replace("__", "")
    return re.sub(r"[【［]([\d.,、， ]+)[】］]", r"[\1]", text)


@dataclass(frozen=True)
class Frame:
    """What holds for all claims of an answer: the question, the report's 民國 year, the answer's language."""

    question: str
    year: int
    english: bool
    cover: Cover

    @property
    def free(self) -> Ground:
        """Numbers that may stand anywhere: the report's year in both counts, and those of the question."""
        western = self.year + ROC_OFFSET
        return Ground(f"{self.question} {self.year} 年 {western} 年 {self.year} {western}")


def find_faults(claim: Claim, sources: Sources, frame: Frame) -> list[str]:
    """Why a claim may not be shown, a few words each; [] when nothing speaks against it."""
    if not claim.pointers:
        return ["no pointer"]
    lines = [line for pointer in claim.pointers if (line := sources.get(pointer))]
    if len(lines) < len(claim.pointers):
        return [f"no sentence [{n}.{m}]" for n, m in claim.pointers if sources.get((n, m)) is None]
    return list(_faults(claim.text, lines, frame))


def _faults(text: str, lines: Sequence[Line], frame: Frame) -> Iterator[str]:
    if _MARKUP.search(text):
        yield "markup"
    if _OTHER_SCRIPT.search(unicodedata.normalize("NFKC", text)) or is_simplified(text):
        yield "another script"
    if _is_english(text) != frame.english:
        yield "another language"
    if repeats(text):
        yield "repeats itself"
    grounds = [*(line.ground for line in lines), frame.free]
    loose = find_loose_numbers(text, grounds)
    yield from (f"number {number} is not there" for number in loose)
    printed = " ".join(f"{line.text} {line.quote}" for line in lines)
    place = " ".join(line.place for line in lines)
    letters = _squeeze(f"{place} {printed}")
    if not loose:
        yield from (
            f"number {number} belongs to something else" for number in _misplaced(text, lines, frame.year)
        )
    for words in _QUOTATION.findall(text):
        if _squeeze(words) not in letters:
            yield f"「{words}」 is not printed there"
    yield from (f"{member} is not there" for member in _strange_members(text, letters))
    if _denies_otherwise(text, lines, flatten(printed)):
        yield "denies what is not denied, or the other way round"
    if _says_more(text, printed, place, frame):
        yield "other words than the sentences pointed at"


def _says_more(text: str, printed: str, place: str, frame: Frame) -> bool:
    """Are the words of a claim, or of one of its clauses, others than those pointed at?

    Headings may name what a claim is about; that is no support for what it says.  English has no
    characters in common with what is printed: there only the vocabulary can tell.
    """
    if frame.english:
        return frame.cover(text, f"{place} {printed}") < LEAST_COVER
    known, named = _pairs(printed), _pairs(place)
    clauses = [(clause, LEAST_OF_CLAUSE) for clause in re.split(r"[，；。,;：]", text)]
    for words, least in [(text, LEAST_PAIRS), *clauses]:
        pairs = _pairs(words) - (named - known)
        if len(pairs) < FEW_PAIRS or _share(pairs, known) >= least:
            continue
        if frame.cover(words, printed) < LEAST_COVER:
            return True
    return False


def repeats(text: str) -> bool:
    """Does a stretch of a sentence stand in it again and again?"""
    flat = _squeeze(text)
    return any(flat.count(flat[i : i + _RUN]) >= LOOPED for i in range(len(flat) - _RUN))


def _is_english(text: str) -> bool:
    han = sum(map(len, _HAN.findall(text)))
    return len(re.findall(r"[A-Za-z]{2,}", text)) > han


def _squeeze(text: str) -> str:
    return "".join(flatten(text).split())


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters."""
    return frozenset(run[i : i + 2] for run in _HAN.findall(_squeeze(text)) for i in range(len(run) - 1))


def _share(pairs: frozenset[str], known: frozenset[str]) -> float:
    return len(pairs & known) / len(pairs) if pairs else 0.0


def _numbers_in_context(text: str) -> list[tuple[Numeral, frozenset[str]]]:
    """Each number with the pairs of characters around it: from the last break or number to the next."""
    flat = join_digits(flatten(text))
    numerals = read_numerals(flat)
    found = []
    for place, numeral in enumerate(numerals):
        floor = numerals[place - 1].end if place else 0
        breaks = [match.end() for match in _BREAK.finditer(flat, floor, numeral.start)]
        start = breaks[-1] if breaks else floor
        if breaks and not re.search(r"\w", flat[start : numeral.start]):
            start = breaks[-2] if len(breaks) > 1 else floor  # 「活動，3 場」: the words before the comma
        ceiling = numerals[place + 1].start if place + 1 < len(numerals) else len(flat)
        stop = _BREAK.search(flat, numeral.end, ceiling)
        around = flat[start : numeral.start] + " " + flat[numeral.end : stop.start() if stop else ceiling]
        found.append((numeral, _pairs(around)))
    return found


def _misplaced(text: str, lines: Sequence[Line], year: int) -> Iterator[str]:
    """Numbers that stand there, but beside other words: the actual value as target, one count as another.

    Only pairs that tell the printed numbers apart are compared, and only numbers of the same unit.
    """
    printed = [entry for line in lines for entry in _numbers_in_context(line.text)]
    for numeral, around in _numbers_in_context(text):
        if numeral.value in (year, year + ROC_OFFSET):
            continue
        alike = [entry for entry in printed if entry[0].unit == numeral.unit or not numeral.unit]
        own = [pairs for other, pairs in alike if other.key == numeral.key]
        others = [pairs for other, pairs in alike if other.key != numeral.key]
        if not own or not others:
            continue
        mine = max(len(around & pairs - frozenset().union(*others)) for pairs in own)
        theirs = max(len(around & pairs - frozenset().union(*own)) for pairs in others)
        if theirs > mine:
            yield numeral.text


def _strange_members(text: str, letters: str) -> Iterator[str]:
    """Members of a list (three at least, parted by 、) that are not printed."""
    known = _pairs(letters)
    for stretch in re.split(r"[，。；：,;:]", text):
        members = [part for part in re.split(r"、|及|和|與", stretch) if part.strip()]
        if stretch.count("、") < 1 or len(members) < 3:
            continue
        for member in members[1:-1]:  # the outer ones hold words of the sentence too
            squeezed = _squeeze(member)
            if squeezed not in letters and _share(_pairs(squeezed), known) < SHARED_MEMBER:
                yield member.strip()


def _denies_otherwise(text: str, lines: Sequence[Line], whole: str) -> bool:
    """Is something denied that the lines do not deny, or said without the denial that is printed with it?"""
    flat = flatten(text)
    mine = [match.group() for match in _DENIAL.finditer(flat)] + _DENIAL_EN.findall(flat)
    printed = list(_DENIAL.finditer(whole))
    if mine and not printed:
        return True
    if mine or _is_english(text):
        return False
    said = _pairs(flat)
    for line in lines:
        for clause in re.split(r"[，；。,;]", flatten(line.text)):
            pairs = _pairs(clause)
            if _DENIAL.search(clause) and len(pairs) > 2 and _share(pairs, said) >= SAME_CLAUSE:
                return True
    return False
