import csv
import io
from dataclasses import replace

from table_reports import department, indicator

from qa.tables import COLUMNS, list_rows, write_csv
from qa.tables.rows import UNKNOWN_CLASS, read_rows


def test_every_row_with_every_column(report):
    rows = list_rows(report)
    assert len(rows) == 18
    assert all(set(row) == set(COLUMNS) for row in rows)
    assert [row["kind"] for row in rows].count("共同性指標") == 4


def test_the_csv_opens_in_a_spreadsheet(report):
    text = write_csv(list_rows(report))
    assert text.startswith("\ufeff局處,")
    assert len(list(csv.reader(io.StringIO(text)))) == 19


def test_a_cell_that_looks_like_a_formula_is_disarmed(report):
    rows = [dict(list_rows(report)[0], name="=1+1")]
    assert "'=1+1" in write_csv(rows)


def test_units_that_differ_are_not_subtracted(report):
    odd = indicator("民政處", 16, "訪視", "500 家次", "576 家", 100)
    place = replace(report, departments=(department("民政處", 10, [odd]),))
    (row,) = read_rows(place)
    assert row.gap is None and row.unit == ""


def test_a_unit_printed_once_holds_for_both(report):
    place = department("民政處", 10, [indicator("民政處", 1, "率", "0%", "0", 100)])
    (row,) = read_rows(replace(report, departments=(place,)))
    assert (row.unit, row.gap) == ("%", 0)


def test_the_departments_own_count_settles_a_row_without_a_number(report):
    rows = [
        indicator("民政處", 11, "甲", "1 場", "1 場", 100),
        indicator("民政處", 12, "乙", "1 場", "1 場", None, attainment="部分達成"),
    ]
    told = replace(report, departments=(department("民政處", 10, rows, declared=(1, 2, 1, 1, 0)),))
    assert [row.class_name for row in read_rows(told)] == ["100%", "80%以上未滿100%"]
    untold = replace(report, departments=(department("民政處", 10, rows, declared=(1, 2, 0, 1, 1)),))
    assert read_rows(untold)[1].class_name == UNKNOWN_CLASS
