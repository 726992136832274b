"""The door of Gradio's app: opens what is kept, checks what comes in, and words what Gradio refuses."""

from __future__ import annotations

import json
import secrets
from functools import partial
from urllib.parse import parse_qs

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.payloads import PayloadError, check_call, read_body, replay
from qa.web.refusing import Worded, is_error, refuse, texts_for
from qa.web.routes import match_kept, runs_function
from qa.web.unread import Unread

_CALLED = "/gradio_api/call/"
_DIRECT = "/gradio_api/run/predict"
_STREAM = "/gradio_api/queue/data"


class Doors:
    """Stands around the Gradio app of one language.

    A path that is not kept is answered 404, a call that the function cannot take 422, each in a sentence;
    an error that Gradio itself answers is replaced by our sentence for its status, as its own are English
    and may quote what was sent.
    """

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        self.app = app
        self.blocks = blocks
        self.unread = Unread(blocks._queue)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        match = match_kept(scope)
        if match is not Match.FULL:
            await refuse(scope, send, 404 if match is Match.NONE else 405)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        worded = Worded(send, _is_refusal, partial(refuse, scope, send))
        if runs_function(scope):
            body = await read_body(receive)
            name = path.removeprefix(_CALLED) if path.startswith(_CALLED) else None
            try:
                content = check_call(self.blocks, body, name)
            except PayloadError as error:
                await refuse(scope, send, 422, sentence=texts_for(scope)(error.key, **error.values))
                return
            if path != _DIRECT:
                if not content.get("session_hash"):
                    content["session_hash"] = secrets.token_hex(8)
                    body = json.dumps(content).encode()
                    scope = _resized(scope, len(body))
                self.unread.add(content["session_hash"], len(body))
            receive = replay(body, receive)
        elif path == _STREAM:
            session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[-1]
            if not self._waits(session):
                await _end_stream(scope, send, session=True)
                return
            await self.app(scope, receive, worded)
            self.unread.read(session)
            return
        elif path.startswith(_CALLED) and not self._waits(path.rpartition("/")[2]):
            await _end_stream(scope, send, session=False)
            return
        await self.app(scope, receive, worded)

    def _waits(self, name: str) -> bool:
        """Is there anything to come for a session or an event?  Gradio itself finds out too late."""
        queue = self.blocks._queue
        return (
            name in queue.pending_messages_per_session
            or name in queue.event_ids_to_events
            or any(name in events for events in queue.pending_event_ids_session.values())
        )


def _resized(scope: Scope, length: int) -> Scope:
    """A request's scope with another length of its body."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
    return {**scope, "headers": [*kept, (b"content-length", str(length).encode())]}


async def _end_stream(scope: Scope, send: Send, session: bool) -> None:
    """The stream that Gradio opens for what it does not know, with our words and a regular end."""
    sentence = texts_for(scope)("error.gone")
    if session:
        content = {
            "msg": "unexpected_error",
            "message": sentence,
            "session_not_found": True,
            "success": False,
        }
        body = f"data: {json.dumps(content)}\n\n"
    else:
        body = f"event: error\ndata: {json.dumps(sentence)}\n\n"
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def _is_refusal(message: Message) -> bool:
    """An error, but not a failed function's own: Gradio sends 500 with {"error": …}, which the page shows."""
    kind = MutableHeaders(scope=message).get("content-type", "")
    return is_error(message) and not (message["status"] == 500 and kind.startswith("application/json"))
