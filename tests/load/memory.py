"""`python -m tests.load.memory`: memory over many questions; prints it every thousand.

Exit status 1 when it grows by more than `MOST_GROWTH` between the first tenth and the end.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import time
from pathlib import Path

from qa.assistant import Assistant
from qa.settings import Settings
from tests.load.users import GOLD, _resident

MOST_GROWTH = 30.0  # MB


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=20_000)
    arguments = parser.parse_args()
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assistant = Assistant.load(Settings())
    words = [passage.text for passage in assistant.passages]
    chosen = random.Random(11)
    held: list[float] = []
    step = max(arguments.questions // 20, 1)
    start = time.monotonic()
    for number in range(1, arguments.questions + 1):
        item = chosen.choice(items)
        text = chosen.choice(words)
        place = chosen.randrange(len(text))
        # Half of them never asked before, so that a cache that only grows would show.
        question = item["question"] if number % 2 else f"{text[place : place + 20]}有多少？"
        assistant.ask(question, item.get("history", []) if number % 2 else [])
        if number % step == 0:
            gc.collect()
            held.append(_resident(os.getpid()))
            print(f"{number:6d} questions  {held[-1]:8.1f} MB  {time.monotonic() - start:7.0f} s", flush=True)
    growth = held[-1] - held[min(1, len(held) - 1)]
    peak = next(
        int(line.split()[1]) / 1024
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    )
    print(
        json.dumps(
            {"questions": arguments.questions, "growth_mb": round(growth, 1), "peak_mb": round(peak, 1)}
        )
    )
    return 1 if growth > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
