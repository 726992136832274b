"""A small made report and an assistant over it, so that the page can be tried without an index."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.contradictions.finding import Contradiction
from corpus.model import (
    Department,
    Indicator,
    Page,
    Paragraph,
    Passage,
    Programme,
    Report,
    ReportId,
    Section,
    Sentence,
    Shortfall,
    Summary,
)
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.errors import QuestionError
from qa.understand.words import ContentWord

REPORT_ID = ReportId("港都市政府", 111)
HOSTILE = (
    '<img src="https://example.com/x.png" onerror="document.title=1"> [連結](https://example.com) $x$ =1+1'
)


def indicator(
    department: str,
    number: int,
    name: str,
    attainment: float | None,
    line: int,
    *,
    common: bool = False,
    **more: str,
) -> Indicator:
    shown = "" if attainment is None else f"{attainment:g}%"
    values = {
        "goal": "服務品質",
        "target": "100 件",
        "actual": "98 件",
        "explanation": f"{name}說明，共 98 件。",
    } | more
    return Indicator(
        department=department,
        goal_number="一",
        number=str(number),
        name=name,
        attainment=shown,
        attainment_percent=attainment,
        common=common,
        lines=(line, line),
        page=Page(line // 10 + 1, estimated=line % 2 == 0),
        **values,
    )


def make_department(
    name: str, first: int, rows: Sequence[Indicator], shortfalls: Sequence[Shortfall]
) -> Department:
    key = [row for row in rows if not row.common]
    full = sum((row.attainment_percent or 0) >= 100 for row in key)
    below = sum((row.attainment_percent or 0) < 80 for row in key)
    summary = Summary(2, len(key), full, len(key) - full - below, below, (first + 2, first + 2))
    text = f"{name}全年辦理講座 12 場，共 1,342 人次參加，經費 26,840,000 元。"
    here = (first + 40, first + 40)
    programme = Programme(
        department=name,
        category="一般業務",
        item="一、推廣教育",
        subitem="(一)講座",
        goal_sdg="",
        paragraphs=(Paragraph(text, here),),
        completion="100%",
        lines=here,
        page=Page(first // 10 + 5),
    )
    return Department(
        name=name,
        title=f"{REPORT_ID}{name}",
        lines=(first, first + 99),
        preface=(Paragraph(f"{name}掌理業務。", (first, first)),),
        summary=summary,
        indicators=tuple(rows),
        shortfalls=tuple(shortfalls),
        assessment=(Paragraph("整體達成良好。", (first + 30, first + 30)),),
        programmes=(programme,),
    )


def make_report() -> Report:
    harbour = [
        indicator("港務處", 1, "碼頭巡查次數", 100, 110),
        indicator(
            "港務處", 2, "防波堤整建進度", 52, 111, target="工程進度 40%", actual="尚未決標", goal="港區建設"
        ),
        indicator("港務處", 3, "船舶檢查率", 91.5, 112),
        indicator("港務處", 1, "業務費賸餘百分比", 100, 120, common=True),
    ]
    books = [indicator("圖書局", n, f"閱讀推廣活動{n}", 100, 210 + n) for n in range(1, 41)]
    books.append(indicator("圖書局", 41, "館藏=成長<率>", None, 260, explanation=HOSTILE, actual="=2+5"))
    reason = (
        "1、未達成原因：(1)水土保持審查意見要求補正。(2)設計多次修正。"
        "2、因應策略：(1)已委託鑑定，預計 112 年 6 月底完成。"
    )
    shortfall = Shortfall("港務處", "港區建設", "防波堤整建進度", "-48%", -48.0, reason, (125, 126), Page(13))
    departments = (
        make_department("港務處", 100, harbour, [shortfall]),
        make_department("圖書局", 200, books, []),
    )
    return Report(REPORT_ID, f"{REPORT_ID} 施政績效成果報告", departments, (), "0" * 64)


def make_passages(report: Report) -> list[Passage]:
    passages = []

    def add(
        department: str, section: Section, path: tuple[str, ...], text: str, lines, page: Page, **more
    ) -> None:
        sentence = Sentence(0, len(text), lines)
        passages.append(
            Passage(
                f"p{len(passages)}",
                report.id,
                department,
                section,
                path,
                text,
                lines,
                page,
                (sentence,),
                **more,
            )
        )

    for department in report.departments:
        for row in department.indicators:
            section = Section.COMMON if row.common else Section.INDICATORS
            cells = (row.goal, row.name, row.target, row.actual, row.attainment, row.explanation)
            add(
                department.name,
                section,
                (row.goal, row.name),
                "｜".join(cells),
                row.lines,
                row.page,
                indicator=row,
            )
        for entry in department.shortfalls:
            cells = (entry.goal, entry.name, entry.difference, entry.text)
            path, text = (entry.goal, entry.name), "｜".join(cells)
            add(department.name, Section.SHORTFALLS, path, text, entry.lines, entry.page, shortfall=entry)
        for programme in department.programmes:
            path = (programme.category, programme.item, programme.subitem)
            for paragraph in programme.paragraphs:
                add(
                    department.name, Section.PROGRAMMES, path, paragraph.text, paragraph.lines, programme.page
                )
    return passages


def make_contradiction(passages: Sequence[Passage]) -> Contradiction:
    """The two departments' lectures, as if they had to agree."""
    first, second = (passage for passage in passages if passage.section is Section.PROGRAMMES)
    values = ("1,342 人次", "12 場")
    places = tuple(
        (passage.id, passage.text.index(value), passage.text.index(value) + len(value))
        for passage, value in zip((first, second), values, strict=True)
    )
    what = "港務處「講座」寫 1,342 人次，圖書局「講座」寫 12 場"
    return Contradiction(what, "twin", values, (first.lines[0], second.lines[0]), places)


