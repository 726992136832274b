"""How an index grows: the same measurements over a report 10 or 100 times as long.

Nothing is embedded again: each further copy of a report's sentences has vectors of its own, blended from
two of the report's, and the words of the original.  The questions of the bank stay as many as they are.
Each scale is measured in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bundled import shipped_folder
from index.build import Parts, build_parts
from index.dense import DenseIndex
from index.embedding import load_embedder
from index.legs import LegFinder, Query
from index.lexical import LexicalIndex
from index.source import Source
from index.store import find_known
from index.words import Words

SHARE = 0.5
"""What another sentence's direction counts in a copy's vector, beside the sentence's own."""
SEED = 112
MOST_QUERIES = 200
DENSE = ("sentences", "questions", "gaps")


def measure_growth(report_file: Path, model: str | None, scales: list[int]) -> list[dict[str, Any]]:
    """Return a row for each scale, smallest first: what an index of so many times the sentences costs.

    sentences; build_seconds: of FAISS, given the vectors; words_seconds: of cutting and indexing the
    words, at scale 1 measured and beyond in proportion; load_seconds; index_mb: FAISS and words of the
    sentences; search_p50_seconds, search_p95_seconds: all legs, the question's vector given;
    peak_memory_mb: of the measuring process, which holds all vectors in full while it builds.
    Raises ReportError or IndexError_ where the report or the model cannot be used.
    """
    source = Source.read(report_file)
    embedder = load_embedder(model)
    parts, _ = build_parts(source, embedder, find_known(None, shipped_folder()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words_seconds = _write_base(source, parts, folder)
        return [
            {"scale": scale, "words_seconds": words_seconds * scale} | _measure_apart(folder, scale)
            for scale in sorted(set(scales))
        ]


def measure_scale(folder: Path, scale: int) -> dict[str, Any]:
    """Return the measurements of one scale over what `measure_growth` wrote to `folder`."""
    vectors = np.load(folder / "vectors.npy", allow_pickle=False)
    sentences = multiply_vectors(vectors, scale)
    start = time.perf_counter()
    DenseIndex.build(sentences).save(folder / f"{scale}.faiss")
    build_seconds = time.perf_counter() - start
    words = LexicalIndex.load(folder / "sentences.bm25", len(vectors))
    words.repeat(scale).save(folder / f"{scale}.bm25")
    start = time.perf_counter()
    dense = DenseIndex.load(folder / f"{scale}.faiss")
    words = LexicalIndex.load(folder / f"{scale}.bm25", len(sentences))
    load_seconds = time.perf_counter() - start
    base = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    parts = Parts(
        Words({}),
        dense,
        DenseIndex.load(folder / "questions.faiss"),
        DenseIndex.load(folder / "gaps.faiss"),
        words,
        LexicalIndex.load(folder / "questions.bm25", base["questions"]),
    )
    queries = np.load(folder / "queries.npy", allow_pickle=False)
    times = _time_search(parts, base["owners"], queries, base["tokens"])
    size = (folder / f"{scale}.faiss").stat().st_size
    size += sum(path.stat().st_size for path in (folder / f"{scale}.bm25").iterdir())
    return {
        "sentences": len(sentences),
        "build_seconds": build_seconds,
        "load_seconds": load_seconds,
        "index_mb": size / 1e6,
        "search_p50_seconds": times[len(times) // 2],
        "search_p95_seconds": times[int(len(times) * 0.95)],
        "peak_memory_mb": _peak_memory(),
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


def _write_base(source: Source, parts: Parts, folder: Path) -> float:
    """Write what every scale starts from; return the seconds that the words of the sentences take."""
    texts = [passage.sentence_text(passage.sentences[number]) for passage, number in source.sentences]
    start = time.perf_counter()
    LexicalIndex.build([parts.words.tokenize(text) for text in texts])
    seconds = time.perf_counter() - start
    questions = [question.question for question in source.bank]
    asked, vectors = (questions, parts.questions) if questions else (texts, parts.sentences)
    rows = np.arange(0, len(asked), max(len(asked) // MOST_QUERIES, 1))[:MOST_QUERIES]
    base = {
        "questions": len(questions),
        "owners": source.owners,
        "tokens": [parts.words.tokenize(asked[row]) for row in rows],
    }
    (folder / "base.json").write_text(json.dumps(base), encoding="utf-8")
    np.save(folder / "queries.npy", vectors.vectors[rows], allow_pickle=False)
    np.save(folder / "vectors.npy", parts.sentences.vectors, allow_pickle=False)
    for name in DENSE:
        getattr(parts, name).save(folder / f"{name}.faiss")
    parts.sentence_words.save(folder / "sentences.bm25")
    parts.question_words.save(folder / "questions.bm25")
    return seconds


def _time_search(
    parts: Parts, owners: list[int], queries: np.ndarray, tokens: list[list[str]]
) -> list[float]:
    """Return the seconds of each search, sorted; the first one is done once before to warm up."""
    finder = LegFinder(parts, owners)
    asked = [Query("", vector, words, []) for vector, words in zip(queries, tokens, strict=True)]
    finder.find(asked[0])
    times = []
    for query in asked:
        start = time.perf_counter()
        finder.find(query)
        times.append(time.perf_counter() - start)
    return sorted(times)


def _peak_memory() -> float:
    """Return this process's peak in MB.

    `getrusage` does not do: what it reports of a child begins with the parent's peak.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def _measure_apart(folder: Path, scale: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "qa.lab.growth", str(folder), str(scale)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.growth")
    parser.add_argument("folder", type=Path)
    parser.add_argument("scale", type=int)
    arguments = parser.parse_args()
    print(json.dumps(measure_scale(arguments.folder, arguments.scale)))


if __name__ == "__main__":
    main()
