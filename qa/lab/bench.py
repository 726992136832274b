"""`bench`: how long building, loading and answering take, how much memory, and how it grows."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from qa.errors import InputError
from qa.settings import Settings

MOST_QUESTIONS = 200
BAR = 40
"""Signs of the longest bar."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scale", default="1", metavar="1,10,100", help="文字量的倍數，用逗號隔開")
    parser.add_argument("--json", action="store_true", help="輸出 JSON")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    scales = read_scales(arguments.scale)
    result = measure(settings)
    others = [scale for scale in scales if scale != 1]
    if others:
        from qa.lab.growth import measure_growth

        result["growth"] = measure_growth(settings.report, settings.embedding_model, scales)
    print(json.dumps(result, ensure_ascii=False) if arguments.json else render(result))
    return 0


def read_scales(text: str) -> list[int]:
    """`1,10,100` as numbers; raises InputError for what is none between 1 and 1000."""
    try:
        scales = [int(part) for part in text.split(",")]
    except ValueError:
        scales = []
    if not scales or not all(1 <= scale <= 1000 for scale in scales):
        raise InputError(f"--scale「{text}」不是 1 到 1000 的整數，用逗號隔開。")
    return scales


def measure(settings: Settings) -> dict[str, Any]:
    """Build, load and answer once each: seconds of each step and peak memory in MB.

    The index is built twice in a folder of its own: without the shipped vectors (what a new report
    costs), and with them (what a fresh clone costs).
    """
    from corpus.bundled import shipped_folder
    from index.embedding import load_embedder
    from index.source import Source
    from index.store import open_index
    from qa.assistant import Assistant

    result: dict[str, Any] = {}
    start = time.perf_counter()
    source = Source.read(settings.report)
    result["read_seconds"] = time.perf_counter() - start
    start = time.perf_counter()
    embedder = load_embedder(settings.embedding_model)
    result["model_seconds"] = time.perf_counter() - start
    for name, shipped in (("build", None), ("build_with_shipped_vectors", shipped_folder())):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            open_index(source, Path(folder), embedder, shipped=shipped)
            result[f"{name}_seconds"] = time.perf_counter() - start
    assistant = Assistant.load(settings)
    start = time.perf_counter()
    assistant = Assistant.load(settings)
    result["load_seconds"] = time.perf_counter() - start
    result |= measure_answers(assistant)
    result["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def measure_answers(assistant: Any) -> dict[str, float]:
    """Seconds of an answer over questions spread over the bank, each asked once after a warm-up.

    `answer_over_embedding` is how many times as much of the processor an answer takes as the vector of its
    question alone: the one figure of speed that a busy machine hardly changes.  `embedded` is how many
    texts an answer embeds.
    """
    bank = assistant.index.source.bank
    step = max(len(bank) // MOST_QUESTIONS, 1)
    questions = [question.question for question in bank[::step]][:MOST_QUESTIONS]
    if not questions:
        return {}
    assistant.ask(questions[0])
    times, answering, embedding = [], 0.0, 0.0
    before = assistant.index.embedded
    for question in questions:  # one beside the other, so that what else the machine does slows both
        start = time.process_time()
        times.append(assistant.ask(question).seconds)
        answered = time.process_time()
        assistant.index.embedder.encode_queries([question])
        answering += answered - start
        embedding += time.process_time() - answered
    embedded = assistant.index.embedded - before
    return {
        "answers": len(times),
        "answer_p50_seconds": statistics.median(times),
        "answer_p95_seconds": sorted(times)[int(len(times) * 0.95)],
        "answer_over_embedding": answering / embedding,
        "embedded": embedded / len(times),
    }


def render(result: dict[str, Any]) -> str:
    """The figures one a line, then growth as bars."""
    lines = [
        f"{name:36s} {value:.3f}" if isinstance(value, float) else f"{name:36s} {value}"
        for name, value in result.items()
        if name != "growth"
    ]
    return "\n".join([*lines, *draw_growth(result.get("growth", []))])


def draw_growth(rows: list[dict[str, Any]]) -> list[str]:
    """For each thing measured a bar for each scale; the longest is the greatest value."""
    lines = []
    for name in rows[0] if rows else ():
        if name == "scale":
            continue
        lines += ["", name]
        values = [row[name] for row in rows]
        for row, value in zip(rows, values, strict=True):
            if isinstance(value, str):
                bar, shown = "", value
            else:
                bar = "█" * round(BAR * value / max(*values, 1e-9))
                shown = f"{value:,}" if isinstance(value, int) else f"{value:,.4f}"
            lines.append(f"  ×{row['scale']:<5d} {shown:>26s} {bar}".rstrip())
    return lines
