"""FAISS and Milvus side by side: `python -m qa.lab.compare_stores --questions 100 --scale 1,10`.

Both hold the same report, and what they say of development questions is laid side by side: the nearest
vectors against exact search, the sentences found, the answers.  At greater scales the report's sentences are
multiplied as `qa.lab.growth` does, and only searched.  Each store is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from qa.lab.evaluate import DEFAULT_GOLD, read_gold

NEAREST = 100
STORES = ("faiss", "milvus")


def measure_store(store: str, url: str, questions: int, scale: int) -> dict[str, Any]:
    """Build, open and ask one store.

    build_seconds: vectors given; open_seconds; search_p50_ms, search_p95_ms: all legs, the question's vector
    given; memory_mb: of the process over what it has before the index; recall: of the `NEAREST` vectors of
    exact search; found: the best sentences of each question; answers: status and text of each.
    """
    from corpus.bundled import shipped_folder
    from index.build import Parts, build_parts
    from index.dense import DenseIndex
    from index.embedding import load_embedder
    from index.milvus import Place
    from index.search import Index
    from index.server import Server
    from index.source import Source
    from index.store import VOCABULARY, find_known
    from qa.assistant import Assistant
    from qa.lab.growth import multiply_vectors
    from qa.settings import Settings

    settings = Settings()
    source = Source.read(settings.report)
    embedder = load_embedder()
    parts, _ = build_parts(source, embedder, find_known(None, shipped_folder()))
    if scale > 1:
        vectors = DenseIndex.build(multiply_vectors(parts.sentences.vectors, scale))
        words = parts.sentence_words.repeat(scale)
        more = (parts.questions, parts.gaps, words, parts.question_words)
        parts = Parts(parts.words, vectors, *more, parts.frequencies, parts.normal)
    exact = parts
    result: dict[str, Any] = {"store": store, "scale": scale, "sentences": len(parts.sentences)}
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        if store == "milvus":
            place = Place(Server(url), {"compared": f"{scale}"}, embedder)
            place.publish(parts)
            result["build_seconds"] = time.perf_counter() - start
            start = time.perf_counter()
            parts = place.load()
        else:
            for kind in ("sentences", "questions"):
                getattr(parts, kind).save(Path(name) / kind)
            result["build_seconds"] = time.perf_counter() - start
            start = time.perf_counter()
            loaded = (DenseIndex.load(Path(name) / kind) for kind in ("sentences", "questions"))
            words = (parts.gaps, parts.sentence_words, parts.question_words)
            parts = Parts(parts.words, *loaded, *words, parts.frequencies, parts.normal)
        result["open_seconds"] = time.perf_counter() - start
    index = Index.of(source, parts, embedder, VOCABULARY)
    asked = [one["question"] for one in read_gold(DEFAULT_GOLD)][:questions]
    queries = [index._query(question) for question in asked]
    index.finder.find(queries[0])
    times, recalls = [], []
    for query in queries:
        start = time.perf_counter()
        index.finder._measure_anew(query, frozenset(), True)
        times.append(1000 * (time.perf_counter() - start))
        nearest = np.argsort(-exact.sentences.compare(query.vector), kind="stable")[:NEAREST]
        recalls.append(len(set(parts.sentences.search(query.vector, NEAREST)[0]) & set(nearest)) / NEAREST)
    result |= {
        "search_p50_ms": median(times),
        "search_p95_ms": sorted(times)[int(len(times) * 0.95)],
        "recall": float(np.mean(recalls)),
        "memory_mb": _memory(),
    }
    if scale == 1:
        assistant = Assistant(settings, index)
        told = [assistant.ask(question) for question in asked]
        result["answers"] = [[str(one.status), one.answer] for one in told]
        result["found"] = [
            [f"{one.passage.id}:{one.sentence_index}" for one in index.search(question, k=20)]
            for question in asked
        ]
    return result


def _memory() -> float:
    """What this process and those that it started have in memory now, in MB."""
    total = 0.0
    own = Path("/proc/self").resolve().name
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if own in (status.parent.name, fields.get("PPid", "").strip()):
            total += int(fields.get("VmRSS", "0").split()[0]) / 1024
    return total


def compare(results: list[dict[str, Any]]) -> dict[str, Any]:
    """What two stores say alike: shares of questions with the same answer and the same best sentences."""
    one, other = (result for result in results if result["scale"] == 1)
    return {
        f"same_{what}": float(np.mean([a == b for a, b in zip(one[what], other[what], strict=True)]))
        for what in ("answers", "found")
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.compare_stores")
    parser.add_argument("--url", help="Milvus（預設：內嵌式的暫存檔）")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--only", choices=STORES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        scale = int(arguments.scale)
        print(json.dumps(measure_store(arguments.only, arguments.url, arguments.questions, scale)))
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for scale in sorted({int(part) for part in arguments.scale.split(",")} | {1}):
            for store in STORES:
                url = arguments.url or str(Path(folder) / f"{scale}.db")
                command = [sys.executable, "-m", "qa.lab.compare_stores", "--only", store, "--url", url]
                command += ["--questions", str(arguments.questions), "--scale", str(scale)]
                done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
                results.append(json.loads(done.stdout.splitlines()[-1]))
                shown = {key: value for key, value in results[-1].items() if key not in ("answers", "found")}
                print(json.dumps(shown), flush=True)
    print(json.dumps(compare(results)))


if __name__ == "__main__":
    main()
