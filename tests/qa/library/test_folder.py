"""The folder of reports: adding, listing and removing lose nothing."""

from __future__ import annotations

import json
import logging

import pytest

from corpus.errors import ReportError
from corpus.model import ReportId
from qa.errors import InputError
from qa.library.folder import ReportFolder, name_of
from tests.qa import small_report
from tests.qa.library.conftest import BEFORE, write


@pytest.fixture
def folder(tmp_path):
    return ReportFolder(tmp_path / "reports")


@pytest.fixture
def file(tmp_path, texts):
    return write(tmp_path / "in", texts["before"])


def test_no_folder_is_an_empty_library(folder):
    assert folder.entries() == []


def test_a_report_is_copied_with_its_questions_and_known_by_city_and_year(folder, file):
    (file.parent / "bank").mkdir()
    (file.parent / "bank" / "消防局.jsonl").write_text("", encoding="utf-8")
    added = folder.add(file)
    assert (added.name, added.id) == (f"東港市-{BEFORE}", ReportId(small_report.CITY, BEFORE))
    assert added.file.read_bytes() == file.read_bytes()
    assert (added.file.parent / "bank" / "消防局.jsonl").is_file()
    assert folder.entries() == [added]


def test_the_same_city_and_year_twice_are_refused(folder, file):
    folder.add(file)
    with pytest.raises(InputError, match="已經有"):
        folder.add(file, "again")
    with pytest.raises(InputError, match="已經有"):
        ReportFolder(folder.path.parent / "others").add(file, others=[ReportId(small_report.CITY, BEFORE)])
    assert len(folder.entries()) == 1


@pytest.mark.parametrize("name", ["../out", "a b", ".hidden", "x" * 61])
def test_a_name_that_cannot_be_is_refused(folder, file, name):
    with pytest.raises(InputError, match="不能用"):
        folder.add(file, name)
    assert folder.entries() == []


def test_what_is_no_report_leaves_nothing_behind(folder, tmp_path):
    bad = write(tmp_path / "bad", "今天天氣很好。")
    with pytest.raises(ReportError):
        folder.add(bad)
    assert not folder.path.exists()


def test_a_report_put_there_by_hand_is_read_once(folder, texts):
    write(folder.path / "by-hand", texts["before"])
    (entry,) = folder.entries()
    assert entry.id == ReportId(small_report.CITY, BEFORE)
    about = json.loads((folder.path / "by-hand" / "report.json").read_text(encoding="utf-8"))
    assert about == {"city": small_report.CITY, "year": BEFORE}


def test_folders_that_hold_no_report_are_left_out_with_a_warning(folder, file, caplog):
    folder.add(file, "good")
    (folder.path / "empty").mkdir()
    write(folder.path / "broken", "不是報告")
    with caplog.at_level(logging.WARNING):
        assert [entry.name for entry in folder.entries()] == ["good"]
    assert "empty" in caplog.text and "broken" in caplog.text


def test_removing_takes_one_report_alone(folder, file, tmp_path, texts):
    folder.add(file, "before")
    folder.add(write(tmp_path / "there", texts["other"]), "other")
    assert folder.remove("before").name == "before"
    assert [entry.name for entry in folder.entries()] == ["other"]
    assert file.is_file()
    with pytest.raises(InputError, match="沒有「before」"):
        folder.remove("before")


def test_a_report_outside_is_called_by_its_file_or_folder(tmp_path):
    assert name_of(tmp_path / "town-115" / "report.pdf") == "town-115"
    assert name_of(tmp_path / "town 116.pdf") == "town-116"
