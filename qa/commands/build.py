"""`build`: read a report and build its index; only what changed is embedded again."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from qa.commands.progress import Bar
from qa.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="報告檔：純文字、PDF、Word 或 ODT（預設：REPORT 的設定）"
    )
    parser.add_argument("--force", action="store_true", help="索引沒有變也重建")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from index.embedding import load_embedder
    from index.source import Source
    from index.store import open_source

    start = time.perf_counter()
    source = Source.read(arguments.report or settings.report, settings.index_dir)
    with Bar() as bar:
        open_source(
            source,
            settings.index_dir,
            load_embedder(settings.embedding_model),
            bar,
            settings.index_server,
            force=arguments.force,
        )
    for sentence in source.report.lacking:
        print(f"注意：{sentence}", file=sys.stderr)
    departments, passages = len(source.report.departments), len(source.passages)
    print(
        f"{source.report.id}：{departments} 個局處、{passages:,} 個段落、{len(source.sentences):,} 句，"
        f"索引在 {settings.index_url or settings.index_dir}（{time.perf_counter() - start:.1f} 秒）。"
    )
    return 0
