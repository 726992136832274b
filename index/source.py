"""What an index is made from, and the digests by which it is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

import corpus
from corpus.bank import BankQuestion, GapQuestion, load_bank, load_gaps
from corpus.bundled import report_folder
from corpus.contradictions import Contradiction, find_contradictions
from corpus.cutting.passages import cut_passages
from corpus.kept import digest_code, digest_texts, read_kept, write_kept
from corpus.model import Passage, Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from corpus.reading.wholeness import refuse_hollow

CORPUS = Path(corpus.__file__).parent
PACKAGES = (Path(__file__).parent, CORPUS)
"""Whose modules and data files decide what an index holds: how numbers and words are read, for instance.

Taking all of them makes an index stale more often than need be; its vectors are kept all the same, so that
building it again takes seconds.
"""


@dataclass(frozen=True)
class Source:
    """A report with its passages, the questions tied to them and the known gaps."""

    report: Report
    passages: list[Passage]
    bank: list[BankQuestion]
    gaps: list[GapQuestion]

    @classmethod
    def read(cls, report_file: Path, kept: Path | None = None) -> Source:
        """Return a report with its questions: those in `bank` and `gaps` beside its file, if there are any,
        else the bundled report's, which serve every other one as far as it has their items.

        `kept` is a folder where all this is kept, since working it out takes seconds, and of an office file
        minutes; the passages of a report that was kept no longer know the line of each character.
        Raises ReportError where the file cannot be read or is no such report.
        """
        text, pages = read_report(report_file, kept)
        own = report_file.parent
        folder = own if (own / "bank").is_dir() else report_folder()
        if kept is None:
            return cls._work_out(text, pages, folder)
        files = [file for part in ("bank", "gaps") for file in sorted((folder / part).glob("*.jsonl"))]
        asked = [part for file in files for part in (file.name, file.read_text(encoding="utf-8"))]
        made_from = digest_texts([text, str(pages), *asked, digest_code([CORPUS])])
        place = kept / f"source-{made_from[:24]}.json"
        source = cls._recall(place)
        if source is None:
            source = cls._work_out(text, pages, folder)
            source._keep(place)
        return source

    @classmethod
    def _work_out(cls, text: str, pages: Sequence[int], folder: Path) -> Source:
        report = refuse_hollow(parse_report(text, pages))
        passages = cut_passages(report)
        bank = load_bank(folder / "bank", report, passages)
        return cls(report, passages, bank, load_gaps(folder / "gaps", report, passages))

    @classmethod
    def _recall(cls, place: Path) -> Source | None:
        text = read_kept(place)
        try:
            kept = _adapter().validate_json(text) if text is not None else None
        except ValidationError:
            return None
        if kept is None:
            return None
        source = cls(kept.report, kept.passages, kept.bank, kept.gaps)
        source.__dict__["contradictions"] = kept.contradictions
        return source

    def _keep(self, place: Path) -> None:
        kept = _Kept(self.report, self.passages, self.bank, self.gaps, self.contradictions)
        write_kept(place, _adapter().dump_json(kept).decode())

    @cached_property
    def contradictions(self) -> list[Contradiction]:
        """What the report contradicts itself in, in its order."""
        return find_contradictions(self.report, self.passages)

    @cached_property
    def sentences(self) -> list[tuple[Passage, int]]:
        """The sentences of all passages: the passage and the number of the sentence in it."""
        return [(passage, number) for passage in self.passages for number in range(len(passage.sentences))]

    @cached_property
    def owners(self) -> list[int]:
        """Of each question of the bank, the place of its sentence in `sentences`."""
        rows = {(passage.id, number): row for row, (passage, number) in enumerate(self.sentences)}
        return [rows[question.passage_id, question.sentence_index] for question in self.bank]

    def digests(self, model: str) -> dict[str, str]:
        """Return what an index of this source and a model is known by; any change changes one of them."""
        return {
            "report": self.report.digest,
            "passages": digest_texts(
                f"{passage.id}{passage.text}{[(s.start, s.end, s.headings) for s in passage.sentences]}"
                for passage in self.passages
            ),
            "bank": digest_texts(f"{q.question}\0{q.passage_id}\0{q.sentence_index}" for q in self.bank),
            "gaps": digest_texts(f"{q.question}\0{q.passage_id}\0{q.missing}\0{q.why}" for q in self.gaps),
            "model": model,
            "code": digest_code(PACKAGES),
        }


def key_of(made_from: dict[str, str]) -> str:
    """Return the name of an index that is known by these digests."""
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Kept:
    """A source as it is kept."""

    __pydantic_config__ = ConfigDict(ser_json_inf_nan="constants")  # attainments of hundreds of digits

    report: Report
    passages: list[Passage]
    bank: list[BankQuestion]
    gaps: list[GapQuestion]
    contradictions: list[Contradiction]


@cache
def _adapter() -> TypeAdapter[_Kept]:
    return TypeAdapter(_Kept)
