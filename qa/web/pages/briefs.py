"""Briefings and departments' pages: made from the report, shown with their sources, edited, taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from markupsafe import Markup
from starlette.responses import PlainTextResponse, Response

from corpus.contradictions.finding import Contradiction
from corpus.model import ROC_OFFSET, Passage, Section
from qa.answer import Citation
from qa.brief.briefing import Brief, build_brief
from qa.brief.scope import Gather
from qa.web.downloads import download
from qa.web.pages.indicators import Bar, Indicators, bars_of
from qa.web.pages.paper import Paper, PaperError
from qa.web.pages.programmes import Work
from qa.web.pages.site import Site
from qa.web.sources import SourceBook, names_of
from qa.web.texts import LANGUAGES
from qa.web.word import word_bytes

LONGEST_TOPIC = 60
KEPT = 64  # briefings of each language; there are twenty departments
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHOWN_WORKS = 10


@dataclass(frozen=True)
class Bureau:
    """What departments' pages and briefings are made from; `today` gives the date that stands on a file."""

    site: Site
    book: SourceBook
    contradictions: Sequence[Contradiction]
    gather: Gather
    indicators: Indicators
    works: Sequence[Work]
    today: Callable[[], date] = date.today

    @cached_property
    def brief(self) -> Callable[[str, str], Brief | None]:
        """Gives the briefing on a department or a topic; None where neither is given or nothing is found.

        The newest are kept: one is looked at, edited and taken away in two forms.
        """
        return lru_cache(maxsize=KEPT)(self._make)

    def _make(self, department: str, topic: str) -> Brief | None:
        library = self.site.library
        if (not department and not topic) or (department and library.chapter(department) is None):
            return None
        return build_brief(
            library.report,
            library.passages,
            self.contradictions,
            department or None,
            topic,
            self.gather,
            self.site.words,
        )

    def cite(self, passage: Passage) -> str:
        return self.book.place(Citation.of(0, passage), self.site.texts)

    def card(self, passage: Passage, n: int) -> Markup:
        """The source's card; its number leads to it."""
        return Markup(self.book.card(Citation.of(n, passage), f"brief-{n}", self.site.texts, back=False))


def show_brief(bureau: Bureau, given: Mapping[str, str], search: str) -> Response:
    site, (department, topic) = bureau.site, _read(given)
    brief = bureau.brief(department, topic)
    return site.page(
        "brief.html",
        path="/brief",
        query=search,
        departments=site.library.departments,
        department=department,
        topic=topic,
        brief=brief,
        numbers=brief.numbers() if brief else {},
        bureau=bureau,
    )


def give_brief(bureau: Bureau, given: Mapping[str, str], content: str, kind: str) -> Response | None:
    """A briefing as docx or md: as it was edited (`content`), else as it is made; None when there is none."""
    department, topic = _read(given)
    if content:
        try:
            paper = Paper.read(content)
        except PaperError:
            return PlainTextResponse(bureau.site.texts("brief.unreadable"), 400)
    else:
        brief = bureau.brief(department, topic)
        if brief is None:
            return None
        paper = Paper.of(brief, bureau.cite)
    paper, t = paper.numbered(), bureau.site.texts
    today = bureau.today()
    year = today.year - (ROC_OFFSET if t.language == LANGUAGES[0] else 0)
    made = t("brief.made", year=year, month=today.month, day=today.day)
    notes = (made, t("brief.disclaimer", report=bureau.site.report))
    if kind == "docx":
        data = word_bytes(paper, notes, t("brief.sources"), t("brief.foot"))
        return download(data, f"{_file_name(paper.title)}.docx", WORD)
    text = paper.to_markdown(notes, t("brief.sources"))
    return download(text.encode(), f"{_file_name(paper.title)}.md", "text/markdown; charset=utf-8")


def show_department(bureau: Bureau, name: str) -> Response | None:
    """What a department runs, its figures, its misses with reasons, money, conflicts and programmes."""
    site = bureau.site
    chapter, brief = site.library.chapter(name), bureau.brief(name, "")
    if chapter is None or brief is None:
        return None
    rows = [row for row in bureau.indicators.rows if row.indicator.department == name]
    works = [work for work in bureau.works if work.department == name]
    return site.page(
        "department.html",
        path=f"/department/{name}",
        chapter=chapter,
        prefaces=[one for one in site.library.passages if _is_preface(one, name)][:2],
        bar=bars_of(rows)[0] if rows else Bar(name, {}),
        brief=brief,
        numbers=brief.numbers(),
        works=works[:_SHOWN_WORKS],
        work_count=len(works),
        tasks=list(dict.fromkeys(names_of(work.block.programme.item for work in works))),
        bureau=bureau,
    )


def _is_preface(passage: Passage, name: str) -> bool:
    return passage.department == name and passage.section is Section.PREFACE


def _read(given: Mapping[str, str]) -> tuple[str, str]:
    return given.get("department", "").strip(), given.get("topic", "").strip()[:LONGEST_TOPIC]


def _file_name(title: str) -> str:
    return "".join(character if character.isalnum() or character in "-_ " else "-" for character in title)[
        :60
    ]
