"""`python -m tests.load.users`: many users ask the running service at once; prints what they met.

Starts the service in a process of its own, notes the answers to a list of questions one by one, then
lets every user ask them over and over for some minutes and holds each answer against the noted one.
Not part of the test run: it takes minutes and all of the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold" / "dev.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--questions", type=int, default=120)
    parser.add_argument("--think", type=float, default=0.0, help="seconds between answer and next question")
    arguments = parser.parse_args()
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    random.Random(7).shuffle(items)
    questions = [(item["question"], item.get("history", [])) for item in items[: arguments.questions]]
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start_service(port, Path(folder))
        try:
            result = measure(f"http://127.0.0.1:{port}", server, questions, arguments)
        finally:
            server.terminate()
            server.wait(20)
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 1 if result["errors"] or result["mixed_up"] else 0


def measure(address: str, server: subprocess.Popen[bytes], questions: list, arguments: Any) -> dict[str, Any]:
    """Seconds, errors and mix-ups of all users together."""
    with httpx.Client(base_url=address, timeout=120) as client:
        expected = [_essence(ask(client, *question)) for question in questions]
    before = _resident(server.pid)
    seconds: list[float] = []
    errors: Counter[str] = Counter()
    mixed_up: list[str] = []
    until = time.monotonic() + 60 * arguments.minutes

    def use(number: int) -> None:
        chosen = random.Random(number)
        with httpx.Client(base_url=address, timeout=120) as client:
            while time.monotonic() < until:
                place = chosen.randrange(len(questions))
                start = time.perf_counter()
                try:
                    answer = _essence(ask(client, *questions[place]))
                except Exception as error:
                    errors[f"{type(error).__name__}: {error}"[:120]] += 1
                    continue
                seconds.append(time.perf_counter() - start)
                if answer != expected[place]:
                    mixed_up.append(questions[place][0])
                time.sleep(arguments.think * chosen.uniform(0.5, 1.5))

    users = [threading.Thread(target=use, args=(number,)) for number in range(arguments.users)]
    begun = time.monotonic()
    for user in users:
        user.start()
    for user in users:
        user.join()
    took = time.monotonic() - begun
    ranked = sorted(seconds)
    return {
        "users": arguments.users,
        "seconds": round(took, 1),
        "answers": len(seconds),
        "answers_a_second": round(len(seconds) / took, 2),
        "errors": sum(errors.values()),
        "kinds_of_errors": dict(errors.most_common(5)),
        "mixed_up": len(mixed_up),
        "p50_seconds": round(statistics.median(ranked), 3) if ranked else None,
        "p95_seconds": round(ranked[int(len(ranked) * 0.95)], 3) if ranked else None,
        "slowest_seconds": round(ranked[-1], 3) if ranked else None,
        "resident_mb_before": before,
        "resident_mb_after": _resident(server.pid),
    }


def ask(client: httpx.Client, question: str, history: list[str]) -> dict[str, Any]:
    """One question through the API as a browser or a program would ask it."""
    joined = client.post("/gradio_api/call/ask", json={"data": [question, "", history]})
    joined.raise_for_status()
    events = client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}").text
    kind, _, data = events.rpartition("event: ")[2].partition("\n")
    content = data.removeprefix("data: ").strip()
    if kind != "complete":
        raise RuntimeError(f"{kind}: {content}")
    return json.loads(content)[0]


def _essence(answer: dict[str, Any]) -> tuple[str, str, tuple]:
    """What of an answer has to be the same each time."""
    lines = tuple(tuple(citation["lines"]) for citation in answer["citations"])
    return answer["status"], answer["answer"], lines


def start_service(port: int, folder: Path, **settings: str) -> subprocess.Popen[bytes]:
    """The service in a process of its own, once it answers; `settings` as in the environment."""
    environ = os.environ | {
        "PORT": str(port),
        "REQUESTS_PER_MINUTE": "100000",
        "QUEUE_SIZE": "500",
        "FEEDBACK_FILE": str(folder / "feedback.sqlite3"),
        "LOG_FILE": str(folder / "requests.jsonl"),
        **settings,
    }
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environ)
    for _ in range(1200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", timeout=5).status_code == 200:
                return server
        except httpx.TransportError:
            pass
        if server.poll() is not None:
            raise RuntimeError("The service did not start.")
        time.sleep(0.5)
    server.terminate()
    raise RuntimeError("The service did not get ready.")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _resident(process: int) -> float:
    """Megabytes of memory that a process holds."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise ValueError(f"no memory is known of process {process}")


if __name__ == "__main__":
    sys.exit(main())
