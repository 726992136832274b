"""Anticipated questions and known gaps, tied to the sentences of a report.

Both are written by reading a report: each line of `<folder>/<department>.jsonl` has the question `q`,
the source line and an `anchor`, a stretch copied from the item.  A report of another year differs in its
figures and line numbers, so the anchor is looked for by its letters alone where it does not stand there
to the digit, inside the same department, and of several places the one nearest to where the item was.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.errors import ReportError
from corpus.model import Passage, Report

logger = logging.getLogger(__name__)

NOISE = re.compile(r"<[^<>]*>|[\W_]")
FIGURES = re.compile(r"\d+")


@dataclass(frozen=True)
class BankQuestion:
    """A question that somebody might type and the sentence that answers it."""

    question: str
    passage_id: str
    sentence_index: int
    line: int  # of the report it was written for
    anchor: str


@dataclass(frozen=True)
class GapQuestion:
    """A question that the report does not answer, and the sentence that comes nearest, if one does."""

    question: str
    missing: str  # what the report lacks
    why: str  # year, detail, breakdown, procedure, contact, plan, elsewhere, opinion, person, comparison
    passage_id: str | None = None
    sentence_index: int | None = None


def load_bank(folder: Path, report: Report, passages: list[Passage]) -> list[BankQuestion]:
    """Return the anticipated questions of `folder` that the report answers, in the order of the files.

    Questions whose item the report does not have are left out, with one warning that counts them.
    Raises ReportError where a file of the folder is not what it should be.
    """
    tied: list[BankQuestion] = []
    lost: dict[str, int] = defaultdict(int)
    for department, records in read_questions(folder):
        places = _Places(department, passages)
        for record in records:
            place = places.find(record["anchor"], record["line"])
            if place is None:
                lost[department] += 1
                continue
            tied.append(BankQuestion(record["q"], *place, record["line"], record["anchor"]))
    _warn(lost, "anticipated questions", report)
    return tied


def load_gaps(folder: Path, report: Report, passages: list[Passage]) -> list[GapQuestion]:
    """Return the known gaps of `folder`; those that belong to an item which is gone are left out.

    Raises ReportError where a file of the folder is not what it should be.
    """
    gaps: list[GapQuestion] = []
    lost: dict[str, int] = defaultdict(int)
    anywhere = _Places("", passages)
    for department, records in read_questions(folder):
        places = _Places(department, passages)
        for record in records:
            place = None
            if "anchor" in record:
                anchor, line = record["anchor"], record["line"]
                place = places.find(anchor, line) or anywhere.find(anchor, line)
                if place is None:
                    lost[department] += 1
                    continue
            gaps.append(GapQuestion(record["q"], record["missing"], record["why"], *(place or ())))
    _warn(lost, "known gaps", report)
    return gaps


def read_questions(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each file's department and records; nothing where the folder does not exist."""
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        records = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                complete = isinstance(record["q"], str) and ("anchor" not in record or record["line"] > 0)
            except (ValueError, KeyError, TypeError):
                complete = False
            if not complete:
                raise ReportError(
                    f"題庫檔 {path.name} 第 {number} 行不是一筆題目：需要 q，有 anchor 時還需要 line。"
                )
            records.append(record)
        yield path.stem, records


def plain_letters(text: str) -> str:
    """Return the letters and digits of a text, width and case aside: what an anchor is compared by."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


class _Places:
    """Where an anchor stands in a department: the sentences' letters in one run, with figures and without."""

    def __init__(self, department: str, passages: list[Passage]) -> None:
        named = any(passage.department == department for passage in passages)
        held = [passage for passage in passages if passage.department == department or not named]
        self.sentences = [
            (passage.id, index, sentence.lines)
            for passage in held
            for index, sentence in enumerate(passage.sentences)
        ]
        texts = [
            plain_letters(_stretch(passage, index))
            for passage in held
            for index in range(len(passage.sentences))
        ]
        self.exact = _Stream(texts)
        self.letters = _Stream([FIGURES.sub("", text) for text in texts])
        self.shift = 0

    def find(self, anchor: str, line: int) -> tuple[str, int] | None:
        """Return the id of the passage and the number of the sentence that hold the anchor, None without."""
        sought = plain_letters(anchor)
        hits = self.exact.find(sought)
        if not hits:
            sought = FIGURES.sub("", sought)
            hits = self.letters.find(sought) if len(sought) >= 3 else []
        if not hits:
            return None
        expected = line + self.shift
        number = min(hits, key=lambda hit: self._distance(hit, expected))
        if len(hits) == 1:
            self.shift = self.sentences[number][2][0] - line
        passage_id, index, _ = self.sentences[number]
        return passage_id, index

    def _distance(self, number: int, line: int) -> int:
        first, last = self.sentences[number][2]
        return max(first - line, line - last, 0)


def _stretch(passage: Passage, index: int) -> str:
    """Return a sentence with what stands before it in no sentence of its own (a row's goal)."""
    sentences = passage.sentences
    start = sentences[index - 1].end if index else 0
    stop = len(passage.text) if index == len(sentences) - 1 else sentences[index].end
    return passage.text[min(start, sentences[index].start) : stop]


class _Stream:
    """Texts run together, so that a stretch over the end of one is found too."""

    def __init__(self, texts: list[str]) -> None:
        self.starts = [0]
        for text in texts:
            self.starts.append(self.starts[-1] + len(text))
        self.text = "".join(texts)

    def find(self, sought: str) -> list[int]:
        """Return the numbers of the texts that hold most of `sought`, at each place where it stands."""
        hits = []
        place = self.text.find(sought) if sought else -1
        while place >= 0:
            hits.append(self._owner(place, place + len(sought)))
            place = self.text.find(sought, place + 1)
        return hits

    def _owner(self, start: int, end: int) -> int:
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        shares = [
            min(end, right) - max(start, left) for left, right in pairwise(self.starts[first : last + 2])
        ]
        return first + shares.index(max(shares))


def _warn(lost: dict[str, int], what: str, report: Report) -> None:
    if lost:
        counts = ", ".join(f"{department} {count}" for department, count in lost.items())
        logger.warning(
            "%d %s are left out because %s has no such item: %s", sum(lost.values()), what, report.id, counts
        )
