"""`reports`: the library's reports: list them, add one from a file, remove one."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa.errors import InputError
from qa.settings import Settings

ACTIONS = ("list", "add", "remove")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=ACTIONS,
        metavar="list|add|remove",
        help="列出、加入、移除",
    )
    parser.add_argument("what", nargs="?", metavar="FILE|NAME", help="要加入的報告檔，或要移除的報告名稱")
    parser.add_argument("--name", metavar="NAME", help="加入時叫什麼名稱（預設：縣市與年度）")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """List, add or remove; what is added is read before it is listed, and its index is built at once."""
    if arguments.action == "list":
        if arguments.what:
            raise InputError("reports list 不需要其他參數。")
        return _list(settings)
    if not arguments.what:
        wanted = "報告檔" if arguments.action == "add" else "報告的名稱"
        raise InputError(f"reports {arguments.action} 後面要給{wanted}。")
    if arguments.action == "add":
        return _add(settings, Path(arguments.what), arguments.name)
    return _remove(settings, arguments.what)


def _list(settings: Settings) -> int:
    from corpus.reading.parse import parse_report
    from corpus.reading.source import read_report
    from qa.library.folder import ReportFolder, name_of

    home = parse_report(*read_report(settings.report, settings.index_dir)).id
    print(f"{name_of(settings.report)}\t{home}\t{settings.report}\t（預設）")
    for entry in ReportFolder(settings.reports).entries():
        if not settings.report.samefile(entry.file):
            print(f"{entry.name}\t{entry.id}\t{entry.file}")
    return 0


def _add(settings: Settings, file: Path, name: str | None) -> int:
    from corpus.reading.parse import parse_report
    from corpus.reading.source import read_report
    from index.embedding import load_embedder
    from qa.commands.build import build_report
    from qa.library.folder import ReportFolder

    home = parse_report(*read_report(settings.report, settings.index_dir)).id
    entry = ReportFolder(settings.reports).add(file, name, [home])
    embedder = load_embedder(settings.embedding_model)
    source = build_report(entry.file, entry.index_dir, embedder, settings)
    print(
        f"加入了 {entry.name}：{entry.id}，{len(source.report.departments)} 個局處、"
        f"{len(source.passages):,} 個段落，放在 {entry.file.parent}。"
    )
    return 0


def _remove(settings: Settings, name: str) -> int:
    from qa.library.folder import ReportFolder

    entry = ReportFolder(settings.reports).remove(name)
    print(f"移除了 {entry.name}：{entry.id}。")
    return 0
