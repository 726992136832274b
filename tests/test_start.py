"""A question on the terminal starts without what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "sentence_transformers", "langchain_core", "langsmith", "gradio", "fastapi")


def test_what_answers_a_question_loads_nothing_that_takes_seconds():
    loads = "import sys, qa.commands.cli, qa.commands.ask, qa.library.library, index.store"
    told = f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    command = [sys.executable, "-c", f"{loads}; {told}"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == ""
