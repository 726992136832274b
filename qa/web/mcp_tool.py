"""The MCP server with its one tool, `ask`: answered in this process, by the package `mcp` over HTTP.

Each request stands alone (no sessions, no streams), so nothing is kept for a client and nothing is left
open.  What a caller can mend comes back as a tool's error in his language, never as a broken connection.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from qa.errors import AssistantError
from qa.settings import Settings
from qa.web.api import DESCRIPTION, call_assistant
from qa.web.desk import Assistant
from qa.web.payloads import check_plain, read_body, replay
from qa.web.refusing import Worded, is_error, refuse, texts_for

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds until a call is answered, with an error if need be
_INVALID_REQUEST = -32600  # JSON-RPC's own number
_INPUT = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "description": "The question, at most a few hundred characters."},
        "department": {
            "type": ["string", "null"],
            "description": "Search only this department (its Chinese name as printed); empty for all.",
        },
        "report": {
            "type": ["string", "null"],
            "description": "Which report is asked where the question names no year and city, by its name or "
            "by city and year as in an answer's `report`; empty for the first.",
        },
        "history": {
            "type": ["array", "null"],
            "items": {"type": ["string", "object"]},
            "description": "Earlier turns, oldest first: each a question, or {question, answer} with the "
            "answer object that was given.",
        },
    },
    "required": ["question"],
    "additionalProperties": False,
}
_OUTPUT = {
    "type": "object",
    "properties": {
        "status": {"type": "string", "enum": ["answered", "not_found", "clarify", "chat"]},
        "answer": {"type": "string"},
        "citations": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["status", "answer", "citations"],
}


class McpTool:
    """An ASGI app; `run()` has to be open while it serves.

    `admit` gives the seconds that the client of the current call has to wait, 0 when it may ask.
    """

    def __init__(
        self, assistant: Assistant, settings: Settings, admit: Callable[[], int] = lambda: 0
    ) -> None:
        self.assistant = assistant
        self.settings = settings
        self.admit = admit
        server: Server[Any, Any] = Server("report-assistant", version=version("mcp"))
        server.list_tools()(self._list)
        # The arguments are checked by the assistant, whose sentences say what to mend.
        server.call_tool(validate_input=False)(self._call)
        self.server = server

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        self._limiter = anyio.CapacityLimiter(self.settings.workers + self.settings.queue_size)
        self._manager = StreamableHTTPSessionManager(self.server, json_response=True, stateless=True)
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":  # nothing is ever sent without being asked for
            await refuse(scope, send, 405, headers={"allow": "POST"})
            return
        body = await read_body(receive)
        try:
            message = json.loads(body)
            if not isinstance(message, dict):
                raise ValueError("JSON-RPC messages are objects.")
            check_plain(message)
        except (ValueError, RecursionError):
            await self._reject(scope, send, 400)
            return
        worded = Worded(send, is_error, partial(self._reject, scope, send))
        await self._manager.handle_request(scope, replay(body, receive), worded)

    async def _list(self) -> list[types.Tool]:
        return [types.Tool(name="ask", description=DESCRIPTION, inputSchema=_INPUT, outputSchema=_OUTPUT)]

    async def _call(self, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        request = self.server.request_context.request
        assert request is not None  # there is one for every call over HTTP
        texts = texts_for(request.scope)
        if name != "ask" or arguments.keys() - _INPUT["properties"].keys():
            return _failed(texts("error.types"))
        if wait := self.admit():
            return _failed(texts("error.too_often", wait=wait))
        call = partial(call_assistant, self.assistant, self.settings, texts, **{"question": ""} | arguments)
        try:
            with anyio.fail_after(LONGEST_WAIT):
                answer = await anyio.to_thread.run_sync(call, limiter=self._limiter, abandon_on_cancel=True)
        except AssistantError as error:
            return _failed(error.text(texts.language))
        except TimeoutError:
            return _failed(texts("error.crowded", wait=5))
        except Exception:
            log.exception("A call of the MCP tool failed.")
            return _failed(texts("error.failed"))
        text = json.dumps(answer, ensure_ascii=False)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structuredContent=answer
        )

    async def _reject(self, scope: Scope, send: Send, status: int) -> None:
        content = {"code": _INVALID_REQUEST, "message": texts_for(scope)("error.malformed")}
        await refuse(scope, send, status, content={"jsonrpc": "2.0", "id": None, "error": content})


def _failed(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], isError=True)
