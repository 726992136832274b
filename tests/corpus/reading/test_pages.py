"""Printed pages: certain where contents and breaks agree, estimates elsewhere."""

from __future__ import annotations

from corpus.model import Page
from corpus.reading.pages import ChapterBreaks, find_breaks, number_pages
from corpus.reading.parse import parse_report
from tests.corpus.reports import ReportText


def shown(breaks=(), programmes=None, free=(), volumes=None) -> ChapterBreaks:
    return ChapterBreaks((1, 100), programmes, tuple(breaks), frozenset(free), volumes or {})


def test_as_many_breaks_as_the_contents_ask_for():
    pages = number_pages(7, 10, shown(breaks=(20, 60), programmes=40))
    assert [pages.page_of(line) for line in (1, 19, 20, 40, 60, 99)] == [
        Page(7),
        Page(7),
        Page(8),
        Page(9),
        Page(10),
        Page(10),
    ]


def test_pages_before_the_programmes_are_estimates_when_breaks_are_missing():
    pages = number_pages(
        7, 12, shown(breaks=(20, 60), programmes=40, free=(10, 30), volumes={9: 50, 10: 50, 30: 9})
    )
    assert pages.page_of(60) == Page(12)
    assert pages.page_of(40) == Page(11)
    assert pages.page_of(1) == Page(7, estimated=True)
    assert pages.page_of(10) == Page(8, estimated=True)
    assert pages.page_of(20).estimated


def test_last_chapter_and_chapter_without_contents():
    assert number_pages(7, None, shown(breaks=(20,), programmes=10)).page_of(25) == Page(9, estimated=True)
    assert number_pages(None, None, shown()).page_of(5) == Page(0, estimated=True)


def test_more_breaks_than_pages_stay_inside_the_chapter():
    pages = number_pages(7, 8, shown(breaks=(20, 30, 60), programmes=40))
    assert [pages.page_of(line).number for line in (1, 20, 30, 60)] == [7, 8, 8, 8]
    assert pages.page_of(60).estimated


def test_breaks_that_the_text_shows():
    lines = [
        (1, "參、重要施政成果"),
        (3, "類\t項"),
        (4, "甲\t一"),
        (6, "參、重要施政成果"),
        (8, "類\t項"),
        (9, "乙\t二"),
        (11, "類\t項"),
        (12, "丙\t三"),
        (14, "丁\t四"),
    ]
    numbered = [(number, text) for number, text in lines]
    assert find_breaks(numbered, headers={3, 8, 11}, headings=[6], joined=[]) == [6, 11, 14]


def test_page_of_a_passage_counts_repeated_headings():
    contents = "壹、海洋處施政績效成果報告.....\t1\n貳、農業處施政績效成果報告.....\t4\n\n"
    sea = ReportText("海洋處").section("壹、前言").rows("海洋處的前言文字一段。")
    sea.programmes("港務部門\t一、港務\t(一)清潔\t1. 清理港區及周邊三次。\t100%").next_page(
        "\t\t(二)巡查\t1. 巡查港區及周邊五次。\t100%"
    )
    text = (
        contents
        + sea.text
        + "\n"
        + ReportText("農業處").section("壹、前言").rows("農業處的前言文字一段。").text
    )
    report = parse_report(text)
    assert [one.page for one in report.departments[0].programmes] == [Page(2), Page(3)]
