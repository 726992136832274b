"""Measure what is found: `python -m qa.lab.measure_retrieval --gold tests/gold/dev.jsonl`.

Recall at 1, 5 and 10 and the mean reciprocal rank of the first sentence on a gold line, by kind of
question, for each leg alone, their fusion, and what is added to it step by step.  Questions without gold
lines and those over many rows (`aggregate`) are left out; a follow-up is asked with the questions before.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bundled import shipped_folder
from index.build import build_parts
from index.embedding import load_embedder
from index.errors import IndexError_
from index.legs import ADAPTED, PLAIN, Weights
from index.search import Index
from index.store import find_known, open_index
from index.vocabulary import Vocabulary
from qa.lab.gold import read_bundled, read_gold

DEEP = 50
"""Sentences looked at; a gold line behind them counts as not found."""
LEXICAL_ALONE = Weights(dense=0.0, lexical=1.0, bank_dense=0.0, bank_lexical=0.0)
DENSE_ALONE = Weights(lexical=0.0, bank_dense=0.0, bank_lexical=0.0)

Lines = tuple[int, int]
Find = Callable[[str], Sequence[Lines]]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m qa.lab.measure_retrieval", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("var/index"), help="folder of indexes")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    try:
        records = [record for record in read_gold(arguments.gold) if is_measured(record)]
        index = open_index(read_bundled(), arguments.index, load_embedder(), shipped_folder())
    except (IndexError_, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    finders: dict[str, Find] = {
        name: _finder(one) for name, one in build_variants(index, arguments.index).items()
    }
    result = {name: measure(find, records) for name, find in finders.items()}
    result["seconds"] = {"retrieval": time_search(index, records)}
    print(json.dumps(result, ensure_ascii=False) if arguments.json else render(result))
    return 0


def is_measured(record: dict[str, Any]) -> bool:
    """Return whether a gold record has lines to be found."""
    answered = record.get("answerable", bool(record.get("facts")))
    return bool(answered and record["lines"] and record["kind"] != "aggregate")


def build_variants(index: Index, folder: Path | None = None) -> dict[str, Index]:
    """Return the index with one part after the other, the last one whole.

    The first ones know nothing of the bank: their vectors are the model's own.
    """
    names, plain = index.english_names, index.embedder.without_adapter()
    own = build_parts(index.source, plain, find_known(folder, shipped_folder()))[0]

    def before(weights: Weights, words: Vocabulary) -> Index:
        return Index(index.source, own, plain, words, names, weights)

    def variant(weights: Weights | None) -> Index:
        return Index(index.source, index.parts, index.embedder, index.vocabulary, names, weights)

    return {
        "dense": before(DENSE_ALONE, Vocabulary()),
        "lexical": before(LEXICAL_ALONE, Vocabulary()),
        "fusion": before(PLAIN.without_bank(), Vocabulary()),
        "+ vocabulary": before(PLAIN.without_bank(), index.vocabulary),
        "+ adapter": variant(ADAPTED.without_bank()),
        "+ bank": variant(None),
    }


def measure(find: Find, records: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Return by kind, and under `all`, the rank of the first find on a gold line; 0 where there is none."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for record in records:
        found = find(question_of(record))
        hits = (any(a <= line <= b for line in record["lines"]) for a, b in found)
        rank = next((place for place, hit in enumerate(hits, 1) if hit), 0)
        ranks["all"].append(rank)
        ranks[record["kind"]].append(rank)
    return dict(ranks)


def question_of(record: dict[str, Any]) -> str:
    """Return a record's question behind those that came before it."""
    return " ".join([*record.get("history", []), record["question"]])


def time_search(index: Index, records: Sequence[dict[str, Any]]) -> list[float]:
    """Return the seconds of each search, the question's vector included, asked for the first time."""
    fresh = Index(index.source, index.parts, index.embedder, index.vocabulary, index.english_names)
    fresh.search("暖身")
    times = []
    for record in records:
        start = time.perf_counter()
        fresh.search(question_of(record))
        times.append(time.perf_counter() - start)
    return times


def render(result: dict[str, dict[str, list[Any]]]) -> str:
    """Return the table: a block for each kind of question, a line for each variant."""
    variants = {name: ranks for name, ranks in result.items() if name != "seconds"}
    kinds = list(dict.fromkeys(kind for ranks in variants.values() for kind in ranks))
    lines = []
    for kind in kinds:
        lines.append(f"{kind} ({len(next(iter(variants.values()))[kind])})")
        lines += [f"  {name:20s}{tell_ranks(ranks[kind])}" for name, ranks in variants.items()]
    p50, p95 = np.percentile(result["seconds"]["retrieval"], [50, 95])
    lines.append(f"search: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms")
    return "\n".join(lines)


def tell_ranks(ranks: Sequence[int]) -> str:
    """Return recall at 1, 5 and 10 and the mean reciprocal rank; 0 stands for not found."""
    found = np.array([rank or np.inf for rank in ranks])
    recalls = "  ".join(f"@{k} {np.mean(found <= k):.3f}" for k in (1, 5, 10))
    return f"{recalls}  MRR {np.mean(1 / found):.3f}"


def _finder(index: Index) -> Find:
    return lambda question: [one.sentence.lines for one in index.search(question, k=DEEP)]


if __name__ == "__main__":
    raise SystemExit(main())
