"""A damaged or foreign file gets one clear sentence."""

from __future__ import annotations

import pytest

from corpus.bundled import report_path
from corpus.errors import ReportError
from corpus.reading import source
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report


def test_reads_text_with_one_kind_of_line_end(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes("\ufeff甲\r\n乙\r丙\n".encode())
    assert read_report(path).text == "甲\n乙\n丙\n"


def test_bundled_report_is_there():
    assert "施政績效成果報告" in read_report(report_path()).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b" \n\t\n", "是空的"),
        ("基隆市政府".encode("big5"), "不是 UTF-8"),
        ("基隆市政府".encode("utf-16"), "不是 UTF-8"),
        (("甲" * 5000 + "\x00").encode(), "二進位檔"),
    ],
)
def test_bad_content_is_refused(tmp_path, content, words):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(ReportError) as error:
        read_report(path)
    assert words in str(error.value)
    assert "bad.txt" in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_file_and_folder_are_refused(tmp_path):
    with pytest.raises(ReportError, match="找不到報告檔"):
        read_report(tmp_path / "none.txt")
    with pytest.raises(ReportError, match="不是檔案"):
        read_report(tmp_path)


def test_too_large_a_file_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "large.txt"
    path.write_text("甲" * 100, encoding="utf-8")
    monkeypatch.setattr(source, "MAX_BYTES", 200)
    with pytest.raises(ReportError, match="超過上限"):
        read_report(path)


def test_sparse_file_of_51_mb_is_refused(tmp_path):
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(ReportError, match=r"51\.0 MB"):
        read_report(path)


@pytest.mark.parametrize("text", ["", "會議紀錄\n一、主席致詞\n", "112年度施政績效成果報告\n"])
def test_text_without_a_department_is_no_report(text):
    with pytest.raises(ReportError, match="找不到任何"):
        parse_report(text)
