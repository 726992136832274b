"""The pipeline of tutorials, to compare with: fixed chunks, the same embedding, FAISS, the best four."""

from __future__ import annotations

import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from index.dense import DenseIndex
from index.embedding import Embedder
from index.search import Index

LENGTH = 500
OVERLAP = 50
BEST = 4

Lines = tuple[int, int]
Find = Callable[[str], list[Lines]]


def cut_chunks(text: str) -> list[tuple[str, Lines]]:
    """Return stretches of LENGTH characters, each OVERLAP into the one before, with their lines."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    chunks = []
    for start in range(0, max(len(text) - OVERLAP, 1), LENGTH - OVERLAP):
        chunk = text[start : start + LENGTH]
        last = start + max(len(chunk), 1) - 1
        chunks.append((chunk, (bisect_right(starts, start), bisect_right(starts, last))))
    return chunks


def compare_tutorial(
    text: str, embedder: Embedder, index: Index, gold: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return what the tutorial pipeline costs and finds, and what the index finds of the same questions.

    text: the report as it is printed.  gold: questions with the `lines` that answer them; those without
    lines or with earlier turns are left out.  hit_rate: share of questions of which one of the best four
    stretches (tutorial) or sentences (index_) stands on such a line; seconds include embedding the question.
    """
    asked = [
        (question["question"], question["lines"])
        for question in gold
        if question["lines"] and not question.get("history")
    ]
    start = time.perf_counter()
    chunks = cut_chunks(text)
    dense = DenseIndex.build(embedder.encode_passages([chunk for chunk, _ in chunks]))
    result: dict[str, Any] = {"chunks": len(chunks), "build_seconds": time.perf_counter() - start}
    if not asked:
        return result

    def find_chunks(question: str) -> list[Lines]:
        return [chunks[row][1] for row in dense.search(embedder.encode_queries([question])[0], BEST)[0]]

    def find_sentences(question: str) -> list[Lines]:
        return [candidate.sentence.lines for candidate in index.search(question, k=BEST)]

    result["questions"] = len(asked)
    return result | _measure("", find_chunks, asked) | _measure("index_", find_sentences, asked)


def _measure(name: str, find: Find, asked: Sequence[tuple[str, Sequence[int]]]) -> dict[str, float]:
    find("暖身")
    times, hits = [], 0
    for question, lines in asked:
        start = time.perf_counter()
        found = find(question)
        times.append(time.perf_counter() - start)
        hits += any(first <= line <= last for first, last in found for line in lines)
    return {
        f"{name}hit_rate": hits / len(asked),
        f"{name}retrieval_p50_seconds": statistics.median(times),
        f"{name}retrieval_p95_seconds": sorted(times)[int(len(times) * 0.95)],
    }
