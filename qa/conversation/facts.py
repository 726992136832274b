"""What the assistant can say of its report as a document, all read from the report itself."""

from __future__ import annotations

from corpus.errors import ReportError
from corpus.model import Passage, Report
from corpus.reading.source import read_report
from qa.settings import Settings

_MODEL = (
    "這裡另外接了語言模型：您的問題和引用的段落會傳給它寫成回答。",
    "A language model is connected here: it is sent your question and the passages quoted, to word it. ",
)


def gather_facts(report: Report, passages: list[Passage], settings: Settings) -> dict[str, str]:
    """The facts that replies may name, as strings: see data/talk.toml."""
    year = report.id.year
    return {
        "city": report.id.city,
        "year": str(year),
        "western": str(report.id.western),
        "title": report.title,
        "departments": str(len(report.departments)),
        "indicators": str(sum(not row.common for d in report.departments for row in d.indicators)),
        "pages": str(max((passage.page.number for passage in passages), default=0)),
        "model": _MODEL[0] if settings.llm_base_url else "",
        "model_en": _MODEL[1] if settings.llm_base_url else "",
        "printed": _front_page(report, settings) or report.title,
    }


def _front_page(report: Report, settings: Settings) -> str:
    """The lines of the front page that say more than the title, such as who printed it and when."""
    numbers = [left.line for left in report.left_out if left.why == "封面"]
    try:
        lines = read_report(settings.report).text.split("\n")
    except ReportError:
        return ""
    shown = [lines[number - 1].strip() for number in numbers if number <= len(lines)]
    plain = "".join(report.title.split())
    return "，".join(line for line in dict.fromkeys(shown) if line and "".join(line.split()) not in plain)
