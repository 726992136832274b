"""Files to take away open again and run nothing."""

import csv
import io

import openpyxl
import pytest
from docx import Document

from qa.web.downloads import csv_bytes, neutral, xlsx_bytes
from qa.web.pages.paper import Line, Paper
from qa.web.word import word_bytes


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "＝1+1",
        "-甲",
        "|x",
        "%0A",
        "\u200b=1",
        "\u2060 \ufeff@x",
    ],
)
def test_formulas_are_neutralised(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-48%", "-1,200.5", "+3", "100%", "甲=乙", "", "350 件"])
def test_numbers_and_text_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


def test_csv_opens_again() -> None:
    data = csv_bytes(["甲", "乙"], [["=1+1", '引"號,\n換行'], [None, 3]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["甲", "乙"],
        ["'=1+1", '引"號,\n換行'],
        ["", "3"],
    ]


def test_workbook_opens_again_with_formulas_as_text() -> None:
    data = xlsx_bytes("指標/表", ["甲", "乙"], [["=1+1", "a\x00b"], ["-48%", 2.5]])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in row] for row in sheet] == [["甲", "乙"], ["=1+1", "ab"], ["-48%", 2.5]]
    assert (sheet["A2"].data_type, sheet["B3"].data_type) == ("s", "n")
    assert sheet["A2"].quotePrefix and sheet.title == "指標表"


def test_word_document_opens_again() -> None:
    lines = (
        Line(1, "節"),
        Line(2, "甲 <b>粗</b>", sources=(1,)),
        Line(3, "乙\x0b尾"),
        Line(0, cells=("指標", "值")),
        Line(0, cells=("丙", "3"), sources=(2,)),
    )
    paper = Paper("標題", lines, {1: "第一處", 2: "第二處"})
    document = Document(io.BytesIO(word_bytes(paper, ["整理日期"], "出處", "不是正式答復")))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [
        ("Title", "標題"),
        ("Normal", "整理日期"),
        ("Heading 1", "節"),
        ("List Bullet", "甲 <b>粗</b>[1]"),
        ("List Bullet 2", "乙尾"),
        ("Heading 1", "出處"),
        ("Normal", "[1] 第一處"),
        ("Normal", "[2] 第二處"),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["指標", "值", ""],
        ["丙", "3", "[2]"],
    ]


def test_word_document_is_for_a_printer_in_taiwan() -> None:
    document = Document(io.BytesIO(word_bytes(Paper("標題", (), {}), [], "出處", "不是正式答復")))
    (section,) = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    foot = section.footer.paragraphs[0]
    assert "不是正式答復" in foot.text and "PAGE" in foot._p.xml
    assert document.core_properties.language == "zh-TW" and "en-US" not in document.styles.element.xml
