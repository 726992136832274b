"""The command line over the small report, with stand-ins for the models."""

from __future__ import annotations

import pytest

from qa.commands import cli
from tests.qa.fakes import FakeEmbedder


@pytest.fixture
def run(small_assistant, small_folder, tmp_path, monkeypatch, capsys):
    """Run one command: (exit status, stdout, stderr); nothing outside `tmp_path` is written."""
    monkeypatch.setattr(cli, "_load_assistant", lambda settings: small_assistant)
    monkeypatch.setattr("index.embedding.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("qa.assistant.load_embedder", lambda name=None: FakeEmbedder())
    monkeypatch.setattr("index.source.report_folder", lambda: small_folder)
    monkeypatch.setattr("index.cache.report_folder", lambda: small_folder)
    environ = {"REPORT": str(small_folder / "report.txt"), "INDEX_DIR": str(tmp_path / "index")}

    def run_command(*argv: str, **more: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = cli.main(list(argv), environ | more)
        except SystemExit as error:
            status = int(error.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_command
