"""A report as PDF, Word and ODT says what its text says, with the pages of the file."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest

from corpus.errors import ReportError
from corpus.formats import detect
from corpus.kept import read_kept, write_kept
from corpus.model import Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from tests.corpus.formats.writers import write_opendocument, write_pdf, write_word

WRITERS = {"docx": write_word, "odt": write_opendocument, "pdf": write_pdf}


@pytest.fixture(scope="module")
def short(bundled: Report) -> Report:
    """The shortest chapters of the bundled report, one with a review of a missed target among them."""
    order = sorted(bundled.departments, key=lambda one: one.lines[1] - one.lines[0])
    few = {order[0].name, next(one.name for one in order if one.shortfalls)}
    return replace(bundled, departments=tuple(one for one in bundled.departments if one.name in few))


def told(report: Report) -> dict:
    """What a report says, white space apart."""

    def plain(*texts: str) -> tuple[str, ...]:
        return tuple("".join(text.split()).replace("＜", "<").replace("＞", ">") for text in texts)

    return {
        one.name: {
            "preface": plain("".join(p.text for p in one.preface)),
            "assessment": plain("".join(p.text for p in one.assessment)),
            "indicators": [
                plain(r.goal, r.name, r.target, r.actual, r.attainment, r.explanation) for r in one.indicators
            ],
            "shortfalls": [plain(s.goal, s.name, s.difference, s.text) for s in one.shortfalls],
            "programmes": [
                plain(p.category, p.item, p.subitem, "".join(x.text for x in p.paragraphs), p.completion)
                for p in one.programmes
            ],
        }
        for one in report.departments
    }


@pytest.fixture(scope="module")
def as_pdf(short, tmp_path_factory):
    """What is read of a PDF whose first page bears a 41."""
    path = tmp_path_factory.mktemp("pdf") / "report"  # the name tells nothing
    write_pdf(short, path, first_page=41)
    return read_report(path)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_what_is_read_back_is_what_was_written(short, form, tmp_path):
    path = tmp_path / "report"
    WRITERS[form](short, path)
    is_read_back(short, read_report(path))


def is_read_back(report, read):
    expected, found = told(report), told(parse_report(*read))
    assert list(found) == list(expected)
    for name, parts in expected.items():
        for part, values in parts.items():
            assert found[name][part] == values, (name, part)


@pytest.mark.slow
@pytest.mark.parametrize("form", WRITERS)
def test_the_whole_report_is_read_back(bundled, form, tmp_path):
    path = tmp_path / "report"
    WRITERS[form](bundled, path)
    expected, found = told(bundled), told(parse_report(*read_report(path)))
    for part in ("indicators", "shortfalls", "programmes"):
        pairs = []
        for name in expected:
            assert len(found[name][part]) == len(expected[name][part]), (name, part)
            pairs += zip(expected[name][part], found[name][part], strict=True)
        assert sum(one == other for one, other in pairs) >= 0.97 * len(pairs), part


def test_a_pdf_is_read_back_with_the_pages_printed_on_it(short, as_pdf):
    read = as_pdf
    is_read_back(short, read)
    lines = read.text.split("\n")
    assert len(read.pages) == len(lines) - 1
    assert set(read.pages) == set(range(41, max(read.pages) + 1)) and max(read.pages) > 42
    assert not any(line.strip(" -").isdigit() for line in lines)


def test_a_kept_text_is_not_taken_out_again(short, tmp_path):
    path, kept = tmp_path / "report.docx", tmp_path / "kept"
    write_word(short, path)
    first = read_report(path, kept)
    (place,) = kept.iterdir()
    write_kept(place, (read_kept(place) or "").replace("前言", "序言"))
    assert "序言" in read_report(path, kept).text
    place.write_text("[", encoding="utf-8")
    assert read_report(path, kept) == first


@pytest.mark.parametrize("form", WRITERS)
def test_a_damaged_file_is_refused_in_one_sentence(short, form, tmp_path):
    path = tmp_path / f"report.{form}"
    WRITERS[form](replace(short, departments=short.departments[:1]), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ReportError) as caught:
        parse_report(*read_report(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"),
        (b"{\\rtf1 report}", "RTF"),
        (b"PK\x03\x04 no zip at all", "損壞"),
        (b"%PDF-1.7\n nothing behind it", "損壞"),
    ],
)
def test_foreign_files_are_named(raw, said, tmp_path):
    path = tmp_path / "report"
    path.write_bytes(raw)
    with pytest.raises(ReportError, match=said):
        read_report(path)


def test_a_locked_pdf_and_pictures_of_pages_are_named(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    locked = tmp_path / "locked.pdf"
    canvas = Canvas(str(locked), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(50, 700, "secret")
    canvas.save()
    with pytest.raises(ReportError, match="密碼"):
        read_report(locked)
    scanned = tmp_path / "scanned.pdf"
    canvas = Canvas(str(scanned))
    for _ in range(3):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ReportError, match="掃描"):
        read_report(scanned)


def test_a_bomb_and_a_zip_of_something_else_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "report.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<w/>" * 1000)
    monkeypatch.setattr(detect, "MAX_UNPACKED", 1000)
    with pytest.raises(ReportError, match="超過上限"):
        read_report(path)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("sheet.xml", "")
    with pytest.raises(ReportError, match="壓縮檔"):
        read_report(path)
