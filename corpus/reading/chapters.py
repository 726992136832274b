"""A report's text cut into departments' chapters, and a chapter into its sections.

Departments are found from their title lines, sections from their headings; the numbers of the
headings shift from chapter to chapter and decide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from corpus.errors import ReportError
from corpus.model import LeftOut, Lines, ReportId, Section
from corpus.reading.markup import squeeze

TITLE = re.compile(
    r"(?P<city>\S{2,3}?[市縣])(?P<government>政府)?(?P<name>\S+?)(?P<year>\d{2,3})年度施政績效成果報告"
)
COVER = re.compile(r"(?P<city>\S{2,3}?[市縣]政府)?(?P<year>\d{2,3})年度施政績效成果報告(?:目錄)?")
NUMBERED = r"#{0,6}[壹貳參叁肆伍陸柒捌玖拾一二三四五六七八九十]+、"
HEADINGS = (
    (re.compile(NUMBERED + "前言"), Section.PREFACE),
    (re.compile(NUMBERED + "策略績效目標成果"), None),
    (re.compile(NUMBERED + "關鍵績效指標達成一覽表"), Section.SUMMARY),
    (re.compile(NUMBERED + "共同性指標執行情形"), Section.COMMON),
    (re.compile(NUMBERED + "關鍵績效指標執行情形"), Section.INDICATORS),
    (re.compile(NUMBERED + "未達成目標(?:項目)?檢討"), Section.SHORTFALLS),
    (re.compile(NUMBERED + "績效總評"), Section.ASSESSMENT),
    (re.compile(NUMBERED + "重要施政成果"), Section.PROGRAMMES),
)
CONTENTS = re.compile(r"[壹貳參叁肆伍陸柒捌玖拾]+、(?P<name>\S+?)施政績效成果報告[.．…‧·]{2,}(?P<page>\d+)")


@dataclass
class Chapter:
    """A department's lines: (number, text) by section, in the order of the report."""

    name: str
    title: str
    lines: Lines
    sections: dict[Section, list[tuple[int, str]]] = field(default_factory=dict)
    starts: dict[Section, int] = field(default_factory=dict)  # line of the section's first heading
    breaks: list[int] = field(default_factory=list)  # lines of repeated headings


@dataclass
class Outline:
    """A report's chapters and what stands before them."""

    id: ReportId
    title: str
    chapters: list[Chapter]
    contents: dict[str, int]  # department -> first printed page
    left_out: list[LeftOut]


def read_outline(text: str) -> Outline:
    """Return the chapters of a report; raise ReportError when there is no department's title."""
    lines = text.split("\n")
    titles: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(lines, 1):
        if "年度施政績效成果報告" in line.replace(" ", "") and "\t" not in line:
            match = TITLE.fullmatch(_plain(line))
            if match:
                titles.append((number, match))
    if not titles:
        raise ReportError(
            "這份文字裡找不到任何「○○市政府○○處 ○○○ 年度施政績效成果報告」的標題，不像是施政績效成果報告。"
        )
    contents, left_out, cover = _read_front(lines[: titles[0][0] - 1])
    chapters = []
    for place, (number, match) in enumerate(titles):
        end = titles[place + 1][0] - 1 if place + 1 < len(titles) else len(lines)
        while end > number and not lines[end - 1].strip():
            end -= 1
        chapter = Chapter(match["name"], lines[number - 1].strip(), (number, end))
        left_out.append(LeftOut(number, "標題"))
        _cut_sections(chapter, [(n, lines[n - 1]) for n in range(number + 1, end + 1)], left_out)
        chapters.append(chapter)
    governed = [match["city"] + "政府" for _, match in titles if match["government"]]
    city = max(set(governed), key=governed.count) if governed else titles[0][1]["city"] + "政府"
    year = max(int(match["year"]) for _, match in titles)
    return Outline(
        ReportId(city, year), cover or f"{city} {year} 年度施政績效成果報告", chapters, contents, left_out
    )


def _plain(line: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", line)).lstrip("#")


def _read_front(lines: list[str]) -> tuple[dict[str, int], list[LeftOut], str]:
    contents: dict[str, int] = {}
    left_out = []
    cover = ""
    for number, line in enumerate(lines, 1):
        plain = _plain(line)
        if not plain:
            continue
        entry = CONTENTS.fullmatch(plain)
        if entry:
            contents[entry["name"]] = int(entry["page"])
        elif not cover and COVER.fullmatch(plain):
            cover = line.strip().lstrip("#").strip()
        left_out.append(LeftOut(number, "目錄" if entry else "封面"))
    return contents, left_out, cover


def _cut_sections(chapter: Chapter, lines: list[tuple[int, str]], left_out: list[LeftOut]) -> None:
    current: list[tuple[int, str]] | None = None
    for number, line in lines:
        heading = None if "\t" in line or len(line) > 40 else _find_heading(_plain(line))
        if heading is None:
            if current is not None:
                current.append((number, line))
            elif line.strip():
                current = chapter.sections.setdefault(Section.PREFACE, [])
                current.append((number, line))
            continue
        section = heading[0]
        if section is not None and section in chapter.sections:
            left_out.append(LeftOut(number, "重複的標題"))
            chapter.breaks.append(number)
            current = chapter.sections[section]
            current.append((number, ""))
        else:
            left_out.append(LeftOut(number, "標題"))
            if section is not None:
                current = chapter.sections.setdefault(section, [])
                chapter.starts.setdefault(section, number)


def _find_heading(plain: str) -> tuple[Section | None] | None:
    for pattern, section in HEADINGS:
        if pattern.fullmatch(plain):
            return (section,)
    return None
