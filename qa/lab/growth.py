"""How an index grows: the same measurements over a report 10 or 100 times as long.

Nothing is embedded again: each further copy of a report's sentences has vectors of its own, blended from
two of the report's, and the words of the original.  The questions of the bank stay as many as they are.
Each scale is measured in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bundled import shipped_folder
from index.build import build_parts
from index.dense import DenseIndex
from index.embedding import load_embedder
from index.legs import LegFinder, Query
from index.lexical import LexicalIndex
from index.source import Source
from index.store import find_known

SHARE = 0.5
"""What another sentence's direction counts in a copy's vector, beside the sentence's own."""
SEED = 112
MOST_QUERIES = 200


def measure_growth(report_file: Path, model: str | None, scales: list[int]) -> list[dict[str, Any]]:
    """Return a row for each scale, smallest first, each from a process of its own (`measure_scale`)."""
    command = [sys.executable, "-m", "qa.lab.growth", str(report_file), model or ""]
    root = Path(__file__).parents[2]
    return [
        json.loads(subprocess.check_output([*command, str(scale)], cwd=root, encoding="utf-8"))
        for scale in sorted(set(scales))
    ]


def measure_scale(report_file: Path, model: str | None, scale: int) -> dict[str, Any]:
    """Return what an index of `scale` times the sentences of a report costs.

    sentences; build_seconds: of FAISS, given the vectors; load_seconds; index_mb: FAISS and words of the
    sentences; search_p50_seconds, search_p95_seconds: all legs, the question's vector given;
    peak_memory_mb: of the process, which holds all vectors in full while it builds.
    Raises ReportError or IndexError_ where the report or the model cannot be used.
    """
    source = Source.read(report_file)
    parts, _ = build_parts(source, load_embedder(model), find_known(None, shipped_folder()))
    vectors = multiply_vectors(parts.sentences.vectors, scale)
    with tempfile.TemporaryDirectory() as name:
        dense, words = Path(name) / "dense", Path(name) / "words"
        start = time.perf_counter()
        DenseIndex.build(vectors).save(dense)
        build_seconds = time.perf_counter() - start
        parts.sentence_words.repeat(scale).save(words)
        start = time.perf_counter()
        grown = replace(
            parts, sentences=DenseIndex.load(dense), sentence_words=LexicalIndex.load(words, len(vectors))
        )
        load_seconds = time.perf_counter() - start
        size = dense.stat().st_size + sum(path.stat().st_size for path in words.iterdir())
    questions = [question.question for question in source.bank]
    texts = questions or [passage.sentence_text(passage.sentences[n]) for passage, n in source.sentences]
    asked = parts.questions if questions else parts.sentences
    step = max(len(texts) // MOST_QUERIES, 1)
    finder = LegFinder(grown, source.owners)
    times = []
    for row in range(0, len(texts), step)[:MOST_QUERIES]:
        query = Query(asked.vectors[row], parts.words.tokenize(texts[row]), [])
        start = time.perf_counter()
        finder.find(query)
        times.append(time.perf_counter() - start)
    return {
        "scale": scale,
        "sentences": len(vectors),
        "build_seconds": build_seconds,
        "load_seconds": load_seconds,
        "index_mb": size / 1e6,
        "search_p50_seconds": float(np.percentile(times, 50)),
        "search_p95_seconds": float(np.percentile(times, 95)),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def multiply_vectors(vectors: np.ndarray, times: int) -> np.ndarray:
    """Return `times` as many vectors of length 1: first the given ones, then blends of two of them each.

    Noise of the same strength in all directions would be unlike a model's vectors, which lie near each other.
    """
    random = np.random.default_rng(SEED)
    count = len(vectors)
    mean = vectors.mean(axis=0)
    grown = np.empty((count * times, vectors.shape[1]), dtype=np.float32)
    grown[:count] = vectors
    for start in range(count, len(grown), count):
        copy = vectors + SHARE * (vectors[random.permutation(count)] - mean)
        grown[start : start + count] = copy / np.maximum(np.linalg.norm(copy, axis=1, keepdims=True), 1e-12)
    return grown


if __name__ == "__main__":
    file, name, number = sys.argv[1:]
    print(json.dumps(measure_scale(Path(file), name or None, int(number))))
