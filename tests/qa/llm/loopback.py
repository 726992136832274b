"""A loopback server that speaks the chat protocol and misbehaves as told, and a small made-up report."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.model import Page, Passage, ReportId, Section, Sentence
from qa.understand.question import Understood, find_language

Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server: LoopbackServer = self.server.owner  # type: ignore[attr-defined]
        server.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
        try:
            server.reply(self, body)
        except (BrokenPipeError, ConnectionResetError):
            server.broken_off.set()
        self.close_connection = True

    def log_message(self, *args: Any) -> None: ...

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        self.end_headers()

    def event(self, text: str = "", finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [choice],
        }
        self.raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n")

    def raw(self, text: str | bytes) -> None:
        self.wfile.write(text if isinstance(text, bytes) else text.encode())
        self.wfile.flush()

    def fail(self, status: int, code: str) -> None:
        self.begin(status, "application/json")
        self.raw(json.dumps({"error": {"message": code, "type": code, "code": code}}))


class LoopbackServer:
    def __init__(self) -> None:
        self.reply: Reply = say("")
        self.requests: list[dict[str, Any]] = []
        self.broken_off = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def say(text: str, step: int = 3, finish: str | None = "stop", done: bool = True, pause: float = 0) -> Reply:
    """Stream a text in small pieces."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for start in range(0, len(text), step):
            handler.event(text[start : start + step])
            time.sleep(pause)
        if finish:
            handler.event(finish=finish)
        if done:
            handler.raw("data: [DONE]\n\n")

    return reply


PAPERS = {
    "write": "你替市民",
    "judge": "判斷一句話",
    "answers": "判斷一段話",
    "search": "使用者的問題",
    "rewrite": "把使用者的",
    "questions": "`<sentence>`",
    "table": "使用者問的",
}
"""How each prompt begins, by what is asked."""


def asked_for(body: dict[str, Any]) -> str:
    """What a request asks for; a second try at an answer is `repair`."""
    system = body["messages"][0]["content"]
    paper = next(name for name, start in PAPERS.items() if system.startswith(start))
    return "repair" if paper == "write" and len(body["messages"]) > 2 else paper


def play(**script: str | Callable[[str], str]) -> Reply:
    """A model with a text, or a function of the user's message, for each thing that it is asked."""
    parts = {"write": "查無", "judge": "支持", "answers": "是", "search": "查無", "rewrite": "完整"} | script
    parts.setdefault("repair", parts["write"])

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        part = parts[asked_for(body)]
        say(part if isinstance(part, str) else part(body["messages"][-1]["content"]))(handler, body)

    return reply


def make_passage(text: str, name: str = "(一)獎勵") -> Passage:
    report = ReportId("某市政府", 111)
    path = ("民政部門", "四、戶籍", name)
    sentences = (Sentence(0, len(text), (5, 6)),)
    return Passage(name, report, "民政處", Section.PROGRAMMES, path, text, (5, 6), Page(17), sentences)


PASSAGES = [
    make_passage(
        "1. 發放生育獎勵金每胎新台幣二萬元，本年共計受理申請 1,342 人次，共新台幣 26,840,000 元整。"
    ),
    make_passage("辦理單身聯誼活動，目標 350 人，實際 862 人參加，達成率 86.2%。", "(二)聯誼"),
]
QUESTION = "請用白話說明生育獎勵金受理多少人次"


def understand(text: str = QUESTION) -> Understood:
    """A question taken apart as far as a language model's part needs it."""
    none: frozenset[Any] = frozenset()
    return Understood(text, text, find_language(text), (), (), none, False, False, (), none)
