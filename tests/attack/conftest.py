"""The whole service, as `serve` runs it, over the tests' small report, for all tries of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from qa.service.serving import build_service
from qa.service.sockets import impatient
from qa.settings import Settings
from tests.qa.conftest import small_assistant, small_folder, small_settings, small_source
from tests.qa.service.running import run_app

__all__ = ["small_assistant", "small_folder", "small_settings", "small_source"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service writes, with a file in it that nobody outside may read."""
    folder = tmp_path_factory.mktemp("attack")
    (folder / "secret.txt").write_text(f"secret-of-this-machine-{uuid4().hex}", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def secret(folder: Path) -> str:
    """What stands in the file `secret.txt`; new in each run."""
    return (folder / "secret.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(folder: Path, small_assistant) -> Iterator[str]:
    """The address of the running service; its limit of requests is out of the way."""
    settings = Settings(
        feedback_file=folder / "feedback.sqlite3",
        log_file=folder / "requests.jsonl",
        off_file=folder / "off",
        requests_per_minute=100_000,
    )
    with run_app(build_service(small_assistant, settings), http=impatient(), proxy_headers=False) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"accept-language": "zh-TW"}, timeout=30) as client:
        yield client
