"""What was worked out once is kept: believed only whole, named by what made it, never needed."""

from __future__ import annotations

import os
import shutil

import pytest

from corpus import kept
from corpus.kept import NEWEST, digest_code, read_kept, write_kept
from index.source import PACKAGES


def test_what_is_read_is_what_was_written(tmp_path):
    path = tmp_path / "new" / "rows-1.json"
    assert read_kept(path) is None
    write_kept(path, "第一行\n第二行")
    assert read_kept(path) == "第一行\n第二行"
    assert [file.name for file in path.parent.iterdir()] == ["rows-1.json"]


def test_a_file_that_was_changed_or_cut_off_is_not_believed_and_said_so(tmp_path, caplog):
    path = tmp_path / "rows-1.json"
    write_kept(path, "達成 364 位")
    whole = path.read_bytes()
    for damage in (b"", b"\xff\xfe", whole[:-3], whole.replace(b"364", b"365"), whole.partition(b"\n")[2]):
        path.write_bytes(damage)
        caplog.clear()
        assert read_kept(path) is None
        assert "重新計算" in caplog.text and str(path) in caplog.text
    write_kept(path, "達成 364 位")
    assert read_kept(path) == "達成 364 位"


def test_only_the_newest_files_of_a_kind_stay(tmp_path):
    write_kept(tmp_path / "other-0.json", "")
    for number in range(NEWEST + 2):
        path = tmp_path / f"rows-{number}.json"
        write_kept(path, str(number))
        os.utime(path, (number, number))
    write_kept(tmp_path / "rows-last.json", "")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"other-0.json", "rows-last.json", "rows-3.json", "rows-4.json"}


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("")
    write_kept(tmp_path / "file" / "rows-1.json", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


@pytest.mark.parametrize(
    "name", ["corpus/figures.py", "corpus/data/units.txt", "corpus/contradictions/twins.py", "index/words.py"]
)
def test_any_code_and_any_list_of_words_is_part_of_an_indexs_key(name, tmp_path):
    for package in PACKAGES:
        shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("keelung-112"))
    copies = [tmp_path / package.name for package in PACKAGES]
    before = digest_code(copies)
    assert before == digest_code(copies) == digest_code(PACKAGES)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("# 個\n")
    assert digest_code(copies) != before


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "rows-1.json"
    write_kept(path, "before")

    def fail(self, target):
        raise OSError("no room")

    monkeypatch.setattr(kept.Path, "replace", fail)
    write_kept(path, "after")
    assert read_kept(path) == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["rows-1.json"]
