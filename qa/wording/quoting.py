"""Choose the stretch of a passage that is quoted: whole sentences where they fit, clauses where not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.model import Passage
from index.words import normalize

_BREAK = re.compile(r"[，；;。：]|(?<!\d),(?!\d)")
OPEN, CLOSE = "（(「『【《〈[", "）)」』】》〉]"
_RUNNING = re.compile(r"[\d,.，．]")  # characters that a printed number is made of
BAR = "｜"  # between the cells of a table's row; a stretch does not run over one
SPLIT_PENALTY = 0.12  # for each end of a stretch that lies inside a sentence
MOST_CLAUSES = 40


@dataclass(frozen=True)
class Taste:
    """How a stretch is judged: what it is worth, and what each character costs.

    `worth` takes the stretch as normalised lower-case text.
    """

    worth: Callable[[str], float]
    limit: int  # characters at most
    cost: float = 0.0007  # of a character


def choose_stretch(passage: Passage, number: int, taste: Taste, lowest: int = 0) -> tuple[int, int]:
    """Offsets of the best stretch around sentence `number` of a passage.

    A stretch is a run of clauses that holds the sentence, or as much of it as the limit lets; of two
    that are worth the same the shorter wins.  Sentences before number `lowest` are never part of it.
    """
    bounds = _clause_bounds(passage, lowest)
    flat = [normalize(passage.text[start:end]).lower() for start, end in bounds]
    sentence = passage.sentences[number]
    within = [n for n, (start, end) in enumerate(bounds) if start < sentence.end and end > sentence.start]
    if not within:
        return sentence.start, sentence.end
    low = max(0, within[0] - MOST_CLAUSES // 2)
    high = min(len(bounds), within[-1] + 1 + MOST_CLAUSES // 2)
    whole = sentence.end - sentence.start <= taste.limit
    bars = passage.text.count(BAR, sentence.start, sentence.end)
    starts = {s.start for s in passage.sentences}
    ends = {s.end for s in passage.sentences}
    best, best_value = None, float("-inf")
    for first in range(low, within[0] + 1 if whole else within[-1] + 1):
        for last in range(max(first, within[-1] if whole else within[0]), high):
            start, end = bounds[first][0], bounds[last][1]
            if end - start > taste.limit or passage.text.count(BAR, start, end) > bars:
                break
            splits = (start not in starts) + (end not in ends)
            value = taste.worth("".join(flat[first : last + 1])) - SPLIT_PENALTY * splits
            value -= taste.cost * (end - start)
            if value > best_value:
                best, best_value = (start, end), value
    if best is None:
        return _cut_hard(passage.text, sentence.start, taste.limit)
    return best


def widen(passage: Passage, start: int, end: int, limit: int, lowest: int = 0) -> tuple[int, int]:
    """Offsets of a stretch with the whole sentences beside it, first those behind, as far as `limit` lets.

    A sentence in front is taken only with its beginning, one behind only with its end, none over a bar.
    """
    text = passage.text
    own = [n for n, s in enumerate(passage.sentences) if n >= lowest and s.start < end and s.end > start]
    if not own:
        return start, end
    for number in (*range(own[-1], len(passage.sentences)), *range(own[0], lowest - 1, -1)):
        sentence = passage.sentences[number]
        low, high = min(start, sentence.start), max(end, sentence.end)
        if high - low > limit or BAR in text[low:start] or BAR in text[end:high]:
            if number in (own[0], own[-1]):
                continue
            break
        start, end = low, high
    return start, end


def _clause_bounds(passage: Passage, lowest: int) -> list[tuple[int, int]]:
    """Offsets of the clauses of the sentences of a passage, in order."""
    return [
        (sentence.start + start, sentence.start + end)
        for sentence in passage.sentences[lowest:]
        for start, end in split_clauses(passage.sentence_text(sentence))
    ]


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a text; together they are the whole text.

    A clause ends behind a comma, semicolon, colon or full stop that stands outside brackets.
    """
    clauses, start, depth = [], 0, 0
    for position, character in enumerate(text):
        if character in OPEN:
            depth += 1
        elif character in CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0 and _BREAK.match(text, position):
            clauses.append((start, position + 1))
            start = position + 1
    if start < len(text):
        clauses.append((start, len(text)))
    return clauses


def _cut_hard(text: str, start: int, limit: int) -> tuple[int, int]:
    """The first `limit` characters from `start`, not ending inside a run of digits."""
    end = min(start + limit, len(text))
    while end > start + 1 and end < len(text) and _RUNNING.match(text[end - 1]) and _RUNNING.match(text[end]):
        end -= 1
    return start, end
