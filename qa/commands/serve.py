"""`serve`: the chat page; builds the index first when it is missing or stale."""

from __future__ import annotations

import argparse

from qa.commands.progress import Bar
from qa.errors import InputError
from qa.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="網頁聽哪個位址（預設：HOST 的設定）")
    parser.add_argument("--port", type=int, help="網頁聽哪個埠（預設：PORT 的設定）")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from qa.library.library import open_library
    from qa.service.serving import serve

    port = settings.port if arguments.port is None else arguments.port
    if not 1 <= port <= 65535:
        raise InputError(f"埠號 {port} 不在 1 到 65535 之間。")
    with Bar() as bar:
        assistant = open_library(settings, progress=bar)
    host = arguments.host or settings.host
    print(f"對話網頁在 http://{host}:{port}（按 Ctrl+C 結束）", flush=True)
    try:
        serve(assistant, settings.model_copy(update={"host": host, "port": port}))
    except OSError as error:
        raise InputError(f"無法在 {host}:{port} 開啟網頁：{error.strerror or error}。") from error
    return 0
