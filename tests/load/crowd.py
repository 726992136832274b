"""`python -m tests.load.crowd`: what one visitor waits among a crowd, and how MCP stands many calls at once.

Starts the service in a process of its own.  Twelve others, each from an address of its own, send the
costliest questions without a pause while the visitor asks usual ones; then so many MCP calls come at
the same time.  Every figure is of one run on one machine: hold the waits against each other.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.load.users import GOLD, ask, free_port, start_service

CROWD = 12
VISITS = 15
CALLS = (20, 60, 100)
ACCEPT = {"accept": "application/json, text/event-stream"}


def main() -> int:
    questions = [json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    random.Random(3).shuffle(questions)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start_service(port, Path(folder), QUEUE_SIZE="64")
        try:
            address = f"http://127.0.0.1:{port}"
            visit(address, questions[-5:])  # what is loaded at the first question is no wait
            result = {
                "alone": summed(visit(address, questions[:VISITS])),
                "in_a_crowd": summed(crowded(address, questions[VISITS : 2 * VISITS])),
                "mcp": {number: call_at_once(address, questions, number) for number in CALLS},
                "after": summed(visit(address, questions[2 * VISITS : 3 * VISITS])),
            }
        finally:
            server.terminate()
            server.wait(20)
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0


def visit(address: str, questions: list[str], number: int = 1, think: float = 0.0) -> list[float]:
    """Seconds until each question was answered; `think` is what passes between two."""
    seconds = []
    with client(address, number) as visitor:
        for question in questions:
            time.sleep(think)
            start = time.perf_counter()
            ask(visitor, question, [])
            seconds.append(time.perf_counter() - start)
    return seconds


def crowded(address: str, questions: list[str]) -> list[float]:
    """The same, while others send the worst that they can think of."""
    over = threading.Event()
    kinds = list(hostile().values())

    def press(number: int) -> None:
        chosen = random.Random(number)
        with client(address, number + 2) as other:
            while not over.is_set():
                try:
                    ask(other, kinds[number % len(kinds)](chosen), [])
                except Exception:
                    time.sleep(0.1)  # refused, as it may be

    others = [threading.Thread(target=press, args=(number,), daemon=True) for number in range(CROWD)]
    for other in others:
        other.start()
    time.sleep(5)
    try:
        return visit(address, questions, 15, 2.0)
    finally:
        over.set()
        for other in others:
            other.join(60)


def hostile() -> dict[str, Callable[[random.Random], str]]:
    """Questions that cost most, by kind."""

    def signs(first: int, last: int) -> Callable[[random.Random], str]:
        return lambda chosen: "".join(chr(chosen.randrange(first, last)) for _ in range(1000))

    return {
        "characters": signs(0x4E00, 0x9FA5),
        "letters": signs(0x61, 0x7B),
        "emoji": signs(0x1F300, 0x1F600),
        "digits": signs(0x30, 0x3A),
        "surveys": lambda chosen: "、".join(f"哪些局處有辦理活動{chosen.random()}" for _ in range(30)),
        "ligatures": lambda chosen: "\ufdfa" * 999,
    }


def call_at_once(address: str, questions: list[str], number: int) -> dict[str, object]:
    """What becomes of so many MCP calls of as many clients at the same time."""
    seen: Counter[str] = Counter()
    seconds: list[float] = []
    gate = threading.Barrier(number)

    def call(place: int) -> None:
        arguments = {"question": questions[place % len(questions)]}
        message = {
            "jsonrpc": "2.0",
            "id": place,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": arguments},
        }
        with client(address, place + 1) as caller:
            gate.wait()
            start = time.perf_counter()
            try:
                response = caller.post("/gradio_api/mcp/", json=message, headers=ACCEPT)
                result = response.json().get("result")
                kind = "no result" if result is None else "refused" if result.get("isError") else "answered"
            except httpx.TimeoutException:
                kind = "hung"
            except Exception as error:
                kind = type(error).__name__
            seconds.append(time.perf_counter() - start)
            seen[kind] += 1

    callers = [threading.Thread(target=call, args=(place,)) for place in range(number)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return dict(seen) | summed(seconds)


def client(address: str, number: int) -> httpx.Client:
    """A client with an address of its own."""
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{number}")
    return httpx.Client(base_url=address, timeout=90, transport=transport)


def summed(seconds: list[float]) -> dict[str, float]:
    return {"median_seconds": round(statistics.median(seconds), 3), "slowest_seconds": round(max(seconds), 3)}


if __name__ == "__main__":
    sys.exit(main())
