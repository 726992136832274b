"""A library of three small reports: the small one, the year before it, and another city's of its year."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.qa import small_report
from tests.qa.library.derived import derive_report

BEFORE = small_report.YEAR - 1
OTHER = "南灣市政府"
RENAMED = {"辦理市民聯合婚禮": "舉辦集團結婚"}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The texts of the two other reports by name."""
    before = derive_report(small_report.TEXT, year=BEFORE, renamed=RENAMED)
    other = derive_report(derive_report(small_report.TEXT), city=OTHER, offices={"民政處": "民政局"})
    return {"before": before, "other": other}


@pytest.fixture(scope="session")
def library(texts, small_assistant, small_folder, tmp_path_factory):
    """The library over all three, with stand-ins for what is large."""
    from qa.library.folder import ReportFolder
    from qa.library.library import Library
    from tests.qa.fakes import RuleDecision

    folder = tmp_path_factory.mktemp("library")
    shelf = ReportFolder(folder / "reports")
    for name, text in texts.items():
        for questions in ("bank", "gaps"):
            copytree(small_folder / questions, folder / name / questions)
        for file in folder.glob(f"{name}/*/民政處.jsonl") if "民政局" in text else ():
            file.rename(file.with_stem("民政局"))
        shelf.add(write(folder / name, text), name)
    return Library(small_assistant, shelf.entries(), model=RuleDecision())


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.txt").write_text(text, encoding="utf-8")
    return folder / "report.txt"
