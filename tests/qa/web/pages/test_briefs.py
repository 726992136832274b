"""Departments' pages and briefings, and what comes back from editing them."""

import io
import json

import pytest
from docx import Document

from qa.web.pages.paper import MOST_LINES, Paper, PaperError


def content(**changes) -> str:
    given = {
        "title": "我的質詢稿",
        "lines": [
            {"level": 1, "text": "節"},
            {"level": 2, "text": "改過的 一句", "sources": [3]},
            {"level": 0, "cells": ["甲", "乙"], "sources": [5]},
            {"level": 2, "text": "同一處", "sources": [4, 9]},
        ],
        "sources": {"3": "處 A", "4": "處 A", "5": "處 B", "6": "沒有用到"},
    }
    return json.dumps(given | changes, ensure_ascii=False)


@pytest.mark.parametrize(
    "sent",
    [
        content(lines=[{"level": 0, "cells": ["甲"] * 1000}]),
        content(lines=[{"level": 2, "sources": [3] * 1000}]),
        content(lines=[{"level": 1.0}]),
        content(lines=[{"level": True}]),
        content(lines=[{"level": 2}] * (MOST_LINES + 1)),
        content(lines=[{"level": 2, "text": "a\n" * 50_000}]),
        content(title="\n" * 50_000),
        '{"title": "", "lines": [{"level": 2, "sources": [Infinity]}], "sources": {}}',
        "[" * 100_000,
        "1",
        "null",
    ],
)
def test_what_no_briefing_is_costs_nothing(sent: str) -> None:
    with pytest.raises(PaperError):
        Paper.read(sent)


def test_department_has_what_it_runs_its_misses_and_its_programmes(get) -> None:
    page = get("/department/港務處")
    for told in ("水土保持審查意見", "2／4 項達成", "講座", "報告內的矛盾", "值得追問"):
        assert told in page, told
    assert "Harbour" not in page and "港務處" in get("/en/department/港務處")


def test_briefing_of_a_department_or_a_topic(get) -> None:
    assert "防波堤整建進度" in get("/brief?department=港務處")
    assert "值得追問" in get("/brief?topic=防波堤")
    assert "沒有與「捷運」有關的內容" in get("/brief?topic=捷運")
    assert 'id="brief"' not in get("/brief") and 'id="brief"' not in get("/brief?department=沒有處")


def test_sources_are_cited_once_and_in_order() -> None:
    paper = Paper.read(content()).numbered()
    assert paper.sources == {1: "處 A", 2: "處 B"}
    assert [line.sources for line in paper.lines] == [(), (1,), (2,), (1,)]
    assert paper.lines[1].text == "改過的 一句"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "nonsense",
        content(lines=[{"level": 7, "text": "x"}]),
        content(lines=[{"level": 1, "text": 3}]),
        content(lines=[{"level": 1, "text": "長" * 5000}]),
        content(lines=[{"level": 1, "text": "x"}] * (MOST_LINES + 1)),
        content(sources={"x": "y"}),
    ],
)
def test_what_is_no_briefing_is_refused(sent: str) -> None:
    with pytest.raises(PaperError):
        Paper.read(sent)


def test_an_edited_briefing_becomes_a_file(client) -> None:
    word = client.post("/brief.docx", data={"content": content()})
    texts = [paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs]
    assert texts[0] == "我的質詢稿" and "改過的 一句[1]" in texts and "[2] 處 B" in texts
    assert any(text.startswith("整理日期：民國") for text in texts)
    markdown = client.post("/brief.md", data={"content": content()}).text
    assert markdown.startswith("# 我的質詢稿\n") and "不是市政府的正式答復" in markdown
    assert "- 改過的 一句[1]" in markdown and "| 甲 | 乙 | [2] |" in markdown


def test_an_unedited_briefing_and_none(client) -> None:
    assert "防波堤" in client.get("/brief.md?department=港務處").text
    assert client.get("/brief.md?topic=捷運").status_code == 404
    broken = client.post("/brief.docx", data={"content": "x"})
    assert broken.status_code == 400 and "重新整理頁面" in broken.text
