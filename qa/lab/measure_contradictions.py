"""Measure the contradictions found: `python -m qa.lab.measure_contradictions`.

Recall by kind against `tests/gold/contradictions.jsonl`, which people listed by hand over the bundled
report: `{"kind", "lines", "values"}`, the lines that print the values and the values as printed (the
telling part of each).  One is found where a contradiction prints two of its values (the only one, where
there is one) at one of its lines.  Precision cannot be measured like that: `--list` prints what is found
beyond the list, to be read against the report.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.bundled import report_path
from corpus.contradictions import Contradiction, find_contradictions
from corpus.cutting.passages import cut_passages
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from qa.lab.gold import read_gold

GOLD = Path("tests/gold/contradictions.jsonl")


@dataclass(frozen=True)
class Listed:
    """A contradiction that a person listed."""

    kind: str
    lines: tuple[int, ...]
    values: tuple[str, ...]

    def is_told_by(self, one: Contradiction) -> bool:
        """Whether a contradiction that was found is this one."""
        if not set(self.lines) & set(one.lines):
            return False
        told = _plain(" ".join((*one.values, one.what)))
        number = sum(_plain(value) in told for value in self.values)
        return number >= min(2, len(set(self.values)))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def read_listed() -> list[Listed]:
    """Return the contradictions listed by hand."""
    rows = read_gold(GOLD)
    return [Listed(row["kind"], tuple(row["lines"]), tuple(row["values"])) for row in rows]


def measure(found: Sequence[Contradiction], listed: Sequence[Listed]) -> dict[str, tuple[int, int]]:
    """Return, by kind and for all of them, how many of those listed are found and how many there are."""
    whole = Counter(one.kind for one in listed)
    hits = Counter(one.kind for one in listed if any(map(one.is_told_by, found)))
    return {kind: (hits[kind], whole[kind]) for kind in sorted(whole)} | {"all": (hits.total(), len(listed))}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="recall of the contradictions listed by hand, by kind")
    parser.add_argument(
        "--list", action="store_true", help="print those missed, and those found beyond the list"
    )
    options = parser.parse_args(arguments)
    report = parse_report(*read_report(report_path()))
    passages = cut_passages(report)
    start = time.process_time()
    found = find_contradictions(report, passages)
    seconds = time.process_time() - start
    listed = read_listed()
    for kind, (hits, number) in measure(found, listed).items():
        print(f"{kind:12} {hits:3} of {number:3}  {hits / number:.0%}")
    print(f"{len(found)} found in {seconds:.1f} s of processor time")
    if options.list:
        for one in listed:
            if not any(map(one.is_told_by, found)):
                print("missed", one.kind, *one.lines, *one.values)
        for one in found:
            if not any(other.is_told_by(one) for other in listed):
                print("beyond", one.kind, *one.lines, one.what)
    return 0


if __name__ == "__main__":
    sys.exit(main())
