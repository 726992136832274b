"""Decides of each sentence of a language model whether it may be shown.

It may when it cites passages that were given and only those, when each of its numbers stands there to
the character (or follows from a calculation that it shows), when what it puts in 「」 is printed there,
when most of its words are, and when it has neither link nor markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Passage
from qa.check.grounding import Ground, find_loose_numbers
from qa.check.numerals import flatten
from qa.check.statements import Statement

LEAST_SHARED = 0.4
"""Least share of a Chinese sentence's character pairs that its passages or the question must have."""
LONG_QUOTATION = 6
"""From so many characters on, words in 「」 count as a quotation."""

_MARKUP = re.compile(
    r"[<>`|\\]|\]\s*\(|!\[|https?:|www\.|://|&#?\w+;|\b[\w-]+\.(?:com|net|org|tw|io|gov|edu|cn)\b|^\s*#|^\s*>|\{|\}",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTATION = re.compile(r"「([^「」]*)」")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # controls, format characters, surrogates, private, unassigned
_MARK_FORMS = re.compile(
    r"[【［\[]\s*(?:來源|段落|passage)?\s*(\d+(?:\s*[,、，]\s*\d+)*)\s*[】］\]]", re.IGNORECASE
)


@dataclass(frozen=True)
class Source:
    """A passage that was given to the model."""

    passage: Passage
    ground: Ground
    pairs: frozenset[str]
    letters: str  # without white space

    @classmethod
    def of(cls, passage: Passage) -> Source:
        place = " ".join(passage.path)
        whole = f"{passage.department} {place} {passage.text}"
        return cls(
            passage,
            Ground(passage.text, place, passage.page.number),
            _pairs(whole),
            "".join(flatten(whole).split()),
        )


def tidy_reply(text: str) -> str:
    """A reply without thoughts, emphasis and invisible characters, its marks all written [n]."""
    text = _THOUGHT.sub("", text)
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    text = text.replace("**", "").replace("__", "")
    return _MARK_FORMS.sub(lambda match: f"[{match[1].replace('，', ',')}]", text)


def find_faults(statement: Statement, sources: Mapping[int, Source], question: str) -> list[str]:
    """Why a sentence may not be shown; [] when it may.  `sources` are numbered as the model saw them."""
    cited = [sources[mark] for mark in statement.marks if mark in sources]
    if not statement.marks:
        return ["no mark"]
    faults = [f"no passage [{mark}]" for mark in statement.marks if mark not in sources]
    if _MARKUP.search(statement.text):
        faults.append("markup")
    for clause in statement.clauses:
        grounds = [sources[mark].ground for mark in clause.marks if mark in sources]
        faults += [f"number {number}" for number in find_loose_numbers(clause.text, grounds)]
    faults += [f"quotation {words}" for words in _loose_quotations(statement.text, cited)]
    if not faults and _shared(statement.text, cited, question) < LEAST_SHARED:
        faults.append("other words than its passages")
    return faults


def _loose_quotations(text: str, cited: Sequence[Source]) -> list[str]:
    quotations = ["".join(flatten(words).split()) for words in _QUOTATION.findall(text)]
    return [
        words
        for words in quotations
        if len(words) >= LONG_QUOTATION and not any(words in source.letters for source in cited)
    ]


def _shared(text: str, cited: Sequence[Source], question: str) -> float:
    """Share of the character pairs of a text that its sources or the question have; 1.0 without any."""
    pairs = _pairs(text)
    known = _pairs(question).union(*(source.pairs for source in cited))
    return len(pairs & known) / len(pairs) if pairs else 1.0


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters of the flattened text."""
    runs = _HAN.findall("".join(flatten(text).split()))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
