"""Contradictions are looked for once for each text and each state of the code."""

from __future__ import annotations

from corpus.contradictions import find_contradictions, kept
from corpus.contradictions.kept import find_or_read
from tests.corpus.reports import ReportText


def chapter(actual: str = "30 場") -> ReportText:
    return ReportText().indicators(f"一 淨化海岸\t1 清理沙灘\t40 場\t{actual}\t90%\t依計畫辦理。")


def test_what_is_read_is_what_was_found(tmp_path):
    report, passages = chapter().report(), chapter().passages()
    found = find_or_read(report, passages, tmp_path)
    assert found == find_contradictions(report, passages) != []
    (file,) = tmp_path.iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("清理沙灘", "清理港灣"), encoding="utf-8")
    assert "清理港灣" in find_or_read(report, passages, tmp_path)[0].what


def test_other_code_makes_the_file_stale_and_removes_it(tmp_path, monkeypatch):
    report, passages = chapter().report(), chapter().passages()
    (tmp_path / "contradictions-0123456789abcdef.json").write_text("[]", encoding="utf-8")
    find_or_read(report, passages, tmp_path)
    find_or_read(chapter("20 場").report(), chapter("20 場").passages(), tmp_path)
    before = {file.name for file in tmp_path.iterdir()}
    assert len(before) == 2
    monkeypatch.setattr(kept, "_digest_code", lambda: "changed")
    assert find_or_read(report, passages, tmp_path)
    after = {file.name for file in tmp_path.iterdir()}
    assert len(after) == 2 and len(before & after) == 1


def test_the_key_covers_counting_words_and_the_reading_of_numbers():
    names = {file.name for pattern in kept.CODE for file in kept.ROOT.glob(pattern)}
    assert {"units.txt", "figures.py", "numbers.py", "twins.py", "sentences.py"} <= names


def test_a_damaged_file_and_a_folder_that_cannot_be_written_cost_only_time(tmp_path):
    report, passages = chapter().report(), chapter().passages()
    find_or_read(report, passages, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text('[{"what"', encoding="utf-8")
    assert find_or_read(report, passages, tmp_path)
    assert find_or_read(report, passages, tmp_path / "none" / "such")
