"""The whole assistant over a small report, with stand-ins for what is large: read, built and loaded once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.qa import small_report

if TYPE_CHECKING:
    from index.source import Source
    from qa.assistant import Assistant
    from qa.settings import Settings


def write_questions(folder: Path, questions: Mapping[str, list[dict]]) -> None:
    """Fill a folder of the bank's form: one file a department, a JSON object a line."""
    folder.mkdir(parents=True)
    for department, records in questions.items():
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        (folder / f"{department}.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `report.txt`, `bank` and `gaps`; the index is built in its `index`."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "report.txt").write_text(small_report.TEXT, encoding="utf-8")
    line = small_report.line_of
    bank = {
        department: [{"line": line(anchor), "anchor": anchor, "q": q} for q, anchor in questions]
        for department, questions in small_report.BANK.items()
    }
    gaps = {
        department: [
            {"q": q, "missing": missing, "why": why, "line": line(anchor), "anchor": anchor}
            for q, missing, why, anchor in questions
        ]
        for department, questions in small_report.GAPS.items()
    }
    write_questions(folder / "bank", bank)
    write_questions(folder / "gaps", gaps)
    return folder


@pytest.fixture(scope="session")
def small_source(small_folder: Path) -> Source:
    from corpus.bank import load_bank, load_gaps
    from corpus.cutting.passages import cut_passages
    from corpus.reading.parse import parse_report
    from index.source import Source

    report = parse_report(small_report.TEXT)
    passages = cut_passages(report)
    return Source(
        report,
        passages,
        load_bank(small_folder / "bank", report, passages),
        load_gaps(small_folder / "gaps", report, passages),
    )


@pytest.fixture(scope="session")
def small_settings(small_folder: Path) -> Settings:
    from qa.settings import Settings

    return Settings(report=small_folder / "report.txt", index_dir=small_folder / "index")


@pytest.fixture(scope="session")
def small_assistant(small_source: Source, small_settings: Settings) -> Assistant:
    from index.store import open_index
    from qa.assistant import Assistant
    from tests.qa.fakes import FakeEmbedder, RuleDecision

    index = open_index(small_source, small_settings.index_dir, FakeEmbedder())
    return Assistant(small_settings, index, RuleDecision())


@pytest.fixture
def run(small_assistant, small_folder, tmp_path, monkeypatch, capsys):
    """Run one command: (exit status, stdout, stderr); nothing outside `tmp_path` is written."""
    from qa.commands import cli
    from tests.qa.fakes import FakeEmbedder

    monkeypatch.setattr(cli, "_load_assistant", lambda settings: small_assistant)
    monkeypatch.setattr("index.embedding.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("index.store.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("index.store.shipped_folder", lambda: small_folder / "embeddings")
    environ = {
        "REPORT": str(small_folder / "report.txt"),
        "INDEX_DIR": str(tmp_path / "index"),
        "REPORTS": str(tmp_path / "reports"),
    }

    def run_command(*argv: str, **more: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.main(list(argv), environ | more)
        except SystemExit as error:
            status = int(error.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command
