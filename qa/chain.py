"""The chain of one question as LangChain runnables: understand -> retrieve -> answer -> check."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from index.search import Candidate
from qa.answer import Answer
from qa.understand.reading import Reading
from qa.understand.question import Understood


@dataclass
class Turn:
    """What is known of one question while it goes through the chain; each stage fills in its part."""

    typed: str
    history: Sequence[str] = ()
    department: str | None = None
    reading: Reading | None = None  # how a conversation reads what was typed; None: as it stands
    question: Understood | None = None
    candidates: list[Candidate] = field(default_factory=list)
    answer: Answer | None = None
    trace: dict[str, Any] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)


Stage = Callable[[Turn], Turn]


def build_chain(stages: dict[str, Stage]) -> Runnable[Turn, Turn]:
    """The stages one behind the other, each timed in `Turn.timings` (seconds) under its name."""
    runnables = [RunnableLambda(_timed(name, stage), name=name) for name, stage in stages.items()]
    chain: Runnable[Turn, Turn] = runnables[0]
    for runnable in runnables[1:]:
        chain = chain | runnable
    return chain


def _timed(name: str, stage: Stage) -> Stage:
    def run(turn: Turn) -> Turn:
        start = time.perf_counter()
        turn = stage(turn)
        turn.timings[name] = time.perf_counter() - start
        return turn

    return run
