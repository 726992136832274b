"""Pictures of the pages of a PDF: the printed page, with the quoted words marked where they stand."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image, ImageChops

from corpus.cutting.passages import cut_passages
from corpus.model import Report
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from qa.web.pages.pictures import Pictures
from qa.web.pages.routes import add_pages
from tests.corpus.formats.writers import write_pdf
from tests.qa.web.fakes import FakeAssistant

FIRST = 41  # the number printed on the first page


@pytest.fixture(scope="module")
def read(bundled: Report, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The shortest chapter of the bundled report as a PDF, and what was read back from it."""
    shortest = min(bundled.departments, key=lambda one: one.lines[1] - one.lines[0])
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write_pdf(replace(bundled, departments=(shortest,)), path, first_page=FIRST)
    report = parse_report(*read_report(path))
    return SimpleNamespace(path=path, report=report, passages=cut_passages(report))


@pytest.fixture(scope="module")
def pictures(read: SimpleNamespace) -> Pictures:
    made = Pictures.of(read.path, read.passages)
    assert made is not None
    return made


def yellow(picture: bytes | None) -> int:
    """How many dots are marked."""
    assert picture is not None
    red, green, blue = Image.open(io.BytesIO(picture)).convert("RGB").split()
    bright = ImageChops.subtract(ImageChops.darker(red, green), blue)
    return sum(bright.histogram()[40:])


def test_each_passage_is_marked_on_the_page_it_is_printed_on(read, pictures) -> None:
    rows = [one for one in read.passages if one.indicator and len(one.sentences) > 1]
    assert rows
    for passage in rows[:3]:
        quoted = passage.sentence_text(passage.sentences[-1])
        number = passage.page.number
        assert yellow(pictures.draw(number)) == 0
        assert yellow(pictures.draw(number, quoted)) > yellow(pictures.draw(number, quoted[:6])) > 50


def test_what_is_not_printed_there_is_not_marked(read, pictures) -> None:
    assert yellow(pictures.draw(read.passages[-1].page.number, "龘龘龘龘龘龘")) == 0


def test_a_page_that_the_file_has_not_has_no_picture(pictures) -> None:
    assert pictures.draw(FIRST - 1) is None and pictures.draw(9999) is None


def test_other_files_have_no_pictures(tmp_path: Path, read) -> None:
    text = tmp_path / "report.txt"
    text.write_text("前言", encoding="utf-8")
    assert Pictures.of(text, read.passages) is None
    assert Pictures.of(tmp_path / "none.pdf", read.passages) is None


def test_a_cited_place_shows_its_picture(read) -> None:
    assistant = FakeAssistant()
    assistant.report, assistant.passages, assistant.contradictions = read.report, read.passages, []
    assistant.report_file = read.path
    app = FastAPI()
    add_pages(app, assistant, limit=300)
    client = TestClient(app)
    passage = read.passages[-1]
    page = client.get(f"/report/at/{passage.id}?s=0&e=5").text
    address = f"/report/picture/{passage.page.number}?of={passage.id}&amp;s=0&amp;e=5"
    assert address in page
    given = client.get(address.replace("&amp;", "&"))
    assert given.headers["content-type"] == "image/png" and yellow(given.content) > 0
    assert client.get("/report/picture/9999").headers["content-type"].startswith("text/html")


def test_a_report_read_from_text_offers_no_pictures(get) -> None:
    passage = FakeAssistant().passages[0]
    assert "/report/picture" not in get(f"/report/at/{passage.id}")
