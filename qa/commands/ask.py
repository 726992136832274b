"""`ask`: one question on the terminal, or a batch from file to file."""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from qa.commands.explain import render_trace
from qa.commands.output import check_output, write_whole
from qa.conversation.conversation import Conversation
from qa.errors import AssistantError, InputError
from qa.library.choosing import report_option

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.assistant import Assistant

LOG = logging.getLogger(__name__)

Conversations = dict[str | int, Conversation]
"""The conversations of a batch by the name that its lines give."""
FAULT = "程式出錯，這一題沒有回答；詳情在紀錄裡。"
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""Signs that some programs take for the end of a line, as JSON escapes them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", help="問題；用繁體、簡體中文或英文")
    parser.add_argument("--department", metavar="局處", help="優先在這個局處的章節裡找")
    parser.add_argument("--report", metavar="報告", help="問哪一份報告：名稱，或「縣市 年度」")
    parser.add_argument("--json", action="store_true", help="輸出完整的 JSON 回答")
    parser.add_argument("--explain", action="store_true", help="附上每個階段做了什麼")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="整批回答：每行一個 JSON 問題")
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help="整批回答的輸出檔")


def run(arguments: argparse.Namespace, load: Any) -> int:
    """Answer once or in a batch; `load` gives the assistant when it is first needed."""
    if (arguments.question is None) == (arguments.batch is None):
        raise InputError("請給一個問題，或用 --batch 指定問題檔，兩者擇一。")
    if arguments.batch is not None:
        if arguments.out is None:
            raise InputError("--batch 需要用 --out 指定輸出檔。")
        return run_batch(load, arguments.batch, arguments.out)
    assistant: Assistant = load()
    answer = assistant.ask(
        arguments.question,
        department=arguments.department,
        explain=arguments.explain,
        **report_option(assistant, arguments.report),
    )
    if arguments.json:
        print(json.dumps(answer.to_dict(explain=arguments.explain), ensure_ascii=False, indent=2))
    else:
        print(render_answer(answer))
        if arguments.explain:
            print(render_trace(answer.trace))
    return 0


def run_batch(load: Any, source: Path, target: Path) -> int:
    """A line in, a line out, in order; a bad line is reported in its output line and the batch goes on.

    The output is written beside its place and moved there at the end, so that a batch that is broken
    off leaves an earlier output as it was.
    """
    if not source.is_file():
        raise InputError(f"找不到問題檔「{source}」。")
    check_output(target, source)
    try:
        lines = source.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"讀不到問題檔「{source}」：{error.strerror or error}。") from error
    assistant: Assistant = load()
    try:
        with write_whole(target, source) as out:
            failed = _answer_all(assistant, lines, out)
    except OSError as error:
        raise InputError(f"寫不進輸出檔「{target}」：{error.strerror or error}。") from error
    if failed:
        print(f"{failed} 行無法回答，原因寫在輸出檔各該行的 error。", file=sys.stderr)
    return 0


def _answer_all(assistant: Assistant, lines: Sequence[bytes], out: TextIO) -> int:
    """Write the answers of all lines; returns how many lines could not be answered.

    A fault of our own costs one line, not the batch: it is logged with its traceback.
    """
    from tqdm import tqdm

    failed = 0
    conversations: Conversations = {}
    for raw in tqdm(lines, desc="回答", unit="題", disable=len(lines) < 20, file=sys.stderr):
        if not raw.strip():
            continue
        try:
            result = answer_line(assistant, raw, conversations)
        except Exception:
            LOG.exception("批次的一行出錯：%s", raw.decode("utf-8", "replace"))
            result = {"id": json.loads(raw.decode("utf-8-sig")).get("id"), "status": "error", "error": FAULT}
        failed += result["status"] == "error"
        _write(out, result)
    return failed


def answer_line(
    assistant: Assistant, raw: bytes, conversations: Conversations | None = None
) -> dict[str, Any]:
    """The output object of one batch line; never raises for what a line may hold.

    A line with a `conversation` is the next turn of the one of that name in `conversations`.
    """
    identifier: Any = None
    try:
        try:
            item = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise InputError("這一行不是 UTF-8 的 JSON 物件。") from error
        if not isinstance(item, dict):
            raise InputError("這一行不是 JSON 物件。")
        identifier = item.get("id")
        history = item.get("history") or []
        if not isinstance(history, list):
            raise InputError("history 必須是清單。")
        question, department, name = item.get("question"), item.get("department"), item.get("conversation")
        if not isinstance(question, str):
            raise InputError("缺少文字欄位 question。")
        if department is not None and not isinstance(department, str):
            raise InputError("department 必須是文字。")
        if name is not None and not isinstance(name, str | int):
            raise InputError("conversation 必須是文字或整數。")
        report = item.get("report")
        if name is None or conversations is None:
            chosen = report_option(assistant, report)
            answer = assistant.ask(question, history=history, department=department, **chosen)
        else:
            answer = _talk(assistant, conversations, name, history).ask(question, department)
    except AssistantError as error:
        return {"id": identifier, "status": "error", "error": str(error)}
    return {"id": identifier, **answer.to_dict()}


def _talk(
    assistant: Assistant, conversations: Conversations, name: str | int, history: list[Any]
) -> Conversation:
    """The conversation of a name; a `history` begins it."""
    if name not in conversations:
        conversations[name] = Conversation.from_dict(assistant, {"history": history})
    return conversations[name]


def _refuse_constant(name: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)


def render_answer(answer: Answer) -> str:
    """An answer for the terminal: the text, what is missing, the sources, related questions."""
    return "\n".join(_answer_lines(answer))


def _answer_lines(answer: Answer) -> Iterator[str]:
    if answer.understood:
        yield f"（{answer.understood}）"
    yield answer.answer
    if answer.notice:
        yield f"※ {answer.notice}"
    for citation in answer.citations:
        first, last = citation.lines
        about = "約" if citation.page_estimated else ""
        place = " › ".join([citation.department, citation.section, *citation.path])
        place = f"{citation.report} › {place}" if citation.report else place
        yield f"[{citation.n}] {place}，{about}第 {citation.page} 頁，原文第 {first}–{last} 行"
    if answer.suggestions:
        yield "報告可以回答："
        yield from (f"  · {suggestion}" for suggestion in answer.suggestions)


def _finite(result: dict[str, Any]) -> dict[str, Any]:
    """The result with an id that JSON can hold: 1e999 is read as infinity."""
    identifier = result.get("id")
    endless = isinstance(identifier, float) and not math.isfinite(identifier)
    return result | {"id": None} if endless else result


def _write(out: TextIO, result: dict[str, Any]) -> None:
    # a lone surrogate from the input's JSON cannot be encoded: escape such a line instead of failing
    result = _finite(result)
    line = json.dumps(result, ensure_ascii=False).translate(_LINE_ENDS)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(result)
    out.write(line + "\n")
    out.flush()
