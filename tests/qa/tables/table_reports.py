"""A small report of a city that does not exist, with known counts."""

from __future__ import annotations

import hashlib

from corpus.model import (
    Department,
    Indicator,
    Page,
    Passage,
    Report,
    ReportId,
    Section,
    Sentence,
    Shortfall,
    Summary,
)

REPORT = ReportId("海港市政府", 115)


def indicator(department, line, name, target, actual, percent, *, goal="一 服務", common=False):
    number, _, words = goal.partition(" ")
    return Indicator(
        department,
        number,
        words,
        "1",
        name,
        target,
        actual,
        f"{percent:g}%",
        percent,
        "說明。",
        common,
        (line, line),
        Page(line),
    )


def department(name, line, rows, shortfalls=()):
    key = [row for row in rows if not row.common]
    counted = (
        len({row.goal for row in key}),
        len(key),
        sum((row.attainment_percent or 0) >= 100 for row in key),
        sum(80 <= (row.attainment_percent or 0) < 100 for row in key),
        sum((row.attainment_percent or 0) < 80 for row in key),
    )
    summary = Summary(*counted, (line, line))
    return Department(
        name, f"{name}報告", (line, line + 99), (), summary, tuple(rows), tuple(shortfalls), (), ()
    )


def passage(place, section, text, lines, **held):
    digest = hashlib.sha256(f"{place} {section} {text} {lines}".encode()).hexdigest()[:12]
    return Passage(
        digest,
        REPORT,
        place,
        section,
        (str(section),),
        text,
        lines,
        Page(lines[0]),
        (Sentence(0, len(text), lines),),
        **held,
    )


def cut(report):
    """One passage for each summary, row and review, as the corpus cuts them."""
    for place in report.departments:
        s = place.summary
        text = (
            f"策略目標 {s.goals}｜合計 {s.indicators}｜100% {s.full}｜80% {s.partial}｜不到 80% {s.below80}"
        )
        yield passage(place.name, Section.SUMMARY, text, s.lines)
        for row in place.indicators:
            section = Section.COMMON if row.common else Section.INDICATORS
            cells = "｜".join((row.name, row.target, row.actual, row.attainment, row.explanation))
            yield passage(place.name, section, cells, row.lines, indicator=row)
        for entry in place.shortfalls:
            text = f"{entry.name}｜{entry.difference}｜{entry.text}"
            yield passage(place.name, Section.SHORTFALLS, text, entry.lines, shortfall=entry)


def hours(name, line, actual, percent=100):
    return indicator(
        name, line, "人員完成學習時數之人數比率", "80%", actual, percent, goal="一 終身學習", common=True
    )


def build_report():
    """Four departments, 4 + 3 + 5 + 2 = 14 key indicators (9 at 100 %, 2 from 80 % on, 3 below), 4 common."""
    civil = [
        indicator("民政處", 11, "辦理里民活動", "10 場", "12 場", 100),
        indicator("民政處", 12, "調解宣導", "5 場", "5 場", 100),
        indicator("民政處", 13, "新住民課程", "2 班", "2 班", 100, goal="二 新住民"),
        indicator("民政處", 14, "戶籍案件", "1,000 件", "2,500 件", 100, goal="二 新住民"),
        hours("民政處", 15, "100%"),
    ]
    urban = [
        indicator("都市發展處", 111, "都市計畫說明會", "4 場", "3 場", 75),
        indicator("都市發展處", 112, "都市計畫宣導", "10 場", "0 場", 0),
        indicator("都市發展處", 113, "建照審查", "90%", "95%", 100, goal="二 建築"),
        hours("都市發展處", 114, "70%", 87.5),
    ]
    green = [
        indicator("環境保護局", 211, "資源回收量", "100 噸", "120 噸", 100),
        indicator("環境保護局", 212, "清溝長度", "50 公里", "49 公里", 98),
        indicator("環境保護局", 213, "稽查次數", "200 次", "170 次", 85),
        indicator("環境保護局", 214, "空氣品質宣導", "3 場", "9 場", 100),
        indicator("環境保護局", 215, "焚化廠整建", "進度 40%", "尚未決標", 52, goal="二 整建"),
        hours("環境保護局", 216, "90%"),
    ]
    marketing = [
        indicator("觀光及行銷處", 311, "旅遊人次", "2 萬人次", "3 萬 500 人次", 100),
        indicator("觀光及行銷處", 312, "社群貼文", "100 則", "150 則", 100, goal="二 行銷"),
        hours("觀光及行銷處", 313, "90%"),
    ]
    review = Shortfall(
        "環境保護局", "一 服務", "2. 清溝長度", "-2%", -2.0, "雨量過多。", (290, 290), Page(290)
    )
    return Report(
        REPORT,
        "海港市政府 115 年度施政績效成果報告",
        (
            department("民政處", 10, civil),
            department("都市發展處", 110, urban),
            department("環境保護局", 210, green, shortfalls=[review]),
            department("觀光及行銷處", 310, marketing),
        ),
        (),
        "0",
    )
