"""`build`: read a report and build its index; only what changed is embedded again."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.commands.progress import Bar
from qa.settings import Settings

if TYPE_CHECKING:
    from index.source import Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="報告檔：純文字、PDF、Word 或 ODT（預設：REPORT 的設定）"
    )
    parser.add_argument("--force", action="store_true", help="索引沒有變也重建")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Build the index of one report, or without `--report` of the settings' and of those in REPORTS."""
    from index.embedding import load_embedder
    from qa.library.folder import ReportFolder

    places = [(arguments.report or settings.report, settings.index_dir)]
    if arguments.report is None:
        entries = ReportFolder(settings.reports).entries()
        places += [(one.file, one.index_dir) for one in entries if not settings.report.samefile(one.file)]
    embedder = load_embedder(settings.embedding_model)
    for file, folder in places:
        _build(file, folder, embedder, settings, arguments.force)
    return 0


def build_report(file: Path, folder: Path, embedder: Any, settings: Settings, force: bool = False) -> Source:
    """Read a report and build its index, with a bar and what the report lacks on stderr."""
    from index.source import Source
    from index.store import open_source

    source = Source.read(file, folder)
    with Bar() as bar:
        open_source(source, folder, embedder, bar, settings.index_server, force=force)
    for sentence in source.report.lacking:
        print(f"注意：{sentence}", file=sys.stderr)
    return source


def _build(file: Path, folder: Path, embedder: Any, settings: Settings, force: bool) -> None:
    start = time.perf_counter()
    source = build_report(file, folder, embedder, settings, force)
    departments, passages = len(source.report.departments), len(source.passages)
    print(
        f"{source.report.id}：{departments} 個局處、{passages:,} 個段落、{len(source.sentences):,} 句，"
        f"索引在 {settings.index_url or folder}（{time.perf_counter() - start:.1f} 秒）。"
    )
