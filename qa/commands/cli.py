"""The command line: parse, run, and turn what the user can mend into one sentence and exit status 2."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from corpus.errors import ReportError
from index.errors import IndexError_
from qa.errors import AssistantError
from qa.settings import Settings, SettingsError, load_settings

COMMANDS = {
    "serve": "開啟對話網頁（不加指令時就是這個）",
    "build": "讀報告、建立索引；只重算有變的部分",
    "reports": "其他年度、其他縣市的報告：列出、加入、移除",
    "ask": "在終端機問一題，或用 --batch 整批回答",
    "chat": "在終端機對話，可以接著追問",
    "audit": "讀到了什麼，並與報告自己說的比對",
    "evaluate": "在題庫上評分，依題型列出",
    "exam": "測驗設定的語言模型，決定它可以做什麼",
    "bench": "建索引、載入、回答的時間與記憶體",
}
EXIT_BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """argparse with its one-line errors in Traditional Chinese."""

    def error(self, message: str) -> Any:
        self.exit(EXIT_BAD_INPUT, f"參數有誤：{message}。用 --help 看用法。\n")


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all commands; the module of each that `argv` names adds its own arguments."""
    parser = _Parser(prog="python app.py", description="市政府年度施政績效成果報告的問答助理")
    _module("serve").add_arguments(parser)
    commands = parser.add_subparsers(dest="command", metavar="指令")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name in argv:
            _module(name).add_arguments(command)
    return parser


def main(argv: Sequence[str] | None = None, environ: dict[str, str] | None = None) -> int:
    """Run one command, by default that of the process; returns the exit status."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    argv = sys.argv[1:] if argv is None else argv
    arguments = build_parser(argv).parse_args(argv)
    try:
        settings = load_settings(environ)
        return _run(arguments, settings)
    except (AssistantError, ReportError, SettingsError, IndexError_) as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        print("已中止；原有的索引沒有動過。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    command = arguments.command or "serve"
    module = _module(command)
    if command in ("chat", "ask", "evaluate", "exam"):
        load: Callable[[], Any] = partial(_load_assistant, settings)
        return module.run(arguments, load)
    return module.run(arguments, settings)


def _load_assistant(settings: Settings) -> Any:
    from qa.library.library import open_library

    return open_library(settings)


def _module(command: str) -> Any:
    home = "lab" if command in ("evaluate", "exam", "bench") else "commands"
    return importlib.import_module(f"qa.{home}.{command}")
