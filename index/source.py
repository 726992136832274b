"""What an index is made from, and the digests by which it is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import corpus
from corpus.bank import BankQuestion, GapQuestion, load_bank, load_gaps
from corpus.bundled import report_folder
from corpus.cutting.passages import cut_passages
from corpus.model import Passage, Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from corpus.reading.wholeness import refuse_hollow

PACKAGES = (Path(__file__).parent, Path(corpus.__file__).parent)
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

        `kept` is the folder where the text of an office file is kept.

        Raises ReportError where the file cannot be read or is no such report.
        """
        report = refuse_hollow(parse_report(*read_report(report_file, kept)))
        passages = cut_passages(report)
        own = report_file.parent
        folder = own if (own / "bank").is_dir() else report_folder()
        bank = load_bank(folder / "bank", report, passages)
        return cls(report, passages, bank, load_gaps(folder / "gaps", report, passages))

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
            "passages": _digest(
                f"{passage.id}{passage.text}{[(s.start, s.end, s.headings) for s in passage.sentences]}"
                for passage in self.passages
            ),
            "bank": _digest(f"{q.question}\0{q.passage_id}\0{q.sentence_index}" for q in self.bank),
            "gaps": _digest(f"{q.question}\0{q.passage_id}\0{q.missing}\0{q.why}" for q in self.gaps),
            "model": model,
            "code": digest_code(),
        }


def digest_code() -> str:
    """Return the digest of the modules of `PACKAGES` and of the data files beside them."""
    files = [
        file
        for folder in PACKAGES
        for pattern in ("*.py", "data/*.txt")
        for file in sorted(folder.glob(pattern))
    ]
    return _digest(part for file in files for part in (file.name, file.read_text(encoding="utf-8")))


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