def gather_printed(
    passages: Sequence[Passage], topic: str, department: str | None
) -> list[tuple[Passage, bool]]:
    """The passages that print a topic to the letter."""
    return [
        (one, topic in " ".join(one.path))
        for one in passages
        if department in (None, one.department) and topic in " ".join((*one.path, one.text))
    ]


class FakeAssistant:
    """Answers by words of the question.

    列出 is computed, 沒有 is not found, 慢 comes slowly, 錯 is refused, 惡意 is markup.
    """

    def __init__(self, step: float = 0.0) -> None:
        self.report = make_report()
        self.passages = make_passages(self.report)
        self.departments = [department.name for department in self.report.departments]
        self.contradictions = [make_contradiction(self.passages)]
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []
        self.step = step
        self.report_file = Path("report.txt")

    def suggestions(self, n: int) -> list[str]:
        return ["講座有多少人參加？", "碼頭巡查幾次？", "閱讀推廣辦了幾場？"][:n]

    def find_words(self, text: str) -> tuple[ContentWord, ...]:
        known = ("講座", "經費", "碼頭", "防波堤", "巡查")
        return tuple(ContentWord(word, 1.0) for word in known if word in text)

    def gather(self, topic: str, department: str | None = None) -> list[tuple[Passage, bool]]:
        return gather_printed(self.passages, topic, department)

    def ask(
        self, question: str, history: Sequence[str] = (), department: str | None = None, explain: bool = False
    ) -> Answer:
        history = [one if isinstance(one, str) else one["question"] for one in history]
        self.asked.append((question, tuple(history), department))
        if "錯" in question:
            raise QuestionError("這個問題讀不懂，請換個說法。")
        if "壞" in question:
            raise RuntimeError("secret path /etc")
        if "沒有" in question:
            return self._not_found(department)
        if "惡意" in question:
            return self._answered(
                f"{HOSTILE}[1]", self._row("館藏=成長<率>"), Route.KPI, HOSTILE, question, history
            )
        if "列出" in question:
            rows = [self._row("防波堤整建進度"), self._row("碼頭巡查次數")]
            answer = self._answered("兩項指標：[1, 2]", rows[0], Route.TABLE, "", question, history)
            return answer.with_(citations=tuple(Citation.of(n, row) for n, row in enumerate(rows, start=1)))
        if "巡查" in question or "防波堤" in question:
            name = "防波堤整建進度" if "防波堤" in question else "碼頭巡查次數"
            passage = self._row(name)
            row = passage.indicator
            text = f"「{name}」目標 **{row.target}**，實際 **{row.actual}**，達成度 {row.attainment}。[1]"
            return self._answered(text, passage, Route.KPI, row.explanation, question, history)
        passage = next(
            p for p in self.passages if p.section is Section.PROGRAMMES and department in (None, p.department)
        )
        text = "全年辦理講座 12 場，共 1,342 人次參加。[1]"
        return self._answered(text, passage, Route.PASSAGE, "共 1,342 人次參加", question, history)

    def stream(
        self, question: str, history: Sequence[str] = (), department: str | None = None
    ) -> Iterator[Answer]:
        answer = self.ask(question, history, department)
        steps = 40 if "慢" in question else 2
        for step in range(1, steps):
            time.sleep(self.step)
            yield answer.with_(answer=answer.answer[: len(answer.answer) * step // steps], suggestions=())
        yield answer

    def _row(self, name: str) -> Passage:
        return next(p for p in self.passages if p.indicator and p.indicator.name == name)

    def _answered(
        self, text: str, passage: Passage, route: Route, quote: str, question: str, history: Sequence[str]
    ) -> Answer:
        understood = f"{history[-1]} → {question}" if history and question.startswith("那") else ""
        return Answer(
            status=Status.ANSWERED,
            route=route,
            answer=text,
            citations=(_cite(passage, quote),),
            figures=(ShownFigure("1,342 人次", 1342, "人次", 1),),
            suggestions=("碼頭巡查幾次？", "防波堤的進度？"),
            seconds=0.012,
            understood=understood,
            asked=understood,
            report=str(self.report.id),
        )

    def _not_found(self, department: str | None) -> Answer:
        passage = next(p for p in self.passages if department in (None, p.department))
        return Answer(
            status=Status.NOT_FOUND,
            route=Route.PASSAGE,
            answer="報告沒有寫到這件事；相近的是碼頭巡查次數。[1]",
            citations=(_cite(passage, passage.text.split("｜")[1]),),
            missing=("停車費率",),
            suggestions=tuple(self.suggestions(3)),
            seconds=0.008,
            report=str(self.report.id),
        )


def _cite(passage: Passage, quote: str) -> Citation:
    return Citation.of(1, passage, quote)
