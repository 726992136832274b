"""The assistant as a LangChain chain: {"question", "history", "department"} in, an `Answer` out.

Its retrieving step is the index's `Retriever`, so that callbacks and tracers see the documents of every
search; both can be used on their own in other chains.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import (
    Any,
    NotRequired,  # pydantic wants these before Python 3.12
)

from langchain_core.runnables import Runnable, RunnableLambda
from typing_extensions import TypedDict

from qa.answer import Answer
from qa.errors import QuestionError

Answering = Callable[..., Iterator[Answer]]


class ChainInput(TypedDict):
    """What the chain takes; a question alone, as a string, will do."""

    question: str
    history: NotRequired[Sequence[Any]]
    department: NotRequired[str | None]


def build_chain(stream: Answering, also: Sequence[str] = ()) -> Runnable[ChainInput | str, Answer]:
    """The chain around `Assistant.stream`: `invoke`, `batch`, `stream` and their async forms.

    `also` are names that its input may have besides.

    Streamed answers grow, and each holds all of the one before; `invoke` gives the last.
    """

    def answer(given: ChainInput | str) -> Iterator[Answer]:
        yield from stream(**_read(given, also))

    async def answer_async(given: ChainInput | str) -> AsyncIterator[Answer]:
        growing = answer(given)
        while (step := await asyncio.to_thread(next, growing, None)) is not None:
            yield step

    return RunnableLambda(answer, answer_async, name="answer").with_types(
        input_type=ChainInput, output_type=Answer
    )


def _read(given: Any, also: Sequence[str] = ()) -> dict[str, Any]:
    """The arguments of one call; raises QuestionError where they are none."""
    if isinstance(given, str):
        return {"question": given}
    if not isinstance(given, Mapping) or "question" not in given:
        raise QuestionError('請給一個問題，或是 {"question": …, "history": …, "department": …}。')
    unknown = [str(name) for name in given if name not in (*ChainInput.__annotations__, *also)]
    if unknown:
        raise QuestionError(f"不認得「{'、'.join(unknown)}」；可以給 question、history 與 department。")
    return dict(given)
