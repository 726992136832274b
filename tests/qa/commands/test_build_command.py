"""`build`: a report in, an index out, and nothing done twice."""

from __future__ import annotations

from pathlib import Path


def folders(index: Path) -> set[str]:
    return {path.name for path in index.iterdir() if path.is_dir() and not path.name.startswith(".")}


def test_an_index_is_built_once_and_again_only_by_force(run, tmp_path):
    status, out, err = run("build")
    assert status == 0, err
    assert out.startswith("東港市政府 115 年度：3 個局處、")
    built = folders(tmp_path / "index")
    assert len(built) == 1
    assert run("build")[0] == 0
    assert folders(tmp_path / "index") == built
    assert run("build", "--force")[0] == 0
    assert folders(tmp_path / "index") != built


def test_another_report_gets_an_index_of_its_own(run, small_folder, tmp_path):
    run("build")
    other = tmp_path / "other.txt"
    text = (small_folder / "report.txt").read_text(encoding="utf-8")
    other.write_text(text.replace("364 位", "365 位"), encoding="utf-8")
    assert run("build", "--report", str(other))[0] == 0
    assert len(folders(tmp_path / "index")) == 2


def test_a_folder_that_cannot_be_written_is_refused(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    status, _, err = run("build", INDEX_DIR=str(blocked / "index"))
    assert status == 2
    assert err.count("\n") == 1
    assert "INDEX_DIR" in err
