"""Asks a server that speaks the OpenAI chat protocol, through LangChain, within a time limit."""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from qa.llm.errors import (
    ModelBusy,
    ModelDown,
    ModelError,
    ModelGarbled,
    ModelRefused,
    ModelSlow,
    ModelStopped,
)
from qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

CONNECT_SECONDS = 5.0
NO_KEY = "none"  # local servers want some key; never one that the environment holds for another service
TICK = 0.1  # seconds between two looks at the wish to stop
LOOP = 24  # characters that a runaway reply says again
LOOPS = 4  # times that they stand in a reply that only repeats itself
BROKEN = ("content_filter", "error", "tool_calls", "function_call")
"""Reasons to finish that leave no whole answer; servers name the others as they like."""


class ModelServer:
    """The server of the settings; each call has a connection of its own, so it can be broken off."""

    def __init__(self, settings: Settings) -> None:
        if not settings.uses_llm:
            raise ValueError("LLM_BASE_URL and LLM_MODEL are needed to ask a language model")
        self._settings = settings
        # The first import takes seconds, which are not to count against a question's time limit.
        self._connect(1.0)[1]()

    def ask(
        self, messages: list[BaseMessage], seconds: float, tokens: int, stop: threading.Event | None = None
    ) -> str:
        """The whole reply of at most `tokens`; raises ModelError, at the latest after `seconds`.

        A reply that ends without the server saying that it is complete or goes in circles raises
        ModelGarbled, one that is no longer wanted (`stop`) ModelStopped; in each case the connection is
        broken off.
        """
        if seconds <= 0:
            raise ModelSlow
        deadline = time.monotonic() + seconds
        pieces: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        breaks: list[Callable[[], None]] = []
        reader = threading.Thread(
            target=self._read,
            args=(messages, seconds, tokens, pieces.put, breaks),
            name="language-model",
            daemon=True,
        )
        reader.start()
        reply = ""
        try:
            while True:
                if stop is not None and stop.is_set():
                    raise ModelStopped
                left = deadline - time.monotonic()
                try:
                    piece = pieces.get(timeout=max(min(left, TICK), 0.001))
                except queue.Empty:
                    if left > TICK:
                        continue
                    raise ModelSlow from None
                if piece is None:
                    return reply
                if isinstance(piece, ModelError):
                    raise piece
                reply += piece
                tail = reply[-LOOP:]
                if len(tail) == LOOP and reply.count(tail) >= LOOPS:
                    raise ModelGarbled("the reply repeats itself")
        finally:
            for close in breaks:
                close()

    def _read(
        self,
        messages: list[BaseMessage],
        seconds: float,
        tokens: int,
        put: Callable[[str | ModelError | None], None],
        breaks: list[Callable[[], None]],
    ) -> None:
        """In a thread of its own: put pieces, then None or what went wrong."""
        try:
            from langsmith import tracing_context

            model, close = self._connect(seconds, tokens)
            breaks.append(close)
            finish = None
            # LangChain can report each call to a service on the network; nothing may leave but the call.
            with tracing_context(enabled=False):
                for chunk in model.stream(messages):
                    finish = chunk.response_metadata.get("finish_reason") or finish
                    if chunk.text:
                        put(str(chunk.text))
            if finish is None or finish in BROKEN:
                raise ModelGarbled(f"the reply ended with {finish!r}")
            put(None)
        except Exception as error:
            put(_sort(error))

    def _connect(self, seconds: float, tokens: int = 1) -> tuple[Any, Callable[[], None]]:
        """A LangChain chat model on a fresh connection, and what breaks that off."""
        import httpx2
        from langchain_openai import ChatOpenAI
        from openai import DefaultHttpxClient

        from qa.llm.transport import GuardedTransport

        settings = self._settings
        timeout = httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        client = DefaultHttpxClient(
            transport=GuardedTransport(seconds, _ssl_context()),
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
        )
        temperature = settings.llm_temperature
        model = ChatOpenAI(
            base_url=settings.llm_base_url,
            model=settings.llm_model or "",
            api_key=settings.llm_api_key or NO_KEY,
            temperature=None if temperature == "none" else temperature,
            max_tokens=tokens,
            max_retries=0,
            timeout=timeout,
            http_client=client,
            http_socket_options=(),
            use_responses_api=False,
            stream_usage=False,
            cache=False,
        )
        return model, client.close


@cache
def _ssl_context() -> ssl.SSLContext:
    """The machine's own certificates, so that a city's own authority is trusted too."""
    return ssl.create_default_context()


def _sort(error: Exception) -> ModelError:
    """The most specific ModelError for what the client raised."""
    import httpx2
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
        return ModelSlow(type(error).__name__)
    if isinstance(error, openai.APIConnectionError | httpx2.ConnectError):
        return ModelDown(type(error).__name__)
    if isinstance(error, openai.RateLimitError):
        return ModelBusy(type(error).__name__)
    if isinstance(error, openai.APIStatusError):
        if error.status_code in (402, 503, 529):
            return ModelBusy(f"status {error.status_code}")
        return ModelRefused(f"status {error.status_code}") if error.status_code < 500 else ModelDown()
    return ModelGarbled(type(error).__name__)
