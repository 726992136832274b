"""The program as processes: two at once, killed, without room on the disk; the index outlives it all."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from qa.settings import ROOT
from tests.qa import small_report

pytestmark = pytest.mark.slow
QUESTION = "生育獎勵金共計受理多少人次？"
FACT = "1,257 人次"


class Program:
    """The command line over a report and an index folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.report = folder / "report.txt"
        self.report.write_text(small_report.TEXT, encoding="utf-8")
        self.index = folder / "index"

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        places = {"REPORT": str(self.report), "INDEX_DIR": str(self.index)}
        return subprocess.Popen(
            [sys.executable, "app.py", *arguments],
            cwd=ROOT,
            env=os.environ | places | {"OMP_NUM_THREADS": "1"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **more,
        )

    def run(self, *arguments: str, **more: Any) -> tuple[int, str, str]:
        process = self.start(*arguments, **more)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def answers(self) -> bool:
        status, out, err = self.run("ask", QUESTION, "--json")
        assert status == 0, err
        return FACT in json.loads(out)["answer"]

    def change(self) -> None:
        """Another report, so that a build has something to do."""
        text = small_report.TEXT.replace("38 對新人", "39 對新人").replace("742 件", "743 件")
        assert text != small_report.TEXT
        self.report.write_text(text, encoding="utf-8")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_two_builds_at_once_on_an_empty_folder(program):
    builds = [program.start("build") for _ in range(2)]
    for build in builds:
        _, err = build.communicate(timeout=300)
        assert build.returncode == 0, err
        assert "Traceback" not in err
    assert program.answers()


def test_questions_and_forced_builds_at_once(program):
    assert program.run("build")[0] == 0
    jobs = [program.start("build", "--force"), program.start("ask", QUESTION, "--json")]
    jobs += [program.start("build", "--force"), program.start("ask", QUESTION, "--json")]
    for job in jobs:
        _, err = job.communicate(timeout=300)
        assert job.returncode == 0, err


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.9, 0.95])
def test_a_build_that_is_killed_leaves_the_old_index(program, share):
    start = time.monotonic()
    assert program.run("build")[0] == 0
    took = time.monotonic() - start
    program.change()
    build = program.start("build", "--force")
    time.sleep(share * took)
    build.send_signal(signal.SIGKILL)
    build.communicate()
    program.report.write_text(small_report.TEXT, encoding="utf-8")
    assert program.answers()
    program.change()
    assert program.answers()


def test_a_full_disk_is_told_and_leaves_the_old_index(program):
    assert program.run("build")[0] == 0
    for room in (4_096, 60_000, 130_000, 220_000):  # bytes of a file; each stops at another one

        def no_room(room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        status, _, err = program.run("build", "--force", preexec_fn=no_room)
        assert status == 2, err
        assert "Traceback" not in err
        assert "無法寫入" in err
    assert program.answers()
