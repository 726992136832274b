"""A report brings its own anticipated questions, or borrows those of the bundled one."""

from __future__ import annotations

import shutil

import pytest

from index import source
from index.source import Source
from index.texts import passage_text


def test_questions_beside_a_report_are_its_own(small_folder, small_source):
    source = Source.read(small_folder / "report.txt")
    assert [q.question for q in source.bank] == [q.question for q in small_source.bank]
    assert [q.question for q in source.gaps] == [q.question for q in small_source.gaps]


def test_without_any_those_of_the_bundled_report_serve_where_their_items_are(small_folder, tmp_path):
    shutil.copy(small_folder / "report.txt", tmp_path)
    source = Source.read(tmp_path / "report.txt")
    passages = {passage.id for passage in source.passages}
    assert all(question.passage_id in passages for question in source.bank)
    assert 0 < len(source.bank) < 1000  # of some 23,000


@pytest.fixture
def kept(small_folder, tmp_path):
    """The small report where its reading can be kept."""
    folder = tmp_path / "report"
    shutil.copytree(small_folder, folder, ignore=shutil.ignore_patterns("index"))
    return folder / "report.txt", tmp_path / "kept"


def test_a_report_that_was_kept_is_the_one_that_was_read(kept):
    report, folder = kept
    plain = Source.read(report)
    assert Source.read(report, folder) == plain
    again = Source.read(report, folder)
    assert again == plain
    assert again.contradictions == plain.contradictions
    assert [p.indicator for p in again.passages] == [p.indicator for p in plain.passages]
    assert again.report.departments[0].pages == plain.report.departments[0].pages
    assert again.digests("m") == plain.digests("m")
    (file,) = folder.iterdir()
    assert passage_text(plain.passages[0]).split()[0] in file.read_text(encoding="utf-8")


def test_what_is_kept_is_read_and_not_worked_out_again(kept, monkeypatch):
    report, folder = kept
    Source.read(report, folder)

    def never(*_):
        raise AssertionError("worked out again")

    for name in ("parse_report", "cut_passages", "load_bank", "load_gaps", "find_contradictions"):
        monkeypatch.setattr(source, name, never)
    assert Source.read(report, folder).contradictions is not None


def test_another_text_bank_or_program_is_read_anew(kept, monkeypatch):
    report, folder = kept
    whole = Source.read(report, folder)
    bank = next((report.parent / "bank").iterdir())
    bank.write_text(bank.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    shorter = Source.read(report, folder)
    assert len(shorter.bank) < len(whole.bank)
    assert shorter == Source.read(report)
    report.write_text(report.read_text(encoding="utf-8").replace("364 位", "365 位"), encoding="utf-8")
    assert any("365 位" in passage.text for passage in Source.read(report, folder).passages)
    known = set(folder.iterdir())
    monkeypatch.setattr(source, "digest_code", lambda packages: "another program")
    Source.read(report, folder)
    assert len(set(folder.iterdir()) - known) == 1


def test_a_damaged_reading_is_made_again(kept, caplog):
    report, folder = kept
    whole = Source.read(report, folder)
    (file,) = folder.iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:-50], encoding="utf-8")
    assert Source.read(report, folder) == whole
    assert "重新計算" in caplog.text
    assert Source.read(report, folder) == whole
