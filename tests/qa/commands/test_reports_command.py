"""`reports`: what is added is there, what is removed is gone, and one sentence says what was wrong."""

from __future__ import annotations

import pytest

from tests.qa import small_report
from tests.qa.library.derived import derive_report


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "report-114.txt"
    path.write_text(derive_report(small_report.TEXT, year=114), encoding="utf-8")
    return path


@pytest.fixture
def reports(run):
    return lambda *argv: run("reports", *argv)


def test_a_report_is_added_listed_and_removed(run, reports, file, tmp_path):
    status, out, _ = reports("add", str(file), "--name", "town-114")
    assert (status, "town-114：東港市政府 114 年度" in out) == (0, True)
    assert list((tmp_path / "reports" / "town-114" / "index").glob("*-1"))
    status, out, _ = reports()
    assert status == 0
    assert [line.split("\t")[1] for line in out.splitlines()] == [
        "東港市政府 115 年度",
        "東港市政府 114 年度",
    ]
    built = run("build")[1].splitlines()
    assert [line.split("：")[0] for line in built] == ["東港市政府 115 年度", "東港市政府 114 年度"]
    assert reports("remove", "town-114")[0] == 0
    assert len(reports("list")[1].splitlines()) == 1
    assert file.is_file()


@pytest.mark.parametrize(
    "argv",
    [
        ["add"],
        ["remove"],
        ["list", "more"],
        ["add", "/nowhere/report.pdf"],
        ["remove", "nobody"],
        ["sell", "it"],
    ],
)
def test_bad_input_is_one_sentence_and_status_two(reports, argv):
    status, out, err = reports(*argv)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and err.strip().endswith("。")


def test_the_default_report_is_not_added_again(reports, small_folder):
    status, _, err = reports("add", str(small_folder / "report.txt"))
    assert (status, "已經有" in err) == (2, True)


def test_a_question_names_its_report(run):
    assert run("ask", "淨灘辦了幾場？", "--report", "東港市政府 115 年度")[0] == 0
    status, _, err = run("ask", "淨灘辦了幾場？", "--report", "another")
    assert (status, "只有一份報告" in err) == (2, True)
